-- name: all_firms
-- All firms, closed ones too.
select * from firms.everyone();

-- name: time_zone
-- A firm's time zone.
select time_zone from firms.firm where id = %(firm)s;

-- name: last_week
-- The newest week of an owner that was looked at.
select max(week) from diversion.look where firm_id = %(firm)s;

-- name: first_call
-- When the first caller of an owner came.
select min(arrived_at) from interaction.call where firm_id = %(firm)s and direction = 'inbound';

-- name: partners
-- Who answers for an owner, or did.
select distinct answering_firm_id from synergy.agreement where owner_firm_id = %(firm)s order by 1;

-- name: served
-- The callers of a week, each with the last of his calls that somebody answered, whether he came back within the window, and at which
-- partners' own lines he was known or appeared for the first time. Numbers are compared here and leave the database nowhere.
with week as (
    select distinct on (call.customer) call.id, call.customer, call.agent_id, call.arrived_at, coalesce(call.wait_s, 0) as wait_s
    from interaction.call
    where call.firm_id = %(owner)s and call.direction = 'inbound' and call.customer is not null and call.answered_at is not null
        and call.arrived_at >= %(since)s and call.arrived_at < %(until)s
    order by call.customer, call.arrived_at desc, call.id desc
)
select stretch.answering_firm_id, coalesce(stretch.agent_id, week.agent_id), coalesce(stretch.caller, ''), coalesce(stretch.id, week.id),
    week.arrived_at,
    (select count(*) from interaction.call as past where past.firm_id = %(owner)s and past.customer = week.customer
        and past.arrived_at < week.arrived_at and past.arrived_at >= week.arrived_at - interval '180 days'),
    week.wait_s,
    exists (select from interaction.call as later where later.firm_id = %(owner)s and later.customer = week.customer
        and later.direction = 'inbound' and later.arrived_at > week.arrived_at
        and later.arrived_at <= week.arrived_at + %(window)s),
    array(select distinct own.firm_id from interaction.call as own where own.firm_id = any (%(partners)s)
        and own.customer = week.customer and own.arrived_at > week.arrived_at
        and own.arrived_at <= week.arrived_at + %(window)s order by 1),
    array(select distinct own.firm_id from interaction.call as own where own.firm_id = any (%(partners)s)
        and own.customer = week.customer and own.arrived_at <= week.arrived_at order by 1)
from week
left join lateral (
    select answered.answering_firm_id, answered.agent_id, answered.caller, answered.id from synergy.answered
    where answered.owner_firm_id = %(owner)s and answered.interaction_id = week.id
    order by answered.since desc, answered.id desc limit 1
) as stretch on true
order by 4
limit %(rows)s;

-- name: look_add
-- A week that was looked at, once.
insert into diversion.look (firm_id, week, looked_at, callers, weeks)
values (%(firm)s, %(week)s, %(at)s, %(callers)s, %(weeks)s) on conflict (firm_id, week) do nothing returning week;

-- name: weeks
-- What weeks of an owner told.
select weeks::text from diversion.look where firm_id = %(firm)s and week >= %(since)s order by week;

-- name: case_add
-- A new case.
insert into diversion.case_opened (owner_firm_id, answering_firm_id, id, finding, calls, opened_at)
values (%(owner)s, %(answering)s, %(id)s, %(finding)s, %(calls)s, %(at)s);

-- name: cases
-- Cases of the transaction's firms, the newest first; all of them, or one.
select owner_firm_id, answering_firm_id, id, finding::text, calls::text, opened_at from diversion.case_opened
where %(id)s::text is null or id = %(id)s
order by opened_at desc, id desc limit 500;

-- name: steps
-- Their steps, in order.
select case_id, decision, taken_by_firm_id, taken_name, taken_at, text from diversion.case_step
where case_id = any (%(ids)s) order by case_id, number;

-- name: lock
-- One at a time takes a step: rows are only added, so there is nothing to lock but the case's name.
select pg_advisory_xact_lock(hashtextextended(%(id)s, 0));

-- name: step_add
-- The next step, in the name of the transaction's firm.
insert into diversion.case_step (owner_firm_id, answering_firm_id, case_id, number, decision, taken_by, taken_name, taken_at, text)
values (%(owner)s, %(answering)s, %(case)s, %(number)s, %(decision)s, %(person)s, %(name)s, %(at)s, %(text)s);

-- name: names
-- Names that this firm may read: of firms it has agreements with, of its agents, of those who answered for it.
select answering_firm_id, answering_name from synergy.agreement
union select owner_firm_id, owner_name from synergy.agreement
union select id, alias from routing.agent
union select agent_id, min(alias) from synergy.answered group by agent_id;
