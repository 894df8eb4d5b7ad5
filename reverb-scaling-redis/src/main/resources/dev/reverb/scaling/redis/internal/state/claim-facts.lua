-- Facts for a node to pass on. ARGV 2 to 4: below; from ARGV 5 on: the sequences of the batches that the node knows it has.

local NODE, MAX_BATCH, MAX_CLAIMED = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])

if redis.call('EXISTS', KEYS[1]) == 1 then
    return { FENCED, -1, 0 }
end
local owner = redis.call('HGET', CLAIMS, 'owner')
if owner and owner ~= NODE then
    return { DONE, -1, 0 }
end
local time = now()
settle(time, 1000)

local held = {}
for i = 5, #ARGV do
    held[ARGV[i]] = true
end

local batches = {}
local claimed = 0
local function claim(sequence, facts)
    table.insert(facts, 1, tonumber(sequence))
    table.insert(batches, facts)
end

for _, field in ipairs(redis.call('HKEYS', CLAIMS)) do
    if is_batch(field) then
        claimed = claimed + 1
        if not held[field] then
            claim(field, cmsgpack.unpack(redis.call('HGET', CLAIMS, field)))
        end
    end
end
table.sort(batches, function(a, b) return a[1] < b[1] end)

while claimed < MAX_CLAIMED do
    local facts = redis.call('LPOP', OUTBOX, MAX_BATCH)
    if not facts then
        break
    end
    claimed = claimed + 1
    -- By the clock, too: a Redis that was restored to an older state would give ids again that receivers know.
    version = math.max(current_version() + 1, microseconds())
    redis.call('SET', VERSION, decimal(version), 'PX', VERSION_LIFETIME)
    redis.call('HSET', CLAIMS, decimal(version), cmsgpack.pack(facts))
    claim(version, facts)
end

local lost = tonumber(redis.call('HGET', CLAIMS, 'lost')) or 0
redis.call('HDEL', CLAIMS, 'lost')
if claimed > 0 then
    redis.call('HSET', CLAIMS, 'owner', NODE)
    redis.call('PEXPIRE', CLAIMS, FACTS_LIFETIME)
end
return { DONE, facts_due_in(time), lost, unpack(batches) }
