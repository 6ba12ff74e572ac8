-- Puts right which operations are forgotten when: one that is remembered has an
-- age, and no age stands for one that is not remembered.
--
-- KEYS   1 ops      hash  operation -> its first result
--        2 ops:age  zset  operation by the time it was committed
-- ARGV   1 now, ms: the age of an operation that has none
--        2 "1" to put them right, "0" to count only
--        3… operations
-- Returns how many were wrong
local wrong = 0
for i = 3, #ARGV do
  local known = redis.call('HEXISTS', KEYS[1], ARGV[i]) == 1
  local age = redis.call('ZSCORE', KEYS[2], ARGV[i])
  if known ~= (age and true or false) then
    wrong = wrong + 1
    if ARGV[2] == '1' and known then
      redis.call('ZADD', KEYS[2], ARGV[1], ARGV[i])
    elseif ARGV[2] == '1' then
      redis.call('ZREM', KEYS[2], ARGV[i])
    end
  end
end
return wrong
