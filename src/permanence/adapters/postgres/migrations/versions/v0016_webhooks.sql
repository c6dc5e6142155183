-- Webhooks: addresses of firms that are told what happens, what there is to tell, and what was sent when.

create schema webhooks;
grant usage on schema webhooks to permanence_app, permanence_floor, permanence_door;

-- An address and what it is told. Secrets are sealed with the firm and the row; the old one signs too until `old_until`.
-- `stopped`: why nothing is sent (by_hand; unanswered for days; gone, as the address said itself).
create table webhooks.subscription (
    firm_id       text not null references firms.firm (id),
    id            text not null check (platform.is_id(id, 'whk')),
    address       text not null check (length(address) <= 2000),
    label         text not null default '' check (length(label) <= 120),
    kinds         text[] not null default '{}',
    secret        bytea not null,
    old_secret    bytea,
    old_until     timestamptz,
    stopped       text check (stopped = any (array['by_hand', 'unanswered', 'gone'])),
    stopped_at    timestamptz,
    failing_since timestamptz,
    tried_at      timestamptz,
    trouble       text,
    created_at    timestamptz not null,
    primary key (firm_id, id)
);
call platform.protect('webhooks.subscription', 'select, insert, update, delete', 'select, update');

create sequence webhooks.outbox_line;

-- What happened and is still to be told, in order, one line for each firm that wants it: written by triggers in the transaction of the cause,
-- taken away by the worker in the transaction that makes the events.
create table webhooks.outbox (
    firm_id text not null references firms.firm (id),
    id      bigint not null,
    kind    text not null,
    at      timestamptz not null,
    about   jsonb not null,
    primary key (firm_id, id)
);
call platform.protect('webhooks.outbox', '', 'select, delete');

-- How many events a firm has had: their numbers have no gap.
create table webhooks.counter (
    firm_id  text primary key references firms.firm (id),
    sequence bigint not null check (sequence >= 0)
);
call platform.protect('webhooks.counter', 'select, insert, update', 'select, insert, update');

-- What is told, as it is sent to the last byte; kept for thirty days so that it can be sent again.
create table webhooks.event (
    firm_id  text not null references firms.firm (id),
    id       text not null check (platform.is_id(id, 'evt')),
    sequence bigint not null,
    kind     text not null,
    at       timestamptz not null,
    body     text not null,
    made_at  timestamptz not null,
    primary key (firm_id, id),
    unique (firm_id, sequence)
);
create index event_kind on webhooks.event (firm_id, kind, at);
create index event_made on webhooks.event (made_at);
call platform.protect('webhooks.event', 'select, insert', 'select, insert, delete');

-- An event on its way to an address. Each event goes there once by itself (`nth` 0); whoever wants it again makes another row.
create table webhooks.delivery (
    firm_id         text not null references firms.firm (id),
    id              text not null check (platform.is_id(id, 'dlv')),
    subscription_id text not null,
    event_id        text not null,
    sequence        bigint not null,
    nth             integer not null check (nth >= 0),
    status          text not null default 'waiting' check (status = any (array['waiting', 'delivered', 'failed'])),
    tries           integer not null default 0 check (tries >= 0),
    due_at          timestamptz not null,
    tried_at        timestamptz,
    code            integer,
    trouble         text,
    answer          text check (length(answer) <= 1024),
    took_ms         integer,
    made_at         timestamptz not null,
    primary key (firm_id, id),
    unique (firm_id, subscription_id, event_id, nth),
    foreign key (firm_id, subscription_id) references webhooks.subscription (firm_id, id) on delete cascade,
    foreign key (firm_id, event_id) references webhooks.event (firm_id, id) on delete cascade
);
create index delivery_waiting on webhooks.delivery (firm_id, subscription_id, sequence, id) where status = 'waiting';
create index delivery_made on webhooks.delivery (firm_id, made_at desc, id);
create index delivery_event on webhooks.delivery (firm_id, event_id);
call platform.protect('webhooks.delivery', 'select, insert, update', 'select, insert, update');

-- What triggers write: the door alone writes the outbox, and asks subscriptions whether anybody wants to know.
grant insert on webhooks.outbox to permanence_door;
grant usage on sequence webhooks.outbox_line to permanence_door;
grant select (firm_id, kinds) on webhooks.subscription to permanence_door;
create policy door_outbox on webhooks.outbox for all to permanence_door using (current_setting('permanence.door_outbox', true) = 'open');
create policy door_outbox on webhooks.subscription for select to permanence_door
    using (current_setting('permanence.door_outbox', true) = 'open');

-- Notes what was added to a table, for each firm of the row that wants to be told. Its arguments: the event's name, in which `{column}`
-- stands for the row's value; the column that says when ('' for now); then the columns to be told, as `column`, or `name=column`, with
-- `owner:` before what the owner firm alone is told.
create function webhooks.hear() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    line jsonb := to_jsonb(new);
    kind text := tg_argv[0];
    at timestamptz := case when tg_argv[1] = '' then now() else (line ->> tg_argv[1])::timestamptz end;
    firm text;
    told jsonb;
    part text;
begin
    if kind ~ '\{' then
        kind := replace(kind, substring(kind from '\{\w+\}'), line ->> substring(kind from '\{(\w+)\}'));
    end if;
    perform set_config('permanence.door_outbox', 'open', true);
    for firm in
        select distinct named from unnest(array[
            line ->> 'firm_id', line ->> 'owner_firm_id', line ->> 'answering_firm_id', line ->> 'operator_firm_id']) as named
        where exists (select from webhooks.subscription where subscription.firm_id = named and kind = any (subscription.kinds))
        order by named
    loop
        told := '{}';
        foreach part in array tg_argv[2:] loop
            continue when part like 'owner:%' and firm is distinct from line ->> 'owner_firm_id';
            part := regexp_replace(part, '^owner:', '');
            told := told || jsonb_build_object(split_part(part, '=', 1), line -> regexp_replace(part, '^.*=', ''));
        end loop;
        insert into webhooks.outbox (firm_id, id, kind, at, about) values (firm, nextval('webhooks.outbox_line'), kind, at, told);
    end loop;
    perform set_config('permanence.door_outbox', '', true);
    return null;
end
$$;
revoke all on function webhooks.hear() from public;
grant create on schema webhooks to permanence_door;
alter function webhooks.hear() owner to permanence_door;
revoke create on schema webhooks from permanence_door;

create trigger tell_webhooks after insert on synergy.version for each row execute function webhooks.hear(
    'agreement.proposed', 'proposed_at', 'agreement_id', 'version_id=id', 'number', 'starts_on', 'proposed_by_firm_id');
create trigger tell_webhooks after insert on synergy.answer for each row execute function webhooks.hear(
    'agreement.{decision}', 'answered_at', 'version_id', 'answered_by_firm_id');
create trigger tell_webhooks after insert on synergy.ending for each row execute function webhooks.hear(
    'agreement.ended', 'given_at', 'agreement_id', 'last_day', 'given_by_firm_id');
create trigger tell_webhooks after insert on synergy.answered for each row execute function webhooks.hear(
    'partner.served', 'until', 'answered_id=id', 'owner_firm_id', 'answering_firm_id', 'agreement_id', 'version_id', 'dialled', 'brand',
    'alias', 'country', 'caller', 'arrived_at', 'since', 'until', 'seconds', 'owner:call_id=interaction_id');
create trigger tell_webhooks after insert on synergy.receipt_place for each row execute function webhooks.hear(
    'receipts.signed', '', 'day', 'owner_firm_id', 'answering_firm_id', 'receipts=leaves');
create trigger tell_webhooks after insert on ledger.closing for each row execute function webhooks.hear(
    'month.closed', 'closed_at', 'month', 'statements');
create trigger tell_webhooks after insert on ledger.statement for each row execute function webhooks.hear(
    'statement.issued', '', 'statement_id=id', 'number', 'month', 'kind', 'seller_firm_id', 'buyer_firm_id', 'currency', 'net', 'vat',
    'total', 'issued_on', 'due_on');
create trigger tell_webhooks after insert on ledger.dispute for each row execute function webhooks.hear(
    'dispute.raised', 'raised_at', 'dispute_id=id', 'statement_id', 'call', 'raised_by_firm_id');
create trigger tell_webhooks after insert on ledger.dispute_answer for each row execute function webhooks.hear(
    'dispute.{decision}', 'answered_at', 'dispute_id', 'answered_by_firm_id');

-- Few of the journal's lines are told: whoever reads them finds them without reading the others.
create index journal_told on interaction.journal (position) where kind = any (array[
    'interaction.call_arrived', 'interaction.agent_answered', 'interaction.call_ended']);
