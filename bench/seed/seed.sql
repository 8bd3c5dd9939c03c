-- random numbers and words
-- Drawn by hashing, so that every row has its own and the order of work does not matter.
create function pg_temp.u(n bigint, salt int) returns double precision language sql immutable as
  $$ select (hashint8extended(n * 101 + salt, :seed:) & 9007199254740991)::double precision / 9007199254740992 $$;
-- Box-Muller.
create function pg_temp.normal(n bigint, salt int) returns double precision language sql immutable as
  $$ select sqrt(-2 * ln(greatest(pg_temp.u(n, salt), 1e-12))) * cos(2 * pi() * pg_temp.u(n, salt + 50)) $$;
-- Sorts by time, as koi's own ids do; a number is its random part.
create function pg_temp.id(at timestamptz, n bigint, space int) returns uuid language sql immutable as
  $$ select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(space), 3, '0') || '8'
             || lpad(to_hex(n), 15, '0'))::uuid $$;
-- Not compressed, so that a piece of it is read without the rest.
create temp table corpus (text text storage external);
insert into corpus
select string_agg(word, ' ' order by n) as text from (
  select n, (array['tree', 'river', 'music', 'code', 'garden', 'paper', 'winter', 'number', 'answer', 'city', 'bread', 'light', 'model', 'story', 'water',
    'engine', 'letter', 'market', 'ocean', 'planet', 'und', 'the', 'of', 'with', 'for'])[1 + floor(25 * pg_temp.u(n, 1) ^ 1.7)]
    || case when pg_temp.u(n, 2) < 0.25 then to_hex(floor(3000 * pg_temp.u(n, 3) ^ 2)::int) else '' end as word
  from generate_series(1, 8000) n) words;
create temp table moment as select :until: as until;
-- ;
-- chatbots, models, invites, participants
insert into chatbot (id, slug, title, feedback_mode, source)
select pg_temp.id(until - interval '181 days', n, 1), slug, title, mode, 'dashboard' from moment, (values
  (1, 'seed-helper', 'Seeded helper', 'vote'), (2, 'seed-arena', 'Seeded arena', 'rank'), (3, 'seed-writer', 'Seeded writer', 'vote'), (4, 'seed-quiet', 'Seeded quiet', 'none')) c(n, slug, title, mode);
insert into chatbot_reasons (chatbot_id, version, reasons)
select id, 1, '{"up": [{"key": "helpful", "labels": {"en": "Helpful"}}, {"key": "clear", "labels": {"en": "Clear"}}],
  "down": [{"key": "wrong", "labels": {"en": "Wrong"}}, {"key": "rude", "labels": {"en": "Rude"}}, {"key": "too_long", "labels": {"en": "Too long"}}],
  "ranking": [{"key": "accurate", "labels": {"en": "More accurate"}}, {"key": "better_style", "labels": {"en": "Better style"}}]}' from chatbot where slug like 'seed-%';
-- Their strengths, as logits, are spread evenly over 3: see `strength` below.
insert into model (id, name, label, connector, source)
select pg_temp.id(until - interval '181 days', n, 2), 'seed-' || lpad(n::text, 2, '0'), 'Seed ' || lpad(n::text, 2, '0'), 'demo', 'dashboard'
from moment, generate_series(1, :models:) n;
insert into chatbot_model (chatbot_id, model_id) select c.id, m.id from chatbot c, model m where c.slug like 'seed-%' and m.name like 'seed-%';
insert into invite (id, label, token_hash)
select pg_temp.id(until - interval '181 days', n, 3), 'Group ' || n, 'seed-' || n from moment, generate_series(1, 8) n;
insert into participant (id, language, excluded_at, created_at)
select pg_temp.id(until - interval '180 days', n, 4),
       case when pg_temp.u(n, 1) < 0.62 then 'en' when pg_temp.u(n, 1) < 0.9 then 'de' when pg_temp.u(n, 1) < 0.98 then 'fr' else 'ja' end,
       case when pg_temp.u(n, 2) < 0.003 then until end, until - interval '180 days'
from moment, generate_series(1, greatest(10, :conversations: / 12)) n;
-- ;
-- conversations
-- Rows are written in the order of time, as koi writes them: neighbours in time are neighbours on disk.
create temp table seeded_conversation as
select n, pg_temp.id(at, n, 5) as id, at, participant.id as participant_id, chatbot.id as chatbot_id, chatbot.feedback_mode as mode,
       case when pg_temp.u(n, 4) < 0.3 then pg_temp.id(until - interval '181 days', 1 + floor(8 * pg_temp.u(n, 5) ^ 2)::int, 3) end as invite_id,
       least(24, greatest(1, round(exp(1.05 + 0.75 * pg_temp.normal(n, 6)))))::int as turns
from moment, (
  select row_number() over (order by at) as n, at from (
    select until - interval '180 days' * (1 - pg_temp.u(n, 1) ^ 0.6) as at from moment, generate_series(1, :conversations:) n
  ) moments
) c
-- The most talkative tenth has two thirds of the conversations.
cross join lateral (select 1 + floor(greatest(10, :conversations: / 12) * pg_temp.u(n, 2) ^ 3)::bigint as person) p
cross join lateral (select pg_temp.id(until - interval '180 days', person, 4) as id) participant
join chatbot on slug = case when pg_temp.u(n, 3) < :arena: then 'seed-arena' when pg_temp.u(n, 3) < 1 - (1 - :arena:) * 0.323 then 'seed-helper' when pg_temp.u(n, 3) < 1 - (1 - :arena:) * 0.081 then 'seed-writer' else 'seed-quiet' end;
insert into conversation (id, chatbot_id, participant_id, invite_id, title, created_at, updated_at)
select id, chatbot_id, participant_id, invite_id, 'Conversation ' || n, at, at + turns * interval '90 seconds' from seeded_conversation order by n;
-- ;
-- turns
create temp table seeded_turn as
select row_number() over (order by c.n, k) as n, c.id as conversation_id, c.participant_id, c.chatbot_id, c.mode, k, c.at + (k - 1) * interval '90 seconds' as at
from seeded_conversation c cross join lateral generate_series(1, c.turns) k;
-- Two models a comparison, different ones; the draw decides the sides too.
create temp table seeded_answer as
select t.n, position, t.at, t.mode, pg_temp.id(t.at, t.n * 4 + position, 7) as id, pg_temp.id(t.at, t.n, 6) as turn_id,
       1 + (case when t.mode = 'rank' and position = 1 then first + 1 + floor((:models: - 1) * pg_temp.u(n, 12))::int
                 when position = 1 then floor(:models: * pg_temp.u(n, 13))::int else first end) % :models: as model
from seeded_turn t cross join lateral (select floor(:models: * pg_temp.u(n, 11))::int as first) draw
cross join lateral generate_series(0, case when t.mode = 'rank' or (t.mode = 'vote' and pg_temp.u(t.n, 14) < 0.04) then 1 else 0 end) position;
insert into turn (id, conversation_id, parent_candidate_id, text, state, feedback_mode, idempotency_key, created_at, ended_at)
select pg_temp.id(at, n, 6), conversation_id,
       -- Every thirtieth message is an edit: a sibling of the one before it.
       case when k = 1 then null
            when k > 2 and pg_temp.u(n, 21) < 0.033 then pg_temp.id(at - interval '180 seconds', (n - 2) * 4, 7)
            else pg_temp.id(at - interval '90 seconds', (n - 1) * 4, 7) end,
       left((array['What', 'How', 'Why', 'Can', 'Is', 'Write', 'Explain', 'Please', 'Wie', 'Was', 'Give', 'When', 'Translate', 'Make', 'Who', 'Hello'])
              [1 + floor(16 * pg_temp.u(n, 22) ^ 1.8)] || ' ' || substr(corpus.text, 1 + floor(30000 * pg_temp.u(n, 23))::int, 4000),
            least(4000, greatest(6, exp(4.1 + 0.9 * pg_temp.normal(n, 24))))::int),
       'completed', mode, pg_temp.id(at, n, 16), at, at + interval '4 seconds'
from seeded_turn, corpus order by at, n;
-- ;
-- answers
insert into candidate (id, turn_id, model_id, model_version, position, side, state, attempt, text, finish_reason, parameters, prompt_tokens,
                       completion_tokens, ttft_ms, duration_ms, created_at, started_at, ended_at)
select a.id, turn_id, m.id, 1 + (extract(day from until - at) < 60)::int, position, case when mode = 'rank' and position = 1 then 'b' else 'a' end,
       'completed', 1, substr(corpus.text, 1 + floor(30000 * pg_temp.u(key, 31))::int, length), 'stop', '{"temperature": 0.7}',
       20 + floor(200 * pg_temp.u(key, 32))::int, length / 4 + 1, exp(5.3 + 0.5 * pg_temp.normal(key, 33)), 300 + length * 4.5, at, at,
       at + interval '4 seconds'
from seeded_answer a join model m on m.name = 'seed-' || lpad(a.model::text, 2, '0')
cross join moment cross join corpus cross join lateral (select a.n * 4 + position as key) k
cross join lateral (select least(12000, greatest(2, exp(5.6 + 0.8 * pg_temp.normal(key, 34))))::int as length) l
order by at, key;
-- ;
-- votes and rankings
create temp table said as
with strength as (
  select n, (n - (:models: + 1) / 2.0) * 3 / :models: as s from generate_series(1, :models:) n
), share as (
  select least(0.985, 0.94 * :feedback: / greatest(1, count(*))) as p from seeded_turn where mode <> 'none'
)
select t.n, t.mode, t.at + interval '20 seconds' as at, t.participant_id, a.turn_id, a.id as first, b.id as second,
       case when t.mode = 'vote' then case when pg_temp.u(t.n, 41) < 1 / (1 + exp(-0.5 - sa.s)) then 'up' else 'down' end
            when pg_temp.u(t.n, 42) < 0.12 then 'tie'
            when pg_temp.u(t.n, 42) < 0.18 then 'both_bad'
            -- A is chosen a little more often than it should be, as people do.
            when pg_temp.u(t.n, 43) < 1 / (1 + exp(sb.s - sa.s - 0.08)) then 'a_better' else 'b_better' end as value
from seeded_turn t cross join share
join seeded_answer a on a.n = t.n and a.position = 0 join strength sa on sa.n = a.model
left join seeded_answer b on b.n = t.n and b.position = 1 and t.mode = 'rank' left join strength sb on sb.n = b.model
where t.mode <> 'none' and pg_temp.u(t.n, 44) < share.p;
insert into feedback (id, idempotency_key, kind, participant_id, turn_id, candidate_id, target_id, value, revision, shown, accepted_at, created_at,
                      reasons, reasons_version, strength)
select pg_temp.id(at, n, 8), pg_temp.id(at, n, 18), case mode when 'vote' then 'vote' else 'ranking' end, participant_id, turn_id,
       case when mode = 'vote' then first end, case mode when 'vote' then first else turn_id end, value, 1,
       case mode when 'vote' then jsonb_build_array(first) else jsonb_build_array(first, second) end, at, at,
       case when reason is null then '[]' else jsonb_build_array(reason) end, case when reason is not null then 1 end,
       case when value in ('a_better', 'b_better') and pg_temp.u(n, 46) < 0.4
            then (array['slightly', 'much'])[1 + floor(2 * pg_temp.u(n, 47))::int] end
from said cross join lateral (
  select case when pg_temp.u(n, 45) > 0.15 then null
              when value = 'up' then (array['helpful', 'clear'])[1 + floor(2 * pg_temp.u(n, 48))::int]
              when value in ('down', 'both_bad') then (array['wrong', 'rude', 'too_long'])[1 + floor(3 * pg_temp.u(n, 48) ^ 2)::int]
              when value <> 'tie' then (array['accurate', 'better_style'])[1 + floor(2 * pg_temp.u(n, 48))::int] end as reason) r
order by at, n;
-- ;
-- changed and undone votes, corrections, comments
insert into feedback (id, idempotency_key, kind, participant_id, turn_id, candidate_id, target_id, value, revision, replaces_id, shown, accepted_at, created_at)
select pg_temp.id(at + interval '1 minute', n, 9), pg_temp.id(at, n, 19), 'vote', participant_id, turn_id, first, first,
       case when pg_temp.u(n, 52) < 0.4 then 'undo' when value = 'up' then 'down' else 'up' end, 2, pg_temp.id(at, n, 8),
       jsonb_build_array(first), at + interval '1 minute', at + interval '1 minute'
from said where mode = 'vote' and pg_temp.u(n, 51) < 0.025;
insert into feedback (id, idempotency_key, kind, participant_id, turn_id, candidate_id, target_id, value, text, revision, shown, accepted_at, created_at)
select pg_temp.id(at + interval '2 minutes', n, case kind when 'correction' then 10 else 11 end), pg_temp.id(at, n, case kind when 'correction' then 20 else 21 end),
       kind, participant_id, turn_id, first, first, 'given', case kind when 'correction' then 'Better: ' else 'Remark: ' end
         || substr(corpus.text, 1 + floor(30000 * pg_temp.u(n, 61))::int, 120),
       1, jsonb_build_array(first), at + interval '2 minutes', at + interval '2 minutes'
from said, corpus, (values ('correction', 0.02, 62), ('comment', 0.015, 63)) words(kind, share, salt)
where mode = 'vote' and pg_temp.u(n, salt) < share;
insert into current_feedback (participant_id, kind, target_id, feedback_id, value, accepted_at)
select * from (
  select distinct on (participant_id, kind, target_id) participant_id, kind, target_id, id, value, accepted_at
  from feedback order by participant_id, kind, target_id, accepted_at desc, id desc
) current order by accepted_at;
-- ;
-- statistics for the planner
analyze chatbot, model, participant, conversation, turn, candidate, feedback, current_feedback;
-- ;
-- facts
insert into feedback_fact select * from feedback_fact_source order by created_at, feedback_id;
insert into conversation_fact select * from conversation_fact_source order by created_at, conversation_id;
insert into participant_hour (bucket, chatbot_id, mode, participant_id)
select distinct date_trunc('hour', t.created_at, 'UTC'), v.chatbot_id, t.feedback_mode, v.participant_id
from turn t join conversation v on v.id = t.conversation_id order by 1, 2, 3, 4;
insert into participant_day (bucket, chatbot_id, mode, participant_id)
select distinct date_trunc('day', bucket, 'UTC'), chatbot_id, mode, participant_id from participant_hour order by 1, 2, 3, 4;
insert into participant_month (bucket, chatbot_id, mode, participant_id)
select distinct date_trunc('month', bucket, 'UTC'), chatbot_id, mode, participant_id from participant_day order by 1, 2, 3, 4;
-- ;
-- words of every turn
drop index ix_turn_search_document;
drop index ix_turn_search_conversation_id;
insert into turn_search (turn_id, conversation_id, document)
select t.id, t.conversation_id, to_tsvector('simple', left(concat_ws(' ', t.text, f.text, c.text), 100000))
from turn t join (select turn_id, string_agg(text, ' ' order by position) as text from candidate group by 1) c on c.turn_id = t.id
left join (select turn_id, string_agg(text, ' ' order by id) as text from feedback where text is not null group by 1) f on f.turn_id = t.id
order by t.created_at, t.id;
create index ix_turn_search_document on turn_search using gin (document);
create index ix_turn_search_conversation_id on turn_search (conversation_id);
-- ;
-- marks for the rollups
insert into dirty_bucket (bucket)
select distinct date_trunc('minute', m, 'UTC') from (
  select created_at as m from conversation union select created_at from turn union select created_at from candidate
  union select accepted_at from feedback) moments;
