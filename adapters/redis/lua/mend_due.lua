-- Puts the due time of a case right, unless case, time or quarantine is not as it
-- was seen.
--
-- KEYS   1 state        hash  case ID -> packed case
--        2 due          zset  case ID by due time
--        3 quarantined  hash  case ID -> why
--        4 trail        list  packed entries of this case
-- ARGV   1 case ID
--        2 the packed case as it was seen; "": there was none, nor a trail
--        3 the due time as it was seen, ms; "": none
--        4 why it is quarantined, as it was seen; "": it was not
--        5 the right due time, ms; "": none
-- Returns 1 when it was put right, and the case is not quarantined any more; 0 when
--         something has changed meanwhile
local id = ARGV[1]
local function same(value, seen)
  return (value or '') == seen
end
local at = redis.call('ZSCORE', KEYS[2], id)
if not same(redis.call('HGET', KEYS[1], id), ARGV[2]) or not same(redis.call('HGET', KEYS[3], id), ARGV[4])
  or tonumber(at or '') ~= tonumber(ARGV[3])
  or ARGV[2] == '' and redis.call('EXISTS', KEYS[4]) == 1 then
  return 0
end
if ARGV[5] ~= '' then
  redis.call('ZADD', KEYS[2], ARGV[5], id)
else
  redis.call('ZREM', KEYS[2], id)
end
redis.call('HDEL', KEYS[3], id)
return 1
