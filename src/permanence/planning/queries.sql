-- name: terms
-- The firm's terms, and when its history was last changed.
select within_s, late, patience_s, shrinkage, risk, cost_per_hour, currency, region, rules, history_at from planning.terms;

-- name: terms_keep
-- The terms, written again; the history stays as it is.
insert into planning.terms (firm_id, within_s, late, patience_s, shrinkage, risk, cost_per_hour, currency, region, rules)
values (%(firm)s, %(within_s)s, %(late)s, %(patience_s)s, %(shrinkage)s, %(risk)s, %(cost_per_hour)s, %(currency)s,
    %(region)s, %(rules)s)
on conflict (firm_id) do update set within_s = excluded.within_s, late = excluded.late, patience_s = excluded.patience_s,
    shrinkage = excluded.shrinkage, risk = excluded.risk, cost_per_hour = excluded.cost_per_hour,
    currency = excluded.currency, region = excluded.region, rules = excluded.rules;

-- name: history_noted
-- When the history was changed; a firm without terms gets the usual ones with it.
insert into planning.terms (firm_id, within_s, late, patience_s, shrinkage, risk, cost_per_hour, currency, region, rules, history_at)
values (%(firm)s, %(within_s)s, %(late)s, %(patience_s)s, %(shrinkage)s, %(risk)s, %(cost_per_hour)s, %(currency)s,
    %(region)s, %(rules)s, %(now)s)
on conflict (firm_id) do update set history_at = excluded.history_at;

-- name: special_days
-- The special days in order.
select day as date, factor, note from planning.special_day order by day;

-- name: special_day_keep
-- A special day, new or written again.
insert into planning.special_day (firm_id, day, factor, note) values (%(firm)s, %(day)s, %(factor)s, %(note)s)
on conflict (firm_id, day) do update set factor = excluded.factor, note = excluded.note;

-- name: special_day_remove
-- A day that is like others again.
delete from planning.special_day where day = %(day)s;

-- name: spans
-- What is known of each queue's past.
select queue_id, min(starts_at), max(starts_at), count(*), sum(calls) from planning.history group by queue_id order by queue_id;

-- name: past
-- Each queue's calls of the past from a moment on, as columns.
select queue_id, array_agg(extract(epoch from starts_at)::bigint order by starts_at), array_agg(calls order by starts_at),
       array_agg(handled order by starts_at), array_agg(handled_s order by starts_at)
from planning.history where starts_at >= %(since)s group by queue_id order by queue_id;

-- name: history_clear
-- A queue's quarters within some spans.
delete from planning.history
using unnest(%(firsts)s::bigint[], %(lasts)s::bigint[]) as span (first, last)
where queue_id = %(queue)s and starts_at between to_timestamp(span.first) and to_timestamp(span.last);

-- name: history_add
-- Quarters of a queue.
insert into planning.history (firm_id, queue_id, starts_at, calls, handled, handled_s)
select %(firm)s, %(queue)s, to_timestamp(quarter.at), quarter.calls, quarter.handled, quarter.handled_s
from unnest(%(at)s::bigint[], %(calls)s::float8[], %(handled)s::float8[], %(handled_s)s::float8[])
    as quarter (at, calls, handled, handled_s);
