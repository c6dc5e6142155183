"""Programs at the gate: who comes with a key, how fast it may be used, and what no key reaches."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from permanence.adapters.http.visitors import Visitors
from permanence.firms.errors import NotByKey, TooFast
from permanence.firms.model import Visitor
from permanence.firms.pace import Bucket
from permanence.kernel.errors import NotSignedIn

SCHEME = "bearer "
PACED_MAX = 10_000


def key_of(headers: Mapping[str, str]) -> str | None:
    """Return the key that a request carries, None where it carries none."""
    text = headers.get("authorization", "")
    return text[len(SCHEME) :].strip() if text[: len(SCHEME)].lower() == SCHEME else None


@dataclass(slots=True)
class Bearers:
    """Lets programs in."""

    visitors: Visitors
    _buckets: OrderedDict[str, Bucket] = field(default_factory=OrderedDict)

    async def let_in(self, key: str, opt: Mapping[str, Any], method: str, now: datetime) -> Visitor:
        """Return as whom a program comes; raise where the key opens nothing, is used too fast, or does not reach this route: what
        concerns one's own sign-in, makes secrets, or is said to be done by hand, and the live socket of pages."""
        visitor = await self.visitors.find(key, now)
        if visitor is None:
            raise NotSignedIn
        bucket = self._buckets.setdefault(visitor.sign_in, Bucket(now))
        self._buckets.move_to_end(visitor.sign_in)
        if len(self._buckets) > PACED_MAX:
            self._buckets.popitem(last=False)
        if wait_s := bucket.take(now):
            raise TooFast(retry_after_s=wait_s)
        if method == "WEBSOCKET" or any(opt.get(name) for name in ("before_change", "answer_is_secret", "by_hand")):
            raise NotByKey
        return visitor
