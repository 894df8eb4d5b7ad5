-- A node has so many connections of an application.

local FENCE, CONNECTIONS = KEYS[1], KEYS[2]
local NODE, COUNT = ARGV[2], ARGV[3]

if redis.call('EXISTS', FENCE) == 1 then
    return { FENCED }
end
if COUNT == '0' then
    redis.call('HDEL', CONNECTIONS, NODE)
else
    redis.call('HSET', CONNECTIONS, NODE, COUNT)
end
return { DONE }
