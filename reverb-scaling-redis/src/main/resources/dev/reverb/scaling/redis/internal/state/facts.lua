-- Facts: see FactOutbox. One is a letter, the length of the channel's name, a colon, the name, and the user or the number. What
-- has ended waits in PENDING until its grace time is over; what is to be passed on waits in OUTBOX.

local PENDING, OUTBOX, CLAIMS, OCCUPIED = KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local FACTS_LIFETIME = DAY
local MAX_WAITING = 10000
-- The number of subscriptions of a channel that has more than these is told once in this time at most.
local LARGE, COUNT_INTERVAL = 100, 1000

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

-- Tells a count. After that of a large channel, q waits in PENDING while no other is to be told, or c where one is due then.
local function tell_count(channel, total, time)
    tell(fact('s', channel, decimal(total)))
    if total > LARGE then
        redis.call('ZADD', PENDING, decimal(time + COUNT_INTERVAL), fact('q', channel))
        redis.call('PEXPIRE', PENDING, FACTS_LIFETIME)
    end
end

local function settle_count(due, time)
    local channel = string.sub(due, string.find(due, ':', 1, true) + 1)
    local total = tonumber(redis.call('HGET', OCCUPIED, channel))
    if total then
        tell_count(channel, total, time)
    end
end

-- Moves what has waited out its time to the outbox.
local function settle(time, limit)
    for _, due in ipairs(redis.call('ZRANGEBYSCORE', PENDING, '-inf', decimal(time), 'LIMIT', 0, limit)) do
        redis.call('ZREM', PENDING, due)
        local letter = string.sub(due, 1, 1)
        if letter == 'c' then
            settle_count(due, time)
        elseif letter ~= 'q' then
            tell(due)
        end
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
