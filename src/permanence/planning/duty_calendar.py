"""An agent's duties as an iCalendar feed (RFC 5545): shifts, breaks and absences, in UTC, and nothing about anybody else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from icalendar import Calendar, Component, Event

from permanence.kernel.ids import AgentId
from permanence.planning.duty import Absence, AbsenceKind
from permanence.planning.model import Shift

REFRESH = "PT1H"
WORDS = {
    "fr": {
        "name": "Mes horaires", "shift": "Service", "break": "Pause", "leave": "Congé", "sickness": "Absence",
        "training": "Formation", "meeting": "Réunion", "other": "Absence",
    },
    "en": {
        "name": "My duties", "shift": "Duty", "break": "Break", "leave": "Leave", "sickness": "Absence",
        "training": "Training", "meeting": "Meeting", "other": "Absence",
    },
}  # fmt: skip
"""What a phone's lock screen may show: an illness is an absence there."""


def calendar(
    agent: AgentId, shifts: Iterable[Shift], absences: Iterable[Absence], language: str, now: datetime
) -> bytes:
    """Return the feed. An event keeps its identity as long as it starts at the same moment."""
    words = WORDS.get(language, WORDS["en"])
    feed = Calendar()
    _add(feed, prodid="-//Permanence//Duties//EN", version="2.0")
    _add(feed, **{"x-wr-calname": words["name"], "x-published-ttl": REFRESH})
    for shift in shifts:
        feed.add_component(_event(agent, "shift", words["shift"], shift.starts, shift.ends, now))
        for each in shift.breaks:
            feed.add_component(_event(agent, "break", words["break"], each.starts, each.ends, now))
    for absence in absences:
        if absence.kind is not AbsenceKind.SWAPPED:
            feed.add_component(_event(agent, "absence", words[absence.kind], absence.starts, absence.ends, now))
    return feed.to_ical()


def _event(agent: AgentId, kind: str, title: str, starts: datetime, ends: datetime, now: datetime) -> Event:
    event = Event()
    uid = f"{kind}-{starts:%Y%m%dT%H%M%SZ}-{agent}@permanence"
    _add(event, uid=uid, dtstamp=now, dtstart=starts, dtend=ends, summary=title)
    _add(event, transp="TRANSPARENT" if kind == "break" else "OPAQUE")
    return event


def _add(component: Component, **fields: object) -> None:
    for name, value in fields.items():
        component.add(name, value)  # pyright: ignore[reportUnknownMemberType] the library takes anything
