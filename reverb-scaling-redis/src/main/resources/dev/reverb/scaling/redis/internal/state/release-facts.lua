-- A node gives back what it has claimed.

release(KEYS[1], ARGV[2])
return { DONE }
