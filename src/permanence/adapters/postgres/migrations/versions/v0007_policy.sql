-- Versions of the rules of distribution: a draft, what was published last, and what was before.

-- `rules` are those of all queues; `ground` is what was in force when the draft was begun. `trial` is how the draft was
-- tried on past days: who plays it (the worker) writes its progress and its result there.
create table routing.policy (
    firm_id      text not null references firms.firm (id),
    id           text not null check (platform.is_id(id, 'pol')),
    status       text not null check (status in ('draft', 'published', 'former')),
    rules        jsonb not null,
    ground       jsonb not null,
    note         text not null default '' check (length(note) <= 500),
    made_at      timestamptz not null,
    made_by      text not null check (platform.is_id(made_by, 'per')),
    published_at timestamptz,
    published_by text check (platform.is_id(published_by, 'per')),
    trial        jsonb,
    primary key (firm_id, id)
);
create index policy_trial on routing.policy ((trial ->> 'state')) where trial ->> 'state' in ('waiting', 'playing');
call platform.protect('routing.policy', 'select, insert, update, delete', 'select');
grant update (trial) on routing.policy to permanence_floor;
