-- Takes notices of one shard that may be sent: each score moves to the end of
-- the hold, and each body's count of tries rises by one. A key without a packed
-- body is taken out of the set and reported. What a newer program wrote is not
-- counted and not given out: it only comes back after the hold. Run twice, it
-- takes the next ones; the first come back after the hold.
--
-- KEYS   1 state  hash  case ID -> packed case
--        2 box    hash  notice key -> packed notice
--        3 send   zset  notice key by the time it may be sent
-- ARGV   1 now, ms
--        2 end of the hold, ms
--        3 at most so many, count
--        4 newest form that this program reads
-- Returns {earliest time left in the set or "",
--          {key, packed notice or nil, key, …},
--          {case ID, packed case or nil, case ID, …} each case once,
--          {key, …} of what a newer program wrote}
local state, box, send = KEYS[1], KEYS[2], KEYS[3]

local function head()
  return redis.call('ZRANGE', send, 0, 0, 'WITHSCORES')[2] or ''
end

local earliest = head()
if earliest == '' or tonumber(earliest) > tonumber(ARGV[1]) then
  return {earliest, {}, {}, {}}
end
local keys = redis.call('ZRANGEBYSCORE', send, '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
local bodies = redis.call('HMGET', box, unpack(keys))
local ids, known = {}, {}
for i, key in ipairs(keys) do
  local id = string.match(key, '^[^/]*')
  if known[id] == nil then
    known[id] = false
    ids[#ids + 1] = id
  end
end
local cases = {}
for i, stored in ipairs(redis.call('HMGET', state, unpack(ids))) do
  cases[2 * i - 1], cases[2 * i] = ids[i], stored
  known[ids[i]] = stored
end

local function newer(stored)
  local form = string.match(stored or '', '^(%d+)[pz]')
  return form and tonumber(form) > tonumber(ARGV[4])
end

local taken, left = {}, {}
local bodyArgs, claimArgs, gone = {}, {}, {}
for i, key in ipairs(keys) do
  local form, tries, rest = string.match(bodies[i] or '', '^(%d+[pz])(%d+)(:.*)$')
  if newer(bodies[i]) or newer(known[string.match(key, '^[^/]*')]) then
    left[#left + 1] = key
    claimArgs[#claimArgs + 1], claimArgs[#claimArgs + 2] = ARGV[2], key
  else
    local n = #taken
    taken[n + 1] = key
    if form then
      local body = form .. string.format('%d', tries + 1) .. rest
      taken[n + 2] = body
      bodyArgs[#bodyArgs + 1], bodyArgs[#bodyArgs + 2] = key, body
      claimArgs[#claimArgs + 1], claimArgs[#claimArgs + 2] = ARGV[2], key
    else
      taken[n + 2] = bodies[i]
      gone[#gone + 1] = key
    end
  end
end
if #bodyArgs > 0 then
  redis.call('HSET', box, unpack(bodyArgs))
end
if #claimArgs > 0 then
  redis.call('ZADD', send, 'XX', unpack(claimArgs))
end
if #gone > 0 then
  redis.call('ZREM', send, unpack(gone))
end
return {head(), taken, cases, left}
