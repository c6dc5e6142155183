-- name: patterns
-- Weekly patterns, of these agents or of all.
select document::text from planning.duty_pattern
where (%(agents)s::text[] is null or agent_id = any(%(agents)s))
order by agent_id, id limit %(rows)s;

-- name: pattern
-- One pattern.
select document::text from planning.duty_pattern where id = %(id)s;

-- name: put_pattern
-- A pattern, new or changed.
insert into planning.duty_pattern (firm_id, id, agent_id, document)
values (%(firm)s, %(id)s, %(agent)s, %(document)s::jsonb)
on conflict (firm_id, id) do update set agent_id = excluded.agent_id, document = excluded.document;

-- name: remove_pattern
-- A pattern that ends now.
delete from planning.duty_pattern where id = %(id)s;

-- name: days
-- Days of their own between two dates.
select document::text from planning.duty_day
where day between %(first)s and %(last)s and (%(agents)s::text[] is null or agent_id = any(%(agents)s))
order by agent_id, day;

-- name: put_day
-- A day of its own, new or changed.
insert into planning.duty_day (firm_id, agent_id, day, document)
values (%(firm)s, %(agent)s, %(day)s, %(document)s::jsonb)
on conflict (firm_id, agent_id, day) do update set document = excluded.document;

-- name: remove_day
-- A day that follows the patterns again.
delete from planning.duty_day where agent_id = %(agent)s and day = %(day)s;

-- name: shifts
-- Single shifts that touch a time.
select agent_id, starts, ends, breaks::text from planning.duty_shift
where starts < %(until)s and ends > %(since)s and (%(agents)s::text[] is null or agent_id = any(%(agents)s))
order by agent_id, starts, id;

-- name: add_shifts
-- Single shifts, many at once.
insert into planning.duty_shift (firm_id, id, agent_id, starts, ends, breaks)
select %(firm)s, id, agent, starts, ends, breaks
from jsonb_to_recordset(%(shifts)s::jsonb) as row (id text, agent text, starts timestamptz, ends timestamptz, breaks jsonb);

-- name: clear_shifts
-- Single shifts of these agents that begin within a time.
delete from planning.duty_shift where agent_id = any(%(agents)s) and starts >= %(since)s and starts < %(until)s;

-- name: clear_days
-- Days of their own of these agents that begin within a time.
delete from planning.duty_day where agent_id = any(%(agents)s)
    and day::timestamp at time zone (document ->> 'time_zone') >= %(since)s
    and day::timestamp at time zone (document ->> 'time_zone') < %(until)s;

-- name: published
-- Published times that touch a time.
select agent_id, starts, ends from planning.duty_published
where starts < %(until)s and ends > %(since)s and (%(agents)s::text[] is null or agent_id = any(%(agents)s))
order by agent_id, starts;

-- name: clear_published
-- Published times that lie within a new one.
delete from planning.duty_published where agent_id = any(%(agents)s) and starts >= %(since)s and ends <= %(until)s;

-- name: add_published
-- A published time for these agents; one that begins at the same moment is as long as the longer.
insert into planning.duty_published (firm_id, agent_id, starts, ends)
select %(firm)s, agent, %(since)s, %(until)s from unnest(%(agents)s::text[]) as agent
on conflict (firm_id, agent_id, starts) do update set ends = greatest(duty_published.ends, excluded.ends);

-- name: absences
-- Absences that touch a time, of these agents or of all.
select id, agent_id, kind, starts, ends, note from planning.duty_absence
where starts < %(until)s and ends > %(since)s and (%(agents)s::text[] is null or agent_id = any(%(agents)s))
order by agent_id, starts, id;

-- name: add_absence
-- An absence.
insert into planning.duty_absence (firm_id, id, agent_id, kind, starts, ends, note)
values (%(firm)s, %(id)s, %(agent_id)s, %(kind)s, %(starts)s, %(ends)s, %(note)s);

-- name: remove_absence
-- An absence that is none any more.
delete from planning.duty_absence where id = %(id)s;

-- name: clear_swapped
-- What these agents gave to colleagues within a time: a new roster, or taking it back, makes it void.
delete from planning.duty_absence
where kind = 'swapped' and agent_id = any(%(agents)s) and starts >= %(since)s and starts < %(until)s;

-- name: wanted
-- How many people each queue wants.
select queue_id, people from planning.duty_wanted order by queue_id;

-- name: set_wanted
-- How many people a queue wants from now on.
insert into planning.duty_wanted (firm_id, queue_id, people) values (%(firm)s, %(queue)s, %(people)s)
on conflict (firm_id, queue_id) do update set people = excluded.people;

-- name: requests
-- Requests, newest first: open ones and those not long settled, of one agent (asking or asked) or of all.
select id, kind, agent_id, colleague_id, starts, ends, back_starts, back_ends, note, state, asked_at, answered_at,
    decided_at, decided_by, reason
from planning.duty_request
where (decided_at is null or decided_at >= %(since)s)
    and (%(agent)s::text is null or agent_id = %(agent)s or colleague_id = %(agent)s)
order by asked_at desc, id limit %(rows)s;

-- name: request
-- One request, kept from others until the transaction ends.
select id, kind, agent_id, colleague_id, starts, ends, back_starts, back_ends, note, state, asked_at, answered_at,
    decided_at, decided_by, reason
from planning.duty_request where id = %(id)s for update;

-- name: put_request
-- A request, new or one step further.
insert into planning.duty_request (firm_id, id, kind, agent_id, colleague_id, starts, ends, back_starts, back_ends, note,
    state, asked_at, answered_at, decided_at, decided_by, reason)
values (%(firm)s, %(id)s, %(kind)s, %(agent_id)s, %(colleague_id)s, %(starts)s, %(ends)s, %(back_starts)s, %(back_ends)s,
    %(note)s, %(state)s, %(asked_at)s, %(answered_at)s, %(decided_at)s, %(decided_by)s, %(reason)s)
on conflict (firm_id, id) do update set state = excluded.state, answered_at = excluded.answered_at,
    decided_at = excluded.decided_at, decided_by = excluded.decided_by, reason = excluded.reason;

-- name: feed
-- Whose calendar has this secret, and its language.
select agent_id, language from planning.duty_feed where secret_hash = %(hash)s;

-- name: feed_made
-- Since when an agent's calendar has its present address.
select made_at from planning.duty_feed where agent_id = %(agent)s;

-- name: set_feed
-- A new secret address; the old one ends.
insert into planning.duty_feed (firm_id, agent_id, secret_hash, language, made_at)
values (%(firm)s, %(agent)s, %(hash)s, %(language)s, %(now)s)
on conflict (firm_id, agent_id) do update
set secret_hash = excluded.secret_hash, language = excluded.language, made_at = excluded.made_at;

-- name: remove_feed
-- No calendar any more.
delete from planning.duty_feed where agent_id = %(agent)s;

-- name: stretches
-- What agents were seen doing in a time.
select agent_id, doing, starts, ends from planning.duty_stretch
where starts < %(until)s and (ends is null or ends > %(since)s) order by agent_id, starts;

-- name: watched
-- When somebody looked, in a time.
select starts, ends from planning.duty_watch where starts < %(until)s and ends >= %(since)s order by starts;

-- name: open_stretches
-- What everybody was doing at the last look.
select firm_id, agent_id, doing, starts from planning.duty_stretch where ends is null;

-- name: last_looks
-- When each firm's agents were looked at last.
select firm_id, max(ends) from planning.duty_watch group by firm_id;

-- name: end_stretch
-- A stretch that is over.
update planning.duty_stretch set ends = %(ends)s
where firm_id = %(firm)s and agent_id = %(agent)s and starts = %(starts)s;

-- name: begin_stretch
-- A stretch that begins; where one began at the same moment, the later look knows better.
insert into planning.duty_stretch (firm_id, agent_id, starts, doing)
select %(firm)s, %(agent)s, %(starts)s, %(doing)s
where exists (select from routing.agent where agent.firm_id = %(firm)s and agent.id = %(agent)s)
on conflict (firm_id, agent_id, starts) do update set doing = excluded.doing, ends = null;

-- name: lengthen_watch
-- Somebody looks still.
update planning.duty_watch set ends = %(now)s where ends >= %(fresh_from)s;

-- name: begin_watch
-- Somebody looks at these firms again.
insert into planning.duty_watch (firm_id, starts, ends)
select firm, %(now)s, %(now)s from unnest(%(firms)s::text[]) as firm
where not exists (select from planning.duty_watch where duty_watch.firm_id = firm and duty_watch.ends = %(now)s)
on conflict do nothing;

-- name: forget_stretches
-- What was seen longer ago than it is kept.
delete from planning.duty_stretch where ends < %(before)s;

-- name: forget_watches
-- When somebody looked longer ago than it is kept.
delete from planning.duty_watch where ends < %(before)s;

-- name: everyone
-- All open firms.
select * from firms.roster();
