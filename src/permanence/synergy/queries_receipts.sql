-- Receipts, the signed days under which they stand, and what they are made of.

-- name: everyone
-- All firms, closed ones too.
select * from firms.everyone();

-- name: awaiting
-- Answered stretches without a receipt whose call has ended, the oldest first, of a span of time; the few without a receipt are
-- found before anything is looked up for them.
with missing as materialized (
    select * from synergy.answered
    where since >= %(since)s and since < %(until)s and id <> all (%(but)s)
        and not exists (
            select from synergy.receipt
            where receipt.owner_firm_id = answered.owner_firm_id and receipt.answering_firm_id = answered.answering_firm_id
                and receipt.answered_id = answered.id))
select answered.id, answered.owner_firm_id, answered.answering_firm_id, owner_name, answering_name, answered.interaction_id, answered.seq,
    answered.agreement_id, answered.version_id, dialled, brand, agent_id, alias, country, caller, arrived_at, since, until, seconds,
    version.terms::text, version.number, ended.seq, ended.at
from missing as answered
join synergy.agreement on agreement.owner_firm_id = answered.owner_firm_id
    and agreement.answering_firm_id = answered.answering_firm_id and agreement.id = answered.agreement_id
join synergy.version on version.owner_firm_id = answered.owner_firm_id
    and version.answering_firm_id = answered.answering_firm_id and version.id = answered.version_id
cross join lateral (
    select seq, at from interaction.journal
    where journal.firm_id = answered.owner_firm_id and journal.interaction_id = answered.interaction_id
        and kind = 'interaction.call_ended'
    order by seq limit 1) as ended
order by answered.since, answered.id
limit %(rows)s;

-- name: oldest
-- When the first stretch of all was answered.
select min(since) from synergy.answered;

-- name: lines
-- The journal of a call up to a line.
select seq, at, kind, data::text from interaction.journal
where firm_id = %(firm)s and interaction_id = %(call)s and seq <= %(upto)s
order by seq;

-- name: hold_days
-- No day is signed while receipts are added; many may add at a time.
select pg_advisory_xact_lock_shared(hashtextextended('synergy.days', 0));

-- name: hold_days_alone
-- No receipt is added while a day is signed.
select pg_advisory_xact_lock(hashtextextended('synergy.days', 0));

-- name: hold_chain
-- One at a time goes on with a pair's chain.
select pg_advisory_xact_lock(hashtextextended('synergy.chain ' || %(owner)s || ' ' || %(answering)s, 0));

-- name: chain_end
-- The last receipt of a pair; with a day, the last before it.
select nth, digest, issued_at from synergy.receipt
where owner_firm_id = %(owner)s and answering_firm_id = %(answering)s and (%(before)s::date is null or day < %(before)s)
order by nth desc limit 1;

-- name: receipt_add
-- A receipt; of a stretch there is one.
insert into synergy.receipt (owner_firm_id, answering_firm_id, id, nth, answered_id, issued_at, day, digest, document)
values (%(owner)s, %(answering)s, %(id)s, %(nth)s, %(stretch)s, %(issued_at)s, %(day)s, %(digest)s, %(document)s)
on conflict (owner_firm_id, answering_firm_id, answered_id) do nothing
returning id;

-- name: last_root
-- The root of the last signed day.
select document from synergy.day_root order by day desc limit 1;

-- name: first_day
-- The day of the first receipt of all.
select min(day) from synergy.receipt;

-- name: leaves
-- All receipts of a day in the order of the tree, which is that of the ids' bytes.
select owner_firm_id, answering_firm_id, nth, digest from synergy.receipt where day = %(day)s
order by owner_firm_id collate "C", answering_firm_id collate "C", nth;

-- name: root_add
-- A signed day.
insert into synergy.day_root (day, document, public_key) values (%(day)s, %(document)s, %(key)s);

-- name: place_add
-- Where a pair stands under a day's root.
insert into synergy.receipt_place (owner_firm_id, answering_firm_id, day, first_leaf, leaves, first_nth, proof)
values (%(owner)s, %(answering)s, %(day)s, %(first)s, %(count)s, %(nth)s, %(proof)s);

-- name: receipts
-- Receipts that one sees, the newest first, and whether their day is signed.
select receipt.id, receipt.document, day_root.day is not null
from synergy.receipt
join synergy.answered on answered.owner_firm_id = receipt.owner_firm_id
    and answered.answering_firm_id = receipt.answering_firm_id and answered.id = receipt.answered_id
left join synergy.day_root on day_root.day = receipt.day
where (%(agreement)s::text is null or agreement_id = %(agreement)s) and (%(after)s::text is null or receipt.id < %(after)s)
order by receipt.id desc
limit %(rows)s;

-- name: receipt
-- One receipt as it was kept, its day's root and key where that is signed, and the terms by which it was charged.
select receipt.owner_firm_id, receipt.answering_firm_id, receipt.day, receipt.nth, receipt.digest, receipt.document, day_root.document,
    day_root.public_key, version.terms::text
from synergy.receipt
join synergy.answered on answered.owner_firm_id = receipt.owner_firm_id
    and answered.answering_firm_id = receipt.answering_firm_id and answered.id = receipt.answered_id
join synergy.version on version.owner_firm_id = answered.owner_firm_id
    and version.answering_firm_id = answered.answering_firm_id and version.id = answered.version_id
left join synergy.day_root on day_root.day = receipt.day
where receipt.id = %(id)s;

-- name: digests
-- A pair's receipts of a day, in order: numbers and digests.
select nth, digest from synergy.receipt
where owner_firm_id = %(owner)s and answering_firm_id = %(answering)s and day = %(day)s
order by nth;

-- name: are_partners
-- Whether there is an agreement of this owner and this answering firm.
select exists (select from synergy.agreement where owner_firm_id = %(owner)s and answering_firm_id = %(answering)s);

-- name: days
-- The signed days of a month, and where the pair stands in each.
select day_root.document, day_root.public_key, first_leaf, leaves, first_nth, proof
from synergy.day_root
left join synergy.receipt_place on receipt_place.day = day_root.day
    and owner_firm_id = %(owner)s and answering_firm_id = %(answering)s
where day_root.day >= %(since)s and day_root.day < %(until)s
order by day_root.day;

-- name: documents
-- A pair's receipts as they were kept, after a number up to another.
select nth, document from synergy.receipt
where owner_firm_id = %(owner)s and answering_firm_id = %(answering)s and nth > %(after)s and nth <= %(upto)s
order by nth
limit %(rows)s;

-- name: terms
-- The terms of some versions of the pair's agreements.
select terms::text from synergy.version
where owner_firm_id = %(owner)s and answering_firm_id = %(answering)s and id = any (%(versions)s);
