-- Forget what one message has told a key. KEYS: a list for each entry. ARGV: its message.
for number, key in ipairs(KEYS) do
  local named = '|' .. ARGV[number] .. '|'
  for _, each in ipairs(redis.call('LRANGE', key, 0, -1)) do
    if string.sub(each, 19, 18 + #named) == named then
      redis.call('LREM', key, 0, each)
    end
  end
end
return #KEYS
