-- Nothing of a fenced node is left anywhere.

local LEASES, FENCE, BUCKETS, HOLD = KEYS[1], KEYS[2], KEYS[3], KEYS[4]

if redis.call('EXISTS', FENCE) == 1 then
    redis.call('ZREM', LEASES, ARGV[2])
    redis.call('DEL', BUCKETS, HOLD)
end
return { DONE }
