-- A node has users on a presence channel no more. KEYS 10 to 12: below; from ARGV 11 on: the users.

local ROSTER, SHARED, USERS = KEYS[10], KEYS[11], KEYS[12]

local refused = refusal()
if refused then
    return { refused, 0, 0, -1 }
end

local removed = 0

local function remove(user)
    redis.call('HDEL', ROSTER, user)
    publish_change(user)
    ends('r', user)
    removed = removed + 1
end

for i = 11, #ARGV do
    local user = ARGV[i]
    if redis.call('SREM', USERS, user) == 1 then
        if redis.call('HEXISTS', SHARED, user) == 0 then
            remove(user)
        elseif redis.call('HINCRBY', SHARED, user, -1) == 0 then
            redis.call('HDEL', SHARED, user)
        end
    end
end

if removed > 0 then
    local users = redis.call('HLEN', ROSTER)
    if users > 0 then
        redis.call('HSET', OCCUPIED, CHANNEL, users)
    else
        redis.call('HDEL', OCCUPIED, CHANNEL)
        ends('v')
    end
end
if redis.call('HGET', PART, CHANNEL) == '0' and redis.call('EXISTS', USERS) == 0 then
    redis.call('HDEL', PART, CHANNEL)
end
return reply(DONE, removed)
