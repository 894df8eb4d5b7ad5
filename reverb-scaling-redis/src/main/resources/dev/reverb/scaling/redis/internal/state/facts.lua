-- Facts: see FactOutbox. One is a letter, the length of the channel's name, a colon, the name, and the user or the number. What
-- has ended waits in PENDING until its grace time is over; what is to be passed on waits in OUTBOX.

local PENDING, OUTBOX, CLAIMS = KEYS[3], KEYS[4], KEYS[5]
local FACTS_LIFETIME = DAY
local MAX_WAITING = 10000

local function fact(letter, channel, rest)
    return letter .. #channel .. ':' .. channel .. (rest or '')
end

local function tell(told)
    if redis.call('RPUSH', OUTBOX, told) > MAX_WAITING then
        redis.call('LPOP', OUTBOX)
        redis.call('HINCRBY', CLAIMS, 'lost', 1)
        redis.call('PEXPIRE', CLAIMS, FACTS_LIFETIME)
    end
end

-- Moves what has waited out its grace time to the outbox.
local function settle(time, limit)
    for _, due in ipairs(redis.call('ZRANGEBYSCORE', PENDING, '-inf', decimal(time), 'LIMIT', 0, limit)) do
        redis.call('ZREM', PENDING, due)
        tell(due)
    end
end

-- How many milliseconds until there is something to claim: 0 now, -1 never.
local function facts_due_in(time)
    if redis.call('EXISTS', OUTBOX) == 1 then
        return 0
    end
    local first = redis.call('ZRANGE', PENDING, 0, 0, 'WITHSCORES')
    return first[2] and math.max(0, tonumber(first[2]) - time) or -1
end
