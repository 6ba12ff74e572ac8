-- Puts the terms of a case right, unless the case is not as it was seen.
--
-- KEYS   1 state  hash  case ID -> packed case
--        2 trail  list  packed entries of this case
--        3 terms  zset  term NUL case ID
-- ARGV   1 case ID
--        2 the packed case as it was seen; "": there was none, nor a trail
--        3 "1" to put them right, "0" to count only
--        4 how many members must be there, count
--        5… these members; then members that must not be there
-- Returns {how many were missing, how many were too many}
local id = ARGV[1]
local stored = redis.call('HGET', KEYS[1], id)
if (stored or '') ~= ARGV[2] or not stored and redis.call('EXISTS', KEYS[2]) == 1 then
  return {0, 0}
end
local wanted = 4 + tonumber(ARGV[4])
local count = {0, 0}
for i = 5, #ARGV do
  local there = redis.call('ZSCORE', KEYS[3], ARGV[i])
  if i <= wanted and not there then
    count[1] = count[1] + 1
    if ARGV[3] == '1' then
      redis.call('ZADD', KEYS[3], 0, ARGV[i])
    end
  elseif i > wanted and there then
    count[2] = count[2] + 1
    if ARGV[3] == '1' then
      redis.call('ZREM', KEYS[3], ARGV[i])
    end
  end
end
return count
