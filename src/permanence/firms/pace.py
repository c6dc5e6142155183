"""How fast a key may be used: a bucket of requests that fills again with time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil

AT_ONCE = 60
A_SECOND = 10.0


@dataclass(slots=True)
class Bucket:
    """What is left of a key's requests, and when that was reckoned."""

    at: datetime
    left: float = AT_ONCE

    def take(self, now: datetime) -> int:
        """Take one request; return 0 where there was one, else in how many whole seconds there is."""
        passed = max(0.0, (now - self.at).total_seconds())
        self.left = min(AT_ONCE, self.left + passed * A_SECOND)
        self.at = max(self.at, now)
        if self.left < 1:
            return ceil((1 - self.left) / A_SECOND)
        self.left -= 1
        return 0
