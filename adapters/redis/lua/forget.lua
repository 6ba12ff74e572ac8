-- Removes a reserved key all of whose places are free again.
--
-- KEYS   1 places  zset  operation by the time of its place
--        2 age     zset  reserved key by the time its last place is free again
-- ARGV   1 reserved key, as a member of age
--        2 now, ms
-- Returns 1 when it was removed, 0 when it has been used again meanwhile
local free = redis.call('ZSCORE', KEYS[2], ARGV[1])
if free and tonumber(free) > tonumber(ARGV[2]) then
  return 0
end
redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[2], ARGV[1])
return 1
