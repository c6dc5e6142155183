-- Who works when, who asked for what, and what agents were seen doing.

create schema if not exists planning;
grant usage on schema planning to permanence_app, permanence_floor;

-- Work that comes back every so many weeks; the document is a `planning.duty.Pattern`.
create table planning.duty_pattern (
    firm_id  text not null references firms.firm (id),
    id       text not null check (platform.is_id(id, 'ptn')),
    agent_id text not null,
    document jsonb not null,
    primary key (firm_id, id),
    foreign key (firm_id, agent_id) references routing.agent (firm_id, id) on delete cascade
);
create index duty_pattern_agent on planning.duty_pattern (firm_id, agent_id);
call platform.protect('planning.duty_pattern', 'select, insert, update, delete', '');

-- A date with hours of its own, whatever else is planned; the document is a `planning.duty.OwnDay`.
create table planning.duty_day (
    firm_id  text not null references firms.firm (id),
    agent_id text not null,
    day      date not null,
    document jsonb not null,
    primary key (firm_id, agent_id, day),
    foreign key (firm_id, agent_id) references routing.agent (firm_id, id) on delete cascade
);
call platform.protect('planning.duty_day', 'select, insert, update, delete', '');

-- Single shifts: those of published rosters, and those taken over from colleagues.
create table planning.duty_shift (
    firm_id  text not null references firms.firm (id),
    id       text not null check (platform.is_id(id, 'shf')),
    agent_id text not null,
    starts   timestamptz not null,
    ends     timestamptz not null,
    breaks   jsonb not null default '[]',
    primary key (firm_id, id),
    check (ends >= starts),
    foreign key (firm_id, agent_id) references routing.agent (firm_id, id) on delete cascade
);
create index duty_shift_starts on planning.duty_shift (firm_id, starts);
create index duty_shift_agent on planning.duty_shift (firm_id, agent_id);
call platform.protect('planning.duty_shift', 'select, insert, delete', '');

-- For which times an agent's roster was published: there the weekly patterns are silent.
create table planning.duty_published (
    firm_id  text not null references firms.firm (id),
    agent_id text not null,
    starts   timestamptz not null,
    ends     timestamptz not null,
    primary key (firm_id, agent_id, starts),
    check (ends >= starts),
    foreign key (firm_id, agent_id) references routing.agent (firm_id, id) on delete cascade
);
call platform.protect('planning.duty_published', 'select, insert, update, delete', '');

create table planning.duty_absence (
    firm_id  text not null references firms.firm (id),
    id       text not null check (platform.is_id(id, 'abs')),
    agent_id text not null,
    kind     text not null check (kind in ('leave', 'sickness', 'training', 'meeting', 'other', 'swapped')),
    starts   timestamptz not null,
    ends     timestamptz not null,
    note     text not null default '' check (length(note) <= 500),
    primary key (firm_id, id),
    check (ends >= starts),
    foreign key (firm_id, agent_id) references routing.agent (firm_id, id) on delete cascade
);
create index duty_absence_agent on planning.duty_absence (firm_id, agent_id, starts);
call platform.protect('planning.duty_absence', 'select, insert, delete', '');

-- Leave asked for and swaps offered. `back_*` is the colleague's shift that is taken in return.
create table planning.duty_request (
    firm_id      text not null references firms.firm (id),
    id           text not null check (platform.is_id(id, 'drq')),
    kind         text not null check (kind in ('leave', 'swap')),
    agent_id     text not null,
    colleague_id text,
    starts       timestamptz not null,
    ends         timestamptz not null,
    back_starts  timestamptz,
    back_ends    timestamptz,
    note         text not null default '' check (length(note) <= 500),
    state        text not null check (state in ('asked', 'open', 'approved', 'refused', 'declined', 'withdrawn')),
    asked_at     timestamptz not null,
    answered_at  timestamptz,
    decided_at   timestamptz,
    decided_by   text check (platform.is_id(decided_by, 'per')),
    reason       text not null default '' check (length(reason) <= 500),
    primary key (firm_id, id),
    check (ends >= starts),
    foreign key (firm_id, agent_id) references routing.agent (firm_id, id) on delete cascade,
    foreign key (firm_id, colleague_id) references routing.agent (firm_id, id) on delete cascade
);
create index duty_request_asked on planning.duty_request (firm_id, asked_at desc, id);
create index duty_request_agent on planning.duty_request (firm_id, agent_id);
create index duty_request_colleague on planning.duty_request (firm_id, colleague_id);
call platform.protect('planning.duty_request', 'select, insert, update', '');

-- The secret address of an agent's calendar; only the hash of its secret is kept.
create table planning.duty_feed (
    firm_id     text not null references firms.firm (id),
    agent_id    text not null,
    secret_hash bytea not null check (length(secret_hash) = 32),
    language    text not null check (language in ('fr', 'en')),
    made_at     timestamptz not null,
    primary key (firm_id, agent_id),
    unique (firm_id, secret_hash),
    foreign key (firm_id, agent_id) references routing.agent (firm_id, id) on delete cascade
);
call platform.protect('planning.duty_feed', 'select, insert, update, delete', '');

-- How many people a queue wants on duty while it is open; a queue without a row wants one.
create table planning.duty_wanted (
    firm_id  text not null references firms.firm (id),
    queue_id text not null,
    people   integer not null check (people between 0 and 1000),
    primary key (firm_id, queue_id),
    foreign key (firm_id, queue_id) references routing.queue (firm_id, id) on delete cascade
);
call platform.protect('planning.duty_wanted', 'select, insert, update, delete', '');

-- What agents were seen doing, without gaps as long as somebody looked; `ends` null: still.
create table planning.duty_stretch (
    firm_id  text not null references firms.firm (id),
    agent_id text not null,
    starts   timestamptz not null,
    ends     timestamptz,
    doing    text not null check (doing in ('present', 'paused', 'unreachable')),
    primary key (firm_id, agent_id, starts),
    check (ends >= starts),
    foreign key (firm_id, agent_id) references routing.agent (firm_id, id) on delete cascade
);
create index duty_stretch_starts on planning.duty_stretch (firm_id, starts);
create index duty_stretch_open on planning.duty_stretch (firm_id) where ends is null;
call platform.protect('planning.duty_stretch', 'select', 'select, insert, update, delete');

-- From when to when somebody looked at a firm's agents: outside of it nothing is known of them.
create table planning.duty_watch (
    firm_id text not null references firms.firm (id),
    starts  timestamptz not null,
    ends    timestamptz not null,
    primary key (firm_id, starts),
    check (ends >= starts)
);
call platform.protect('planning.duty_watch', 'select', 'select, insert, update, delete');
