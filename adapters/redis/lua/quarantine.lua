-- Takes a case out of the due set and keeps why. Its value is left as it is.
--
-- KEYS   1 due          zset  case ID by due time
--        2 quarantined  hash  case ID -> why
-- ARGV   1 case ID
--        2 why, text
-- Returns 0
redis.call('ZCARD', KEYS[1])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
redis.call('ZREM', KEYS[1], ARGV[1])
return 0
