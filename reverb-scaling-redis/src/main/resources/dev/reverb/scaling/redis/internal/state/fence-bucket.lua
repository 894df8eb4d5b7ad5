-- A node may change nothing in a bucket any more; what it has claimed there is free, and its connections count no more. Tells whether
-- facts wait for the next claimer: nobody else looks after them soon.

local FENCE, OPERATION, CLAIMS, CONNECTIONS, OUTBOX = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local NODE = ARGV[2]

redis.call('SET', FENCE, '', 'PX', DAY)
redis.call('DEL', OPERATION)
redis.call('HDEL', CONNECTIONS, NODE)
local released = release(CLAIMS, NODE)
return { DONE, (released or redis.call('EXISTS', OUTBOX) == 1) and 1 or 0 }
