"""Which steps a case allows to whom: the one it is about explains, the owner decides, and both read every word."""

from __future__ import annotations

from permanence.diversion.errors import CaseClosed, NotForYou, WordsMissing
from permanence.diversion.model import Case, Decision, Standing
from permanence.kernel.errors import PermanenceError
from permanence.kernel.ids import FirmId

CLOSING = frozenset({Decision.UNFOUNDED, Decision.SETTLED, Decision.ENDED})


def standing(case: Case) -> Standing:
    """Return where a case stands after its steps."""
    decisions = [step.decision for step in case.steps]
    if CLOSING & set(decisions):
        return Standing.CLOSED
    if Decision.SUSPENDED in decisions:
        return Standing.SUSPENDED
    return Standing.ANSWERED if Decision.ANSWERED in decisions else Standing.OPEN


def allowed(case: Case, firm: FirmId) -> list[Decision]:
    """Return the steps that a firm may take now, in the order of the procedure."""
    if standing(case) is Standing.CLOSED:
        return []
    able = [Decision.NOTED, *([Decision.ANSWERED] if firm == case.answering else [])]
    if firm != case.owner:
        return able
    able += [Decision.UNFOUNDED, Decision.SETTLED]
    if case.owner == case.answering:
        return able  # an own agent: there is no agreement to suspend or to end
    return [*able, *([] if standing(case) is Standing.SUSPENDED else [Decision.SUSPENDED]), Decision.ENDED]


def why_not(case: Case, firm: FirmId, decision: Decision, text: str) -> PermanenceError | None:
    """Return what speaks against a step, or None."""
    if standing(case) is Standing.CLOSED:
        return CaseClosed()
    if decision not in allowed(case, firm):
        return NotForYou(param="decision")
    return None if text.strip() else WordsMissing(param="text")
