-- Calls afterwards and their recordings. The floor's own writes are in store_floor.py.

-- name: calls
-- Calls that pass the filters, newest first, after the cursor; `own` narrows them to those of one agent.
select c.id, c.direction, c.phase, c.arrived_at, c.answered_at, c.ended_at, c.customer, c.dialled, c.language,
    c.number_id, c.brand_id, c.queue_id, c.agent_id, c.outcome, c.ended_by, c.cause, c.disposition, c.notes,
    c.wait_s, c.talk_s, c.hold_s,
    (select r.id from interaction.recording r
     where r.firm_id = c.firm_id and r.interaction_id = c.id and r.status = 'sealed' order by r.id limit 1)
from interaction.call c
where (%(since)s::timestamptz is null or c.arrived_at >= %(since)s)
  and (%(until)s::timestamptz is null or c.arrived_at < %(until)s)
  and (%(number)s::text is null or c.number_id = %(number)s)
  and (%(queue)s::text is null or c.queue_id = %(queue)s)
  and (%(agent)s::text is null or c.agent_id = %(agent)s)
  and (%(outcome)s::text is null or c.outcome = %(outcome)s)
  and (%(direction)s::text is null or c.direction = %(direction)s)
  and (%(disposition)s::text is null or c.disposition = %(disposition)s)
  and (%(customer)s::text is null or c.customer = %(customer)s)
  and (%(notes)s::text is null or c.notes ilike %(notes)s
       or (%(digits)s::text is not null and c.customer like %(digits)s))
  and (%(own)s::text is null or c.agent_id = %(own)s or c.id in (
       select j.interaction_id from interaction.journal j
       where j.kind in ('interaction.agent_answered', 'interaction.call_placed') and j.data ->> 'agent' = %(own)s))
  and (%(after_at)s::timestamptz is null or (c.arrived_at, c.id) < (%(after_at)s, %(after_id)s))
order by c.arrived_at desc, c.id desc
limit %(rows)s;

-- name: call
-- One call, with the agents who spoke on it.
select c.id, c.direction, c.phase, c.arrived_at, c.answered_at, c.ended_at, c.customer, c.dialled, c.language,
    c.number_id, c.brand_id, c.queue_id, c.agent_id, c.outcome, c.ended_by, c.cause, c.disposition, c.notes,
    c.wait_s, c.talk_s, c.hold_s,
    (select r.id from interaction.recording r
     where r.firm_id = c.firm_id and r.interaction_id = c.id and r.status = 'sealed' order by r.id limit 1),
    array(select j.data ->> 'agent' from interaction.journal j
          where j.firm_id = c.firm_id and j.interaction_id = c.id
            and j.kind in ('interaction.agent_answered', 'interaction.call_placed'))
from interaction.call c
where c.id = %(id)s;

-- name: of_customer
-- The last calls of one customer.
select c.id, c.direction, c.phase, c.arrived_at, c.answered_at, c.ended_at, c.customer, c.dialled, c.language,
    c.number_id, c.brand_id, c.queue_id, c.agent_id, c.outcome, c.ended_by, c.cause, c.disposition, c.notes,
    c.wait_s, c.talk_s, c.hold_s, null
from interaction.call c
where c.customer = %(customer)s and c.id is distinct from %(but)s
order by c.arrived_at desc, c.id desc
limit %(rows)s;

-- name: ladder
-- The steps of a call, and corrections made afterwards with numbers that go on.
select seq, at, kind, data from interaction.journal where interaction_id = %(id)s
union all
select 1000000 + row_number() over (order by at, id)::integer, at, 'interaction.call_amended',
    data || jsonb_build_object('person', person_id)
from interaction.amendment where interaction_id = %(id)s
order by 1;

-- name: recordings_of
-- What is known of the recordings of a call.
select id, status, started_at, started_ms, duration_ms, purpose, retention_until, levels, marks
from interaction.recording where interaction_id = %(id)s order by id;

-- name: is_open
-- Whether the floor still holds the call.
select exists (select from interaction.open_call where interaction_id = %(id)s);

-- name: amend
-- A correction after the call.
update interaction.call set disposition = %(disposition)s, notes = %(notes)s where id = %(id)s;

-- name: add_amendment
-- What was corrected, by whom.
insert into interaction.amendment (firm_id, id, interaction_id, at, person_id, data)
values (%(firm)s, %(amendment)s, %(id)s, %(now)s, %(person)s, %(data)s);

-- name: agent_of
-- The agent that a person is.
select id from routing.agent where person_id = %(person)s;

-- name: everyone
-- All firms, closed ones too.
select * from firms.everyone();

-- name: news
-- What the journal says of recordings after a position.
select position, firm_id, interaction_id, at, kind, data
from interaction.journal
where kind in ('interaction.recording_started', 'interaction.recording_ended') and position > %(after)s
order by position
limit %(rows)s;

-- name: begin
-- A recording is born, and the end of its time with it.
insert into interaction.recording
    (firm_id, id, interaction_id, started_at, purpose, retention_until, status, spool)
select %(firm)s, %(id)s, %(call)s, %(at)s, %(purpose)s, %(at)s + make_interval(days => firm.recording_days), 'open',
    %(spool)s
from firms.firm where firm.id = %(firm)s
on conflict (firm_id, spool) do nothing;

-- name: close
-- The plain files are whole. What was sealed, failed or erased meanwhile stays so.
update interaction.recording
set status = 'closed', ended_at = %(now)s, marks = %(marks)s, started_ms = coalesce(%(started_ms)s, started_ms),
    started_at = coalesce((select call.arrived_at + make_interval(secs => %(started_ms)s::float8 / 1000)
        from interaction.call where call.firm_id = recording.firm_id and call.id = recording.interaction_id), started_at)
where firm_id = %(firm)s and spool = %(spool)s and status = 'open';

-- name: kept_to_seal
-- Recordings that wait to be sealed and are due, oldest first.
select firm_id, id, interaction_id, spool, status, started_at, retention_until, duration_ms, size, file, key_id,
    wrapped_key, marks, tries
from interaction.recording
where status = 'closed' and (try_at is null or try_at <= %(now)s)
order by ended_at, id
limit %(rows)s;

-- name: sealed
-- The sealed file is there.
update interaction.recording
set status = 'sealed', file = %(file)s, key_id = %(key_id)s, wrapped_key = %(wrapped_key)s, size = %(size)s,
    duration_ms = %(duration_ms)s, levels = %(levels)s, waveform = %(waveform)s, try_at = null, trouble = null
where firm_id = %(firm)s and id = %(id)s and status = 'closed';

-- name: troubled
-- Sealing did not succeed; without a time for another try it is given up.
update interaction.recording
set tries = tries + 1, try_at = %(try_at)s, trouble = %(trouble)s,
    status = case when %(try_at)s::timestamptz is null then 'failed' else status end
where firm_id = %(firm)s and id = %(id)s and status = 'closed';

-- name: spools
-- What is known of plain files.
select spool, firm_id, status from interaction.recording where spool = any (%(spools)s);

-- name: open_calls
-- Which of these calls the floor still holds.
select interaction_id from interaction.open_call where interaction_id = any (%(calls)s);

-- name: overdue
-- Recordings whose time is over.
select firm_id, id, interaction_id, spool, status, started_at, retention_until, duration_ms, size, file, key_id,
    wrapped_key, marks, tries
from interaction.recording
where retention_until <= %(now)s and status in ('sealed', 'failed', 'closed')
order by retention_until, id
limit %(rows)s;

-- name: erase
-- Destroys the key and what was measured; the row stays as evidence that there was a recording and that it is gone.
update interaction.recording
set status = 'erased', wrapped_key = null, key_id = null, file = null, waveform = null, levels = null,
    erased_at = %(now)s
where firm_id = %(firm)s and id = %(id)s;

-- name: sealed_files
-- Every file that a recording needs.
select firm_id, file from interaction.recording where file is not null;

-- name: kept
-- One recording, with the agents who spoke on its call.
select firm_id, id, interaction_id, spool, status, started_at, retention_until, duration_ms, size, file, key_id,
    wrapped_key, marks, tries,
    array(select j.data ->> 'agent' from interaction.journal j
          where j.firm_id = recording.firm_id and j.interaction_id = recording.interaction_id
            and j.kind in ('interaction.agent_answered', 'interaction.call_placed'))
from interaction.recording where id = %(id)s;

-- name: kept_of_call
-- The recordings of one call.
select firm_id, id, interaction_id, spool, status, started_at, retention_until, duration_ms, size, file, key_id,
    wrapped_key, marks, tries
from interaction.recording where interaction_id = %(call)s order by id;

-- name: waveform
-- The packed peaks of one recording.
select waveform from interaction.recording where id = %(id)s;

-- name: agents_hear_own
-- Whether the firm lets agents hear their own calls.
select coalesce((select agents_hear_own from interaction.listening_terms), false);

-- name: set_terms
-- Lets agents hear their own calls, or not.
insert into interaction.listening_terms (firm_id, agents_hear_own) values (%(firm)s, %(agents_hear_own)s)
on conflict (firm_id) do update set agents_hear_own = excluded.agents_hear_own;

-- name: note_listening
-- A listening begins; what follows within a quarter of an hour is the same listening.
insert into interaction.listening
    (firm_id, id, person_id, interaction_id, recording_id, kind, at, first_byte, last_byte)
select %(firm)s, %(id)s, %(person)s, %(call)s, %(recording)s, 'recording', %(now)s, %(first)s, %(last)s
where not exists (
    select from interaction.listening
    where recording_id = %(recording)s and person_id = %(person)s and at > %(now)s - interval '15 minutes');

-- name: firm_key
-- A key of the firm: this one, or the newest.
select id, wrapped from interaction.firm_key
where firm_id = %(firm)s and (%(id)s::text is null or id = %(id)s)
order by created_at desc, id desc
limit 1;

-- name: add_firm_key
-- A new key of the firm.
insert into interaction.firm_key (firm_id, id, wrapped, created_at) values (%(firm)s, %(id)s, %(wrapped)s, %(now)s);
