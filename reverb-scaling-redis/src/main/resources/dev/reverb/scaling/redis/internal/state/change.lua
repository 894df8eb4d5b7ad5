-- What the scripts have in common that change a channel for a node: see ChannelScripts.

local FENCE, OPERATION, LAST_VERSION, PART = KEYS[1], KEYS[6], KEYS[7], KEYS[8]
local CHANNEL, PUBLISH, TOPIC = ARGV[4], ARGV[5], ARGV[6]
local MODE, COUNTS, GRACE = ARGV[7], ARGV[8] == '1', tonumber(ARGV[9])
local HEAD = ARGV[10]
local time

-- Whether the node may make the change; remembers its number if so. Others clear up after a fenced node, and only after a fenced one.
local function may_change()
    local fenced = redis.call('EXISTS', FENCE) == 1
    if ARGV[2] == 'SURVIVOR' then
        return fenced
    end
    if not fenced then
        redis.call('SET', OPERATION, ARGV[3])
    end
    return not fenced
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
local function begins(begun, ended)
    if MODE == 'SILENT' then
        return
    end
    ready_for_facts()
    local due = tonumber(redis.call('ZSCORE', PENDING, ended))
    if due then
        redis.call('ZREM', PENDING, ended)
        if due > time or MODE == 'PUT_BACK' then
            return
        end
        tell(ended)
    end
    if MODE == 'TOLD' then
        tell(begun)
    end
end

local function ends(ended)
    if MODE ~= 'TOLD' then
        return
    end
    ready_for_facts()
    if GRACE > 0 then
        redis.call('ZADD', PENDING, decimal(time + GRACE), ended)
    else
        tell(ended)
    end
end

local function counts(total)
    if MODE == 'TOLD' and COUNTS then
        ready_for_facts()
        tell(fact('s', CHANNEL, decimal(total)))
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
