-- What the scripts have in common that change a channel for a node: see ChannelScripts.

local FENCE, OPERATION, LAST_VERSION, PART = KEYS[1], KEYS[7], KEYS[8], KEYS[9]
local CHANNEL, PUBLISH, TOPIC = ARGV[4], ARGV[5], ARGV[6]
local MODE, COUNTS, GRACE = ARGV[7], ARGV[8] == '1', tonumber(ARGV[9])
local HEAD = ARGV[10]
local time

-- Why the change must not be made, nothing where it may; the node's number is remembered then. Others clear up after a fenced node, and
-- only after a fenced one. What comes late, from a connection that was given up, must not undo what the node has said since.
local function refusal()
    local fenced = redis.call('EXISTS', FENCE) == 1
    if ARGV[2] == 'SURVIVOR' then
        return not fenced and FENCED or nil
    end
    if fenced then
        return FENCED
    end
    if tonumber(ARGV[3]) < (tonumber(redis.call('GET', OPERATION)) or 0) then
        return OVERTAKEN
    end
    redis.call('SET', OPERATION, ARGV[3])
end

local function publish_change(tail)
    local before, after = next_version(LAST_VERSION)
    publish(PUBLISH, TOPIC, HEAD, before, after, tail)
    return after
end

local function ready_for_facts()
    if not time then
        time = now()
        settle(time, 100)
    end
end

-- Something begins whose end may be waiting: if it is back before the grace time is over, neither is told.
local function begins(begin_letter, end_letter, user)
    if MODE == 'SILENT' then
        return
    end
    ready_for_facts()
    local ended = fact(end_letter, CHANNEL, user)
    local due = tonumber(redis.call('ZSCORE', PENDING, ended))
    if due then
        redis.call('ZREM', PENDING, ended)
        if due > time or MODE == 'PUT_BACK' then
            return
        end
        tell(ended)
    end
    if MODE == 'TOLD' then
        tell(fact(begin_letter, CHANNEL, user))
    end
end

local function ends(letter, user)
    if MODE ~= 'TOLD' then
        return
    end
    ready_for_facts()
    local ended = fact(letter, CHANNEL, user)
    if GRACE > 0 then
        redis.call('ZADD', PENDING, decimal(time + GRACE), ended)
    else
        tell(ended)
    end
end

-- The number of subscriptions is another: a small one is told at once, a large one not too often, and the last one always.
local function counts(total)
    if MODE ~= 'TOLD' or not COUNTS then
        return
    end
    ready_for_facts()
    local quiet, due = fact('q', CHANNEL), fact('c', CHANNEL)
    local quiet_until, due_at = redis.call('ZSCORE', PENDING, quiet), redis.call('ZSCORE', PENDING, due)
    if total <= LARGE then
        if due_at then
            redis.call('ZREM', PENDING, due)
            redis.call('ZADD', PENDING, due_at, quiet)
        end
        tell_count(CHANNEL, total, time)
    elseif quiet_until then
        redis.call('ZREM', PENDING, quiet)
        redis.call('ZADD', PENDING, quiet_until, due)
    elseif not due_at then
        tell_count(CHANNEL, total, time)
    end
end

-- The reply: see ChangeReply.
local function reply(outcome, count)
    local due_in = -1
    if time then
        redis.call('PEXPIRE', PENDING, FACTS_LIFETIME)
        redis.call('PEXPIRE', OUTBOX, FACTS_LIFETIME)
        due_in = facts_due_in(time)
    end
    return { outcome, save_version(LAST_VERSION), count, due_in }
end
