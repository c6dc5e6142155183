-- Keys by which programs of a firm sign in: each belongs to a person and may do no more than one role of theirs.

create table firms.access_key (
    firm_id      text not null references firms.firm (id),
    id           text not null check (platform.is_id(id, 'key')),
    person_id    text not null,
    name         text not null check (length(name) between 1 and 120),
    role         text not null check (role = any (array['director', 'supervisor'])),
    -- The first characters, by which people tell keys apart. The rest is kept as a hash.
    start        text not null check (length(start) <= 20),
    secret_hash  bytea not null check (length(secret_hash) = 32),
    created_at   timestamptz not null,
    used_at      timestamptz,
    revoked_at   timestamptz,
    primary key (firm_id, id),
    foreign key (firm_id, person_id) references firms.person (firm_id, id) on delete cascade
);
create index access_key_secret on firms.access_key (secret_hash);
call platform.protect('firms.access_key', 'select, insert, update', '');

-- One more door: whose key this is, asked before a firm is known.
grant select (firm_id, id, secret_hash) on firms.access_key to permanence_door;
create policy door_key on firms.access_key for select to permanence_door
    using (encode(secret_hash, 'hex') = current_setting('permanence.door_key', true));
create function firms.key_at_the_door(asked bytea)
    returns table (firm_id text, key_id text)
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform set_config('permanence.door_key', encode(asked, 'hex'), true);
    return query select access_key.firm_id, access_key.id from firms.access_key where access_key.secret_hash = asked;
    perform set_config('permanence.door_key', '', true);
end
$$;
revoke all on function firms.key_at_the_door(bytea) from public;
grant execute on function firms.key_at_the_door(bytea) to permanence_app;
grant create on schema firms to permanence_door;
alter function firms.key_at_the_door(bytea) owner to permanence_door;
revoke create on schema firms from permanence_door;
