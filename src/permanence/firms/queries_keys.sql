-- name: firm_of_key
-- The firm and the row of a key's secret, before a firm is known.
select firm_id, key_id from firms.key_at_the_door(%(secret_hash)s);

-- name: keys
-- The firm's keys that are not revoked, the newest first.
select access_key.id, access_key.name, access_key.role, access_key.start, person.name, access_key.created_at, access_key.used_at
from firms.access_key
join firms.person on person.firm_id = access_key.firm_id and person.id = access_key.person_id
where access_key.revoked_at is null
order by access_key.created_at desc, access_key.id desc;

-- name: key_add
-- A new key; of its secret the hash alone.
insert into firms.access_key (firm_id, id, person_id, name, role, start, secret_hash, created_at)
values (%(firm)s, %(id)s, %(person)s, %(name)s, %(role)s, %(start)s, %(secret_hash)s, %(now)s);

-- name: key_holder
-- Whose key this is, while it may be used: it is not revoked, the person may sign in, the firm is open.
select access_key.role, access_key.used_at,
    person.id, person.email, person.name, person.roles, person.language, person.status, person.must_change
from firms.access_key
join firms.person on person.firm_id = access_key.firm_id and person.id = access_key.person_id
join firms.firm on firm.id = access_key.firm_id
where access_key.id = %(id)s and access_key.revoked_at is null and person.status = 'active' and firm.status = 'open';

-- name: key_used
-- When a key was last used.
update firms.access_key set used_at = %(now)s where id = %(id)s;

-- name: key_revoke
-- A key that opens nothing any more.
update firms.access_key set revoked_at = %(now)s where id = %(id)s and revoked_at is null returning id;
