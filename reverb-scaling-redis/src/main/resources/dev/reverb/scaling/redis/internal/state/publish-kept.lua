-- An event that the channel keeps: stored and published in one step. The payload is the end of the message's tail. Stored with the head, so
-- that who fetches the channel knows which message that was.

local KEPT, LAST_VERSION = KEYS[1], KEYS[3]
local COMMAND, TOPIC, HEAD, TAIL, LENGTH, KEEP_FOR = ARGV[2], ARGV[3], ARGV[4], ARGV[5], tonumber(ARGV[6]), ARGV[7]

local before, after = next_version(LAST_VERSION)
redis.call('SET', KEPT, HEAD .. string.sub(TAIL, #TAIL - LENGTH + 1), 'PX', KEEP_FOR)
publish(COMMAND, TOPIC, HEAD, before, after, TAIL)
return { save_version(LAST_VERSION) }
