-- name: market
-- The firms that show themselves to all others.
select firm_id, name, country, answers, seeks, languages, told as text from synergy.market();

-- name: listing
-- What this firm tells others.
select name, country, answers, seeks, languages, text, shown from synergy.listing;

-- name: listing_keep
-- What this firm tells others, written again.
insert into synergy.listing (firm_id, name, country, answers, seeks, languages, text, shown, changed_at)
values (%(firm)s, %(name)s, %(country)s, %(answers)s, %(seeks)s, %(languages)s, %(text)s, %(shown)s, %(changed_at)s)
on conflict (firm_id) do update set name = excluded.name, country = excluded.country, answers = excluded.answers,
    seeks = excluded.seeks, languages = excluded.languages, text = excluded.text, shown = excluded.shown,
    changed_at = excluded.changed_at;

-- name: agreements
-- Agreements of this firm with their ends, the newest first; all of them, or one.
select agreement.id, agreement.owner_firm_id as owner, agreement.answering_firm_id as answering, owner_name, answering_name, made_at,
    ending.last_day, ending.given_by_firm_id as ended_firm, ending.given_by as ended_person, ending.given_name as ended_name,
    ending.given_at as ended_at, ending.note as ended_note
from synergy.agreement
left join synergy.ending on ending.owner_firm_id = agreement.owner_firm_id
    and ending.answering_firm_id = agreement.answering_firm_id and ending.agreement_id = agreement.id
where %(id)s::text is null or agreement.id = %(id)s
order by made_at desc, agreement.id desc;

-- name: versions
-- All versions of some agreements with their answers, in order.
select version.agreement_id, version.id, version.number, version.terms::text as terms, version.starts_on, version.note,
    version.proposed_by_firm_id, version.proposed_by, version.proposed_name, version.proposed_at,
    answer.decision, answer.answered_by_firm_id, answer.answered_by, answer.answered_name, answer.answered_at,
    answer.note as answer_note
from synergy.version
left join synergy.answer on answer.owner_firm_id = version.owner_firm_id
    and answer.answering_firm_id = version.answering_firm_id and answer.version_id = version.id
where version.agreement_id = any (%(ids)s)
order by version.agreement_id, version.number;

-- name: lock
-- One at a time changes an agreement: its rows are only ever added to, so there is nothing to lock but its name.
select pg_advisory_xact_lock(hashtextextended(%(id)s, 0));

-- name: agreement_add
-- The frame of an agreement.
insert into synergy.agreement (owner_firm_id, answering_firm_id, id, owner_name, answering_name, made_at)
values (%(owner)s, %(answering)s, %(id)s, %(owner_name)s, %(answering_name)s, %(made_at)s);

-- name: version_add
-- Terms, proposed in the name of the transaction's firm.
insert into synergy.version (owner_firm_id, answering_firm_id, agreement_id, id, number, terms, starts_on, note, proposed_by,
    proposed_name, proposed_at)
values (%(owner)s, %(answering)s, %(agreement)s, %(id)s, %(number)s, %(terms)s, %(starts_on)s, %(note)s, %(person)s, %(name)s,
    %(at)s);

-- name: answer_add
-- The answer to a version, in the name of the transaction's firm.
insert into synergy.answer (owner_firm_id, answering_firm_id, version_id, proposed_by_firm_id, decision, answered_by, answered_name,
    answered_at, note)
values (%(owner)s, %(answering)s, %(version)s, %(proposed_by)s, %(decision)s, %(person)s, %(name)s, %(at)s, %(note)s);

-- name: ending_add
-- The end of an agreement, in the name of the transaction's firm.
insert into synergy.ending (owner_firm_id, answering_firm_id, agreement_id, last_day, given_by, given_name, given_at, note)
values (%(owner)s, %(answering)s, %(agreement)s, %(last_day)s, %(person)s, %(name)s, %(at)s, %(note)s);

-- name: overflows
-- When queues' callers are offered to partners.
select firm_id, queue_id, rule::text from synergy.overflow;

-- name: receptions
-- Into which queues the callers of others are received.
select firm_id, agreement_id, queue_id from synergy.reception;

-- name: known_callers
-- Which agent of another firm had each caller last, the latest first.
select caller, agent_id from (
    select distinct on (caller) caller, agent_id, since from synergy.answered
    where since >= %(since)s and caller not like '?%%'
    order by caller, since desc
) as last order by since desc limit %(rows)s;

-- name: answered_since
-- What was answered since then.
select agreement_id, version_id, since, until, seconds from synergy.answered where until >= %(since)s;

-- name: rules
-- When this firm's queues ask partners.
select queue_id, rule::text from synergy.overflow order by queue_id;

-- name: rule_keep
-- When a queue asks partners.
insert into synergy.overflow (firm_id, queue_id, rule, changed_at) values (%(firm)s, %(queue)s, %(rule)s, %(changed_at)s)
on conflict (firm_id, queue_id) do update set rule = excluded.rule, changed_at = excluded.changed_at;

-- name: rule_drop
-- A queue asks nobody any more.
delete from synergy.overflow where queue_id = %(queue)s;

-- name: own_receptions
-- Which of this firm's queues receive the callers of which agreement.
select agreement_id, queue_id from synergy.reception order by agreement_id;

-- name: reception_keep
-- A queue receives the callers of an agreement.
insert into synergy.reception (firm_id, agreement_id, queue_id, changed_at) values (%(firm)s, %(agreement)s, %(queue)s, %(changed_at)s)
on conflict (firm_id, agreement_id) do update set queue_id = excluded.queue_id, changed_at = excluded.changed_at;

-- name: reception_drop
-- The callers of an agreement are received no more.
delete from synergy.reception where agreement_id = %(agreement)s;

-- name: answered
-- What was answered for others and by others, the newest first.
select answered.id, answered.owner_firm_id, answered.answering_firm_id, owner_name, answering_name, interaction_id, seq, answered.agreement_id,
    answered.version_id, dialled, brand, agent_id, alias, country, caller, arrived_at, since, until, seconds, version.terms::text, version.number
from synergy.answered
join synergy.agreement on agreement.owner_firm_id = answered.owner_firm_id
    and agreement.answering_firm_id = answered.answering_firm_id and agreement.id = answered.agreement_id
join synergy.version on version.owner_firm_id = answered.owner_firm_id
    and version.answering_firm_id = answered.answering_firm_id and version.id = answered.version_id
where (%(agreement)s::text is null or answered.agreement_id = %(agreement)s)
    and (%(after_at)s::timestamptz is null or (since, answered.id) < (%(after_at)s::timestamptz, %(after_id)s))
order by since desc, answered.id desc
limit %(rows)s;

-- name: told
-- What the journal tells of stretches that partners' agents had, after a position.
select journal.position, journal.firm_id, journal.interaction_id, journal.seq, journal.data::text, call.dialled,
    coalesce(brand.name, ''), call.arrived_at, agreement.owner_name, version.terms::text, version.number
from interaction.journal
join interaction.call on call.firm_id = journal.firm_id and call.id = journal.interaction_id
left join flows.brand on brand.firm_id = call.firm_id and brand.id = call.brand_id
join synergy.agreement on agreement.owner_firm_id = journal.firm_id and agreement.answering_firm_id = journal.data ->> 'firm'
    and agreement.id = journal.data ->> 'agreement'
join synergy.version on version.owner_firm_id = journal.firm_id and version.answering_firm_id = journal.data ->> 'firm'
    and version.id = journal.data ->> 'version'
where journal.kind = 'interaction.partner_served' and journal.position > %(after)s
order by journal.position
limit %(rows)s;

-- name: answered_add
-- A stretch, once.
insert into synergy.answered (owner_firm_id, answering_firm_id, id, interaction_id, seq, agreement_id, version_id, dialled, brand,
    agent_id, alias, country, caller, arrived_at, since, until, seconds)
values (%(owner)s, %(answering)s, %(id)s, %(interaction)s, %(seq)s, %(agreement)s, %(version)s, %(dialled)s, %(brand)s, %(agent)s,
    %(alias)s, %(country)s, %(caller)s, %(arrived_at)s, %(since)s, %(until)s, %(seconds)s)
on conflict (owner_firm_id, answering_firm_id, interaction_id, seq) do nothing
returning id;

-- name: all_firms
-- All firms, closed ones too.
select * from firms.everyone();

-- name: stretches
-- What statements tell of stretches of calls.
select answered.id, since, until, seconds, owner_name, answering_name, dialled, alias, answered.agreement_id, version.number,
    coalesce(receipt.id, '')
from synergy.answered
join synergy.agreement on agreement.owner_firm_id = answered.owner_firm_id
    and agreement.answering_firm_id = answered.answering_firm_id and agreement.id = answered.agreement_id
join synergy.version on version.owner_firm_id = answered.owner_firm_id
    and version.answering_firm_id = answered.answering_firm_id and version.id = answered.version_id
left join synergy.receipt on receipt.owner_firm_id = answered.owner_firm_id
    and receipt.answering_firm_id = answered.answering_firm_id and receipt.answered_id = answered.id
where answered.id = any (%(ids)s);

-- name: own_notices
-- This firm's notices of the market, the newest first.
select notice.id, notice.firm_id, listing.name, notice.published_at, notice.notice::text
from synergy.notice join synergy.listing on listing.firm_id = notice.firm_id
order by notice.published_at desc, notice.id desc;

-- name: others_notices
-- Notices of other firms, the newest first.
select id, firm_id, name, published_at, told from synergy.notices(%(since)s::date) where firm_id <> platform.current_firm();

-- name: notice_add
-- A notice of this firm.
insert into synergy.notice (firm_id, id, notice, expires_on, published_at)
values (%(firm)s, %(id)s, %(notice)s, %(expires_on)s, %(published_at)s);

-- name: notice_drop
-- A notice is withdrawn.
delete from synergy.notice where id = %(id)s;
