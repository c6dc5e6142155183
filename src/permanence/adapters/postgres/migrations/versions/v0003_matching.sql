-- What decides who gets whom: teams, levels, the promise, and how the search widens.

create table routing.team (
    firm_id text not null references firms.firm (id),
    id      text not null check (platform.is_id(id, 'tem')),
    name    text not null check (length(name) between 1 and 80),
    primary key (firm_id, id),
    unique (firm_id, name)
);
call platform.protect('routing.team', 'select, insert, update, delete', 'select');

-- Ids of teams are checked when written; a team that is named here cannot be removed.
alter table routing.agent add column teams text[] not null default '{}';

alter table routing.queue_skill
    add column level integer not null default 1 check (level between 1 and 10);
grant update on routing.queue_skill to permanence_app;

-- `target_s` is the promise, seconds until the answer. `prefer_s` is how long a caller is kept for the agent who knows
-- him. `steps` is how the search widens: after so many seconds, levels lower by so much, and more teams.
alter table routing.queue
    add column target_s integer not null default 180 check (target_s between 5 and 7200),
    add column prefer_s integer not null default 0 check (prefer_s between 0 and 600),
    add column teams    text[] not null default '{}',
    add column steps    jsonb not null default '[]' check (jsonb_typeof(steps) = 'array');
