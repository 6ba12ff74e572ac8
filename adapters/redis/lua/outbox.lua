-- Takes notices of one shard that may be sent: each score moves to the end of
-- the hold, and each body's count of tries rises by one. A key without a body
-- of this form is taken out of the set and reported. Run twice, it takes the
-- next ones; the first come back after the hold.
--
-- KEYS   1 state  hash  case ID -> packed case
--        2 box    hash  notice key -> packed notice
--        3 send   zset  notice key by the time it may be sent
-- ARGV   1 now, ms
--        2 end of the hold, ms
--        3 at most so many, count
-- Returns {earliest time left in the set or "",
--          {key, packed notice or nil, key, …},
--          {case ID, packed case or nil, case ID, …} each case once}
local state, box, send = KEYS[1], KEYS[2], KEYS[3]

local function head()
  return redis.call('ZRANGE', send, 0, 0, 'WITHSCORES')[2] or ''
end

local earliest = head()
if earliest == '' or tonumber(earliest) > tonumber(ARGV[1]) then
  return {earliest, {}, {}}
end
local keys = redis.call('ZRANGEBYSCORE', send, '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
local bodies = redis.call('HMGET', box, unpack(keys))
redis.call('HLEN', state)
local taken, ids, seen = {}, {}, {}
local bodyArgs, claimArgs, gone = {}, {}, {}
for i, key in ipairs(keys) do
  local form, tries, rest = string.match(bodies[i] or '', '^(1[pz])(%d+)(:.*)$')
  taken[2 * i - 1] = key
  if form then
    local body = form .. string.format('%d', tries + 1) .. rest
    taken[2 * i] = body
    bodyArgs[#bodyArgs + 1], bodyArgs[#bodyArgs + 2] = key, body
    claimArgs[#claimArgs + 1], claimArgs[#claimArgs + 2] = ARGV[2], key
  else
    taken[2 * i] = bodies[i]
    gone[#gone + 1] = key
  end
  local id = string.match(key, '^[^/]*')
  if not seen[id] then
    seen[id] = true
    ids[#ids + 1] = id
  end
end
if #bodyArgs > 0 then
  redis.call('HSET', box, unpack(bodyArgs))
  redis.call('ZADD', send, 'XX', unpack(claimArgs))
end
if #gone > 0 then
  redis.call('ZREM', send, unpack(gone))
end
local states = redis.call('HMGET', state, unpack(ids))
local cases = {}
for i, id in ipairs(ids) do
  cases[2 * i - 1], cases[2 * i] = id, states[i]
end
return {head(), taken, cases}
