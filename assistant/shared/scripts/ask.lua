-- Remember entries and take claims, and tell what is known of each.
-- KEYS: a list for each entry, then a string for each claim. ARGV: the number of entries; for each entry, in fixed places,
-- the beginning of its window (18 digits), how many its key keeps (5), milliseconds of life (13) and the entry; then
-- holder and milliseconds for each claim.
-- An entry is kept as <at>|<message>|<what>; times have eighteen digits, so that text and time sort alike.
local count = tonumber(ARGV[1])
local answers = {}
for number = 1, count do
  local key, asked = KEYS[number], ARGV[number + 1]
  local first, most, life = string.sub(asked, 1, 18), tonumber(string.sub(asked, 19, 23)), string.sub(asked, 24, 36)
  local entry = string.sub(asked, 37)
  local at = string.sub(entry, 1, 18)
  -- With its bars: two alone are no name.
  local named = string.sub(entry, 19, string.find(entry, '|', 20, true))
  local held = redis.call('LRANGE', key, 0, -1)
  local known = false
  for _, each in ipairs(held) do
    if named == '||' then
      known = each == entry
    else
      known = string.sub(each, 19, 18 + #named) == named
    end
    if known then break end
  end
  if not known then
    held[#held + 1] = entry
    redis.call('RPUSH', key, entry)
    redis.call('LTRIM', key, -most, -1)
  end
  redis.call('PEXPIRE', key, tonumber(life))
  local told = {}
  for place = math.max(1, #held - most + 1), #held do
    local when = string.sub(held[place], 1, 18)
    if first <= when and when <= at then
      told[#told + 1] = string.sub(held[place], 20)
    end
  end
  answers[number] = told
end
local arg = count + 2
for number = count + 1, #KEYS do
  if redis.call('SET', KEYS[number], ARGV[arg], 'NX', 'PX', ARGV[arg + 1]) then
    answers[number] = ARGV[arg]
  else
    answers[number] = redis.call('GET', KEYS[number])
  end
  arg = arg + 2
end
return answers
