-- Tariffs: what callers of numbers pay, which calls were charged, and what carriers confirm of them.

create schema tariffs;
grant usage on schema tariffs to permanence_app, permanence_floor;

-- A tariff of a number from a day on. Only added to: of several of one day the last entered holds, and one that has begun stays, since
-- calls are priced by it. Number and country are those of the day on which it was entered.
create table tariffs.version (
    firm_id         text not null references firms.firm (id),
    id              text not null check (platform.is_id(id, 'tar')),
    number_id       text not null check (platform.is_id(number_id, 'num')),
    e164            text not null check (e164 ~ '^\+[1-9][0-9]{3,14}$'),
    country         text not null check (country ~ '^[A-Z]{2}$'),
    starts_on       date not null,
    use             text not null check (use in ('sales', 'support', 'other')),
    basis           text not null check (basis in ('free', 'ordinary', 'per_minute', 'per_call')),
    price           bigint not null check (price >= 0),
    payout_permille integer not null check (payout_permille between 0 and 1000),
    announcement    text,
    warning         text,
    capped          text,
    longest_s       integer check (longest_s between 60 and 14400),
    entered_at      timestamptz not null,
    entered_by      text check (platform.is_id(entered_by, 'per')),
    primary key (firm_id, id),
    check ((basis in ('per_minute', 'per_call')) = (price > 0)),
    foreign key (firm_id, announcement) references flows.prompt (firm_id, id),
    foreign key (firm_id, warning) references flows.prompt (firm_id, id),
    foreign key (firm_id, capped) references flows.prompt (firm_id, id)
);
create index version_number on tariffs.version (firm_id, number_id, starts_on, entered_at);
call platform.protect('tariffs.version', 'select, insert, delete', 'select');

-- A call that was charged, as we reckon it: made once of the call's journal line by the platform's own worker. The caller is a keyed
-- hash; `month` is that of the number's own clock.
create table tariffs.charged (
    firm_id        text not null references firms.firm (id),
    interaction_id text not null check (platform.is_id(interaction_id, 'int')),
    number_id      text not null check (platform.is_id(number_id, 'num')),
    e164           text not null,
    tariff_id      text not null check (platform.is_id(tariff_id, 'tar')),
    caller         text,
    since          timestamptz not null,
    seconds        integer not null check (seconds >= 0),
    price          bigint not null check (price >= 0),
    payout         bigint not null check (payout >= 0),
    currency       text not null check (currency ~ '^[A-Z]{3}$'),
    month          date not null,
    primary key (firm_id, interaction_id)
);
create index charged_month on tariffs.charged (firm_id, month, number_id);
call platform.protect('tariffs.charged', 'select', 'select, insert');

-- A carrier's file that was read, and by which columns: the next one is proposed the same.
create table tariffs.file (
    firm_id     text not null references firms.firm (id),
    id          text not null check (platform.is_id(id, 'cfl')),
    name        text not null check (length(name) <= 200),
    columns     jsonb not null,
    imported_at timestamptz not null,
    lines       integer not null check (lines >= 0),
    accepted    integer not null check (accepted >= 0),
    added       integer not null check (added >= 0),
    primary key (firm_id, id)
);
create index file_imported on tariffs.file (firm_id, imported_at desc, id desc);
call platform.protect('tariffs.file', 'select, insert', 'select');

-- A call as a carrier confirms it. `key` is the same for the same line in any file, so that reading a file twice adds nothing.
create table tariffs.line (
    firm_id text not null references firms.firm (id),
    key     text not null check (length(key) = 40),
    file_id text not null,
    line    integer not null,
    e164    text not null,
    since   timestamptz not null,
    seconds integer not null check (seconds >= 0),
    price   bigint not null check (price >= 0),
    payout  bigint check (payout >= 0),
    primary key (firm_id, key),
    foreign key (firm_id, file_id) references tariffs.file (firm_id, id)
);
create index line_since on tariffs.line (firm_id, since);
call platform.protect('tariffs.line', 'select, insert', 'select');

-- What an agent's hour costs the firm, in millionths of its currency: what surcharges pay is compared with it.
create table tariffs.terms (
    firm_id    text primary key references firms.firm (id),
    hour_cost  bigint not null check (hour_cost >= 0),
    changed_at timestamptz not null
);
call platform.protect('tariffs.terms', 'select, insert, update', 'select');

-- Few lines of the journal tell of charged calls: whoever reads them finds them without reading the others.
create index journal_charging_ended on interaction.journal (position) where kind = 'interaction.charging_ended';
