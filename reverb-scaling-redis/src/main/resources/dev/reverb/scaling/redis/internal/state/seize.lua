-- Gives a node up for dead, unless its lease goes on, and tells where it has something. Who may clear up is held by one node at a time.

local LEASES, FENCE, BUCKETS, HOLD = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local NODE, BY, HOLD_FOR, LEAVES = ARGV[2], ARGV[3], ARGV[4], ARGV[5] == '1'
local SEIZED, ALIVE, HELD = 0, 1, 2

local expires = tonumber(redis.call('ZSCORE', LEASES, NODE))
local fenced = redis.call('EXISTS', FENCE) == 1
if expires and expires > now() and not fenced and not LEAVES then
    return { ALIVE }
end
redis.call('SET', FENCE, '', 'PX', DAY)
-- Over at once: should this node not get it done, others see it.
redis.call('ZADD', LEASES, 'XX', 'LT', decimal(now()), NODE)

-- Whoever clears up may die, too. One that leaves clears up after itself, and is alive though its lease is over.
local function is_alive(node)
    local until_then = tonumber(redis.call('ZSCORE', LEASES, node))
    return node == NODE or until_then and until_then > now()
end

local holder = redis.call('GET', HOLD)
if holder and holder ~= BY and is_alive(holder) then
    return { HELD }
end
redis.call('SET', HOLD, BY, 'PX', HOLD_FOR)

local reply = redis.call('SMEMBERS', BUCKETS)
table.insert(reply, 1, SEIZED)
return reply
