"""What the demonstration remembers of itself: its firms' ids, and the automatic agents with their telephones' passwords."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from permanence.adapters.asterisk.configuration import write_private
from permanence.app.settings import Settings

SWITCHED_ON = "PERMANENCE_DEMONSTRATION"


class Seat(msgspec.Struct, frozen=True):
    """Whose phone it is: the agent, the firm, the name and password under which the phone registers."""

    firm: str
    person: str
    agent: str
    endpoint: str
    password: str
    disposition: str

    def __repr__(self) -> str:
        """Keep the password out of logs."""
        return f"Seat({self.agent})"


class State(msgspec.Struct, frozen=True):
    """The demonstration of this installation: firms by mark, one seat each, and its director by firm."""

    firms: dict[str, str] = {}
    directors: dict[str, str] = {}
    seats: tuple[Seat, ...] = ()

    def seat_of(self, firm: str) -> Seat | None:
        """Return a firm's automatic agent."""
        return next((seat for seat in self.seats if seat.firm == firm), None)


def is_on(environment: Mapping[str, str] = os.environ) -> bool:
    """Say whether this platform was started as a demonstration (``permanence run``)."""
    return environment.get(SWITCHED_ON) == "1"


def file_of(settings: Settings) -> Path:
    """Return where it is kept, readable by the owner alone."""
    return settings.secrets / "demonstration.json"


def load(settings: Settings) -> State:
    """Return what is remembered; an empty state before the first seeding."""
    file = file_of(settings)
    return msgspec.json.decode(file.read_bytes(), type=State) if file.exists() else State()


def save(settings: Settings, state: State) -> None:
    """Remember."""
    settings.secrets.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_private(file_of(settings), msgspec.json.encode(state).decode())
