-- Keep things by name on a shelf: the last so many, each for so long.
-- KEYS: the things by name, and their names in the order they came. ARGV: how many, for how many seconds, and the time in
-- seconds, empty: the server's own; then name and thing in turn.
local most, seconds, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
if not now then
  local time = redis.call('TIME')
  now = time[1] + time[2] / 1000000
end
for place = 4, #ARGV, 2 do
  -- In order, also where the clock stands or is put back.
  local last = redis.call('ZRANGE', KEYS[2], -1, -1, 'WITHSCORES')
  local at = string.format('%.6f', math.max(now, (tonumber(last[2]) or 0) + 0.000001))
  redis.call('HSET', KEYS[1], ARGV[place], ARGV[place + 1])
  redis.call('ZADD', KEYS[2], at, ARGV[place])
end
local gone = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', string.format('%.17g', now - seconds))
local over = redis.call('ZCARD', KEYS[2]) - #gone - most
if over > 0 then
  gone = redis.call('ZRANGE', KEYS[2], 0, #gone + over - 1)
end
for _, name in ipairs(gone) do
  redis.call('ZREM', KEYS[2], name)
  redis.call('HDEL', KEYS[1], name)
end
for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, math.ceil(seconds * 1000)) end
return #gone
