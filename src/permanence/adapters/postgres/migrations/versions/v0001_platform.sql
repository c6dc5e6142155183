-- What belongs to no capability: ids, the firm of a transaction, row security, leases, answers kept for repeats.

revoke all on schema public from public;
grant usage on schema platform to permanence_app, permanence_floor, permanence_door;
alter default privileges revoke execute on functions from public;

-- Ids are a prefix of three letters and 26 characters (kernel/ids.py).
create function platform.is_id(id text, prefix text) returns boolean
    language sql immutable parallel safe
    return left(id, 4) = prefix || '_' and length(id) = 30;

-- The firm of this transaction. Raises where none is named: a forgotten firm must not look like an empty table.
create function platform.current_firm() returns text
    language plpgsql stable parallel safe
    set search_path = pg_catalog, pg_temp
as $$
declare
    firm text := current_setting('permanence.firm', true);
begin
    if firm is null or firm !~ '^frm_[0-9a-hjkmnp-tv-z]{26}$' then
        raise exception 'this transaction names no firm' using errcode = 'PF001';
    end if;
    return firm;
end
$$;

-- The firms of this transaction, for the floor: a list separated by commas, never empty.
create function platform.current_firms() returns text[]
    language plpgsql stable parallel safe
    set search_path = pg_catalog, pg_temp
as $$
declare
    firms text := current_setting('permanence.firms', true);
begin
    if firms is null or firms !~ '^frm_[0-9a-hjkmnp-tv-z]{26}(,frm_[0-9a-hjkmnp-tv-z]{26})*$' then
        raise exception 'this transaction names no firms' using errcode = 'PF001';
    end if;
    return string_to_array(firms, ',');
end
$$;

grant execute on function platform.is_id(text, text), platform.current_firm()
    to permanence_app, permanence_floor, permanence_door;
grant execute on function platform.current_firms() to permanence_floor;

-- Puts a table under row security, forced, with one policy for each role, and gives these rights on it.
create procedure platform.protect(target regclass, app_rights text, floor_rights text, firm_column name default 'firm_id')
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    execute format('alter table %s enable row level security', target);
    execute format('alter table %s force row level security', target);
    execute format(
        'create policy app_own_firm on %1$s for all to permanence_app '
        'using (%2$I = (select platform.current_firm())) with check (%2$I = (select platform.current_firm()))',
        target, firm_column);
    execute format(
        'create policy floor_own_firms on %1$s for all to permanence_floor '
        'using (%2$I = any ((select platform.current_firms())::text[])) '
        'with check (%2$I = any ((select platform.current_firms())::text[]))',
        target, firm_column);
    if app_rights <> '' then
        execute format('grant %s on %s to permanence_app', app_rights, target);
    end if;
    if floor_rights <> '' then
        execute format('grant %s on %s to permanence_floor', floor_rights, target);
    end if;
end
$$;

-- Who may act as the one writer, until when; `fencing` grows with every change of hands. No firm's data.
create table platform.lease (
    name    text primary key,
    holder  text not null,
    fencing bigint not null,
    until   timestamptz not null
);
grant select, insert, update on platform.lease to permanence_floor;

-- How far a reader of the journal has come. No firm's data.
create table platform.reader (
    name     text primary key,
    position bigint not null
);
grant select, insert, update on platform.reader to permanence_floor;

grant select on platform.version to permanence_app, permanence_floor;

-- The first answer to a request that carried an Idempotency-Key, kept so that a repeat changes nothing. The line is
-- written in the transaction of what the request changes; the answer follows, and is null until then and where it
-- holds a secret.
create table platform.answer (
    firm_id      text not null check (platform.is_id(firm_id, 'frm')),
    person_id    text not null check (platform.is_id(person_id, 'per')),
    key          text not null check (length(key) between 1 and 200),
    request_hash bytea not null,
    status       smallint,
    content_type text,
    body         bytea,
    created_at   timestamptz not null,
    primary key (firm_id, person_id, key)
);
call platform.protect('platform.answer', 'select, insert, update, delete', '');
