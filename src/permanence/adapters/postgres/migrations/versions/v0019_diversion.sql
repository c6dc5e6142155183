-- The watch over diverted callers. The worker, which sees all firms, compares and counts; what it writes down holds counts, no caller.

create schema diversion;
grant usage on schema diversion to permanence_app, permanence_floor;

-- A week of an owner's callers that has been looked at, once; `weeks` is what it tells of each subject.
create table diversion.look (
    firm_id   text not null references firms.firm (id),
    week      date not null,
    looked_at timestamptz not null,
    callers   integer not null check (callers >= 0),
    weeks     jsonb not null,
    primary key (firm_id, week)
);
call platform.protect('diversion.look', 'select', 'select, insert');

-- A difference to be explained. An own agent's case has the owner on both sides. Made by the worker alone.
create table diversion.case_opened (
    owner_firm_id     text not null references firms.firm (id),
    answering_firm_id text not null references firms.firm (id),
    id                text not null check (platform.is_id(id, 'cas')),
    finding           jsonb not null,
    calls             jsonb not null,
    opened_at         timestamptz not null,
    primary key (owner_firm_id, answering_firm_id, id)
);
call platform.share('diversion.case_opened', 'select', 'select, insert', 'owner_firm_id', 'answering_firm_id');

-- Steps of a case, only added. Which firm took one is stamped by the database: both may note something, the
-- firm it is about explains, the owner does the rest.
create table diversion.case_step (
    owner_firm_id     text not null,
    answering_firm_id text not null,
    case_id           text not null,
    number            integer not null check (number >= 1),
    decision          text not null check (decision in ('noted', 'answered', 'unfounded', 'settled', 'suspended', 'ended')),
    taken_by_firm_id  text not null default platform.current_firm(),
    taken_by          text not null check (platform.is_id(taken_by, 'per')),
    taken_name        text not null check (length(taken_name) <= 200),
    taken_at          timestamptz not null,
    text              text not null check (length(text) <= 4000),
    primary key (owner_firm_id, answering_firm_id, case_id, number),
    foreign key (owner_firm_id, answering_firm_id, case_id) references diversion.case_opened (owner_firm_id, answering_firm_id, id),
    check (decision = 'noted' or taken_by_firm_id = case when decision = 'answered' then answering_firm_id else owner_firm_id end)
);
call platform.share('diversion.case_step', 'select', 'select', 'owner_firm_id', 'answering_firm_id');
grant insert (owner_firm_id, answering_firm_id, case_id, number, decision, taken_by, taken_name, taken_at, text)
    on diversion.case_step to permanence_app;
