-- Puts a notice right, unless case, notice or time is not as it was seen.
--
-- KEYS   1 state  hash  case ID -> packed case
--        2 box    hash  notice key -> packed notice
--        3 send   zset  notice key by the time it may be sent
-- ARGV   1 case ID
--        2 notice key
--        3 the packed case as it was seen; "": there was none; "*": any
--        4 the packed notice as it was seen; "": there was none
--        5 the time as it was seen, ms; "": none
--        6 the packed notice to put into the box; "": leave what is there
--        7 the right time, ms; "": none
-- Returns 1 when it was put right, 0 when something has changed meanwhile
local id, key = ARGV[1], ARGV[2]
local at = redis.call('ZSCORE', KEYS[3], key)
if ARGV[3] ~= '*' and (redis.call('HGET', KEYS[1], id) or '') ~= ARGV[3]
  or (redis.call('HGET', KEYS[2], key) or '') ~= ARGV[4] or tonumber(at or '') ~= tonumber(ARGV[5]) then
  return 0
end
if ARGV[6] ~= '' then
  redis.call('HSET', KEYS[2], key, ARGV[6])
end
if ARGV[7] ~= '' then
  redis.call('ZADD', KEYS[3], ARGV[7], key)
else
  redis.call('ZREM', KEYS[3], key)
end
return 1
