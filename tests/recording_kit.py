"""What tests of recordings share: a floor's hand in the journal, plain files as the switch writes them, a keeper."""

from __future__ import annotations

import io
import wave
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from permanence.adapters.postgres.pool import Database
from permanence.adapters.postgres.reader import JournalReader
from permanence.adapters.recordings.keys import load_key
from permanence.adapters.recordings.sealed import SealedArchive
from permanence.adapters.recordings.spool import PlainFiles
from permanence.interaction.events import AgentAnswered, Fact, RecordingEnded, RecordingStarted, wire_name
from permanence.interaction.service_keeping import Keeper
from permanence.interaction.store_recordings import PostgresRecordings
from permanence.kernel.ids import AgentId, FirmId, InteractionId, RandomIds

IDS = RandomIds()
START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@dataclass
class HandClock:
    """A clock that is set by hand."""

    at: datetime = START

    def now(self) -> datetime:
        return self.at


@dataclass
class House:
    """The folders of one installation and what works in them."""

    folder: Path
    floor: Database
    clock: HandClock = field(default_factory=HandClock)

    def __post_init__(self) -> None:
        self.spool = PlainFiles(self.folder / "spool")
        self.spool.prepare()
        (self.folder / "recordings").mkdir(exist_ok=True)
        self.archive = SealedArchive(self.folder / "recordings", self.spool.folder, load_key(self.folder / "secrets"))
        self.keeper = self.new_keeper()

    def new_keeper(self) -> Keeper:
        """A keeper that remembers nothing, as after a restart."""
        return Keeper(
            self.floor, PostgresRecordings(), JournalReader("recordings"), self.spool, self.archive, self.clock, IDS
        )

    def plain(self) -> list[str]:
        return sorted(path.name for path in self.spool.folder.iterdir())

    def write_sides(self, spool: str, left: list[int], right: list[int]) -> None:
        for side, samples in (("in", left), ("out", right)):
            (self.spool.folder / f"{spool}-{side}.wav").write_bytes(mono(samples))


def mono(samples: Iterable[int]) -> bytes:
    output = io.BytesIO()
    with wave.open(output, "wb") as writer:
        writer.setparams((1, 2, 8000, 0, "NONE", ""))
        writer.writeframes(array("h", samples).tobytes())
    return output.getvalue()


async def write_call(
    floor: Database, firm: FirmId, *, customer: str | None = "+33612345678", agent: AgentId | None = None,
    arrived_at: datetime = START, is_open: bool = False, notes: str = "", disposition: str | None = None,
    outcome: str | None = "answered",
) -> InteractionId:  # fmt: skip
    """Write a call as the floor does, with the agent's answer in the journal."""
    call = InteractionId(IDS.new("int"))
    ended = None if is_open else arrived_at + timedelta(minutes=3)
    row = [
        firm, call, "inbound", None, None, None, agent, customer, "+33184800001", "fr", "talking" if is_open else "ended",
        arrived_at, arrived_at + timedelta(seconds=8), ended, outcome, "customer", 16, disposition, notes, 8.0, 172.0, 0.0,
    ]  # fmt: skip
    async with floor.firms([firm]) as c:
        await c.execute(f"insert into interaction.call values ({', '.join(['%s'] * len(row))})".encode(), row)
        if is_open:
            await c.execute("insert into interaction.open_call values (%s, %s, '{}')", [firm, call])
    if agent is not None:
        await say(floor, firm, call, AgentAnswered(agent, "Camille", 8.0), arrived_at + timedelta(seconds=8))
    return call


async def say(floor: Database, firm: FirmId, call: InteractionId, fact: Fact, at: datetime) -> None:
    """Write a line of the journal."""
    async with floor.firms([firm]) as c:
        cursor = await c.execute("select count(*) from interaction.journal where interaction_id = %s", [call])
        ((seq,),) = await cursor.fetchall()
        data = msgspec.json.encode(fact).decode()
        await c.execute(
            "insert into interaction.journal (firm_id, interaction_id, seq, at, kind, data) values (%s, %s, %s, %s, %s, %s)",
            [firm, call, seq + 1, at, wire_name(type(fact)), data],
        )


async def close_call(floor: Database, firm: FirmId, call: InteractionId) -> None:
    async with floor.firms([firm]) as c:
        await c.execute("delete from interaction.open_call where interaction_id = %s", [call])


async def record(
    floor: Database, firm: FirmId, call: InteractionId, *, number: int = 1, at: datetime = START, ended: bool = True,
    marks: tuple[tuple[str, int, int], ...] = (),
) -> str:  # fmt: skip
    """Have the journal say that a recording began, and that it ended; return the stem of its plain files."""
    spool = f"{call}.rec{number}"
    await say(floor, firm, call, RecordingStarted(spool, "qualité"), at + timedelta(seconds=8))
    if ended:
        fact = RecordingEnded(spool, 8000, ("in", "out"), marks)
        await say(floor, firm, call, fact, at + timedelta(minutes=3))
    return spool
