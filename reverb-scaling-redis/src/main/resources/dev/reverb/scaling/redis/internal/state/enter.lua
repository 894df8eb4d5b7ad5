-- A node is going to make changes in buckets. From ARGV 3 on: their names.

local LEASES, FENCE, BUCKETS = KEYS[1], KEYS[2], KEYS[3]
local NODE = ARGV[2]
local ENTERED, UNKNOWN = 0, 1

if redis.call('EXISTS', FENCE) == 1 then
    return { FENCED }
end
if not redis.call('ZSCORE', LEASES, NODE) then
    return { UNKNOWN }
end
for i = 3, #ARGV do
    redis.call('SADD', BUCKETS, ARGV[i])
end
return { ENTERED }
