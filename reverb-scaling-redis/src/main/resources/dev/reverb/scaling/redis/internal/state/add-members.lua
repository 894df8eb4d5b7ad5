-- A node has users on a presence channel. KEYS 10 to 12 and ARGV 11: below; from ARGV 12 on: user, information, user, information, …

local ROSTER, SHARED, USERS = KEYS[10], KEYS[11], KEYS[12]
local MAX_MEMBERS = tonumber(ARGV[11])

local refused = refusal()
if refused then
    return { refused, 0, 0, -1 }
end

local empty = redis.call('EXISTS', ROSTER) == 0
local added = 0

local function add(user, information)
    local before, after = next_version(LAST_VERSION)
    redis.call('HSET', ROSTER, user, struct.pack('>I8', after) .. information)
    publish(PUBLISH, TOPIC, HEAD, before, after, struct.pack('>I4', #user) .. user .. information)
    if empty then
        empty = false
        begins('o', 'v')
    end
    begins('a', 'r', user)
    added = added + 1
end

for i = 12, #ARGV, 2 do
    local user = ARGV[i]
    local known = redis.call('HEXISTS', ROSTER, user) == 1
    if not known and redis.call('HLEN', ROSTER) >= MAX_MEMBERS then
        return reply(FULL, 0)
    end
    if redis.call('SADD', USERS, user) == 1 then
        if known then
            redis.call('HINCRBY', SHARED, user, 1)
        else
            add(user, ARGV[i + 1])
        end
    end
end

redis.call('HSETNX', PART, CHANNEL, 0)
if added > 0 then
    redis.call('HSET', OCCUPIED, CHANNEL, redis.call('HLEN', ROSTER))
end
return reply(DONE, added)
