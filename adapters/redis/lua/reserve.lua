-- Takes a place among a number of places in any window of time. A second call
-- for the same operation finds the place it has.
--
-- KEYS   1 places  zset  operation by the time of its place
--        2 age     zset  reserved key by the time its last place is free again
-- ARGV   1 operation
--        2 time of the place, ms
--        3 window, ms
--        4 places in a window, count
--        5 reserved key, as a member of age
--        6 how many reserved keys that are all free again to name, count
-- Returns {"1" taken or "0" full, time when the first place is free (ms) or "", overdue key, …}
local places, age, op = KEYS[1], KEYS[2], ARGV[1]
local at, window, limit = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local ms = function(n) return string.format('%.0f', n) end

local has = redis.call('ZSCORE', places, op)
redis.call('ZCARD', age)
local reply = {'1', ''}
if not has then
  redis.call('ZREMRANGEBYSCORE', places, '-inf', ms(at - window))
  local taken = redis.call('ZCARD', places)
  if taken < limit then
    redis.call('ZADD', places, ms(at), op)
    local last = redis.call('ZRANGE', places, -1, -1, 'WITHSCORES')[2]
    redis.call('ZADD', age, ms(tonumber(last) + window), ARGV[5])
  elseif limit > 0 then
    local frees = redis.call('ZRANGE', places, taken - limit, taken - limit, 'WITHSCORES')[2]
    reply = {'0', ms(tonumber(frees) + window)}
  else
    reply = {'0', ''}
  end
end
for _, key in ipairs(redis.call('ZRANGEBYSCORE', age, '-inf', ms(at), 'LIMIT', 0, ARGV[6])) do
  reply[#reply + 1] = key
end
return reply
