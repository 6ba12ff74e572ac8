-- Puts right which operations are forgotten when: one that is remembered has an
-- age, and no age stands for one that is not remembered.
--
-- KEYS   1 ops      hash  operation -> its first result
--        2 ops:age  zset  operation by the time it was committed
-- ARGV   1 now, ms: the age of an operation that has none
--        2 "1" to put them right, "0" to count only
--        3… operations
-- Returns how many were wrong
local results = redis.call('HMGET', KEYS[1], unpack(ARGV, 3))
local ages = redis.call('ZMSCORE', KEYS[2], unpack(ARGV, 3))
local wrong = 0
for i, result in ipairs(results) do
  local op = ARGV[2 + i]
  if (not result) ~= (not ages[i]) then
    wrong = wrong + 1
    if ARGV[2] == '1' and result then
      redis.call('ZADD', KEYS[2], ARGV[1], op)
    elseif ARGV[2] == '1' then
      redis.call('ZREM', KEYS[2], op)
    end
  end
end
return wrong
