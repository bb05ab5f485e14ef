-- Take tokens of buckets, wish after wish, each of all its buckets or of none.
--
-- KEYS     the buckets
-- ARGV[1]  the wishes as JSON: [[tokens, in any case (1 or 0), [[number of the key, most, milliseconds], ...]], ...];
--          milliseconds are those after which one more token comes back
--
-- A key holds the moment in milliseconds at which its bucket is full again, and is gone from then on.
--
-- Answers for each wish {milliseconds to wait, 0 where they were taken; a thousand times the tokens that are left}.
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

-- How far a bucket may be below none: a clock that went back must keep nobody waiting for ever.
local MOST_BELOW = 10

local full_at = {}

local function tokens_of(bucket)
  local key, most, each = bucket[1], bucket[2], bucket[3]
  if not full_at[key] then full_at[key] = tonumber(redis.call('GET', KEYS[key]) or '') or 0 end
  full_at[key] = math.min(full_at[key], now + (most + MOST_BELOW) * each)
  return most - math.max(0, full_at[key] - now) / each
end

local changed, answers = {}, {}
for _, wish in ipairs(cjson.decode(ARGV[1])) do
  local tokens, in_any_case, buckets = wish[1], wish[2], wish[3]
  local wait, left = 0, nil
  for _, bucket in ipairs(buckets) do
    local there = tokens_of(bucket)
    wait = math.max(wait, (1 - there) * bucket[3])
    left = math.min(left or there, there)
  end
  if wait <= 0 or in_any_case == 1 then
    wait, left = 0, nil
    for _, bucket in ipairs(buckets) do
      full_at[bucket[1]] = math.max(now, full_at[bucket[1]]) + tokens * bucket[3]
      changed[bucket[1]] = true
      local there = tokens_of(bucket)
      left = math.min(left or there, there)
    end
  end
  table.insert(answers, {math.ceil(wait), math.floor(left * 1000)})
end

for key in pairs(changed) do
  local rest = math.ceil(full_at[key] - now)
  if rest > 0 then
    redis.call('SET', KEYS[key], string.format('%.3f', full_at[key]), 'PX', rest)
  else
    redis.call('DEL', KEYS[key])
  end
end
return answers
