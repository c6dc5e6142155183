"""What the database's own catalog says of isolation, and what is wrong with it, a sentence each."""

from __future__ import annotations

import re
from dataclasses import dataclass

import psycopg

OURS = ("firms", "interaction", "routing", "flows", "planning", "synergy", "ledger", "diversion", "quality", "cards", "webhooks", "adverts", "tariffs", "platform")
ROLES = ("permanence_app", "permanence_floor")
OWNER, DOOR = "permanence_owner", "permanence_door"
VERSION_MIN = 150000

WITHOUT_FIRM = {"platform.lease", "platform.reader", "platform.version", "platform.operator", "synergy.day_root", "quality.inbox"}
"""Tables that hold no firm's data; each says so in its migration (the last one is the migrations' own)."""
DEFINERS = {
    "firms.people_at_the_door", "firms.sign_in_at_the_door", "firms.key_at_the_door", "firms.roster", "firms.everyone",
    "synergy.market", "synergy.notices", "webhooks.hear",
    "ledger.keep_books", "ledger.number_statement", "ledger.billings", "ledger.check",
    "adverts.visit",
}  # fmt: skip
BOOKS = "(current_setting('permanence.door_books'::text, true) = 'open'::text)"
OUTBOX = "(current_setting('permanence.door_outbox'::text, true) = 'open'::text)"
DOOR_POLICIES = {
    ("firms.person", "door_email", "(email = current_setting('permanence.door_email'::text, true))"),
    (
        "firms.sign_in",
        "door_secret",
        "(encode(secret_hash, 'hex'::text) = current_setting('permanence.door_secret'::text, true))",
    ),
    ("firms.firm", "door_email", "(EXISTS ( SELECT FROM firms.person WHERE (person.firm_id = firm.id)))"),
    ("firms.firm", "door_roster", "(current_setting('permanence.door_roster'::text, true) = 'asked'::text)"),
    (
        "synergy.listing",
        "door_shown",
        "(shown AND (current_setting('permanence.door_market'::text, true) = 'asked'::text))",
    ),
    (
        "synergy.notice",
        "door_shown",
        "(EXISTS ( SELECT FROM synergy.listing WHERE (listing.firm_id = notice.firm_id)))",
    ),
    ("adverts.advert", "door_token", "(token = current_setting('permanence.door_advert'::text, true))"),
    (
        "adverts.visit",
        "door_token",
        "(EXISTS ( SELECT FROM adverts.advert WHERE ((advert.firm_id = visit.firm_id) AND (advert.id = visit.advert_id))))",
    ),
    (
        "firms.access_key",
        "door_key",
        "(encode(secret_hash, 'hex'::text) = current_setting('permanence.door_key'::text, true))",
    ),
    *(("webhooks." + name, "door_outbox", OUTBOX) for name in ("outbox", "subscription")),
    *(("ledger." + name, "door_books", BOOKS) for name in ("transfer", "approval", "closing", "statement", "billing", "balance", "tally")),
}
DOOR_WRITES = {"ledger.balance", "ledger.tally", "webhooks.outbox", "adverts.visit"}
"""What the door's functions write, and nobody else: the sums that go with transfers, what is to be told of rows, and how often an
address was visited."""
ONE_FOR_ALL_FIRMS = {"number_e164_key", "statement_series", "advert_token_key"}
"""Unique over all firms on purpose: a telephone number leads its callers to one firm; a seller's invoices are numbered in one series,
whoever pays them, and the database itself gives the numbers; an advertisement's address is followed by people who have signed in nowhere."""


SHARED = ("owner_firm_id", "answering_firm_id")
"""The columns of a row that two firms share."""
THIRD = "operator_firm_id"
"""The column of the third firm of a row that three share."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with firms' data. One that several firms `shared` counts as so many, each seen from one side."""

    schema: str
    name: str
    side: str = ""
    shared: tuple[str, ...] = ()

    @property
    def full(self) -> str:
        return f"{self.schema}.{self.name}"

    @property
    def key(self) -> str:
        """The table and the side from which it is seen."""
        return f"{self.full} {self.side}".rstrip()

    @property
    def firm(self) -> str:
        """The column that names the firm."""
        return self.side or ("id" if self.full == "firms.firm" else "firm_id")

    @property
    def firms(self) -> tuple[str, ...]:
        """All columns that name a firm whose row it is."""
        return self.shared or (self.firm,)


def tables(c: psycopg.Connection) -> list[Table]:
    """Return every table of the database that holds firms' data, whoever made it."""
    rows = c.execute(
        """
        select n.nspname, r.relname from pg_class r join pg_namespace n on n.oid = r.relnamespace
        where r.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_'
        order by 1, 2
        """
    ).fetchall()
    shared = {
        full: (*SHARED, THIRD) if THIRD in columns else SHARED
        for full, columns in c.execute(
            "select attrelid::regclass::text, array_agg(attname::text) from pg_attribute where attname = any (%s) and not attisdropped"
            " group by attrelid having count(*) filter (where attname = any (%s)) = 2",
            [[*SHARED, THIRD], list(SHARED)],
        ).fetchall()
    }
    found = [table for table in (Table(*row) for row in rows) if table.full not in WITHOUT_FIRM]
    return [seen for table in found for seen in _sides(table, shared.get(table.full, ()))]


def _sides(table: Table, shared: tuple[str, ...]) -> list[Table]:
    """Return a table as each of its firms sees it."""
    return [Table(table.schema, table.name, side, shared) for side in shared] or [table]


def expected(table: Table, role: str) -> str:
    """Return the one condition that a role's policy may have."""
    one = "({} = ( SELECT platform.current_firm() AS current_firm))"
    any_of = "({} = ANY (( SELECT platform.current_firms() AS current_firms)))"
    parts = [(one if role == "permanence_app" else any_of).format(column) for column in table.firms]
    return f"({' OR '.join(parts)})" if len(parts) > 1 else parts[0]


def findings(c: psycopg.Connection) -> list[str]:
    """Return everything that is wrong."""
    found: list[str] = []
    if c.info.server_version < VERSION_MIN:
        found.append(f"PostgreSQL {c.info.server_version} is older than {VERSION_MIN}")
    for check in (_security, _policies, _roles, _owners, _views, _definers, _partitions, _keys, _grants):
        found += check(c)
    return found


def _security(c: psycopg.Connection) -> list[str]:
    rows = c.execute(
        "select n.nspname || '.' || r.relname, relrowsecurity, relforcerowsecurity,"
        " array(select attname::text from pg_attribute where attrelid = r.oid and attnotnull and not attisdropped)"
        " from pg_class r join pg_namespace n on n.oid = r.relnamespace where r.relkind in ('r', 'p')"
    ).fetchall()
    states = {full: state for full, *state in rows}
    found: list[str] = []
    for table in tables(c):
        security, forced, columns = states[table.full]
        if table.schema not in OURS:
            found.append(f"{table.full} is in no schema of ours")
        if table.firm not in columns:
            found.append(f"{table.full} does not name its firm")
        if not (security and forced):
            found.append(f"{table.full} is not under forced row security")
    return found


def _plain(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "").replace("::text[]", "")


def _policies(c: psycopg.Connection) -> list[str]:
    rows = c.execute(
        """
        select n.nspname || '.' || r.relname, p.polname, p.polcmd, p.polpermissive,
               array(select coalesce(rolname, 'public') from unnest(p.polroles) as o left join pg_roles on pg_roles.oid = o),
               pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
        from pg_policy p join pg_class r on r.oid = p.polrelid join pg_namespace n on n.oid = r.relnamespace
        """
    ).fetchall()
    found: list[str] = []
    seen: dict[tuple[str, str], int] = {}
    known = {table.full: table for table in tables(c)}
    for full, name, command, permissive, roles, using, check in rows:
        if roles == [DOOR]:
            writes = full in DOOR_WRITES and command in ("*", b"*") and check is None
            if (full, name, _plain(using)) not in DOOR_POLICIES or not (writes or command in ("r", b"r")):
                found.append(f"{full}: the policy {name} opens a door that is not known")
            continue
        if len(roles) != 1 or roles[0] not in ROLES or full not in known:
            found.append(f"{full}: the policy {name} is for {roles}")
            continue
        wanted = expected(known[full], roles[0])
        if command not in ("*", b"*") or not permissive or _plain(using) != wanted or _plain(check) != wanted:
            found.append(f"{full}: the policy {name} lets {roles[0]} see or write more or less than its firm")
        seen[full, roles[0]] = seen.get((full, roles[0]), 0) + 1
    found += [
        f"{full} has {seen.get((full, role), 0)} policies for {role} instead of one"
        for full in known
        for role in ROLES
        if seen.get((full, role)) != 1
    ]
    return found


def _roles(c: psycopg.Connection) -> list[str]:
    found: list[str] = []
    for name, login, superuser, bypass, create_role in c.execute(
        "select rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname ~ '^permanence_'"
    ).fetchall():
        if superuser or bypass or create_role:
            found.append(f"{name} passes row security by")
        if name == DOOR and login:
            found.append(f"somebody can sign in as {DOOR}")
    members = c.execute(
        "select m.rolname, g.rolname from pg_auth_members a join pg_roles m on m.oid = a.member"
        " join pg_roles g on g.oid = a.roleid where m.rolname = any (%s)",
        [list(ROLES)],
    ).fetchall()
    return found + [f"{member} may act as {group}" for member, group in members]


def _owners(c: psycopg.Connection) -> list[str]:
    rows = c.execute(
        "select r.relname, o.rolname from pg_class r join pg_namespace n on n.oid = r.relnamespace"
        " join pg_roles o on o.oid = r.relowner where n.nspname = any (%s) and o.rolname <> %s",
        [list(OURS), OWNER],
    ).fetchall()
    return [f"{name} belongs to {owner}" for name, owner in rows]


def _views(c: psycopg.Connection) -> list[str]:
    rows = c.execute(
        "select r.relname, r.relkind::text, coalesce(array_to_string(r.reloptions, ','), '') from pg_class r"
        " join pg_namespace n on n.oid = r.relnamespace"
        " where r.relkind in ('v', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'"
        # pg_stat_statements, where an administrator has it, brings views of its own.
        " and not exists (select from pg_depend where objid = r.oid and deptype = 'e')"
    ).fetchall()
    return [
        f"the view {name} sees with its owner's eyes"
        for name, kind, options in rows
        if kind == "m" or "security_invoker=true" not in options
    ]


def _definers(c: psycopg.Connection) -> list[str]:
    rows = c.execute(
        "select n.nspname || '.' || p.proname, o.rolname, coalesce(array_to_string(p.proconfig, ';'), ''),"
        " has_function_privilege('public', p.oid, 'execute') from pg_proc p"
        " join pg_namespace n on n.oid = p.pronamespace join pg_roles o on o.oid = p.proowner"
        " where p.prosecdef and n.nspname !~ '^pg_'"
    ).fetchall()
    found: list[str] = []
    for name, owner, settings, public in rows:
        if name not in DEFINERS or owner != DOOR or "search_path=pg_catalog, pg_temp" not in settings or public:
            found.append(f"the function {name} acts with rights of {owner} and is no door of ours")
    return found


def _partitions(c: psycopg.Connection) -> list[str]:
    rows = c.execute("select relname from pg_class where relispartition").fetchall()
    return [f"the partition {name} can be read directly" for (name,) in rows]


def _keys(c: psycopg.Connection) -> list[str]:
    known = {table.full: table for table in tables(c)}
    found = [
        f"{full}: the key {name} tells of other firms' rows"
        for full, name, columns in unique_keys(c)
        if full in known and not set(known[full].firms) <= set(columns) and name not in ONE_FOR_ALL_FIRMS
    ]
    found += [
        f"{full}: {name} can point to a row of another firm in {target}"
        for full, name, columns, target, _ in foreign_keys(c)
        if full in known and not set(known[full].firms) <= set(columns) and not (target == "firms.firm" and set(columns) <= set(known[full].firms))
    ]
    return found


def unique_keys(c: psycopg.Connection) -> list[tuple[str, str, list[str]]]:
    """Return all unique keys: table, name, columns."""
    return c.execute(
        "select n.nspname || '.' || r.relname, i.relname, array(select attname::text from pg_attribute"
        " where attrelid = x.indrelid and attnum = any (x.indkey::int2[])) from pg_index x"
        " join pg_class i on i.oid = x.indexrelid join pg_class r on r.oid = x.indrelid"
        " join pg_namespace n on n.oid = r.relnamespace where x.indisunique and n.nspname !~ '^pg_' order by 1, 2"
    ).fetchall()


def foreign_keys(c: psycopg.Connection) -> list[tuple[str, str, list[str], str, list[str]]]:
    """Return all foreign keys: table, name, columns, the table they point to and its columns."""
    return c.execute(
        "select conrelid::regclass::text, conname, array(select attname::text from unnest(conkey) with ordinality as k (n, o)"
        " join pg_attribute on attrelid = conrelid and attnum = k.n order by k.o), confrelid::regclass::text,"
        " array(select attname::text from unnest(confkey) with ordinality as k (n, o)"
        " join pg_attribute on attrelid = confrelid and attnum = k.n order by k.o)"
        " from pg_constraint where contype = 'f' order by 1, conname"
    ).fetchall()


def _grants(c: psycopg.Connection) -> list[str]:
    rows = c.execute(
        "select n.nspname || '.' || r.relname, coalesce(g.rolname, 'public'), a.privilege_type from pg_class r"
        " join pg_namespace n on n.oid = r.relnamespace, lateral aclexplode(r.relacl) as a"
        " left join pg_roles g on g.oid = a.grantee where n.nspname = any (%s) and r.relkind in ('r', 'p')",
        [list(OURS)],
    ).fetchall()
    return [
        f"{role} may {right} {name}"
        for name, role, right in rows
        if role == "public" or (role in ROLES and right not in ("SELECT", "INSERT", "UPDATE", "DELETE"))
    ]
