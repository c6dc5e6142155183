-- Notices of the market: capacity that a firm offers to others, or a hole in its coverage for which it seeks somebody. Only a
-- firm that has a listing has notices; withdrawn ones are gone (the audit trail keeps that they were there).
create table synergy.notice (
    firm_id      text not null references synergy.listing (firm_id),
    id           text not null check (platform.is_id(id, 'ntc')),
    notice       jsonb not null,
    expires_on   date not null,
    published_at timestamptz not null,
    primary key (firm_id, id)
);
call platform.protect('synergy.notice', 'select, insert, delete', 'select');

-- The door: notices of firms that show themselves, for a firm that shows itself. What the door sees of listings is bounded by their own
-- policy (shown, and asked for in a function of the door), and so is what it sees of notices.
grant select (firm_id, id, notice, expires_on, published_at) on synergy.notice to permanence_door;
create policy door_shown on synergy.notice for select to permanence_door
    using (exists (select from synergy.listing where listing.firm_id = notice.firm_id));
create function synergy.notices(since date)
    returns table (id text, firm_id text, name text, published_at timestamptz, told text)
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform set_config('permanence.door_market', 'asked', true);
    return query
        select notice.id, notice.firm_id, listing.name, notice.published_at, notice.notice::text
        from synergy.notice join synergy.listing on listing.firm_id = notice.firm_id
        where notice.expires_on >= since
            and exists (select from synergy.listing as own where own.firm_id = platform.current_firm() and own.shown)
        order by notice.published_at desc, notice.firm_id, notice.id desc limit 1000;
    perform set_config('permanence.door_market', '', true);
end
$$;
revoke all on function synergy.notices(date) from public;
grant execute on function synergy.notices(date) to permanence_app;
grant create on schema synergy to permanence_door;
alter function synergy.notices(date) owner to permanence_door;
revoke create on schema synergy from permanence_door;
