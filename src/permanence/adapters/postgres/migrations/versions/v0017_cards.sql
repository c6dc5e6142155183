-- Cards: what callers may pay for, what they paid, and who wrote card numbers where they may not stand. No table has a column for a
-- card's number, expiry or security code.
create schema cards;
grant usage on schema cards to permanence_app, permanence_floor;

-- A consultation that an owner firm sells by card; `share` is what an answering partner gets of it, per ten thousand.
create table cards.product (
    firm_id    text not null references firms.firm (id),
    id         text not null check (platform.is_id(id, 'pdt')),
    name       text not null check (length(name) between 1 and 80),
    price      jsonb not null,
    share      integer not null check (share between 0 and 10000),
    changed_at timestamptz not null,
    retired_at timestamptz,
    primary key (firm_id, id)
);
call platform.protect('cards.product', 'select, insert, update', 'select');

-- A consultation of a call, from the announced price to the charge. Money is in millionths; `token` is the payment service's own name
-- of its hold.
create table cards.consultation (
    firm_id           text not null references firms.firm (id),
    id                text not null check (platform.is_id(id, 'con')),
    interaction_id    text not null check (platform.is_id(interaction_id, 'int')),
    agent_id          text not null check (platform.is_id(agent_id, 'agt')),
    product_id        text not null,
    name              text not null,
    price             jsonb not null,
    share             integer not null check (share between 0 and 10000),
    answering_firm_id text,
    state             text not null,
    held              bigint not null default 0 check (held >= 0),
    token             text not null default '',
    network           text not null default '',
    last_four         text not null default '' check (last_four ~ '^[0-9]{0,4}$'),
    since             timestamptz,
    until             timestamptz,
    seconds           integer not null default 0 check (seconds >= 0),
    charged           bigint not null default 0 check (charged between 0 and held),
    refunded          bigint not null default 0 check (refunded between 0 and charged),
    refund_asked      bigint not null default 0 check (refund_asked between 0 and charged),
    why               text not null default '',
    asked_at          timestamptz not null,
    primary key (firm_id, id)
);
call platform.protect('cards.consultation', 'select', 'select, insert, update');
grant update (refund_asked) on cards.consultation to permanence_app;
create index consultation_due on cards.consultation (id) where state in ('used', 'captured');

-- Notes in which card numbers were masked.
create table cards.masked (
    firm_id        text not null references firms.firm (id),
    interaction_id text not null check (platform.is_id(interaction_id, 'int')),
    agent_id       text not null check (platform.is_id(agent_id, 'agt')),
    at             timestamptz not null,
    number         integer not null check (number > 0),
    primary key (firm_id, interaction_id, agent_id, at)
);
call platform.protect('cards.masked', 'select', 'select, insert');
create index masked_agent on cards.masked (firm_id, agent_id, at);

-- An agent who did so again and again within an hour.
create table cards.alarm (
    firm_id  text not null references firms.firm (id),
    id       text not null check (platform.is_id(id, 'alm')),
    agent_id text not null check (platform.is_id(agent_id, 'agt')),
    at       timestamptz not null,
    number   integer not null check (number > 0),
    primary key (firm_id, id)
);
call platform.protect('cards.alarm', 'select', 'select, insert');

-- Few lines of the journal tell of cards: whoever reads them finds them without reading the others.
create index journal_cards on interaction.journal (position)
    where kind in ('interaction.card_asked', 'interaction.card_refused', 'interaction.card_authorised', 'interaction.consultation_counted',
        'interaction.card_numbers_masked');
