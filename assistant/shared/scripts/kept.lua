-- Tell what is kept by these names. KEYS: the things by name, and their names in the order they came. ARGV: for how many
-- seconds they are kept, and the time in seconds, empty: the server's own; then the names.
local seconds, now = tonumber(ARGV[1]), tonumber(ARGV[2])
if not now then
  local time = redis.call('TIME')
  now = time[1] + time[2] / 1000000
end
local found = {}
for place = 3, #ARGV do
  local at = tonumber(redis.call('ZSCORE', KEYS[2], ARGV[place]) or nil)
  if at and at > now - seconds then
    found[place - 2] = redis.call('HGET', KEYS[1], ARGV[place])
  else
    found[place - 2] = false
  end
end
return found
