-- How the floor's batches are kept: one call from the floor, one transaction, one round trip. Each capability writes its own
-- tables; what belongs together is put together here, because every statement that is sent for itself costs the floor more
-- processor time than everything that the database does for it.

-- What is deleted in a batch is not written in the same batch. Calls that are over are looked up one by one: joined with the
-- list, the whole index with all its dead versions would be read, since the rows' protection goes before the list.
create function interaction.keep(calls json, opened json, closed json, journal json) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
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

-- An agent who was deleted meanwhile is left out; each is looked up by key, however many there are.
create function routing.keep(states json) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
    set enable_hashjoin = off
    set enable_mergejoin = off
    set enable_seqscan = off
as $$
begin
    insert into routing.agent_state (firm_id, agent_id, document)
    select state.firm, state.id, state.document::jsonb
    from json_to_recordset(keep.states) as state (firm text, id text, document text)
    where exists (select from routing.agent where agent.firm_id = state.firm and agent.id = state.id)
    on conflict (firm_id, agent_id) do update set document = excluded.document;
end
$$;

-- Keeps a batch of these firms, or raises 'lease_lost' where another floor writes by now; the lock keeps the lease from
-- changing hands between this look and the commit. A part without rows is null.
create function platform.keep(firms text, fence bigint, calls json, opened json, closed json, journal json, states json)
    returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
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

revoke all on function interaction.keep(json, json, json, json), routing.keep(json),
    platform.keep(text, bigint, json, json, json, json, json) from public;
grant execute on function interaction.keep(json, json, json, json), routing.keep(json),
    platform.keep(text, bigint, json, json, json, json, json) to permanence_floor;

-- Open calls and states are written many times and live for minutes: room beside each version for the next one, which
-- then needs no entry in the index and takes the place of the last but one.
alter table interaction.call set (fillfactor = 75);
alter table interaction.open_call set (fillfactor = 40, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
alter table routing.agent_state set (fillfactor = 40, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
