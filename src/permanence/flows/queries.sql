-- name: prompt_list
-- Prompts by name.
select id, name, language, text, status, duration_ms from flows.prompt
where %(after_label)s::text is null or (lower(name), id) > (%(after_label)s, %(after_id)s)
order by lower(name), id limit %(rows)s;

-- name: prompt_one
-- One prompt.
select id, name, language, text, status, duration_ms from flows.prompt where id = %(id)s;

-- name: prompt_add
-- A new prompt, still without a sound.
insert into flows.prompt (firm_id, id, name, language, text, status)
values (%(firm)s, %(id)s, %(name)s, %(language)s, %(text)s, 'empty');

-- name: prompt_change
-- A prompt's name, language and text; the sound stays.
update flows.prompt set name = %(name)s, language = %(language)s, text = %(text)s where id = %(id)s;

-- name: prompt_remove
-- A prompt that nothing plays.
delete from flows.prompt where id = %(id)s;

-- name: prompt_sound
-- The sound of a prompt.
update flows.prompt set file = %(file)s, duration_ms = %(duration_ms)s, status = 'ready' where id = %(id)s;

-- name: prompt_file
-- Where the sound of a prompt is.
select file from flows.prompt where id = %(id)s and status = 'ready';

-- name: brand_list
-- Brands by name.
select id, name, greeting, colour, language from flows.brand
where %(after_label)s::text is null or (lower(name), id) > (%(after_label)s, %(after_id)s)
order by lower(name), id limit %(rows)s;

-- name: brand_one
-- One brand.
select id, name, greeting, colour, language from flows.brand where id = %(id)s;

-- name: brand_add
-- A new brand.
insert into flows.brand (firm_id, id, name, greeting, colour, language)
values (%(firm)s, %(id)s, %(name)s, %(greeting)s, %(colour)s, %(language)s);

-- name: brand_change
-- A brand, written again.
update flows.brand set name = %(name)s, greeting = %(greeting)s, colour = %(colour)s, language = %(language)s
where id = %(id)s;

-- name: brand_remove
-- A brand that no number bears.
delete from flows.brand where id = %(id)s;

-- name: plan_list
-- Opening plans by name.
select id, name, time_zone, weekly, holiday_country, holiday_subdivision, exceptions from flows.plan
where %(after_label)s::text is null or (lower(name), id) > (%(after_label)s, %(after_id)s)
order by lower(name), id limit %(rows)s;

-- name: plan_one
-- One opening plan.
select id, name, time_zone, weekly, holiday_country, holiday_subdivision, exceptions from flows.plan where id = %(id)s;

-- name: plan_add
-- A new opening plan.
insert into flows.plan (firm_id, id, name, time_zone, weekly, holiday_country, holiday_subdivision, exceptions)
values (%(firm)s, %(id)s, %(name)s, %(time_zone)s, %(weekly)s, %(holiday_country)s, %(holiday_subdivision)s, %(exceptions)s);

-- name: plan_change
-- An opening plan, written again.
update flows.plan
set name = %(name)s, time_zone = %(time_zone)s, weekly = %(weekly)s, holiday_country = %(holiday_country)s,
    holiday_subdivision = %(holiday_subdivision)s, exceptions = %(exceptions)s
where id = %(id)s;

-- name: plan_remove
-- An opening plan that no flow uses.
delete from flows.plan where id = %(id)s;

-- name: flow_list
-- Flows by name.
select id, name, version, document from flows.flow
where %(after_label)s::text is null or (lower(name), id) > (%(after_label)s, %(after_id)s)
order by lower(name), id limit %(rows)s;

-- name: flow_one
-- One flow.
select id, name, version, document from flows.flow where id = %(id)s;

-- name: flow_add
-- A new flow.
insert into flows.flow (firm_id, id, name, version, document)
values (%(firm)s, %(id)s, %(name)s, %(version)s, %(document)s);

-- name: flow_change
-- The next version of a flow; calls in progress go on in it at the step where they are.
update flows.flow set name = %(name)s, version = version + 1, document = %(document)s where id = %(id)s;

-- name: flow_remove
-- A flow that no number leads to.
delete from flows.flow where id = %(id)s;

-- name: number_list
-- Numbers in their order.
select id, e164, label, brand_id, flow_id, language, country, recording_purpose, notice_prompt_id, whisper_prompt_id, trunk
from flows.number
where %(after_label)s::text is null or (e164, id) > (%(after_label)s, %(after_id)s)
order by e164, id limit %(rows)s;

-- name: number_one
-- One number.
select id, e164, label, brand_id, flow_id, language, country, recording_purpose, notice_prompt_id, whisper_prompt_id, trunk
from flows.number where id = %(id)s;

-- name: number_add
-- A new number.
insert into flows.number
    (firm_id, id, e164, label, brand_id, flow_id, language, country, recording_purpose, notice_prompt_id, whisper_prompt_id,
     trunk)
values
    (%(firm)s, %(id)s, %(e164)s, %(label)s, %(brand_id)s, %(flow_id)s, %(language)s, %(country)s,
     %(recording_purpose)s, %(notice_prompt_id)s, %(whisper_prompt_id)s, %(trunk)s);

-- name: number_change
-- A number, written again.
update flows.number
set e164 = %(e164)s, label = %(label)s, brand_id = %(brand_id)s, flow_id = %(flow_id)s, language = %(language)s,
    country = %(country)s, recording_purpose = %(recording_purpose)s, notice_prompt_id = %(notice_prompt_id)s,
    whisper_prompt_id = %(whisper_prompt_id)s, trunk = %(trunk)s
where id = %(id)s;

-- name: number_remove
-- A number that is no longer answered.
delete from flows.number where id = %(id)s;

-- name: disposition_list
-- Dispositions in the firm's own order.
select code, label_fr, label_en, position from flows.disposition
where %(after_label)s::text is null or (lpad(position::text, 3, '0'), code) > (%(after_label)s, %(after_id)s)
order by lpad(position::text, 3, '0'), code limit %(rows)s;

-- name: disposition_one
-- One disposition.
select code, label_fr, label_en, position from flows.disposition where code = %(id)s;

-- name: disposition_add
-- A new disposition.
insert into flows.disposition (firm_id, code, label_fr, label_en, position)
values (%(firm)s, %(code)s, %(label_fr)s, %(label_en)s, %(position)s);

-- name: disposition_change
-- A disposition's words and place; its code stays.
update flows.disposition set label_fr = %(label_fr)s, label_en = %(label_en)s, position = %(position)s
where code = %(code)s;

-- name: disposition_remove
-- A disposition that is no longer offered; calls keep its code.
delete from flows.disposition where code = %(id)s;

-- name: known_plans
-- The ids of opening plans.
select id from flows.plan;

-- name: known_prompts
-- The ids of prompts.
select id from flows.prompt;

-- name: users_of
-- The flows that name a thing anywhere in their steps.
select name from flows.flow where position(to_jsonb(%(id)s::text)::text in document::text) > 0 order by name limit 5;
