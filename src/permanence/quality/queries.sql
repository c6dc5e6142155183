-- Complaints. What partners answered and agreed on is read where synergy keeps it; nothing of it is written here.

-- name: tell
-- What was told, once.
insert into quality.inbox (once, told_at, source, kind, text, reply_to, reference, interaction_id, teller)
values (%(once)s, %(told_at)s, %(source)s, %(kind)s, %(text)s, %(reply_to)s, %(reference)s, %(interaction)s, %(teller)s)
on conflict do nothing;

-- name: complaints
-- Complaints of both sides, the newest first; all of them, or one. What is the owner's alone is empty for the other.
select complaint.id, complaint.owner_firm_id, complaint.answering_firm_id, complaint.source, complaint.kind,
    coalesce(words.text, complaint.text), complaint.told_at, complaint.due_at, coalesce(answer.answered_at, complaint.closed_at),
    coalesce(answer.founded, complaint.founded), coalesce(agreement.owner_name, ''), coalesce(agreement.answering_name, ''),
    coalesce(answered.alias, ''), coalesce(answered.caller, ''), words.interaction_id, coalesce(words.reply_to, ''),
    coalesce(words.reference, ''), answer.text, answer.answered_name, answer.answered_at
from quality.complaint
left join quality.words on words.firm_id = complaint.owner_firm_id and words.complaint_id = complaint.id
left join quality.answer on answer.firm_id = complaint.owner_firm_id and answer.complaint_id = complaint.id
left join synergy.answered on answered.owner_firm_id = complaint.owner_firm_id
    and answered.answering_firm_id = complaint.answering_firm_id and answered.id = complaint.answered_id
left join synergy.agreement on agreement.owner_firm_id = complaint.owner_firm_id
    and agreement.answering_firm_id = complaint.answering_firm_id and agreement.id = complaint.agreement_id
where (%(id)s::text is null or complaint.id = %(id)s) and (%(after)s::text is null or complaint.id < %(after)s)
order by complaint.id desc
limit %(rows)s;

-- name: answer
-- The owner's answer, once.
insert into quality.answer (firm_id, complaint_id, text, founded, answered_by, answered_name, answered_at)
values (%(firm)s, %(id)s, %(text)s, %(founded)s, %(person)s, %(by)s, %(at)s)
on conflict (firm_id, complaint_id) do nothing
returning complaint_id;

-- name: hours
-- Within how many hours a firm answers.
select answer_hours from quality.rule where %(firm)s::text is null or firm_id = %(firm)s;

-- name: hours_keep
-- Within how many hours this firm answers from now on.
insert into quality.rule (firm_id, answer_hours) values (%(firm)s, %(hours)s)
on conflict (firm_id) do update set answer_hours = excluded.answer_hours;

-- name: standings
-- How partners stand.
select owner_firm_id, answering_firm_id, agreement_id, answered, complained, low, high from quality.standing order by agreement_id;

-- name: everyone
-- All firms, closed ones too.
select * from firms.everyone();

-- name: operator
-- The firm that runs the platform.
select firm_id from platform.operator;

-- name: told
-- What waits to be tied.
select once, told_at, source, kind, text, reply_to, reference, interaction_id, teller from quality.inbox order by told_at, once limit %(rows)s;

-- name: calls_between
-- The calls whose ids were born in a second.
select firm_id, id from interaction.call where id >= %(since)s and id < %(until)s;

-- name: owner_of
-- Whose call this is.
select firm_id from interaction.call where id = %(call)s;

-- name: is_open
-- Whether a call goes on, or has a partner's stretch in its journal that is not settled yet.
select exists (select from interaction.open_call where interaction_id = %(call)s) or exists (
    select from interaction.journal where interaction_id = %(call)s and kind = 'interaction.partner_served'
        and not exists (select from synergy.answered where answered.interaction_id = journal.interaction_id and answered.seq = journal.seq));

-- name: stretches
-- What partners answered of a call, in order.
select id, answering_firm_id, agreement_id from synergy.answered where interaction_id = %(call)s order by since, id;

-- name: complaint_add
-- A complaint, tied.
insert into quality.complaint (owner_firm_id, answering_firm_id, id, answered_id, agreement_id, source, kind, text, told_at, due_at)
values (%(owner)s, %(answering)s, %(id)s, %(stretch)s, %(agreement)s, %(source)s, %(kind)s, %(masked)s, %(told_at)s, %(due_at)s);

-- name: words_add
-- What the owner alone sees of it.
insert into quality.words (firm_id, complaint_id, interaction_id, text, reply_to, reference)
values (%(owner)s, %(id)s, %(interaction)s, %(text)s, %(reply_to)s, %(reference)s);

-- name: told_drop
-- It is tied.
delete from quality.inbox where once = %(once)s;

-- name: close_answered
-- Complaints that their owner has answered are closed for both.
update quality.complaint set closed_at = answer.answered_at, founded = answer.founded from quality.answer
where answer.firm_id = complaint.owner_firm_id and answer.complaint_id = complaint.id and complaint.closed_at is null;

-- name: counts
-- Calls and complaints by agreement since a moment; unfounded ones do not count.
select agreement.owner_firm_id, agreement.answering_firm_id, agreement.id,
    (select count(*) from synergy.answered where answered.agreement_id = agreement.id and answered.since >= %(since)s),
    (select count(distinct complaint.answered_id) from quality.complaint where complaint.agreement_id = agreement.id
        and complaint.told_at >= %(since)s and complaint.founded is distinct from false)
from synergy.agreement order by agreement.id;

-- name: standing_keep
-- How a partner stands now.
insert into quality.standing (owner_firm_id, answering_firm_id, agreement_id, answered, complained, low, high, looked_at)
values (%(owner)s, %(answering)s, %(agreement)s, %(answered)s, %(complained)s, %(low)s, %(high)s, %(now)s)
on conflict (owner_firm_id, answering_firm_id, agreement_id) do update set answered = excluded.answered,
    complained = excluded.complained, low = excluded.low, high = excluded.high, looked_at = excluded.looked_at;
