-- Agents with their skills and telephones, and the queues they serve.

create schema routing;
grant usage on schema routing to permanence_app, permanence_floor;

create table routing.skill (
    firm_id text not null references firms.firm (id),
    id      text not null check (platform.is_id(id, 'skl')),
    name    text not null check (length(name) between 1 and 80),
    primary key (firm_id, id),
    unique (firm_id, name)
);
call platform.protect('routing.skill', 'select, insert, update, delete', 'select');

-- `alias` is what customers may hear; the endpoint is the agent's telephone at the switch, its secret sealed.
-- A fixed telephone has an address instead and does not register.
create table routing.agent (
    firm_id         text not null references firms.firm (id),
    id              text not null check (platform.is_id(id, 'agt')),
    person_id       text not null,
    alias           text not null check (length(alias) between 1 and 60),
    endpoint_name   text not null,
    endpoint_secret bytea not null,
    address         text check (length(address) between 5 and 200),
    device          text not null check (device in ('browser', 'phone', 'fixed')),
    created_at      timestamptz not null,
    primary key (firm_id, id),
    unique (firm_id, person_id),
    check ((device = 'fixed') = (address is not null)),
    unique (firm_id, endpoint_name),
    foreign key (firm_id, person_id) references firms.person (firm_id, id)
);
call platform.protect('routing.agent', 'select, insert, update, delete', 'select');

create table routing.agent_skill (
    firm_id  text not null,
    agent_id text not null,
    skill_id text not null,
    level    integer not null default 5 check (level between 1 and 10),
    primary key (firm_id, agent_id, skill_id),
    foreign key (firm_id, agent_id) references routing.agent (firm_id, id) on delete cascade,
    foreign key (firm_id, skill_id) references routing.skill (firm_id, id)
);
create index agent_skill_skill on routing.agent_skill (firm_id, skill_id);
call platform.protect('routing.agent_skill', 'select, insert, update, delete', 'select');

-- Where each agent stands, kept so that a restart of the floor forgets nobody.
create table routing.agent_state (
    firm_id  text not null,
    agent_id text not null,
    document jsonb not null,
    primary key (firm_id, agent_id),
    foreign key (firm_id, agent_id) references routing.agent (firm_id, id) on delete cascade
);
call platform.protect('routing.agent_state', 'select', 'select, insert, update, delete');

-- `music` null: callers hear ringing and are not answered until an agent is. `announce_every_s` null: no announcements.
create table routing.queue (
    firm_id          text not null references firms.firm (id),
    id               text not null check (platform.is_id(id, 'que')),
    name             text not null check (length(name) between 1 and 80),
    ring_s           integer not null check (ring_s between 5 and 120),
    wrap_up_s        integer not null check (wrap_up_s between 0 and 3600),
    music            text check (length(music) between 1 and 80),
    announce_every_s integer check (announce_every_s between 15 and 600),
    record           boolean not null,
    priority         integer not null default 0 check (priority between -100 and 100),
    primary key (firm_id, id),
    unique (firm_id, name)
);
call platform.protect('routing.queue', 'select, insert, update, delete', 'select');

-- The skills that an agent needs, all of them, to be offered the calls of a queue.
create table routing.queue_skill (
    firm_id  text not null,
    queue_id text not null,
    skill_id text not null,
    primary key (firm_id, queue_id, skill_id),
    foreign key (firm_id, queue_id) references routing.queue (firm_id, id) on delete cascade,
    foreign key (firm_id, skill_id) references routing.skill (firm_id, id)
);
create index queue_skill_skill on routing.queue_skill (firm_id, skill_id);
call platform.protect('routing.queue_skill', 'select, insert, delete', 'select');
