"""The floor's mailbox: signals, wishes and timers go through the pure machine one by one; the record is committed;
only then does the world hear of it.

While a commit is under way the next inputs gather, so that under load one commit keeps many of them. When the
database is away batches go to a local backlog (with fsync) and are committed in order when it is back; calls go on
meanwhile, and what must not happen without the record (dialling out) is refused.
"""

from __future__ import annotations

import asyncio
import heapq
from collections import deque
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta

import structlog

from permanence.floor import cards, machine
from permanence.floor.asks import do, explain
from permanence.floor.batch import Batch, Scribe
from permanence.floor.intents import Explain
from permanence.floor.ports import Backlog, Clock, Records, Survey, Switch, Unsavable
from permanence.floor.protocol import Beat, Do, Owed, PadEnded, Reply
from permanence.floor.recovery import names_of, reconcile
from permanence.floor.render import Gallery
from permanence.floor.views import Change, Rows
from permanence.floor.watch import watch_promises
from permanence.floor.world import Effects, World
from permanence.interaction.signals import SwitchSignal
from permanence.interaction.steps import No
from permanence.kernel.errors import Unavailable
from permanence.kernel.ids import AgentId, FirmId, IdSource, QueueId
from permanence.routing.model import Device

BATCH_MAX = 400  # inputs to one commit
BEAT_LOST = timedelta(seconds=9)  # a page beats every five seconds
SWEEP = timedelta(seconds=1)
DRAIN_PAUSE_S = 1.0
# The database rests between commits half as long as it worked, up to this bound. What a commit costs hardly depends on how many
# inputs it keeps: on a machine that has time the rest is a millisecond that nobody notices, on one that has not it grows,
# more inputs go with each commit, and the time is left for the calls themselves. A call that finds the floor idle waits for
# nothing.
REST_PART, REST_MOST_S = 0.5, 0.02

log = structlog.get_logger("floor")
Input = Callable[[datetime], None]


class Engine:
    """Runs one floor. `publish` is given the changed rows of followed firms."""

    def __init__(
        self,
        world: World,
        switch: Switch,
        records: Records,
        backlog: Backlog,
        clock: Clock,
        ids: IdSource,
        publish: Callable[[dict[FirmId, list[Change]]], None],
    ) -> None:
        """Wire the parts; nothing runs yet."""
        self.world, self.switch, self.records, self.backlog = world, switch, records, backlog
        self.clock, self.ids, self.publish = clock, ids, publish
        self.gallery = Gallery()
        self.scribe = Scribe()
        self.faults = 0
        self.commits = 0
        self._inputs: deque[Input] = deque()
        self._after: list[Callable[[], None]] = []
        self._woken = asyncio.Event()
        self._timers: list[tuple[datetime, str, str]] = []
        self._beats: dict[AgentId, datetime] = {}
        self._swept: datetime | None = None
        self._kept_at = 0.0  # on the loop's clock: when the last commit began
        self._apart_s = 0.0
        self._stopping = False
        self._tasks: set[asyncio.Task[None]] = set()
        switch.attach(self._on_signal, self._on_link)

    # -- doors ---------------------------------------------------------------------------------------------

    def post(self, item: Input) -> None:
        """Put an input at the end of the mailbox."""
        self._inputs.append(item)
        self._woken.set()

    def after_kept(self, deed: Callable[[], None]) -> None:
        """From within an input: do this once its record is kept and its commands are out."""
        self._after.append(deed)

    def ask(self, request: Do, answer: Callable[[Reply], None]) -> None:
        """Carry out a person's wish; the answer comes after its record is kept."""

        def apply(now: datetime) -> None:
            if isinstance(request.intent, Explain):
                made = explain(self.world, FirmId(request.firm), request.intent)
            else:
                made = do(self.world, AgentId(request.agent) if request.agent else None, request.intent, now, self.ids)
            if isinstance(made, No):
                reply = Reply(request.id, made.code, made.message)
            else:
                reply = Reply(request.id, data=made)
            self.after_kept(lambda: answer(reply))

        self.post(apply)

    def beat(self, beat: Beat) -> None:
        """An agent's page is awake, or was closed."""

        def apply(now: datetime) -> None:
            agent = AgentId(beat.agent)
            if agent in self.world.board.agents:
                self._beats[agent] = now
                self.world.board.beat(agent, now, awake=beat.awake)
                machine.agent_freed(self.world, agent, now)

        self.post(apply)

    def owe(self, owed: Owed, answer: Callable[[Reply], None]) -> None:
        """Write down a caller whom the switch kept alone; the answer comes when the record has it."""

        def apply(_: datetime) -> None:
            machine.missed(self.world, owed.dialled, owed.caller, owed.since, owed.until, self.ids)
            self.after_kept(lambda: answer(Reply(owed.id)))

        self.post(apply)

    def pad_ended(self, told: PadEnded, answer: Callable[[Reply], None]) -> None:
        """Take over how a capture of a card ended; the answer comes when the record has it."""

        def apply(now: datetime) -> None:
            refused = cards.pad_ended(self.world, told, now, self.ids)
            reply = Reply(told.id, refused.code, refused.message) if refused is not None else Reply(told.id)
            self.after_kept(lambda: answer(reply))

        self.post(apply)

    def follow(self, firm: FirmId, answer: Callable[[Rows], None]) -> None:
        """Give a firm's rows now; `publish` gives the changes from then on."""
        self.post(lambda _: self.after_kept(lambda: answer(self.gallery.snapshot(self.world, firm))))

    def stop(self) -> None:
        """End after what has gathered is kept and carried out; calls go on, the next start finds them."""
        self._stopping = True
        self._woken.set()

    # -- the loop ------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Serve until `stop`."""
        self._watch_beats(self.clock.now())
        while not (self._stopping and not self._inputs):
            await self._wait()
            await self._gather()
            now = self.clock.now()
            self._due(now)
            for _ in range(min(len(self._inputs), BATCH_MAX)):
                self._apply(self._inputs.popleft(), now)
            await self._commit()
        for task in list(self._tasks):
            task.cancel()

    async def _wait(self) -> None:
        if self._inputs:
            return
        self._woken.clear()
        due = self._timers[0][0] if self._timers else None
        until = min(t for t in (due, (self._swept or self.clock.now()) + SWEEP) if t is not None)
        try:
            rest = min(until - self.clock.now(), SWEEP)  # a clock that was put back would have us sleep for as long
            async with asyncio.timeout(max(0.0, rest.total_seconds())):
                await self._woken.wait()
        except TimeoutError:
            pass  # a deadline came up

    async def _gather(self) -> None:
        """Let more inputs come where the last commit was just now."""
        rest = self._kept_at + self._apart_s - asyncio.get_running_loop().time()
        if rest > 0:
            await asyncio.sleep(rest)

    def _apply(self, item: Input, now: datetime) -> None:
        """Apply one input. A fault in it is told and survived: it must not take all other calls with it."""
        try:
            item(now)
        except Exception:  # the last door before every call on the floor would die
            self.faults += 1
            log.exception("input_failed")

    def _due(self, now: datetime) -> None:
        while self._timers and self._timers[0][0] <= now:
            _, name, what = heapq.heappop(self._timers)
            self._apply(lambda at, n=name, w=what: machine.time_up(self.world, n, w, at), now)
        if self._swept is None or abs(now - self._swept) >= SWEEP:
            self._swept = now
            self._watch_beats(now)
            self._apply(lambda at: watch_promises(self.world, at), now)

    def _watch_beats(self, now: datetime) -> None:
        for agent, state in self.world.board.agents.items():
            if not state.beating or self.world.board.cards[agent].device is not Device.BROWSER:
                continue
            beat = self._beats[agent] = min(self._beats.get(agent, now), now)
            if now - beat > BEAT_LOST:
                self.world.board.beat(agent, now, awake=False)

    async def _commit(self) -> None:
        """Keep the record of what was applied, then let the world hear of it."""
        effects = self.world.take_effects()
        for timer in effects.timers:
            heapq.heappush(self._timers, timer)
        queues, self.world.board.touched_queues = self.world.board.touched_queues, set()
        after, self._after = self._after, []
        changes = self._shown(effects, queues)
        batch = self.scribe.write(self.world, effects, self._unwritten)
        if not batch.is_empty():
            loop = asyncio.get_running_loop()
            self._kept_at = loop.time()
            await self._keep(batch)
            took = loop.time() - self._kept_at
            self._apart_s = took + min(REST_PART * took, REST_MOST_S)
        self.switch.send(effects.commands)
        if changes:
            self.publish(changes)
        for call in after:
            self._apply(lambda _, call=call: call(), self.clock.now())

    def _shown(self, effects: Effects, queues: set[QueueId]) -> dict[FirmId, list[Change]]:
        """Return what changed on screens. A row that cannot be drawn costs the screens one change, never a call."""
        try:
            return self.gallery.changes(self.world, effects, queues)
        except Exception:  # as in `_apply`
            self.faults += 1
            log.exception("rows_not_shown")
            return {}

    def _unwritten(self, what: str) -> None:
        """Something has no row that could be written: it goes on, and everything beside it is kept."""
        self.faults += 1
        log.exception("not_written", what=what)

    async def _keep(self, batch: Batch) -> None:
        if not self.world.degraded:
            try:
                await self.records.save(batch)
            except Unavailable:
                self._database_gone()
            except Unsavable:
                await self._save_apart(batch)
                return
            else:
                self.commits += 1
                return
        self._keep_here(batch)

    def _keep_here(self, batch: Batch) -> None:
        """Keep a batch on the local disk; where even that refuses it waits in memory, and everybody is told."""
        try:
            self.backlog.append(batch)
        except Unavailable:
            if "disk_full" not in self.gallery.notices:
                log.critical("disk_full")
                self.notice("disk_full", self.clock.now())

    async def _save_apart(self, batch: Batch) -> None:
        """Some row is refused: keep firm by firm, so that one firm's fault costs the others nothing."""
        for firm in sorted(batch.firms()):
            try:
                await self.records.save(batch.of(firm))
            except Unsavable:
                self._set_aside(batch.of(firm))
            except Unavailable:
                self._keep_here(batch.of(firm))
                if not self.world.degraded:
                    self._database_gone()

    def _set_aside(self, batch: Batch) -> None:
        self.faults += 1
        log.error("rows_refused", firms=sorted(batch.firms()))
        try:
            self.backlog.set_aside(batch)
        except Unavailable:
            log.critical("rows_lost", firms=sorted(batch.firms()))

    # -- the database away ---------------------------------------------------------------------------------

    def _database_gone(self) -> None:
        log.warning("database_away")
        self.world.degraded = True
        self.notice("database_away", self.clock.now())
        self._spawn(self._drain())

    async def _drain(self) -> None:
        """Commit the backlog in order; when it is empty the database is used directly again."""
        while True:
            batch = self.backlog.first()
            if batch is None:
                break
            try:
                await self.records.save(batch)
            except Unavailable:
                await asyncio.sleep(DRAIN_PAUSE_S)
                continue
            except Unsavable:
                self._set_aside(batch)
            self.backlog.drop_first()
        self.world.degraded = False
        log.info("database_back")
        self.notice("database_away", None)
        self.notice("disk_full", None)

    # -- the switch ----------------------------------------------------------------------------------------

    def _on_signal(self, signal: SwitchSignal) -> None:
        self.post(lambda now: machine.receive(self.world, signal, now, self.ids))

    def _on_link(self, up: bool) -> None:
        log.info("switch_link", up=up)
        self.notice("switch_away", None if up else self.clock.now())
        if up:
            # What is made after the question must not be missed in the answer, nor what the switch has not been told of yet.
            self.post(lambda _: self.after_kept(lambda: self._spawn(self._recover(names_of(self.world)))))

    async def _recover(self, known: frozenset[str]) -> None:
        try:
            survey = await self.switch.survey()
        except Unavailable:
            return  # the link is down again; the next one recovers
        self.post(lambda now: self._reconcile(survey, known, now))

    def _reconcile(self, survey: Survey, known: frozenset[str], now: datetime) -> None:
        reconcile(self.world, survey, known, now, self.ids)
        log.info("recovered", calls=len(self.world.calls), legs=len(survey.legs))

    def notice(self, code: str, since: datetime | None) -> None:
        """Tell everybody of trouble (since when), or that it is over (None)."""
        self.post(lambda _: self.after_kept(lambda: self._publish_notice(code, since)))

    def _publish_notice(self, code: str, since: datetime | None) -> None:
        changes = self.gallery.note(code, since)
        if changes:
            self.publish(changes)

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
