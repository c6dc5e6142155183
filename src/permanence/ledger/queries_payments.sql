-- What was paid by bank, and what came back.

-- name: hold
-- One at a time decides about an operator's payments.
select pg_advisory_xact_lock(hashtextextended('ledger.payments ' || %(operator)s, 0));

-- name: of_month
-- The statements of a month.
select owner_firm_id as owner, answering_firm_id as answering, operator_firm_id as operator, number, document::text as document
from ledger.statement where month = %(month)s order by id;

-- name: paid
-- Payments of statements, in the order in which they were made.
select paid.statement_id, paid.nth, paid.remittance_id, paid.cents, paid.paid_on, paid.reference, back.returned_on,
    coalesce(back.reason, '') as reason
from ledger.paid
left join ledger.paid_back as back on back.owner_firm_id = paid.owner_firm_id and back.answering_firm_id = paid.answering_firm_id
    and back.operator_firm_id = paid.operator_firm_id and back.statement_id = paid.statement_id and back.nth = paid.nth
where (paid.owner_firm_id, paid.answering_firm_id, paid.operator_firm_id, paid.statement_id) in (
    select owner_firm_id, answering_firm_id, operator_firm_id, id from ledger.statement
    where month = %(month)s or id = any (%(statements)s)
)
order by paid.statement_id, paid.nth;

-- name: remittances
-- What was said of payments, the newest first: of a month, one, or what is confirmed and not posted.
select remittance.*, approved_by, approved_name, approved_at, posted_at
from ledger.remittance
left join ledger.remittance_approval as approval on approval.firm_id = remittance.firm_id and approval.remittance_id = remittance.id
left join ledger.remittance_posted as posted on posted.firm_id = remittance.firm_id and posted.remittance_id = remittance.id
where remittance.firm_id = %(operator)s and case
    when %(id)s::text is not null then remittance.id = %(id)s
    when %(month)s::date is not null then month = %(month)s
    else approved_at is not null and posted_at is null end
order by remittance.id desc limit 1000;

-- name: tell
-- What a person says was paid.
insert into ledger.remittance (firm_id, id, month, executed_on, reference, statements, cents, proposed_by, proposed_name, proposed_at)
values (%(operator)s, %(id)s, %(month)s, %(executed_on)s, %(reference)s, %(statements)s, %(cents)s, %(person)s, %(name)s, %(at)s);

-- name: confirm
-- Another person's confirmation.
insert into ledger.remittance_approval (firm_id, remittance_id, proposed_by, approved_by, approved_name, approved_at)
values (%(operator)s, %(id)s, %(proposed_by)s, %(person)s, %(name)s, %(at)s);

-- name: posted
-- It is in the books.
insert into ledger.remittance_posted (firm_id, remittance_id, posted_at) values (%(operator)s, %(id)s, %(now)s);

-- name: paid_add
-- A statement is paid.
insert into ledger.paid (owner_firm_id, answering_firm_id, operator_firm_id, statement_id, nth, remittance_id, cents, paid_on, reference,
    posted_at)
values (%(owner)s, %(answering)s, %(operator)s, %(statement)s, %(nth)s, %(remittance)s, %(cents)s, %(paid_on)s, %(reference)s, %(now)s);

-- name: tell_return
-- A payment came back, as a person says.
insert into ledger.remittance_return (firm_id, remittance_id, statement_id, returned_on, reason, told_by, told_name, told_at)
values (%(operator)s, %(remittance)s, %(statement)s, %(returned_on)s, %(reason)s, %(person)s, %(name)s, %(at)s);

-- name: returns
-- What came back and is not reversed yet, the oldest first.
select remittance_id, statement_id, returned_on, reason, told_by, told_name, told_at
from ledger.remittance_return as told
where firm_id = %(operator)s and exists (
    select from ledger.paid
    where paid.operator_firm_id = told.firm_id and paid.statement_id = told.statement_id and paid.remittance_id = told.remittance_id
        and not exists (
            select from ledger.paid_back as back
            where back.owner_firm_id = paid.owner_firm_id and back.answering_firm_id = paid.answering_firm_id
                and back.operator_firm_id = paid.operator_firm_id and back.statement_id = paid.statement_id and back.nth = paid.nth
        )
)
order by told_at, statement_id limit 1000;

-- name: returned
-- A payment is taken back.
insert into ledger.paid_back (owner_firm_id, answering_firm_id, operator_firm_id, statement_id, nth, returned_on, reason, posted_at)
values (%(owner)s, %(answering)s, %(operator)s, %(statement)s, %(nth)s, %(returned_on)s, %(reason)s, %(now)s);
