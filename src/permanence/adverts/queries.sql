-- Advertisements, and what calls, answered stretches and transfers tell of them.

-- name: hold
-- One at a time changes a firm's advertisements.
select pg_advisory_xact_lock(hashtextextended('adverts ' || %(firm)s, 0));

-- name: adverts
-- The firm's advertisements, by birth.
select document::text, token, address from adverts.advert order by id;

-- name: numbers
-- The numbers that the firm has.
select id from flows.number order by id;

-- name: keep
-- An advertisement, new or again; its token stays.
insert into adverts.advert (firm_id, id, token, address, document, changed_at)
values (%(firm)s, %(id)s, %(token)s, %(address)s, %(document)s, %(now)s)
on conflict (firm_id, id) do update set address = excluded.address, document = excluded.document, changed_at = excluded.changed_at;

-- name: remove
-- An advertisement goes, with its visits.
delete from adverts.advert where id = %(id)s;

-- name: code_keep
-- The code that a caller gave.
insert into adverts.call_code (firm_id, interaction_id, code, entered_by, entered_at)
values (%(firm)s, %(call)s, %(code)s, %(person)s, %(now)s)
on conflict (firm_id, interaction_id) do update
    set code = excluded.code, entered_by = excluded.entered_by, entered_at = excluded.entered_at;

-- name: code_drop
-- There was none.
delete from adverts.call_code where interaction_id = %(call)s;

-- name: call_there
-- Whether the firm has a call.
select exists (select from interaction.call where id = %(call)s);

-- name: calls
-- Calls to the firm that arrived in a stretch of time, oldest first, after a place. A caller is new whose number never called before. What a
-- call earned is what its answered stretches gave the firm, less what they took from it; what was reversed counts for nothing.
with page as materialized (
    select firm_id, id, arrived_at, number_id, customer, outcome, talk_s from interaction.call
    where direction = 'inbound' and arrived_at >= %(since)s and arrived_at < %(until)s
        and (%(after_at)s::timestamptz is null or (arrived_at, id) > (%(after_at)s, %(after_id)s))
    order by arrived_at, id limit %(rows)s
), earned as materialized (
    select answered.interaction_id, sum(case
        when transfer.credit_firm_id = answered.owner_firm_id and transfer.credit_kind = 'due' then transfer.amount
        when transfer.debit_firm_id = answered.owner_firm_id and transfer.debit_kind = 'due' then -transfer.amount
        else 0 end)::bigint as amount
    from synergy.answered
    join ledger.transfer on transfer.owner_firm_id = answered.owner_firm_id and transfer.answering_firm_id = answered.answering_firm_id
        and transfer.operator_firm_id = platform.operator_firm() and transfer.cause = answered.id and transfer.currency = %(currency)s
    where answered.owner_firm_id = platform.current_firm() and answered.since >= (select min(arrived_at) from page)
        and answered.arrived_at between (select min(arrived_at) from page) and (select max(arrived_at) from page)
        and not exists (
            select from ledger.transfer as back
            where back.owner_firm_id = transfer.owner_firm_id and back.answering_firm_id = transfer.answering_firm_id
                and back.operator_firm_id = transfer.operator_firm_id and back.reverses = transfer.id
        )
    group by answered.interaction_id
)
select page.id, page.arrived_at, page.number_id, coalesce(call_code.code, ''),
    page.customer is not null and not exists (
        select from interaction.call as before
        where before.firm_id = page.firm_id and before.customer = page.customer and before.direction = 'inbound'
            and (before.arrived_at, before.id) < (page.arrived_at, page.id)
    ),
    page.outcome, coalesce(page.talk_s, 0), coalesce(earned.amount, 0)
from page
left join adverts.call_code on call_code.firm_id = page.firm_id and call_code.interaction_id = page.id
left join earned on earned.interaction_id = page.id
order by page.arrived_at, page.id;

-- name: visits
-- Visits by advertisement in a stretch of time.
select advert_id, sum(visits)::integer from adverts.visit where hour >= %(since)s and hour < %(until)s group by advert_id;

-- name: visit
-- A visit of somebody who has not signed in.
select adverts.visit(%(token)s, %(now)s);
