-- Reads everything that is kept of some cases of one shard, as it is at one moment.
--
-- KEYS   1 state        hash  case ID -> packed case
--        2 due          zset  case ID by due time
--        3 quarantined  hash  case ID -> why
--        4… trail       list  packed entries, of each case in turn
-- ARGV   1… case IDs
-- Returns for each case {packed case or nil, due time (ms) or nil, why it is quarantined or nil,
--                        {packed entry, …} or the error of reading them}
local cases = redis.call('HMGET', KEYS[1], unpack(ARGV))
local times = redis.call('ZMSCORE', KEYS[2], unpack(ARGV))
local whys = redis.call('HMGET', KEYS[3], unpack(ARGV))
local found = {}
for i = 1, #ARGV do
  local trail = redis.pcall('LRANGE', KEYS[3 + i], 0, -1)
  found[i] = {cases[i], times[i], whys[i], trail.err or trail}
end
return found
