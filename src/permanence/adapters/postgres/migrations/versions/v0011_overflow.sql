-- Overflow: when a queue's callers are offered to partner firms, how a firm receives those of others, and what was answered.

-- The country from which an agent answers; null: that of the firm.
alter table routing.agent add column country text check (country ~ '^[A-Z]{2}$');

-- When the callers of a queue are offered to partners, and to which.
create table synergy.overflow (
    firm_id    text not null,
    queue_id   text not null,
    rule       jsonb not null,
    changed_at timestamptz not null,
    primary key (firm_id, queue_id),
    foreign key (firm_id, queue_id) references routing.queue (firm_id, id) on delete cascade
);
call platform.protect('synergy.overflow', 'select, insert, update, delete', 'select');

-- Into which queue of its own the answering firm of an agreement receives the owner's callers. Nothing here: it receives none.
create table synergy.reception (
    firm_id      text not null,
    agreement_id text not null check (platform.is_id(agreement_id, 'agr')),
    queue_id     text not null,
    changed_at   timestamptz not null,
    primary key (firm_id, agreement_id),
    foreign key (firm_id, queue_id) references routing.queue (firm_id, id) on delete cascade
);
call platform.protect('synergy.reception', 'select, insert, update, delete', 'select');

-- A stretch in which an agent of the answering firm had a caller of the owner firm: made once of the call's journal line (`seq`), by
-- the platform's own worker. Both firms see it; the caller is there by alias alone.
create table synergy.answered (
    owner_firm_id     text not null references firms.firm (id),
    answering_firm_id text not null references firms.firm (id),
    id                text not null check (platform.is_id(id, 'ans')),
    interaction_id    text not null check (platform.is_id(interaction_id, 'int')),
    seq               integer not null,
    agreement_id      text not null,
    version_id        text not null,
    dialled           text not null,
    brand             text not null,
    agent_id          text not null check (platform.is_id(agent_id, 'agt')),
    alias             text not null,
    country           text not null,
    caller            text not null,
    arrived_at        timestamptz not null,
    since             timestamptz not null,
    until             timestamptz not null,
    seconds           integer not null check (seconds >= 0),
    primary key (owner_firm_id, answering_firm_id, id),
    unique (owner_firm_id, answering_firm_id, interaction_id, seq),
    check (until >= since),
    foreign key (owner_firm_id, answering_firm_id, agreement_id) references synergy.agreement (owner_firm_id, answering_firm_id, id)
);
call platform.share('synergy.answered', 'select', 'select, insert', 'owner_firm_id', 'answering_firm_id');
create index answered_owner on synergy.answered (owner_firm_id, since desc);
create index answered_answering on synergy.answered (answering_firm_id, since desc);
create index answered_agreement on synergy.answered (agreement_id, since);

-- Few lines of the journal tell of partners' stretches: whoever reads them finds them without reading the others.
create index journal_partner_served on interaction.journal (position) where kind = 'interaction.partner_served';
