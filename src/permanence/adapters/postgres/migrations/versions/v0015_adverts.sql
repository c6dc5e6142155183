-- Advertisements: how callers are brought to a firm's numbers, what that costs, and by which advertisement each one came.

create schema adverts;
grant usage on schema adverts to permanence_app, permanence_door;

-- An advertisement: its period, cost, numbers and code are in the document. `token` is the end of the address that counts visits and
-- leads to `address`, a page of the firm's own; it is random, and unique over all firms since nobody who follows it has signed in.
create table adverts.advert (
    firm_id    text not null references firms.firm (id),
    id         text not null check (platform.is_id(id, 'adv')),
    token      text not null check (length(token) between 12 and 40),
    address    text not null default '' check (address = '' or (address ~ '^https://' and length(address) <= 500)),
    document   jsonb not null,
    changed_at timestamptz not null,
    primary key (firm_id, id),
    constraint advert_token_key unique (token)
);
call platform.protect('adverts.advert', 'select, insert, update, delete', '');

-- How many visits an advertisement's page had in an hour. Nobody who visits is kept.
create table adverts.visit (
    firm_id   text not null,
    advert_id text not null,
    hour      timestamptz not null,
    visits    integer not null check (visits > 0),
    primary key (firm_id, advert_id, hour),
    foreign key (firm_id, advert_id) references adverts.advert (firm_id, id) on delete cascade
);
call platform.protect('adverts.visit', 'select', '');

-- The code that a caller gave, as somebody of the firm entered it.
create table adverts.call_code (
    firm_id        text not null,
    interaction_id text not null,
    code           text not null check (code ~ '^[0-9]{3,4}$'),
    entered_by     text not null check (platform.is_id(entered_by, 'per')),
    entered_at     timestamptz not null,
    primary key (firm_id, interaction_id),
    foreign key (firm_id, interaction_id) references interaction.call (firm_id, id)
);
call platform.protect('adverts.call_code', 'select, insert, update, delete', '');

-- The door: whoever follows an advertisement's address is counted and led on, and learns nothing else.
grant select (firm_id, id, token, address) on adverts.advert to permanence_door;
grant select, insert, update on adverts.visit to permanence_door;
create policy door_token on adverts.advert for select to permanence_door
    using (token = current_setting('permanence.door_advert', true));
create policy door_token on adverts.visit for all to permanence_door
    using (exists (select from adverts.advert where advert.firm_id = visit.firm_id and advert.id = visit.advert_id));
create function adverts.visit(asked text, seen timestamptz) returns text
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    found record;
begin
    perform set_config('permanence.door_advert', asked, true);
    select advert.firm_id, advert.id, advert.address into found from adverts.advert where advert.token = asked and advert.address <> '';
    if found.id is not null then
        insert into adverts.visit (firm_id, advert_id, hour, visits) values (found.firm_id, found.id, date_trunc('hour', seen, 'UTC'), 1)
            on conflict (firm_id, advert_id, hour) do update set visits = visit.visits + 1;
    end if;
    perform set_config('permanence.door_advert', '', true);
    return found.address;
end
$$;
revoke all on function adverts.visit(text, timestamptz) from public;
grant execute on function adverts.visit(text, timestamptz) to permanence_app;
grant create on schema adverts to permanence_door;
alter function adverts.visit(text, timestamptz) owner to permanence_door;
revoke create on schema adverts from permanence_door;
