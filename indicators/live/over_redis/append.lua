-- Append steps to the log of one room, each where the state it was decided on still holds.
--
-- KEYS[1]  the stream of the room
-- ARGV[1]  the number of the last entry that the caller has heard
-- ARGV[2]  the greatest number of an entry that the caller ever heard
-- ARGV[3]  the greatest number of a position that the caller ever told
-- ARGV[4]  the steps as JSON: [[token, round, seq, [[seqs, rounds, entry], ...]], ...]; seq is -1 for what phones send
--
-- An item has `entry`, the entry as JSON; `token`, the random text of its step; `numbers`, four of them: the number of
-- the item before it, the number of the position and of the round after it, and its moment in milliseconds.
--
-- Answers {the moment, the number of the last entry, for each step the numbers of its entries or none, every item after
-- ARGV[1]}.
local stream, heard = KEYS[1], ARGV[1]
local clock = redis.call('TIME')
local moment = clock[1] * 1000 + math.floor(clock[2] / 1000)

local function field(item, name)
  for at = 1, #item[2], 2 do
    if item[2][at] == name then return item[2][at + 1] end
  end
end

local number, seq, round, last = 0, 0, 0, 0
local newest = redis.call('XREVRANGE', stream, '+', '-', 'COUNT', 1)[1]
if newest then
  number = tonumber(string.match(newest[1], '^%d+'))
  local _, of_position, of_round, at = string.match(field(newest, 'numbers') or '', '^(%d+) (%d+) (%d+) (%d+)$')
  if not at then return redis.error_reply('FOREIGN the key holds something else than the log of a room') end
  seq, round, last = tonumber(of_position), tonumber(of_round), tonumber(at)
end

-- A step that was sent before and whose answer got lost is not written twice.
local written = {}
for _, item in ipairs(redis.call('XRANGE', stream, '(' .. heard .. '-0', '+')) do
  local token = field(item, 'token')
  if token then
    written[token] = written[token] or {}
    table.insert(written[token], tonumber(string.match(item[1], '^%d+')))
  end
end

local results = {}
for _, step in ipairs(cjson.decode(ARGV[4])) do
  local token, of_round, of_seq, entries = step[1], step[2], step[3], step[4]
  local numbers = written[token]
  if not numbers then
    numbers = {}
    if of_round == round and (of_seq == -1 or of_seq == seq) then
      for _, one in ipairs(entries) do
        local before = number
        -- Numbers grow even where this log lost entries that somebody was told of.
        number = math.max(number, tonumber(ARGV[2])) + 1
        if one[1] > 0 then seq = math.max(seq, tonumber(ARGV[3])) + one[1] end
        round = round + one[2]
        -- The moment never goes back, whatever becomes of the clock.
        last = math.max(last, moment)
        local said = string.format('%.0f %.0f %.0f %.0f', before, seq, round, last)
        redis.call('XADD', stream, string.format('%.0f-0', number), 'entry', one[3], 'numbers', said, 'token', token)
        table.insert(numbers, number)
      end
    end
  end
  table.insert(results, numbers)
end
return {string.format('%.0f', moment), number, results, redis.call('XRANGE', stream, '(' .. heard .. '-0', '+')}
