-- What reports read. They write nothing.

-- name: time_zone
-- The firm's time zone.
select time_zone from firms.firm;

-- name: queues
-- The firm's queues with what they promise today.
select id, name, target_s from routing.queue order by id;

-- name: calls
-- Customers' calls that arrived in a stretch of time, oldest first, after a place, each with its facts of these kinds.
select c.id, c.arrived_at, c.outcome, c.ended_by,
    coalesce((select json_agg(json_build_array(j.kind, extract(epoch from j.at), j.data) order by j.seq)
              from interaction.journal j
              where j.firm_id = c.firm_id and j.interaction_id = c.id and j.kind = any (%(kinds)s)), '[]')::text
from interaction.call c
where c.direction = 'inbound' and c.arrived_at >= %(since)s and c.arrived_at < %(until)s
  and (%(after_at)s::timestamptz is null or (c.arrived_at, c.id) > (%(after_at)s, %(after_id)s))
order by c.arrived_at, c.id
limit %(rows)s;
