-- Remember entries and take claims, and tell what is known of each.
-- KEYS: a list for each entry, then a string for each claim. ARGV: at, message, what, first of the window, entries kept
-- and milliseconds of life for each entry; then holder and milliseconds for each claim; last the number of entries.
-- An entry is kept as <at>|<message>|<what>; times have eighteen digits, so that text and time sort alike.
local count = tonumber(ARGV[#ARGV])
local answers = {}
local arg = 1
for number = 1, count do
  local key, at, message, what, first = KEYS[number], ARGV[arg], ARGV[arg + 1], ARGV[arg + 2], ARGV[arg + 3]
  local most, life = tonumber(ARGV[arg + 4]), ARGV[arg + 5]
  arg = arg + 6
  local held = redis.call('LRANGE', key, 0, -1)
  local named = '|' .. message .. '|'
  local unnamed = at .. '||' .. what
  local known = false
  for _, each in ipairs(held) do
    if message ~= '' then
      known = string.sub(each, 19, 18 + #named) == named
    else
      known = each == unnamed
    end
    if known then break end
  end
  if not known then
    local entry = at .. named .. what
    held[#held + 1] = entry
    redis.call('RPUSH', key, entry)
    redis.call('LTRIM', key, -most, -1)
  end
  redis.call('PEXPIRE', key, life)
  local told = {}
  for place = math.max(1, #held - most + 1), #held do
    local when = string.sub(held[place], 1, 18)
    if first <= when and when <= at then
      told[#told + 1] = string.sub(held[place], 20)
    end
  end
  answers[number] = told
end
for number = count + 1, #KEYS do
  if redis.call('SET', KEYS[number], ARGV[arg], 'NX', 'PX', ARGV[arg + 1]) then
    answers[number] = ARGV[arg]
  else
    answers[number] = redis.call('GET', KEYS[number])
  end
  arg = arg + 2
end
return answers
