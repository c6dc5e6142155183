-- What planning keeps: the calls of the past by quarter of an hour, days that will not be like others, the terms of the plan.

create schema planning;
grant usage on schema planning to permanence_app;

-- A quarter without calls has no row. `handled` are the calls that somebody took, `handled_s` the seconds that they took together.
create table planning.history (
    firm_id   text not null,
    queue_id  text not null,
    starts_at timestamptz not null,
    calls     double precision not null check (calls >= 0),
    handled   double precision not null check (handled >= 0),
    handled_s double precision not null check (handled_s >= 0),
    primary key (firm_id, queue_id, starts_at),
    foreign key (firm_id, queue_id) references routing.queue (firm_id, id) on delete cascade
);
call platform.protect('planning.history', 'select, insert, update, delete', '');

-- A local day of the firm on which so many times the usual calls are expected, or came.
create table planning.special_day (
    firm_id text not null references firms.firm (id),
    day     date not null,
    factor  double precision not null check (factor between 0 and 10),
    note    text not null default '' check (length(note) <= 200),
    primary key (firm_id, day)
);
call platform.protect('planning.special_day', 'select, insert, update, delete', '');

-- One row for a firm that has changed something or has a history. `late` is the part of callers who may wait longer than
-- `within_s`; `patience_s` null: nobody gives up; `shrinkage` the part of presence that is not there for calls; money in
-- millionths; `rules` what shifts must keep to, as planning reads it. `history_at` is when the history was last changed.
create table planning.terms (
    firm_id       text not null references firms.firm (id),
    within_s      integer not null,
    late          double precision not null,
    patience_s    double precision,
    shrinkage     double precision not null,
    risk          double precision not null,
    cost_per_hour bigint not null,
    currency      text not null check (length(currency) = 3),
    region        text check (length(region) between 1 and 10),
    rules         jsonb not null check (jsonb_typeof(rules) = 'object'),
    history_at    timestamptz,
    primary key (firm_id)
);
call platform.protect('planning.terms', 'select, insert, update, delete', '');
