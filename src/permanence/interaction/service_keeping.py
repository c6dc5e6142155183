"""Brings recordings from the spool into the archive, and out of it when their time is over.

The journal says when a recording begins and ends; rows say what is still to be done, so every step may be cut
anywhere and done again. A plain file goes only after its sealed twin and key are committed; files that the record
does not explain are deleted after a while of doubt, so that none stays for ever.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

import structlog

from permanence.interaction.archive import (
    SIDES,
    Fate,
    Kept,
    Mark,
    SealedSound,
    call_of_spool,
    fate_of,
    next_try,
    spool_of,
)
from permanence.interaction.errors import CannotSeal
from permanence.interaction.events import RecordingStarted
from permanence.interaction.ports import AllFirms, Clock, Positions, RecordingStore, SealedFiles, Spool
from permanence.kernel.ids import FirmId, IdSource, RecordingId

NEWS_MAX = 500
SEAL_MAX = 20
ERASE_MAX = 200
DOUBT = timedelta(minutes=2)

log = structlog.get_logger("recordings")


class Keeper:
    """The worker's use cases for recordings; one at a time works on an installation."""

    def __init__(
        self,
        database: AllFirms,
        store: RecordingStore,
        positions: Positions,
        spool: Spool,
        files: SealedFiles,
        clock: Clock,
        ids: IdSource,
    ) -> None:
        """Wire the parts."""
        self.database, self.store, self.positions = database, store, positions
        self.spool, self.files, self.clock, self.ids = spool, files, clock, ids
        self._doubts: dict[str, datetime] = {}

    async def catch_up(self) -> int:
        """Take in what the journal says of recordings; return how many lines were read."""
        firms = await self._everyone()
        if not firms:
            return 0
        async with self.database.firms(firms) as c:
            after = await self.positions.read(c)
            news = await self.store.news(c, after, NEWS_MAX)
            if list(await self.store.everyone(c)) != firms:
                return 0  # a firm was born meanwhile: its lines were not seen, so none may be passed; read again
            for line in news:
                if isinstance(line.fact, RecordingStarted):
                    recording = RecordingId(self.ids.new("rec"))
                    await self.store.begin(c, line, line.fact.recording, recording, line.fact.purpose)
                else:
                    marks = [Mark(*mark) for mark in line.fact.marks]
                    await self.store.close(c, line.firm, line.fact.recording, line.at, line.fact.started_ms, marks)
            if news:
                await self.positions.write(c, news[-1].position)
        return len(news)

    async def seal_due(self) -> int:
        """Seal what waits; return how many were looked at."""
        firms = await self._everyone()
        if not firms:
            return 0
        async with self.database.firms(firms) as c:
            waiting = await self.store.to_seal(c, self.clock.now(), SEAL_MAX)
        for recording in waiting:
            await self._seal(recording)
        return len(waiting)

    async def _seal(self, recording: Kept) -> None:
        try:
            key_id, firm_key = await self._firm_key(recording.firm)
            sound = await self.files.seal(recording, key_id, firm_key)
        except CannotSeal as error:
            await self._give_up_or_wait(recording, error)
            return
        async with self.database.firms([recording.firm]) as c:
            won = await self.store.sealed(c, recording, sound)
        if not won:
            await self.files.delete(recording.firm, sound.file)
            return
        await self._delete_plain([recording.spool])
        log.info("recording_sealed", recording=recording.id, call=recording.call, **_heard(sound))

    async def _give_up_or_wait(self, recording: Kept, error: CannotSeal) -> None:
        try_at = None if error.final else next_try(self.clock.now(), recording.tries)
        async with self.database.firms([recording.firm]) as c:
            await self.store.troubled(c, recording, error.message, try_at)
        log.warning("recording_not_sealed", recording=recording.id, why=error.message, try_at=try_at)
        if try_at is None:
            await self._delete_plain([recording.spool])

    async def _firm_key(self, firm: FirmId) -> tuple[str, bytes]:
        async with self.database.firms([firm]) as c:
            found = await self.store.firm_key(c, firm, None)
            if found is None:
                found = self.ids.new("key"), self.files.new_firm_key()
                await self.store.add_firm_key(c, firm, *found, self.clock.now())
        return found[0], self.files.firm_key(found[1])

    async def sweep(self) -> None:
        """Go through the plain files: none may stay that nobody will seal."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        strangers: list[str] = []
        for name in await self.spool.names():
            ours = spool_of(name)
            (found[ours[0]] if ours else strangers).append(name)
        firms = await self._everyone()
        if not firms:
            return
        async with self.database.firms(firms) as c:
            known = await self.store.spools(c, list(found))
            open_calls = await self.store.open_calls(c, [call_of_spool(spool) for spool in found])
        doubtful: set[str] = set(strangers)
        for spool, names in found.items():
            firm, status = known.get(spool, (None, None))
            match fate_of(status, call_is_open=call_of_spool(spool) in open_calls):
                case Fate.DELETE:
                    await self.spool.delete(names)
                case Fate.CLOSE if firm is not None:
                    doubtful.add(spool)
                    if self._has_doubted(spool):
                        await self._close(firm, spool)
                case Fate.DOUBT:
                    doubtful.update(names)
                case _:
                    pass
        await self._delete_strangers(doubtful - set(found))
        self._doubts = {name: at for name, at in self._doubts.items() if name in doubtful}

    async def _delete_strangers(self, names: Iterable[str]) -> None:
        condemned = [name for name in names if self._has_doubted(name)]
        if condemned:
            log.warning("unknown_plain_files_deleted", names=sorted(condemned))
            await self.spool.delete(condemned)

    def _has_doubted(self, name: str) -> bool:
        now = self.clock.now()
        return now - self._doubts.setdefault(name, now) >= DOUBT

    async def _close(self, firm: FirmId, spool: str) -> None:
        """The call is over and its files lie there, but nobody said that they are whole: keep what there is."""
        log.warning("recording_closed_by_sweep", spool=spool)
        async with self.database.firms([firm]) as c:
            await self.store.close(c, firm, spool, self.clock.now(), None, [])

    async def erase_overdue(self) -> int:
        """Destroy keys and files of recordings whose time is over; return how many."""
        firms = await self._everyone()
        if not firms:
            return 0
        async with self.database.firms(firms) as c:
            overdue = await self.store.overdue(c, self.clock.now(), ERASE_MAX)
        for recording in overdue:
            async with self.database.firms([recording.firm]) as c:
                await self.store.erase(c, recording, self.clock.now())
            if recording.file is not None:
                await self.files.delete(recording.firm, recording.file)
            await self._delete_plain([recording.spool])
            log.info("recording_erased", recording=recording.id, call=recording.call)
        return len(overdue)

    async def tidy(self) -> int:
        """Delete sealed files that no row needs: sealing or erasing was cut there. Return how many."""
        names = await self.files.names()
        firms = await self._everyone()
        if not firms:
            return 0
        async with self.database.firms(firms) as c:
            needed = await self.store.files(c)
        orphans = {(firm, name) for firm, name in names - needed if firm in firms}
        for firm, name in sorted(orphans):
            log.info("sealed_file_without_row_deleted", firm=firm, name=name)
            await self.files.delete(FirmId(firm), name)
        return len(orphans)

    async def _delete_plain(self, spools: Iterable[str]) -> None:
        await self.spool.delete(f"{spool}-{side}.wav" for spool in spools for side in SIDES)

    async def _everyone(self) -> list[FirmId]:
        async with self.database.nobody() as c:
            return list(await self.store.everyone(c))


def _heard(sound: SealedSound) -> dict[str, object]:
    return {"duration_ms": sound.duration_ms, "left_db": sound.left.rms_db, "right_db": sound.right.rms_db}
