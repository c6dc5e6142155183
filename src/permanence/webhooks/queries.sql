-- name: subscriptions
-- The firm's subscriptions, or one; the oldest first.
select id, address, label, kinds, stopped, stopped_at, failing_since, tried_at, trouble, old_until, created_at
from webhooks.subscription where %(id)s::text is null or id = %(id)s order by created_at, id;

-- name: subscription_add
-- A new one.
insert into webhooks.subscription (firm_id, id, address, label, kinds, secret, created_at)
values (%(firm)s, %(id)s, %(address)s, %(label)s, %(kinds)s, %(secret)s, %(created_at)s);

-- name: subscription_change
-- What a director changes; one that is told again begins anew.
update webhooks.subscription
set address = %(address)s, label = %(label)s, kinds = %(kinds)s, stopped = %(stopped)s, stopped_at = %(stopped_at)s,
    failing_since = case when %(stopped)s::text is null then null else failing_since end
where id = %(id)s;

-- name: subscription_rotate
-- Another secret; the one of now signs too for a while.
update webhooks.subscription set old_secret = secret, old_until = %(old_until)s, secret = %(secret)s where id = %(id)s;

-- name: subscription_remove
-- One less, with all that was sent to it.
delete from webhooks.subscription where id = %(id)s;

-- name: deliveries
-- What was sent, the newest first; of one subscription or all, of one status or all; or one delivery.
select delivery.id, subscription_id, event_id, event.kind, delivery.sequence, nth, status, tries, due_at, tried_at, code, trouble, answer,
    took_ms, delivery.made_at
from webhooks.delivery
join webhooks.event on event.firm_id = delivery.firm_id and event.id = delivery.event_id
where (%(subscription)s::text is null or subscription_id = %(subscription)s)
  and (%(status)s::text is null or status = %(status)s)
  and (%(id)s::text is null or delivery.id = %(id)s)
  and (%(after_at)s::timestamptz is null or (delivery.made_at, delivery.id) < (%(after_at)s, %(after_id)s))
order by delivery.made_at desc, delivery.id desc
limit %(rows)s;

-- name: body
-- What is sent of an event.
select body from webhooks.event where id = %(id)s;

-- name: count_on
-- The next number of a firm's events.
insert into webhooks.counter (firm_id, sequence) values (%(firm)s, 1)
on conflict (firm_id) do update set sequence = counter.sequence + 1
returning sequence;

-- name: event_add
-- An event, as it is sent.
insert into webhooks.event (firm_id, id, sequence, kind, at, body, made_at)
values (%(firm)s, %(id)s, %(sequence)s, %(kind)s, %(at)s, %(body)s, %(now)s);

-- name: delivery_add
-- An event on its way to each subscription that wants it and is not stopped.
insert into webhooks.delivery (firm_id, id, subscription_id, event_id, sequence, nth, due_at, made_at)
values (%(firm)s, %(id)s, %(subscription)s, %(event)s, %(sequence)s, 0, %(now)s, %(now)s)
on conflict (firm_id, subscription_id, event_id, nth) do nothing;

-- name: delivery_again
-- An event once more to a subscription: one more than how often it went there.
insert into webhooks.delivery (firm_id, id, subscription_id, event_id, sequence, nth, due_at, made_at)
select event.firm_id, %(id)s, %(subscription)s, event.id, event.sequence,
    coalesce((select max(nth) + 1 from webhooks.delivery where subscription_id = %(subscription)s and event_id = event.id), 0),
    %(now)s, %(now)s
from webhooks.event where event.id = %(event)s;

-- name: events_since
-- Kept events of a kind (or all) since a moment, the oldest first.
select id from webhooks.event where (%(kind)s = '' or kind = %(kind)s) and at >= %(since)s order by sequence limit %(rows)s;

-- name: everyone
-- All firms, closed ones too.
select * from firms.everyone();

-- name: wanted
-- Which events which subscriptions want, whether they are told them now, and since when they are there.
select firm_id, id, kinds, stopped is null, created_at from webhooks.subscription order by firm_id, id;

-- name: take
-- Lines out of the outbox, in order. Those of agreements' answers learn which agreement it is.
with taken as (
    delete from webhooks.outbox where (firm_id, id) in (select firm_id, id from webhooks.outbox order by id limit %(rows)s)
    returning firm_id, id, kind, at, about
)
select taken.firm_id, taken.kind, taken.at,
    case when taken.about ? 'agreement_id' or version.agreement_id is null then taken.about
        else jsonb_build_object('agreement_id', version.agreement_id) || taken.about end
from taken
left join synergy.version on version.id = taken.about ->> 'version_id'
    and (version.owner_firm_id = taken.firm_id or version.answering_firm_id = taken.firm_id)
order by taken.id;

-- name: journal_end
-- Where the journal ends now.
select coalesce(max(position), 0) from interaction.journal;

-- name: told
-- What the journal tells of calls after a position, with the call as it stands.
select journal.position, journal.firm_id, journal.interaction_id, journal.kind, journal.at, journal.data,
    call.direction, call.queue_id, call.agent_id, call.wait_s, call.talk_s
from interaction.journal
join interaction.call on call.firm_id = journal.firm_id and call.id = journal.interaction_id
where journal.kind = any (array['interaction.call_arrived', 'interaction.agent_answered', 'interaction.call_ended'])
  and journal.position > %(after)s
order by journal.position
limit %(rows)s;

-- name: due
-- What is to be sent now: of each subscription that is not busy the first that is due. An event waits for those before it while they
-- have been tried less often than `in_order`.
select distinct on (delivery.firm_id, delivery.subscription_id)
    delivery.firm_id, delivery.id, delivery.subscription_id, delivery.event_id, event.body, delivery.tries,
    subscription.address, subscription.secret,
    case when subscription.old_until > %(now)s then subscription.old_secret end, subscription.failing_since
from webhooks.delivery
join webhooks.subscription on subscription.firm_id = delivery.firm_id and subscription.id = delivery.subscription_id
join webhooks.event on event.firm_id = delivery.firm_id and event.id = delivery.event_id
where delivery.status = 'waiting' and subscription.stopped is null and delivery.due_at <= %(now)s
  and delivery.subscription_id <> all (%(busy)s)
  and (delivery.tries >= %(in_order)s or not exists (
    select from webhooks.delivery as before
    where before.firm_id = delivery.firm_id and before.subscription_id = delivery.subscription_id and before.status = 'waiting'
      and before.tries < %(in_order)s and (before.sequence, before.id) < (delivery.sequence, delivery.id)))
order by delivery.firm_id, delivery.subscription_id, delivery.sequence, delivery.id
limit %(rows)s;

-- name: delivery_note
-- What a try has changed of a delivery.
update webhooks.delivery
set status = %(status)s, tries = tries + 1, due_at = %(due_at)s, tried_at = %(now)s, code = %(code)s, trouble = %(trouble)s,
    answer = %(answer)s, took_ms = %(took_ms)s
where firm_id = %(firm)s and id = %(id)s;

-- name: subscription_note
-- What a try has changed of a subscription.
update webhooks.subscription
set tried_at = %(now)s, failing_since = %(failing_since)s, trouble = %(trouble)s,
    stopped = coalesce(stopped, %(stopped)s), stopped_at = case when stopped is null and %(stopped)s::text is not null then %(now)s else stopped_at end
where firm_id = %(firm)s and id = %(subscription)s;

-- name: forget
-- Events of before a moment, with their deliveries.
delete from webhooks.event where made_at < %(before)s;
