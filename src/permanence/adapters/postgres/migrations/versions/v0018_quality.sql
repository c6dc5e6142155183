-- Complaints: what a caller or an agent tells of a call, tied to the call by the platform's own worker, answered by the owner.

create schema quality;
grant usage on schema quality to permanence_app, permanence_floor;

-- What was told and is not tied to a call yet. No firm's data. Whoever serves pages may put something in and read nothing:
-- the worker alone takes it out. `once` tells repeats of one telling.
create table quality.inbox (
    once           text primary key check (length(once) between 8 and 64),
    told_at        timestamptz not null,
    source         text not null check (source in ('web', 'agent')),
    kind           text not null,
    text           text not null check (length(text) <= 4000),
    reply_to       text not null default '' check (length(reply_to) <= 200),
    reference      text not null default '' check (length(reference) <= 40),
    interaction_id text check (platform.is_id(interaction_id, 'int')),
    teller         text check (platform.is_id(teller, 'frm'))
);
grant insert on quality.inbox to permanence_app;
grant select, delete on quality.inbox to permanence_floor;
create index inbox_told on quality.inbox (told_at);

-- A complaint as both firms see it: the owner of the call, and who answered for it (the owner itself where no partner did). Long
-- numbers in the text are masked; what was said word for word is in quality.words. Made and closed by the worker alone.
create table quality.complaint (
    owner_firm_id     text not null references firms.firm (id),
    answering_firm_id text not null references firms.firm (id),
    id                text not null check (platform.is_id(id, 'cpl')),
    answered_id       text,
    agreement_id      text,
    source            text not null check (source in ('web', 'agent')),
    kind              text not null,
    text              text not null check (length(text) <= 4000),
    told_at           timestamptz not null,
    due_at            timestamptz not null,
    closed_at         timestamptz,
    founded           boolean,
    primary key (owner_firm_id, answering_firm_id, id),
    foreign key (owner_firm_id, answering_firm_id, answered_id) references synergy.answered (owner_firm_id, answering_firm_id, id)
);
call platform.share('quality.complaint', 'select', 'select, insert, update', 'owner_firm_id', 'answering_firm_id');
create index complaint_owner on quality.complaint (owner_firm_id, told_at desc);
create index complaint_answering on quality.complaint (answering_firm_id, told_at desc);
create index complaint_agreement on quality.complaint (agreement_id, told_at);

-- What the owner alone sees of a complaint: the call, the words, how the caller wants to be answered, the reference as it was typed.
create table quality.words (
    firm_id        text not null references firms.firm (id),
    complaint_id   text not null check (platform.is_id(complaint_id, 'cpl')),
    interaction_id text check (platform.is_id(interaction_id, 'int')),
    text           text not null,
    reply_to       text not null,
    reference      text not null,
    primary key (firm_id, complaint_id)
);
call platform.protect('quality.words', 'select', 'select, insert');

-- The owner's one answer to a complaint; whether it was founded.
create table quality.answer (
    firm_id       text not null,
    complaint_id  text not null,
    text          text not null check (length(text) <= 4000),
    founded       boolean not null,
    answered_by   text not null check (platform.is_id(answered_by, 'per')),
    answered_name text not null check (length(answered_name) <= 200),
    answered_at   timestamptz not null,
    primary key (firm_id, complaint_id),
    foreign key (firm_id, complaint_id) references quality.words (firm_id, complaint_id)
);
call platform.protect('quality.answer', 'select, insert', 'select');

-- How many hours a firm gives itself to answer a complaint.
create table quality.rule (
    firm_id      text primary key references firms.firm (id),
    answer_hours integer not null check (answer_hours between 1 and 720)
);
call platform.protect('quality.rule', 'select, insert, update', 'select');

-- How a partner stands: calls answered and complaints of the last days, and the bounds of the part that went without complaint.
create table quality.standing (
    owner_firm_id     text not null references firms.firm (id),
    answering_firm_id text not null references firms.firm (id),
    agreement_id      text not null,
    answered          integer not null check (answered >= 0),
    complained        integer not null check (complained >= 0),
    low               double precision not null,
    high              double precision not null,
    looked_at         timestamptz not null,
    primary key (owner_firm_id, answering_firm_id, agreement_id),
    foreign key (owner_firm_id, answering_firm_id, agreement_id) references synergy.agreement (owner_firm_id, answering_firm_id, id)
);
call platform.share('quality.standing', 'select', 'select, insert, update', 'owner_firm_id', 'answering_firm_id');
