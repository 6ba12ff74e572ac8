-- Renews a replica's share of the shards: lets go of what is above its share,
-- takes what nobody alive holds, up to its share.
--
-- KEYS   1 lease  hash  "r:" replica -> end of its lease (ms); "s:" shard -> replica;
--                        "f:" replica -> newest form it reads (none: 1)
-- ARGV   1 replica
--        2 now, ms of real time
--        3 end of the lease, ms of real time; "0": let go of everything
--        4 shards, count
--        5 latest plausible end of another's lease, ms: what ends later was
--          written by another clock and is nobody's
--        6 newest form that the replica reads
-- Returns {newest form that every living replica reads, shard, shard, …} with the
-- shards that are the replica's now, all as numbers
local lease, me, now = KEYS[1], ARGV[1], tonumber(ARGV[2])
local ending, shards, latest = ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])

local all = redis.call('HGETALL', lease)
local alive, holder, drop, live = {}, {}, {}, 0
local forms, lowest = {}, tonumber(ARGV[6])
for i = 1, #all, 2 do
  local kind, name = string.match(all[i], '^(%a):(.*)$')
  if kind == 'r' and name ~= me then
    local till = tonumber(all[i + 1])
    if till > now and till <= latest then
      alive[name] = true
      live = live + 1
    else
      drop[#drop + 1] = all[i]
      drop[#drop + 1] = 'f:' .. name
    end
  elseif kind == 's' then
    holder[tonumber(name)] = all[i + 1]
  elseif kind == 'f' then
    forms[name] = tonumber(all[i + 1])
  end
end
for name in pairs(alive) do
  lowest = math.min(lowest, forms[name] or 1)
end

local share = 0
if ending ~= '0' then
  share = math.ceil(shards / (live + 1))
else
  drop[#drop + 1] = 'r:' .. me
  drop[#drop + 1] = 'f:' .. me
end

local mine, free, set = {}, {}, {}
for shard = 0, shards - 1 do
  local who = holder[shard]
  if who == me then
    if #mine < share then
      mine[#mine + 1] = shard
    else
      drop[#drop + 1] = 's:' .. shard
    end
  elseif not alive[who or ''] then
    free[#free + 1] = shard
  end
end
for _, shard in ipairs(free) do
  if #mine >= share then
    break
  end
  mine[#mine + 1] = shard
  set[#set + 1], set[#set + 2] = 's:' .. shard, me
end
if ending ~= '0' then
  set[#set + 1], set[#set + 2] = 'r:' .. me, ending
  set[#set + 1], set[#set + 2] = 'f:' .. me, ARGV[6]
end
if #drop > 0 then
  redis.call('HDEL', lease, unpack(drop))
end
if #set > 0 then
  redis.call('HSET', lease, unpack(set))
end
return {lowest, unpack(mine)}
