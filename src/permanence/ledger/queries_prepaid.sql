-- Money that firms pay ahead.

-- name: zone
-- A firm's time zone.
select time_zone from firms.firm where id = %(firm)s;

-- name: record
-- What a person of the operator says.
insert into ledger.top_up (firm_id, id, payer, amount, currency, paid_on, until, reference, recorded_by, recorded_name, recorded_at)
values (%(operator)s, %(id)s, %(payer)s, %(amount)s, %(currency)s, %(paid_on)s, %(until)s, %(reference)s, %(person)s, %(name)s, %(at)s);

-- name: top_ups
-- What was said: all of it the newest first, or what is not posted yet.
select id, payer, amount, paid_on, until, reference, recorded_by, recorded_name, recorded_at from ledger.top_up
where firm_id = %(operator)s and (not %(waiting)s or not exists (
    select from ledger.advance where advance.operator_firm_id = top_up.firm_id and advance.owner_firm_id = top_up.payer
        and advance.answering_firm_id = top_up.payer and advance.id = top_up.id
))
order by id desc limit 1000;

-- name: posted
-- It is in the books.
insert into ledger.advance (owner_firm_id, answering_firm_id, operator_firm_id, id, amount, currency, paid_on, until, reference, posted_at)
values (%(payer)s, %(payer)s, %(operator)s, %(id)s, %(amount)s, %(currency)s, %(paid_on)s, %(until)s, %(reference)s, %(now)s);

-- name: advances
-- What a firm has paid ahead, the newest first.
select id, owner_firm_id, amount, paid_on, until, reference from ledger.advance
where owner_firm_id = %(payer)s and answering_firm_id = %(payer)s order by id desc;

-- name: over
-- Firms of which an advance's date is over.
select distinct owner_firm_id from ledger.advance where until < %(today)s order by 1;

-- name: movements
-- Transfers of a firm's accounts for money paid ahead, the newest first.
select *, owner_firm_id as owner, answering_firm_id as answering, operator_firm_id as operator from ledger.transfer
where owner_firm_id = %(firm)s and answering_firm_id = %(firm)s
    and ((debit_firm_id = %(firm)s and debit_kind in ('prepaid', 'held')) or (credit_firm_id = %(firm)s and credit_kind in ('prepaid', 'held')))
    and (%(after)s::text is null or id < %(after)s)
order by id desc limit %(rows)s;

-- name: alarm
-- Below which balance the firm wants to be warned.
select level from ledger.alarm;

-- name: alarm_keep
-- The same, written again.
insert into ledger.alarm (firm_id, level, changed_at) values (%(firm)s, %(level)s, %(now)s)
on conflict (firm_id) do update set level = excluded.level, changed_at = excluded.changed_at;

-- name: alarm_drop
-- No warning.
delete from ledger.alarm;
