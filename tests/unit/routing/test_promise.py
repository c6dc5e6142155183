"""When people are told that a queue's promise is in danger, and that it is broken."""

from __future__ import annotations

import pytest

from permanence.routing.promise import BROKEN, DANGER, KEPT, NOBODY, Outlook, outlook


@pytest.mark.parametrize(
    ("target_s", "expected_s", "waited_s", "stands"),
    [
        (180, 0, [], Outlook(KEPT, 0, 0)),
        (180, 119, [60], Outlook(KEPT, 120, 0)),
        (180, 121, [60], Outlook(DANGER, 120, 0)),  # a minute before it would break
        (30, 19, [1], Outlook(KEPT, 20, 0)),
        (30, 21, [1], Outlook(DANGER, 20, 0)),  # a short promise: a third of it before
        (180, 60, [181, 12, 300], Outlook(BROKEN, 60, 2)),
        (180, None, [5], Outlook(NOBODY, None, 0)),
        (180, None, [], Outlook(KEPT, None, 0)),
        (180, None, [200], Outlook(BROKEN, None, 1)),
    ],
)
def test_a_queue_stands_by_its_promise(target_s: int, expected_s: float | None, waited_s: list[float], stands: Outlook) -> None:
    assert outlook(target_s, expected_s, waited_s) == stands
