-- Reads what is kept of some notices of one shard, as it is at one moment.
--
-- KEYS   1 state  hash  case ID -> packed case
--        2 box    hash  notice key -> packed notice
--        3 send   zset  notice key by the time it may be sent
-- ARGV   1… notice keys
-- Returns for each notice {packed notice or nil, time (ms) or nil, packed case or nil};
--         "" in place of the case where notice and time are there, and the case is, too
local ids = {}
for i, key in ipairs(ARGV) do
  ids[i] = string.match(key, '^[^/]*')
end
local cases = redis.call('HMGET', KEYS[1], unpack(ids))
local bodies = redis.call('HMGET', KEYS[2], unpack(ARGV))
local times = redis.call('ZMSCORE', KEYS[3], unpack(ARGV))
local found = {}
for i, stored in ipairs(cases) do
  if stored and bodies[i] and times[i] then
    stored = ''
  end
  found[i] = {bodies[i], times[i], stored}
end
return found
