-- Says which fields a hash does not have.
--
-- KEYS   1 hash
-- ARGV   1… fields
-- Returns {field, …}
local values = redis.call('HMGET', KEYS[1], unpack(ARGV))
local missing = {}
for i, field in ipairs(ARGV) do
  if not values[i] then
    missing[#missing + 1] = field
  end
end
return missing
