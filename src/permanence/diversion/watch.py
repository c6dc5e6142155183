"""Deciding who stands out: strata, weeks, subjects, and a threshold that keeps a stated rate of false alarms.

Every month a new bet begins for each subject of an owner, and runs for a year. The month's allowance of false alarms, `PER_MONTH`, is
divided equally between the groups that are watched, and in a group between its subjects; a bet raises an alarm when it passes one over its
part. By Ville's inequality each does so falsely with at most that probability, so an owner meets at most `PER_MONTH` false
alarms a month in the mean, however often somebody looks and however long the watch has run (compare the sums of restarted bets in Shin,
Ramdas, Rinaldo, E-detectors, 2023).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from permanence.diversion.betting import ODDS, expected, log_bets, mixed, variance
from permanence.diversion.model import Bag, Finding, Kind, Measure, Served, Subject, WeekTally
from permanence.kernel.ids import FirmId

PER_MONTH = 0.05
"""False alarms that an owner meets in a month in the mean, at most."""
WINDOW = timedelta(days=30)
"""Within which a caller comes back, or counts as lost."""
BET_WEEKS = 52
ANSWERED_MIN = 50
"""Callers whom a subject must have answered before anything is said of it."""
HITS_MIN = 5
CASES_MAX = 20
"""Calls that a week keeps as examples."""
LONG_WAIT_S = 60
DAY_FROM, DAY_UNTIL = 8, 19

Group = tuple[Measure, Kind]


def stratum(caller: Served, zone: ZoneInfo) -> str:
    """Return with whom a caller is comparable: as used to calling, at a like hour, after a like wait.

    Partners are asked at night and when it is busy: without this they would answer for what the hour and the wait do.
    """
    local = caller.arrived_at.astimezone(zone)
    is_day = local.isoweekday() <= 5 and DAY_FROM <= local.hour < DAY_UNTIL
    used = "new" if caller.earlier == 0 else "once" if caller.earlier == 1 else "some" if caller.earlier < 5 else "often"
    return f"{used} {'day' if is_day else 'off'} {'long' if caller.wait_s >= LONG_WAIT_S else 'short'}"


def tally(week: date, served: Sequence[Served], owner: FirmId, partners: Iterable[FirmId], zone: ZoneInfo) -> list[WeekTally]:
    """Return what one week of an owner's callers tells of each subject, in order."""
    strata = [stratum(caller, zone) for caller in served]
    found = _compare(week, Measure.LOST, served, strata, [not each.is_back for each in served], owner)
    for partner in sorted(set(partners)):
        new = [at for at, each in enumerate(served) if partner not in each.known_at]
        chosen, labels = [served[at] for at in new], [strata[at] for at in new]
        hits = [partner in each.seen_at for each in chosen]
        told = _compare(week, Measure.SEEN, chosen, labels, hits, owner)
        found += [each for each in told if each.subject.firm == partner]
    return sorted(found, key=lambda each: (each.measure, each.subject))


def begins(week: date, since: date) -> bool:
    """Say whether a new bet begins with this week: the first week of the watch, and the first of each month."""
    return week == since or week.day <= 7


def findings(weeks: Sequence[WeekTally], since: date) -> list[Finding]:
    """Return what all weeks of an owner come to for each subject that has answered enough, by evidence over threshold.

    `since` is the first week of the owner's watch. Equal weeks give equal findings, whenever one looks.
    """
    series: dict[tuple[Measure, Subject], list[WeekTally]] = defaultdict(list)
    for each in sorted(weeks, key=lambda each: each.week):
        series[each.measure, each.subject].append(each)
    sizes: dict[Group, int] = defaultdict(int)
    for measure, subject in series:
        sizes[measure, subject.kind] += 1
    found = [
        _strongest(told, threshold(sizes, (measure, subject.kind)), since) for (measure, subject), told in series.items()
    ]
    told = [each for each in found if each.answered >= ANSWERED_MIN]
    return sorted(told, key=lambda each: (each.threshold - each.evidence, each.measure, each.subject))


def alarms(found: Iterable[Finding]) -> list[Finding]:
    """Return the findings that open a case."""
    return [each for each in found if each.is_alarm and each.hits >= HITS_MIN]


def threshold(sizes: Mapping[Group, int], group: Group) -> float:
    """Return the logarithm of the e-value that raises an alarm for a subject of a group (Bonferroni within a month's allowance)."""
    return math.log(len(sizes) * sizes[group] / PER_MONTH)


def _strongest(weeks: Sequence[WeekTally], needed: float, since: date) -> Finding:
    """Return the finding of the bet that stands, or stood, highest."""
    bets = [(each.week, [sum(column) for column in zip(*map(log_bets, each.bags), strict=True)]) for each in weeks]
    best, best_from = -math.inf, weeks[0].week
    for start in _starts(weeks, since):
        sums = [0.0] * len(ODDS)
        for week, bet in bets:
            if bet and start <= week < start + timedelta(weeks=BET_WEEKS):
                sums = [a + b for a, b in zip(sums, bet, strict=True)]
                if (now := mixed(sums)) > best:
                    best, best_from = now, start
    bags = [bag for each in weeks for bag in each.bags if best_from <= each.week < best_from + timedelta(weeks=BET_WEEKS)]
    mean, spread = sum(map(expected, bags)), 1.96 * math.sqrt(sum(map(variance, bags)))
    return Finding(
        weeks[0].subject, weeks[0].measure, sum(bag.n for bag in bags), sum(bag.hit for bag in bags), mean, max(0.0, mean - spread),
        mean + spread, max(best, 0.0), needed, best_from, weeks[-1].week,
    )  # fmt: skip


def _starts(weeks: Sequence[WeekTally], since: date) -> Iterable[date]:
    yield weeks[0].week
    last, week = weeks[-1].week, since
    while week <= last:
        if begins(week, since) and week > weeks[0].week:
            yield week
        week += timedelta(weeks=1)


def _compare(
    week: date, measure: Measure, served: Sequence[Served], strata: Sequence[str], hits: Sequence[bool], owner: FirmId
) -> list[WeekTally]:
    totals, hits_all = defaultdict[str, int](int), defaultdict[str, int](int)
    own: dict[Subject, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    cases: dict[Subject, list[str]] = defaultdict(list)
    for caller, label, is_hit in zip(served, strata, hits, strict=True):
        totals[label] += 1
        hits_all[label] += is_hit
        for subject in subjects_of(caller, owner):
            own[subject][label][0] += 1
            own[subject][label][1] += is_hit
            if is_hit and len(cases[subject]) < CASES_MAX:
                cases[subject].append(caller.call)
    return [
        WeekTally(
            week, subject, measure,
            tuple(Bag(n, totals[label], hit, hits_all[label]) for label, (n, hit) in sorted(labels.items())),
            tuple(sorted(cases[subject])),
        )
        for subject, labels in own.items()
    ]  # fmt: skip


def subjects_of(caller: Served, owner: FirmId) -> list[Subject]:
    """Return who answers for what became of a caller."""
    if caller.partner is None:
        return [Subject(Kind.OWN_AGENT, owner, caller.agent)] if caller.agent else []
    agent = [Subject(Kind.PARTNERS_AGENT, caller.partner, caller.agent)] if caller.agent else []
    return [Subject(Kind.PARTNER, caller.partner, caller.partner), *agent]


def week_of(now: datetime, zone: ZoneInfo) -> date:
    """Return the Monday of the newest week whose callers have all had their `WINDOW` to come back."""
    today = (now - WINDOW).astimezone(zone).date()
    return today - timedelta(days=today.isoweekday() - 1 + 7)
