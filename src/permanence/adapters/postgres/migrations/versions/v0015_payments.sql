-- What the operator's bank has carried out for a closed month: one person says so, another confirms it, and the books post it.

-- Statements of a closed month that one person says are paid, on which day and under which reference of the bank. `cents` is their sum.
create table ledger.remittance (
    firm_id       text not null references firms.firm (id),
    id            text not null check (platform.is_id(id, 'rem')),
    month         date not null,
    executed_on   date not null,
    reference     text not null check (length(reference) between 1 and 140),
    statements    text[] not null check (cardinality(statements) between 1 and 10000),
    cents         bigint not null check (cents > 0),
    proposed_by   text not null check (platform.is_id(proposed_by, 'per')),
    proposed_name text not null check (length(proposed_name) <= 200),
    proposed_at   timestamptz not null,
    primary key (firm_id, id),
    unique (firm_id, id, proposed_by),
    foreign key (firm_id, month) references ledger.closing (firm_id, month)
);
call platform.protect('ledger.remittance', 'select, insert', 'select');

-- Another person's confirmation. From here on the books post it.
create table ledger.remittance_approval (
    firm_id       text not null,
    remittance_id text not null,
    proposed_by   text not null,
    approved_by   text not null check (platform.is_id(approved_by, 'per')),
    approved_name text not null check (length(approved_name) <= 200),
    approved_at   timestamptz not null,
    primary key (firm_id, remittance_id),
    foreign key (firm_id, remittance_id, proposed_by) references ledger.remittance (firm_id, id, proposed_by),
    constraint remittance_by_another check (approved_by <> proposed_by)
);
call platform.protect('ledger.remittance_approval', 'select, insert', 'select');

-- It is posted: each of its statements has its row in ledger.paid.
create table ledger.remittance_posted (
    firm_id       text not null,
    remittance_id text not null,
    posted_at     timestamptz not null,
    primary key (firm_id, remittance_id),
    foreign key (firm_id, remittance_id) references ledger.remittance_approval (firm_id, remittance_id)
);
call platform.protect('ledger.remittance_posted', 'select', 'select, insert');

-- The bank has sent the payment of a statement back, as a person of the operator says.
create table ledger.remittance_return (
    firm_id       text not null,
    remittance_id text not null,
    statement_id  text not null check (platform.is_id(statement_id, 'stm')),
    returned_on   date not null,
    reason        text not null check (length(reason) between 1 and 500),
    told_by       text not null check (platform.is_id(told_by, 'per')),
    told_name     text not null check (length(told_name) <= 200),
    told_at       timestamptz not null,
    primary key (firm_id, remittance_id, statement_id),
    foreign key (firm_id, remittance_id) references ledger.remittance_posted (firm_id, remittance_id)
);
call platform.protect('ledger.remittance_return', 'select, insert', 'select');

-- A statement was paid, for the `nth` time: a second time only after the first came back. Seen by the statement's firms.
create table ledger.paid (
    owner_firm_id     text not null references firms.firm (id),
    answering_firm_id text not null references firms.firm (id),
    operator_firm_id  text not null references firms.firm (id),
    statement_id      text not null,
    nth               integer not null check (nth >= 1),
    remittance_id     text not null check (platform.is_id(remittance_id, 'rem')),
    cents             bigint not null check (cents > 0),
    paid_on           date not null,
    reference         text not null,
    posted_at         timestamptz not null,
    primary key (owner_firm_id, answering_firm_id, operator_firm_id, statement_id, nth),
    foreign key (owner_firm_id, answering_firm_id, operator_firm_id, statement_id)
        references ledger.statement (owner_firm_id, answering_firm_id, operator_firm_id, id)
);
call platform.share('ledger.paid', 'select', 'select, insert', 'owner_firm_id', 'answering_firm_id', 'operator_firm_id');

-- And it came back: the statement is owed again.
create table ledger.paid_back (
    owner_firm_id     text not null,
    answering_firm_id text not null,
    operator_firm_id  text not null,
    statement_id      text not null,
    nth               integer not null,
    returned_on       date not null,
    reason            text not null,
    posted_at         timestamptz not null,
    primary key (owner_firm_id, answering_firm_id, operator_firm_id, statement_id, nth),
    foreign key (owner_firm_id, answering_firm_id, operator_firm_id, statement_id, nth)
        references ledger.paid (owner_firm_id, answering_firm_id, operator_firm_id, statement_id, nth)
);
call platform.share('ledger.paid_back', 'select', 'select, insert', 'owner_firm_id', 'answering_firm_id', 'operator_firm_id');
