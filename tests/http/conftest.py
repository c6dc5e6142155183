"""The whole front desk over a fresh database, spoken to as a browser would."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from litestar import Litestar

from permanence.adapters.argon import Argon2Passwords, SystemSecrets
from permanence.adapters.postgres.pool import Database
from permanence.app.settings import Settings
from permanence.app.web import Web
from permanence.firms.model import Firm, Language, Person, PersonStatus, Role
from permanence.firms.service import People
from permanence.firms.store import PostgresFirms
from permanence.kernel.ids import FirmId, PersonId, RandomIds

PASSWORD = "quatre moutons bleus"
IDS = RandomIds()


class NoFloor:
    """A floor that is away."""

    async def reload(self, firm: FirmId) -> None:
        """Hear nothing."""


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser with its cookies: sends what our own pages send."""

    client: httpx2.AsyncClient
    language: str = "fr"

    async def send(self, method: str, path: str, **arguments: Any) -> httpx2.Response:
        headers = {"Sec-Fetch-Site": "same-origin", "Accept-Language": self.language}
        if token := self.client.cookies.get("csrf"):
            headers["X-CSRF-Token"] = token
        headers |= arguments.pop("headers", {})
        return await self.client.request(method, f"/api/v1{path}", headers=headers, **arguments)

    async def get(self, path: str, **arguments: Any) -> httpx2.Response:
        return await self.send("GET", path, **arguments)

    async def post(self, path: str, json: object = None, **arguments: Any) -> httpx2.Response:
        return await self.send("POST", path, json=json, **arguments)

    async def patch(self, path: str, json: object) -> httpx2.Response:
        return await self.send("PATCH", path, json=json)

    async def delete(self, path: str) -> httpx2.Response:
        return await self.send("DELETE", path)

    async def sign_in(self, email: str, password: str = PASSWORD, firm: str | None = None) -> httpx2.Response:
        return await self.post("/sign-in", {"email": email, "password": password, "firm": firm})


@pytest.fixture
def web(tmp_path: Path, database: Database) -> Web:
    settings = Settings(home=tmp_path)
    return Web(settings, database, Argon2Passwords.cheap(), fresh=timedelta(0))


@pytest.fixture
def app(web: Web) -> Litestar:
    return web.app()


NewBrowser = Callable[[], Browser]


@pytest.fixture
async def browser(app: Litestar) -> AsyncIterator[NewBrowser]:
    clients: list[httpx2.AsyncClient] = []

    def new() -> Browser:
        transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
        clients.append(httpx2.AsyncClient(transport=transport, base_url="http://testserver.local"))
        return Browser(clients[-1])

    yield new
    for client in clients:
        await client.aclose()


Found = Callable[..., Awaitable[FirmId]]


@pytest.fixture
def found(database: Database) -> Found:
    """Found a firm whose director has this address."""
    people = People(database, PostgresFirms(), Argon2Passwords.cheap(), SystemSecrets(), IDS, NoFloor())

    async def make(email: str, name: str = "Essai", roles: tuple[Role, ...] = (Role.DIRECTOR,)) -> FirmId:
        firm = Firm(FirmId(IDS.new("frm")), name, Language.FR, "FR", "Europe/Paris", 30)
        director = Person(
            PersonId(IDS.new("per")), email, "Ann Roy", roles, Language.FR, PersonStatus.ACTIVE, False
        )
        await people.found(firm, director, PASSWORD, datetime.now(UTC))
        return firm.id

    return make


@pytest.fixture
async def director(browser: NewBrowser, found: Found) -> Browser:
    """A director who is signed in."""
    await found("ann@x.fr")
    chosen = browser()
    assert (await chosen.sign_in("ann@x.fr")).status_code == 204
    return chosen
