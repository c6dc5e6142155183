"""What becomes of a telling, what a partner reads of it, and how partners stand. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import timedelta

import msgspec

from permanence.kernel.ids import ComplaintId, FirmId, InteractionId
from permanence.quality.model import Source, Standing, Stretch, Telling, Tied

WINDOW = timedelta(days=90)
"""Partners stand by what they answered so lately."""
ENOUGH = 50
"""With fewer answered calls nothing is said of a partner's quality: one complaint of three calls shuts nobody out."""
Z = 1.96
MOVED = 0.002
WAIT_CALLER, WAIT_AGENT = timedelta(seconds=40), timedelta(hours=1)
"""So long a telling waits for the end of a call that is still up, for who answered is known then."""
_LONG = re.compile(r"\+?\d(?:[ .\-/()]{0,2}\d){5,}")


def masked(text: str) -> str:
    """Return a text without its long numbers (six digits or more): partner firms learn no caller's."""
    return _LONG.sub("…", text)


def must_wait(telling: Telling, is_open: bool, age: timedelta) -> bool:
    """Say whether a telling is left for later, since its call goes on."""
    return is_open and age < (WAIT_AGENT if telling.source is Source.AGENT else WAIT_CALLER)


def tie(
    id_: ComplaintId, telling: Telling, found: tuple[FirmId, InteractionId] | None, stretches: Sequence[Stretch], operator: FirmId,
    hours: int,
) -> Tied:
    """Return the complaint of a telling: of the last stretch that a partner had of the call, or of the teller's own. An agent whose
    firm neither owns the call nor had it, and a reference that leads to no call, leave it with the operator."""
    owner, call = found or (operator, None)
    own = [each for each in stretches if telling.teller in (None, owner, each.answering)]
    if telling.teller is not None and telling.teller != owner and not own:
        owner, call = operator, None
    stretch = own[-1] if own and call is not None else None
    return Tied(
        id=id_, owner=owner, answering=stretch.answering if stretch else owner, interaction=call, stretch=stretch,
        masked=masked(telling.text), due_at=telling.told_at + timedelta(hours=hours),
    )  # fmt: skip


def bounds(answered: int, complained: int) -> tuple[float, float]:
    """Return between what the part of calls without complaint lies, at 95 % (Wilson's interval, 1927)."""
    if answered == 0:
        return 0.0, 1.0
    part = max(0.0, 1 - complained / answered)
    middle = part + Z * Z / (2 * answered)
    reach = Z * math.sqrt(part * (1 - part) / answered + Z * Z / (4 * answered * answered))
    whole = 1 + Z * Z / answered
    return max(0.0, (middle - reach) / whole), min(1.0, (middle + reach) / whole)


def judged(standing: Standing) -> Standing:
    """Return a standing with its bounds."""
    low, high = bounds(standing.answered, standing.complained)
    return msgspec.structs.replace(standing, low=low, high=high)


def best(standing: Standing) -> float | None:
    """Return the best that a partner's quality can be; None: too few calls to tell. Below an agreement's floor, even that is too
    little: chance alone shuts nobody out."""
    return standing.high if standing.answered >= ENOUGH else None


def has_moved(before: Standing | None, after: Standing) -> bool:
    """Say whether the floor must hear of it."""
    old, new = best(before) if before else None, best(after)
    return (old is None) != (new is None) or (old is not None and new is not None and abs(old - new) >= MOVED)
