-- Takes due cases of one shard: each score moves to the end of the hold, and
-- that is the claim. Run twice, it takes the next ones; the first come back
-- after the hold.
--
-- KEYS   1 state  hash  case ID -> packed case
--        2 due    zset  case ID by due time
-- ARGV   1 now, ms
--        2 end of the hold, ms
--        3 at most so many, count
-- Returns {earliest time left in the set or "", ID, packed case or nil, ID, …}
local state, due = KEYS[1], KEYS[2]

local function head()
  return redis.call('ZRANGE', due, 0, 0, 'WITHSCORES')[2] or ''
end

local earliest = head()
if earliest == '' or tonumber(earliest) > tonumber(ARGV[1]) then
  return {earliest}
end
local ids = redis.call('ZRANGEBYSCORE', due, '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
local cases = redis.call('HMGET', state, unpack(ids))
local claim = {}
for i, id in ipairs(ids) do
  claim[2 * i - 1], claim[2 * i] = ARGV[2], id
end
redis.call('ZADD', due, 'XX', unpack(claim))
local taken = {head()}
for i, id in ipairs(ids) do
  taken[2 * i], taken[2 * i + 1] = id, cases[i]
end
return taken
