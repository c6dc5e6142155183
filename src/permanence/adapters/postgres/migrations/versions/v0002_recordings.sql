-- What sealing, listening and late corrections need.

-- `spool` is the stem of the plain files until they are sealed; `wrapped_key` the data key under the firm's key
-- `key_id`; without it the file is noise. `try_at` is when sealing is tried again.
alter table interaction.recording
    add column spool       text not null check (spool ~ '^int_[0-9a-hjkmnp-tv-z]{26}[.]rec[0-9]+$'),
    add column started_ms  integer not null default 0,
    add column size        bigint check (size >= 0),
    add column wrapped_key bytea check (length(wrapped_key) = 40),
    add column waveform    bytea,
    add column tries       integer not null default 0 check (tries >= 0),
    add column try_at      timestamptz,
    add column trouble     text,
    add column erased_at   timestamptz,
    add constraint recording_spool unique (firm_id, spool),
    add constraint recording_key check ((status = 'sealed') = (wrapped_key is not null));

-- Each firm's key, under the installation's key, which is not in the database.
create table interaction.firm_key (
    firm_id    text not null references firms.firm (id),
    id         text not null check (platform.is_id(id, 'key')),
    wrapped    bytea not null check (length(wrapped) = 40),
    created_at timestamptz not null,
    primary key (firm_id, id)
);
call platform.protect('interaction.firm_key', 'select', 'select, insert');

-- Which bytes were asked for first.
alter table interaction.listening
    add column first_byte bigint check (first_byte >= 0),
    add column last_byte  bigint check (last_byte >= first_byte);
create index listening_recent on interaction.listening (firm_id, recording_id, person_id, at);

-- Whether agents may hear their own calls. No row: they may not.
create table interaction.listening_terms (
    firm_id         text primary key references firms.firm (id),
    agents_hear_own boolean not null
);
call platform.protect('interaction.listening_terms', 'select, insert, update', 'select');

-- Disposition and notes corrected after the call: what stood there, what stands there now, by whom. Never changed.
create table interaction.amendment (
    firm_id        text not null references firms.firm (id),
    id             text not null check (platform.is_id(id, 'amd')),
    interaction_id text not null check (platform.is_id(interaction_id, 'int')),
    at             timestamptz not null,
    person_id      text not null check (platform.is_id(person_id, 'per')),
    data           jsonb not null,
    primary key (firm_id, id)
);
create index amendment_call on interaction.amendment (firm_id, interaction_id, at);
call platform.protect('interaction.amendment', 'select, insert', 'select');
grant update (disposition, notes) on interaction.call to permanence_app;

-- The journal's few lines about recordings, found without going through all others; and who spoke on which call.
create index journal_recordings on interaction.journal (position)
    where kind in ('interaction.recording_started', 'interaction.recording_ended');
create index journal_agents on interaction.journal (firm_id, (data ->> 'agent'), interaction_id)
    where kind in ('interaction.agent_answered', 'interaction.call_placed');

-- All firms, closed ones too: their recordings' time runs on.
create function firms.everyone()
    returns setof text
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform set_config('permanence.door_roster', 'asked', true);
    return query select firm.id from firms.firm order by firm.id;
    perform set_config('permanence.door_roster', '', true);
end
$$;
revoke all on function firms.everyone() from public;
grant execute on function firms.everyone() to permanence_floor;
grant create on schema firms to permanence_door;
alter function firms.everyone() owner to permanence_door;
revoke create on schema firms from permanence_door;
