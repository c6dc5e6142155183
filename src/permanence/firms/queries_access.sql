-- Looks at callers, as people take them and as the owner of the callers reads them.

-- name: look_add
-- A look by a person of the transaction's firm; within an hour the same person's look at the same thing is the same look.
insert into firms.access (owner_firm_id, answering_firm_id, id, firm_name, person_id, person_name, seen_at, what, subject)
select %(owner)s, firm.id, %(id)s, firm.name, person.id, person.name, %(now)s, %(what)s, %(subject)s
from firms.person
join firms.firm on firm.id = person.firm_id
where person.id = %(person)s and not exists (
    select from firms.access
    where owner_firm_id = %(owner)s and access.person_id = %(person)s and what = %(what)s and subject = %(subject)s
      and seen_at > %(now)s - interval '1 hour');

-- name: looks
-- Looks at the firm's own callers, the newest first, after the cursor: of one day by the firm's clock, by whom a part of whose name or
-- firm is `who`.
select access.id, access.seen_at, access.firm_name, access.person_name, access.seen_by_firm_id = firm.id, access.what, access.subject
from firms.access
join firms.firm on firm.id = access.owner_firm_id
where firm.id = %(firm)s
  and (%(day)s::date is null or access.seen_at >= %(day)s::date::timestamp at time zone firm.time_zone
       and access.seen_at < (%(day)s::date + 1)::timestamp at time zone firm.time_zone)
  and strpos(lower(access.person_name || ' ' || access.firm_name), lower(%(who)s::text)) > 0
  and (%(after_at)s::text is null or (access.seen_at, access.id) < (%(after_at)s::timestamptz, %(after_id)s))
order by access.seen_at desc, access.id desc
limit %(rows)s;
