-- Commits one change of one case, whole or not at all. Redis does not roll a
-- script back, so everything is checked before the first write.
--
-- KEYS   1 state        hash  case ID -> packed case
--        2 trail        list  packed entries of this case
--        3 due          zset  case ID by due time
--        4 box          hash  notice key -> packed notice
--        5 send         zset  notice key by the time it may be sent
--        6 ops          hash  operation -> its first result
--        7 ops:age      zset  operation by the time it was committed
--        8 terms        zset  term NUL case ID
--        9 quarantined  hash  case ID -> why
-- ARGV   1 case ID
--        2 version the store must hold; "0": the case must not exist
--        3 packed case
--        4 due time, ms; "": none
--        5 now, ms
--        6 operation; "": not remembered
--        7 result to remember, text
--        8 operations committed at or before this time are forgotten, ms
--        9 at most so many of them, count
--       10 length the trail must have, count; "": not asked
--       11 entries, 12 notices, 13 notices to drop, 14 terms gained, 15 terms lost: counts
--       16 newest form that this program reads
--       17 form that the change needs
--       18 newest form that every living replica reads
--       19… the entries, packed; for each notice key, time (ms), packed notice;
--           the keys to drop; the members gained; the members lost
-- Returns {"done"}
--         {"repeated", first result}   the operation was committed before
--         {"exists"}                   the case was to be new and is not
--         {"missing"}                  there is no such case
--         {"conflict", version}        the store holds another version
--         {"newer", form}              the store's case has a form we do not know
--         {"older", form}              a living replica reads no more than this form
--         {"corrupt", why}             a key has another type, or a value is not ours
local state, trail, due, box, send, ops, age, terms, quarantined = unpack(KEYS)
local id, held, op = ARGV[1], ARGV[2], ARGV[6]
local entries, notices, drops = tonumber(ARGV[11]), tonumber(ARGV[12]), tonumber(ARGV[13])
local gained, lost = tonumber(ARGV[14]), tonumber(ARGV[15])
local newest, needed, lowest = tonumber(ARGV[16]), tonumber(ARGV[17]), tonumber(ARGV[18])

-- Reading a key of another type is an error; so each key is read once before
-- anything is written to any of them.
local why
local function read(...)
  local reply = redis.pcall(...)
  if type(reply) == 'table' and reply.err then
    why = why or reply.err
    return false
  end
  return reply
end

local first = op ~= '' and read('HGET', ops, op)
if first then
  return {'repeated', first}
end
local stored = read('HGET', state, id)
local length = read('LLEN', trail)
local stopped = read('HEXISTS', quarantined, id)
read('ZCARD', due)
if op ~= '' then
  read('ZCARD', age)
end
if notices + drops > 0 then
  read('HLEN', box)
  read('ZCARD', send)
end
if gained + lost > 0 then
  read('ZCARD', terms)
end
if why then
  return {'corrupt', why}
end

local had = 0
if not stored then
  if held ~= '0' then
    return {'missing'}
  end
elseif held == '0' then
  return {'exists'}
else
  local form, version = string.match(stored, '^(%d+)[pz](%d+):')
  if not version then
    return {'corrupt', 'not a packed case'}
  end
  had = tonumber(form)
  if had > newest then
    return {'newer', form}
  end
  if version ~= held then
    return {'conflict', version}
  end
end
if ARGV[10] ~= '' and length ~= tonumber(ARGV[10]) then
  return {'corrupt', 'the trail has ' .. length .. ' entries instead of ' .. ARGV[10]}
end

if needed > lowest and needed > had then
  return {'older', ARGV[18]}
end

local at = 19
-- each calls f with every slice of the next n arguments, short enough for Lua's stack.
local function each(n, f)
  local stop = at + n
  while at < stop do
    local to = math.min(at + 1000, stop)
    f(unpack(ARGV, at, to - 1))
    at = to
  end
end

redis.call('HSET', state, id, ARGV[3])
each(entries, function(...) redis.call('RPUSH', trail, ...) end)
if ARGV[4] ~= '' then
  redis.call('ZADD', due, ARGV[4], id)
else
  redis.call('ZREM', due, id)
end
local new = at
at = at + 3 * notices
each(drops, function(...)
  redis.call('HDEL', box, ...)
  redis.call('ZREM', send, ...)
end)
for i = new, new + 3 * (notices - 1), 3 do
  redis.call('HSET', box, ARGV[i], ARGV[i + 2])
  redis.call('ZADD', send, ARGV[i + 1], ARGV[i])
end
for i = at, at + gained - 1 do
  redis.call('ZADD', terms, 0, ARGV[i])
end
at = at + gained
each(lost, function(...) redis.call('ZREM', terms, ...) end)
if stopped == 1 then
  redis.call('HDEL', quarantined, id)
end
if op ~= '' then
  redis.call('HSET', ops, op, ARGV[7])
  redis.call('ZADD', age, ARGV[5], op)
  if ARGV[9] ~= '0' then
    local old = redis.call('ZRANGEBYSCORE', age, '-inf', ARGV[8], 'LIMIT', 0, ARGV[9])
    if #old > 0 then
      redis.call('HDEL', ops, unpack(old))
      redis.call('ZREM', age, unpack(old))
    end
  end
end
return {'done'}
