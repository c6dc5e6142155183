"""What calls answered for others are worth, told a second time: from the switch's own record and the terms as plain figures, by the
plainest way there is. Nothing of the platform's rating or posting is used here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

SIDES = ("owner", "answering", "platform")
MINUTE = timedelta(minutes=1)


class Bridged(NamedTuple):
    """The switch had a caller and an agent's telephone in one room, from one moment to another."""

    caller: str
    telephone: str
    rung_at: datetime
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Bargain:
    """An agreement as it was drawn: the two firms, and its terms (as a request would say them) by the day from which they hold."""

    owner: str
    answering: str
    versions: tuple[tuple[date, dict[str, Any]], ...]

    def number(self, rung_at: datetime) -> int:
        """Return which version holds when a telephone is rung, from 1."""
        day = rung_at.astimezone(ZoneInfo(self.versions[-1][1]["zone"])).date()
        return max(nth for nth, (since, _) in enumerate(self.versions, 1) if since <= day)


class Worth(NamedTuple):
    """Whole seconds, the millionths of each side, and the day on which they are booked."""

    seconds: int
    owner: int
    answering: int
    platform: int
    day: date


def worth(terms: dict[str, Any], since: datetime, until: datetime) -> Worth:
    """Return what a stretch is worth. Moments count to the millisecond; a second that is not over does not count; what is due by the
    call and the minimum come with the first second; each second has the rates of the minute of the local clock in which it begins."""
    seconds = (cut(until) - cut(since)) // timedelta(seconds=1)
    zone = ZoneInfo(terms["zone"])
    day = until.astimezone(zone).date()
    if seconds <= 0:
        return Worth(0, 0, 0, 0, day)
    totals = dict.fromkeys(SIDES, 0)
    first = rates(terms, since, zone)
    left, at = max(seconds, terms["minimum_s"]), since
    while left > 0:
        end = at.replace(second=0, microsecond=0) + MINUTE
        here = min(left, -((at - end) // timedelta(seconds=1)))  # seconds that begin before the minute is over
        now = rates(terms, at, zone)
        for side in SIDES:
            totals[side] += now[f"{side}_per_hour"] * here
        at += timedelta(seconds=here)
        left -= here
    due = {side: round(Fraction(totals[side], 3600) + first[f"{side}_per_call"]) for side in SIDES}
    return Worth(seconds, due["owner"], due["answering"], due["platform"], day)


def cut(at: datetime) -> datetime:
    """Return a moment without what is finer than a millisecond."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def rates(terms: dict[str, Any], at: datetime, zone: ZoneInfo) -> dict[str, int]:
    """Return the rates of a moment: of the first band that it falls in, else the general ones."""
    local = at.astimezone(zone)
    clock = f"{local:%H:%M}"
    for band in terms["bands"]:
        if local.isoweekday() in band["days"] and band["since"] <= clock < band["until"]:
            return band["rates"]
    return terms["rates"]


class Moved(NamedTuple):
    """A transfer as the books should have it, by firms' marks."""

    part: str
    debit: tuple[str, str]
    credit: tuple[str, str]
    amount: int
    seconds: int
    day: date


def moved(bargain: Bargain, terms: dict[str, Any], found: Worth, operator: str) -> set[Moved]:
    """Return the transfers of a stretch: out of the payout all three get theirs; where the owner pays, his own share is no transfer."""
    payout = terms["payer"] == "payout"
    payer = (operator, "payout") if payout else (bargain.owner, "due")
    shares = [("answering", (bargain.answering, "due"), found.answering), ("fee", (operator, "fees"), found.platform)]
    if payout:
        shares.append(("owner", (bargain.owner, "due"), found.owner))
    return {Moved(part, payer, to, amount, found.seconds, found.day) for part, to, amount in shares if amount > 0}


def joined(parts: list[Bridged]) -> list[Bridged]:
    """Return conversations, where two that touch (the floor began again in between, and put both into the room anew) are one."""
    made: list[Bridged] = []
    for part in sorted(parts, key=lambda each: (each.caller, each.since, each.until)):
        if made and (made[-1].caller, made[-1].telephone) == (part.caller, part.telephone) and made[-1].until == part.since:
            made[-1] = made[-1]._replace(until=part.until)
        else:
            made.append(part)
    return made


EPOCH = datetime(2026, 9, 1, tzinfo=UTC)
"""The first day of the three months; the clocks go back within them."""
