-- name: claim
-- The key of a request, in the transaction of what it changes; no row where the key was there before.
insert into platform.answer (firm_id, person_id, key, request_hash, created_at)
values (%(firm)s, %(person)s, %(key)s, %(request_hash)s, %(now)s)
on conflict (firm_id, person_id, key) do nothing
returning key;

-- name: kept
-- What is kept under this key.
select request_hash, status, content_type, body from platform.answer
where person_id = %(person)s and key = %(key)s;

-- name: keep
-- The answer to the request of this key.
insert into platform.answer (firm_id, person_id, key, request_hash, status, content_type, body, created_at)
values (%(firm)s, %(person)s, %(key)s, %(request_hash)s, %(status)s, %(content_type)s, %(body)s, %(now)s)
on conflict (firm_id, person_id, key)
do update set status = excluded.status, content_type = excluded.content_type, body = excluded.body
where answer.status is null;

-- name: forget
-- Answers of this person that are older than a day.
delete from platform.answer where person_id = %(person)s and created_at < %(now)s - interval '1 day';
