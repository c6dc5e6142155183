"""What the set-up of flows needs of the world: rows, and a studio for prompts."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from permanence.firms.ports import Rows
from permanence.flows.setup import Brand, Disposition, FlowCard, Number, Plan, Prompt
from permanence.kernel.database import Connection
from permanence.kernel.ids import FirmId, PromptId


class SoundMade(NamedTuple):
    """A sound that the switch can play: its place without the ending, its length, remarks for the person."""

    file: str
    duration_ms: int
    remarks: tuple[str, ...]


class SoundStudio(Protocol):
    """Makes prompts that the switch can play; refuses, with the reason, what cannot become one."""

    async def convert(self, firm: FirmId, prompt: PromptId, uploaded: bytes) -> SoundMade:
        """Turn an uploaded WAV or MP3 into a prompt."""
        ...

    async def speak(self, firm: FirmId, prompt: PromptId, text: str, language: str) -> SoundMade:
        """Say a text with a synthetic voice."""
        ...

    async def read(self, file: str) -> bytes:
        """Return a prompt's sound as WAV."""
        ...


class PromptRows(Rows[Prompt], Protocol):
    """Prompts, which have a sound."""

    async def set_sound(self, c: Connection, prompt: str, made: SoundMade) -> None:
        """Write where the sound is."""
        ...

    async def file_of(self, c: Connection, prompt: str) -> str | None:
        """Return where the sound is, None for a prompt without one."""
        ...


class Known(NamedTuple):
    """The ids that flows may name."""

    plans: frozenset[str]
    prompts: frozenset[str]


class FlowsStore(Protocol):
    """All rows of the set-up."""

    @property
    def prompts(self) -> PromptRows:
        """Return the rows of prompts."""
        ...

    @property
    def brands(self) -> Rows[Brand]:
        """Return the rows of brands."""
        ...

    @property
    def plans(self) -> Rows[Plan]:
        """Return the rows of plans."""
        ...

    @property
    def flows(self) -> Rows[FlowCard]:
        """Return the rows of flows."""
        ...

    @property
    def numbers(self) -> Rows[Number]:
        """Return the rows of numbers."""
        ...

    @property
    def dispositions(self) -> Rows[Disposition]:
        """Return the rows of dispositions."""
        ...

    async def known(self, c: Connection) -> Known:
        """Return the ids of the firm's plans and prompts."""
        ...

    async def users_of(self, c: Connection, id_: str) -> list[str]:
        """Return the names of the flows that name this thing."""
        ...
