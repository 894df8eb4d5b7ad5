-- The claims of a bucket are a hash: owner, the node that passes on; lost, how many facts were dropped; and by its sequence each
-- batch that is not finished.

local function is_batch(field)
    return field ~= 'owner' and field ~= 'lost'
end

-- Lets the next claimer have what a node has claimed; tells whether it had any.
local function release(claims, node)
    if redis.call('HGET', claims, 'owner') ~= node then
        return false
    end
    redis.call('HDEL', claims, 'owner')
    return true
end
