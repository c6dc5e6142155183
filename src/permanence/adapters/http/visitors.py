"""Who sends a request: the cookie's owner, remembered for seconds while all is well, for minutes while the
database is away."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from permanence.firms.model import Visitor
from permanence.kernel.database import DatabaseAway

COOKIE = "permanence"
TOKEN_COOKIE = "csrf"
TOKEN_HEADER = "x-csrf-token"

FRESH = timedelta(seconds=3)
"""A right that is taken away, or a sign-in ended elsewhere, is felt within this time."""
AWAY = timedelta(minutes=15)
"""While the database is away, people who were signed in go on for this long."""
REMEMBERED_MAX = 20_000


@dataclass(slots=True)
class Visitors:
    """Looks visitors up by the secret of their cookie."""

    look_up: Callable[[str, datetime], Awaitable[Visitor | None]]
    fresh: timedelta = FRESH
    _known: OrderedDict[str, tuple[Visitor, datetime]] = field(default_factory=OrderedDict)

    async def find(self, secret: str | None, now: datetime) -> Visitor | None:
        """Return the visitor, or None where nobody is signed in with this secret."""
        if not secret or len(secret) > 100:
            return None
        known = self._known.get(secret)
        if known is not None and now - known[1] < self.fresh and now < known[0].expires_at:
            return known[0]
        try:
            visitor = await self.look_up(secret, now)
        except DatabaseAway:
            if known is not None and now - known[1] < AWAY and now < known[0].expires_at:
                return known[0]
            raise
        self.forget(secret)
        if visitor is not None:
            self._known[secret] = (visitor, now)
            if len(self._known) > REMEMBERED_MAX:
                self._known.popitem(last=False)
        return visitor

    def forget(self, secret: str) -> None:
        """Look this visitor up again at the next request."""
        self._known.pop(secret, None)
