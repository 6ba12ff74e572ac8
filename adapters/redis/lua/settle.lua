-- Ends the taking of notices of one shard. A notice that is gone stays gone.
--
-- KEYS   1 box   hash  notice key -> packed notice
--        2 send  zset  notice key by the time it may be sent
-- ARGV   1 how many are to be tried again, count
--        2… for each of these time (ms), key, the number of its header from now
--           on or "0" to leave it; then the keys that are finished
-- Returns 0
local box, send = KEYS[1], KEYS[2]
redis.call('HLEN', box)
redis.call('ZCARD', send)
local again = 1 + 3 * tonumber(ARGV[1])
for i = 2, again, 3 do
  local at, key, number = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  redis.call('ZADD', send, 'XX', at, key)
  local form, rest = string.match(redis.call('HGET', box, key) or '', '^(%d+[pz])%d+(:.*)$')
  if form and number ~= '0' then
    redis.call('HSET', box, key, form .. number .. rest)
  end
end
for i = again + 1, #ARGV do
  redis.call('HDEL', box, ARGV[i])
  redis.call('ZREM', send, ARGV[i])
end
return 0
