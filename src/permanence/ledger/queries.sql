-- name: operator
-- The firm that runs the installation.
select platform.operator_firm() as firm;

-- name: add
-- Transfers, of which many are alike but for their ids, causes, amounts and seconds; what was posted before stays as it is. Which were
-- new is only told where not all were.
with added as (
    insert into ledger.transfer (owner_firm_id, answering_firm_id, operator_firm_id, id, cause, part, debit_firm_id, debit_kind,
        credit_firm_id, credit_kind, amount, currency, calls, seconds, booked_on, posted_at, reverses, late_from, note)
    select s.owner, s.answering, s.operator, r.id, r.cause, s.part, s.debit_firm, s.debit_kind, s.credit_firm, s.credit_kind, r.amount,
        s.currency, s.calls, r.seconds, s.booked_on, s.posted_at, s.reverses, s.late_from, s.note
    from unnest(string_to_array(%(ids)s, chr(31)), string_to_array(%(causes)s, chr(31)),
        string_to_array(%(shapes)s, ',')::integer[], string_to_array(%(amounts)s, ',')::bigint[],
        string_to_array(%(seconds)s, ',')::integer[]) as r (id, cause, shape, amount, seconds)
    join rows from (jsonb_to_recordset(%(shape)s) as (owner text, answering text, operator text, part text, debit_firm text,
        debit_kind text, credit_firm text, credit_kind text, currency text, calls integer, booked_on date, posted_at timestamptz,
        reverses text, late_from date, note text)) with ordinality as s (owner, answering, operator, part, debit_firm, debit_kind,
        credit_firm, credit_kind, currency, calls, booked_on, posted_at, reverses, late_from, note, number) on s.number = r.shape
    on conflict (owner_firm_id, answering_firm_id, operator_firm_id, cause, part) do nothing
    returning id
)
select count(*) as added, case when count(*) < %(given)s then array_agg(id) end as new from added;

-- name: posted
-- What stands under these causes and parts.
select transfer.*, transfer.owner_firm_id as owner, transfer.answering_firm_id as answering, transfer.operator_firm_id as operator
from unnest(%(owners)s::text[], %(answerings)s::text[], %(operators)s::text[], %(causes)s::text[], %(parts)s::text[])
    as asked (owner, answering, operator, cause, part)
join ledger.transfer on transfer.owner_firm_id = asked.owner and transfer.answering_firm_id = asked.answering
    and transfer.operator_firm_id = asked.operator and transfer.cause = asked.cause and transfer.part = asked.part;

-- name: frozen
-- Months that take no transfers any more.
select month from ledger.approval where firm_id = %(operator)s;

-- name: lock
-- One at a time decides about a cause.
select pg_advisory_xact_lock(hashtextextended('ledger.cause ' || %(cause)s, 0));

-- name: lock_month
-- Nobody posts into this month meanwhile.
select pg_advisory_xact_lock(ledger.month_key(%(operator)s, %(month)s));

-- name: transfer
-- One transfer.
select *, owner_firm_id as owner, answering_firm_id as answering, operator_firm_id as operator from ledger.transfer
where owner_firm_id = %(owner)s and answering_firm_id = %(answering)s and operator_firm_id = %(operator)s and id = %(id)s;

-- name: reversed
-- Which transfers have been reversed.
select reverses from ledger.transfer
where owner_firm_id = %(owner)s and answering_firm_id = %(answering)s and operator_firm_id = %(operator)s and reverses = any (%(ids)s);

-- name: of_cause
-- All transfers of a cause, the oldest first.
select *, owner_firm_id as owner, answering_firm_id as answering, operator_firm_id as operator from ledger.transfer
where owner_firm_id = %(owner)s and answering_firm_id = %(answering)s and operator_firm_id = %(operator)s and cause = %(cause)s
order by id;

-- name: of_statement
-- The transfers that a statement adds up, both ways between its seller and its buyer, by birth.
select *, owner_firm_id as owner, answering_firm_id as answering, operator_firm_id as operator from ledger.transfer
where owner_firm_id = %(owner)s and answering_firm_id = %(answering)s and operator_firm_id = %(operator)s
    and month = %(month)s and currency = %(currency)s
    and debit_kind in ('due', 'payout', 'fees') and credit_kind in ('due', 'payout', 'fees')
    and debit_firm_id in (%(seller)s, %(buyer)s) and credit_firm_id in (%(seller)s, %(buyer)s) and debit_firm_id <> credit_firm_id
    and (%(call)s = '' or cause = %(call)s)
    and (%(after)s::text is null or id > %(after)s)
order by id limit %(rows)s;

-- name: transfers
-- Transfers, the newest first.
select *, owner_firm_id as owner, answering_firm_id as answering, operator_firm_id as operator from ledger.transfer
where (%(month)s::date is null or month = %(month)s) and (%(owner)s::text is null or owner_firm_id = %(owner)s)
    and (%(answering)s::text is null or answering_firm_id = %(answering)s) and (%(cause)s::text is null or cause = %(cause)s)
    and (%(after)s::text is null or id < %(after)s)
order by id desc limit %(rows)s;

-- name: balances
-- The accounts of this firm.
select firm_id, kind, currency, debits, credits from ledger.balance order by currency, kind, firm_id;

-- name: tallies
-- A month's sums.
select owner_firm_id as owner, answering_firm_id as answering, operator_firm_id as operator, debit_firm_id, debit_kind, credit_firm_id,
    credit_kind, currency, correction, about, calls, seconds, amount
from ledger.tally where operator_firm_id = %(operator)s and month = %(month)s;

-- name: check
-- What does not add up.
select what, firm_id as firm, kind, currency, expected, kept from ledger.check(%(counted)s) order by 1, 2, 3, 4;

-- name: known
-- All firms, and how they stand on invoices.
select firm_id, name, country, document from ledger.billings();

-- name: billing
-- How this firm stands on invoices.
select document::text as document from ledger.billing;

-- name: billing_keep
-- The same, written again.
insert into ledger.billing (firm_id, document, changed_at) values (%(firm)s, %(document)s, %(changed_at)s)
on conflict (firm_id) do update set document = excluded.document, changed_at = excluded.changed_at;

-- name: months
-- Months with something in them, the newest first, each with its newest proposal.
select seen.month, proposal.id, proposal.digest, proposal.proposed_by, proposal.proposed_name, proposal.proposed_at,
    approval.approved_by, approval.approved_name, approval.approved_at, closing.closed_at, coalesce(closing.statements, 0) as statements
from (
    select distinct month from ledger.tally where operator_firm_id = %(operator)s
    union select month from ledger.proposal where firm_id = %(operator)s
) as seen
left join ledger.approval on approval.firm_id = %(operator)s and approval.month = seen.month
left join ledger.closing on closing.firm_id = %(operator)s and closing.month = seen.month
left join lateral (
    select * from ledger.proposal where proposal.firm_id = %(operator)s and proposal.month = seen.month
        and proposal.id = coalesce(approval.proposal_id, proposal.id)
    order by proposed_at desc, id desc limit 1
) as proposal on true
order by seen.month desc;

-- name: propose
-- A month's figures as somebody saw them.
insert into ledger.proposal (firm_id, id, month, digest, billings, proposed_by, proposed_name, proposed_at)
values (%(operator)s, %(id)s, %(month)s, %(digest)s, %(billings)s, %(person)s, %(name)s, %(at)s);

-- name: proposed_billings
-- How firms stood on invoices when a month was proposed.
select billings::text as billings from ledger.proposal where id = %(id)s;

-- name: approve
-- Another person's consent.
insert into ledger.approval (firm_id, month, proposal_id, digest, proposed_by, approved_by, approved_name, approved_at)
values (%(operator)s, %(month)s, %(id)s, %(digest)s, %(proposed_by)s, %(person)s, %(name)s, %(at)s);

-- name: close
-- A month is closed.
insert into ledger.closing (firm_id, month, statements, closed_at) values (%(operator)s, %(month)s, %(statements)s, %(now)s);

-- name: statement_add
-- A statement; its number comes from the database.
insert into ledger.statement (owner_firm_id, answering_firm_id, operator_firm_id, id, seller_firm_id, buyer_firm_id, month, kind,
    currency, net, vat, total, issued_on, due_on, document)
values (%(owner)s, %(answering)s, %(operator)s, %(id)s, %(seller)s, %(buyer)s, %(month)s, %(kind)s, %(currency)s, %(net)s, %(vat)s,
    %(total)s, %(issued_on)s, %(due_on)s, %(document)s);

-- name: statements
-- Statements, the newest month first.
select owner_firm_id as owner, answering_firm_id as answering, operator_firm_id as operator, number, document::text as document
from ledger.statement
where (%(id)s::text is null or id = %(id)s) and (%(month)s::date is null or month = %(month)s)
    and (%(after_month)s::date is null or (month, id) < (%(after_month)s, %(after_id)s))
order by month desc, id desc limit %(rows)s;

-- name: disputes
-- Disputes with their answers, the newest first.
select dispute.owner_firm_id as owner, dispute.answering_firm_id as answering, dispute.operator_firm_id as operator, dispute.id,
    statement_id, call, dispute.reason, dispute.raised_by_firm_id, raised_by, raised_name, raised_at, decision, answer.reason as answer,
    answered_by_firm_id, answered_by, answered_name, answered_at, settled_at
from ledger.dispute
left join ledger.dispute_answer as answer on answer.owner_firm_id = dispute.owner_firm_id
    and answer.answering_firm_id = dispute.answering_firm_id and answer.operator_firm_id = dispute.operator_firm_id
    and answer.dispute_id = dispute.id
left join ledger.dispute_settled as settled on settled.owner_firm_id = dispute.owner_firm_id
    and settled.answering_firm_id = dispute.answering_firm_id and settled.operator_firm_id = dispute.operator_firm_id
    and settled.dispute_id = dispute.id
where (%(statement)s::text is null or statement_id = %(statement)s) and (%(id)s::text is null or dispute.id = %(id)s)
    and (not %(unsettled)s or (decision = 'accepted' and settled_at is null))
order by dispute.id desc limit 1000;

-- name: dispute_add
-- A dispute, in the name of the transaction's firm.
insert into ledger.dispute (owner_firm_id, answering_firm_id, operator_firm_id, id, statement_id, call, reason, raised_by, raised_name,
    raised_at)
values (%(owner)s, %(answering)s, %(operator)s, %(id)s, %(statement)s, %(call)s, %(reason)s, %(person)s, %(name)s, %(at)s);

-- name: answer_add
-- The answer to a dispute, in the name of the transaction's firm.
insert into ledger.dispute_answer (owner_firm_id, answering_firm_id, operator_firm_id, dispute_id, raised_by_firm_id, decision, reason,
    answered_by, answered_name, answered_at)
values (%(owner)s, %(answering)s, %(operator)s, %(dispute)s, %(raised_by_firm)s, %(decision)s, %(reason)s, %(person)s, %(name)s, %(at)s);

-- name: settled_add
-- A dispute has had its consequence.
insert into ledger.dispute_settled (owner_firm_id, answering_firm_id, operator_firm_id, dispute_id, reversed, settled_at)
values (%(owner)s, %(answering)s, %(operator)s, %(dispute)s, %(reversed)s, %(now)s);
