-- Money that firms pay ahead: what came in, until when it is to be used, and below which balance a firm wants to be warned.

-- A person of the operator says that a firm has paid ahead. The books post it.
create table ledger.top_up (
    firm_id       text not null references firms.firm (id),
    id            text not null check (platform.is_id(id, 'tup')),
    payer         text not null check (platform.is_id(payer, 'frm')),
    amount        bigint not null check (amount > 0),
    currency      text not null check (currency = any (array['EUR'])),
    paid_on       date not null,
    until         date check (until >= paid_on),
    reference     text not null check (length(reference) between 1 and 140),
    recorded_by   text not null check (platform.is_id(recorded_by, 'per')),
    recorded_name text not null check (length(recorded_name) <= 200),
    recorded_at   timestamptz not null,
    primary key (firm_id, id)
);
call platform.protect('ledger.top_up', 'select, insert', 'select');

-- It is posted. Seen by the firm that paid (owner and answering firm alike) and by the operator; what is not used by the end of `until` is owed to
-- the firm again.
create table ledger.advance (
    owner_firm_id     text not null references firms.firm (id),
    answering_firm_id text not null references firms.firm (id),
    operator_firm_id  text not null references firms.firm (id),
    id                text not null check (platform.is_id(id, 'tup')),
    amount            bigint not null check (amount > 0),
    currency          text not null check (currency = any (array['EUR'])),
    paid_on           date not null,
    until             date,
    reference         text not null,
    posted_at         timestamptz not null,
    primary key (owner_firm_id, answering_firm_id, operator_firm_id, id)
);
call platform.share('ledger.advance', 'select', 'select, insert', 'owner_firm_id', 'answering_firm_id', 'operator_firm_id');

-- Below which balance, in millionths of the euro, a firm wants to be warned.
create table ledger.alarm (
    firm_id    text primary key references firms.firm (id),
    level      bigint not null check (level > 0),
    changed_at timestamptz not null
);
call platform.protect('ledger.alarm', 'select, insert, update, delete', '');
