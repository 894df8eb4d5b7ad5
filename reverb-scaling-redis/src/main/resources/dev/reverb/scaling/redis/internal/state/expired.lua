-- The nodes whose lease is over, those that it has been over for longest first.

return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', decimal(now()), 'LIMIT', 0, ARGV[2])
