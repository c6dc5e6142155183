-- name: offered
-- What callers may pay for by card, of all firms of the transaction.
select firm_id, id, name, price::text, share from cards.product where retired_at is null;

-- name: products
-- The firm's consultations, those that are no longer offered included.
select id, name, price::text, share, retired_at from cards.product order by retired_at nulls first, name, id;

-- name: product_keep
-- A consultation, new or changed; what was begun keeps the price that was announced.
insert into cards.product (firm_id, id, name, price, share, changed_at)
values (%(firm)s, %(id)s, %(name)s, %(price)s, %(share)s, %(now)s)
on conflict (firm_id, id) do update
set name = excluded.name, price = excluded.price, share = excluded.share, changed_at = excluded.changed_at, retired_at = null;

-- name: product_retire
-- A consultation that is no longer offered.
update cards.product set retired_at = %(now)s, changed_at = %(now)s where id = %(id)s and retired_at is null returning id;

-- name: consultations
-- Consultations of the firm, the newest first.
select id, interaction_id, agent_id, product_id, name, price::text, share, answering_firm_id, state, held, token, network, last_four,
    since, until, seconds, charged, refunded, refund_asked, why, asked_at
from cards.consultation
where %(after)s::text is null or id < %(after)s
order by id desc limit %(rows)s;

-- name: consultation
-- One of them.
select id, interaction_id, agent_id, product_id, name, price::text, share, answering_firm_id, state, held, token, network, last_four,
    since, until, seconds, charged, refunded, refund_asked, why, asked_at
from cards.consultation where id = %(id)s;

-- name: refund_ask
-- So much is to be given back; the worker does it. Only of what was charged, and once.
update cards.consultation set refund_asked = %(amount)s
where id = %(id)s and state = 'captured' and refund_asked = 0 and %(amount)s between 1 and charged
returning id;

-- name: alarms
-- Who wrote card numbers into notes again and again, the newest first.
select id, agent_id, at, number from cards.alarm order by at desc, id desc limit 100;

-- name: everyone
-- All firms, closed ones too.
select * from firms.everyone();

-- name: told
-- What the journal tells of cards after a position.
select position, firm_id, interaction_id, at, kind, data::text
from interaction.journal
where kind in ('interaction.card_asked', 'interaction.card_refused', 'interaction.card_authorised', 'interaction.consultation_counted',
        'interaction.card_numbers_masked')
    and position > %(after)s
order by position limit %(rows)s;

-- name: asked
-- A consultation that was asked for; told twice it is there once.
insert into cards.consultation (
    firm_id, id, interaction_id, agent_id, product_id, name, price, share, answering_firm_id, state, asked_at)
values (
    %(firm)s, %(id)s, %(call)s, %(agent)s, %(product)s, %(name)s, %(price)s, %(share)s, %(answering)s, 'announced', %(at)s)
on conflict do nothing;

-- name: state_keep
-- Where a consultation stands now.
update cards.consultation
set state = %(state)s, held = %(held)s, token = %(token)s, network = %(network)s,
    last_four = %(last_four)s, since = %(since)s, until = %(until)s, seconds = %(seconds)s, charged = %(charged)s,
    refunded = %(refunded)s, why = %(why)s
where firm_id = %(firm)s and id = %(id)s;

-- name: one_of
-- One consultation of a firm, held until the end of the transaction.
select id, interaction_id, agent_id, product_id, name, price::text, share, answering_firm_id, state, held, token, network, last_four,
    since, until, seconds, charged, refunded, refund_asked, why, asked_at
from cards.consultation where firm_id = %(firm)s and id = %(id)s for update;

-- name: due
-- What is to be charged, given back or refunded, the oldest first.
select firm_id, id from cards.consultation
where state = 'used' or (state = 'captured' and refund_asked > 0)
order by id limit %(rows)s;

-- name: masked_add
-- Notes of an agent held card numbers.
insert into cards.masked (firm_id, interaction_id, agent_id, at, number) values (%(firm)s, %(call)s, %(agent)s, %(at)s, %(number)s);

-- name: masked_within
-- How many of an agent's notes held card numbers since a moment, and when the last alarm of him was.
select count(*), (select max(at) from cards.alarm where firm_id = %(firm)s and agent_id = %(agent)s)
from cards.masked where firm_id = %(firm)s and agent_id = %(agent)s and at > %(since)s and at <= %(upto)s;

-- name: alarm_add
-- The owner must see this.
insert into cards.alarm (firm_id, id, agent_id, at, number) values (%(firm)s, %(id)s, %(agent)s, %(at)s, %(number)s);
