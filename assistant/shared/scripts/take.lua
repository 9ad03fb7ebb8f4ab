-- Take from what comes back evenly. KEYS: the bucket. ARGV: how many are wanted, how many there may be in a minute, and
-- the time in seconds; empty: the server's own. Returns how many there were, and the seconds until there is one.
local wanted, rate, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
if not now then
  local time = redis.call('TIME')
  now = time[1] + time[2] / 1000000
end
local held = redis.call('HMGET', KEYS[1], 'left', 'since')
local left, since = tonumber(held[1]) or rate, tonumber(held[2]) or now
-- A clock that was put back gives nothing, and takes nothing.
left = math.min(rate, left + math.max(0, now - since) * rate / 60)
local taken = math.min(wanted, math.floor(left))
left = left - taken
redis.call('HSET', KEYS[1], 'left', string.format('%.17g', left), 'since', string.format('%.17g', now))
-- After a minute it is full again, as one that was never used.
redis.call('PEXPIRE', KEYS[1], 70000)
local wait = 0
if taken == 0 then wait = (1 - left) * 60 / rate end
return {taken, string.format('%.17g', wait)}
