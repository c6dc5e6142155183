"""What the floor's engine needs from the world: a switch, a record, a clock, followers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from permanence.floor.batch import Batch
from permanence.interaction.commands import SwitchCommand
from permanence.interaction.signals import SwitchSignal


class LegSeen(msgspec.Struct, frozen=True):
    """A leg that the switch has at this moment. `ours` says that it is under the platform's control;
    `dialled` and `caller` are what an inbound leg came with."""

    up: bool
    ours: bool
    inbound: bool
    dialled: str = ""
    caller: str | None = None
    endpoint: str = ""


class Survey(msgspec.Struct, frozen=True):
    """What is alive on the switch: legs by name, rooms with their legs, files being written, reachable devices."""

    legs: dict[str, LegSeen]
    bridges: dict[str, tuple[str, ...]]
    recordings: frozenset[str]
    endpoints: dict[str, bool]


class Switch(Protocol):
    """The telephone switch. Signals reach the listener given to `attach`, in the order in which they happened."""

    def attach(self, on_signal: Callable[[SwitchSignal], None], on_link: Callable[[bool], None]) -> None:
        """Name who hears signals and whether the switch can be spoken to (True) or not (False)."""
        ...

    def send(self, commands: Sequence[SwitchCommand]) -> None:
        """Carry out commands soon; those of one call in order. A telephone that cannot be rung yields `Gone`."""
        ...

    async def survey(self) -> Survey:
        """Return what is alive now; raise `Unavailable` when the switch is away."""
        ...


class Clock(Protocol):
    """The time of day."""

    def now(self) -> datetime:
        """Return the time, aware, in UTC."""
        ...


class Unsavable(Exception):
    """The database refuses these rows for good; they are set aside so that all others can be kept."""


class Records(Protocol):
    """Where batches are kept."""

    async def save(self, batch: Batch) -> None:
        """Commit a batch; raise `Unavailable` when the database is away. Saving one twice changes nothing."""
        ...


class Backlog(Protocol):
    """Batches that wait for the database, on local disk, in order."""

    def append(self, batch: Batch) -> None:
        """Keep a batch; it survives a crash once this returns."""
        ...

    def first(self) -> Batch | None:
        """Return the oldest batch, None when there is none."""
        ...

    def drop_first(self) -> None:
        """Forget the oldest batch."""
        ...

    def set_aside(self, batch: Batch) -> None:
        """Keep a batch that the database refuses for good, for a person to look at."""
        ...
