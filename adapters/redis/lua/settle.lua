-- Ends the taking of notices of one shard. A notice that is gone stays gone.
--
-- KEYS   1 box   hash  notice key -> packed notice
--        2 send  zset  notice key by the time it may be sent
-- ARGV   1 how many are to be tried again, count
--        2… for each of these time (ms), key, what its header's number rises by
--           (see the codec: a try that certainly said nothing); then the keys
--           that are finished
-- Returns 0
local box, send = KEYS[1], KEYS[2]
redis.call('HLEN', box)
redis.call('ZCARD', send)
local again = 1 + 3 * tonumber(ARGV[1])
for i = 2, again, 3 do
  local at, key, add = ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2])
  redis.call('ZADD', send, 'XX', at, key)
  local form, number, rest = string.match(redis.call('HGET', box, key) or '', '^(1[pz])(%d+)(:.*)$')
  if form and add > 0 then
    redis.call('HSET', box, key, form .. string.format('%d', number + add) .. rest)
  end
end
for i = again + 1, #ARGV do
  redis.call('HDEL', box, ARGV[i])
  redis.call('ZREM', send, ARGV[i])
end
return 0
