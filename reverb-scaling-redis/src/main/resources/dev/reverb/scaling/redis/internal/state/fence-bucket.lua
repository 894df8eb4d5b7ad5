-- A node may change nothing in a bucket any more; what it has claimed there is free, and its connections count no more.

local FENCE, OPERATION, CLAIMS, CONNECTIONS = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local NODE = ARGV[2]

redis.call('SET', FENCE, '', 'PX', DAY)
redis.call('DEL', OPERATION)
redis.call('HDEL', CONNECTIONS, NODE)
release(CLAIMS, NODE)
return { DONE }
