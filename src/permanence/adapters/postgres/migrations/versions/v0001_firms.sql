-- Firms, their people, who is signed in, and what was done by whom.

create schema firms;
grant usage on schema firms to permanence_app, permanence_floor, permanence_door;

create table firms.firm (
    id         text primary key check (platform.is_id(id, 'frm')),
    name       text not null check (length(name) between 1 and 120),
    language   text not null check (language in ('fr', 'en')),
    country    text not null check (country ~ '^[A-Z]{2}$'),
    time_zone  text not null,
    status     text not null check (status in ('open', 'closed')),
    created_at timestamptz not null,
    -- How long recordings are kept unless a purpose says otherwise.
    recording_days integer not null default 30 check (recording_days between 1 and 1830)
);
call platform.protect('firms.firm', 'select, insert, update', 'select', 'id');

create table firms.person (
    firm_id             text not null references firms.firm (id),
    id                  text not null check (platform.is_id(id, 'per')),
    email               text not null check (email = lower(email) and length(email) between 3 and 254),
    name                text not null check (length(name) between 1 and 120),
    password_hash       text not null,
    roles               text[] not null
        check (roles <@ array['operator', 'director', 'supervisor', 'agent', 'client']::text[] and cardinality(roles) > 0),
    language            text not null check (language in ('fr', 'en')),
    status              text not null check (status in ('active', 'disabled')),
    must_change         boolean not null,
    failures            integer not null default 0 check (failures >= 0),
    locked_until        timestamptz,
    created_at          timestamptz not null,
    password_changed_at timestamptz not null,
    primary key (firm_id, id),
    unique (firm_id, email)
);
create index person_email on firms.person (email);
call platform.protect(
    'firms.person', 'select, insert, update', 'select (firm_id, id, email, name, roles, language, status)');

-- One row for each browser in which a person is signed in. Only the hash of the cookie's secret is kept.
create table firms.sign_in (
    firm_id     text not null references firms.firm (id),
    id          text not null check (platform.is_id(id, 'sgn')),
    person_id   text not null,
    secret_hash bytea not null check (length(secret_hash) = 32),
    created_at  timestamptz not null,
    seen_at     timestamptz not null,
    expires_at  timestamptz not null,
    address     text,
    browser     text,
    primary key (firm_id, id),
    foreign key (firm_id, person_id) references firms.person (firm_id, id) on delete cascade
);
create index sign_in_secret on firms.sign_in (secret_hash);
create index sign_in_person on firms.sign_in (firm_id, person_id);
call platform.protect('firms.sign_in', 'select, insert, update, delete', '');

-- What was done by whom: sign-ins, rights, exports, listening. Nobody but the owner can change a line.
create table firms.audit (
    firm_id   text not null references firms.firm (id),
    id        text not null check (platform.is_id(id, 'aud')),
    at        timestamptz not null,
    person_id text check (platform.is_id(person_id, 'per')),
    action    text not null,
    subject   text,
    detail    jsonb not null default '{}',
    address   text,
    primary key (firm_id, id)
);
create index audit_at on firms.audit (firm_id, at desc, id);
call platform.protect('firms.audit', 'select, insert', 'select, insert');

-- The doors: before a firm is known, three questions may be asked, and each sees only the rows of its question.
-- Their owner is a role that nobody can sign in as; its policies open to a setting that only the function makes.
grant select (id, name, status) on firms.firm to permanence_door;
grant select (firm_id, id, email, password_hash, status, failures, locked_until) on firms.person to permanence_door;
grant select (firm_id, id, secret_hash) on firms.sign_in to permanence_door;
create policy door_email on firms.person for select to permanence_door
    using (email = current_setting('permanence.door_email', true));
create policy door_secret on firms.sign_in for select to permanence_door
    using (encode(secret_hash, 'hex') = current_setting('permanence.door_secret', true));
create policy door_email on firms.firm for select to permanence_door
    using (exists (select from firms.person where person.firm_id = firm.id));
create policy door_roster on firms.firm for select to permanence_door
    using (current_setting('permanence.door_roster', true) = 'asked');

-- Everybody with this address, in each of their firms, with what is needed to check a password.
create function firms.people_at_the_door(asked text)
    returns table (firm_id text, firm_name text, person_id text, password_hash text, failures integer, locked_until timestamptz)
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform set_config('permanence.door_email', lower(asked), true);
    return query
        select firm.id, firm.name, person.id, person.password_hash, person.failures, person.locked_until
        from firms.person join firms.firm on firm.id = person.firm_id
        where person.email = lower(asked) and person.status = 'active' and firm.status = 'open'
        order by firm.name, firm.id;
    perform set_config('permanence.door_email', '', true);
end
$$;

-- The firm and the row of the sign-in that has this secret.
create function firms.sign_in_at_the_door(asked bytea)
    returns table (firm_id text, sign_in_id text)
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform set_config('permanence.door_secret', encode(asked, 'hex'), true);
    return query select sign_in.firm_id, sign_in.id from firms.sign_in where sign_in.secret_hash = asked;
    perform set_config('permanence.door_secret', '', true);
end
$$;

-- The open firms, by id alone: what the floor serves.
create function firms.roster()
    returns setof text
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform set_config('permanence.door_roster', 'asked', true);
    return query select firm.id from firms.firm where firm.status = 'open' order by firm.id;
    perform set_config('permanence.door_roster', '', true);
end
$$;

revoke all on function firms.people_at_the_door(text), firms.sign_in_at_the_door(bytea), firms.roster() from public;
grant execute on function firms.people_at_the_door(text), firms.sign_in_at_the_door(bytea) to permanence_app;
grant execute on function firms.roster() to permanence_floor;
grant create on schema firms to permanence_door;
alter function firms.people_at_the_door(text) owner to permanence_door;
alter function firms.sign_in_at_the_door(bytea) owner to permanence_door;
alter function firms.roster() owner to permanence_door;
revoke create on schema firms from permanence_door;
