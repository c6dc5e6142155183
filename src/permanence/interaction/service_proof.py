"""What can be told of a call's recordings without hearing them: the digest of each one's sound, as the platform plays it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from permanence.interaction.archive import Kept, Status
from permanence.interaction.errors import DamagedRecording
from permanence.interaction.ports import AllFirms, RecordingStore, SealedFiles
from permanence.kernel.ids import FirmId, InteractionId

TO_COME = (Status.OPEN, Status.CLOSED)

log = structlog.get_logger("recordings")


@dataclass(frozen=True, slots=True)
class SoundProofs:
    """Reads sealed sounds through for their digests."""

    database: AllFirms
    store: RecordingStore
    files: SealedFiles

    async def of_call(self, firm: FirmId, call: InteractionId, spools: Sequence[str], *, late: bool) -> Sequence[bytes] | None:
        """Return the SHA-256 of the sound (a WAV file) of each of these recordings that can be heard, in their order.

        None: one of them is not sealed yet, or cannot be read at present. Where it is `late` such a one is left out.
        """
        async with self.database.firms([firm]) as c:
            known = {kept.spool: kept for kept in await self.store.of_call(c, call)}
        kept = [known.get(spool) for spool in spools]
        if not late and any(each is None or each.status in TO_COME for each in kept):
            return None
        digests: list[bytes] = []
        for each in kept:
            if each is None or not each.is_playable:
                continue
            try:
                digests.append(await self._digest(each))
            except DamagedRecording:  # the disk may be back in a moment; whoever is late goes on without it
                log.warning("recording_not_proven", recording=each.id, late=late)
                if not late:
                    return None
        return digests

    async def _digest(self, kept: Kept) -> bytes:
        async with self.database.firms([kept.firm]) as c:
            key = await self.store.firm_key(c, kept.firm, kept.key_id)
        if key is None:
            raise DamagedRecording
        whole = hashlib.sha256()
        async for piece in self.files.read(kept, self.files.firm_key(key[1]), 0, (kept.size or 0) - 1):
            whole.update(piece)
        return whole.digest()
