-- name: skill_list
-- Skills by name.
select id, name from routing.skill
where %(after_label)s::text is null or (lower(name), id) > (%(after_label)s, %(after_id)s)
order by lower(name), id limit %(rows)s;

-- name: skill_one
-- One skill.
select id, name from routing.skill where id = %(id)s;

-- name: skill_add
-- A new skill.
insert into routing.skill (firm_id, id, name) values (%(firm)s, %(id)s, %(name)s);

-- name: skill_change
-- A skill's name.
update routing.skill set name = %(name)s where id = %(id)s;

-- name: skill_remove
-- A skill that nobody has and no queue needs.
delete from routing.skill where id = %(id)s;

-- name: team_list
-- Teams by name.
select id, name from routing.team
where %(after_label)s::text is null or (lower(name), id) > (%(after_label)s, %(after_id)s)
order by lower(name), id limit %(rows)s;

-- name: team_one
-- One team.
select id, name from routing.team where id = %(id)s;

-- name: team_add
-- A new team.
insert into routing.team (firm_id, id, name) values (%(firm)s, %(id)s, %(name)s);

-- name: team_change
-- A team's name.
update routing.team set name = %(name)s where id = %(id)s;

-- name: team_remove
-- A team in which nobody is and which no queue names.
delete from routing.team where id = %(id)s;

-- name: team_users
-- Who is in a team and which queues name it.
select alias from routing.agent where %(team)s = any(teams)
union all
select name from routing.queue
where %(team)s = any(teams) or exists (
    select from jsonb_array_elements(steps) as step where step -> 'teams' ? %(team)s
)
order by 1;

-- name: teams_unknown
-- Which of these teams the firm has not.
select named from unnest(%(teams)s::text[]) as named
where not exists (select from routing.team where id = named) order by named;

-- name: queue_list
-- Queues by name, with the skills they need.
select queue.id, queue.name, ring_s, wrap_up_s, music, announce_every_s, record, priority, target_s, prefer_s, teams, steps,
       coalesce((select jsonb_object_agg(skill_id, level) from routing.queue_skill as need
                 where need.firm_id = queue.firm_id and need.queue_id = queue.id), '{}') as skills
from routing.queue
where %(after_label)s::text is null or (lower(queue.name), queue.id) > (%(after_label)s, %(after_id)s)
order by lower(queue.name), queue.id limit %(rows)s;

-- name: queue_one
-- One queue with the skills it needs.
select queue.id, queue.name, ring_s, wrap_up_s, music, announce_every_s, record, priority, target_s, prefer_s, teams, steps,
       coalesce((select jsonb_object_agg(skill_id, level) from routing.queue_skill as need
                 where need.firm_id = queue.firm_id and need.queue_id = queue.id), '{}') as skills
from routing.queue where queue.id = %(id)s;

-- name: queue_add
-- A new queue and what it needs.
with made as (
    insert into routing.queue (firm_id, id, name, ring_s, wrap_up_s, music, announce_every_s, record, priority, target_s,
        prefer_s, teams, steps)
    values (%(firm)s, %(id)s, %(name)s, %(ring_s)s, %(wrap_up_s)s, %(music)s, %(announce_every_s)s, %(record)s,
        %(priority)s, %(target_s)s, %(prefer_s)s, %(teams)s, %(steps)s)
    returning firm_id, id
)
insert into routing.queue_skill (firm_id, queue_id, skill_id, level)
select made.firm_id, made.id, skill.key, skill.value::integer
from made, jsonb_each_text(%(skills)s::jsonb) as skill;

-- name: queue_change
-- A queue and what it needs, written again.
with changed as (
    update routing.queue
    set name = %(name)s, ring_s = %(ring_s)s, wrap_up_s = %(wrap_up_s)s, music = %(music)s,
        announce_every_s = %(announce_every_s)s, record = %(record)s, priority = %(priority)s,
        target_s = %(target_s)s, prefer_s = %(prefer_s)s, teams = %(teams)s, steps = %(steps)s
    where id = %(id)s
    returning firm_id, id
), gone as (
    delete from routing.queue_skill using changed
    where queue_skill.firm_id = changed.firm_id and queue_id = changed.id and not %(skills)s::jsonb ? skill_id
)
insert into routing.queue_skill (firm_id, queue_id, skill_id, level)
select changed.firm_id, changed.id, skill.key, skill.value::integer
from changed, jsonb_each_text(%(skills)s::jsonb) as skill
on conflict (firm_id, queue_id, skill_id) do update set level = excluded.level;

-- name: queue_remove
-- A queue; callers who wait in it are not lost, the floor keeps its terms until they are served.
delete from routing.queue where id = %(id)s;

-- name: agent_list
-- Agents by alias, with their skills.
select agent.id, person_id, alias, device, coalesce(address, endpoint_name) as endpoint, teams,
       coalesce((select jsonb_object_agg(skill_id, level) from routing.agent_skill as has
                 where has.firm_id = agent.firm_id and has.agent_id = agent.id), '{}') as skills
from routing.agent
where %(after_label)s::text is null or (lower(alias), agent.id) > (%(after_label)s, %(after_id)s)
order by lower(alias), agent.id limit %(rows)s;

-- name: agent_one
-- One agent with the skills.
select agent.id, person_id, alias, device, coalesce(address, endpoint_name) as endpoint, teams,
       coalesce((select jsonb_object_agg(skill_id, level) from routing.agent_skill as has
                 where has.firm_id = agent.firm_id and has.agent_id = agent.id), '{}') as skills
from routing.agent where agent.id = %(id)s;

-- name: agent_add
-- A new agent with skills and a telephone.
with made as (
    insert into routing.agent
        (firm_id, id, person_id, alias, endpoint_name, endpoint_secret, address, device, teams, created_at)
    values
        (%(firm)s, %(id)s, %(person_id)s, %(alias)s, %(id)s, %(secret)s, %(address)s, %(device)s, %(teams)s, %(now)s)
    returning firm_id, id
)
insert into routing.agent_skill (firm_id, agent_id, skill_id, level)
select made.firm_id, made.id, skill.key, skill.value::integer
from made, jsonb_each_text(%(skills)s::jsonb) as skill;

-- name: agent_change
-- An agent, written again; the person stays.
with changed as (
    update routing.agent set alias = %(alias)s, device = %(device)s, address = %(address)s, teams = %(teams)s
    where id = %(id)s
    returning firm_id, id
), gone as (
    delete from routing.agent_skill using changed
    where agent_skill.firm_id = changed.firm_id and agent_id = changed.id
      and not %(skills)s::jsonb ? skill_id
)
insert into routing.agent_skill (firm_id, agent_id, skill_id, level)
select changed.firm_id, changed.id, skill.key, skill.value::integer
from changed, jsonb_each_text(%(skills)s::jsonb) as skill
on conflict (firm_id, agent_id, skill_id) do update set level = excluded.level;

-- name: agent_remove
-- An agent; the calls that were answered keep the name in their journal.
delete from routing.agent where id = %(id)s;

-- name: agent_secret
-- A new secret for an agent's telephone.
update routing.agent set endpoint_secret = %(secret)s where id = %(id)s;

-- name: agent_of_person
-- The agent that a person is, with the sealed secret of the telephone.
select id, alias, device, endpoint_name, endpoint_secret from routing.agent where person_id = %(person)s;
