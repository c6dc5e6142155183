-- Receipts of what one firm answered for another, and the signed days under which they stand. Only added, by the platform's own
-- worker alone: neither of the two firms can write one, and nobody who serves them can change one.

-- A receipt: number `nth` of the pair's chain, for one answered stretch, in canonical form. It belongs to a day of UTC.
create table synergy.receipt (
    owner_firm_id     text not null references firms.firm (id),
    answering_firm_id text not null references firms.firm (id),
    id                text not null check (platform.is_id(id, 'rcp')),
    nth               bigint not null check (nth >= 1),
    answered_id       text not null,
    issued_at         timestamptz not null,
    day               date not null,
    digest            text not null check (digest ~ '^[0-9a-f]{64}$'),
    document          text not null,
    primary key (owner_firm_id, answering_firm_id, id),
    unique (owner_firm_id, answering_firm_id, nth),
    unique (owner_firm_id, answering_firm_id, answered_id),
    check (day = (issued_at at time zone 'UTC')::date),
    foreign key (owner_firm_id, answering_firm_id, answered_id) references synergy.answered (owner_firm_id, answering_firm_id, id)
);
call platform.share('synergy.receipt', 'select', 'select, insert', 'owner_firm_id', 'answering_firm_id');
create index receipt_pair_day on synergy.receipt (owner_firm_id, answering_firm_id, day, nth);
create index receipt_owner on synergy.receipt (owner_firm_id, id desc);
create index receipt_answering on synergy.receipt (answering_firm_id, id desc);
create index receipt_of_day on synergy.receipt (day);

-- Where a pair's receipts stand under the root of a signed day: from which leaf on, how many, from which number of the pair's chain
-- on, and the nodes beside them (32 bytes each, the deepest first). It is kept when the day is signed: afterwards nobody who serves one firm sees the leaves of others.
create table synergy.receipt_place (
    owner_firm_id     text not null references firms.firm (id),
    answering_firm_id text not null references firms.firm (id),
    day               date not null,
    first_leaf        bigint not null check (first_leaf >= 0),
    leaves            integer not null check (leaves >= 1),
    first_nth         bigint not null check (first_nth >= 1),
    proof             bytea not null,
    primary key (owner_firm_id, answering_firm_id, day)
);
call platform.share('synergy.receipt_place', 'select', 'select, insert', 'owner_firm_id', 'answering_firm_id');

-- The signed root of a day over all receipts of the installation, in canonical form, and the public key of its signature
-- (hexadecimal), since a key that was lost has a successor. No firm's data.
create table synergy.day_root (
    day        date primary key,
    document   text not null,
    public_key text not null check (length(public_key) = 64)
);
grant select on synergy.day_root to permanence_app;
grant select, insert on synergy.day_root to permanence_floor;

-- What was answered lately, without going through all that ever was.
create index answered_since on synergy.answered (since);
