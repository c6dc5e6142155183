-- What callers meet before an agent: numbers, brands, opening plans, flows, prompts; and dispositions after.

create schema flows;
grant usage on schema flows to permanence_app, permanence_floor;

-- A spoken message. `file` names the sound at the switch once it is ready.
create table flows.prompt (
    firm_id     text not null references firms.firm (id),
    id          text not null check (platform.is_id(id, 'pmt')),
    name        text not null check (length(name) between 1 and 80),
    language    text not null check (language in ('fr', 'en')),
    text        text not null default '',
    file        text,
    duration_ms integer check (duration_ms >= 0),
    status      text not null check (status in ('empty', 'ready', 'failed')),
    primary key (firm_id, id),
    unique (firm_id, name, language)
);
call platform.protect('flows.prompt', 'select, insert, update, delete', 'select');

-- `greeting` is the sentence with which the agent answers, shown on the desk.
create table flows.brand (
    firm_id            text not null references firms.firm (id),
    id                 text not null check (platform.is_id(id, 'brd')),
    name               text not null check (length(name) between 1 and 80),
    greeting           text not null default '',
    colour             text not null check (colour ~ '^#[0-9a-f]{6}$'),
    language           text not null check (language in ('fr', 'en')),
    primary key (firm_id, id),
    unique (firm_id, name)
);
call platform.protect('flows.brand', 'select, insert, update, delete', 'select');

-- When a number is open: hours of the week in its own time zone, public holidays by the library, exceptions.
create table flows.plan (
    firm_id             text not null references firms.firm (id),
    id                  text not null check (platform.is_id(id, 'pln')),
    name                text not null check (length(name) between 1 and 80),
    time_zone           text not null,
    weekly              jsonb not null,
    holiday_country     text check (holiday_country ~ '^[A-Z]{2}$'),
    holiday_subdivision text,
    exceptions          jsonb not null default '[]',
    primary key (firm_id, id),
    unique (firm_id, name)
);
call platform.protect('flows.plan', 'select, insert, update, delete', 'select');

create table flows.flow (
    firm_id  text not null references firms.firm (id),
    id       text not null check (platform.is_id(id, 'flw')),
    name     text not null check (length(name) between 1 and 80),
    version  integer not null check (version > 0),
    document jsonb not null,
    primary key (firm_id, id),
    unique (firm_id, name)
);
call platform.protect('flows.flow', 'select, insert, update, delete', 'select');

-- `recording_purpose` null: calls to this number are never recorded, whatever the queue says.
-- `notice_prompt_id` is what callers hear first where they are.
create table flows.number (
    firm_id           text not null references firms.firm (id),
    id                text not null check (platform.is_id(id, 'num')),
    e164              text not null check (e164 ~ '^\+[1-9][0-9]{3,14}$'),
    label             text not null default '',
    brand_id          text not null,
    flow_id           text not null,
    language          text not null check (language in ('fr', 'en')),
    country           text not null check (country ~ '^[A-Z]{2}$'),
    recording_purpose text check (length(recording_purpose) between 3 and 200),
    notice_prompt_id  text,
    trunk             text not null default 'carrier' check (trunk ~ '^[a-z0-9_-]{1,40}$'),
    primary key (firm_id, id),
    -- Over all firms, unlike every other rule: a number leads its callers to one firm and to no other.
    unique (e164),
    foreign key (firm_id, brand_id) references flows.brand (firm_id, id),
    foreign key (firm_id, flow_id) references flows.flow (firm_id, id),
    foreign key (firm_id, notice_prompt_id) references flows.prompt (firm_id, id)
);
call platform.protect('flows.number', 'select, insert, update, delete', 'select');

create table flows.disposition (
    firm_id  text not null references firms.firm (id),
    code     text not null check (code ~ '^[a-z0-9_]{1,40}$'),
    label_fr text not null check (length(label_fr) between 1 and 80),
    label_en text not null check (length(label_en) between 1 and 80),
    position integer not null check (position between 0 and 999),
    primary key (firm_id, code)
);
call platform.protect('flows.disposition', 'select, insert, update, delete', 'select');
