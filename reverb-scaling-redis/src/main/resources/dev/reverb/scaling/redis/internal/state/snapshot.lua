-- A channel at one moment. The version is the bucket's: no change of the channel up to it is missing, and none after is in it.

local TOTALS, ROSTER, KEPT = KEYS[1], KEYS[3], KEYS[4]
local CHANNEL = ARGV[2]

return {
    current_version(),
    tonumber(redis.call('HGET', TOTALS, CHANNEL)) or 0,
    redis.call('HGETALL', ROSTER),
    redis.call('GET', KEPT),
    redis.call('PTTL', KEPT),
}
