-- A batch was passed on. Whoever finishes the last is the owner no more.

local CLAIMS, SEQUENCE = KEYS[1], ARGV[2]

local finished = redis.call('HDEL', CLAIMS, SEQUENCE)
for _, field in ipairs(redis.call('HKEYS', CLAIMS)) do
    if is_batch(field) then
        return { finished }
    end
end
redis.call('HDEL', CLAIMS, 'owner')
return { finished }
