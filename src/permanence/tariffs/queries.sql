-- name: numbers
-- The firm's numbers.
select id, e164, label, country, language from flows.number order by e164;

-- name: versions
-- All tariffs of the transaction's firms, in the order in which they begin; of one day the last entered comes last.
select firm_id, id, number_id, e164, country, starts_on, use, basis, price, payout_permille, announcement, warning, capped,
    longest_s, entered_at, entered_by
from tariffs.version order by starts_on, entered_at, id;

-- name: silent
-- Of these messages, those without a sound.
select id from flows.prompt where id = any (%(prompts)s) and status <> 'ready' order by id;

-- name: version_add
-- A tariff.
insert into tariffs.version (firm_id, id, number_id, e164, country, starts_on, use, basis, price, payout_permille, announcement,
    warning, capped, longest_s, entered_at, entered_by)
values (%(firm)s, %(id)s, %(number_id)s, %(number)s, %(country)s, %(starts_on)s, %(use)s, %(basis)s, %(price)s,
    %(payout_permille)s, %(announcement)s, %(warning)s, %(capped)s, %(longest_s)s, %(entered_at)s, %(entered_by)s);

-- name: version_drop
-- A tariff that has not begun.
delete from tariffs.version where id = %(id)s;

-- name: terms
-- What the firm says of its costs.
select hour_cost from tariffs.terms;

-- name: terms_keep
-- What the firm says of its costs, written again.
insert into tariffs.terms (firm_id, hour_cost, changed_at) values (%(firm)s, %(hour_cost)s, %(changed_at)s)
on conflict (firm_id) do update set hour_cost = excluded.hour_cost, changed_at = excluded.changed_at;

-- name: columns
-- By which columns the last file was read.
select columns::text from tariffs.file order by imported_at desc, id desc limit 1;

-- name: file_add
-- A file that was read.
insert into tariffs.file (firm_id, id, name, columns, imported_at, lines, accepted, added)
values (%(firm)s, %(id)s, %(name)s, %(columns)s, %(imported_at)s, %(lines)s, %(accepted)s, %(added)s);

-- name: lines_new
-- Of these keys, those that no file has brought yet.
select key from unnest(%(keys)s::text[]) as key
where not exists (select from tariffs.line where line.firm_id = %(firm)s and line.key = key);

-- name: line_add
-- What a file confirms; what another file confirmed before stays.
insert into tariffs.line (firm_id, key, file_id, line, e164, since, seconds, price, payout)
values (%(firm)s, %(key)s, %(file)s, %(line)s, %(number)s, %(since)s, %(seconds)s, %(price)s, %(payout)s)
on conflict (firm_id, key) do nothing;

-- name: files
-- The files that were read, the latest first.
select id, name, imported_at, lines, accepted, added from tariffs.file order by imported_at desc, id desc limit %(rows)s;

-- name: charged
-- The calls of a month that were charged by our reckoning, of one number or of all.
select firm_id, interaction_id, number_id, e164, tariff_id, caller, since, seconds, price, payout, currency, month
from tariffs.charged
where month = %(month)s and (%(number)s::text is null or number_id = %(number)s)
order by since, interaction_id limit %(rows)s;

-- name: confirmed
-- What carriers confirm of a stretch of time, of one number or of all.
select key, line, e164, since, seconds, price, payout from tariffs.line
where since >= %(since)s and since < %(until)s and (%(number)s::text is null or e164 = %(number)s)
order by since, key limit %(rows)s;

-- name: handled
-- By number, what agents answered of the calls that came in a stretch of time.
select number_id, count(*), coalesce(round(sum(talk_s)), 0)::bigint from interaction.call
where direction = 'inbound' and answered_at is not null and number_id is not null
    and arrived_at >= %(since)s and arrived_at < %(until)s
group by number_id order by number_id;

-- name: all_firms
-- All firms, closed ones too.
select * from firms.everyone();

-- name: told
-- What the journal tells of charged calls after a position, with the tariffs by which they were charged.
select journal.position, journal.firm_id, journal.interaction_id, journal.data::text, version.number_id, version.e164,
    version.country, version.starts_on, version.basis, version.price, version.payout_permille
from interaction.journal
join tariffs.version on version.firm_id = journal.firm_id and version.id = journal.data ->> 'tariff'
where journal.kind = 'interaction.charging_ended' and journal.position > %(after)s
order by journal.position limit %(rows)s;

-- name: charged_add
-- A charged call; one that is there stays.
insert into tariffs.charged (firm_id, interaction_id, number_id, e164, tariff_id, caller, since, seconds, price, payout, currency, month)
values (%(firm)s, %(call)s, %(number_id)s, %(number)s, %(tariff)s, %(caller)s, %(since)s, %(seconds)s, %(price)s, %(payout)s,
    %(currency)s, %(month)s)
on conflict (firm_id, interaction_id) do nothing;

-- name: spent
-- What the journal tells of charged calls that ended since a moment.
select firm_id, data::text from interaction.journal where kind = 'interaction.charging_ended' and at >= %(since)s
order by position;
