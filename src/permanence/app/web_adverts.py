"""Wires advertisements into the web process."""

from __future__ import annotations

from permanence.adverts import api
from permanence.adverts.service import Adverts
from permanence.adverts.store import PostgresAdverts
from permanence.firms.service_shelf import Tools

ROUTERS = (api.router,)
ADDRESSES = (api.landing,)


def services(tools: Tools) -> dict[str, object]:
    """Return what routes ask for, by the name of their parameter."""
    return {"adverts": Adverts(tools, PostgresAdverts())}
