-- A node has so many subscriptions to a channel. KEYS 10, 11 and ARGV 11 to 13: below.

local TOTALS, USERS = KEYS[10], KEYS[11]
local COUNT, PUBLISHED, OCCUPIES = tonumber(ARGV[11]), ARGV[12], ARGV[13] == '1'

local refused = refusal()
if refused then
    return { refused, 0, 0, -1 }
end

local difference = COUNT - (tonumber(redis.call('HGET', PART, CHANNEL)) or 0)

if COUNT > 0 or redis.call('EXISTS', USERS) == 1 then
    redis.call('HSET', PART, CHANNEL, COUNT)
else
    redis.call('HDEL', PART, CHANNEL)
end
if difference == 0 then
    return reply(DONE, tonumber(redis.call('HGET', TOTALS, CHANNEL)) or 0)
end

local total = redis.call('HINCRBY', TOTALS, CHANNEL, difference)
if total == 0 then
    redis.call('HDEL', TOTALS, CHANNEL)
end
local from_zero, to_zero = total == difference, total == 0

if OCCUPIES then
    if from_zero then
        begins('o', 'v')
    end
    counts(total)
    if to_zero then
        ends('v')
    end
end
if PUBLISHED == 'EVERYTHING' or PUBLISHED == 'ZERO' and (from_zero or to_zero) then
    publish_change(struct.pack('>I4', total))
end
return reply(DONE, total)
