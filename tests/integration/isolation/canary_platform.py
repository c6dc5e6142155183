"""A small platform in full: an owner firm, the firm that answers for it, a second owner, a stranger and the operator, each with people of
every role. Everything that can be written holds a canary of who wrote it; then they are called, answer for one another, and a month is
closed with its papers.

What is set up by hand is what calls need; every other request of the contract is made from its schema, so that new ones come along.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx2

from permanence.adapters.argon import Argon2Passwords, SystemSecrets
from permanence.adapters.postgres.access import Access
from permanence.adapters.postgres.pool import Database
from permanence.app.settings import Settings
from permanence.firms.model import Firm, Language, Person, PersonStatus, Role
from permanence.firms.service import People
from permanence.firms.store import PostgresFirms
from permanence.kernel.ids import AgentId, FirmId, PersonId, RandomIds
from tests.integration.isolation.canaries import Aviary, Filler, iban

OWNER, ANSWERING, SECOND, STRANGER, OPERATOR = "owner", "answering", "second", "stranger", "operator"
FIRMS = (OWNER, ANSWERING, SECOND, STRANGER, OPERATOR)
PASSWORD = "quatre moutons bleus"
ROLES = (Role.DIRECTOR, Role.SUPERVISOR, Role.AGENT)
DESKS = 4
"""So many agents of the answering firm take the calls that come at once."""
FIRST = ("/synergy/listing", "/ledger/billing")
BY_HAND = {
    "/sign-in", "/sign-out", "/sign-out-everywhere", "/password", "/people/{person}/password", "/people", "/agents", "/flows", "/numbers",
    "/agreements", "/agreements/{id_}/ending", "/agreements/{id_}/reception", "/overflow/{queue}", "/me", "/plans", "/agents/{id_}/secret",
    "/agreements/{id_}/versions/{version}/answer", "/agreements/{id_}/versions", "/queues",
    "/months/{month}/proposal", "/months/{month}/approval", "/planning/history", *FIRST,
}  # fmt: skip
"""Requests that are made by hand where they are needed, that would end a sign-in, or that take a file."""
NEEDED = ("/agents", "/people", "/brands", "/queues", "/skills", "/flows", "/numbers", "/plans", "/agreements")
"""Lists of what other requests name."""
IDS = RandomIds()


class NoFloor:
    """Nobody is told."""

    async def reload(self, firm: FirmId) -> None:
        """Do nothing."""


@dataclass(slots=True)
class Somebody:
    """A person who is signed in: firm, role, and a browser's cookies."""

    firm: str
    role: Role
    client: httpx2.AsyncClient
    live: list[str] = field(default_factory=list[str])

    @property
    def name(self) -> str:
        """Who it is."""
        return f"{self.role} of {self.firm}"

    async def ask(self, method: str, path: str, body: Any = None) -> httpx2.Response:
        """Send a request as a page does."""
        headers = {"Sec-Fetch-Site": "same-origin", "X-CSRF-Token": self.client.cookies.get("csrf") or ""}
        return await self.client.request(method, f"/api/v1{path}", json=body, headers=headers)

    async def done(self, method: str, path: str, body: Any = None) -> Any:
        """Send one that must succeed; return what it answers."""
        answer = await self.ask(method, path, body)
        assert answer.status_code < 300, (self.name, method, path, answer.text)
        return answer.json() if answer.content else None


@dataclass(slots=True)
class Platform:
    """The platform and all that is needed to look into it."""

    home: Path
    access: Access
    app: Database
    floor: Database
    contract: dict[str, Any] = field(default_factory=dict[str, Any])
    aviary: Aviary = field(default_factory=lambda: Aviary(firms=list(FIRMS)))
    ids: dict[str, FirmId] = field(default_factory=dict[str, FirmId])
    people: list[Somebody] = field(default_factory=list[Somebody])
    pools: dict[str, dict[str, list[str]]] = field(default_factory=dict[str, dict[str, list[str]]])
    agents: dict[str, list[AgentId]] = field(default_factory=dict[str, list[AgentId]])
    numbers: dict[str, str] = field(default_factory=dict[str, str])
    written: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    port: int = 0

    @property
    def settings(self) -> Settings:
        """The installation's settings."""
        return Settings(home=self.home)

    def who(self, firm: str, role: Role = Role.DIRECTOR) -> Somebody:
        """Return a person of a firm."""
        return next(each for each in self.people if each.firm == firm and each.role is role)

    def pool(self, kind: str, firm: str) -> list[str]:
        """Return the ids of a firm's things of a kind."""
        return self.pools.get(kind, {}).get(firm, [])

    def word(self, firm: str, sort: str) -> str:
        """Return a new canary of a firm."""
        return self.aviary.word(firm, sort)

    # -- people --------------------------------------------------------------------------------------------

    async def found(self) -> None:
        """Found all firms, with a person of every role in each, and sign them in."""
        people = People(self.app, PostgresFirms(), Argon2Passwords.cheap(), SystemSecrets(), IDS, NoFloor())
        for name in FIRMS:
            firm = self.ids[name] = FirmId(IDS.new("frm"))
            roles = (Role.OPERATOR, *ROLES) if name == OPERATOR else (*ROLES, Role.CLIENT)
            words = {role: self.word(name, "email") for role in roles}
            first = Person(PersonId(IDS.new("per")), f"{words[Role.DIRECTOR]}@x.example", self.word(name, "person"), (Role.DIRECTOR,), Language.FR, PersonStatus.ACTIVE, False)
            await people.found(Firm(firm, self.word(name, "firm name"), Language.FR, "FR", "Europe/Paris", 30), first, PASSWORD, datetime.now(UTC))
            for role in roles[1:] if roles[0] is Role.DIRECTOR else (Role.OPERATOR, Role.SUPERVISOR, Role.AGENT):
                await self._add(name, role, words[role])
            for role in roles:
                client = httpx2.AsyncClient(base_url=f"http://127.0.0.1:{self.port}", timeout=60)
                self.people.append(Somebody(name, role, client))
                answer = await client.post("/api/v1/sign-in", json={"email": f"{words[role]}@x.example", "password": PASSWORD})
                assert answer.status_code == 204, answer.text
        async with self.floor.nobody() as c:
            await c.execute("insert into platform.operator (firm_id) values (%s)", [self.ids[OPERATOR]])

    async def _add(self, firm: str, role: Role, word: str) -> str:
        person = IDS.new("per")
        async with self.app.firm(self.ids[firm]) as c:
            await c.execute(
                "insert into firms.person (firm_id, id, email, name, password_hash, roles, language, status, must_change, created_at,"
                " password_changed_at) select firm_id, %s, %s, %s, password_hash, %s, 'fr', 'active', false, now(), now()"
                " from firms.person where must_change is false limit 1",
                [person, f"{word}@x.example", self.word(firm, "person"), [str(role)]],
            )
        return person

    # -- what they write -----------------------------------------------------------------------------------

    async def set_up(self) -> None:
        """Have every firm write all there is to write."""
        filler = Filler(self.aviary, self.contract["components"]["schemas"])
        for name in FIRMS:
            await self._by_hand(name, filler)
        await self._agree(OWNER)
        await self._agree(SECOND)
        await self.gather(NEEDED)
        for name in FIRMS:
            await self.write_all(name, filler, name)

    async def _by_hand(self, name: str, filler: Filler) -> None:
        boss = self.who(name)
        known = {
            "country": "FR", "shown": True, "answers": True, "seeks": True, "languages": ["fr"], "email": f"{self.word(name, 'billing.email')}@x.example",
            "iban": iban(self.word(name, "billing.iban")), "bic": "", "vat_rate": 2000, "pay_rule": "A", "mandate": "2026-01-01",
        }  # fmt: skip
        for path in FIRST:
            await boss.done("PUT", path, filler.fill(self._form("put", path), name, path.rpartition("/")[2], known))
        skill = (await boss.done("POST", "/skills", {"name": self.word(name, "skills.name")}))["id"]
        queue = {"name": self.word(name, "queues.name"), "skills": {skill: 1}, "wrap_up_s": 0, "target_s": 60}
        queue_id = (await boss.done("POST", "/queues", queue))["id"]
        spot = self.word(name, "flows.node")
        nodes = {spot: {"id": spot, "kind": "queue", "queue": queue_id}}
        flow = await boss.done("POST", "/flows", {"name": self.word(name, "flows.name"), "start": spot, "nodes": nodes})
        brand = await boss.done("POST", "/brands", {"name": self.word(name, "brand"), "greeting": self.word(name, "brand greeting")})
        e164 = self.numbers[name] = self.aviary.phone(name, "number")
        await boss.done("POST", "/numbers", {"e164": e164, "label": self.word(name, "numbers.label"), "brand_id": brand["id"], "flow_id": flow["id"]})
        await boss.done("POST", "/plans", {"name": self.word(name, "plans.name"), "time_zone": "Europe/Paris", "weekly": [[]] * 7})
        for nth in range(DESKS if name == ANSWERING else 1):
            person = await self._add(name, Role.AGENT, self.word(name, "email")) if nth else await self._own_agent(name)
            form = {"person_id": person, "alias": self.word(name, "agent alias"), "skills": {skill: 3}, "device": "fixed", "endpoint": f"sip:{self.word(name, 'endpoint')}@127.0.0.1"}
            self.agents.setdefault(name, []).append((await boss.done("POST", "/agents", form))["id"])
        self.pools.setdefault("queues", {})[name] = [queue_id]

    async def _own_agent(self, firm: str) -> str:
        async with self.app.firm(self.ids[firm]) as c:
            row = await (await c.execute("select id from firms.person where roles = '{agent}' order by created_at limit 1")).fetchone()
        assert row is not None
        return row[0]

    async def _agree(self, owner: str) -> None:
        """Have an owner and the answering firm agree, and its callers wait there where nobody is in."""
        one, two = self.who(owner), self.who(ANSWERING)
        rates = {side: self.aviary.number(owner, "terms.rates") for side in ("owner_per_hour", "answering_per_hour", "platform_per_hour")}
        terms = {
            "rates": rates, "budget_a_month": None, "services": [self.word(owner, "terms.services")],
            "forbidden": [self.word(owner, "terms.forbidden")],
        }  # fmt: skip
        today = datetime.now(ZoneInfo("Europe/Paris")).date().isoformat()
        proposal = {"partner_id": self.ids[ANSWERING], "side": "owner", "terms": terms, "starts_on": today, "note": self.word(owner, "agreement note")}
        made = await one.done("POST", "/agreements", proposal)
        answer = {"decision": "accepted", "note": self.word(ANSWERING, f"agreement note to {owner}")}
        await two.done("POST", f"/agreements/{made['id']}/versions/{made['versions'][0]['id']}/answer", answer)
        await two.done("PUT", f"/agreements/{made['id']}/reception", {"queue_id": self.pool("queues", ANSWERING)[0]})
        rule = {"order": "named", "after_s": 0, "partners": [{"agreement": made["id"]}]}
        await one.done("PUT", f"/overflow/{self.pool('queues', owner)[0]}", rule)

    async def write_all(self, firm: str, filler: Filler, about: str) -> list[tuple[str, str, str]]:
        """Make every other request that writes, as a firm's director and operator, about things of a firm; return what was answered:
        who, request, text. Requests that the platform refuses are counted, not insisted on."""
        said: list[tuple[str, str, str]] = []
        for path, method, operation in self.operations("post", "put", "patch"):
            if path in BY_HAND:
                continue
            where = self.at(path, about)
            known = {
                "email": f"{self.word(firm, 'email')}@x.example", "roles": ["agent"], "agent_id": (self.pool("agents", about) or ["none"])[0],
                "queue_id": (self.pool("queues", about) or ["none"])[0], "person_id": (self.pool("people", about) or ["none"])[0],
                "brand_id": (self.pool("brands", about) or ["none"])[0], "code": self.word(firm, "dispositions.code"),
                "statement_id": (self.pool("statements", about) or ["none"])[0], "teams": [], "steps": [], "rules": None, "text": self.word(firm, f"{path}.text"),
                "time_zone": "Europe/Paris", "weekdays": [1], "turn": {"starts": "08:00", "ends": "12:00"}, "e164": None, "country": None, "region": None,
                "start": None, "source": None, "endpoint": None, "holiday_subdivision": None, "skills": {}, "shifts": [],
            }  # fmt: skip
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
            made = filler.fill(body, firm, path, known, words_alone=method == "patch") if body is not None else None
            answer = await self.who(firm).ask(method.upper(), where, made)
            self.written.append((f"{method.upper()} {path}", answer.status_code))
            said.append((firm, f"{method.upper()} {where}", answer.text))
        return said

    def operations(self, *methods: str) -> list[tuple[str, str, dict[str, Any]]]:
        """Return path, method and description of the contract's operations."""
        return [
            (path.removeprefix("/api/v1"), method, operation)
            for path, by_method in self.contract["paths"].items()
            for method, operation in by_method.items()
            if method in methods and path.startswith("/api/v1")
        ]

    def at(self, path: str, firm: str) -> str:
        """Return a path with a firm's own ids in it."""
        return next(iter(self.paths(path, firm)), path)

    def paths(self, path: str, firm: str, most: int = 1) -> list[str]:
        """Return a path with things of a firm in it, up to so many of them."""
        found = [""]
        before = ""
        for part in path.split("/")[1:]:
            chosen = self._choices(part[1:-1], before, firm)[:most] if part.startswith("{") else [part]
            found = [f"{head}/{each}" for head in found for each in chosen]
            before = part
        return found

    def _choices(self, name: str, before: str, firm: str) -> list[str]:
        today = datetime.now(ZoneInfo("Europe/Paris")).date()
        fixed = {
            "day": [today.isoformat()], "month": [f"{today:%Y-%m}"], "side": ["owner", "answering"], "firm": [self.ids[firm]],
            "partner": [self.ids[firm]], "customer": [f"+{token}" for token, each in self.aviary.out.items() if each.firm == firm and each.sort == "customer"],
            "language": ["fr"],
        }  # fmt: skip
        kinds = {"person": "people"}
        if name in fixed:
            return fixed[name]
        kind = before if name.rstrip("_") == "id" else kinds.get(name, f"{name}s")
        return self.pool(kind, firm) or self.pool(before, firm) or ["none"]

    def _form(self, method: str, path: str) -> dict[str, Any]:
        return self.contract["paths"][f"/api/v1{path}"][method]["requestBody"]["content"]["application/json"]["schema"]

    async def gather(self, below: tuple[str, ...] = ("/",)) -> None:
        """Note the ids of all things that lists (below these paths) tell each firm's people."""
        for somebody in self.people:
            for path, _, _ in self.operations("get"):
                if "{" in path or not path.startswith(below) or somebody.role not in (Role.DIRECTOR, Role.OPERATOR):
                    continue
                answer = await somebody.ask("GET", path)
                if answer.status_code != 200 or "json" not in answer.headers.get("content-type", ""):
                    continue
                told = answer.json()
                items = told.get("items", []) if isinstance(told, dict) else told
                ids = [each["id"] for each in items if isinstance(each, dict) and isinstance(each.get("id"), str)] if isinstance(items, list) else []
                pool = self.pools.setdefault(path.rpartition("/")[2], {}).setdefault(somebody.firm, [])
                pool += [id_ for id_ in ids if id_ not in pool]
