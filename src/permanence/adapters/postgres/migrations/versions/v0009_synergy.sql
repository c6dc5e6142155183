-- Firms that answer for one another: who offers to, and on which terms two of them agreed.

create schema synergy;
grant usage on schema synergy to permanence_app, permanence_floor, permanence_door;

-- Puts a table that belongs to two firms under row security, forced: each of the two sees its rows, nobody else does. Which of
-- them wrote a row is never told by who asks: a column that has platform.current_firm() as its default, and no right to be
-- written, says so.
create procedure platform.share(target regclass, app_rights text, floor_rights text, one name, other name)
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    execute format('alter table %s enable row level security', target);
    execute format('alter table %s force row level security', target);
    execute format(
        'create policy app_own_firm on %1$s for all to permanence_app '
        'using (%2$I = (select platform.current_firm()) or %3$I = (select platform.current_firm())) '
        'with check (%2$I = (select platform.current_firm()) or %3$I = (select platform.current_firm()))',
        target, one, other);
    execute format(
        'create policy floor_own_firms on %1$s for all to permanence_floor '
        'using (%2$I = any ((select platform.current_firms())::text[]) or %3$I = any ((select platform.current_firms())::text[])) '
        'with check (%2$I = any ((select platform.current_firms())::text[]) or %3$I = any ((select platform.current_firms())::text[]))',
        target, one, other);
    if app_rights <> '' then
        execute format('grant %s on %s to permanence_app', app_rights, target);
    end if;
    if floor_rights <> '' then
        execute format('grant %s on %s to permanence_floor', floor_rights, target);
    end if;
end
$$;

-- What a firm tells all others of the platform, while it is shown: that it answers for others, or looks for whom to answer for it.
create table synergy.listing (
    firm_id   text primary key references firms.firm (id),
    name      text not null check (length(name) between 1 and 200),
    country   text not null check (length(country) = 2),
    answers   boolean not null default false,
    seeks     boolean not null default false,
    languages text[] not null default '{}' check (array_length(languages, 1) is null or array_length(languages, 1) <= 20),
    text      text not null default '' check (length(text) <= 2000),
    shown     boolean not null default false,
    changed_at timestamptz not null
);
call platform.protect('synergy.listing', 'select, insert, update', 'select');

-- An owner firm, an answering firm: the frame of their terms. The names are those by which they made it.
create table synergy.agreement (
    owner_firm_id     text not null references firms.firm (id),
    answering_firm_id text not null references firms.firm (id),
    id                text not null check (platform.is_id(id, 'agr')),
    owner_name        text not null check (length(owner_name) <= 200),
    answering_name    text not null check (length(answering_name) <= 200),
    made_at           timestamptz not null,
    primary key (owner_firm_id, answering_firm_id, id),
    check (owner_firm_id <> answering_firm_id)
);
call platform.share('synergy.agreement', 'select, insert', 'select', 'owner_firm_id', 'answering_firm_id');

-- Terms as one of the two proposed them. Never changed: who wants others proposes the next.
create table synergy.version (
    owner_firm_id       text not null,
    answering_firm_id   text not null,
    agreement_id        text not null,
    id                  text not null check (platform.is_id(id, 'agv')),
    number              integer not null check (number >= 1),
    terms               jsonb not null,
    starts_on           date not null,
    note                text not null default '' check (length(note) <= 2000),
    proposed_by_firm_id text not null default platform.current_firm(),
    proposed_by         text not null check (platform.is_id(proposed_by, 'per')),
    proposed_name       text not null check (length(proposed_name) <= 200),
    proposed_at         timestamptz not null,
    primary key (owner_firm_id, answering_firm_id, id),
    unique (owner_firm_id, answering_firm_id, agreement_id, number),
    unique (owner_firm_id, answering_firm_id, id, proposed_by_firm_id),
    foreign key (owner_firm_id, answering_firm_id, agreement_id) references synergy.agreement (owner_firm_id, answering_firm_id, id)
);
call platform.share('synergy.version', 'select', 'select', 'owner_firm_id', 'answering_firm_id');
grant insert (owner_firm_id, answering_firm_id, agreement_id, id, number, terms, starts_on, note, proposed_by, proposed_name, proposed_at)
    on synergy.version to permanence_app;

-- The one answer to a version: withdrawn by who proposed it, accepted or refused by the other. The firm that answers is stamped by
-- the database, so no request of one firm can consent in the other's name.
create table synergy.answer (
    owner_firm_id       text not null,
    answering_firm_id   text not null,
    version_id          text not null,
    proposed_by_firm_id text not null,
    decision            text not null check (decision in ('withdrawn', 'accepted', 'refused')),
    answered_by_firm_id text not null default platform.current_firm(),
    answered_by         text not null check (platform.is_id(answered_by, 'per')),
    answered_name       text not null check (length(answered_name) <= 200),
    answered_at         timestamptz not null,
    note                text not null default '' check (length(note) <= 2000),
    primary key (owner_firm_id, answering_firm_id, version_id),
    foreign key (owner_firm_id, answering_firm_id, version_id, proposed_by_firm_id)
        references synergy.version (owner_firm_id, answering_firm_id, id, proposed_by_firm_id),
    check ((decision = 'withdrawn') = (answered_by_firm_id = proposed_by_firm_id))
);
call platform.share('synergy.answer', 'select', 'select', 'owner_firm_id', 'answering_firm_id');
grant insert (owner_firm_id, answering_firm_id, version_id, proposed_by_firm_id, decision, answered_by, answered_name, answered_at, note)
    on synergy.answer to permanence_app;

-- The end of an agreement, given by either side; the last day on which it holds is as its notice says.
create table synergy.ending (
    owner_firm_id     text not null,
    answering_firm_id text not null,
    agreement_id      text not null,
    last_day          date not null,
    given_by_firm_id  text not null default platform.current_firm(),
    given_by          text not null check (platform.is_id(given_by, 'per')),
    given_name        text not null check (length(given_name) <= 200),
    given_at          timestamptz not null,
    note              text not null default '' check (length(note) <= 2000),
    primary key (owner_firm_id, answering_firm_id, agreement_id),
    foreign key (owner_firm_id, answering_firm_id, agreement_id) references synergy.agreement (owner_firm_id, answering_firm_id, id)
);
call platform.share('synergy.ending', 'select', 'select', 'owner_firm_id', 'answering_firm_id');
grant insert (owner_firm_id, answering_firm_id, agreement_id, last_day, given_by, given_name, given_at, note)
    on synergy.ending to permanence_app;

-- The door: what is shown to all firms of the platform, and no more.
grant select (firm_id, name, country, answers, seeks, languages, text, shown) on synergy.listing to permanence_door;
create policy door_shown on synergy.listing for select to permanence_door
    using (shown and current_setting('permanence.door_market', true) = 'asked');
create function synergy.market()
    returns table (firm_id text, name text, country text, answers boolean, seeks boolean, languages text[], told text)
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform set_config('permanence.door_market', 'asked', true);
    return query
        select listing.firm_id, listing.name, listing.country, listing.answers, listing.seeks, listing.languages, listing.text
        from synergy.listing where listing.shown order by lower(listing.name), listing.firm_id limit 1000;
    perform set_config('permanence.door_market', '', true);
end
$$;
revoke all on function synergy.market() from public;
grant execute on function synergy.market() to permanence_app;
grant create on schema synergy to permanence_door;
alter function synergy.market() owner to permanence_door;
revoke create on schema synergy from permanence_door;
