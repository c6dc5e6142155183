"""Asterisk as the floor's `Switch`: events become signals, commands become requests, in the order of each call."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence

import msgspec

from permanence.adapters.asterisk.ari import LINES, Ari, Pair, Request, SwitchAway
from permanence.adapters.asterisk.decode import WANTED, Decoder
from permanence.adapters.asterisk.endpoints import MODULE
from permanence.adapters.asterisk.execute import (
    BadCommand,
    leg_of,
    refusal,
    requests_of,
    without_originator,
)
from permanence.adapters.asterisk.survey import survey
from permanence.floor.ports import Survey
from permanence.interaction import commands as c
from permanence.interaction import signals as s

APP = "permanence"
READ_TRIES, READ_PAUSE_S = 20, 0.1
# A leg that the switch no longer knows: its end is on its way, or was missed; after this time we tell it ourselves.
MISSED_END_S = 2.0
SETTINGS_FILTER = msgspec.json.encode({"allowed": [{"type": name} for name in WANTED]}).decode()


class NotRead(SwitchAway):
    """The switch answers, but did not read its files again."""


def _nobody(_signal: s.SwitchSignal) -> None:
    """Hear nothing yet."""


def _nowhere(_up: bool) -> None:
    """Tell nobody yet."""


class AsteriskSwitch:
    """The `Switch` that the floor drives. `start` after `attach`; everything runs in one event loop."""

    def __init__(self, base: str, user: str, password: str, app: str = APP, lines: int = LINES) -> None:
        """Prepare to speak with ARI at `base` (``http://host:port/ari``)."""
        self.app = app
        self._decoder = Decoder()
        self._ari = Ari(base, user, password, app, self._event, self._link, lines)
        self._on_signal: Callable[[s.SwitchSignal], None] = _nobody
        self._on_link: Callable[[bool], None] = _nowhere
        self._playing: dict[str, str] = {}  # what plays on a leg
        self._plays: dict[str, str] = {}  # and the other way round

    @property
    def up(self) -> bool:
        """Whether the switch can be spoken to."""
        return self._ari.up

    @property
    def counts(self) -> Counter[str]:
        """What went wrong since the start, by kind."""
        return self._ari.counts + self._decoder.counts

    def attach(self, on_signal: Callable[[s.SwitchSignal], None], on_link: Callable[[bool], None]) -> None:
        """Name who hears signals and the state of the link."""
        self._on_signal, self._on_link = on_signal, on_link

    def start(self) -> None:
        """Connect and keep connected until `stop`."""
        self._ari.start(self._prepare)

    async def stop(self) -> None:
        """Let go of the switch; its calls go on."""
        await self._ari.stop()

    def send(self, commands: Sequence[c.SwitchCommand]) -> None:
        """Carry out commands soon; those of one call in order."""
        for command in commands:
            try:
                requests = requests_of(command, self.app, self._playing.get(getattr(command, "channel", "")))
            except BadCommand as error:
                self._ari.counts[f"bad_command:{type(command).__name__}"] += 1
                self._refused(command, 422, error.message)
                continue
            if isinstance(command, c.Play):
                self._playing[command.channel], self._plays[command.playback] = (
                    command.playback,
                    command.channel,
                )
            if isinstance(command, c.ToKeypad):
                self._decoder.note_moved(command.channel)
            for request in requests:
                self._post(command, request)

    async def survey(self) -> Survey:
        """Return what is alive now; raise `Unavailable` when the switch is away."""
        return await survey(self._ari, self.app)

    async def reload(self) -> None:
        """Have the switch read its endpoint files again; calls and registrations stay."""
        status, body = await self._ari.ask("reload", Request("PUT", f"asterisk/modules/{MODULE}"))
        if status != 204:
            raise NotRead(f"The switch did not read {MODULE}'s files again ({status}: {body[:200]}).")
        await self._follow_devices()

    # -- from the switch -----------------------------------------------------------------------------------

    async def _prepare(self) -> None:
        """Ask for the events that we use and no others, and for those of devices.

        The files of telephones may have changed while the link was down. They are read before the link counts as up:
        the first caller must not be offered to a telephone that the switch does not know yet.
        """
        await self._ari.ask("", Request("PUT", f"applications/{self.app}/eventFilter", (), SETTINGS_FILTER))
        for _ in range(READ_TRIES):
            try:
                await self.reload()
                return
            except NotRead:  # it is still starting, or reading them already
                self._ari.counts["endpoints_not_read"] += 1
                await asyncio.sleep(READ_PAUSE_S)
        await self._follow_devices()  # with the files that it read last: better than no calls at all

    async def _follow_devices(self) -> None:
        """Ask for the events of all devices. A switch that has no device yet refuses this, so it is asked again
        whenever devices were added; asking twice changes nothing."""
        devices = (Pair("eventSource", "endpoint:PJSIP"),)
        await self._ari.ask("", Request("POST", f"applications/{self.app}/subscription", devices))

    def _event(self, text: bytes) -> None:
        for signal in self._decoder.decode(text):
            self._tell(signal)
        if self._decoder.replaced:
            self._ari.drop_events()

    def _tell(self, signal: s.SwitchSignal) -> None:
        if isinstance(signal, s.Played):
            channel = self._plays.pop(signal.playback, "")
            if self._playing.get(channel) == signal.playback:
                del self._playing[channel]
        elif isinstance(signal, s.Gone):
            self._plays.pop(self._playing.pop(signal.channel, ""), None)
        self._on_signal(signal)

    def _link(self, up: bool) -> None:
        if not up:
            self._decoder.link_lost()
            self._playing.clear()
            self._plays.clear()
        self._on_link(up)

    # -- to the switch -------------------------------------------------------------------------------------

    def _post(self, command: c.SwitchCommand, request: Request) -> None:
        def done(status: int, body: str) -> None:
            if 200 <= status < 300:
                return
            if (
                isinstance(command, c.Ring)
                and command.originator
                and status == 400
                and _lender_gone(request, body)
            ):
                self._post(command, without_originator(request))
                return
            self._ari.counts[f"refused:{type(command).__name__}:{status}"] += 1
            self._refused(command, status, body)

        self._ari.post(command.call, request, done)

    def _refused(self, command: c.SwitchCommand, status: int, body: str) -> None:
        """Tell what follows from a command that came to nothing, after the events that are on their way already."""
        loop = asyncio.get_running_loop()
        signal = refusal(command, status, body)
        if signal is not None:
            loop.call_soon(self._tell, signal)
        leg = leg_of(command)
        if status == 404 and leg is not None:
            loop.call_later(MISSED_END_S, self._missed_end, leg)

    def _missed_end(self, leg: str) -> None:
        if self._ari.up and not self._decoder.has_ended(leg):
            self._ari.counts["missed_end"] += 1
            self._decoder.note_ended(leg)
            self._tell(s.Gone(leg, 0))


def _lender_gone(request: Request, body: str) -> bool:
    return any(pair.name == "originator" for pair in request.query) and "riginator" in body
