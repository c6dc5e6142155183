"""The keypad's own application at the switch: the only place to which the keys of a caller who pays are told.

A leg that the floor moves here leaves the floor's application with all its events; what is heard here is read into one key at a
time and written nowhere. Nobody else is in the caller's room, so tones that a telephone sends in the voice reach nobody either.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from permanence.adapters.asterisk.ari import Ari, Pair, Request
from permanence.adapters.asterisk.decode import KEYS
from permanence.adapters.asterisk.execute import KEYPAD
from permanence.cards.consultation import CENT, MINUTE_S, Price, Unit
from permanence.cards.keypad import Prompt
from permanence.cards.ports import Asked
from permanence.kernel.ids import ConsultationId, InteractionId

WANTED = ("StasisStart", "StasisEnd", "ChannelHangupRequest", "ChannelDtmfReceived")
FILTER = msgspec.json.encode({"allowed": [{"type": name} for name in WANTED]}).decode()
SPOKEN = ("fr", "en")
UNIT = 1_000_000


class _Channel(msgspec.Struct):
    id: str


class _Event(msgspec.Struct):
    type: str
    args: tuple[str, ...] = ()
    channel: _Channel | None = None
    digit: str = ""


_read = msgspec.json.Decoder(_Event).decode


class KeypadRoom:
    """Implements `cards.ports.Room`. The hooks hear who comes, which key he presses, and that he left (True: he hung up)."""

    def __init__(self, base: str, user: str, password: str, sounds: Path) -> None:
        """Prepare to speak with ARI at `base`; `sounds` is the folder of the spoken prompts, one folder a language."""
        self._ari = Ari(base, user, password, KEYPAD, self._event, lambda _up: None, lines=2)
        self._sounds = sounds
        self._playing: dict[str, str] = {}
        self._hung_up: set[str] = set()
        self.on_arrived: Callable[[str, Asked], None] = lambda _leg, _asked: None
        self.on_key: Callable[[str, str], None] = lambda _leg, _key: None
        self.on_left: Callable[[str, bool], None] = lambda _leg, _hung_up: None

    @property
    def up(self) -> bool:
        """Whether the switch can be spoken to."""
        return self._ari.up

    def start(self) -> None:
        """Connect and keep connected until `stop`."""
        self._ari.start(self._prepare)

    async def stop(self) -> None:
        """Let go of the switch; the floor takes its callers back."""
        await self._ari.stop()

    def say(self, leg: str, asked: Asked, prompts: Sequence[Prompt]) -> None:
        """Play prompts to the caller, in place of what plays."""
        self.hush(leg)
        name = self._playing[leg] = f"pad-{secrets.token_hex(8)}"
        language = asked.language if asked.language in SPOKEN else "en"
        media = ",".join(uri for prompt in prompts for uri in self._media(prompt, asked.price, language))
        query = (Pair("media", media), Pair("lang", language))
        self._post(leg, Request("POST", f"channels/{leg}/play/{name}", query))

    def hush(self, leg: str) -> None:
        """Stop what plays."""
        playing = self._playing.pop(leg, None)
        if playing is not None:
            self._post(leg, Request("DELETE", f"playbacks/{playing}"))

    def _media(self, prompt: Prompt, price: Price, language: str) -> list[str]:
        file = f"sound:{self._sounds / language}/"
        if prompt is not Prompt.ACCEPT:
            return [file + prompt.value]
        whole, cents = price.amount // UNIT, price.amount % UNIT // CENT
        money = [f"number:{whole}", file + "euros"] + ([f"number:{cents}", file + "cents"] if cents else [])
        per = [file + "a_minute", file + "at_most"] if price.unit is Unit.MINUTE else [file + "for"]
        return [file + "price", *money, *per, f"number:{-(-price.most_s // MINUTE_S)}", file + "minutes", file + "accept"]

    def _post(self, leg: str, request: Request) -> None:
        self._ari.post(leg, request, lambda _status, _body: None)

    async def _prepare(self) -> None:
        await self._ari.ask("", Request("PUT", f"applications/{KEYPAD}/eventFilter", (), FILTER))

    def _event(self, text: bytes) -> None:
        try:
            event = _read(text)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return  # never told of: what cannot be read may hold a key
        leg = event.channel.id if event.channel is not None else ""
        match event.type:
            case "StasisStart" if (asked := asked_of(event.args)) is not None:
                self._hung_up.discard(leg)
                self.on_arrived(leg, asked)
            case "ChannelDtmfReceived" if event.digit in KEYS:
                self.on_key(leg, event.digit)
            case "ChannelHangupRequest":
                self._hung_up.add(leg)
            case "StasisEnd":
                self._playing.pop(leg, None)
                hung_up = leg in self._hung_up
                self._hung_up.discard(leg)
                self.on_left(leg, hung_up)
            case _:
                pass  # nothing else is asked for


def asked_of(words: tuple[str, ...]) -> Asked | None:
    """Return what the floor handed over with a leg, in the order of `interaction.card`; None where that is not understood."""
    if len(words) != 7:
        return None
    consultation, call, language, unit, amount, most_s, currency = words
    try:
        price = msgspec.convert({"unit": unit, "amount": int(amount), "most_s": int(most_s), "currency": currency}, type=Price)
    except (ValueError, msgspec.ValidationError):
        return None
    return Asked(ConsultationId(consultation), InteractionId(call), language, price)
