-- PostgreSQL database dump

CREATE SCHEMA adverts;

CREATE SCHEMA cards;

CREATE SCHEMA diversion;

CREATE SCHEMA firms;

CREATE SCHEMA flows;

CREATE SCHEMA interaction;

CREATE SCHEMA ledger;

CREATE SCHEMA planning;

CREATE SCHEMA platform;

CREATE SCHEMA quality;

CREATE SCHEMA routing;

CREATE SCHEMA synergy;

CREATE SCHEMA tariffs;

CREATE SCHEMA webhooks;

CREATE FUNCTION adverts.visit(asked text, seen timestamp with time zone) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    found record;
begin
    perform set_config('permanence.door_advert', asked, true);
    select advert.firm_id, advert.id, advert.address into found from adverts.advert where advert.token = asked and advert.address <> '';
    if found.id is not null then
        insert into adverts.visit (firm_id, advert_id, hour, visits) values (found.firm_id, found.id, date_trunc('hour', seen, 'UTC'), 1)
            on conflict (firm_id, advert_id, hour) do update set visits = visit.visits + 1;
    end if;
    perform set_config('permanence.door_advert', '', true);
    return found.address;
end
$$;

CREATE FUNCTION firms.everyone() RETURNS SETOF text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    perform set_config('permanence.door_roster', 'asked', true);
    return query select firm.id from firms.firm order by firm.id;
    perform set_config('permanence.door_roster', '', true);
end
$$;

CREATE FUNCTION firms.key_at_the_door(asked bytea) RETURNS TABLE(firm_id text, key_id text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    perform set_config('permanence.door_key', encode(asked, 'hex'), true);
    return query select access_key.firm_id, access_key.id from firms.access_key where access_key.secret_hash = asked;
    perform set_config('permanence.door_key', '', true);
end
$$;

CREATE FUNCTION firms.people_at_the_door(asked text) RETURNS TABLE(firm_id text, firm_name text, person_id text, password_hash text, failures integer, locked_until timestamp with time zone)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    perform set_config('permanence.door_email', lower(asked), true);
    return query
        select firm.id, firm.name, person.id, person.password_hash, person.failures, person.locked_until
        from firms.person join firms.firm on firm.id = person.firm_id
        where person.email = lower(asked) and person.status = 'active' and firm.status = 'open'
        order by firm.name, firm.id;
    perform set_config('permanence.door_email', '', true);
end
$$;

CREATE FUNCTION firms.roster() RETURNS SETOF text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    perform set_config('permanence.door_roster', 'asked', true);
    return query select firm.id from firms.firm where firm.status = 'open' order by firm.id;
    perform set_config('permanence.door_roster', '', true);
end
$$;

CREATE FUNCTION firms.sign_in_at_the_door(asked bytea) RETURNS TABLE(firm_id text, sign_in_id text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    perform set_config('permanence.door_secret', encode(asked, 'hex'), true);
    return query select sign_in.firm_id, sign_in.id from firms.sign_in where sign_in.secret_hash = asked;
    perform set_config('permanence.door_secret', '', true);
end
$$;

CREATE FUNCTION interaction.keep(calls json, opened json, closed json, journal json) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    over json;
begin
    for over in select json_array_elements(keep.closed) loop
        delete from interaction.open_call where firm_id = over ->> 0 and interaction_id = over ->> 1;
    end loop;
    with kept as (
        insert into interaction.call (firm_id, id, direction, number_id, brand_id, queue_id, agent_id, customer, dialled,
            language, phase, arrived_at, answered_at, ended_at, outcome, ended_by, cause, disposition, notes, wait_s,
            talk_s, hold_s)
        select * from json_to_recordset(keep.calls) as row (firm text, id text, direction text, number text, brand text,
            queue text, agent text, customer text, dialled text, language text, phase text, arrived_at timestamptz,
            answered_at timestamptz, ended_at timestamptz, outcome text, ended_by text, cause int, disposition text,
            notes text, wait_s float8, talk_s float8, hold_s float8)
        on conflict (firm_id, id) do update set queue_id = excluded.queue_id, agent_id = excluded.agent_id,
            language = excluded.language, phase = excluded.phase, answered_at = excluded.answered_at,
            ended_at = excluded.ended_at, outcome = excluded.outcome, ended_by = excluded.ended_by,
            cause = excluded.cause, disposition = excluded.disposition, notes = excluded.notes, wait_s = excluded.wait_s,
            talk_s = excluded.talk_s, hold_s = excluded.hold_s
    ), opened as (
        insert into interaction.open_call (firm_id, interaction_id, document)
        select firm, id, document::jsonb from json_to_recordset(keep.opened) as row (firm text, id text, document text)
        on conflict (firm_id, interaction_id) do update set document = excluded.document
    )
    insert into interaction.journal (firm_id, interaction_id, seq, at, kind, data)
    select firm, call, seq, at, kind, data::jsonb from json_to_recordset(keep.journal)
        as row (firm text, call text, seq int, at timestamptz, kind text, data text)
    on conflict (firm_id, interaction_id, seq) do nothing;
end
$$;

CREATE FUNCTION ledger.billings() RETURNS TABLE(firm_id text, name text, country text, document text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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

CREATE FUNCTION ledger."check"(counted date DEFAULT NULL::date) RETURNS TABLE(what text, firm_id text, kind text, currency text, expected bigint, kept bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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

CREATE FUNCTION ledger.freeze_month() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    perform pg_advisory_xact_lock(ledger.month_key(new.firm_id, new.month));
    return new;
end
$$;

CREATE FUNCTION ledger.keep_books() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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

CREATE FUNCTION ledger.may_see_all() RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    return session_user = 'permanence_floor' or platform.current_firm() = platform.operator_firm();
end
$$;

CREATE FUNCTION ledger.month_key(operator_firm text, month date) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN hashtextextended(((('ledger.month '::text || operator_firm) || ' '::text) || ((month - '2000-01-01'::date))::text), (0)::bigint);

CREATE FUNCTION ledger.number_statement() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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

CREATE FUNCTION platform.current_firm() RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
declare
    firm text := current_setting('permanence.firm', true);
begin
    if firm is null or firm !~ '^frm_[0-9a-hjkmnp-tv-z]{26}$' then
        raise exception 'this transaction names no firm' using errcode = 'PF001';
    end if;
    return firm;
end
$_$;

CREATE FUNCTION platform.current_firms() RETURNS text[]
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
declare
    firms text := current_setting('permanence.firms', true);
begin
    if firms is null or firms !~ '^frm_[0-9a-hjkmnp-tv-z]{26}(,frm_[0-9a-hjkmnp-tv-z]{26})*$' then
        raise exception 'this transaction names no firms' using errcode = 'PF001';
    end if;
    return string_to_array(firms, ',');
end
$_$;

CREATE FUNCTION platform.is_id(id text, prefix text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (("left"(id, 4) = (prefix || '_'::text)) AND (length(id) = 30));

CREATE FUNCTION platform.keep(firms text, fence bigint, calls json, opened json, closed json, journal json, states json) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    perform set_config('permanence.firms', firms, true);
    perform from platform.lease where name = 'floor' and fencing = fence for share;
    if not found then
        raise exception 'lease_lost' using errcode = 'PL001';
    end if;
    if calls is not null then
        perform interaction.keep(calls, opened, closed, journal);
    end if;
    if states is not null then
        perform routing.keep(states);
    end if;
end
$$;

CREATE TABLE platform.operator (
    one boolean DEFAULT true NOT NULL,
    firm_id text NOT NULL,
    CONSTRAINT operator_one_check CHECK (one)
);

CREATE FUNCTION platform.operator_firm() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (SELECT operator.firm_id FROM platform.operator);

CREATE PROCEDURE platform.protect(IN target regclass, IN app_rights text, IN floor_rights text, IN firm_column name DEFAULT 'firm_id'::name)
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
begin
    execute format('alter table %s enable row level security', target);
    execute format('alter table %s force row level security', target);
    execute format(
        'create policy app_own_firm on %1$s for all to permanence_app '
        'using (%2$I = (select platform.current_firm())) with check (%2$I = (select platform.current_firm()))',
        target, firm_column);
    execute format(
        'create policy floor_own_firms on %1$s for all to permanence_floor '
        'using (%2$I = any ((select platform.current_firms())::text[])) '
        'with check (%2$I = any ((select platform.current_firms())::text[]))',
        target, firm_column);
    if app_rights <> '' then
        execute format('grant %s on %s to permanence_app', app_rights, target);
    end if;
    if floor_rights <> '' then
        execute format('grant %s on %s to permanence_floor', floor_rights, target);
    end if;
end
$_$;

CREATE PROCEDURE platform.share(IN target regclass, IN app_rights text, IN floor_rights text, IN one name, IN other name)
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
begin
    execute format('alter table %s enable row level security', target);
    execute format('alter table %s force row level security', target);
    execute format(
        'create policy app_own_firm on %1$s for all to permanence_app '
        'using (%2$I = (select platform.current_firm()) or %3$I = (select platform.current_firm())) '
        'with check (%2$I = (select platform.current_firm()) or %3$I = (select platform.current_firm()))',
        target, one, other);
    execute format(
        'create policy floor_own_firms on %1$s for all to permanence_floor '
        'using (%2$I = any ((select platform.current_firms())::text[]) or %3$I = any ((select platform.current_firms())::text[])) '
        'with check (%2$I = any ((select platform.current_firms())::text[]) or %3$I = any ((select platform.current_firms())::text[]))',
        target, one, other);
    if app_rights <> '' then
        execute format('grant %s on %s to permanence_app', app_rights, target);
    end if;
    if floor_rights <> '' then
        execute format('grant %s on %s to permanence_floor', floor_rights, target);
    end if;
end
$_$;

CREATE PROCEDURE platform.share(IN target regclass, IN app_rights text, IN floor_rights text, IN one name, IN other name, IN third name)
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
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
$_$;

CREATE FUNCTION routing.keep(states json) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET enable_hashjoin TO 'off'
    SET enable_mergejoin TO 'off'
    SET enable_seqscan TO 'off'
    AS $$
begin
    insert into routing.agent_state (firm_id, agent_id, document)
    select state.firm, state.id, state.document::jsonb
    from json_to_recordset(keep.states) as state (firm text, id text, document text)
    where exists (select from routing.agent where agent.firm_id = state.firm and agent.id = state.id)
    on conflict (firm_id, agent_id) do update set document = excluded.document;
end
$$;

CREATE FUNCTION synergy.market() RETURNS TABLE(firm_id text, name text, country text, answers boolean, seeks boolean, languages text[], told text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    perform set_config('permanence.door_market', 'asked', true);
    return query
        select listing.firm_id, listing.name, listing.country, listing.answers, listing.seeks, listing.languages, listing.text
        from synergy.listing where listing.shown order by lower(listing.name), listing.firm_id limit 1000;
    perform set_config('permanence.door_market', '', true);
end
$$;

CREATE FUNCTION synergy.notices(since date) RETURNS TABLE(id text, firm_id text, name text, published_at timestamp with time zone, told text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    perform set_config('permanence.door_market', 'asked', true);
    return query
        select notice.id, notice.firm_id, listing.name, notice.published_at, notice.notice::text
        from synergy.notice join synergy.listing on listing.firm_id = notice.firm_id
        where notice.expires_on >= since
            and exists (select from synergy.listing as own where own.firm_id = platform.current_firm() and own.shown)
        order by notice.published_at desc, notice.firm_id, notice.id desc limit 1000;
    perform set_config('permanence.door_market', '', true);
end
$$;

CREATE FUNCTION webhooks.hear() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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

CREATE TABLE adverts.advert (
    firm_id text NOT NULL,
    id text NOT NULL,
    token text NOT NULL,
    address text DEFAULT ''::text NOT NULL,
    document jsonb NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT advert_address_check CHECK (((address = ''::text) OR ((address ~ '^https://'::text) AND (length(address) <= 500)))),
    CONSTRAINT advert_id_check CHECK (platform.is_id(id, 'adv'::text)),
    CONSTRAINT advert_token_check CHECK (((length(token) >= 12) AND (length(token) <= 40)))
);

ALTER TABLE ONLY adverts.advert FORCE ROW LEVEL SECURITY;

CREATE TABLE adverts.call_code (
    firm_id text NOT NULL,
    interaction_id text NOT NULL,
    code text NOT NULL,
    entered_by text NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    CONSTRAINT call_code_code_check CHECK ((code ~ '^[0-9]{3,4}$'::text)),
    CONSTRAINT call_code_entered_by_check CHECK (platform.is_id(entered_by, 'per'::text))
);

ALTER TABLE ONLY adverts.call_code FORCE ROW LEVEL SECURITY;

CREATE TABLE adverts.visit (
    firm_id text NOT NULL,
    advert_id text NOT NULL,
    hour timestamp with time zone NOT NULL,
    visits integer NOT NULL,
    CONSTRAINT visit_visits_check CHECK ((visits > 0))
);

ALTER TABLE ONLY adverts.visit FORCE ROW LEVEL SECURITY;

CREATE TABLE cards.alarm (
    firm_id text NOT NULL,
    id text NOT NULL,
    agent_id text NOT NULL,
    at timestamp with time zone NOT NULL,
    number integer NOT NULL,
    CONSTRAINT alarm_agent_id_check CHECK (platform.is_id(agent_id, 'agt'::text)),
    CONSTRAINT alarm_id_check CHECK (platform.is_id(id, 'alm'::text)),
    CONSTRAINT alarm_number_check CHECK ((number > 0))
);

ALTER TABLE ONLY cards.alarm FORCE ROW LEVEL SECURITY;

CREATE TABLE cards.consultation (
    firm_id text NOT NULL,
    id text NOT NULL,
    interaction_id text NOT NULL,
    agent_id text NOT NULL,
    product_id text NOT NULL,
    name text NOT NULL,
    price jsonb NOT NULL,
    share integer NOT NULL,
    answering_firm_id text,
    state text NOT NULL,
    held bigint DEFAULT 0 NOT NULL,
    token text DEFAULT ''::text NOT NULL,
    network text DEFAULT ''::text NOT NULL,
    last_four text DEFAULT ''::text NOT NULL,
    since timestamp with time zone,
    until timestamp with time zone,
    seconds integer DEFAULT 0 NOT NULL,
    charged bigint DEFAULT 0 NOT NULL,
    refunded bigint DEFAULT 0 NOT NULL,
    refund_asked bigint DEFAULT 0 NOT NULL,
    why text DEFAULT ''::text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    CONSTRAINT consultation_agent_id_check CHECK (platform.is_id(agent_id, 'agt'::text)),
    CONSTRAINT consultation_check CHECK (((charged >= 0) AND (charged <= held))),
    CONSTRAINT consultation_check1 CHECK (((refunded >= 0) AND (refunded <= charged))),
    CONSTRAINT consultation_check2 CHECK (((refund_asked >= 0) AND (refund_asked <= charged))),
    CONSTRAINT consultation_held_check CHECK ((held >= 0)),
    CONSTRAINT consultation_id_check CHECK (platform.is_id(id, 'con'::text)),
    CONSTRAINT consultation_interaction_id_check CHECK (platform.is_id(interaction_id, 'int'::text)),
    CONSTRAINT consultation_last_four_check CHECK ((last_four ~ '^[0-9]{0,4}$'::text)),
    CONSTRAINT consultation_seconds_check CHECK ((seconds >= 0)),
    CONSTRAINT consultation_share_check CHECK (((share >= 0) AND (share <= 10000)))
);

ALTER TABLE ONLY cards.consultation FORCE ROW LEVEL SECURITY;

CREATE TABLE cards.masked (
    firm_id text NOT NULL,
    interaction_id text NOT NULL,
    agent_id text NOT NULL,
    at timestamp with time zone NOT NULL,
    number integer NOT NULL,
    CONSTRAINT masked_agent_id_check CHECK (platform.is_id(agent_id, 'agt'::text)),
    CONSTRAINT masked_interaction_id_check CHECK (platform.is_id(interaction_id, 'int'::text)),
    CONSTRAINT masked_number_check CHECK ((number > 0))
);

ALTER TABLE ONLY cards.masked FORCE ROW LEVEL SECURITY;

CREATE TABLE cards.product (
    firm_id text NOT NULL,
    id text NOT NULL,
    name text NOT NULL,
    price jsonb NOT NULL,
    share integer NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    retired_at timestamp with time zone,
    CONSTRAINT product_id_check CHECK (platform.is_id(id, 'pdt'::text)),
    CONSTRAINT product_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80))),
    CONSTRAINT product_share_check CHECK (((share >= 0) AND (share <= 10000)))
);

ALTER TABLE ONLY cards.product FORCE ROW LEVEL SECURITY;

CREATE TABLE diversion.case_opened (
    owner_firm_id text NOT NULL,
    answering_firm_id text NOT NULL,
    id text NOT NULL,
    finding jsonb NOT NULL,
    calls jsonb NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    CONSTRAINT case_opened_id_check CHECK (platform.is_id(id, 'cas'::text))
);

ALTER TABLE ONLY diversion.case_opened FORCE ROW LEVEL SECURITY;

CREATE TABLE diversion.case_step (
    owner_firm_id text NOT NULL,
    answering_firm_id text NOT NULL,
    case_id text NOT NULL,
    number integer NOT NULL,
    decision text NOT NULL,
    taken_by_firm_id text DEFAULT platform.current_firm() NOT NULL,
    taken_by text NOT NULL,
    taken_name text NOT NULL,
    taken_at timestamp with time zone NOT NULL,
    text text NOT NULL,
    CONSTRAINT case_step_check CHECK (((decision = 'noted'::text) OR (taken_by_firm_id =
CASE
    WHEN (decision = 'answered'::text) THEN answering_firm_id
    ELSE owner_firm_id
END))),
    CONSTRAINT case_step_decision_check CHECK ((decision = ANY (ARRAY['noted'::text, 'answered'::text, 'unfounded'::text, 'settled'::text, 'suspended'::text, 'ended'::text]))),
    CONSTRAINT case_step_number_check CHECK ((number >= 1)),
    CONSTRAINT case_step_taken_by_check CHECK (platform.is_id(taken_by, 'per'::text)),
    CONSTRAINT case_step_taken_name_check CHECK ((length(taken_name) <= 200)),
    CONSTRAINT case_step_text_check CHECK ((length(text) <= 4000))
);

ALTER TABLE ONLY diversion.case_step FORCE ROW LEVEL SECURITY;

CREATE TABLE diversion.look (
    firm_id text NOT NULL,
    week date NOT NULL,
    looked_at timestamp with time zone NOT NULL,
    callers integer NOT NULL,
    weeks jsonb NOT NULL,
    CONSTRAINT look_callers_check CHECK ((callers >= 0))
);

ALTER TABLE ONLY diversion.look FORCE ROW LEVEL SECURITY;

CREATE TABLE firms.access (
    owner_firm_id text NOT NULL,
    answering_firm_id text NOT NULL,
    id text NOT NULL,
    seen_by_firm_id text DEFAULT platform.current_firm() NOT NULL,
    firm_name text NOT NULL,
    person_id text NOT NULL,
    person_name text NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    what text NOT NULL,
    subject text NOT NULL,
    CONSTRAINT access_firm_name_check CHECK ((length(firm_name) <= 200)),
    CONSTRAINT access_id_check CHECK (platform.is_id(id, 'lok'::text)),
    CONSTRAINT access_person_id_check CHECK (platform.is_id(person_id, 'per'::text)),
    CONSTRAINT access_person_name_check CHECK ((length(person_name) <= 200)),
    CONSTRAINT access_subject_check CHECK ((length(subject) <= 80)),
    CONSTRAINT access_what_check CHECK ((what = ANY (ARRAY['calls.listed'::text, 'calls.exported'::text, 'call.opened'::text, 'caller.opened'::text, 'recording.heard'::text, 'receipt.fetched'::text, 'receipts.fetched'::text])))
);

ALTER TABLE ONLY firms.access FORCE ROW LEVEL SECURITY;

CREATE TABLE firms.access_key (
    firm_id text NOT NULL,
    id text NOT NULL,
    person_id text NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    start text NOT NULL,
    secret_hash bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    revoked_at timestamp with time zone,
    CONSTRAINT access_key_id_check CHECK (platform.is_id(id, 'key'::text)),
    CONSTRAINT access_key_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120))),
    CONSTRAINT access_key_role_check CHECK ((role = ANY (ARRAY['director'::text, 'supervisor'::text]))),
    CONSTRAINT access_key_secret_hash_check CHECK ((length(secret_hash) = 32)),
    CONSTRAINT access_key_start_check CHECK ((length(start) <= 20))
);

ALTER TABLE ONLY firms.access_key FORCE ROW LEVEL SECURITY;

CREATE TABLE firms.audit (
    firm_id text NOT NULL,
    id text NOT NULL,
    at timestamp with time zone NOT NULL,
    person_id text,
    action text NOT NULL,
    subject text,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL,
    address text,
    CONSTRAINT audit_id_check CHECK (platform.is_id(id, 'aud'::text)),
    CONSTRAINT audit_person_id_check CHECK (platform.is_id(person_id, 'per'::text))
);

ALTER TABLE ONLY firms.audit FORCE ROW LEVEL SECURITY;

CREATE TABLE firms.firm (
    id text NOT NULL,
    name text NOT NULL,
    language text NOT NULL,
    country text NOT NULL,
    time_zone text NOT NULL,
    status text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    recording_days integer DEFAULT 30 NOT NULL,
    CONSTRAINT firm_country_check CHECK ((country ~ '^[A-Z]{2}$'::text)),
    CONSTRAINT firm_id_check CHECK (platform.is_id(id, 'frm'::text)),
    CONSTRAINT firm_language_check CHECK ((language = ANY (ARRAY['fr'::text, 'en'::text]))),
    CONSTRAINT firm_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120))),
    CONSTRAINT firm_recording_days_check CHECK (((recording_days >= 1) AND (recording_days <= 1830))),
    CONSTRAINT firm_status_check CHECK ((status = ANY (ARRAY['open'::text, 'closed'::text])))
);

ALTER TABLE ONLY firms.firm FORCE ROW LEVEL SECURITY;

CREATE TABLE firms.person (
    firm_id text NOT NULL,
    id text NOT NULL,
    email text NOT NULL,
    name text NOT NULL,
    password_hash text NOT NULL,
    roles text[] NOT NULL,
    language text NOT NULL,
    status text NOT NULL,
    must_change boolean NOT NULL,
    failures integer DEFAULT 0 NOT NULL,
    locked_until timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    password_changed_at timestamp with time zone NOT NULL,
    CONSTRAINT person_email_check CHECK (((email = lower(email)) AND ((length(email) >= 3) AND (length(email) <= 254)))),
    CONSTRAINT person_failures_check CHECK ((failures >= 0)),
    CONSTRAINT person_id_check CHECK (platform.is_id(id, 'per'::text)),
    CONSTRAINT person_language_check CHECK ((language = ANY (ARRAY['fr'::text, 'en'::text]))),
    CONSTRAINT person_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120))),
    CONSTRAINT person_roles_check CHECK (((roles <@ ARRAY['operator'::text, 'director'::text, 'supervisor'::text, 'agent'::text, 'client'::text]) AND (cardinality(roles) > 0))),
    CONSTRAINT person_status_check CHECK ((status = ANY (ARRAY['active'::text, 'disabled'::text])))
);

ALTER TABLE ONLY firms.person FORCE ROW LEVEL SECURITY;

CREATE TABLE firms.sign_in (
    firm_id text NOT NULL,
    id text NOT NULL,
    person_id text NOT NULL,
    secret_hash bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    address text,
    browser text,
    CONSTRAINT sign_in_id_check CHECK (platform.is_id(id, 'sgn'::text)),
    CONSTRAINT sign_in_secret_hash_check CHECK ((length(secret_hash) = 32))
);

ALTER TABLE ONLY firms.sign_in FORCE ROW LEVEL SECURITY;

CREATE TABLE flows.brand (
    firm_id text NOT NULL,
    id text NOT NULL,
    name text NOT NULL,
    greeting text DEFAULT ''::text NOT NULL,
    colour text NOT NULL,
    language text NOT NULL,
    CONSTRAINT brand_colour_check CHECK ((colour ~ '^#[0-9a-f]{6}$'::text)),
    CONSTRAINT brand_id_check CHECK (platform.is_id(id, 'brd'::text)),
    CONSTRAINT brand_language_check CHECK ((language = ANY (ARRAY['fr'::text, 'en'::text]))),
    CONSTRAINT brand_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80)))
);

ALTER TABLE ONLY flows.brand FORCE ROW LEVEL SECURITY;

CREATE TABLE flows.disposition (
    firm_id text NOT NULL,
    code text NOT NULL,
    label_fr text NOT NULL,
    label_en text NOT NULL,
    "position" integer NOT NULL,
    CONSTRAINT disposition_code_check CHECK ((code ~ '^[a-z0-9_]{1,40}$'::text)),
    CONSTRAINT disposition_label_en_check CHECK (((length(label_en) >= 1) AND (length(label_en) <= 80))),
    CONSTRAINT disposition_label_fr_check CHECK (((length(label_fr) >= 1) AND (length(label_fr) <= 80))),
    CONSTRAINT disposition_position_check CHECK ((("position" >= 0) AND ("position" <= 999)))
);

ALTER TABLE ONLY flows.disposition FORCE ROW LEVEL SECURITY;

CREATE TABLE flows.flow (
    firm_id text NOT NULL,
    id text NOT NULL,
    name text NOT NULL,
    version integer NOT NULL,
    document jsonb NOT NULL,
    CONSTRAINT flow_id_check CHECK (platform.is_id(id, 'flw'::text)),
    CONSTRAINT flow_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80))),
    CONSTRAINT flow_version_check CHECK ((version > 0))
);

ALTER TABLE ONLY flows.flow FORCE ROW LEVEL SECURITY;

CREATE TABLE flows.number (
    firm_id text NOT NULL,
    id text NOT NULL,
    e164 text NOT NULL,
    label text DEFAULT ''::text NOT NULL,
    brand_id text NOT NULL,
    flow_id text NOT NULL,
    language text NOT NULL,
    country text NOT NULL,
    recording_purpose text,
    notice_prompt_id text,
    trunk text DEFAULT 'carrier'::text NOT NULL,
    whisper_prompt_id text,
    CONSTRAINT number_country_check CHECK ((country ~ '^[A-Z]{2}$'::text)),
    CONSTRAINT number_e164_check CHECK ((e164 ~ '^\+[1-9][0-9]{3,14}$'::text)),
    CONSTRAINT number_id_check CHECK (platform.is_id(id, 'num'::text)),
    CONSTRAINT number_language_check CHECK ((language = ANY (ARRAY['fr'::text, 'en'::text]))),
    CONSTRAINT number_recording_purpose_check CHECK (((length(recording_purpose) >= 3) AND (length(recording_purpose) <= 200))),
    CONSTRAINT number_trunk_check CHECK ((trunk ~ '^[a-z0-9_-]{1,40}$'::text))
);

ALTER TABLE ONLY flows.number FORCE ROW LEVEL SECURITY;

CREATE TABLE flows.plan (
    firm_id text NOT NULL,
    id text NOT NULL,
    name text NOT NULL,
    time_zone text NOT NULL,
    weekly jsonb NOT NULL,
    holiday_country text,
    holiday_subdivision text,
    exceptions jsonb DEFAULT '[]'::jsonb NOT NULL,
    CONSTRAINT plan_holiday_country_check CHECK ((holiday_country ~ '^[A-Z]{2}$'::text)),
    CONSTRAINT plan_id_check CHECK (platform.is_id(id, 'pln'::text)),
    CONSTRAINT plan_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80)))
);

ALTER TABLE ONLY flows.plan FORCE ROW LEVEL SECURITY;

CREATE TABLE flows.prompt (
    firm_id text NOT NULL,
    id text NOT NULL,
    name text NOT NULL,
    language text NOT NULL,
    text text DEFAULT ''::text NOT NULL,
    file text,
    duration_ms integer,
    status text NOT NULL,
    CONSTRAINT prompt_duration_ms_check CHECK ((duration_ms >= 0)),
    CONSTRAINT prompt_id_check CHECK (platform.is_id(id, 'pmt'::text)),
    CONSTRAINT prompt_language_check CHECK ((language = ANY (ARRAY['fr'::text, 'en'::text]))),
    CONSTRAINT prompt_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80))),
    CONSTRAINT prompt_status_check CHECK ((status = ANY (ARRAY['empty'::text, 'ready'::text, 'failed'::text])))
);

ALTER TABLE ONLY flows.prompt FORCE ROW LEVEL SECURITY;

CREATE TABLE interaction.amendment (
    firm_id text NOT NULL,
    id text NOT NULL,
    interaction_id text NOT NULL,
    at timestamp with time zone NOT NULL,
    person_id text NOT NULL,
    data jsonb NOT NULL,
    CONSTRAINT amendment_id_check CHECK (platform.is_id(id, 'amd'::text)),
    CONSTRAINT amendment_interaction_id_check CHECK (platform.is_id(interaction_id, 'int'::text)),
    CONSTRAINT amendment_person_id_check CHECK (platform.is_id(person_id, 'per'::text))
);

ALTER TABLE ONLY interaction.amendment FORCE ROW LEVEL SECURITY;

CREATE TABLE interaction.call (
    firm_id text NOT NULL,
    id text NOT NULL,
    direction text NOT NULL,
    number_id text,
    brand_id text,
    queue_id text,
    agent_id text,
    customer text,
    dialled text,
    language text NOT NULL,
    phase text NOT NULL,
    arrived_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    ended_at timestamp with time zone,
    outcome text,
    ended_by text,
    cause integer,
    disposition text,
    notes text DEFAULT ''::text NOT NULL,
    wait_s double precision,
    talk_s double precision,
    hold_s double precision,
    CONSTRAINT call_agent_id_check CHECK (platform.is_id(agent_id, 'agt'::text)),
    CONSTRAINT call_brand_id_check CHECK (platform.is_id(brand_id, 'brd'::text)),
    CONSTRAINT call_direction_check CHECK ((direction = ANY (ARRAY['inbound'::text, 'outbound'::text]))),
    CONSTRAINT call_id_check CHECK (platform.is_id(id, 'int'::text)),
    CONSTRAINT call_number_id_check CHECK (platform.is_id(number_id, 'num'::text)),
    CONSTRAINT call_queue_id_check CHECK (platform.is_id(queue_id, 'que'::text))
)
WITH (fillfactor='75');

ALTER TABLE ONLY interaction.call FORCE ROW LEVEL SECURITY;

CREATE TABLE interaction.firm_key (
    firm_id text NOT NULL,
    id text NOT NULL,
    wrapped bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT firm_key_id_check CHECK (platform.is_id(id, 'key'::text)),
    CONSTRAINT firm_key_wrapped_check CHECK ((length(wrapped) = 40))
);

ALTER TABLE ONLY interaction.firm_key FORCE ROW LEVEL SECURITY;

CREATE TABLE interaction.journal (
    firm_id text NOT NULL,
    interaction_id text NOT NULL,
    seq integer NOT NULL,
    at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    data jsonb NOT NULL,
    "position" bigint NOT NULL,
    CONSTRAINT journal_interaction_id_check CHECK (platform.is_id(interaction_id, 'int'::text)),
    CONSTRAINT journal_seq_check CHECK ((seq >= 0))
);

ALTER TABLE ONLY interaction.journal FORCE ROW LEVEL SECURITY;

ALTER TABLE interaction.journal ALTER COLUMN "position" ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME interaction.journal_position_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE interaction.listening (
    firm_id text NOT NULL,
    id text NOT NULL,
    person_id text NOT NULL,
    interaction_id text NOT NULL,
    recording_id text,
    kind text NOT NULL,
    at timestamp with time zone NOT NULL,
    first_byte bigint,
    last_byte bigint,
    CONSTRAINT listening_check CHECK ((last_byte >= first_byte)),
    CONSTRAINT listening_first_byte_check CHECK ((first_byte >= 0)),
    CONSTRAINT listening_id_check CHECK (platform.is_id(id, 'lst'::text)),
    CONSTRAINT listening_interaction_id_check CHECK (platform.is_id(interaction_id, 'int'::text)),
    CONSTRAINT listening_person_id_check CHECK (platform.is_id(person_id, 'per'::text)),
    CONSTRAINT listening_recording_id_check CHECK (platform.is_id(recording_id, 'rec'::text))
);

ALTER TABLE ONLY interaction.listening FORCE ROW LEVEL SECURITY;

CREATE TABLE interaction.listening_terms (
    firm_id text NOT NULL,
    agents_hear_own boolean NOT NULL
);

ALTER TABLE ONLY interaction.listening_terms FORCE ROW LEVEL SECURITY;

CREATE TABLE interaction.open_call (
    firm_id text NOT NULL,
    interaction_id text NOT NULL,
    document jsonb NOT NULL,
    CONSTRAINT open_call_interaction_id_check CHECK (platform.is_id(interaction_id, 'int'::text))
)
WITH (fillfactor='40', autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='2000');

ALTER TABLE ONLY interaction.open_call FORCE ROW LEVEL SECURITY;

CREATE TABLE interaction.recording (
    firm_id text NOT NULL,
    id text NOT NULL,
    interaction_id text NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    duration_ms integer,
    purpose text NOT NULL,
    retention_until timestamp with time zone NOT NULL,
    status text NOT NULL,
    file text,
    levels jsonb,
    marks jsonb DEFAULT '[]'::jsonb NOT NULL,
    key_id text,
    spool text NOT NULL,
    started_ms integer DEFAULT 0 NOT NULL,
    size bigint,
    wrapped_key bytea,
    waveform bytea,
    tries integer DEFAULT 0 NOT NULL,
    try_at timestamp with time zone,
    trouble text,
    erased_at timestamp with time zone,
    CONSTRAINT recording_duration_ms_check CHECK ((duration_ms >= 0)),
    CONSTRAINT recording_id_check CHECK (platform.is_id(id, 'rec'::text)),
    CONSTRAINT recording_interaction_id_check CHECK (platform.is_id(interaction_id, 'int'::text)),
    CONSTRAINT recording_key CHECK (((status = 'sealed'::text) = (wrapped_key IS NOT NULL))),
    CONSTRAINT recording_size_check CHECK ((size >= 0)),
    CONSTRAINT recording_spool_check CHECK ((spool ~ '^int_[0-9a-hjkmnp-tv-z]{26}[.]rec[0-9]+$'::text)),
    CONSTRAINT recording_status_check CHECK ((status = ANY (ARRAY['open'::text, 'closed'::text, 'sealed'::text, 'failed'::text, 'erased'::text]))),
    CONSTRAINT recording_tries_check CHECK ((tries >= 0)),
    CONSTRAINT recording_wrapped_key_check CHECK ((length(wrapped_key) = 40))
);

ALTER TABLE ONLY interaction.recording FORCE ROW LEVEL SECURITY;

CREATE TABLE ledger.advance (
    owner_firm_id text NOT NULL,
    answering_firm_id text NOT NULL,
    operator_firm_id text NOT NULL,
    id text NOT NULL,
    amount bigint NOT NULL,
    currency text NOT NULL,
    paid_on date NOT NULL,
    until date,
    reference text NOT NULL,
    posted_at timestamp with time zone NOT NULL,
    CONSTRAINT advance_amount_check CHECK ((amount > 0)),
    CONSTRAINT advance_currency_check CHECK ((currency = ANY (ARRAY['EUR'::text]))),
    CONSTRAINT advance_id_check CHECK (platform.is_id(id, 'tup'::text))
);

ALTER TABLE ONLY ledger.advance FORCE ROW LEVEL SECURITY;

CREATE TABLE ledger.alarm (
    firm_id text NOT NULL,
    level bigint NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT alarm_level_check CHECK ((level > 0))
);

ALTER TABLE ONLY ledger.alarm FORCE ROW LEVEL SECURITY;

CREATE TABLE ledger.approval (
    firm_id text NOT NULL,
    month date NOT NULL,
    proposal_id text NOT NULL,
    digest text NOT NULL,
    proposed_by text NOT NULL,
    approved_by text NOT NULL,
    approved_name text NOT NULL,
    approved_at timestamp with time zone NOT NULL,
    CONSTRAINT approval_approved_by_check CHECK (platform.is_id(approved_by, 'per'::text)),
    CONSTRAINT approval_approved_name_check CHECK ((length(approved_name) <= 200)),
    CONSTRAINT approval_by_another CHECK ((approved_by <> proposed_by))
);

ALTER TABLE ONLY ledger.approval FORCE ROW LEVEL SECURITY;

CREATE TABLE ledger.balance (
    firm_id text NOT NULL,
    kind text NOT NULL,
    currency text NOT NULL,
    debits bigint DEFAULT 0 NOT NULL,
    credits bigint DEFAULT 0 NOT NULL,
    CONSTRAINT balance_credits_check CHECK ((credits >= 0)),
    CONSTRAINT balance_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT balance_debits_check CHECK ((debits >= 0)),
    CONSTRAINT balance_kind_check CHECK ((kind = ANY (ARRAY['due'::text, 'payout'::text, 'fees'::text, 'rounding'::text, 'prepaid'::text, 'held'::text, 'bank'::text, 'vat'::text]))),
    CONSTRAINT balance_not_below_zero CHECK (((kind <> ALL (ARRAY['prepaid'::text, 'held'::text])) OR (credits >= debits)))
);

ALTER TABLE ONLY ledger.balance FORCE ROW LEVEL SECURITY;

CREATE TABLE ledger.billing (
    firm_id text NOT NULL,
    document jsonb NOT NULL,
    changed_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY ledger.billing FORCE ROW LEVEL SECURITY;

CREATE TABLE ledger.closing (
    firm_id text NOT NULL,
    month date NOT NULL,
    statements integer NOT NULL,
    closed_at timestamp with time zone NOT NULL,
    CONSTRAINT closing_statements_check CHECK ((statements >= 0))
);

ALTER TABLE ONLY ledger.closing FORCE ROW LEVEL SECURITY;

CREATE TABLE ledger.dispute (
    owner_firm_id text NOT NULL,
    answering_firm_id text NOT NULL,
    operator_firm_id text NOT NULL,
    id text NOT NULL,
    statement_id text NOT NULL,
    call text DEFAULT ''::text NOT NULL,
    reason text NOT NULL,
    raised_by_firm_id text DEFAULT platform.current_firm() NOT NULL,
    raised_by text NOT NULL,
    raised_name text NOT NULL,
    raised_at timestamp with time zone NOT NULL,
    CONSTRAINT dispute_call_check CHECK ((length(call) <= 80)),
    CONSTRAINT dispute_id_check CHECK (platform.is_id(id, 'dsp'::text)),
    CONSTRAINT dispute_raised_by_check CHECK (platform.is_id(raised_by, 'per'::text)),
    CONSTRAINT dispute_raised_name_check CHECK ((length(raised_name) <= 200)),
    CONSTRAINT dispute_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 2000)))
);

ALTER TABLE ONLY ledger.dispute FORCE ROW LEVEL SECURITY;

CREATE TABLE ledger.dispute_answer (
    owner_firm_id text NOT NULL,
    answering_firm_id text NOT NULL,
    operator_firm_id text NOT NULL,
    dispute_id text NOT NULL,
    raised_by_firm_id text NOT NULL,
    decision text NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    answered_by_firm_id text DEFAULT platform.current_firm() NOT NULL,
    answered_by text NOT NULL,
    answered_name text NOT NULL,
    answered_at timestamp with time zone NOT NULL,
    CONSTRAINT dispute_answer_answered_by_check CHECK (platform.is_id(answered_by, 'per'::text)),
    CONSTRAINT dispute_answer_answered_name_check CHECK ((length(answered_name) <= 200)),
    CONSTRAINT dispute_answer_by_another CHECK (((decision = 'withdrawn'::text) = (answered_by_firm_id = raised_by_firm_id))),
    CONSTRAINT dispute_answer_decision_check CHECK ((decision = ANY (ARRAY['withdrawn'::text, 'accepted'::text, 'rejected'::text]))),
    CONSTRAINT dispute_answer_reason_check CHECK ((length(reason) <= 2000))
);

ALTER TABLE ONLY ledger.dispute_answer FORCE ROW LEVEL SECURITY;

CREATE TABLE ledger.dispute_settled (
    owner_firm_id text NOT NULL,
    answering_firm_id text NOT NULL,
    operator_firm_id text NOT NULL,
    dispute_id text NOT NULL,
    reversed integer NOT NULL,
    settled_at timestamp with time zone NOT NULL,
    CONSTRAINT dispute_settled_reversed_check CHECK ((reversed >= 0))
);

ALTER TABLE ONLY ledger.dispute_settled FORCE ROW LEVEL SECURITY;

CREATE TABLE ledger.paid (
    owner_firm_id text NOT NULL,
    answering_firm_id text NOT NULL,
    operator_firm_id text NOT NULL,
    statement_id text NOT NULL,
    nth integer NOT NULL,
    remittance_id text NOT NULL,
    cents bigint NOT NULL,
    paid_on date NOT NULL,
    reference text NOT NULL,
    posted_at timestamp with time zone NOT NULL,
    CONSTRAINT paid_cents_check CHECK ((cents > 0)),
    CONSTRAINT paid_nth_check CHECK ((nth >= 1)),
    CONSTRAINT paid_remittance_id_check CHECK (platform.is_id(remittance_id, 'rem'::text))
);

ALTER TABLE ONLY ledger.paid FORCE ROW LEVEL SECURITY;

CREATE TABLE ledger.paid_back (
    owner_firm_id text NOT NULL,
    answering_firm_id text NOT NULL,
    operator_firm_id text NOT NULL,
    statement_id text NOT NULL,
    nth integer NOT NULL,
    returned_on date NOT NULL,
    reason text NOT NULL,
    posted_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY ledger.paid_back FORCE ROW LEVEL SECURITY;

CREATE TABLE ledger.proposal (
    firm_id text NOT NULL,
    id text NOT NULL,
    month date NOT NULL,
    digest text NOT NULL,
    billings jsonb NOT NULL,
    proposed_by text NOT NULL,
    proposed_name text NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    CONSTRAINT proposal_digest_check CHECK ((digest ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT proposal_id_check CHECK (platform.is_id(id, 'mpr'::text)),
    CONSTRAINT proposal_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric)),
    CONSTRAINT proposal_proposed_by_check CHECK (platform.is_id(proposed_by, 'per'::text)),
    CONSTRAINT proposal_proposed_name_check CHECK ((length(proposed_name) <= 200))
);

ALTER TABLE ONLY ledger.proposal FORCE ROW LEVEL SECURITY;

CREATE TABLE ledger.remittance (
    firm_id text NOT NULL,
    id text NOT NULL,
    month date NOT NULL,
    executed_on date NOT NULL,
    reference text NOT NULL,
    statements text[] NOT NULL,
    cents bigint NOT NULL,
    proposed_by text NOT NULL,
    proposed_name text NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    CONSTRAINT remittance_cents_check CHECK ((cents > 0)),
    CONSTRAINT remittance_id_check CHECK (platform.is_id(id, 'rem'::text)),
    CONSTRAINT remittance_proposed_by_check CHECK (platform.is_id(proposed_by, 'per'::text)),
    CONSTRAINT remittance_proposed_name_check CHECK ((length(proposed_name) <= 200)),
    CONSTRAINT remittance_reference_check CHECK (((length(reference) >= 1) AND (length(reference) <= 140))),
    CONSTRAINT remittance_statements_check CHECK (((cardinality(statements) >= 1) AND (cardinality(statements) <= 10000)))
);

ALTER TABLE ONLY ledger.remittance FORCE ROW LEVEL SECURITY;

CREATE TABLE ledger.remittance_approval (
    firm_id text NOT NULL,
    remittance_id text NOT NULL,
    proposed_by text NOT NULL,
    approved_by text NOT NULL,
    approved_name text NOT NULL,
    approved_at timestamp with time zone NOT NULL,
    CONSTRAINT remittance_approval_approved_by_check CHECK (platform.is_id(approved_by, 'per'::text)),
    CONSTRAINT remittance_approval_approved_name_check CHECK ((length(approved_name) <= 200)),
    CONSTRAINT remittance_by_another CHECK ((approved_by <> proposed_by))
);

ALTER TABLE ONLY ledger.remittance_approval FORCE ROW LEVEL SECURITY;

CREATE TABLE ledger.remittance_posted (
    firm_id text NOT NULL,
    remittance_id text NOT NULL,
    posted_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY ledger.remittance_posted FORCE ROW LEVEL SECURITY;

CREATE TABLE ledger.remittance_return (
    firm_id text NOT NULL,
    remittance_id text NOT NULL,
    statement_id text NOT NULL,
    returned_on date NOT NULL,
    reason text NOT NULL,
    told_by text NOT NULL,
    told_name text NOT NULL,
    told_at timestamp with time zone NOT NULL,
    CONSTRAINT remittance_return_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 500))),
    CONSTRAINT remittance_return_statement_id_check CHECK (platform.is_id(statement_id, 'stm'::text)),
    CONSTRAINT remittance_return_told_by_check CHECK (platform.is_id(told_by, 'per'::text)),
    CONSTRAINT remittance_return_told_name_check CHECK ((length(told_name) <= 200))
);

ALTER TABLE ONLY ledger.remittance_return FORCE ROW LEVEL SECURITY;

CREATE TABLE ledger.statement (
    owner_firm_id text NOT NULL,
    answering_firm_id text NOT NULL,
    operator_firm_id text NOT NULL,
    id text NOT NULL,
    seller_firm_id text NOT NULL,
    buyer_firm_id text NOT NULL,
    month date NOT NULL,
    kind text NOT NULL,
    currency text NOT NULL,
    net bigint NOT NULL,
    vat bigint NOT NULL,
    total bigint NOT NULL,
    issued_on date NOT NULL,
    due_on date NOT NULL,
    document jsonb NOT NULL,
    serial integer DEFAULT 0 NOT NULL,
    year integer GENERATED ALWAYS AS ((EXTRACT(year FROM issued_on))::integer) STORED NOT NULL,
    number text GENERATED ALWAYS AS (((((EXTRACT(year FROM issued_on))::integer)::text || '-'::text) || lpad((serial)::text, 6, '0'::text))) STORED NOT NULL,
    CONSTRAINT statement_check CHECK ((seller_firm_id <> buyer_firm_id)),
    CONSTRAINT statement_check1 CHECK ((((seller_firm_id = owner_firm_id) OR (seller_firm_id = answering_firm_id)) OR (seller_firm_id = operator_firm_id))),
    CONSTRAINT statement_check2 CHECK ((((buyer_firm_id = owner_firm_id) OR (buyer_firm_id = answering_firm_id)) OR (buyer_firm_id = operator_firm_id))),
    CONSTRAINT statement_check3 CHECK ((total = (net + vat))),
    CONSTRAINT statement_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT statement_id_check CHECK (platform.is_id(id, 'stm'::text)),
    CONSTRAINT statement_kind_check CHECK ((kind = ANY (ARRAY['389'::text, '261'::text]))),
    CONSTRAINT statement_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric))
);

ALTER TABLE ONLY ledger.statement FORCE ROW LEVEL SECURITY;

CREATE TABLE ledger.tally (
    owner_firm_id text NOT NULL,
    answering_firm_id text NOT NULL,
    operator_firm_id text NOT NULL,
    month date NOT NULL,
    debit_firm_id text NOT NULL,
    debit_kind text NOT NULL,
    credit_firm_id text NOT NULL,
    credit_kind text NOT NULL,
    currency text NOT NULL,
    correction boolean NOT NULL,
    about text NOT NULL,
    transfers bigint NOT NULL,
    calls bigint NOT NULL,
    seconds bigint NOT NULL,
    amount bigint NOT NULL
);

ALTER TABLE ONLY ledger.tally FORCE ROW LEVEL SECURITY;

CREATE TABLE ledger.top_up (
    firm_id text NOT NULL,
    id text NOT NULL,
    payer text NOT NULL,
    amount bigint NOT NULL,
    currency text NOT NULL,
    paid_on date NOT NULL,
    until date,
    reference text NOT NULL,
    recorded_by text NOT NULL,
    recorded_name text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT top_up_amount_check CHECK ((amount > 0)),
    CONSTRAINT top_up_check CHECK ((until >= paid_on)),
    CONSTRAINT top_up_currency_check CHECK ((currency = ANY (ARRAY['EUR'::text]))),
    CONSTRAINT top_up_id_check CHECK (platform.is_id(id, 'tup'::text)),
    CONSTRAINT top_up_payer_check CHECK (platform.is_id(payer, 'frm'::text)),
    CONSTRAINT top_up_recorded_by_check CHECK (platform.is_id(recorded_by, 'per'::text)),
    CONSTRAINT top_up_recorded_name_check CHECK ((length(recorded_name) <= 200)),
    CONSTRAINT top_up_reference_check CHECK (((length(reference) >= 1) AND (length(reference) <= 140)))
);

ALTER TABLE ONLY ledger.top_up FORCE ROW LEVEL SECURITY;

CREATE TABLE ledger.transfer (
    owner_firm_id text NOT NULL,
    answering_firm_id text NOT NULL,
    operator_firm_id text NOT NULL,
    id text NOT NULL,
    cause text NOT NULL,
    part text NOT NULL,
    debit_firm_id text NOT NULL,
    debit_kind text NOT NULL,
    credit_firm_id text NOT NULL,
    credit_kind text NOT NULL,
    amount bigint NOT NULL,
    currency text NOT NULL,
    calls integer DEFAULT 0 NOT NULL,
    seconds integer DEFAULT 0 NOT NULL,
    booked_on date NOT NULL,
    month date GENERATED ALWAYS AS ((booked_on - ((EXTRACT(day FROM booked_on))::integer - 1))) STORED NOT NULL,
    posted_at timestamp with time zone NOT NULL,
    reverses text,
    late_from date,
    note text DEFAULT ''::text NOT NULL,
    CONSTRAINT transfer_amount_check CHECK ((amount > 0)),
    CONSTRAINT transfer_calls_check CHECK ((calls >= 0)),
    CONSTRAINT transfer_cause_check CHECK (((length(cause) >= 1) AND (length(cause) <= 80))),
    CONSTRAINT transfer_check CHECK ((late_from < booked_on)),
    CONSTRAINT transfer_check1 CHECK (((debit_firm_id <> credit_firm_id) OR (debit_kind <> credit_kind))),
    CONSTRAINT transfer_check2 CHECK ((((debit_firm_id = owner_firm_id) OR (debit_firm_id = answering_firm_id)) OR (debit_firm_id = operator_firm_id))),
    CONSTRAINT transfer_check3 CHECK ((((credit_firm_id = owner_firm_id) OR (credit_firm_id = answering_firm_id)) OR (credit_firm_id = operator_firm_id))),
    CONSTRAINT transfer_credit_kind_check CHECK ((credit_kind = ANY (ARRAY['due'::text, 'payout'::text, 'fees'::text, 'rounding'::text, 'prepaid'::text, 'held'::text, 'bank'::text, 'vat'::text]))),
    CONSTRAINT transfer_credit_of_operator CHECK (((credit_firm_id = operator_firm_id) OR (credit_kind = ANY (ARRAY['due'::text, 'prepaid'::text, 'held'::text])))),
    CONSTRAINT transfer_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT transfer_debit_kind_check CHECK ((debit_kind = ANY (ARRAY['due'::text, 'payout'::text, 'fees'::text, 'rounding'::text, 'prepaid'::text, 'held'::text, 'bank'::text, 'vat'::text]))),
    CONSTRAINT transfer_debit_of_operator CHECK (((debit_firm_id = operator_firm_id) OR (debit_kind = ANY (ARRAY['due'::text, 'prepaid'::text, 'held'::text])))),
    CONSTRAINT transfer_id_check CHECK (platform.is_id(id, 'trf'::text)),
    CONSTRAINT transfer_note_check CHECK ((length(note) <= 500)),
    CONSTRAINT transfer_part_check CHECK (((length(part) >= 1) AND (length(part) <= 120))),
    CONSTRAINT transfer_reverses_check CHECK (platform.is_id(reverses, 'trf'::text)),
    CONSTRAINT transfer_seconds_check CHECK ((seconds >= 0))
);

ALTER TABLE ONLY ledger.transfer FORCE ROW LEVEL SECURITY;

CREATE TABLE planning.duty_absence (
    firm_id text NOT NULL,
    id text NOT NULL,
    agent_id text NOT NULL,
    kind text NOT NULL,
    starts timestamp with time zone NOT NULL,
    ends timestamp with time zone NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    CONSTRAINT duty_absence_check CHECK ((ends >= starts)),
    CONSTRAINT duty_absence_id_check CHECK (platform.is_id(id, 'abs'::text)),
    CONSTRAINT duty_absence_kind_check CHECK ((kind = ANY (ARRAY['leave'::text, 'sickness'::text, 'training'::text, 'meeting'::text, 'other'::text, 'swapped'::text]))),
    CONSTRAINT duty_absence_note_check CHECK ((length(note) <= 500))
);

ALTER TABLE ONLY planning.duty_absence FORCE ROW LEVEL SECURITY;

CREATE TABLE planning.duty_day (
    firm_id text NOT NULL,
    agent_id text NOT NULL,
    day date NOT NULL,
    document jsonb NOT NULL
);

ALTER TABLE ONLY planning.duty_day FORCE ROW LEVEL SECURITY;

CREATE TABLE planning.duty_feed (
    firm_id text NOT NULL,
    agent_id text NOT NULL,
    secret_hash bytea NOT NULL,
    language text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT duty_feed_language_check CHECK ((language = ANY (ARRAY['fr'::text, 'en'::text]))),
    CONSTRAINT duty_feed_secret_hash_check CHECK ((length(secret_hash) = 32))
);

ALTER TABLE ONLY planning.duty_feed FORCE ROW LEVEL SECURITY;

CREATE TABLE planning.duty_pattern (
    firm_id text NOT NULL,
    id text NOT NULL,
    agent_id text NOT NULL,
    document jsonb NOT NULL,
    CONSTRAINT duty_pattern_id_check CHECK (platform.is_id(id, 'ptn'::text))
);

ALTER TABLE ONLY planning.duty_pattern FORCE ROW LEVEL SECURITY;

CREATE TABLE planning.duty_published (
    firm_id text NOT NULL,
    agent_id text NOT NULL,
    starts timestamp with time zone NOT NULL,
    ends timestamp with time zone NOT NULL,
    CONSTRAINT duty_published_check CHECK ((ends >= starts))
);

ALTER TABLE ONLY planning.duty_published FORCE ROW LEVEL SECURITY;

CREATE TABLE planning.duty_request (
    firm_id text NOT NULL,
    id text NOT NULL,
    kind text NOT NULL,
    agent_id text NOT NULL,
    colleague_id text,
    starts timestamp with time zone NOT NULL,
    ends timestamp with time zone NOT NULL,
    back_starts timestamp with time zone,
    back_ends timestamp with time zone,
    note text DEFAULT ''::text NOT NULL,
    state text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    decided_at timestamp with time zone,
    decided_by text,
    reason text DEFAULT ''::text NOT NULL,
    CONSTRAINT duty_request_check CHECK ((ends >= starts)),
    CONSTRAINT duty_request_decided_by_check CHECK (platform.is_id(decided_by, 'per'::text)),
    CONSTRAINT duty_request_id_check CHECK (platform.is_id(id, 'drq'::text)),
    CONSTRAINT duty_request_kind_check CHECK ((kind = ANY (ARRAY['leave'::text, 'swap'::text]))),
    CONSTRAINT duty_request_note_check CHECK ((length(note) <= 500)),
    CONSTRAINT duty_request_reason_check CHECK ((length(reason) <= 500)),
    CONSTRAINT duty_request_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'open'::text, 'approved'::text, 'refused'::text, 'declined'::text, 'withdrawn'::text])))
);

ALTER TABLE ONLY planning.duty_request FORCE ROW LEVEL SECURITY;

CREATE TABLE planning.duty_shift (
    firm_id text NOT NULL,
    id text NOT NULL,
    agent_id text NOT NULL,
    starts timestamp with time zone NOT NULL,
    ends timestamp with time zone NOT NULL,
    breaks jsonb DEFAULT '[]'::jsonb NOT NULL,
    CONSTRAINT duty_shift_check CHECK ((ends >= starts)),
    CONSTRAINT duty_shift_id_check CHECK (platform.is_id(id, 'shf'::text))
);

ALTER TABLE ONLY planning.duty_shift FORCE ROW LEVEL SECURITY;

CREATE TABLE planning.duty_stretch (
    firm_id text NOT NULL,
    agent_id text NOT NULL,
    starts timestamp with time zone NOT NULL,
    ends timestamp with time zone,
    doing text NOT NULL,
    CONSTRAINT duty_stretch_check CHECK ((ends >= starts)),
    CONSTRAINT duty_stretch_doing_check CHECK ((doing = ANY (ARRAY['present'::text, 'paused'::text, 'unreachable'::text])))
);

ALTER TABLE ONLY planning.duty_stretch FORCE ROW LEVEL SECURITY;

CREATE TABLE planning.duty_wanted (
    firm_id text NOT NULL,
    queue_id text NOT NULL,
    people integer NOT NULL,
    CONSTRAINT duty_wanted_people_check CHECK (((people >= 0) AND (people <= 1000)))
);

ALTER TABLE ONLY planning.duty_wanted FORCE ROW LEVEL SECURITY;

CREATE TABLE planning.duty_watch (
    firm_id text NOT NULL,
    starts timestamp with time zone NOT NULL,
    ends timestamp with time zone NOT NULL,
    CONSTRAINT duty_watch_check CHECK ((ends >= starts))
);

ALTER TABLE ONLY planning.duty_watch FORCE ROW LEVEL SECURITY;

CREATE TABLE planning.history (
    firm_id text NOT NULL,
    queue_id text NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    calls double precision NOT NULL,
    handled double precision NOT NULL,
    handled_s double precision NOT NULL,
    CONSTRAINT history_calls_check CHECK ((calls >= (0)::double precision)),
    CONSTRAINT history_handled_check CHECK ((handled >= (0)::double precision)),
    CONSTRAINT history_handled_s_check CHECK ((handled_s >= (0)::double precision))
);

ALTER TABLE ONLY planning.history FORCE ROW LEVEL SECURITY;

CREATE TABLE planning.special_day (
    firm_id text NOT NULL,
    day date NOT NULL,
    factor double precision NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    CONSTRAINT special_day_factor_check CHECK (((factor >= (0)::double precision) AND (factor <= (10)::double precision))),
    CONSTRAINT special_day_note_check CHECK ((length(note) <= 200))
);

ALTER TABLE ONLY planning.special_day FORCE ROW LEVEL SECURITY;

CREATE TABLE planning.terms (
    firm_id text NOT NULL,
    within_s integer NOT NULL,
    late double precision NOT NULL,
    patience_s double precision,
    shrinkage double precision NOT NULL,
    risk double precision NOT NULL,
    cost_per_hour bigint NOT NULL,
    currency text NOT NULL,
    region text,
    rules jsonb NOT NULL,
    history_at timestamp with time zone,
    CONSTRAINT terms_currency_check CHECK ((length(currency) = 3)),
    CONSTRAINT terms_region_check CHECK (((length(region) >= 1) AND (length(region) <= 10))),
    CONSTRAINT terms_rules_check CHECK ((jsonb_typeof(rules) = 'object'::text))
);

ALTER TABLE ONLY planning.terms FORCE ROW LEVEL SECURITY;

CREATE TABLE platform.answer (
    firm_id text NOT NULL,
    person_id text NOT NULL,
    key text NOT NULL,
    request_hash bytea NOT NULL,
    status smallint,
    content_type text,
    body bytea,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT answer_firm_id_check CHECK (platform.is_id(firm_id, 'frm'::text)),
    CONSTRAINT answer_key_check CHECK (((length(key) >= 1) AND (length(key) <= 200))),
    CONSTRAINT answer_person_id_check CHECK (platform.is_id(person_id, 'per'::text))
);

ALTER TABLE ONLY platform.answer FORCE ROW LEVEL SECURITY;

CREATE TABLE platform.lease (
    name text NOT NULL,
    holder text NOT NULL,
    fencing bigint NOT NULL,
    until timestamp with time zone NOT NULL
);

CREATE TABLE platform.reader (
    name text NOT NULL,
    "position" bigint NOT NULL
);

CREATE TABLE platform.version (
    version_num character varying(32) NOT NULL
);

CREATE TABLE quality.answer (
    firm_id text NOT NULL,
    complaint_id text NOT NULL,
    text text NOT NULL,
    founded boolean NOT NULL,
    answered_by text NOT NULL,
    answered_name text NOT NULL,
    answered_at timestamp with time zone NOT NULL,
    CONSTRAINT answer_answered_by_check CHECK (platform.is_id(answered_by, 'per'::text)),
    CONSTRAINT answer_answered_name_check CHECK ((length(answered_name) <= 200)),
    CONSTRAINT answer_text_check CHECK ((length(text) <= 4000))
);

ALTER TABLE ONLY quality.answer FORCE ROW LEVEL SECURITY;

CREATE TABLE quality.complaint (
    owner_firm_id text NOT NULL,
    answering_firm_id text NOT NULL,
    id text NOT NULL,
    answered_id text,
    agreement_id text,
    source text NOT NULL,
    kind text NOT NULL,
    text text NOT NULL,
    told_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    founded boolean,
    CONSTRAINT complaint_id_check CHECK (platform.is_id(id, 'cpl'::text)),
    CONSTRAINT complaint_source_check CHECK ((source = ANY (ARRAY['web'::text, 'agent'::text]))),
    CONSTRAINT complaint_text_check CHECK ((length(text) <= 4000))
);

ALTER TABLE ONLY quality.complaint FORCE ROW LEVEL SECURITY;

CREATE TABLE quality.inbox (
    once text NOT NULL,
    told_at timestamp with time zone NOT NULL,
    source text NOT NULL,
    kind text NOT NULL,
    text text NOT NULL,
    reply_to text DEFAULT ''::text NOT NULL,
    reference text DEFAULT ''::text NOT NULL,
    interaction_id text,
    teller text,
    CONSTRAINT inbox_interaction_id_check CHECK (platform.is_id(interaction_id, 'int'::text)),
    CONSTRAINT inbox_once_check CHECK (((length(once) >= 8) AND (length(once) <= 64))),
    CONSTRAINT inbox_reference_check CHECK ((length(reference) <= 40)),
    CONSTRAINT inbox_reply_to_check CHECK ((length(reply_to) <= 200)),
    CONSTRAINT inbox_source_check CHECK ((source = ANY (ARRAY['web'::text, 'agent'::text]))),
    CONSTRAINT inbox_teller_check CHECK (platform.is_id(teller, 'frm'::text)),
    CONSTRAINT inbox_text_check CHECK ((length(text) <= 4000))
);

CREATE TABLE quality.rule (
    firm_id text NOT NULL,
    answer_hours integer NOT NULL,
    CONSTRAINT rule_answer_hours_check CHECK (((answer_hours >= 1) AND (answer_hours <= 720)))
);

ALTER TABLE ONLY quality.rule FORCE ROW LEVEL SECURITY;

CREATE TABLE quality.standing (
    owner_firm_id text NOT NULL,
    answering_firm_id text NOT NULL,
    agreement_id text NOT NULL,
    answered integer NOT NULL,
    complained integer NOT NULL,
    low double precision NOT NULL,
    high double precision NOT NULL,
    looked_at timestamp with time zone NOT NULL,
    CONSTRAINT standing_answered_check CHECK ((answered >= 0)),
    CONSTRAINT standing_complained_check CHECK ((complained >= 0))
);

ALTER TABLE ONLY quality.standing FORCE ROW LEVEL SECURITY;

CREATE TABLE quality.words (
    firm_id text NOT NULL,
    complaint_id text NOT NULL,
    interaction_id text,
    text text NOT NULL,
    reply_to text NOT NULL,
    reference text NOT NULL,
    CONSTRAINT words_complaint_id_check CHECK (platform.is_id(complaint_id, 'cpl'::text)),
    CONSTRAINT words_interaction_id_check CHECK (platform.is_id(interaction_id, 'int'::text))
);

ALTER TABLE ONLY quality.words FORCE ROW LEVEL SECURITY;

CREATE TABLE routing.agent (
    firm_id text NOT NULL,
    id text NOT NULL,
    person_id text NOT NULL,
    alias text NOT NULL,
    endpoint_name text NOT NULL,
    endpoint_secret bytea NOT NULL,
    address text,
    device text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    teams text[] DEFAULT '{}'::text[] NOT NULL,
    country text,
    CONSTRAINT agent_address_check CHECK (((length(address) >= 5) AND (length(address) <= 200))),
    CONSTRAINT agent_alias_check CHECK (((length(alias) >= 1) AND (length(alias) <= 60))),
    CONSTRAINT agent_check CHECK (((device = 'fixed'::text) = (address IS NOT NULL))),
    CONSTRAINT agent_country_check CHECK ((country ~ '^[A-Z]{2}$'::text)),
    CONSTRAINT agent_device_check CHECK ((device = ANY (ARRAY['browser'::text, 'phone'::text, 'fixed'::text]))),
    CONSTRAINT agent_id_check CHECK (platform.is_id(id, 'agt'::text))
);

ALTER TABLE ONLY routing.agent FORCE ROW LEVEL SECURITY;

CREATE TABLE routing.agent_skill (
    firm_id text NOT NULL,
    agent_id text NOT NULL,
    skill_id text NOT NULL,
    level integer DEFAULT 5 NOT NULL,
    CONSTRAINT agent_skill_level_check CHECK (((level >= 1) AND (level <= 10)))
);

ALTER TABLE ONLY routing.agent_skill FORCE ROW LEVEL SECURITY;

CREATE TABLE routing.agent_state (
    firm_id text NOT NULL,
    agent_id text NOT NULL,
    document jsonb NOT NULL
)
WITH (fillfactor='40', autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='2000');

ALTER TABLE ONLY routing.agent_state FORCE ROW LEVEL SECURITY;

CREATE TABLE routing.policy (
    firm_id text NOT NULL,
    id text NOT NULL,
    status text NOT NULL,
    rules jsonb NOT NULL,
    ground jsonb NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by text NOT NULL,
    published_at timestamp with time zone,
    published_by text,
    trial jsonb,
    CONSTRAINT policy_id_check CHECK (platform.is_id(id, 'pol'::text)),
    CONSTRAINT policy_made_by_check CHECK (platform.is_id(made_by, 'per'::text)),
    CONSTRAINT policy_note_check CHECK ((length(note) <= 500)),
    CONSTRAINT policy_published_by_check CHECK (platform.is_id(published_by, 'per'::text)),
    CONSTRAINT policy_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'published'::text, 'former'::text])))
);

ALTER TABLE ONLY routing.policy FORCE ROW LEVEL SECURITY;

CREATE TABLE routing.queue (
    firm_id text NOT NULL,
    id text NOT NULL,
    name text NOT NULL,
    ring_s integer NOT NULL,
    wrap_up_s integer NOT NULL,
    music text,
    announce_every_s integer,
    record boolean NOT NULL,
    priority integer DEFAULT 0 NOT NULL,
    target_s integer DEFAULT 180 NOT NULL,
    prefer_s integer DEFAULT 0 NOT NULL,
    teams text[] DEFAULT '{}'::text[] NOT NULL,
    steps jsonb DEFAULT '[]'::jsonb NOT NULL,
    call_back_prompt_id text,
    CONSTRAINT queue_announce_every_s_check CHECK (((announce_every_s >= 15) AND (announce_every_s <= 600))),
    CONSTRAINT queue_id_check CHECK (platform.is_id(id, 'que'::text)),
    CONSTRAINT queue_music_check CHECK (((length(music) >= 1) AND (length(music) <= 80))),
    CONSTRAINT queue_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80))),
    CONSTRAINT queue_prefer_s_check CHECK (((prefer_s >= 0) AND (prefer_s <= 600))),
    CONSTRAINT queue_priority_check CHECK (((priority >= '-100'::integer) AND (priority <= 100))),
    CONSTRAINT queue_ring_s_check CHECK (((ring_s >= 5) AND (ring_s <= 120))),
    CONSTRAINT queue_steps_check CHECK ((jsonb_typeof(steps) = 'array'::text)),
    CONSTRAINT queue_target_s_check CHECK (((target_s >= 5) AND (target_s <= 7200))),
    CONSTRAINT queue_wrap_up_s_check CHECK (((wrap_up_s >= 0) AND (wrap_up_s <= 3600)))
);

ALTER TABLE ONLY routing.queue FORCE ROW LEVEL SECURITY;

CREATE TABLE routing.queue_skill (
    firm_id text NOT NULL,
    queue_id text NOT NULL,
    skill_id text NOT NULL,
    level integer DEFAULT 1 NOT NULL,
    CONSTRAINT queue_skill_level_check CHECK (((level >= 1) AND (level <= 10)))
);

ALTER TABLE ONLY routing.queue_skill FORCE ROW LEVEL SECURITY;

CREATE TABLE routing.skill (
    firm_id text NOT NULL,
    id text NOT NULL,
    name text NOT NULL,
    CONSTRAINT skill_id_check CHECK (platform.is_id(id, 'skl'::text)),
    CONSTRAINT skill_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80)))
);

ALTER TABLE ONLY routing.skill FORCE ROW LEVEL SECURITY;

CREATE TABLE routing.team (
    firm_id text NOT NULL,
    id text NOT NULL,
    name text NOT NULL,
    CONSTRAINT team_id_check CHECK (platform.is_id(id, 'tem'::text)),
    CONSTRAINT team_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80)))
);

ALTER TABLE ONLY routing.team FORCE ROW LEVEL SECURITY;

CREATE TABLE synergy.agreement (
    owner_firm_id text NOT NULL,
    answering_firm_id text NOT NULL,
    id text NOT NULL,
    owner_name text NOT NULL,
    answering_name text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT agreement_answering_name_check CHECK ((length(answering_name) <= 200)),
    CONSTRAINT agreement_check CHECK ((owner_firm_id <> answering_firm_id)),
    CONSTRAINT agreement_id_check CHECK (platform.is_id(id, 'agr'::text)),
    CONSTRAINT agreement_owner_name_check CHECK ((length(owner_name) <= 200))
);

ALTER TABLE ONLY synergy.agreement FORCE ROW LEVEL SECURITY;

CREATE TABLE synergy.answer (
    owner_firm_id text NOT NULL,
    answering_firm_id text NOT NULL,
    version_id text NOT NULL,
    proposed_by_firm_id text NOT NULL,
    decision text NOT NULL,
    answered_by_firm_id text DEFAULT platform.current_firm() NOT NULL,
    answered_by text NOT NULL,
    answered_name text NOT NULL,
    answered_at timestamp with time zone NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    CONSTRAINT answer_answered_by_check CHECK (platform.is_id(answered_by, 'per'::text)),
    CONSTRAINT answer_answered_name_check CHECK ((length(answered_name) <= 200)),
    CONSTRAINT answer_check CHECK (((decision = 'withdrawn'::text) = (answered_by_firm_id = proposed_by_firm_id))),
    CONSTRAINT answer_decision_check CHECK ((decision = ANY (ARRAY['withdrawn'::text, 'accepted'::text, 'refused'::text]))),
    CONSTRAINT answer_note_check CHECK ((length(note) <= 2000))
);

ALTER TABLE ONLY synergy.answer FORCE ROW LEVEL SECURITY;

CREATE TABLE synergy.answered (
    owner_firm_id text NOT NULL,
    answering_firm_id text NOT NULL,
    id text NOT NULL,
    interaction_id text NOT NULL,
    seq integer NOT NULL,
    agreement_id text NOT NULL,
    version_id text NOT NULL,
    dialled text NOT NULL,
    brand text NOT NULL,
    agent_id text NOT NULL,
    alias text NOT NULL,
    country text NOT NULL,
    caller text NOT NULL,
    arrived_at timestamp with time zone NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    seconds integer NOT NULL,
    CONSTRAINT answered_agent_id_check CHECK (platform.is_id(agent_id, 'agt'::text)),
    CONSTRAINT answered_check CHECK ((until >= since)),
    CONSTRAINT answered_id_check CHECK (platform.is_id(id, 'ans'::text)),
    CONSTRAINT answered_interaction_id_check CHECK (platform.is_id(interaction_id, 'int'::text)),
    CONSTRAINT answered_seconds_check CHECK ((seconds >= 0))
);

ALTER TABLE ONLY synergy.answered FORCE ROW LEVEL SECURITY;

CREATE TABLE synergy.day_root (
    day date NOT NULL,
    document text NOT NULL,
    public_key text NOT NULL,
    CONSTRAINT day_root_public_key_check CHECK ((length(public_key) = 64))
);

CREATE TABLE synergy.ending (
    owner_firm_id text NOT NULL,
    answering_firm_id text NOT NULL,
    agreement_id text NOT NULL,
    last_day date NOT NULL,
    given_by_firm_id text DEFAULT platform.current_firm() NOT NULL,
    given_by text NOT NULL,
    given_name text NOT NULL,
    given_at timestamp with time zone NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    CONSTRAINT ending_given_by_check CHECK (platform.is_id(given_by, 'per'::text)),
    CONSTRAINT ending_given_name_check CHECK ((length(given_name) <= 200)),
    CONSTRAINT ending_note_check CHECK ((length(note) <= 2000))
);

ALTER TABLE ONLY synergy.ending FORCE ROW LEVEL SECURITY;

CREATE TABLE synergy.listing (
    firm_id text NOT NULL,
    name text NOT NULL,
    country text NOT NULL,
    answers boolean DEFAULT false NOT NULL,
    seeks boolean DEFAULT false NOT NULL,
    languages text[] DEFAULT '{}'::text[] NOT NULL,
    text text DEFAULT ''::text NOT NULL,
    shown boolean DEFAULT false NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT listing_country_check CHECK ((length(country) = 2)),
    CONSTRAINT listing_languages_check CHECK (((array_length(languages, 1) IS NULL) OR (array_length(languages, 1) <= 20))),
    CONSTRAINT listing_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
    CONSTRAINT listing_text_check CHECK ((length(text) <= 2000))
);

ALTER TABLE ONLY synergy.listing FORCE ROW LEVEL SECURITY;

CREATE TABLE synergy.notice (
    firm_id text NOT NULL,
    id text NOT NULL,
    notice jsonb NOT NULL,
    expires_on date NOT NULL,
    published_at timestamp with time zone NOT NULL,
    CONSTRAINT notice_id_check CHECK (platform.is_id(id, 'ntc'::text))
);

ALTER TABLE ONLY synergy.notice FORCE ROW LEVEL SECURITY;

CREATE TABLE synergy.overflow (
    firm_id text NOT NULL,
    queue_id text NOT NULL,
    rule jsonb NOT NULL,
    changed_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY synergy.overflow FORCE ROW LEVEL SECURITY;

CREATE TABLE synergy.receipt (
    owner_firm_id text NOT NULL,
    answering_firm_id text NOT NULL,
    id text NOT NULL,
    nth bigint NOT NULL,
    answered_id text NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    day date NOT NULL,
    digest text NOT NULL,
    document text NOT NULL,
    CONSTRAINT receipt_check CHECK ((day = ((issued_at AT TIME ZONE 'UTC'::text))::date)),
    CONSTRAINT receipt_digest_check CHECK ((digest ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT receipt_id_check CHECK (platform.is_id(id, 'rcp'::text)),
    CONSTRAINT receipt_nth_check CHECK ((nth >= 1))
);

ALTER TABLE ONLY synergy.receipt FORCE ROW LEVEL SECURITY;

CREATE TABLE synergy.receipt_place (
    owner_firm_id text NOT NULL,
    answering_firm_id text NOT NULL,
    day date NOT NULL,
    first_leaf bigint NOT NULL,
    leaves integer NOT NULL,
    first_nth bigint NOT NULL,
    proof bytea NOT NULL,
    CONSTRAINT receipt_place_first_leaf_check CHECK ((first_leaf >= 0)),
    CONSTRAINT receipt_place_first_nth_check CHECK ((first_nth >= 1)),
    CONSTRAINT receipt_place_leaves_check CHECK ((leaves >= 1))
);

ALTER TABLE ONLY synergy.receipt_place FORCE ROW LEVEL SECURITY;

CREATE TABLE synergy.reception (
    firm_id text NOT NULL,
    agreement_id text NOT NULL,
    queue_id text NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT reception_agreement_id_check CHECK (platform.is_id(agreement_id, 'agr'::text))
);

ALTER TABLE ONLY synergy.reception FORCE ROW LEVEL SECURITY;

CREATE TABLE synergy.version (
    owner_firm_id text NOT NULL,
    answering_firm_id text NOT NULL,
    agreement_id text NOT NULL,
    id text NOT NULL,
    number integer NOT NULL,
    terms jsonb NOT NULL,
    starts_on date NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    proposed_by_firm_id text DEFAULT platform.current_firm() NOT NULL,
    proposed_by text NOT NULL,
    proposed_name text NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    CONSTRAINT version_id_check CHECK (platform.is_id(id, 'agv'::text)),
    CONSTRAINT version_note_check CHECK ((length(note) <= 2000)),
    CONSTRAINT version_number_check CHECK ((number >= 1)),
    CONSTRAINT version_proposed_by_check CHECK (platform.is_id(proposed_by, 'per'::text)),
    CONSTRAINT version_proposed_name_check CHECK ((length(proposed_name) <= 200))
);

ALTER TABLE ONLY synergy.version FORCE ROW LEVEL SECURITY;

CREATE TABLE tariffs.charged (
    firm_id text NOT NULL,
    interaction_id text NOT NULL,
    number_id text NOT NULL,
    e164 text NOT NULL,
    tariff_id text NOT NULL,
    caller text,
    since timestamp with time zone NOT NULL,
    seconds integer NOT NULL,
    price bigint NOT NULL,
    payout bigint NOT NULL,
    currency text NOT NULL,
    month date NOT NULL,
    CONSTRAINT charged_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT charged_interaction_id_check CHECK (platform.is_id(interaction_id, 'int'::text)),
    CONSTRAINT charged_number_id_check CHECK (platform.is_id(number_id, 'num'::text)),
    CONSTRAINT charged_payout_check CHECK ((payout >= 0)),
    CONSTRAINT charged_price_check CHECK ((price >= 0)),
    CONSTRAINT charged_seconds_check CHECK ((seconds >= 0)),
    CONSTRAINT charged_tariff_id_check CHECK (platform.is_id(tariff_id, 'tar'::text))
);

ALTER TABLE ONLY tariffs.charged FORCE ROW LEVEL SECURITY;

CREATE TABLE tariffs.file (
    firm_id text NOT NULL,
    id text NOT NULL,
    name text NOT NULL,
    columns jsonb NOT NULL,
    imported_at timestamp with time zone NOT NULL,
    lines integer NOT NULL,
    accepted integer NOT NULL,
    added integer NOT NULL,
    CONSTRAINT file_accepted_check CHECK ((accepted >= 0)),
    CONSTRAINT file_added_check CHECK ((added >= 0)),
    CONSTRAINT file_id_check CHECK (platform.is_id(id, 'cfl'::text)),
    CONSTRAINT file_lines_check CHECK ((lines >= 0)),
    CONSTRAINT file_name_check CHECK ((length(name) <= 200))
);

ALTER TABLE ONLY tariffs.file FORCE ROW LEVEL SECURITY;

CREATE TABLE tariffs.line (
    firm_id text NOT NULL,
    key text NOT NULL,
    file_id text NOT NULL,
    line integer NOT NULL,
    e164 text NOT NULL,
    since timestamp with time zone NOT NULL,
    seconds integer NOT NULL,
    price bigint NOT NULL,
    payout bigint,
    CONSTRAINT line_key_check CHECK ((length(key) = 40)),
    CONSTRAINT line_payout_check CHECK ((payout >= 0)),
    CONSTRAINT line_price_check CHECK ((price >= 0)),
    CONSTRAINT line_seconds_check CHECK ((seconds >= 0))
);

ALTER TABLE ONLY tariffs.line FORCE ROW LEVEL SECURITY;

CREATE TABLE tariffs.terms (
    firm_id text NOT NULL,
    hour_cost bigint NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT terms_hour_cost_check CHECK ((hour_cost >= 0))
);

ALTER TABLE ONLY tariffs.terms FORCE ROW LEVEL SECURITY;

CREATE TABLE tariffs.version (
    firm_id text NOT NULL,
    id text NOT NULL,
    number_id text NOT NULL,
    e164 text NOT NULL,
    country text NOT NULL,
    starts_on date NOT NULL,
    use text NOT NULL,
    basis text NOT NULL,
    price bigint NOT NULL,
    payout_permille integer NOT NULL,
    announcement text,
    warning text,
    capped text,
    longest_s integer,
    entered_at timestamp with time zone NOT NULL,
    entered_by text,
    CONSTRAINT version_basis_check CHECK ((basis = ANY (ARRAY['free'::text, 'ordinary'::text, 'per_minute'::text, 'per_call'::text]))),
    CONSTRAINT version_check CHECK (((basis = ANY (ARRAY['per_minute'::text, 'per_call'::text])) = (price > 0))),
    CONSTRAINT version_country_check CHECK ((country ~ '^[A-Z]{2}$'::text)),
    CONSTRAINT version_e164_check CHECK ((e164 ~ '^\+[1-9][0-9]{3,14}$'::text)),
    CONSTRAINT version_entered_by_check CHECK (platform.is_id(entered_by, 'per'::text)),
    CONSTRAINT version_id_check CHECK (platform.is_id(id, 'tar'::text)),
    CONSTRAINT version_longest_s_check CHECK (((longest_s >= 60) AND (longest_s <= 14400))),
    CONSTRAINT version_number_id_check CHECK (platform.is_id(number_id, 'num'::text)),
    CONSTRAINT version_payout_permille_check CHECK (((payout_permille >= 0) AND (payout_permille <= 1000))),
    CONSTRAINT version_price_check CHECK ((price >= 0)),
    CONSTRAINT version_use_check CHECK ((use = ANY (ARRAY['sales'::text, 'support'::text, 'other'::text])))
);

ALTER TABLE ONLY tariffs.version FORCE ROW LEVEL SECURITY;

CREATE TABLE webhooks.counter (
    firm_id text NOT NULL,
    sequence bigint NOT NULL,
    CONSTRAINT counter_sequence_check CHECK ((sequence >= 0))
);

ALTER TABLE ONLY webhooks.counter FORCE ROW LEVEL SECURITY;

CREATE TABLE webhooks.delivery (
    firm_id text NOT NULL,
    id text NOT NULL,
    subscription_id text NOT NULL,
    event_id text NOT NULL,
    sequence bigint NOT NULL,
    nth integer NOT NULL,
    status text DEFAULT 'waiting'::text NOT NULL,
    tries integer DEFAULT 0 NOT NULL,
    due_at timestamp with time zone NOT NULL,
    tried_at timestamp with time zone,
    code integer,
    trouble text,
    answer text,
    took_ms integer,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT delivery_answer_check CHECK ((length(answer) <= 1024)),
    CONSTRAINT delivery_id_check CHECK (platform.is_id(id, 'dlv'::text)),
    CONSTRAINT delivery_nth_check CHECK ((nth >= 0)),
    CONSTRAINT delivery_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'delivered'::text, 'failed'::text]))),
    CONSTRAINT delivery_tries_check CHECK ((tries >= 0))
);

ALTER TABLE ONLY webhooks.delivery FORCE ROW LEVEL SECURITY;

CREATE TABLE webhooks.event (
    firm_id text NOT NULL,
    id text NOT NULL,
    sequence bigint NOT NULL,
    kind text NOT NULL,
    at timestamp with time zone NOT NULL,
    body text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT event_id_check CHECK (platform.is_id(id, 'evt'::text))
);

ALTER TABLE ONLY webhooks.event FORCE ROW LEVEL SECURITY;

CREATE TABLE webhooks.outbox (
    firm_id text NOT NULL,
    id bigint NOT NULL,
    kind text NOT NULL,
    at timestamp with time zone NOT NULL,
    about jsonb NOT NULL
);

ALTER TABLE ONLY webhooks.outbox FORCE ROW LEVEL SECURITY;

CREATE SEQUENCE webhooks.outbox_line
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE webhooks.subscription (
    firm_id text NOT NULL,
    id text NOT NULL,
    address text NOT NULL,
    label text DEFAULT ''::text NOT NULL,
    kinds text[] DEFAULT '{}'::text[] NOT NULL,
    secret bytea NOT NULL,
    old_secret bytea,
    old_until timestamp with time zone,
    stopped text,
    stopped_at timestamp with time zone,
    failing_since timestamp with time zone,
    tried_at timestamp with time zone,
    trouble text,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT subscription_address_check CHECK ((length(address) <= 2000)),
    CONSTRAINT subscription_id_check CHECK (platform.is_id(id, 'whk'::text)),
    CONSTRAINT subscription_label_check CHECK ((length(label) <= 120)),
    CONSTRAINT subscription_stopped_check CHECK ((stopped = ANY (ARRAY['by_hand'::text, 'unanswered'::text, 'gone'::text])))
);

ALTER TABLE ONLY webhooks.subscription FORCE ROW LEVEL SECURITY;

ALTER TABLE ONLY adverts.advert
    ADD CONSTRAINT advert_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY adverts.advert
    ADD CONSTRAINT advert_token_key UNIQUE (token);

ALTER TABLE ONLY adverts.call_code
    ADD CONSTRAINT call_code_pkey PRIMARY KEY (firm_id, interaction_id);

ALTER TABLE ONLY adverts.visit
    ADD CONSTRAINT visit_pkey PRIMARY KEY (firm_id, advert_id, hour);

ALTER TABLE ONLY cards.alarm
    ADD CONSTRAINT alarm_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY cards.consultation
    ADD CONSTRAINT consultation_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY cards.masked
    ADD CONSTRAINT masked_pkey PRIMARY KEY (firm_id, interaction_id, agent_id, at);

ALTER TABLE ONLY cards.product
    ADD CONSTRAINT product_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY diversion.case_opened
    ADD CONSTRAINT case_opened_pkey PRIMARY KEY (owner_firm_id, answering_firm_id, id);

ALTER TABLE ONLY diversion.case_step
    ADD CONSTRAINT case_step_pkey PRIMARY KEY (owner_firm_id, answering_firm_id, case_id, number);

ALTER TABLE ONLY diversion.look
    ADD CONSTRAINT look_pkey PRIMARY KEY (firm_id, week);

ALTER TABLE ONLY firms.access_key
    ADD CONSTRAINT access_key_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY firms.access
    ADD CONSTRAINT access_pkey PRIMARY KEY (owner_firm_id, answering_firm_id, id);

ALTER TABLE ONLY firms.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY firms.firm
    ADD CONSTRAINT firm_pkey PRIMARY KEY (id);

ALTER TABLE ONLY firms.person
    ADD CONSTRAINT person_firm_id_email_key UNIQUE (firm_id, email);

ALTER TABLE ONLY firms.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY firms.sign_in
    ADD CONSTRAINT sign_in_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY flows.brand
    ADD CONSTRAINT brand_firm_id_name_key UNIQUE (firm_id, name);

ALTER TABLE ONLY flows.brand
    ADD CONSTRAINT brand_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY flows.disposition
    ADD CONSTRAINT disposition_pkey PRIMARY KEY (firm_id, code);

ALTER TABLE ONLY flows.flow
    ADD CONSTRAINT flow_firm_id_name_key UNIQUE (firm_id, name);

ALTER TABLE ONLY flows.flow
    ADD CONSTRAINT flow_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY flows.number
    ADD CONSTRAINT number_e164_key UNIQUE (e164);

ALTER TABLE ONLY flows.number
    ADD CONSTRAINT number_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY flows.plan
    ADD CONSTRAINT plan_firm_id_name_key UNIQUE (firm_id, name);

ALTER TABLE ONLY flows.plan
    ADD CONSTRAINT plan_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY flows.prompt
    ADD CONSTRAINT prompt_firm_id_name_language_key UNIQUE (firm_id, name, language);

ALTER TABLE ONLY flows.prompt
    ADD CONSTRAINT prompt_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY interaction.amendment
    ADD CONSTRAINT amendment_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY interaction.call
    ADD CONSTRAINT call_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY interaction.firm_key
    ADD CONSTRAINT firm_key_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY interaction.journal
    ADD CONSTRAINT journal_pkey PRIMARY KEY (firm_id, interaction_id, seq);

ALTER TABLE ONLY interaction.listening
    ADD CONSTRAINT listening_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY interaction.listening_terms
    ADD CONSTRAINT listening_terms_pkey PRIMARY KEY (firm_id);

ALTER TABLE ONLY interaction.open_call
    ADD CONSTRAINT open_call_pkey PRIMARY KEY (firm_id, interaction_id);

ALTER TABLE ONLY interaction.recording
    ADD CONSTRAINT recording_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY interaction.recording
    ADD CONSTRAINT recording_spool UNIQUE (firm_id, spool);

ALTER TABLE ONLY ledger.advance
    ADD CONSTRAINT advance_pkey PRIMARY KEY (owner_firm_id, answering_firm_id, operator_firm_id, id);

ALTER TABLE ONLY ledger.alarm
    ADD CONSTRAINT alarm_pkey PRIMARY KEY (firm_id);

ALTER TABLE ONLY ledger.approval
    ADD CONSTRAINT approval_firm_id_proposal_id_key UNIQUE (firm_id, proposal_id);

ALTER TABLE ONLY ledger.approval
    ADD CONSTRAINT approval_pkey PRIMARY KEY (firm_id, month);

ALTER TABLE ONLY ledger.balance
    ADD CONSTRAINT balance_pkey PRIMARY KEY (firm_id, kind, currency);

ALTER TABLE ONLY ledger.billing
    ADD CONSTRAINT billing_pkey PRIMARY KEY (firm_id);

ALTER TABLE ONLY ledger.closing
    ADD CONSTRAINT closing_pkey PRIMARY KEY (firm_id, month);

ALTER TABLE ONLY ledger.dispute_answer
    ADD CONSTRAINT dispute_answer_pkey PRIMARY KEY (owner_firm_id, answering_firm_id, operator_firm_id, dispute_id);

ALTER TABLE ONLY ledger.dispute
    ADD CONSTRAINT dispute_owner_firm_id_answering_firm_id_operator_firm_id_id_key UNIQUE (owner_firm_id, answering_firm_id, operator_firm_id, id, raised_by_firm_id);

ALTER TABLE ONLY ledger.dispute
    ADD CONSTRAINT dispute_pkey PRIMARY KEY (owner_firm_id, answering_firm_id, operator_firm_id, id);

ALTER TABLE ONLY ledger.dispute_settled
    ADD CONSTRAINT dispute_settled_pkey PRIMARY KEY (owner_firm_id, answering_firm_id, operator_firm_id, dispute_id);

ALTER TABLE ONLY ledger.paid_back
    ADD CONSTRAINT paid_back_pkey PRIMARY KEY (owner_firm_id, answering_firm_id, operator_firm_id, statement_id, nth);

ALTER TABLE ONLY ledger.paid
    ADD CONSTRAINT paid_pkey PRIMARY KEY (owner_firm_id, answering_firm_id, operator_firm_id, statement_id, nth);

ALTER TABLE ONLY ledger.proposal
    ADD CONSTRAINT proposal_firm_id_id_month_digest_proposed_by_key UNIQUE (firm_id, id, month, digest, proposed_by);

ALTER TABLE ONLY ledger.proposal
    ADD CONSTRAINT proposal_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY ledger.remittance_approval
    ADD CONSTRAINT remittance_approval_pkey PRIMARY KEY (firm_id, remittance_id);

ALTER TABLE ONLY ledger.remittance
    ADD CONSTRAINT remittance_firm_id_id_proposed_by_key UNIQUE (firm_id, id, proposed_by);

ALTER TABLE ONLY ledger.remittance
    ADD CONSTRAINT remittance_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY ledger.remittance_posted
    ADD CONSTRAINT remittance_posted_pkey PRIMARY KEY (firm_id, remittance_id);

ALTER TABLE ONLY ledger.remittance_return
    ADD CONSTRAINT remittance_return_pkey PRIMARY KEY (firm_id, remittance_id, statement_id);

ALTER TABLE ONLY ledger.statement
    ADD CONSTRAINT statement_owner_firm_id_answering_firm_id_operator_firm_id__key UNIQUE (owner_firm_id, answering_firm_id, operator_firm_id, seller_firm_id, buyer_firm_id, month, currency);

ALTER TABLE ONLY ledger.statement
    ADD CONSTRAINT statement_pkey PRIMARY KEY (owner_firm_id, answering_firm_id, operator_firm_id, id);

ALTER TABLE ONLY ledger.statement
    ADD CONSTRAINT statement_series UNIQUE (seller_firm_id, year, serial);

ALTER TABLE ONLY ledger.tally
    ADD CONSTRAINT tally_pkey PRIMARY KEY (owner_firm_id, answering_firm_id, operator_firm_id, month, debit_firm_id, debit_kind, credit_firm_id, credit_kind, currency, correction, about);

ALTER TABLE ONLY ledger.top_up
    ADD CONSTRAINT top_up_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY ledger.transfer
    ADD CONSTRAINT transfer_owner_firm_id_answering_firm_id_operator_firm_id_c_key UNIQUE (owner_firm_id, answering_firm_id, operator_firm_id, cause, part);

ALTER TABLE ONLY ledger.transfer
    ADD CONSTRAINT transfer_pkey PRIMARY KEY (owner_firm_id, answering_firm_id, operator_firm_id, id);

ALTER TABLE ONLY planning.duty_absence
    ADD CONSTRAINT duty_absence_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY planning.duty_day
    ADD CONSTRAINT duty_day_pkey PRIMARY KEY (firm_id, agent_id, day);

ALTER TABLE ONLY planning.duty_feed
    ADD CONSTRAINT duty_feed_firm_id_secret_hash_key UNIQUE (firm_id, secret_hash);

ALTER TABLE ONLY planning.duty_feed
    ADD CONSTRAINT duty_feed_pkey PRIMARY KEY (firm_id, agent_id);

ALTER TABLE ONLY planning.duty_pattern
    ADD CONSTRAINT duty_pattern_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY planning.duty_published
    ADD CONSTRAINT duty_published_pkey PRIMARY KEY (firm_id, agent_id, starts);

ALTER TABLE ONLY planning.duty_request
    ADD CONSTRAINT duty_request_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY planning.duty_shift
    ADD CONSTRAINT duty_shift_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY planning.duty_stretch
    ADD CONSTRAINT duty_stretch_pkey PRIMARY KEY (firm_id, agent_id, starts);

ALTER TABLE ONLY planning.duty_wanted
    ADD CONSTRAINT duty_wanted_pkey PRIMARY KEY (firm_id, queue_id);

ALTER TABLE ONLY planning.duty_watch
    ADD CONSTRAINT duty_watch_pkey PRIMARY KEY (firm_id, starts);

ALTER TABLE ONLY planning.history
    ADD CONSTRAINT history_pkey PRIMARY KEY (firm_id, queue_id, starts_at);

ALTER TABLE ONLY planning.special_day
    ADD CONSTRAINT special_day_pkey PRIMARY KEY (firm_id, day);

ALTER TABLE ONLY planning.terms
    ADD CONSTRAINT terms_pkey PRIMARY KEY (firm_id);

ALTER TABLE ONLY platform.answer
    ADD CONSTRAINT answer_pkey PRIMARY KEY (firm_id, person_id, key);

ALTER TABLE ONLY platform.lease
    ADD CONSTRAINT lease_pkey PRIMARY KEY (name);

ALTER TABLE ONLY platform.operator
    ADD CONSTRAINT operator_pkey PRIMARY KEY (one);

ALTER TABLE ONLY platform.reader
    ADD CONSTRAINT reader_pkey PRIMARY KEY (name);

ALTER TABLE ONLY platform.version
    ADD CONSTRAINT version_pkc PRIMARY KEY (version_num);

ALTER TABLE ONLY quality.answer
    ADD CONSTRAINT answer_pkey PRIMARY KEY (firm_id, complaint_id);

ALTER TABLE ONLY quality.complaint
    ADD CONSTRAINT complaint_pkey PRIMARY KEY (owner_firm_id, answering_firm_id, id);

ALTER TABLE ONLY quality.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (once);

ALTER TABLE ONLY quality.rule
    ADD CONSTRAINT rule_pkey PRIMARY KEY (firm_id);

ALTER TABLE ONLY quality.standing
    ADD CONSTRAINT standing_pkey PRIMARY KEY (owner_firm_id, answering_firm_id, agreement_id);

ALTER TABLE ONLY quality.words
    ADD CONSTRAINT words_pkey PRIMARY KEY (firm_id, complaint_id);

ALTER TABLE ONLY routing.agent
    ADD CONSTRAINT agent_firm_id_endpoint_name_key UNIQUE (firm_id, endpoint_name);

ALTER TABLE ONLY routing.agent
    ADD CONSTRAINT agent_firm_id_person_id_key UNIQUE (firm_id, person_id);

ALTER TABLE ONLY routing.agent
    ADD CONSTRAINT agent_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY routing.agent_skill
    ADD CONSTRAINT agent_skill_pkey PRIMARY KEY (firm_id, agent_id, skill_id);

ALTER TABLE ONLY routing.agent_state
    ADD CONSTRAINT agent_state_pkey PRIMARY KEY (firm_id, agent_id);

ALTER TABLE ONLY routing.policy
    ADD CONSTRAINT policy_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY routing.queue
    ADD CONSTRAINT queue_firm_id_name_key UNIQUE (firm_id, name);

ALTER TABLE ONLY routing.queue
    ADD CONSTRAINT queue_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY routing.queue_skill
    ADD CONSTRAINT queue_skill_pkey PRIMARY KEY (firm_id, queue_id, skill_id);

ALTER TABLE ONLY routing.skill
    ADD CONSTRAINT skill_firm_id_name_key UNIQUE (firm_id, name);

ALTER TABLE ONLY routing.skill
    ADD CONSTRAINT skill_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY routing.team
    ADD CONSTRAINT team_firm_id_name_key UNIQUE (firm_id, name);

ALTER TABLE ONLY routing.team
    ADD CONSTRAINT team_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY synergy.agreement
    ADD CONSTRAINT agreement_pkey PRIMARY KEY (owner_firm_id, answering_firm_id, id);

ALTER TABLE ONLY synergy.answer
    ADD CONSTRAINT answer_pkey PRIMARY KEY (owner_firm_id, answering_firm_id, version_id);

ALTER TABLE ONLY synergy.answered
    ADD CONSTRAINT answered_owner_firm_id_answering_firm_id_interaction_id_seq_key UNIQUE (owner_firm_id, answering_firm_id, interaction_id, seq);

ALTER TABLE ONLY synergy.answered
    ADD CONSTRAINT answered_pkey PRIMARY KEY (owner_firm_id, answering_firm_id, id);

ALTER TABLE ONLY synergy.day_root
    ADD CONSTRAINT day_root_pkey PRIMARY KEY (day);

ALTER TABLE ONLY synergy.ending
    ADD CONSTRAINT ending_pkey PRIMARY KEY (owner_firm_id, answering_firm_id, agreement_id);

ALTER TABLE ONLY synergy.listing
    ADD CONSTRAINT listing_pkey PRIMARY KEY (firm_id);

ALTER TABLE ONLY synergy.notice
    ADD CONSTRAINT notice_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY synergy.overflow
    ADD CONSTRAINT overflow_pkey PRIMARY KEY (firm_id, queue_id);

ALTER TABLE ONLY synergy.receipt
    ADD CONSTRAINT receipt_owner_firm_id_answering_firm_id_answered_id_key UNIQUE (owner_firm_id, answering_firm_id, answered_id);

ALTER TABLE ONLY synergy.receipt
    ADD CONSTRAINT receipt_owner_firm_id_answering_firm_id_nth_key UNIQUE (owner_firm_id, answering_firm_id, nth);

ALTER TABLE ONLY synergy.receipt
    ADD CONSTRAINT receipt_pkey PRIMARY KEY (owner_firm_id, answering_firm_id, id);

ALTER TABLE ONLY synergy.receipt_place
    ADD CONSTRAINT receipt_place_pkey PRIMARY KEY (owner_firm_id, answering_firm_id, day);

ALTER TABLE ONLY synergy.reception
    ADD CONSTRAINT reception_pkey PRIMARY KEY (firm_id, agreement_id);

ALTER TABLE ONLY synergy.version
    ADD CONSTRAINT version_owner_firm_id_answering_firm_id_agreement_id_number_key UNIQUE (owner_firm_id, answering_firm_id, agreement_id, number);

ALTER TABLE ONLY synergy.version
    ADD CONSTRAINT version_owner_firm_id_answering_firm_id_id_proposed_by_firm_key UNIQUE (owner_firm_id, answering_firm_id, id, proposed_by_firm_id);

ALTER TABLE ONLY synergy.version
    ADD CONSTRAINT version_pkey PRIMARY KEY (owner_firm_id, answering_firm_id, id);

ALTER TABLE ONLY tariffs.charged
    ADD CONSTRAINT charged_pkey PRIMARY KEY (firm_id, interaction_id);

ALTER TABLE ONLY tariffs.file
    ADD CONSTRAINT file_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY tariffs.line
    ADD CONSTRAINT line_pkey PRIMARY KEY (firm_id, key);

ALTER TABLE ONLY tariffs.terms
    ADD CONSTRAINT terms_pkey PRIMARY KEY (firm_id);

ALTER TABLE ONLY tariffs.version
    ADD CONSTRAINT version_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY webhooks.counter
    ADD CONSTRAINT counter_pkey PRIMARY KEY (firm_id);

ALTER TABLE ONLY webhooks.delivery
    ADD CONSTRAINT delivery_firm_id_subscription_id_event_id_nth_key UNIQUE (firm_id, subscription_id, event_id, nth);

ALTER TABLE ONLY webhooks.delivery
    ADD CONSTRAINT delivery_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY webhooks.event
    ADD CONSTRAINT event_firm_id_sequence_key UNIQUE (firm_id, sequence);

ALTER TABLE ONLY webhooks.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY webhooks.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (firm_id, id);

ALTER TABLE ONLY webhooks.subscription
    ADD CONSTRAINT subscription_pkey PRIMARY KEY (firm_id, id);

CREATE INDEX consultation_due ON cards.consultation USING btree (id) WHERE (state = ANY (ARRAY['used'::text, 'captured'::text]));

CREATE INDEX masked_agent ON cards.masked USING btree (firm_id, agent_id, at);

CREATE INDEX access_key_secret ON firms.access_key USING btree (secret_hash);

CREATE INDEX access_person ON firms.access USING btree (person_id, what, subject, seen_at);

CREATE INDEX access_seen ON firms.access USING btree (owner_firm_id, seen_at DESC, id DESC);

CREATE INDEX audit_at ON firms.audit USING btree (firm_id, at DESC, id);

CREATE INDEX person_email ON firms.person USING btree (email);

CREATE INDEX sign_in_person ON firms.sign_in USING btree (firm_id, person_id);

CREATE INDEX sign_in_secret ON firms.sign_in USING btree (secret_hash);

CREATE INDEX amendment_call ON interaction.amendment USING btree (firm_id, interaction_id, at);

CREATE INDEX call_agent ON interaction.call USING btree (firm_id, agent_id, arrived_at DESC);

CREATE INDEX call_arrived ON interaction.call USING btree (firm_id, arrived_at DESC, id DESC);

CREATE INDEX call_customer ON interaction.call USING btree (firm_id, customer, arrived_at DESC);

CREATE INDEX journal_agents ON interaction.journal USING btree (firm_id, ((data ->> 'agent'::text)), interaction_id) WHERE (kind = ANY (ARRAY['interaction.agent_answered'::text, 'interaction.call_placed'::text]));

CREATE INDEX journal_cards ON interaction.journal USING btree ("position") WHERE (kind = ANY (ARRAY['interaction.card_asked'::text, 'interaction.card_refused'::text, 'interaction.card_authorised'::text, 'interaction.consultation_counted'::text, 'interaction.card_numbers_masked'::text]));

CREATE INDEX journal_charging_ended ON interaction.journal USING btree ("position") WHERE (kind = 'interaction.charging_ended'::text);

CREATE INDEX journal_partner_served ON interaction.journal USING btree ("position") WHERE (kind = 'interaction.partner_served'::text);

CREATE INDEX journal_position ON interaction.journal USING btree ("position");

CREATE INDEX journal_recordings ON interaction.journal USING btree ("position") WHERE (kind = ANY (ARRAY['interaction.recording_started'::text, 'interaction.recording_ended'::text]));

CREATE INDEX journal_told ON interaction.journal USING btree ("position") WHERE (kind = ANY (ARRAY['interaction.call_arrived'::text, 'interaction.agent_answered'::text, 'interaction.call_ended'::text]));

CREATE INDEX listening_call ON interaction.listening USING btree (firm_id, interaction_id, at);

CREATE INDEX listening_recent ON interaction.listening USING btree (firm_id, recording_id, person_id, at);

CREATE INDEX recording_call ON interaction.recording USING btree (firm_id, interaction_id);

CREATE INDEX recording_retention ON interaction.recording USING btree (firm_id, retention_until);

CREATE INDEX recording_status ON interaction.recording USING btree (status) WHERE (status = ANY (ARRAY['open'::text, 'closed'::text]));

CREATE INDEX statement_answering ON ledger.statement USING btree (answering_firm_id, month);

CREATE INDEX statement_month ON ledger.statement USING btree (operator_firm_id, month);

CREATE INDEX statement_owner ON ledger.statement USING btree (owner_firm_id, month);

CREATE INDEX tally_month ON ledger.tally USING btree (operator_firm_id, month);

CREATE INDEX transfer_month ON ledger.transfer USING brin (month);

CREATE UNIQUE INDEX transfer_reversed_once ON ledger.transfer USING btree (owner_firm_id, answering_firm_id, operator_firm_id, reverses) WHERE (reverses IS NOT NULL);

CREATE INDEX duty_absence_agent ON planning.duty_absence USING btree (firm_id, agent_id, starts);

CREATE INDEX duty_pattern_agent ON planning.duty_pattern USING btree (firm_id, agent_id);

CREATE INDEX duty_request_agent ON planning.duty_request USING btree (firm_id, agent_id);

CREATE INDEX duty_request_asked ON planning.duty_request USING btree (firm_id, asked_at DESC, id);

CREATE INDEX duty_request_colleague ON planning.duty_request USING btree (firm_id, colleague_id);

CREATE INDEX duty_shift_agent ON planning.duty_shift USING btree (firm_id, agent_id);

CREATE INDEX duty_shift_starts ON planning.duty_shift USING btree (firm_id, starts);

CREATE INDEX duty_stretch_open ON planning.duty_stretch USING btree (firm_id) WHERE (ends IS NULL);

CREATE INDEX duty_stretch_starts ON planning.duty_stretch USING btree (firm_id, starts);

CREATE INDEX complaint_agreement ON quality.complaint USING btree (agreement_id, told_at);

CREATE INDEX complaint_answering ON quality.complaint USING btree (answering_firm_id, told_at DESC);

CREATE INDEX complaint_owner ON quality.complaint USING btree (owner_firm_id, told_at DESC);

CREATE INDEX inbox_told ON quality.inbox USING btree (told_at);

CREATE INDEX agent_skill_skill ON routing.agent_skill USING btree (firm_id, skill_id);

CREATE INDEX policy_trial ON routing.policy USING btree (((trial ->> 'state'::text))) WHERE ((trial ->> 'state'::text) = ANY (ARRAY['waiting'::text, 'playing'::text]));

CREATE INDEX queue_skill_skill ON routing.queue_skill USING btree (firm_id, skill_id);

CREATE INDEX answered_agreement ON synergy.answered USING btree (agreement_id, since);

CREATE INDEX answered_answering ON synergy.answered USING btree (answering_firm_id, since DESC);

CREATE INDEX answered_owner ON synergy.answered USING btree (owner_firm_id, since DESC);

CREATE INDEX answered_since ON synergy.answered USING btree (since);

CREATE INDEX receipt_answering ON synergy.receipt USING btree (answering_firm_id, id DESC);

CREATE INDEX receipt_of_day ON synergy.receipt USING btree (day);

CREATE INDEX receipt_owner ON synergy.receipt USING btree (owner_firm_id, id DESC);

CREATE INDEX receipt_pair_day ON synergy.receipt USING btree (owner_firm_id, answering_firm_id, day, nth);

CREATE INDEX charged_month ON tariffs.charged USING btree (firm_id, month, number_id);

CREATE INDEX file_imported ON tariffs.file USING btree (firm_id, imported_at DESC, id DESC);

CREATE INDEX line_since ON tariffs.line USING btree (firm_id, since);

CREATE INDEX version_number ON tariffs.version USING btree (firm_id, number_id, starts_on, entered_at);

CREATE INDEX delivery_event ON webhooks.delivery USING btree (firm_id, event_id);

CREATE INDEX delivery_made ON webhooks.delivery USING btree (firm_id, made_at DESC, id);

CREATE INDEX delivery_waiting ON webhooks.delivery USING btree (firm_id, subscription_id, sequence, id) WHERE (status = 'waiting'::text);

CREATE INDEX event_kind ON webhooks.event USING btree (firm_id, kind, at);

CREATE INDEX event_made ON webhooks.event USING btree (made_at);

CREATE TRIGGER freeze_month BEFORE INSERT ON ledger.approval FOR EACH ROW EXECUTE FUNCTION ledger.freeze_month();

CREATE TRIGGER keep_books AFTER INSERT ON ledger.transfer REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger.keep_books();

CREATE TRIGGER number_statement BEFORE INSERT ON ledger.statement FOR EACH ROW EXECUTE FUNCTION ledger.number_statement();

CREATE TRIGGER tell_webhooks AFTER INSERT ON ledger.closing FOR EACH ROW EXECUTE FUNCTION webhooks.hear('month.closed', 'closed_at', 'month', 'statements');

CREATE TRIGGER tell_webhooks AFTER INSERT ON ledger.dispute FOR EACH ROW EXECUTE FUNCTION webhooks.hear('dispute.raised', 'raised_at', 'dispute_id=id', 'statement_id', 'call', 'raised_by_firm_id');

CREATE TRIGGER tell_webhooks AFTER INSERT ON ledger.dispute_answer FOR EACH ROW EXECUTE FUNCTION webhooks.hear('dispute.{decision}', 'answered_at', 'dispute_id', 'answered_by_firm_id');

CREATE TRIGGER tell_webhooks AFTER INSERT ON ledger.statement FOR EACH ROW EXECUTE FUNCTION webhooks.hear('statement.issued', '', 'statement_id=id', 'number', 'month', 'kind', 'seller_firm_id', 'buyer_firm_id', 'currency', 'net', 'vat', 'total', 'issued_on', 'due_on');

CREATE TRIGGER tell_webhooks AFTER INSERT ON synergy.answer FOR EACH ROW EXECUTE FUNCTION webhooks.hear('agreement.{decision}', 'answered_at', 'version_id', 'answered_by_firm_id');

CREATE TRIGGER tell_webhooks AFTER INSERT ON synergy.answered FOR EACH ROW EXECUTE FUNCTION webhooks.hear('partner.served', 'until', 'answered_id=id', 'owner_firm_id', 'answering_firm_id', 'agreement_id', 'version_id', 'dialled', 'brand', 'alias', 'country', 'caller', 'arrived_at', 'since', 'until', 'seconds', 'owner:call_id=interaction_id');

CREATE TRIGGER tell_webhooks AFTER INSERT ON synergy.ending FOR EACH ROW EXECUTE FUNCTION webhooks.hear('agreement.ended', 'given_at', 'agreement_id', 'last_day', 'given_by_firm_id');

CREATE TRIGGER tell_webhooks AFTER INSERT ON synergy.receipt_place FOR EACH ROW EXECUTE FUNCTION webhooks.hear('receipts.signed', '', 'day', 'owner_firm_id', 'answering_firm_id', 'receipts=leaves');

CREATE TRIGGER tell_webhooks AFTER INSERT ON synergy.version FOR EACH ROW EXECUTE FUNCTION webhooks.hear('agreement.proposed', 'proposed_at', 'agreement_id', 'version_id=id', 'number', 'starts_on', 'proposed_by_firm_id');

ALTER TABLE ONLY adverts.advert
    ADD CONSTRAINT advert_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY adverts.call_code
    ADD CONSTRAINT call_code_firm_id_interaction_id_fkey FOREIGN KEY (firm_id, interaction_id) REFERENCES interaction.call(firm_id, id);

ALTER TABLE ONLY adverts.visit
    ADD CONSTRAINT visit_firm_id_advert_id_fkey FOREIGN KEY (firm_id, advert_id) REFERENCES adverts.advert(firm_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY cards.alarm
    ADD CONSTRAINT alarm_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY cards.consultation
    ADD CONSTRAINT consultation_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY cards.masked
    ADD CONSTRAINT masked_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY cards.product
    ADD CONSTRAINT product_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY diversion.case_opened
    ADD CONSTRAINT case_opened_answering_firm_id_fkey FOREIGN KEY (answering_firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY diversion.case_opened
    ADD CONSTRAINT case_opened_owner_firm_id_fkey FOREIGN KEY (owner_firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY diversion.case_step
    ADD CONSTRAINT case_step_owner_firm_id_answering_firm_id_case_id_fkey FOREIGN KEY (owner_firm_id, answering_firm_id, case_id) REFERENCES diversion.case_opened(owner_firm_id, answering_firm_id, id);

ALTER TABLE ONLY diversion.look
    ADD CONSTRAINT look_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY firms.access
    ADD CONSTRAINT access_answering_firm_id_fkey FOREIGN KEY (answering_firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY firms.access_key
    ADD CONSTRAINT access_key_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY firms.access_key
    ADD CONSTRAINT access_key_firm_id_person_id_fkey FOREIGN KEY (firm_id, person_id) REFERENCES firms.person(firm_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY firms.access
    ADD CONSTRAINT access_owner_firm_id_fkey FOREIGN KEY (owner_firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY firms.audit
    ADD CONSTRAINT audit_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY firms.person
    ADD CONSTRAINT person_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY firms.sign_in
    ADD CONSTRAINT sign_in_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY firms.sign_in
    ADD CONSTRAINT sign_in_firm_id_person_id_fkey FOREIGN KEY (firm_id, person_id) REFERENCES firms.person(firm_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY flows.brand
    ADD CONSTRAINT brand_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY flows.disposition
    ADD CONSTRAINT disposition_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY flows.flow
    ADD CONSTRAINT flow_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY flows.number
    ADD CONSTRAINT number_firm_id_brand_id_fkey FOREIGN KEY (firm_id, brand_id) REFERENCES flows.brand(firm_id, id);

ALTER TABLE ONLY flows.number
    ADD CONSTRAINT number_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY flows.number
    ADD CONSTRAINT number_firm_id_flow_id_fkey FOREIGN KEY (firm_id, flow_id) REFERENCES flows.flow(firm_id, id);

ALTER TABLE ONLY flows.number
    ADD CONSTRAINT number_firm_id_notice_prompt_id_fkey FOREIGN KEY (firm_id, notice_prompt_id) REFERENCES flows.prompt(firm_id, id);

ALTER TABLE ONLY flows.number
    ADD CONSTRAINT number_firm_id_whisper_prompt_id_fkey FOREIGN KEY (firm_id, whisper_prompt_id) REFERENCES flows.prompt(firm_id, id);

ALTER TABLE ONLY flows.plan
    ADD CONSTRAINT plan_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY flows.prompt
    ADD CONSTRAINT prompt_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY interaction.amendment
    ADD CONSTRAINT amendment_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY interaction.call
    ADD CONSTRAINT call_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY interaction.firm_key
    ADD CONSTRAINT firm_key_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY interaction.listening
    ADD CONSTRAINT listening_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY interaction.listening_terms
    ADD CONSTRAINT listening_terms_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY interaction.open_call
    ADD CONSTRAINT open_call_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY interaction.recording
    ADD CONSTRAINT recording_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY ledger.advance
    ADD CONSTRAINT advance_answering_firm_id_fkey FOREIGN KEY (answering_firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY ledger.advance
    ADD CONSTRAINT advance_operator_firm_id_fkey FOREIGN KEY (operator_firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY ledger.advance
    ADD CONSTRAINT advance_owner_firm_id_fkey FOREIGN KEY (owner_firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY ledger.alarm
    ADD CONSTRAINT alarm_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY ledger.approval
    ADD CONSTRAINT approval_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY ledger.approval
    ADD CONSTRAINT approval_firm_id_proposal_id_month_digest_proposed_by_fkey FOREIGN KEY (firm_id, proposal_id, month, digest, proposed_by) REFERENCES ledger.proposal(firm_id, id, month, digest, proposed_by);

ALTER TABLE ONLY ledger.balance
    ADD CONSTRAINT balance_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY ledger.billing
    ADD CONSTRAINT billing_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY ledger.closing
    ADD CONSTRAINT closing_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY ledger.closing
    ADD CONSTRAINT closing_firm_id_month_fkey FOREIGN KEY (firm_id, month) REFERENCES ledger.approval(firm_id, month);

ALTER TABLE ONLY ledger.dispute_answer
    ADD CONSTRAINT dispute_answer_owner_firm_id_answering_firm_id_operator_fi_fkey FOREIGN KEY (owner_firm_id, answering_firm_id, operator_firm_id, dispute_id, raised_by_firm_id) REFERENCES ledger.dispute(owner_firm_id, answering_firm_id, operator_firm_id, id, raised_by_firm_id);

ALTER TABLE ONLY ledger.dispute
    ADD CONSTRAINT dispute_answering_firm_id_fkey FOREIGN KEY (answering_firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY ledger.dispute
    ADD CONSTRAINT dispute_operator_firm_id_fkey FOREIGN KEY (operator_firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY ledger.dispute
    ADD CONSTRAINT dispute_owner_firm_id_answering_firm_id_operator_firm_id_s_fkey FOREIGN KEY (owner_firm_id, answering_firm_id, operator_firm_id, statement_id) REFERENCES ledger.statement(owner_firm_id, answering_firm_id, operator_firm_id, id);

ALTER TABLE ONLY ledger.dispute
    ADD CONSTRAINT dispute_owner_firm_id_fkey FOREIGN KEY (owner_firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY ledger.dispute_settled
    ADD CONSTRAINT dispute_settled_owner_firm_id_answering_firm_id_operator_f_fkey FOREIGN KEY (owner_firm_id, answering_firm_id, operator_firm_id, dispute_id) REFERENCES ledger.dispute_answer(owner_firm_id, answering_firm_id, operator_firm_id, dispute_id);

ALTER TABLE ONLY ledger.paid
    ADD CONSTRAINT paid_answering_firm_id_fkey FOREIGN KEY (answering_firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY ledger.paid_back
    ADD CONSTRAINT paid_back_owner_firm_id_answering_firm_id_operator_firm_id_fkey FOREIGN KEY (owner_firm_id, answering_firm_id, operator_firm_id, statement_id, nth) REFERENCES ledger.paid(owner_firm_id, answering_firm_id, operator_firm_id, statement_id, nth);

ALTER TABLE ONLY ledger.paid
    ADD CONSTRAINT paid_operator_firm_id_fkey FOREIGN KEY (operator_firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY ledger.paid
    ADD CONSTRAINT paid_owner_firm_id_answering_firm_id_operator_firm_id_stat_fkey FOREIGN KEY (owner_firm_id, answering_firm_id, operator_firm_id, statement_id) REFERENCES ledger.statement(owner_firm_id, answering_firm_id, operator_firm_id, id);

ALTER TABLE ONLY ledger.paid
    ADD CONSTRAINT paid_owner_firm_id_fkey FOREIGN KEY (owner_firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY ledger.proposal
    ADD CONSTRAINT proposal_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY ledger.remittance_approval
    ADD CONSTRAINT remittance_approval_firm_id_remittance_id_proposed_by_fkey FOREIGN KEY (firm_id, remittance_id, proposed_by) REFERENCES ledger.remittance(firm_id, id, proposed_by);

ALTER TABLE ONLY ledger.remittance
    ADD CONSTRAINT remittance_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY ledger.remittance
    ADD CONSTRAINT remittance_firm_id_month_fkey FOREIGN KEY (firm_id, month) REFERENCES ledger.closing(firm_id, month);

ALTER TABLE ONLY ledger.remittance_posted
    ADD CONSTRAINT remittance_posted_firm_id_remittance_id_fkey FOREIGN KEY (firm_id, remittance_id) REFERENCES ledger.remittance_approval(firm_id, remittance_id);

ALTER TABLE ONLY ledger.remittance_return
    ADD CONSTRAINT remittance_return_firm_id_remittance_id_fkey FOREIGN KEY (firm_id, remittance_id) REFERENCES ledger.remittance_posted(firm_id, remittance_id);

ALTER TABLE ONLY ledger.statement
    ADD CONSTRAINT statement_answering_firm_id_fkey FOREIGN KEY (answering_firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY ledger.statement
    ADD CONSTRAINT statement_operator_firm_id_fkey FOREIGN KEY (operator_firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY ledger.statement
    ADD CONSTRAINT statement_owner_firm_id_fkey FOREIGN KEY (owner_firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY ledger.tally
    ADD CONSTRAINT tally_answering_firm_id_fkey FOREIGN KEY (answering_firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY ledger.tally
    ADD CONSTRAINT tally_operator_firm_id_fkey FOREIGN KEY (operator_firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY ledger.tally
    ADD CONSTRAINT tally_owner_firm_id_fkey FOREIGN KEY (owner_firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY ledger.top_up
    ADD CONSTRAINT top_up_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY planning.duty_absence
    ADD CONSTRAINT duty_absence_firm_id_agent_id_fkey FOREIGN KEY (firm_id, agent_id) REFERENCES routing.agent(firm_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY planning.duty_absence
    ADD CONSTRAINT duty_absence_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY planning.duty_day
    ADD CONSTRAINT duty_day_firm_id_agent_id_fkey FOREIGN KEY (firm_id, agent_id) REFERENCES routing.agent(firm_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY planning.duty_day
    ADD CONSTRAINT duty_day_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY planning.duty_feed
    ADD CONSTRAINT duty_feed_firm_id_agent_id_fkey FOREIGN KEY (firm_id, agent_id) REFERENCES routing.agent(firm_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY planning.duty_feed
    ADD CONSTRAINT duty_feed_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY planning.duty_pattern
    ADD CONSTRAINT duty_pattern_firm_id_agent_id_fkey FOREIGN KEY (firm_id, agent_id) REFERENCES routing.agent(firm_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY planning.duty_pattern
    ADD CONSTRAINT duty_pattern_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY planning.duty_published
    ADD CONSTRAINT duty_published_firm_id_agent_id_fkey FOREIGN KEY (firm_id, agent_id) REFERENCES routing.agent(firm_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY planning.duty_published
    ADD CONSTRAINT duty_published_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY planning.duty_request
    ADD CONSTRAINT duty_request_firm_id_agent_id_fkey FOREIGN KEY (firm_id, agent_id) REFERENCES routing.agent(firm_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY planning.duty_request
    ADD CONSTRAINT duty_request_firm_id_colleague_id_fkey FOREIGN KEY (firm_id, colleague_id) REFERENCES routing.agent(firm_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY planning.duty_request
    ADD CONSTRAINT duty_request_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY planning.duty_shift
    ADD CONSTRAINT duty_shift_firm_id_agent_id_fkey FOREIGN KEY (firm_id, agent_id) REFERENCES routing.agent(firm_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY planning.duty_shift
    ADD CONSTRAINT duty_shift_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY planning.duty_stretch
    ADD CONSTRAINT duty_stretch_firm_id_agent_id_fkey FOREIGN KEY (firm_id, agent_id) REFERENCES routing.agent(firm_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY planning.duty_stretch
    ADD CONSTRAINT duty_stretch_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY planning.duty_wanted
    ADD CONSTRAINT duty_wanted_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY planning.duty_wanted
    ADD CONSTRAINT duty_wanted_firm_id_queue_id_fkey FOREIGN KEY (firm_id, queue_id) REFERENCES routing.queue(firm_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY planning.duty_watch
    ADD CONSTRAINT duty_watch_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY planning.history
    ADD CONSTRAINT history_firm_id_queue_id_fkey FOREIGN KEY (firm_id, queue_id) REFERENCES routing.queue(firm_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY planning.special_day
    ADD CONSTRAINT special_day_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY planning.terms
    ADD CONSTRAINT terms_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY platform.operator
    ADD CONSTRAINT operator_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY quality.answer
    ADD CONSTRAINT answer_firm_id_complaint_id_fkey FOREIGN KEY (firm_id, complaint_id) REFERENCES quality.words(firm_id, complaint_id);

ALTER TABLE ONLY quality.complaint
    ADD CONSTRAINT complaint_answering_firm_id_fkey FOREIGN KEY (answering_firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY quality.complaint
    ADD CONSTRAINT complaint_owner_firm_id_answering_firm_id_answered_id_fkey FOREIGN KEY (owner_firm_id, answering_firm_id, answered_id) REFERENCES synergy.answered(owner_firm_id, answering_firm_id, id);

ALTER TABLE ONLY quality.complaint
    ADD CONSTRAINT complaint_owner_firm_id_fkey FOREIGN KEY (owner_firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY quality.rule
    ADD CONSTRAINT rule_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY quality.standing
    ADD CONSTRAINT standing_answering_firm_id_fkey FOREIGN KEY (answering_firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY quality.standing
    ADD CONSTRAINT standing_owner_firm_id_answering_firm_id_agreement_id_fkey FOREIGN KEY (owner_firm_id, answering_firm_id, agreement_id) REFERENCES synergy.agreement(owner_firm_id, answering_firm_id, id);

ALTER TABLE ONLY quality.standing
    ADD CONSTRAINT standing_owner_firm_id_fkey FOREIGN KEY (owner_firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY quality.words
    ADD CONSTRAINT words_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY routing.agent
    ADD CONSTRAINT agent_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY routing.agent
    ADD CONSTRAINT agent_firm_id_person_id_fkey FOREIGN KEY (firm_id, person_id) REFERENCES firms.person(firm_id, id);

ALTER TABLE ONLY routing.agent_skill
    ADD CONSTRAINT agent_skill_firm_id_agent_id_fkey FOREIGN KEY (firm_id, agent_id) REFERENCES routing.agent(firm_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY routing.agent_skill
    ADD CONSTRAINT agent_skill_firm_id_skill_id_fkey FOREIGN KEY (firm_id, skill_id) REFERENCES routing.skill(firm_id, id);

ALTER TABLE ONLY routing.agent_state
    ADD CONSTRAINT agent_state_firm_id_agent_id_fkey FOREIGN KEY (firm_id, agent_id) REFERENCES routing.agent(firm_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY routing.policy
    ADD CONSTRAINT policy_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY routing.queue
    ADD CONSTRAINT queue_call_back FOREIGN KEY (firm_id, call_back_prompt_id) REFERENCES flows.prompt(firm_id, id);

ALTER TABLE ONLY routing.queue
    ADD CONSTRAINT queue_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY routing.queue_skill
    ADD CONSTRAINT queue_skill_firm_id_queue_id_fkey FOREIGN KEY (firm_id, queue_id) REFERENCES routing.queue(firm_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY routing.queue_skill
    ADD CONSTRAINT queue_skill_firm_id_skill_id_fkey FOREIGN KEY (firm_id, skill_id) REFERENCES routing.skill(firm_id, id);

ALTER TABLE ONLY routing.skill
    ADD CONSTRAINT skill_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY routing.team
    ADD CONSTRAINT team_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY synergy.agreement
    ADD CONSTRAINT agreement_answering_firm_id_fkey FOREIGN KEY (answering_firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY synergy.agreement
    ADD CONSTRAINT agreement_owner_firm_id_fkey FOREIGN KEY (owner_firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY synergy.answer
    ADD CONSTRAINT answer_owner_firm_id_answering_firm_id_version_id_proposed_fkey FOREIGN KEY (owner_firm_id, answering_firm_id, version_id, proposed_by_firm_id) REFERENCES synergy.version(owner_firm_id, answering_firm_id, id, proposed_by_firm_id);

ALTER TABLE ONLY synergy.answered
    ADD CONSTRAINT answered_answering_firm_id_fkey FOREIGN KEY (answering_firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY synergy.answered
    ADD CONSTRAINT answered_owner_firm_id_answering_firm_id_agreement_id_fkey FOREIGN KEY (owner_firm_id, answering_firm_id, agreement_id) REFERENCES synergy.agreement(owner_firm_id, answering_firm_id, id);

ALTER TABLE ONLY synergy.answered
    ADD CONSTRAINT answered_owner_firm_id_fkey FOREIGN KEY (owner_firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY synergy.ending
    ADD CONSTRAINT ending_owner_firm_id_answering_firm_id_agreement_id_fkey FOREIGN KEY (owner_firm_id, answering_firm_id, agreement_id) REFERENCES synergy.agreement(owner_firm_id, answering_firm_id, id);

ALTER TABLE ONLY synergy.listing
    ADD CONSTRAINT listing_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY synergy.notice
    ADD CONSTRAINT notice_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES synergy.listing(firm_id);

ALTER TABLE ONLY synergy.overflow
    ADD CONSTRAINT overflow_firm_id_queue_id_fkey FOREIGN KEY (firm_id, queue_id) REFERENCES routing.queue(firm_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY synergy.receipt
    ADD CONSTRAINT receipt_answering_firm_id_fkey FOREIGN KEY (answering_firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY synergy.receipt
    ADD CONSTRAINT receipt_owner_firm_id_answering_firm_id_answered_id_fkey FOREIGN KEY (owner_firm_id, answering_firm_id, answered_id) REFERENCES synergy.answered(owner_firm_id, answering_firm_id, id);

ALTER TABLE ONLY synergy.receipt
    ADD CONSTRAINT receipt_owner_firm_id_fkey FOREIGN KEY (owner_firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY synergy.receipt_place
    ADD CONSTRAINT receipt_place_answering_firm_id_fkey FOREIGN KEY (answering_firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY synergy.receipt_place
    ADD CONSTRAINT receipt_place_owner_firm_id_fkey FOREIGN KEY (owner_firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY synergy.reception
    ADD CONSTRAINT reception_firm_id_queue_id_fkey FOREIGN KEY (firm_id, queue_id) REFERENCES routing.queue(firm_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY synergy.version
    ADD CONSTRAINT version_owner_firm_id_answering_firm_id_agreement_id_fkey FOREIGN KEY (owner_firm_id, answering_firm_id, agreement_id) REFERENCES synergy.agreement(owner_firm_id, answering_firm_id, id);

ALTER TABLE ONLY tariffs.charged
    ADD CONSTRAINT charged_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY tariffs.file
    ADD CONSTRAINT file_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY tariffs.line
    ADD CONSTRAINT line_firm_id_file_id_fkey FOREIGN KEY (firm_id, file_id) REFERENCES tariffs.file(firm_id, id);

ALTER TABLE ONLY tariffs.line
    ADD CONSTRAINT line_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY tariffs.terms
    ADD CONSTRAINT terms_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY tariffs.version
    ADD CONSTRAINT version_firm_id_announcement_fkey FOREIGN KEY (firm_id, announcement) REFERENCES flows.prompt(firm_id, id);

ALTER TABLE ONLY tariffs.version
    ADD CONSTRAINT version_firm_id_capped_fkey FOREIGN KEY (firm_id, capped) REFERENCES flows.prompt(firm_id, id);

ALTER TABLE ONLY tariffs.version
    ADD CONSTRAINT version_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY tariffs.version
    ADD CONSTRAINT version_firm_id_warning_fkey FOREIGN KEY (firm_id, warning) REFERENCES flows.prompt(firm_id, id);

ALTER TABLE ONLY webhooks.counter
    ADD CONSTRAINT counter_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY webhooks.delivery
    ADD CONSTRAINT delivery_firm_id_event_id_fkey FOREIGN KEY (firm_id, event_id) REFERENCES webhooks.event(firm_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY webhooks.delivery
    ADD CONSTRAINT delivery_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY webhooks.delivery
    ADD CONSTRAINT delivery_firm_id_subscription_id_fkey FOREIGN KEY (firm_id, subscription_id) REFERENCES webhooks.subscription(firm_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY webhooks.event
    ADD CONSTRAINT event_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY webhooks.outbox
    ADD CONSTRAINT outbox_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE ONLY webhooks.subscription
    ADD CONSTRAINT subscription_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES firms.firm(id);

ALTER TABLE adverts.advert ENABLE ROW LEVEL SECURITY;

CREATE POLICY app_own_firm ON adverts.advert TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON adverts.call_code TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON adverts.visit TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

ALTER TABLE adverts.call_code ENABLE ROW LEVEL SECURITY;

CREATE POLICY door_token ON adverts.advert FOR SELECT TO permanence_door USING ((token = current_setting('permanence.door_advert'::text, true)));

CREATE POLICY door_token ON adverts.visit TO permanence_door USING ((EXISTS ( SELECT
   FROM adverts.advert
  WHERE ((advert.firm_id = visit.firm_id) AND (advert.id = visit.advert_id)))));

CREATE POLICY floor_own_firms ON adverts.advert TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON adverts.call_code TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON adverts.visit TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

ALTER TABLE adverts.visit ENABLE ROW LEVEL SECURITY;

ALTER TABLE cards.alarm ENABLE ROW LEVEL SECURITY;

CREATE POLICY app_own_firm ON cards.alarm TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON cards.consultation TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON cards.masked TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON cards.product TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

ALTER TABLE cards.consultation ENABLE ROW LEVEL SECURITY;

CREATE POLICY floor_own_firms ON cards.alarm TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON cards.consultation TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON cards.masked TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON cards.product TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

ALTER TABLE cards.masked ENABLE ROW LEVEL SECURITY;

ALTER TABLE cards.product ENABLE ROW LEVEL SECURITY;

CREATE POLICY app_own_firm ON diversion.case_opened TO permanence_app USING (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm)))) WITH CHECK (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm))));

CREATE POLICY app_own_firm ON diversion.case_step TO permanence_app USING (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm)))) WITH CHECK (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm))));

CREATE POLICY app_own_firm ON diversion.look TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

ALTER TABLE diversion.case_opened ENABLE ROW LEVEL SECURITY;

ALTER TABLE diversion.case_step ENABLE ROW LEVEL SECURITY;

CREATE POLICY floor_own_firms ON diversion.case_opened TO permanence_floor USING (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])))) WITH CHECK (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))));

CREATE POLICY floor_own_firms ON diversion.case_step TO permanence_floor USING (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])))) WITH CHECK (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))));

CREATE POLICY floor_own_firms ON diversion.look TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

ALTER TABLE diversion.look ENABLE ROW LEVEL SECURITY;

ALTER TABLE firms.access ENABLE ROW LEVEL SECURITY;

ALTER TABLE firms.access_key ENABLE ROW LEVEL SECURITY;

CREATE POLICY app_own_firm ON firms.access TO permanence_app USING (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm)))) WITH CHECK (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm))));

CREATE POLICY app_own_firm ON firms.access_key TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON firms.audit TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON firms.firm TO permanence_app USING ((id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON firms.person TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON firms.sign_in TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

ALTER TABLE firms.audit ENABLE ROW LEVEL SECURITY;

CREATE POLICY door_email ON firms.firm FOR SELECT TO permanence_door USING ((EXISTS ( SELECT
   FROM firms.person
  WHERE (person.firm_id = firm.id))));

CREATE POLICY door_email ON firms.person FOR SELECT TO permanence_door USING ((email = current_setting('permanence.door_email'::text, true)));

CREATE POLICY door_key ON firms.access_key FOR SELECT TO permanence_door USING ((encode(secret_hash, 'hex'::text) = current_setting('permanence.door_key'::text, true)));

CREATE POLICY door_roster ON firms.firm FOR SELECT TO permanence_door USING ((current_setting('permanence.door_roster'::text, true) = 'asked'::text));

CREATE POLICY door_secret ON firms.sign_in FOR SELECT TO permanence_door USING ((encode(secret_hash, 'hex'::text) = current_setting('permanence.door_secret'::text, true)));

ALTER TABLE firms.firm ENABLE ROW LEVEL SECURITY;

CREATE POLICY floor_own_firms ON firms.access TO permanence_floor USING (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])))) WITH CHECK (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))));

CREATE POLICY floor_own_firms ON firms.access_key TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON firms.audit TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON firms.firm TO permanence_floor USING ((id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON firms.person TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON firms.sign_in TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

ALTER TABLE firms.person ENABLE ROW LEVEL SECURITY;

ALTER TABLE firms.sign_in ENABLE ROW LEVEL SECURITY;

CREATE POLICY app_own_firm ON flows.brand TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON flows.disposition TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON flows.flow TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON flows.number TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON flows.plan TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON flows.prompt TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

ALTER TABLE flows.brand ENABLE ROW LEVEL SECURITY;

ALTER TABLE flows.disposition ENABLE ROW LEVEL SECURITY;

CREATE POLICY floor_own_firms ON flows.brand TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON flows.disposition TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON flows.flow TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON flows.number TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON flows.plan TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON flows.prompt TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

ALTER TABLE flows.flow ENABLE ROW LEVEL SECURITY;

ALTER TABLE flows.number ENABLE ROW LEVEL SECURITY;

ALTER TABLE flows.plan ENABLE ROW LEVEL SECURITY;

ALTER TABLE flows.prompt ENABLE ROW LEVEL SECURITY;

ALTER TABLE interaction.amendment ENABLE ROW LEVEL SECURITY;

CREATE POLICY app_own_firm ON interaction.amendment TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON interaction.call TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON interaction.firm_key TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON interaction.journal TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON interaction.listening TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON interaction.listening_terms TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON interaction.open_call TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON interaction.recording TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

ALTER TABLE interaction.call ENABLE ROW LEVEL SECURITY;

ALTER TABLE interaction.firm_key ENABLE ROW LEVEL SECURITY;

CREATE POLICY floor_own_firms ON interaction.amendment TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON interaction.call TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON interaction.firm_key TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON interaction.journal TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON interaction.listening TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON interaction.listening_terms TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON interaction.open_call TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON interaction.recording TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

ALTER TABLE interaction.journal ENABLE ROW LEVEL SECURITY;

ALTER TABLE interaction.listening ENABLE ROW LEVEL SECURITY;

ALTER TABLE interaction.listening_terms ENABLE ROW LEVEL SECURITY;

ALTER TABLE interaction.open_call ENABLE ROW LEVEL SECURITY;

ALTER TABLE interaction.recording ENABLE ROW LEVEL SECURITY;

ALTER TABLE ledger.advance ENABLE ROW LEVEL SECURITY;

ALTER TABLE ledger.alarm ENABLE ROW LEVEL SECURITY;

CREATE POLICY app_own_firm ON ledger.advance TO permanence_app USING (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (operator_firm_id = ( SELECT platform.current_firm() AS current_firm)))) WITH CHECK (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (operator_firm_id = ( SELECT platform.current_firm() AS current_firm))));

CREATE POLICY app_own_firm ON ledger.alarm TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON ledger.approval TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON ledger.balance TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON ledger.billing TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON ledger.closing TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON ledger.dispute TO permanence_app USING (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (operator_firm_id = ( SELECT platform.current_firm() AS current_firm)))) WITH CHECK (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (operator_firm_id = ( SELECT platform.current_firm() AS current_firm))));

CREATE POLICY app_own_firm ON ledger.dispute_answer TO permanence_app USING (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (operator_firm_id = ( SELECT platform.current_firm() AS current_firm)))) WITH CHECK (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (operator_firm_id = ( SELECT platform.current_firm() AS current_firm))));

CREATE POLICY app_own_firm ON ledger.dispute_settled TO permanence_app USING (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (operator_firm_id = ( SELECT platform.current_firm() AS current_firm)))) WITH CHECK (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (operator_firm_id = ( SELECT platform.current_firm() AS current_firm))));

CREATE POLICY app_own_firm ON ledger.paid TO permanence_app USING (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (operator_firm_id = ( SELECT platform.current_firm() AS current_firm)))) WITH CHECK (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (operator_firm_id = ( SELECT platform.current_firm() AS current_firm))));

CREATE POLICY app_own_firm ON ledger.paid_back TO permanence_app USING (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (operator_firm_id = ( SELECT platform.current_firm() AS current_firm)))) WITH CHECK (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (operator_firm_id = ( SELECT platform.current_firm() AS current_firm))));

CREATE POLICY app_own_firm ON ledger.proposal TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON ledger.remittance TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON ledger.remittance_approval TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON ledger.remittance_posted TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON ledger.remittance_return TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON ledger.statement TO permanence_app USING (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (operator_firm_id = ( SELECT platform.current_firm() AS current_firm)))) WITH CHECK (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (operator_firm_id = ( SELECT platform.current_firm() AS current_firm))));

CREATE POLICY app_own_firm ON ledger.tally TO permanence_app USING (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (operator_firm_id = ( SELECT platform.current_firm() AS current_firm)))) WITH CHECK (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (operator_firm_id = ( SELECT platform.current_firm() AS current_firm))));

CREATE POLICY app_own_firm ON ledger.top_up TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON ledger.transfer TO permanence_app USING (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (operator_firm_id = ( SELECT platform.current_firm() AS current_firm)))) WITH CHECK (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (operator_firm_id = ( SELECT platform.current_firm() AS current_firm))));

ALTER TABLE ledger.approval ENABLE ROW LEVEL SECURITY;

ALTER TABLE ledger.balance ENABLE ROW LEVEL SECURITY;

ALTER TABLE ledger.billing ENABLE ROW LEVEL SECURITY;

ALTER TABLE ledger.closing ENABLE ROW LEVEL SECURITY;

ALTER TABLE ledger.dispute ENABLE ROW LEVEL SECURITY;

ALTER TABLE ledger.dispute_answer ENABLE ROW LEVEL SECURITY;

ALTER TABLE ledger.dispute_settled ENABLE ROW LEVEL SECURITY;

CREATE POLICY door_books ON ledger.approval FOR SELECT TO permanence_door USING ((current_setting('permanence.door_books'::text, true) = 'open'::text));

CREATE POLICY door_books ON ledger.balance TO permanence_door USING ((current_setting('permanence.door_books'::text, true) = 'open'::text));

CREATE POLICY door_books ON ledger.billing FOR SELECT TO permanence_door USING ((current_setting('permanence.door_books'::text, true) = 'open'::text));

CREATE POLICY door_books ON ledger.closing FOR SELECT TO permanence_door USING ((current_setting('permanence.door_books'::text, true) = 'open'::text));

CREATE POLICY door_books ON ledger.statement FOR SELECT TO permanence_door USING ((current_setting('permanence.door_books'::text, true) = 'open'::text));

CREATE POLICY door_books ON ledger.tally TO permanence_door USING ((current_setting('permanence.door_books'::text, true) = 'open'::text));

CREATE POLICY door_books ON ledger.transfer FOR SELECT TO permanence_door USING ((current_setting('permanence.door_books'::text, true) = 'open'::text));

CREATE POLICY floor_own_firms ON ledger.advance TO permanence_floor USING (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (operator_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])))) WITH CHECK (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (operator_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))));

CREATE POLICY floor_own_firms ON ledger.alarm TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON ledger.approval TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON ledger.balance TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON ledger.billing TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON ledger.closing TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON ledger.dispute TO permanence_floor USING (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (operator_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])))) WITH CHECK (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (operator_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))));

CREATE POLICY floor_own_firms ON ledger.dispute_answer TO permanence_floor USING (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (operator_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])))) WITH CHECK (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (operator_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))));

CREATE POLICY floor_own_firms ON ledger.dispute_settled TO permanence_floor USING (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (operator_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])))) WITH CHECK (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (operator_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))));

CREATE POLICY floor_own_firms ON ledger.paid TO permanence_floor USING (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (operator_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])))) WITH CHECK (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (operator_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))));

CREATE POLICY floor_own_firms ON ledger.paid_back TO permanence_floor USING (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (operator_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])))) WITH CHECK (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (operator_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))));

CREATE POLICY floor_own_firms ON ledger.proposal TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON ledger.remittance TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON ledger.remittance_approval TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON ledger.remittance_posted TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON ledger.remittance_return TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON ledger.statement TO permanence_floor USING (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (operator_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])))) WITH CHECK (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (operator_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))));

CREATE POLICY floor_own_firms ON ledger.tally TO permanence_floor USING (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (operator_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])))) WITH CHECK (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (operator_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))));

CREATE POLICY floor_own_firms ON ledger.top_up TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON ledger.transfer TO permanence_floor USING (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (operator_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])))) WITH CHECK (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (operator_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))));

ALTER TABLE ledger.paid ENABLE ROW LEVEL SECURITY;

ALTER TABLE ledger.paid_back ENABLE ROW LEVEL SECURITY;

ALTER TABLE ledger.proposal ENABLE ROW LEVEL SECURITY;

ALTER TABLE ledger.remittance ENABLE ROW LEVEL SECURITY;

ALTER TABLE ledger.remittance_approval ENABLE ROW LEVEL SECURITY;

ALTER TABLE ledger.remittance_posted ENABLE ROW LEVEL SECURITY;

ALTER TABLE ledger.remittance_return ENABLE ROW LEVEL SECURITY;

ALTER TABLE ledger.statement ENABLE ROW LEVEL SECURITY;

ALTER TABLE ledger.tally ENABLE ROW LEVEL SECURITY;

ALTER TABLE ledger.top_up ENABLE ROW LEVEL SECURITY;

ALTER TABLE ledger.transfer ENABLE ROW LEVEL SECURITY;

CREATE POLICY app_own_firm ON planning.duty_absence TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON planning.duty_day TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON planning.duty_feed TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON planning.duty_pattern TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON planning.duty_published TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON planning.duty_request TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON planning.duty_shift TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON planning.duty_stretch TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON planning.duty_wanted TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON planning.duty_watch TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON planning.history TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON planning.special_day TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON planning.terms TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

ALTER TABLE planning.duty_absence ENABLE ROW LEVEL SECURITY;

ALTER TABLE planning.duty_day ENABLE ROW LEVEL SECURITY;

ALTER TABLE planning.duty_feed ENABLE ROW LEVEL SECURITY;

ALTER TABLE planning.duty_pattern ENABLE ROW LEVEL SECURITY;

ALTER TABLE planning.duty_published ENABLE ROW LEVEL SECURITY;

ALTER TABLE planning.duty_request ENABLE ROW LEVEL SECURITY;

ALTER TABLE planning.duty_shift ENABLE ROW LEVEL SECURITY;

ALTER TABLE planning.duty_stretch ENABLE ROW LEVEL SECURITY;

ALTER TABLE planning.duty_wanted ENABLE ROW LEVEL SECURITY;

ALTER TABLE planning.duty_watch ENABLE ROW LEVEL SECURITY;

CREATE POLICY floor_own_firms ON planning.duty_absence TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON planning.duty_day TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON planning.duty_feed TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON planning.duty_pattern TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON planning.duty_published TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON planning.duty_request TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON planning.duty_shift TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON planning.duty_stretch TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON planning.duty_wanted TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON planning.duty_watch TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON planning.history TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON planning.special_day TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON planning.terms TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

ALTER TABLE planning.history ENABLE ROW LEVEL SECURITY;

ALTER TABLE planning.special_day ENABLE ROW LEVEL SECURITY;

ALTER TABLE planning.terms ENABLE ROW LEVEL SECURITY;

ALTER TABLE platform.answer ENABLE ROW LEVEL SECURITY;

CREATE POLICY app_own_firm ON platform.answer TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY floor_own_firms ON platform.answer TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

ALTER TABLE quality.answer ENABLE ROW LEVEL SECURITY;

CREATE POLICY app_own_firm ON quality.answer TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON quality.complaint TO permanence_app USING (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm)))) WITH CHECK (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm))));

CREATE POLICY app_own_firm ON quality.rule TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON quality.standing TO permanence_app USING (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm)))) WITH CHECK (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm))));

CREATE POLICY app_own_firm ON quality.words TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

ALTER TABLE quality.complaint ENABLE ROW LEVEL SECURITY;

CREATE POLICY floor_own_firms ON quality.answer TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON quality.complaint TO permanence_floor USING (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])))) WITH CHECK (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))));

CREATE POLICY floor_own_firms ON quality.rule TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON quality.standing TO permanence_floor USING (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])))) WITH CHECK (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))));

CREATE POLICY floor_own_firms ON quality.words TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

ALTER TABLE quality.rule ENABLE ROW LEVEL SECURITY;

ALTER TABLE quality.standing ENABLE ROW LEVEL SECURITY;

ALTER TABLE quality.words ENABLE ROW LEVEL SECURITY;

ALTER TABLE routing.agent ENABLE ROW LEVEL SECURITY;

ALTER TABLE routing.agent_skill ENABLE ROW LEVEL SECURITY;

ALTER TABLE routing.agent_state ENABLE ROW LEVEL SECURITY;

CREATE POLICY app_own_firm ON routing.agent TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON routing.agent_skill TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON routing.agent_state TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON routing.policy TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON routing.queue TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON routing.queue_skill TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON routing.skill TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON routing.team TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY floor_own_firms ON routing.agent TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON routing.agent_skill TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON routing.agent_state TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON routing.policy TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON routing.queue TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON routing.queue_skill TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON routing.skill TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON routing.team TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

ALTER TABLE routing.policy ENABLE ROW LEVEL SECURITY;

ALTER TABLE routing.queue ENABLE ROW LEVEL SECURITY;

ALTER TABLE routing.queue_skill ENABLE ROW LEVEL SECURITY;

ALTER TABLE routing.skill ENABLE ROW LEVEL SECURITY;

ALTER TABLE routing.team ENABLE ROW LEVEL SECURITY;

ALTER TABLE synergy.agreement ENABLE ROW LEVEL SECURITY;

ALTER TABLE synergy.answer ENABLE ROW LEVEL SECURITY;

ALTER TABLE synergy.answered ENABLE ROW LEVEL SECURITY;

CREATE POLICY app_own_firm ON synergy.agreement TO permanence_app USING (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm)))) WITH CHECK (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm))));

CREATE POLICY app_own_firm ON synergy.answer TO permanence_app USING (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm)))) WITH CHECK (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm))));

CREATE POLICY app_own_firm ON synergy.answered TO permanence_app USING (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm)))) WITH CHECK (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm))));

CREATE POLICY app_own_firm ON synergy.ending TO permanence_app USING (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm)))) WITH CHECK (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm))));

CREATE POLICY app_own_firm ON synergy.listing TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON synergy.notice TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON synergy.overflow TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON synergy.receipt TO permanence_app USING (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm)))) WITH CHECK (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm))));

CREATE POLICY app_own_firm ON synergy.receipt_place TO permanence_app USING (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm)))) WITH CHECK (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm))));

CREATE POLICY app_own_firm ON synergy.reception TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON synergy.version TO permanence_app USING (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm)))) WITH CHECK (((owner_firm_id = ( SELECT platform.current_firm() AS current_firm)) OR (answering_firm_id = ( SELECT platform.current_firm() AS current_firm))));

CREATE POLICY door_shown ON synergy.listing FOR SELECT TO permanence_door USING ((shown AND (current_setting('permanence.door_market'::text, true) = 'asked'::text)));

CREATE POLICY door_shown ON synergy.notice FOR SELECT TO permanence_door USING ((EXISTS ( SELECT
   FROM synergy.listing
  WHERE (listing.firm_id = notice.firm_id))));

ALTER TABLE synergy.ending ENABLE ROW LEVEL SECURITY;

CREATE POLICY floor_own_firms ON synergy.agreement TO permanence_floor USING (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])))) WITH CHECK (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))));

CREATE POLICY floor_own_firms ON synergy.answer TO permanence_floor USING (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])))) WITH CHECK (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))));

CREATE POLICY floor_own_firms ON synergy.answered TO permanence_floor USING (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])))) WITH CHECK (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))));

CREATE POLICY floor_own_firms ON synergy.ending TO permanence_floor USING (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])))) WITH CHECK (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))));

CREATE POLICY floor_own_firms ON synergy.listing TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON synergy.notice TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON synergy.overflow TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON synergy.receipt TO permanence_floor USING (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])))) WITH CHECK (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))));

CREATE POLICY floor_own_firms ON synergy.receipt_place TO permanence_floor USING (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])))) WITH CHECK (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))));

CREATE POLICY floor_own_firms ON synergy.reception TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON synergy.version TO permanence_floor USING (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])))) WITH CHECK (((owner_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])) OR (answering_firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))));

ALTER TABLE synergy.listing ENABLE ROW LEVEL SECURITY;

ALTER TABLE synergy.notice ENABLE ROW LEVEL SECURITY;

ALTER TABLE synergy.overflow ENABLE ROW LEVEL SECURITY;

ALTER TABLE synergy.receipt ENABLE ROW LEVEL SECURITY;

ALTER TABLE synergy.receipt_place ENABLE ROW LEVEL SECURITY;

ALTER TABLE synergy.reception ENABLE ROW LEVEL SECURITY;

ALTER TABLE synergy.version ENABLE ROW LEVEL SECURITY;

CREATE POLICY app_own_firm ON tariffs.charged TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON tariffs.file TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON tariffs.line TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON tariffs.terms TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON tariffs.version TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

ALTER TABLE tariffs.charged ENABLE ROW LEVEL SECURITY;

ALTER TABLE tariffs.file ENABLE ROW LEVEL SECURITY;

CREATE POLICY floor_own_firms ON tariffs.charged TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON tariffs.file TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON tariffs.line TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON tariffs.terms TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON tariffs.version TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

ALTER TABLE tariffs.line ENABLE ROW LEVEL SECURITY;

ALTER TABLE tariffs.terms ENABLE ROW LEVEL SECURITY;

ALTER TABLE tariffs.version ENABLE ROW LEVEL SECURITY;

CREATE POLICY app_own_firm ON webhooks.counter TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON webhooks.delivery TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON webhooks.event TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON webhooks.outbox TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

CREATE POLICY app_own_firm ON webhooks.subscription TO permanence_app USING ((firm_id = ( SELECT platform.current_firm() AS current_firm))) WITH CHECK ((firm_id = ( SELECT platform.current_firm() AS current_firm)));

ALTER TABLE webhooks.counter ENABLE ROW LEVEL SECURITY;

ALTER TABLE webhooks.delivery ENABLE ROW LEVEL SECURITY;

CREATE POLICY door_outbox ON webhooks.outbox TO permanence_door USING ((current_setting('permanence.door_outbox'::text, true) = 'open'::text));

CREATE POLICY door_outbox ON webhooks.subscription FOR SELECT TO permanence_door USING ((current_setting('permanence.door_outbox'::text, true) = 'open'::text));

ALTER TABLE webhooks.event ENABLE ROW LEVEL SECURITY;

CREATE POLICY floor_own_firms ON webhooks.counter TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON webhooks.delivery TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON webhooks.event TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON webhooks.outbox TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

CREATE POLICY floor_own_firms ON webhooks.subscription TO permanence_floor USING ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[]))) WITH CHECK ((firm_id = ANY (( SELECT platform.current_firms() AS current_firms)::text[])));

ALTER TABLE webhooks.outbox ENABLE ROW LEVEL SECURITY;

ALTER TABLE webhooks.subscription ENABLE ROW LEVEL SECURITY;

GRANT USAGE ON SCHEMA adverts TO permanence_app;
GRANT USAGE ON SCHEMA adverts TO permanence_door;

GRANT USAGE ON SCHEMA cards TO permanence_app;
GRANT USAGE ON SCHEMA cards TO permanence_floor;

GRANT USAGE ON SCHEMA diversion TO permanence_app;
GRANT USAGE ON SCHEMA diversion TO permanence_floor;

GRANT USAGE ON SCHEMA firms TO permanence_app;
GRANT USAGE ON SCHEMA firms TO permanence_floor;
GRANT USAGE ON SCHEMA firms TO permanence_door;

GRANT USAGE ON SCHEMA flows TO permanence_app;
GRANT USAGE ON SCHEMA flows TO permanence_floor;

GRANT USAGE ON SCHEMA interaction TO permanence_app;
GRANT USAGE ON SCHEMA interaction TO permanence_floor;

GRANT USAGE ON SCHEMA ledger TO permanence_app;
GRANT USAGE ON SCHEMA ledger TO permanence_floor;
GRANT USAGE ON SCHEMA ledger TO permanence_door;

GRANT USAGE ON SCHEMA planning TO permanence_app;
GRANT USAGE ON SCHEMA planning TO permanence_floor;

GRANT USAGE ON SCHEMA platform TO permanence_app;
GRANT USAGE ON SCHEMA platform TO permanence_floor;
GRANT USAGE ON SCHEMA platform TO permanence_door;

REVOKE USAGE ON SCHEMA public FROM PUBLIC;

GRANT USAGE ON SCHEMA quality TO permanence_app;
GRANT USAGE ON SCHEMA quality TO permanence_floor;

GRANT USAGE ON SCHEMA routing TO permanence_app;
GRANT USAGE ON SCHEMA routing TO permanence_floor;

GRANT USAGE ON SCHEMA synergy TO permanence_app;
GRANT USAGE ON SCHEMA synergy TO permanence_floor;
GRANT USAGE ON SCHEMA synergy TO permanence_door;

GRANT USAGE ON SCHEMA tariffs TO permanence_app;
GRANT USAGE ON SCHEMA tariffs TO permanence_floor;

GRANT USAGE ON SCHEMA webhooks TO permanence_app;
GRANT USAGE ON SCHEMA webhooks TO permanence_floor;
GRANT USAGE ON SCHEMA webhooks TO permanence_door;

REVOKE ALL ON FUNCTION adverts.visit(asked text, seen timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION adverts.visit(asked text, seen timestamp with time zone) TO permanence_app;

REVOKE ALL ON FUNCTION firms.everyone() FROM PUBLIC;
GRANT ALL ON FUNCTION firms.everyone() TO permanence_floor;

REVOKE ALL ON FUNCTION firms.key_at_the_door(asked bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION firms.key_at_the_door(asked bytea) TO permanence_app;

REVOKE ALL ON FUNCTION firms.people_at_the_door(asked text) FROM PUBLIC;
GRANT ALL ON FUNCTION firms.people_at_the_door(asked text) TO permanence_app;

REVOKE ALL ON FUNCTION firms.roster() FROM PUBLIC;
GRANT ALL ON FUNCTION firms.roster() TO permanence_floor;

REVOKE ALL ON FUNCTION firms.sign_in_at_the_door(asked bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION firms.sign_in_at_the_door(asked bytea) TO permanence_app;

REVOKE ALL ON FUNCTION interaction.keep(calls json, opened json, closed json, journal json) FROM PUBLIC;
GRANT ALL ON FUNCTION interaction.keep(calls json, opened json, closed json, journal json) TO permanence_floor;

REVOKE ALL ON FUNCTION ledger.billings() FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.billings() TO permanence_app;
GRANT ALL ON FUNCTION ledger.billings() TO permanence_floor;

REVOKE ALL ON FUNCTION ledger."check"(counted date) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger."check"(counted date) TO permanence_app;
GRANT ALL ON FUNCTION ledger."check"(counted date) TO permanence_floor;

REVOKE ALL ON FUNCTION ledger.freeze_month() FROM PUBLIC;

REVOKE ALL ON FUNCTION ledger.keep_books() FROM PUBLIC;

REVOKE ALL ON FUNCTION ledger.may_see_all() FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.may_see_all() TO permanence_door;

REVOKE ALL ON FUNCTION ledger.month_key(operator_firm text, month date) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.month_key(operator_firm text, month date) TO permanence_app;
GRANT ALL ON FUNCTION ledger.month_key(operator_firm text, month date) TO permanence_floor;
GRANT ALL ON FUNCTION ledger.month_key(operator_firm text, month date) TO permanence_door;

REVOKE ALL ON FUNCTION ledger.number_statement() FROM PUBLIC;

REVOKE ALL ON FUNCTION platform.current_firm() FROM PUBLIC;
GRANT ALL ON FUNCTION platform.current_firm() TO permanence_app;
GRANT ALL ON FUNCTION platform.current_firm() TO permanence_floor;
GRANT ALL ON FUNCTION platform.current_firm() TO permanence_door;

REVOKE ALL ON FUNCTION platform.current_firms() FROM PUBLIC;
GRANT ALL ON FUNCTION platform.current_firms() TO permanence_floor;

REVOKE ALL ON FUNCTION platform.is_id(id text, prefix text) FROM PUBLIC;
GRANT ALL ON FUNCTION platform.is_id(id text, prefix text) TO permanence_app;
GRANT ALL ON FUNCTION platform.is_id(id text, prefix text) TO permanence_floor;
GRANT ALL ON FUNCTION platform.is_id(id text, prefix text) TO permanence_door;

REVOKE ALL ON FUNCTION platform.keep(firms text, fence bigint, calls json, opened json, closed json, journal json, states json) FROM PUBLIC;
GRANT ALL ON FUNCTION platform.keep(firms text, fence bigint, calls json, opened json, closed json, journal json, states json) TO permanence_floor;

GRANT SELECT ON TABLE platform.operator TO permanence_app;
GRANT SELECT ON TABLE platform.operator TO permanence_floor;
GRANT SELECT ON TABLE platform.operator TO permanence_door;

GRANT INSERT(firm_id) ON TABLE platform.operator TO permanence_floor;

REVOKE ALL ON FUNCTION platform.operator_firm() FROM PUBLIC;
GRANT ALL ON FUNCTION platform.operator_firm() TO permanence_app;
GRANT ALL ON FUNCTION platform.operator_firm() TO permanence_floor;
GRANT ALL ON FUNCTION platform.operator_firm() TO permanence_door;

REVOKE ALL ON PROCEDURE platform.protect(IN target regclass, IN app_rights text, IN floor_rights text, IN firm_column name) FROM PUBLIC;

REVOKE ALL ON PROCEDURE platform.share(IN target regclass, IN app_rights text, IN floor_rights text, IN one name, IN other name) FROM PUBLIC;

REVOKE ALL ON PROCEDURE platform.share(IN target regclass, IN app_rights text, IN floor_rights text, IN one name, IN other name, IN third name) FROM PUBLIC;

REVOKE ALL ON FUNCTION routing.keep(states json) FROM PUBLIC;
GRANT ALL ON FUNCTION routing.keep(states json) TO permanence_floor;

REVOKE ALL ON FUNCTION synergy.market() FROM PUBLIC;
GRANT ALL ON FUNCTION synergy.market() TO permanence_app;

REVOKE ALL ON FUNCTION synergy.notices(since date) FROM PUBLIC;
GRANT ALL ON FUNCTION synergy.notices(since date) TO permanence_app;

REVOKE ALL ON FUNCTION webhooks.hear() FROM PUBLIC;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE adverts.advert TO permanence_app;

GRANT SELECT(firm_id) ON TABLE adverts.advert TO permanence_door;

GRANT SELECT(id) ON TABLE adverts.advert TO permanence_door;

GRANT SELECT(token) ON TABLE adverts.advert TO permanence_door;

GRANT SELECT(address) ON TABLE adverts.advert TO permanence_door;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE adverts.call_code TO permanence_app;

GRANT SELECT ON TABLE adverts.visit TO permanence_app;
GRANT SELECT,INSERT,UPDATE ON TABLE adverts.visit TO permanence_door;

GRANT SELECT ON TABLE cards.alarm TO permanence_app;
GRANT SELECT,INSERT ON TABLE cards.alarm TO permanence_floor;

GRANT SELECT ON TABLE cards.consultation TO permanence_app;
GRANT SELECT,INSERT,UPDATE ON TABLE cards.consultation TO permanence_floor;

GRANT UPDATE(refund_asked) ON TABLE cards.consultation TO permanence_app;

GRANT SELECT ON TABLE cards.masked TO permanence_app;
GRANT SELECT,INSERT ON TABLE cards.masked TO permanence_floor;

GRANT SELECT,INSERT,UPDATE ON TABLE cards.product TO permanence_app;
GRANT SELECT ON TABLE cards.product TO permanence_floor;

GRANT SELECT ON TABLE diversion.case_opened TO permanence_app;
GRANT SELECT,INSERT ON TABLE diversion.case_opened TO permanence_floor;

GRANT SELECT ON TABLE diversion.case_step TO permanence_app;
GRANT SELECT ON TABLE diversion.case_step TO permanence_floor;

GRANT INSERT(owner_firm_id) ON TABLE diversion.case_step TO permanence_app;

GRANT INSERT(answering_firm_id) ON TABLE diversion.case_step TO permanence_app;

GRANT INSERT(case_id) ON TABLE diversion.case_step TO permanence_app;

GRANT INSERT(number) ON TABLE diversion.case_step TO permanence_app;

GRANT INSERT(decision) ON TABLE diversion.case_step TO permanence_app;

GRANT INSERT(taken_by) ON TABLE diversion.case_step TO permanence_app;

GRANT INSERT(taken_name) ON TABLE diversion.case_step TO permanence_app;

GRANT INSERT(taken_at) ON TABLE diversion.case_step TO permanence_app;

GRANT INSERT(text) ON TABLE diversion.case_step TO permanence_app;

GRANT SELECT ON TABLE diversion.look TO permanence_app;
GRANT SELECT,INSERT ON TABLE diversion.look TO permanence_floor;

GRANT SELECT ON TABLE firms.access TO permanence_app;
GRANT SELECT ON TABLE firms.access TO permanence_floor;

GRANT INSERT(owner_firm_id) ON TABLE firms.access TO permanence_app;

GRANT INSERT(answering_firm_id) ON TABLE firms.access TO permanence_app;

GRANT INSERT(id) ON TABLE firms.access TO permanence_app;

GRANT INSERT(firm_name) ON TABLE firms.access TO permanence_app;

GRANT INSERT(person_id) ON TABLE firms.access TO permanence_app;

GRANT INSERT(person_name) ON TABLE firms.access TO permanence_app;

GRANT INSERT(seen_at) ON TABLE firms.access TO permanence_app;

GRANT INSERT(what) ON TABLE firms.access TO permanence_app;

GRANT INSERT(subject) ON TABLE firms.access TO permanence_app;

GRANT SELECT,INSERT,UPDATE ON TABLE firms.access_key TO permanence_app;

GRANT SELECT(firm_id) ON TABLE firms.access_key TO permanence_door;

GRANT SELECT(id) ON TABLE firms.access_key TO permanence_door;

GRANT SELECT(secret_hash) ON TABLE firms.access_key TO permanence_door;

GRANT SELECT,INSERT ON TABLE firms.audit TO permanence_app;
GRANT SELECT,INSERT ON TABLE firms.audit TO permanence_floor;

GRANT SELECT,INSERT,UPDATE ON TABLE firms.firm TO permanence_app;
GRANT SELECT ON TABLE firms.firm TO permanence_floor;

GRANT SELECT(id) ON TABLE firms.firm TO permanence_door;

GRANT SELECT(name) ON TABLE firms.firm TO permanence_door;

GRANT SELECT(country) ON TABLE firms.firm TO permanence_door;

GRANT SELECT(status) ON TABLE firms.firm TO permanence_door;

GRANT SELECT,INSERT,UPDATE ON TABLE firms.person TO permanence_app;

GRANT SELECT(firm_id) ON TABLE firms.person TO permanence_floor;
GRANT SELECT(firm_id) ON TABLE firms.person TO permanence_door;

GRANT SELECT(id) ON TABLE firms.person TO permanence_floor;
GRANT SELECT(id) ON TABLE firms.person TO permanence_door;

GRANT SELECT(email) ON TABLE firms.person TO permanence_floor;
GRANT SELECT(email) ON TABLE firms.person TO permanence_door;

GRANT SELECT(name) ON TABLE firms.person TO permanence_floor;

GRANT SELECT(password_hash) ON TABLE firms.person TO permanence_door;

GRANT SELECT(roles) ON TABLE firms.person TO permanence_floor;

GRANT SELECT(language) ON TABLE firms.person TO permanence_floor;

GRANT SELECT(status) ON TABLE firms.person TO permanence_floor;
GRANT SELECT(status) ON TABLE firms.person TO permanence_door;

GRANT SELECT(failures) ON TABLE firms.person TO permanence_door;

GRANT SELECT(locked_until) ON TABLE firms.person TO permanence_door;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE firms.sign_in TO permanence_app;

GRANT SELECT(firm_id) ON TABLE firms.sign_in TO permanence_door;

GRANT SELECT(id) ON TABLE firms.sign_in TO permanence_door;

GRANT SELECT(secret_hash) ON TABLE firms.sign_in TO permanence_door;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flows.brand TO permanence_app;
GRANT SELECT ON TABLE flows.brand TO permanence_floor;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flows.disposition TO permanence_app;
GRANT SELECT ON TABLE flows.disposition TO permanence_floor;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flows.flow TO permanence_app;
GRANT SELECT ON TABLE flows.flow TO permanence_floor;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flows.number TO permanence_app;
GRANT SELECT ON TABLE flows.number TO permanence_floor;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flows.plan TO permanence_app;
GRANT SELECT ON TABLE flows.plan TO permanence_floor;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE flows.prompt TO permanence_app;
GRANT SELECT ON TABLE flows.prompt TO permanence_floor;

GRANT SELECT,INSERT ON TABLE interaction.amendment TO permanence_app;
GRANT SELECT ON TABLE interaction.amendment TO permanence_floor;

GRANT SELECT ON TABLE interaction.call TO permanence_app;
GRANT SELECT,INSERT,UPDATE ON TABLE interaction.call TO permanence_floor;

GRANT UPDATE(disposition) ON TABLE interaction.call TO permanence_app;

GRANT UPDATE(notes) ON TABLE interaction.call TO permanence_app;

GRANT SELECT ON TABLE interaction.firm_key TO permanence_app;
GRANT SELECT,INSERT ON TABLE interaction.firm_key TO permanence_floor;

GRANT SELECT ON TABLE interaction.journal TO permanence_app;
GRANT SELECT,INSERT ON TABLE interaction.journal TO permanence_floor;

GRANT SELECT,INSERT ON TABLE interaction.listening TO permanence_app;
GRANT SELECT,INSERT ON TABLE interaction.listening TO permanence_floor;

GRANT SELECT,INSERT,UPDATE ON TABLE interaction.listening_terms TO permanence_app;
GRANT SELECT ON TABLE interaction.listening_terms TO permanence_floor;

GRANT SELECT ON TABLE interaction.open_call TO permanence_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE interaction.open_call TO permanence_floor;

GRANT SELECT,DELETE,UPDATE ON TABLE interaction.recording TO permanence_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE interaction.recording TO permanence_floor;

GRANT SELECT ON TABLE ledger.advance TO permanence_app;
GRANT SELECT,INSERT ON TABLE ledger.advance TO permanence_floor;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE ledger.alarm TO permanence_app;

GRANT SELECT,INSERT ON TABLE ledger.approval TO permanence_app;
GRANT SELECT ON TABLE ledger.approval TO permanence_floor;
GRANT SELECT ON TABLE ledger.approval TO permanence_door;

GRANT SELECT ON TABLE ledger.balance TO permanence_app;
GRANT SELECT ON TABLE ledger.balance TO permanence_floor;
GRANT SELECT,INSERT,UPDATE ON TABLE ledger.balance TO permanence_door;

GRANT SELECT,INSERT,UPDATE ON TABLE ledger.billing TO permanence_app;
GRANT SELECT ON TABLE ledger.billing TO permanence_floor;
GRANT SELECT ON TABLE ledger.billing TO permanence_door;

GRANT SELECT ON TABLE ledger.closing TO permanence_app;
GRANT SELECT,INSERT ON TABLE ledger.closing TO permanence_floor;
GRANT SELECT ON TABLE ledger.closing TO permanence_door;

GRANT SELECT ON TABLE ledger.dispute TO permanence_app;
GRANT SELECT ON TABLE ledger.dispute TO permanence_floor;

GRANT INSERT(owner_firm_id) ON TABLE ledger.dispute TO permanence_app;

GRANT INSERT(answering_firm_id) ON TABLE ledger.dispute TO permanence_app;

GRANT INSERT(operator_firm_id) ON TABLE ledger.dispute TO permanence_app;

GRANT INSERT(id) ON TABLE ledger.dispute TO permanence_app;

GRANT INSERT(statement_id) ON TABLE ledger.dispute TO permanence_app;

GRANT INSERT(call) ON TABLE ledger.dispute TO permanence_app;

GRANT INSERT(reason) ON TABLE ledger.dispute TO permanence_app;

GRANT INSERT(raised_by) ON TABLE ledger.dispute TO permanence_app;

GRANT INSERT(raised_name) ON TABLE ledger.dispute TO permanence_app;

GRANT INSERT(raised_at) ON TABLE ledger.dispute TO permanence_app;

GRANT SELECT ON TABLE ledger.dispute_answer TO permanence_app;
GRANT SELECT ON TABLE ledger.dispute_answer TO permanence_floor;

GRANT INSERT(owner_firm_id) ON TABLE ledger.dispute_answer TO permanence_app;

GRANT INSERT(answering_firm_id) ON TABLE ledger.dispute_answer TO permanence_app;

GRANT INSERT(operator_firm_id) ON TABLE ledger.dispute_answer TO permanence_app;

GRANT INSERT(dispute_id) ON TABLE ledger.dispute_answer TO permanence_app;

GRANT INSERT(raised_by_firm_id) ON TABLE ledger.dispute_answer TO permanence_app;

GRANT INSERT(decision) ON TABLE ledger.dispute_answer TO permanence_app;

GRANT INSERT(reason) ON TABLE ledger.dispute_answer TO permanence_app;

GRANT INSERT(answered_by) ON TABLE ledger.dispute_answer TO permanence_app;

GRANT INSERT(answered_name) ON TABLE ledger.dispute_answer TO permanence_app;

GRANT INSERT(answered_at) ON TABLE ledger.dispute_answer TO permanence_app;

GRANT SELECT ON TABLE ledger.dispute_settled TO permanence_app;
GRANT SELECT,INSERT ON TABLE ledger.dispute_settled TO permanence_floor;

GRANT SELECT ON TABLE ledger.paid TO permanence_app;
GRANT SELECT,INSERT ON TABLE ledger.paid TO permanence_floor;

GRANT SELECT ON TABLE ledger.paid_back TO permanence_app;
GRANT SELECT,INSERT ON TABLE ledger.paid_back TO permanence_floor;

GRANT SELECT,INSERT ON TABLE ledger.proposal TO permanence_app;
GRANT SELECT ON TABLE ledger.proposal TO permanence_floor;

GRANT SELECT,INSERT ON TABLE ledger.remittance TO permanence_app;
GRANT SELECT ON TABLE ledger.remittance TO permanence_floor;

GRANT SELECT,INSERT ON TABLE ledger.remittance_approval TO permanence_app;
GRANT SELECT ON TABLE ledger.remittance_approval TO permanence_floor;

GRANT SELECT ON TABLE ledger.remittance_posted TO permanence_app;
GRANT SELECT,INSERT ON TABLE ledger.remittance_posted TO permanence_floor;

GRANT SELECT,INSERT ON TABLE ledger.remittance_return TO permanence_app;
GRANT SELECT ON TABLE ledger.remittance_return TO permanence_floor;

GRANT SELECT ON TABLE ledger.statement TO permanence_app;
GRANT SELECT ON TABLE ledger.statement TO permanence_floor;
GRANT SELECT ON TABLE ledger.statement TO permanence_door;

GRANT INSERT(owner_firm_id) ON TABLE ledger.statement TO permanence_floor;

GRANT INSERT(answering_firm_id) ON TABLE ledger.statement TO permanence_floor;

GRANT INSERT(operator_firm_id) ON TABLE ledger.statement TO permanence_floor;

GRANT INSERT(id) ON TABLE ledger.statement TO permanence_floor;

GRANT INSERT(seller_firm_id) ON TABLE ledger.statement TO permanence_floor;

GRANT INSERT(buyer_firm_id) ON TABLE ledger.statement TO permanence_floor;

GRANT INSERT(month) ON TABLE ledger.statement TO permanence_floor;

GRANT INSERT(kind) ON TABLE ledger.statement TO permanence_floor;

GRANT INSERT(currency) ON TABLE ledger.statement TO permanence_floor;

GRANT INSERT(net) ON TABLE ledger.statement TO permanence_floor;

GRANT INSERT(vat) ON TABLE ledger.statement TO permanence_floor;

GRANT INSERT(total) ON TABLE ledger.statement TO permanence_floor;

GRANT INSERT(issued_on) ON TABLE ledger.statement TO permanence_floor;

GRANT INSERT(due_on) ON TABLE ledger.statement TO permanence_floor;

GRANT INSERT(document) ON TABLE ledger.statement TO permanence_floor;

GRANT SELECT ON TABLE ledger.tally TO permanence_app;
GRANT SELECT ON TABLE ledger.tally TO permanence_floor;
GRANT SELECT,INSERT,UPDATE ON TABLE ledger.tally TO permanence_door;

GRANT SELECT,INSERT ON TABLE ledger.top_up TO permanence_app;
GRANT SELECT ON TABLE ledger.top_up TO permanence_floor;

GRANT SELECT ON TABLE ledger.transfer TO permanence_app;
GRANT SELECT,INSERT ON TABLE ledger.transfer TO permanence_floor;
GRANT SELECT ON TABLE ledger.transfer TO permanence_door;

GRANT SELECT,INSERT,DELETE ON TABLE planning.duty_absence TO permanence_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE planning.duty_day TO permanence_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE planning.duty_feed TO permanence_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE planning.duty_pattern TO permanence_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE planning.duty_published TO permanence_app;

GRANT SELECT,INSERT,UPDATE ON TABLE planning.duty_request TO permanence_app;

GRANT SELECT,INSERT,DELETE ON TABLE planning.duty_shift TO permanence_app;

GRANT SELECT ON TABLE planning.duty_stretch TO permanence_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE planning.duty_stretch TO permanence_floor;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE planning.duty_wanted TO permanence_app;

GRANT SELECT ON TABLE planning.duty_watch TO permanence_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE planning.duty_watch TO permanence_floor;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE planning.history TO permanence_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE planning.special_day TO permanence_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE planning.terms TO permanence_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE platform.answer TO permanence_app;

GRANT SELECT,INSERT,UPDATE ON TABLE platform.lease TO permanence_floor;

GRANT SELECT,INSERT,UPDATE ON TABLE platform.reader TO permanence_floor;

GRANT SELECT ON TABLE platform.version TO permanence_app;
GRANT SELECT ON TABLE platform.version TO permanence_floor;

GRANT SELECT,INSERT ON TABLE quality.answer TO permanence_app;
GRANT SELECT ON TABLE quality.answer TO permanence_floor;

GRANT SELECT ON TABLE quality.complaint TO permanence_app;
GRANT SELECT,INSERT,UPDATE ON TABLE quality.complaint TO permanence_floor;

GRANT INSERT ON TABLE quality.inbox TO permanence_app;
GRANT SELECT,DELETE ON TABLE quality.inbox TO permanence_floor;

GRANT SELECT,INSERT,UPDATE ON TABLE quality.rule TO permanence_app;
GRANT SELECT ON TABLE quality.rule TO permanence_floor;

GRANT SELECT ON TABLE quality.standing TO permanence_app;
GRANT SELECT,INSERT,UPDATE ON TABLE quality.standing TO permanence_floor;

GRANT SELECT ON TABLE quality.words TO permanence_app;
GRANT SELECT,INSERT ON TABLE quality.words TO permanence_floor;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE routing.agent TO permanence_app;
GRANT SELECT ON TABLE routing.agent TO permanence_floor;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE routing.agent_skill TO permanence_app;
GRANT SELECT ON TABLE routing.agent_skill TO permanence_floor;

GRANT SELECT ON TABLE routing.agent_state TO permanence_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE routing.agent_state TO permanence_floor;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE routing.policy TO permanence_app;
GRANT SELECT ON TABLE routing.policy TO permanence_floor;

GRANT UPDATE(trial) ON TABLE routing.policy TO permanence_floor;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE routing.queue TO permanence_app;
GRANT SELECT ON TABLE routing.queue TO permanence_floor;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE routing.queue_skill TO permanence_app;
GRANT SELECT ON TABLE routing.queue_skill TO permanence_floor;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE routing.skill TO permanence_app;
GRANT SELECT ON TABLE routing.skill TO permanence_floor;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE routing.team TO permanence_app;
GRANT SELECT ON TABLE routing.team TO permanence_floor;

GRANT SELECT,INSERT ON TABLE synergy.agreement TO permanence_app;
GRANT SELECT ON TABLE synergy.agreement TO permanence_floor;

GRANT SELECT ON TABLE synergy.answer TO permanence_app;
GRANT SELECT ON TABLE synergy.answer TO permanence_floor;

GRANT INSERT(owner_firm_id) ON TABLE synergy.answer TO permanence_app;

GRANT INSERT(answering_firm_id) ON TABLE synergy.answer TO permanence_app;

GRANT INSERT(version_id) ON TABLE synergy.answer TO permanence_app;

GRANT INSERT(proposed_by_firm_id) ON TABLE synergy.answer TO permanence_app;

GRANT INSERT(decision) ON TABLE synergy.answer TO permanence_app;

GRANT INSERT(answered_by) ON TABLE synergy.answer TO permanence_app;

GRANT INSERT(answered_name) ON TABLE synergy.answer TO permanence_app;

GRANT INSERT(answered_at) ON TABLE synergy.answer TO permanence_app;

GRANT INSERT(note) ON TABLE synergy.answer TO permanence_app;

GRANT SELECT ON TABLE synergy.answered TO permanence_app;
GRANT SELECT,INSERT ON TABLE synergy.answered TO permanence_floor;

GRANT SELECT ON TABLE synergy.day_root TO permanence_app;
GRANT SELECT,INSERT ON TABLE synergy.day_root TO permanence_floor;

GRANT SELECT ON TABLE synergy.ending TO permanence_app;
GRANT SELECT ON TABLE synergy.ending TO permanence_floor;

GRANT INSERT(owner_firm_id) ON TABLE synergy.ending TO permanence_app;

GRANT INSERT(answering_firm_id) ON TABLE synergy.ending TO permanence_app;

GRANT INSERT(agreement_id) ON TABLE synergy.ending TO permanence_app;

GRANT INSERT(last_day) ON TABLE synergy.ending TO permanence_app;

GRANT INSERT(given_by) ON TABLE synergy.ending TO permanence_app;

GRANT INSERT(given_name) ON TABLE synergy.ending TO permanence_app;

GRANT INSERT(given_at) ON TABLE synergy.ending TO permanence_app;

GRANT INSERT(note) ON TABLE synergy.ending TO permanence_app;

GRANT SELECT,INSERT,UPDATE ON TABLE synergy.listing TO permanence_app;
GRANT SELECT ON TABLE synergy.listing TO permanence_floor;

GRANT SELECT(firm_id) ON TABLE synergy.listing TO permanence_door;

GRANT SELECT(name) ON TABLE synergy.listing TO permanence_door;

GRANT SELECT(country) ON TABLE synergy.listing TO permanence_door;

GRANT SELECT(answers) ON TABLE synergy.listing TO permanence_door;

GRANT SELECT(seeks) ON TABLE synergy.listing TO permanence_door;

GRANT SELECT(languages) ON TABLE synergy.listing TO permanence_door;

GRANT SELECT(text) ON TABLE synergy.listing TO permanence_door;

GRANT SELECT(shown) ON TABLE synergy.listing TO permanence_door;

GRANT SELECT,INSERT,DELETE ON TABLE synergy.notice TO permanence_app;
GRANT SELECT ON TABLE synergy.notice TO permanence_floor;

GRANT SELECT(firm_id) ON TABLE synergy.notice TO permanence_door;

GRANT SELECT(id) ON TABLE synergy.notice TO permanence_door;

GRANT SELECT(notice) ON TABLE synergy.notice TO permanence_door;

GRANT SELECT(expires_on) ON TABLE synergy.notice TO permanence_door;

GRANT SELECT(published_at) ON TABLE synergy.notice TO permanence_door;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE synergy.overflow TO permanence_app;
GRANT SELECT ON TABLE synergy.overflow TO permanence_floor;

GRANT SELECT ON TABLE synergy.receipt TO permanence_app;
GRANT SELECT,INSERT ON TABLE synergy.receipt TO permanence_floor;

GRANT SELECT ON TABLE synergy.receipt_place TO permanence_app;
GRANT SELECT,INSERT ON TABLE synergy.receipt_place TO permanence_floor;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE synergy.reception TO permanence_app;
GRANT SELECT ON TABLE synergy.reception TO permanence_floor;

GRANT SELECT ON TABLE synergy.version TO permanence_app;
GRANT SELECT ON TABLE synergy.version TO permanence_floor;

GRANT INSERT(owner_firm_id) ON TABLE synergy.version TO permanence_app;

GRANT INSERT(answering_firm_id) ON TABLE synergy.version TO permanence_app;

GRANT INSERT(agreement_id) ON TABLE synergy.version TO permanence_app;

GRANT INSERT(id) ON TABLE synergy.version TO permanence_app;

GRANT INSERT(number) ON TABLE synergy.version TO permanence_app;

GRANT INSERT(terms) ON TABLE synergy.version TO permanence_app;

GRANT INSERT(starts_on) ON TABLE synergy.version TO permanence_app;

GRANT INSERT(note) ON TABLE synergy.version TO permanence_app;

GRANT INSERT(proposed_by) ON TABLE synergy.version TO permanence_app;

GRANT INSERT(proposed_name) ON TABLE synergy.version TO permanence_app;

GRANT INSERT(proposed_at) ON TABLE synergy.version TO permanence_app;

GRANT SELECT ON TABLE tariffs.charged TO permanence_app;
GRANT SELECT,INSERT ON TABLE tariffs.charged TO permanence_floor;

GRANT SELECT,INSERT ON TABLE tariffs.file TO permanence_app;
GRANT SELECT ON TABLE tariffs.file TO permanence_floor;

GRANT SELECT,INSERT ON TABLE tariffs.line TO permanence_app;
GRANT SELECT ON TABLE tariffs.line TO permanence_floor;

GRANT SELECT,INSERT,UPDATE ON TABLE tariffs.terms TO permanence_app;
GRANT SELECT ON TABLE tariffs.terms TO permanence_floor;

GRANT SELECT,INSERT,DELETE ON TABLE tariffs.version TO permanence_app;
GRANT SELECT ON TABLE tariffs.version TO permanence_floor;

GRANT SELECT,INSERT,UPDATE ON TABLE webhooks.counter TO permanence_app;
GRANT SELECT,INSERT,UPDATE ON TABLE webhooks.counter TO permanence_floor;

GRANT SELECT,INSERT,UPDATE ON TABLE webhooks.delivery TO permanence_app;
GRANT SELECT,INSERT,UPDATE ON TABLE webhooks.delivery TO permanence_floor;

GRANT SELECT,INSERT ON TABLE webhooks.event TO permanence_app;
GRANT SELECT,INSERT,DELETE ON TABLE webhooks.event TO permanence_floor;

GRANT SELECT,DELETE ON TABLE webhooks.outbox TO permanence_floor;
GRANT INSERT ON TABLE webhooks.outbox TO permanence_door;

GRANT USAGE ON SEQUENCE webhooks.outbox_line TO permanence_door;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE webhooks.subscription TO permanence_app;
GRANT SELECT,UPDATE ON TABLE webhooks.subscription TO permanence_floor;

GRANT SELECT(firm_id) ON TABLE webhooks.subscription TO permanence_door;

GRANT SELECT(kinds) ON TABLE webhooks.subscription TO permanence_door;

ALTER DEFAULT PRIVILEGES FOR ROLE permanence_owner REVOKE ALL ON FUNCTIONS FROM PUBLIC;

-- PostgreSQL database dump complete
