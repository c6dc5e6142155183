"""The language between web processes and the floor: one JSON object a line over a local socket.

Web to floor: `Request` (an intent of a person, a beat, a reload, the wish to follow a firm). Floor to web:
`Reply` to a request, `Update` with changed rows of a firm. A web process that falls behind is cut off and
begins again with a snapshot.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from permanence.floor.intents import AnyIntent
from permanence.routing.model import Reason


class Do(msgspec.Struct, frozen=True, tag="do"):
    """A person's intent; `agent` is the asking agent, `person` is noted in the journal."""

    id: int
    firm: str
    person: str
    agent: str | None
    intent: AnyIntent


class Beat(msgspec.Struct, frozen=True, tag="beat"):
    """An agent's page is awake; `awake` False says that it was closed."""

    firm: str
    agent: str
    awake: bool = True


class Follow(msgspec.Struct, frozen=True, tag="follow"):
    """Send the rows of this firm: a snapshot now, then every change."""

    id: int
    firm: str


class Reload(msgspec.Struct, frozen=True, tag="reload"):
    """The firm's set-up changed; read it again."""

    id: int
    firm: str


class Owed(msgspec.Struct, frozen=True, tag="owed"):
    """The switch alone kept this caller while the floor was away; the firm owes a call back. Times are ISO 8601."""

    id: int
    dialled: str
    caller: str | None
    since: datetime
    until: datetime


class PadUp(msgspec.Struct, frozen=True, tag="pad_up"):
    """The keypad's process is there, and has these captures under way, by consultation. Its line is its life: when that is
    lost, so are they."""

    captures: list[str] = []


class PadShown(msgspec.Struct, frozen=True, tag="pad_shown"):
    """How far a caller is with his card: the stage, how many digits of it are there (never which), and which try this is."""

    call: str
    consultation: str
    stage: str
    digits: int
    tries: int


class PadEnded(msgspec.Struct, frozen=True, tag="pad_ended"):
    """How a capture ended; answered, and told again until it is. `result` is authorised or why not; a hold that nobody waits for any
    more is refused with ``card.not_awaited`` and given back by who sent it."""

    id: int
    call: str
    consultation: str
    result: str
    token: str = ""
    network: str = ""
    last_four: str = ""


Request = Do | Beat | Follow | Reload | Owed | PadUp | PadShown | PadEnded


class Reply(msgspec.Struct, frozen=True, tag="reply"):
    """Answer to a request; `code` None means done. `data` may carry an id that was made, or what was asked."""

    id: int
    code: str | None = None
    message: str | None = None
    data: str | Reason | None = None


class Snapshot(msgspec.Struct, frozen=True, tag="snapshot"):
    """All rows of a firm, as of change number `seq`."""

    firm: str
    seq: int
    rows: dict[str, dict[str, dict[str, object]]]


class Update(msgspec.Struct, frozen=True, tag="update"):
    """Changed rows of a firm; `seq` follows the last one without a gap."""

    firm: str
    seq: int
    changes: list[tuple[str, str, dict[str, object] | None]]


Answer = Reply | Snapshot | Update
