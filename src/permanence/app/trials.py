"""Tries drafts of the rules on past days, one after the other, in a process of its own so that nothing else waits for it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import msgspec
import structlog

from permanence.adapters.postgres.pool import Database
from permanence.app.past import PastDays
from permanence.kernel.errors import PermanenceError, Unavailable
from permanence.kernel.ids import FirmId, PolicyId
from permanence.routing.model import QueueCard
from permanence.routing.policy import Trial, ruled
from permanence.routing.store_policy import PostgresPolicies
from permanence.sim.history_day import NothingToPlay, Trace
from permanence.sim.replay import play
from permanence.sim.shop import DayReport
from permanence.sim.trial import Pair, line_of, outcomes

log = structlog.get_logger("trials")
PAUSE_S = 1.0
NICENESS = 15  # after calls, and after recordings
BROKEN = "bug"


class LeftOff(Exception):
    """Another trial was asked for meanwhile, the draft is gone, or the worker ends: then it is begun again later."""


class Trials:
    """Plays what was asked for. `database` is the floor's door, which sees all firms."""

    def __init__(self, database: Database, players: Executor | None = None) -> None:
        """Wrap a door; `players` are the processes that play, one of its own when left out."""
        self.database, self.past, self.rows = database, PastDays(database), PostgresPolicies()
        self._players = players
        self._stop = asyncio.Event()

    def stop(self) -> None:
        """End after the play that is under way."""
        self._stop.set()

    async def run(self) -> None:
        """Work until `stop`."""
        while not self._stop.is_set():
            try:
                busy = await self.turn()
            except Unavailable as error:
                log.warning("trials_wait", why=error.message)
                busy = False
            if not busy:
                try:
                    async with asyncio.timeout(PAUSE_S):
                        await self._stop.wait()
                except TimeoutError:
                    pass  # the pause is over
        self.close()

    def close(self) -> None:
        """End the processes that play."""
        if self._players is not None:
            self._players.shutdown(cancel_futures=True)

    async def turn(self) -> bool:
        """Do the next trial, if one was asked for; say whether one was."""
        found = await self._next()
        if found is None:
            return False
        firm, policy, trial = found
        try:
            await self._try(firm, policy, trial)
        except LeftOff:
            log.info("trial_left_off", policy=policy)
        except Unavailable:
            raise  # the trial stays asked for, and is begun again
        except PermanenceError as error:
            await self._note(firm, policy, msgspec.structs.replace(trial, state="failed", trouble=error.code))
        except Exception:  # told to whoever asked, instead of being tried again for ever
            log.exception("trial_failed", policy=policy)
            await self._note(firm, policy, msgspec.structs.replace(trial, state="failed", trouble=BROKEN))
        return True

    async def _next(self) -> tuple[FirmId, PolicyId, Trial] | None:
        async with self.database.nobody() as door:
            roster = [FirmId(firm) for (firm,) in await (await door.execute("select firms.roster()")).fetchall()]
        if not roster:
            return None
        async with self.database.firms(roster) as c:
            return await self.rows.next_trial(c)

    async def _try(self, firm_id: FirmId, policy: PolicyId, trial: Trial) -> None:
        firm = await self.past.firm(firm_id)
        pairs: list[Pair] = []
        trial = msgspec.structs.replace(trial, state="playing", done=0, of=2 * len(trial.days))
        for day in trial.days:
            await self._progress(firm_id, policy, trial)
            try:
                trace = await self.past.day(firm, day)
            except NothingToPlay:
                trial = msgspec.structs.replace(trial, done=trial.done + 2)
                continue
            before = await self._play(trace, trace.queues)
            trial = msgspec.structs.replace(trial, done=trial.done + 1)
            await self._progress(firm_id, policy, trial)
            after = await self._play(trace, ruled(trace.queues, trial.rules))
            pairs.append(Pair(trace, before, after))
            trial = msgspec.structs.replace(trial, done=trial.done + 1)
        if not pairs:
            raise NothingToPlay
        agents = round(sum(len(pair.trace.agents) for pair in pairs) / len(pairs))
        done = msgspec.structs.replace(trial, state="done", agents=agents, outcomes=outcomes(pairs), line=line_of(pairs[0]))
        await self._progress(firm_id, policy, done)
        log.info("trial_done", policy=policy, days=len(pairs))

    async def _play(self, trace: Trace, queues: Sequence[QueueCard]) -> DayReport:
        if self._players is None:
            self._players = ProcessPoolExecutor(1, get_context("spawn"), os.nice, (NICENESS,))
        work: Any = self._players.submit(play, trace, list(queues))
        return await asyncio.wrap_future(work)

    async def _progress(self, firm: FirmId, policy: PolicyId, trial: Trial) -> None:
        if not await self._note(firm, policy, trial) or self._stop.is_set():
            raise LeftOff

    async def _note(self, firm: FirmId, policy: PolicyId, trial: Trial) -> bool:
        async with self.database.firms([firm]) as c:
            return await self.rows.note_trial(c, policy, trial)
