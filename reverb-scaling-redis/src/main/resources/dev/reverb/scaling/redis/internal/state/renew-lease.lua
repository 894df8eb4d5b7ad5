-- A node is alive. Also where its lease is over, as long as nobody has seized what it has.

local LEASES, FENCE = KEYS[1], KEYS[2]
local NODE, LEASE = ARGV[2], tonumber(ARGV[3])
local RENEWED, JOINED = 0, 1

if redis.call('EXISTS', FENCE) == 1 then
    return { FENCED }
end
local joined = redis.call('ZADD', LEASES, decimal(now() + LEASE), NODE) == 1
return { joined and JOINED or RENEWED }
