-- What all scripts share. The first argument is the time in milliseconds since 1970; empty for Redis's own clock.

local DONE, FULL, FENCED, OVERTAKEN = 0, 1, 2, 3
local DAY = 24 * 60 * 60 * 1000

local function now()
    if ARGV[1] ~= '' then
        return tonumber(ARGV[1])
    end
    local time = redis.call('TIME')
    return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- Lua itself would write 1.7e+15.
local function decimal(number)
    return string.format('%.0f', number)
end
