-- Counts that a taken notice is about to be said. Run twice it counts two, which
-- is the safe side.
--
-- KEYS   1 state  hash  case ID -> packed case
--        2 box    hash  notice key -> packed notice
-- ARGV   1 case ID
--        2 notice key
--        3 what the number in the notice's header rises by, count
-- Returns {}               the notice is gone
--         {packed case or nil}
local state, box = KEYS[1], KEYS[2]
local stored = redis.call('HGET', state, ARGV[1])
local form, number, rest = string.match(redis.call('HGET', box, ARGV[2]) or '', '^(%d+[pz])(%d+)(:.*)$')
if not form then
  return {}
end
redis.call('HSET', box, ARGV[2], form .. string.format('%d', number + ARGV[3]) .. rest)
return {stored}
