-- Calls: open ones as a document, all of them as a row, every step in the journal, recordings, who listened.

create schema interaction;
grant usage on schema interaction to permanence_app, permanence_floor;

-- One row for each call, written when it begins and again as it goes on. The numbers, brands, queues and agents
-- it names are history: they stay readable after those are gone, so there are no foreign keys.
create table interaction.call (
    firm_id     text not null references firms.firm (id),
    id          text not null check (platform.is_id(id, 'int')),
    direction   text not null check (direction in ('inbound', 'outbound')),
    number_id   text check (platform.is_id(number_id, 'num')),
    brand_id    text check (platform.is_id(brand_id, 'brd')),
    queue_id    text check (platform.is_id(queue_id, 'que')),
    agent_id    text check (platform.is_id(agent_id, 'agt')),
    customer    text,
    dialled     text,
    language    text not null,
    phase       text not null,
    arrived_at  timestamptz not null,
    answered_at timestamptz,
    ended_at    timestamptz,
    outcome     text,
    ended_by    text,
    cause       integer,
    disposition text,
    notes       text not null default '',
    wait_s      double precision,
    talk_s      double precision,
    hold_s      double precision,
    primary key (firm_id, id)
);
create index call_arrived on interaction.call (firm_id, arrived_at desc, id desc);
create index call_customer on interaction.call (firm_id, customer, arrived_at desc);
create index call_agent on interaction.call (firm_id, agent_id, arrived_at desc);
call platform.protect('interaction.call', 'select', 'select, insert, update');

-- The whole state of each call in progress; the floor loads them at every start.
create table interaction.open_call (
    firm_id        text not null references firms.firm (id),
    interaction_id text not null check (platform.is_id(interaction_id, 'int')),
    document       jsonb not null,
    primary key (firm_id, interaction_id)
);
call platform.protect('interaction.open_call', 'select', 'select, insert, update, delete');

-- Every fact of every call, in order; also the outbox. `position` is drawn by the one writer that holds the
-- lease, which commits its transactions one after the other: a reader that has seen a position will never see
-- a lower one appear afterwards. Numbers lost by a rollback leave holes, which readers do not wait for.
create table interaction.journal (
    firm_id        text not null,
    interaction_id text not null check (platform.is_id(interaction_id, 'int')),
    seq            integer not null check (seq >= 0),
    at             timestamptz not null,
    kind           text not null,
    data           jsonb not null,
    position       bigint generated always as identity,
    primary key (firm_id, interaction_id, seq)
);
create index journal_position on interaction.journal (position);
call platform.protect('interaction.journal', 'select', 'select, insert');

create table interaction.recording (
    firm_id         text not null references firms.firm (id),
    id              text not null check (platform.is_id(id, 'rec')),
    interaction_id  text not null check (platform.is_id(interaction_id, 'int')),
    started_at      timestamptz not null,
    ended_at        timestamptz,
    duration_ms     integer check (duration_ms >= 0),
    purpose         text not null,
    retention_until timestamptz not null,
    status          text not null check (status in ('open', 'closed', 'sealed', 'failed', 'erased')),
    file            text,
    levels          jsonb,
    marks           jsonb not null default '[]',
    key_id          text,
    primary key (firm_id, id)
);
create index recording_call on interaction.recording (firm_id, interaction_id);
create index recording_retention on interaction.recording (firm_id, retention_until);
create index recording_status on interaction.recording (status) where status in ('open', 'closed');
call platform.protect('interaction.recording', 'select, update, delete', 'select, insert, update, delete');

-- Who listened to which call or recording, when. Never changed.
create table interaction.listening (
    firm_id        text not null references firms.firm (id),
    id             text not null check (platform.is_id(id, 'lst')),
    person_id      text not null check (platform.is_id(person_id, 'per')),
    interaction_id text not null check (platform.is_id(interaction_id, 'int')),
    recording_id   text check (platform.is_id(recording_id, 'rec')),
    kind           text not null,
    at             timestamptz not null,
    primary key (firm_id, id)
);
create index listening_call on interaction.listening (firm_id, interaction_id, at);
call platform.protect('interaction.listening', 'select, insert', 'select, insert');
