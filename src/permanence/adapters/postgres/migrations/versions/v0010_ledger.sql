-- Money between firms: transfers that are only ever added, balances and sums kept with them, months, statements, disputes.

create schema ledger;
grant usage on schema ledger to permanence_app, permanence_floor, permanence_door;

-- Which firm runs this installation; accounts of the platform are that firm's accounts. Named once. No firm's data.
create table platform.operator (
    one     boolean primary key default true check (one),
    firm_id text not null references firms.firm (id)
);
grant select on platform.operator to permanence_app, permanence_floor, permanence_door;
grant insert (firm_id) on platform.operator to permanence_floor;

create function platform.operator_firm() returns text
    language sql stable parallel safe
    return (select firm_id from platform.operator);
grant execute on function platform.operator_firm() to permanence_app, permanence_floor, permanence_door;

-- The same as platform.share for rows of three firms.
create procedure platform.share(target regclass, app_rights text, floor_rights text, one name, other name, third name)
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    own text := '(%1$I = (select platform.current_firm()) or %2$I = (select platform.current_firm()) or %3$I = (select platform.current_firm()))';
    any_of text := '(%1$I = any ((select platform.current_firms())::text[]) or %2$I = any ((select platform.current_firms())::text[])'
        ' or %3$I = any ((select platform.current_firms())::text[]))';
begin
    own := format(own, one, other, third);
    any_of := format(any_of, one, other, third);
    execute format('alter table %s enable row level security', target);
    execute format('alter table %s force row level security', target);
    execute format('create policy app_own_firm on %1$s for all to permanence_app using %2$s with check %2$s', target, own);
    execute format('create policy floor_own_firms on %1$s for all to permanence_floor using %2$s with check %2$s', target, any_of);
    if app_rights <> '' then
        execute format('grant %s on %s to permanence_app', app_rights, target);
    end if;
    if floor_rights <> '' then
        execute format('grant %s on %s to permanence_floor', floor_rights, target);
    end if;
end
$$;

-- An amount from one account to another. Seen by the three firms that it concerns, added by the platform's own processes, changed by
-- nobody. That its firms exist is told by the sums that go with it (ledger.tally), for each of them once and not for each row.
create table ledger.transfer (
    owner_firm_id     text not null,
    answering_firm_id text not null,
    operator_firm_id  text not null,
    id                text not null check (platform.is_id(id, 'trf')),
    cause             text not null check (length(cause) between 1 and 80),
    part              text not null check (length(part) between 1 and 120),
    debit_firm_id     text not null,
    debit_kind        text not null check (debit_kind in ('due', 'payout', 'fees', 'rounding', 'prepaid', 'held', 'bank', 'vat')),
    credit_firm_id    text not null,
    credit_kind       text not null check (credit_kind in ('due', 'payout', 'fees', 'rounding', 'prepaid', 'held', 'bank', 'vat')),
    amount            bigint not null check (amount > 0),
    currency          text not null check (currency ~ '^[A-Z]{3}$'),
    calls             integer not null default 0 check (calls >= 0),
    seconds           integer not null default 0 check (seconds >= 0),
    booked_on         date not null,
    month             date not null generated always as (booked_on - (extract(day from booked_on)::integer - 1)) stored,
    posted_at         timestamptz not null,
    reverses          text check (platform.is_id(reverses, 'trf')),
    late_from         date check (late_from < booked_on),
    note              text not null default '' check (length(note) <= 500),
    primary key (owner_firm_id, answering_firm_id, operator_firm_id, id),
    -- What makes posting the same thing again harmless.
    unique (owner_firm_id, answering_firm_id, operator_firm_id, cause, part),
    check (debit_firm_id <> credit_firm_id or debit_kind <> credit_kind),
    check (debit_firm_id in (owner_firm_id, answering_firm_id, operator_firm_id)),
    check (credit_firm_id in (owner_firm_id, answering_firm_id, operator_firm_id)),
    -- Accounts of the platform are the operator's alone.
    constraint transfer_debit_of_operator check (debit_firm_id = operator_firm_id or debit_kind in ('due', 'prepaid', 'held')),
    constraint transfer_credit_of_operator check (credit_firm_id = operator_firm_id or credit_kind in ('due', 'prepaid', 'held'))
);
-- What is reversed is reversed once.
create unique index transfer_reversed_once on ledger.transfer (owner_firm_id, answering_firm_id, operator_firm_id, reverses)
    where reverses is not null;
-- Rows come in the order of their months: a few bytes find those of one.
create index transfer_month on ledger.transfer using brin (month);
call platform.share('ledger.transfer', 'select', 'select, insert', 'owner_firm_id', 'answering_firm_id', 'operator_firm_id');

-- What an account has given and got so far. Kept with each transfer by the trigger below; nobody else can write it.
create table ledger.balance (
    firm_id  text not null references firms.firm (id),
    kind     text not null check (kind in ('due', 'payout', 'fees', 'rounding', 'prepaid', 'held', 'bank', 'vat')),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    debits   bigint not null default 0 check (debits >= 0),
    credits  bigint not null default 0 check (credits >= 0),
    primary key (firm_id, kind, currency),
    constraint balance_not_below_zero check (kind not in ('prepaid', 'held') or credits >= debits)
);
call platform.protect('ledger.balance', 'select', 'select');

-- The sums of a month's transfers between two accounts, kept with each transfer as well: a month is closed, and balances are
-- proven, without reading its calls again. `correction`: what is reversed, or came after its own month was closed; `about` says what.
create table ledger.tally (
    owner_firm_id     text not null references firms.firm (id),
    answering_firm_id text not null references firms.firm (id),
    operator_firm_id  text not null references firms.firm (id),
    month             date not null,
    debit_firm_id     text not null,
    debit_kind        text not null,
    credit_firm_id    text not null,
    credit_kind       text not null,
    currency          text not null,
    correction        boolean not null,
    about             text not null,
    transfers         bigint not null,
    calls             bigint not null,
    seconds           bigint not null,
    amount            bigint not null,
    primary key (owner_firm_id, answering_firm_id, operator_firm_id, month, debit_firm_id, debit_kind, credit_firm_id, credit_kind,
        currency, correction, about)
);
create index tally_month on ledger.tally (operator_firm_id, month);
call platform.share('ledger.tally', 'select', 'select', 'owner_firm_id', 'answering_firm_id', 'operator_firm_id');

-- A month's figures as one person of the operator saw them and wants it closed: their digest, and how firms stood on invoices then.
create table ledger.proposal (
    firm_id       text not null references firms.firm (id),
    id            text not null check (platform.is_id(id, 'mpr')),
    month         date not null check (extract(day from month) = 1),
    digest        text not null check (digest ~ '^[0-9a-f]{64}$'),
    billings      jsonb not null,
    proposed_by   text not null check (platform.is_id(proposed_by, 'per')),
    proposed_name text not null check (length(proposed_name) <= 200),
    proposed_at   timestamptz not null,
    primary key (firm_id, id),
    unique (firm_id, id, month, digest, proposed_by)
);
call platform.protect('ledger.proposal', 'select, insert', 'select');

-- Another person's consent to the same figures. From here on the month is frozen.
create table ledger.approval (
    firm_id       text not null references firms.firm (id),
    month         date not null,
    proposal_id   text not null,
    digest        text not null,
    proposed_by   text not null,
    approved_by   text not null check (platform.is_id(approved_by, 'per')),
    approved_name text not null check (length(approved_name) <= 200),
    approved_at   timestamptz not null,
    primary key (firm_id, month),
    unique (firm_id, proposal_id),
    foreign key (firm_id, proposal_id, month, digest, proposed_by) references ledger.proposal (firm_id, id, month, digest, proposed_by),
    constraint approval_by_another check (approved_by <> proposed_by)
);
call platform.protect('ledger.approval', 'select, insert', 'select');

-- The statements of an approved month are written and its fractions of cents are booked.
create table ledger.closing (
    firm_id    text not null references firms.firm (id),
    month      date not null,
    statements integer not null check (statements >= 0),
    closed_at  timestamptz not null,
    primary key (firm_id, month),
    foreign key (firm_id, month) references ledger.approval (firm_id, month)
);
call platform.protect('ledger.closing', 'select', 'select, insert');

-- How a firm stands on invoices.
create table ledger.billing (
    firm_id    text primary key references firms.firm (id),
    document   jsonb not null,
    changed_at timestamptz not null
);
call platform.protect('ledger.billing', 'select, insert, update', 'select');

-- What one firm earned in a month, and who pays. A seller's numbers of a year have no gap: the database gives them.
create table ledger.statement (
    owner_firm_id     text not null references firms.firm (id),
    answering_firm_id text not null references firms.firm (id),
    operator_firm_id  text not null references firms.firm (id),
    id                text not null check (platform.is_id(id, 'stm')),
    seller_firm_id    text not null,
    buyer_firm_id     text not null,
    month             date not null check (extract(day from month) = 1),
    kind              text not null check (kind in ('389', '261')),
    currency          text not null check (currency ~ '^[A-Z]{3}$'),
    net               bigint not null,
    vat               bigint not null,
    total             bigint not null,
    issued_on         date not null,
    due_on            date not null,
    document          jsonb not null,
    serial            integer not null default 0,
    year              integer not null generated always as (extract(year from issued_on)::integer) stored,
    number            text not null generated always as (extract(year from issued_on)::integer::text || '-' || lpad(serial::text, 6, '0')) stored,
    primary key (owner_firm_id, answering_firm_id, operator_firm_id, id),
    unique (owner_firm_id, answering_firm_id, operator_firm_id, seller_firm_id, buyer_firm_id, month, currency),
    constraint statement_series unique (seller_firm_id, year, serial),
    check (seller_firm_id <> buyer_firm_id),
    check (seller_firm_id in (owner_firm_id, answering_firm_id, operator_firm_id)),
    check (buyer_firm_id in (owner_firm_id, answering_firm_id, operator_firm_id)),
    check (total = net + vat)
);
create index statement_month on ledger.statement (operator_firm_id, month);
create index statement_owner on ledger.statement (owner_firm_id, month);
create index statement_answering on ledger.statement (answering_firm_id, month);
call platform.share('ledger.statement', 'select', 'select', 'owner_firm_id', 'answering_firm_id', 'operator_firm_id');
grant insert (owner_firm_id, answering_firm_id, operator_firm_id, id, seller_firm_id, buyer_firm_id, month, kind, currency, net, vat, total,
    issued_on, due_on, document) on ledger.statement to permanence_floor;

-- A firm contests a statement, or one call of it. Which firm that is the database says.
create table ledger.dispute (
    owner_firm_id     text not null references firms.firm (id),
    answering_firm_id text not null references firms.firm (id),
    operator_firm_id  text not null references firms.firm (id),
    id                text not null check (platform.is_id(id, 'dsp')),
    statement_id      text not null,
    call              text not null default '' check (length(call) <= 80),
    reason            text not null check (length(reason) between 1 and 2000),
    raised_by_firm_id text not null default platform.current_firm(),
    raised_by         text not null check (platform.is_id(raised_by, 'per')),
    raised_name       text not null check (length(raised_name) <= 200),
    raised_at         timestamptz not null,
    primary key (owner_firm_id, answering_firm_id, operator_firm_id, id),
    unique (owner_firm_id, answering_firm_id, operator_firm_id, id, raised_by_firm_id),
    foreign key (owner_firm_id, answering_firm_id, operator_firm_id, statement_id)
        references ledger.statement (owner_firm_id, answering_firm_id, operator_firm_id, id)
);
call platform.share('ledger.dispute', 'select', 'select', 'owner_firm_id', 'answering_firm_id', 'operator_firm_id');
grant insert (owner_firm_id, answering_firm_id, operator_firm_id, id, statement_id, call, reason, raised_by, raised_name, raised_at)
    on ledger.dispute to permanence_app;

-- The one answer to a dispute: withdrawn by the firm that raised it, accepted or rejected by another.
create table ledger.dispute_answer (
    owner_firm_id       text not null,
    answering_firm_id   text not null,
    operator_firm_id    text not null,
    dispute_id          text not null,
    raised_by_firm_id   text not null,
    decision            text not null check (decision in ('withdrawn', 'accepted', 'rejected')),
    reason              text not null default '' check (length(reason) <= 2000),
    answered_by_firm_id text not null default platform.current_firm(),
    answered_by         text not null check (platform.is_id(answered_by, 'per')),
    answered_name       text not null check (length(answered_name) <= 200),
    answered_at         timestamptz not null,
    primary key (owner_firm_id, answering_firm_id, operator_firm_id, dispute_id),
    foreign key (owner_firm_id, answering_firm_id, operator_firm_id, dispute_id, raised_by_firm_id)
        references ledger.dispute (owner_firm_id, answering_firm_id, operator_firm_id, id, raised_by_firm_id),
    constraint dispute_answer_by_another check ((decision = 'withdrawn') = (answered_by_firm_id = raised_by_firm_id))
);
call platform.share('ledger.dispute_answer', 'select', 'select', 'owner_firm_id', 'answering_firm_id', 'operator_firm_id');
grant insert (owner_firm_id, answering_firm_id, operator_firm_id, dispute_id, raised_by_firm_id, decision, reason, answered_by, answered_name, answered_at)
    on ledger.dispute_answer to permanence_app;

-- An accepted dispute has had its consequence: so many transfers were reversed.
create table ledger.dispute_settled (
    owner_firm_id     text not null,
    answering_firm_id text not null,
    operator_firm_id  text not null,
    dispute_id        text not null,
    reversed          integer not null check (reversed >= 0),
    settled_at        timestamptz not null,
    primary key (owner_firm_id, answering_firm_id, operator_firm_id, dispute_id),
    foreign key (owner_firm_id, answering_firm_id, operator_firm_id, dispute_id)
        references ledger.dispute_answer (owner_firm_id, answering_firm_id, operator_firm_id, dispute_id)
);
call platform.share('ledger.dispute_settled', 'select', 'select, insert', 'owner_firm_id', 'answering_firm_id', 'operator_firm_id');

-- The door keeps the books: its functions alone write balances and sums, whoever adds the transfers. Its policies open to a setting
-- that only the functions make.
grant select on ledger.transfer, ledger.approval, ledger.closing, ledger.statement, ledger.billing to permanence_door;
grant select, insert, update on ledger.balance, ledger.tally to permanence_door;
grant select (country) on firms.firm to permanence_door;
create policy door_books on ledger.transfer for select to permanence_door using (current_setting('permanence.door_books', true) = 'open');
create policy door_books on ledger.approval for select to permanence_door using (current_setting('permanence.door_books', true) = 'open');
create policy door_books on ledger.closing for select to permanence_door using (current_setting('permanence.door_books', true) = 'open');
create policy door_books on ledger.statement for select to permanence_door using (current_setting('permanence.door_books', true) = 'open');
create policy door_books on ledger.billing for select to permanence_door using (current_setting('permanence.door_books', true) = 'open');
create policy door_books on ledger.balance for all to permanence_door using (current_setting('permanence.door_books', true) = 'open');
create policy door_books on ledger.tally for all to permanence_door using (current_setting('permanence.door_books', true) = 'open');

-- The number by which posting into a month and freezing it meet.
create function ledger.month_key(operator_firm text, month date) returns bigint
    language sql immutable parallel safe
    return hashtextextended('ledger.month ' || operator_firm || ' ' || (month - date '2000-01-01')::text, 0);
grant execute on function ledger.month_key(text, date) to permanence_app, permanence_floor, permanence_door;

-- After transfers: refuse frozen months and false reversals, then bring sums and balances up to date. Both are written in one order of
-- accounts, so that many writers wait for one another and never in a circle.
create function ledger.keep_books() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    sums ledger.tally[];
    each record;
    told text;
begin
    -- The rows are read once; what follows works on their few sums.
    select array_agg(summed::ledger.tally order by owner_firm_id, answering_firm_id, operator_firm_id, month, debit_firm_id, debit_kind,
            credit_firm_id, credit_kind, currency, correction, about)
        into sums
        from (
            select owner_firm_id, answering_firm_id, operator_firm_id, month, debit_firm_id, debit_kind, credit_firm_id, credit_kind,
                currency, reverses is not null or late_from is not null as correction,
                case when reverses is not null or late_from is not null then note else '' end as about,
                count(*) as transfers, sum(calls)::bigint as calls, sum(seconds)::bigint as seconds, sum(amount)::bigint as amount
            from added group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
        ) as summed;
    if sums is null then
        return null;
    end if;
    perform set_config('permanence.door_books', 'open', true);
    for each in select distinct operator_firm_id, month from unnest(sums) order by 1, 2 loop
        perform pg_advisory_xact_lock_shared(ledger.month_key(each.operator_firm_id, each.month));
    end loop;
    -- A frozen month takes what closes it, until it is closed, and nothing else.
    for each in
        select approval.firm_id, approval.month, approval.proposal_id,
            exists (select from ledger.closing where closing.firm_id = approval.firm_id and closing.month = approval.month) as closed
        from ledger.approval
        where (approval.firm_id, approval.month) in (select summed.operator_firm_id, summed.month from unnest(sums) as summed)
    loop
        perform from added where added.operator_firm_id = each.firm_id and added.month = each.month
            and (each.closed or added.cause <> each.proposal_id);
        if found then
            raise exception '%', to_char(each.month, 'YYYY-MM') using errcode = 'PL001', hint = 'the month is frozen; book on the first open one';
        end if;
    end loop;
    if exists (select from unnest(sums) as summed where summed.correction) then
        for each in select * from added where added.reverses is not null loop
            perform from ledger.transfer as was
                where was.owner_firm_id = each.owner_firm_id and was.answering_firm_id = each.answering_firm_id
                    and was.operator_firm_id = each.operator_firm_id and was.id = each.reverses and was.reverses is null
                    and was.debit_firm_id = each.credit_firm_id and was.debit_kind = each.credit_kind
                    and was.credit_firm_id = each.debit_firm_id and was.credit_kind = each.debit_kind
                    and was.amount = each.amount and was.currency = each.currency
                    and was.calls = each.calls and was.seconds = each.seconds;
            if not found then
                raise exception '% does not mirror %', each.id, each.reverses using errcode = 'PL002';
            end if;
        end loop;
    end if;
    insert into ledger.tally
        select * from unnest(sums)
        on conflict (owner_firm_id, answering_firm_id, operator_firm_id, month, debit_firm_id, debit_kind, credit_firm_id, credit_kind,
            currency, correction, about)
        do update set transfers = tally.transfers + excluded.transfers, calls = tally.calls + excluded.calls,
            seconds = tally.seconds + excluded.seconds, amount = tally.amount + excluded.amount;
    -- First the accounts that are new, then the locks, then the amounts: a constraint on a balance must see the whole of it.
    insert into ledger.balance (firm_id, kind, currency)
        select debit_firm_id, debit_kind, currency from unnest(sums) union select credit_firm_id, credit_kind, currency from unnest(sums)
        order by 1, 2, 3
        on conflict do nothing;
    perform from ledger.balance join (
            select debit_firm_id as firm_id, debit_kind as kind, currency from unnest(sums)
            union select credit_firm_id, credit_kind, currency from unnest(sums)
        ) as touched using (firm_id, kind, currency)
        order by balance.firm_id, balance.kind, balance.currency for update of balance;
    update ledger.balance set debits = balance.debits + moved.debits, credits = balance.credits + moved.credits
        from (
            select firm_id, kind, currency, sum(debit) as debits, sum(credit) as credits from (
                select debit_firm_id as firm_id, debit_kind as kind, currency, amount as debit, 0 as credit from unnest(sums)
                union all select credit_firm_id, credit_kind, currency, 0, amount from unnest(sums)
            ) as both_sides group by 1, 2, 3
        ) as moved
        where balance.firm_id = moved.firm_id and balance.kind = moved.kind and balance.currency = moved.currency;
    perform set_config('permanence.door_books', '', true);
    return null;
end
$$;
create trigger keep_books after insert on ledger.transfer
    referencing new table as added for each statement execute function ledger.keep_books();

-- A month is frozen at one moment: whoever posts into it has ended before, or comes too late.
create function ledger.freeze_month() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform pg_advisory_xact_lock(ledger.month_key(new.firm_id, new.month));
    return new;
end
$$;
create trigger freeze_month before insert on ledger.approval for each row execute function ledger.freeze_month();

-- Gives a statement the next number of its seller's year.
create function ledger.number_statement() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform set_config('permanence.door_books', 'open', true);
    perform pg_advisory_xact_lock(hashtextextended('ledger.series ' || new.seller_firm_id, 0));
    new.serial := 1 + coalesce((
        select max(statement.serial) from ledger.statement
        where statement.seller_firm_id = new.seller_firm_id and statement.year = extract(year from new.issued_on)::integer), 0);
    perform set_config('permanence.door_books', '', true);
    return new;
end
$$;
create trigger number_statement before insert on ledger.statement for each row execute function ledger.number_statement();

-- Who may ask about all firms' money: the platform's own processes, and the operator.
create function ledger.may_see_all() returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return session_user = 'permanence_floor' or platform.current_firm() = platform.operator_firm();
end
$$;

-- How firms stand on invoices, for the operator who makes them out: name and country of each open firm, and what it wrote.
create function ledger.billings() returns table (firm_id text, name text, country text, document text)
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if ledger.may_see_all() is not true then
        raise exception 'the operator alone asks this' using errcode = '42501';
    end if;
    perform set_config('permanence.door_books', 'open', true);
    perform set_config('permanence.door_roster', 'asked', true);
    return query select firm.id, firm.name, firm.country, billing.document::text
        from firms.firm left join ledger.billing on billing.firm_id = firm.id order by firm.id;
    perform set_config('permanence.door_roster', '', true);
    perform set_config('permanence.door_books', '', true);
end
$$;

-- What does not add up: balances against the sums of transfers, and all accounts of a currency together, which are zero. No row: all
-- is well. With a month its sums are counted again from the transfers themselves.
create function ledger.check(counted date default null)
    returns table (what text, firm_id text, kind text, currency text, expected bigint, kept bigint)
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if ledger.may_see_all() is not true then
        raise exception 'the operator alone asks this' using errcode = '42501';
    end if;
    perform set_config('permanence.door_books', 'open', true);
    return query
        select 'balance', coalesce(b.firm_id, t.firm_id), coalesce(b.kind, t.kind), coalesce(b.currency, t.currency),
            coalesce(t.amount, 0)::bigint, coalesce(b.credits - b.debits, 0)::bigint
        from ledger.balance as b full join (
            select moved.firm_id, moved.kind, moved.currency, sum(moved.debits) as debits, sum(moved.credits) as credits,
                sum(moved.credits) - sum(moved.debits) as amount
            from (
                select debit_firm_id as firm_id, debit_kind as kind, tally.currency, tally.amount as debits, 0 as credits from ledger.tally
                union all select credit_firm_id, credit_kind, tally.currency, 0, tally.amount from ledger.tally
            ) as moved group by 1, 2, 3
        ) as t on t.firm_id = b.firm_id and t.kind = b.kind and t.currency = b.currency
        where (b.debits, b.credits) is distinct from (t.debits::bigint, t.credits::bigint)
        union all
        select 'zero', null, null, b.currency, 0::bigint, sum(b.credits - b.debits)::bigint
        from ledger.balance as b group by b.currency having sum(b.credits - b.debits) <> 0;
    if counted is not null then
        return query
            select 'transfers', coalesce(s.operator_firm_id, n.operator_firm_id), 'tally', coalesce(s.currency, n.currency),
                coalesce(n.amount, 0)::bigint, coalesce(s.amount, 0)::bigint
            from (select * from ledger.tally where tally.month = counted) as s full join (
                select owner_firm_id, answering_firm_id, operator_firm_id, debit_firm_id, debit_kind, credit_firm_id, credit_kind,
                    transfer.currency, reverses is not null or late_from is not null as correction,
                    case when reverses is not null or late_from is not null then note else '' end as about,
                    count(*) as transfers, sum(calls) as calls, sum(seconds) as seconds, sum(transfer.amount) as amount
                from ledger.transfer where transfer.month = counted group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
            ) as n on n.owner_firm_id = s.owner_firm_id and n.answering_firm_id = s.answering_firm_id
                and n.operator_firm_id = s.operator_firm_id and n.debit_firm_id = s.debit_firm_id and n.debit_kind = s.debit_kind
                and n.credit_firm_id = s.credit_firm_id and n.credit_kind = s.credit_kind and n.currency = s.currency
                and n.correction = s.correction and n.about = s.about
            where (s.transfers, s.calls, s.seconds, s.amount)
                is distinct from (n.transfers::bigint, n.calls::bigint, n.seconds::bigint, n.amount::bigint);
    end if;
    perform set_config('permanence.door_books', '', true);
end
$$;

revoke all on function ledger.keep_books(), ledger.number_statement(), ledger.may_see_all(), ledger.billings(), ledger.check(date) from public;
grant execute on function ledger.may_see_all() to permanence_door;
grant execute on function ledger.billings(), ledger.check(date) to permanence_app, permanence_floor;
grant create on schema ledger to permanence_door;
alter function ledger.keep_books() owner to permanence_door;
alter function ledger.number_statement() owner to permanence_door;
alter function ledger.billings() owner to permanence_door;
alter function ledger.check(date) owner to permanence_door;
revoke create on schema ledger from permanence_door;
