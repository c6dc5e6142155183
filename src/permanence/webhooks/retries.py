"""When what was not taken is sent again: pauses that grow over two days, a little longer by chance so that many do not come at once."""

from __future__ import annotations

from datetime import datetime, timedelta

PAUSES = (
    timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=5), timedelta(hours=10),
    timedelta(hours=14), timedelta(hours=16),
)  # fmt: skip
"""After the first try, the second, …: about two days in all, as the Standard Webhooks scheme gives for an example."""
LONGER_AT_MOST = 0.2
ASKED_MOST = timedelta(hours=24)
"""An address may ask for more patience (Retry-After), up to so much."""
IN_ORDER_TRIES = 3
"""So often an event is tried before later ones may overtake it: for about five minutes order is kept, then one that cannot be
delivered no longer holds up the others."""
STOP_AFTER = timedelta(days=3)
"""An address that took nothing for so long is left alone until somebody says otherwise."""
GONE = 410
"""By this answer an address says that it wants no more."""


def is_taken(code: int | None) -> bool:
    """Say whether an answer means that the event was taken: 2xx does, nothing else, a redirection neither."""
    return code is not None and 200 <= code < 300


def next_try(tries: int, now: datetime, chance: float, asked_s: int | None = None) -> datetime | None:
    """Return when to try again after so many tries (from 1), None where that was the last; `chance` is between 0 and 1, `asked_s` the
    seconds for which the address asks."""
    if tries > len(PAUSES):
        return None
    pause = PAUSES[tries - 1] * (1 + LONGER_AT_MOST * chance)
    return now + max(pause, min(timedelta(seconds=asked_s or 0), ASKED_MOST))


def is_dead(failing_since: datetime, now: datetime) -> bool:
    """Say whether an address that took nothing since then is to be left alone."""
    return now - failing_since >= STOP_AFTER
