-- Looks at an owner's callers, by the owner's people and by its partners'. Only added. A look of the own people has the owner on both
-- sides; which firm looked is stamped by the database, so who writes of another's callers without need tells on itself alone. Names are
-- copied: the owner reads who it was, though a partner's people are no rows of its own. No row holds a caller's number.
create table firms.access (
    owner_firm_id     text not null references firms.firm (id),
    answering_firm_id text not null references firms.firm (id),
    id                text not null check (platform.is_id(id, 'lok')),
    seen_by_firm_id   text not null default platform.current_firm(),
    firm_name         text not null check (length(firm_name) <= 200),
    person_id         text not null check (platform.is_id(person_id, 'per')),
    person_name       text not null check (length(person_name) <= 200),
    seen_at           timestamptz not null,
    what              text not null check (what in
        ('calls.listed', 'calls.exported', 'call.opened', 'caller.opened', 'recording.heard', 'receipt.fetched', 'receipts.fetched')),
    subject           text not null check (length(subject) <= 80),
    primary key (owner_firm_id, answering_firm_id, id)
);
create index access_seen on firms.access (owner_firm_id, seen_at desc, id desc);
create index access_person on firms.access (person_id, what, subject, seen_at);
call platform.share('firms.access', 'select', 'select', 'owner_firm_id', 'answering_firm_id');
grant insert (owner_firm_id, answering_firm_id, id, firm_name, person_id, person_name, seen_at, what, subject) on firms.access to permanence_app;
