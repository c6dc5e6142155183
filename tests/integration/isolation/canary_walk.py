"""Goes through everything that a platform tells (answers, live messages, tables, logs, files) and notes which canaries are in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from psycopg import sql

from permanence.firms.model import Role
from tests.integration.isolation.canaries import Filler
from tests.integration.isolation.canary_platform import FIRMS, STRANGER, Platform, Somebody
from tests.integration.isolation.catalog import tables

LIVE, TABLE, LOG, FILE = "live", "table", "log", "file"


@dataclass(frozen=True, slots=True)
class Sight:
    """Who saw which canaries where; without a firm it is what anybody with the machine sees, without a role the firm as a whole."""

    firm: str
    role: Role | None
    where: str
    tokens: frozenset[str]


@dataclass(slots=True)
class Walk:
    """All that was looked at."""

    sights: list[Sight] = field(default_factory=list[Sight])
    looked: int = 0
    broken: list[str] = field(default_factory=list[str])
    operations: set[str] = field(default_factory=set[str])

    def note(self, platform: Platform, firm: str, role: Role | None, where: str, body: str | bytes) -> None:
        """Note what is in a text."""
        self.looked += 1
        if found := platform.aviary.seen(body):
            self.sights.append(Sight(firm, role, where, frozenset(found)))


async def answers(
    platform: Platform, walk: Walk, people: Iterable[Somebody], abouts: Sequence[str] = FIRMS, most: int = 3, below: str = "/"
) -> None:
    """Have people call every reading operation of the contract (below a path), about their own things and everybody else's."""
    for somebody in people:
        for path, _, operation in platform.operations("get"):
            if not path.startswith(below):
                continue
            for where in dict.fromkeys(each for about in abouts for each in platform.paths(path, about, most)):
                answer = await somebody.ask("GET", where + _query(operation))
                walk.operations.add(path)
                if answer.status_code >= 500:
                    walk.broken.append(f"{somebody.name}: GET {where}: {answer.status_code} {answer.text[:200]}")
                walk.note(platform, somebody.firm, somebody.role, f"GET {path}", answer.content)


def _query(operation: Mapping[str, Any]) -> str:
    """Return a query with all that must be said, and as many rows as there may be."""
    today, words = datetime.now(UTC), list[str]()
    for each in operation.get("parameters", ()):
        if each["in"] != "query":
            continue
        form = str(each.get("schema", {}))
        if each["name"] == "limit":
            words.append("limit=200")
        elif each["name"] in ("from", "to", "day") and "format" in form:
            at = today + timedelta(days={"from": -7, "to": 7}.get(each["name"], 0)) if not each.get("required") or each["name"] != "from" else today
            text = at.date().isoformat() if "'date'" in form else f"{at:%Y-%m-%dT%H:%M:%SZ}"
            words.append(f"{each['name']}={text}")
        elif each.get("required"):
            words.append(f"{each['name']}=1")
    return f"?{'&'.join(words)}" if words else ""


async def foreign_writes(platform: Platform, walk: Walk, about: str) -> None:
    """Have the stranger try every writing operation on another firm's things; what he is told is looked at."""
    filler = Filler(platform.aviary, platform.contract["components"]["schemas"])
    for firm, where, text in await platform.write_all(STRANGER, filler, about):
        walk.note(platform, firm, Role.DIRECTOR, where.split(" ")[0] + " as a stranger", text)


def live(platform: Platform, walk: Walk) -> None:
    """Look at what live sockets told everybody."""
    for somebody in platform.people:
        for message in somebody.live:
            walk.note(platform, somebody.firm, somebody.role, LIVE, message)


def rows(platform: Platform, walk: Walk) -> int:
    """Look at every table as the application sees it for each firm; return how many tables there are."""
    with psycopg.connect(platform.access.owner) as c:
        names = sorted({(table.schema, table.name) for table in tables(c)})
    with psycopg.connect(platform.access.app, autocommit=True) as c:
        for firm in FIRMS:
            for schema, name in names:
                with c.transaction(force_rollback=True):
                    c.execute("select set_config('permanence.firm', %s, true)", [platform.ids[firm]])
                    try:
                        found = c.execute(sql.SQL("select t::text from {} t").format(sql.Identifier(schema, name))).fetchall()
                    except psycopg.errors.InsufficientPrivilege:
                        continue  # a table that the application may not read at all
                walk.note(platform, firm, None, f"{TABLE} {schema}.{name}", "\n".join(row for (row,) in found))
    return len(names)


def logs(platform: Platform, walk: Walk, said: Iterable[Mapping[str, Any]]) -> None:
    """Look at what was logged, which people of no firm read."""
    for line in said:
        walk.note(platform, "", None, f"{LOG} {line.get('event')}", str(dict(line)))


def files(platform: Platform, walk: Walk) -> None:
    """Look at every file of the installation; one below a folder that is named after a firm is that firm's."""
    for path in _files(platform):
        owner = next((name for name, id_ in platform.ids.items() if id_ in str(path)), "")
        walk.note(platform, owner, None, f"{FILE} {path.relative_to(platform.home)}", path.read_bytes())


def _files(platform: Platform) -> Iterator[Any]:
    return (path for path in sorted(platform.home.rglob("*")) if path.is_file())
