-- Versions. Each bucket counts its changes; a change of a channel takes the next number as the channel's version.

local VERSION = KEYS[2]
local VERSION_LIFETIME = 60 * 60 * 1000

local version, last
local stepped = false

local function microseconds()
    local time = redis.call('TIME')
    return time[1] * 1000000 + time[2]
end

-- The bucket's version. One that is not there, or there no more, begins at the time in microseconds: so versions never go back, not even
-- when Redis has lost its memory, and below 2^53 Lua counts exactly.
local function current_version()
    if not version then
        version = tonumber(redis.call('GET', VERSION))
        if not version then
            version = microseconds()
            redis.call('SET', VERSION, decimal(version), 'PX', VERSION_LIFETIME)
        end
    end
    return version
end

-- The channel's version before and after its next change. Where the one before is forgotten, it is the bucket's: a follower then thinks
-- that it has missed something and asks, rather than miss something.
local function next_version(last_version)
    last = last or tonumber(redis.call('GET', last_version)) or current_version()
    local before = last
    version = current_version() + 1
    last = version
    stepped = true
    return before, version
end

-- Ends a script that may have called next_version: returns the channel's version, 0 where it is forgotten.
local function save_version(last_version)
    if not stepped then
        return tonumber(redis.call('GET', last_version)) or 0
    end
    redis.call('SET', VERSION, decimal(version), 'PX', VERSION_LIFETIME)
    redis.call('SET', last_version, decimal(last), 'PX', VERSION_LIFETIME)
    return last
end

-- Publishes a change: see TopicMessage.
local function publish(command, topic, head, before, after, tail)
    redis.call(command, topic, head .. struct.pack('>I8I8', before, after) .. tail)
end
