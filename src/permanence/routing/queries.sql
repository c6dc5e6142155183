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
       call_back_prompt_id,
       coalesce((select jsonb_object_agg(skill_id, level) from routing.queue_skill as need
                 where need.firm_id = queue.firm_id and need.queue_id = queue.id), '{}') as skills
from routing.queue
where %(after_label)s::text is null or (lower(queue.name), queue.id) > (%(after_label)s, %(after_id)s)
order by lower(queue.name), queue.id limit %(rows)s;

-- name: queue_one
-- One queue with the skills it needs.
select queue.id, queue.name, ring_s, wrap_up_s, music, announce_every_s, record, priority, target_s, prefer_s, teams, steps,
       call_back_prompt_id,
       coalesce((select jsonb_object_agg(skill_id, level) from routing.queue_skill as need
                 where need.firm_id = queue.firm_id and need.queue_id = queue.id), '{}') as skills
from routing.queue where queue.id = %(id)s;

-- name: queue_add
-- A new queue and what it needs.
with made as (
    insert into routing.queue (firm_id, id, name, ring_s, wrap_up_s, music, announce_every_s, record, priority, target_s,
        prefer_s, teams, steps, call_back_prompt_id)
    values (%(firm)s, %(id)s, %(name)s, %(ring_s)s, %(wrap_up_s)s, %(music)s, %(announce_every_s)s, %(record)s,
        %(priority)s, %(target_s)s, %(prefer_s)s, %(teams)s, %(steps)s, %(call_back_prompt_id)s)
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
        target_s = %(target_s)s, prefer_s = %(prefer_s)s, teams = %(teams)s, steps = %(steps)s,
        call_back_prompt_id = %(call_back_prompt_id)s
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
select agent.id, person_id, alias, device, coalesce(address, endpoint_name) as endpoint, teams, country,
       coalesce((select jsonb_object_agg(skill_id, level) from routing.agent_skill as has
                 where has.firm_id = agent.firm_id and has.agent_id = agent.id), '{}') as skills
from routing.agent
where %(after_label)s::text is null or (lower(alias), agent.id) > (%(after_label)s, %(after_id)s)
order by lower(alias), agent.id limit %(rows)s;

-- name: agent_one
-- One agent with the skills.
select agent.id, person_id, alias, device, coalesce(address, endpoint_name) as endpoint, teams, country,
       coalesce((select jsonb_object_agg(skill_id, level) from routing.agent_skill as has
                 where has.firm_id = agent.firm_id and has.agent_id = agent.id), '{}') as skills
from routing.agent where agent.id = %(id)s;

-- name: agent_add
-- A new agent with skills and a telephone.
with made as (
    insert into routing.agent
        (firm_id, id, person_id, alias, endpoint_name, endpoint_secret, address, device, teams, country, created_at)
    values
        (%(firm)s, %(id)s, %(person_id)s, %(alias)s, %(id)s, %(secret)s, %(address)s, %(device)s, %(teams)s, %(country)s, %(now)s)
    returning firm_id, id
)
insert into routing.agent_skill (firm_id, agent_id, skill_id, level)
select made.firm_id, made.id, skill.key, skill.value::integer
from made, jsonb_each_text(%(skills)s::jsonb) as skill;

-- name: agent_change
-- An agent, written again; the person stays.
with changed as (
    update routing.agent set alias = %(alias)s, device = %(device)s, address = %(address)s, teams = %(teams)s,
        country = %(country)s
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

-- name: skills_unknown
-- Which of these skills the firm has not.
select named from unnest(%(skills)s::text[]) as named
where not exists (select from routing.skill where id = named) order by named;

-- name: queues_held
-- All queues with the skills they need, kept from changing until the end of the transaction.
select queue.id, queue.name, ring_s, wrap_up_s, music, announce_every_s, record, priority, target_s, prefer_s, teams, steps,
       call_back_prompt_id,
       coalesce((select jsonb_object_agg(skill_id, level) from routing.queue_skill as need
                 where need.firm_id = queue.firm_id and need.queue_id = queue.id), '{}') as skills
from routing.queue order by queue.id for update;

-- name: policy_list
-- Versions, newest first: drafts, then by when they were published.
select policy.id, policy.status, rules, ground, note, made_at, maker.name as made_by, published_at, publisher.name as published_by, trial
from routing.policy
left join firms.person as maker on maker.firm_id = policy.firm_id and maker.id = made_by
left join firms.person as publisher on publisher.firm_id = policy.firm_id and publisher.id = published_by
where %(after_at)s::timestamptz is null
   or (coalesce(published_at, 'infinity'), policy.id) < (%(after_at)s, %(after_id)s)
order by coalesce(published_at, 'infinity') desc, policy.id desc limit %(rows)s;

-- name: policy_one
-- One version.
select policy.id, policy.status, rules, ground, note, made_at, maker.name as made_by, published_at, publisher.name as published_by, trial
from routing.policy
left join firms.person as maker on maker.firm_id = policy.firm_id and maker.id = made_by
left join firms.person as publisher on publisher.firm_id = policy.firm_id and publisher.id = published_by
where policy.id = %(id)s for update of policy;

-- name: policy_published
-- The version that was published last.
select id, rules from routing.policy where status = 'published' order by published_at desc, id desc limit 1;

-- name: policy_draft
-- The draft, where there is one.
select id from routing.policy where status = 'draft' order by id desc limit 1;

-- name: policy_add
-- A new version.
insert into routing.policy (firm_id, id, status, rules, ground, note, made_at, made_by, published_at, published_by)
values (%(firm)s, %(id)s, %(status)s, %(rules)s, %(ground)s, %(note)s, %(now)s, %(person)s, %(published_at)s, %(published_by)s);

-- name: policy_edit
-- A draft's rules, ground and note.
update routing.policy set rules = %(rules)s, ground = %(ground)s, note = %(note)s where id = %(id)s and status = 'draft';

-- name: policy_try
-- A draft shall be tried.
update routing.policy set trial = %(trial)s where id = %(id)s and status = 'draft';

-- name: policy_supersede
-- What was published is a former version now.
update routing.policy set status = 'former' where status = 'published';

-- name: policy_publish
-- A draft is in force.
update routing.policy
set status = 'published', note = %(note)s, published_at = %(now)s, published_by = %(person)s
where id = %(id)s and status = 'draft';

-- name: policy_remove
-- A draft that nobody wants.
delete from routing.policy where id = %(id)s and status = 'draft';

-- name: trial_next
-- The trial that was asked for first and is not over.
select firm_id, id, trial from routing.policy
where trial ->> 'state' in ('waiting', 'playing') order by trial ->> 'asked_at', id limit 1;

-- name: trial_note
-- How far a trial is, unless another was asked for meanwhile.
update routing.policy set trial = %(trial)s where id = %(id)s and trial ->> 'id' = %(trial_id)s;
