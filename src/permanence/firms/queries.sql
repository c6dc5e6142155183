-- name: candidates
-- Everybody at the door with this address, over all firms.
select firm_id, firm_name, person_id, password_hash, failures, locked_until
from firms.people_at_the_door(%(email)s);

-- name: firm_of_secret
-- The firm and the sign-in that a cookie belongs to.
select firm_id, sign_in_id from firms.sign_in_at_the_door(%(secret_hash)s);

-- name: firm
-- The firm of the transaction.
select id, name, language, country, time_zone, recording_days from firms.firm;

-- name: add_firm
-- A new firm, open at once.
insert into firms.firm (id, name, language, country, time_zone, recording_days, status, created_at)
values (%(id)s, %(name)s, %(language)s, %(country)s, %(time_zone)s, %(recording_days)s, 'open', %(now)s);

-- name: change_firm
-- What a director may change of the firm.
update firms.firm
set name = %(name)s, language = %(language)s, country = %(country)s, time_zone = %(time_zone)s,
    recording_days = %(recording_days)s
where id = %(id)s;

-- name: person
-- One person.
select id, email, name, roles, language, status, must_change from firms.person where id = %(id)s;

-- name: lock_people
-- Lets changes of a firm's people happen one after the other, so that two of them cannot remove the last director.
select from firms.firm for update;

-- name: people
-- The firm's people by name, after the cursor.
select id, email, name, roles, language, status, must_change
from firms.person
where %(after_name)s::text is null or (lower(name), id) > (%(after_name)s, %(after_id)s)
order by lower(name), id
limit %(rows)s;

-- name: directors
-- The directors who can sign in.
select id from firms.person where status = 'active' and 'director' = any (roles) order by id;

-- name: password_hash
-- What is kept of a person's password.
select password_hash from firms.person where id = %(id)s;

-- name: add_person
-- A new person, who has to change a password that was made for them.
insert into firms.person
    (firm_id, id, email, name, password_hash, roles, language, status, must_change, created_at, password_changed_at)
values
    (%(firm)s, %(id)s, %(email)s, %(name)s, %(password_hash)s, %(roles)s, %(language)s, %(status)s,
     %(must_change)s, %(now)s, %(now)s);

-- name: change_person
-- What may be changed of a person.
update firms.person
set email = %(email)s, name = %(name)s, roles = %(roles)s, language = %(language)s, status = %(status)s
where id = %(id)s;

-- name: set_password
-- A new password; failures are forgotten.
update firms.person
set password_hash = %(password_hash)s, must_change = %(must_change)s, password_changed_at = %(now)s,
    failures = 0, locked_until = null
where id = %(id)s;

-- name: note_failure
-- One more wrong password.
update firms.person set failures = failures + 1 where id = %(id)s returning failures;

-- name: lock
-- No password is looked at until then.
update firms.person set locked_until = %(until)s where id = %(id)s;

-- name: forget_failures
-- The right password came; only written where there was something to forget.
update firms.person set failures = 0, locked_until = null where id = %(id)s and (failures > 0 or locked_until is not null);

-- name: add_sign_in
-- A browser in which the person is signed in.
insert into firms.sign_in (firm_id, id, person_id, secret_hash, created_at, seen_at, expires_at, address, browser)
values (%(firm)s, %(id)s, %(person)s, %(secret_hash)s, %(now)s, %(now)s, %(until)s, %(address)s, %(browser)s);

-- name: sign_in
-- A sign-in of a person who may still sign in.
select sign_in.id, sign_in.created_at, sign_in.seen_at, sign_in.expires_at,
       person.id, person.email, person.name, person.roles, person.language, person.status, person.must_change
from firms.sign_in
join firms.person on person.firm_id = sign_in.firm_id and person.id = sign_in.person_id
join firms.firm on firm.id = sign_in.firm_id
where sign_in.id = %(id)s and person.status = 'active' and firm.status = 'open';

-- name: touch
-- The person is still there.
update firms.sign_in set seen_at = %(now)s where id = %(id)s and seen_at < %(now)s;

-- name: end_sign_ins
-- All sign-ins of a person, or only one, or all but one.
delete from firms.sign_in
where person_id = %(person)s
  and (%(only)s::text is null or id = %(only)s)
  and (%(but)s::text is null or id <> %(but)s);

-- name: audit
-- A line of what was done.
insert into firms.audit (firm_id, id, at, person_id, action, subject, detail, address)
values (%(firm)s, %(id)s, %(now)s, %(person)s, %(action)s, %(subject)s, %(detail)s, %(address)s);

-- name: audit_lines
-- What was done, newest first, after the cursor.
select audit.id, audit.at, audit.person_id, person.name, audit.action, audit.subject, audit.detail
from firms.audit
left join firms.person on person.firm_id = audit.firm_id and person.id = audit.person_id
where %(after_at)s::text is null or (audit.at, audit.id) < (%(after_at)s::timestamptz, %(after_id)s)
order by audit.at desc, audit.id desc
limit %(rows)s;
