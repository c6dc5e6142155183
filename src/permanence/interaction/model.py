"""What a call is made of: legs, queue place, consultation, listeners, recording.

`Call` is the whole state of one call in progress. It is a plain value: stored as one row while the call is
open, loaded again at every start of the floor, changed only by the machine in `call.py` and its rooms.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from permanence.kernel.ids import (
    AgentId,
    AgreementId,
    BrandId,
    ConsultationId,
    FirmId,
    InteractionId,
    NumberId,
    ProductId,
    PromptId,
    QueueId,
    TariffId,
    VersionId,
)


class Direction(StrEnum):
    """Who called whom."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class Phase(StrEnum):
    """Where the customer is."""

    FLOW = "flow"  # greeting, opening hours, menu
    QUEUED = "queued"  # music, announcements, offers
    DIALLING = "dialling"  # our agent called, the customer's telephone rings
    TALKING = "talking"
    RECONNECTING = "reconnecting"  # the agent's device was lost; the customer hears music
    TRANSFERRING = "transferring"  # the agent has left; the target rings; the customer hears music
    ENDED = "ended"


class Outcome(StrEnum):
    """How a call ended, in the words of the reports."""

    ANSWERED = "answered"  # customer and agent spoke
    ABANDONED = "abandoned"  # the customer left the queue
    LEFT_IN_MENU = "left_in_menu"
    CLOSED = "closed"  # heard the closing message to its end
    SELF_SERVED = "self_served"  # the flow ended the call after another message
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    REJECTED = "rejected"
    UNALLOCATED = "unallocated"
    FAILED = "failed"
    CANCELLED = "cancelled"  # our agent gave up before the customer answered


class EndedBy(StrEnum):
    """Who put the receiver down."""

    CUSTOMER = "customer"
    AGENT = "agent"
    TARGET = "target"
    SUPERVISOR = "supervisor"
    PLATFORM = "platform"
    SWITCH = "switch"


class LegState(StrEnum):
    """A telephone that rings or that is picked up."""

    RINGING = "ringing"
    UP = "up"


class Partner(msgspec.Struct, frozen=True):
    """The firm whose agent takes a call of another: by which version of which agreement, the name by which it knows the
    caller (never his number), from which country its agent answers, and whether the call may be kept and listened to."""

    firm: FirmId
    name: str
    agreement: AgreementId
    version: VersionId
    caller: str
    country: str = ""
    recording: bool = True
    listening: bool = True


class Leg(msgspec.Struct):
    """One party's connection other than the customer's; `channel` is the switch's name of it, chosen by us. `partner` says
    that the agent is of another firm than the call."""

    channel: str
    endpoint: str
    state: LegState
    since: datetime
    agent: AgentId | None = None
    label: str = ""
    partner: Partner | None = None


class Served(msgspec.Struct, frozen=True):
    """A stretch in which a partner's agent has the customer: who, and since when. `lost_at` is when the agent's device was lost,
    which ends the stretch unless it comes back."""

    partner: Partner
    agent: AgentId
    alias: str
    since: datetime
    lost_at: datetime | None = None


class Consult(msgspec.Struct):
    """A third party whom the agent asks, while the customer hears music or takes part."""

    leg: Leg
    joined: bool = False  # the customer is in the conversation: a conference


class MonitorMode(StrEnum):
    """What a supervisor does on a call."""

    LISTEN = "listen"
    WHISPER = "whisper"  # the agent hears the supervisor, the customer does not
    BARGE = "barge"


class Monitor(msgspec.Struct):
    """A supervisor on the call. `snoop` is None until the supervisor's device has answered."""

    supervisor: AgentId
    leg: Leg
    mode: MonitorMode
    bridge: str
    snoop: str | None = None
    snoop_up: bool = False


class CallBack(StrEnum):
    """A customer who need not wait on the line: he may ask to be called, or he did, left, and only his place waits."""

    OFFERED = "offered"
    KEPT = "kept"


class Mark(msgspec.Struct):
    """A stretch of the recording in which nothing was kept, and why (``hold``, ``private`` or ``card``)."""

    kind: str
    from_ms: int
    to_ms: int | None = None


class Recording(msgspec.Struct):
    """Both sides of a conversation, one file each; `id` is also the stem of the file names."""

    id: str
    started_at: datetime
    sides_up: list[str] = []
    sides_done: list[str] = []
    marks: list[Mark] = []
    stopped: bool = False


class Charge(msgspec.Struct):
    """What the customer pays for the call: `price` (millionths) by the minute or by the call, by which tariff, `most` at the most.
    `free_s` seconds are free at least, `skip_key` ends the announcement; charged `since` (None: not yet), warned after `warn_s`, cut
    after `longest_s` charged seconds. `caller` is a keyed hash of his number."""

    tariff: TariffId
    caller: str | None
    price: int
    basis: str
    currency: str
    most: int
    announced_at: datetime
    free_s: int
    skip_key: str | None
    longest_s: int | None
    warn_s: int | None
    warning: tuple[str, ...] = ()
    beeping: bool = False
    skipped: bool = False
    since: datetime | None = None
    warned_by: str | None = None  # the playback of the warning


class QueueTerms(msgspec.Struct, frozen=True):
    """What a queue does to its callers and agents, fixed when the caller entered it."""

    queue: QueueId
    name: str
    music: str | None = "default"  # None: the caller hears ringing and is not answered until an agent is
    ring_s: int = 20
    wrap_up_s: int = 30
    announce_every_s: int | None = 45
    record: bool = False
    priority: int = 0
    call_back: PromptId | None = None  # what is said to offer a call back; None: none is offered


class Place(msgspec.Struct, frozen=True):
    """Where a caller stands in the queue beyond the moment that decides: how far the search has widened, the agent who is
    waited for, and the how-manieth to join any queue, for those of one moment."""

    step: int = 0
    wanted: AgentId | None = None
    nth: int = 0


class CardTerms(msgspec.Struct, frozen=True):
    """What a consultation by card costs, fixed when the agent asked for it: `amount` in millionths for a `minute` or for a `packet`
    of `most_s` seconds, after which it ends in any case; `share` is the answering partner's part of it, per ten thousand."""

    product: ProductId
    name: str
    unit: str
    amount: int
    most_s: int
    currency: str = "EUR"
    share: int = 0


class Card(msgspec.Struct):
    """A consultation by card on this call: the caller is in the keypad's own room until there is a `result`; where that is
    ``authorised`` time counts from `since` until `until`. Of the card there are counts, and the last four digits."""

    id: ConsultationId
    terms: CardTerms
    agent: AgentId
    stage: str = "waiting"
    digits: int = 0
    tries: int = 1
    result: str | None = None
    last_four: str = ""
    since: datetime | None = None
    until: datetime | None = None


class Call(msgspec.Struct):
    """One call in progress. Times are aware UTC; `deadlines` are the timers the machine waits for."""

    id: InteractionId
    firm: FirmId
    direction: Direction
    language: str
    arrived_at: datetime
    phase: Phase
    number: NumberId | None = None
    brand: BrandId | None = None
    brand_name: str = ""
    greeting: str = ""  # what the agent says first
    whisper: str | None = None  # what a partner's agent hears before the caller
    whispering: str | None = None  # the agent picked up and hears it
    customer: str | None = None  # E.164, None when withheld
    dialled: str = ""
    trunk: str = ""
    customer_channel: str | None = None
    customer_up: bool = False
    node: str | None = None  # place in the flow
    tries: int = 0
    path: list[str] = []  # the caller's choices, for the agent's screen
    playing: str | None = None
    gathering_s: float | None = None
    terms: QueueTerms | None = None
    kept_s: int = 0  # how long the switch's own fall-back kept the caller before us; counts for the place
    queued_at: datetime | None = None  # decides the place; kept when a transfer or an agent's device fails
    waits_since: datetime | None = None  # when the present (or last) wait began
    wait_s: float | None = None  # how long the customer waited before the first answer
    waits_on_music: bool = False
    offer: Leg | None = None
    agent: Leg | None = None
    answered_at: datetime | None = None
    held: bool = False
    held_at: datetime | None = None
    hold_s: float = 0.0
    muted: bool = False
    private: bool = False
    consult: Consult | None = None
    transfer: Leg | None = None
    monitors: dict[str, Monitor] = {}
    recording: Recording | None = None
    deadlines: dict[str, datetime] = {}
    made: int = 0  # how many names were given out below this call
    facts: int = 0  # how many journal lines were written
    ended_at: datetime | None = None
    leaving: bool = False  # the customer's leg was told to end; until it has, the call is kept to tell it again
    outcome: Outcome | None = None
    ended_by: EndedBy | None = None
    cause: int | None = None  # Q.850, as the switch told it
    purpose: str | None = None  # why this firm records; None: no recording
    announced: int = 0  # how many waiting announcements were made
    last_agent: AgentId | None = None  # who spoke last, kept for the rows
    disposition: str | None = None
    notes: str = ""
    forbidden_offer: bool = False  # as a partner's agent told it
    complained: bool = False
    place: Place | None = None  # in the queue, now or at the last time
    call_back: CallBack | None = None
    served: Served | None = None
    charge: Charge | None = None  # while the customer pays, or is about to
    card: Card | None = None
    partners: list[FirmId] = []  # whose agents were rung or spoke, as long as they may write notes

    @property
    def bridge(self) -> str:
        """The name of the room in which customer and agent talk."""
        return str(self.id)

    def name(self, kind: str) -> str:
        """Return a fresh name below this call, as ``int_….leg3``; the same in every replay."""
        self.made += 1
        return f"{self.id}.{kind}{self.made}"


def seconds_between(begin: datetime, end: datetime) -> float:
    """Return the seconds from one moment to the other; none where the clock was put back in between."""
    return max(0.0, (end - begin).total_seconds())


def is_closed(call: Call) -> bool:
    """Say whether nothing more is expected of the call: it ended, everybody left, its files are closed."""
    files_open = call.recording is not None and not (
        call.recording.stopped and len(call.recording.sides_done) >= len(call.recording.sides_up)
    )
    return call.phase is Phase.ENDED and not files_open and not call.leaving


def is_capturing(call: Call) -> bool:
    """Say whether the caller is in the keypad's room, out of everybody's hearing."""
    return call.card is not None and call.card.result is None


def is_counting(call: Call) -> bool:
    """Say whether a consultation that is paid by card is under way."""
    return call.card is not None and call.card.since is not None and call.card.until is None


def call_of(name: str) -> InteractionId | None:
    """Return the call to which a name made by `Call.name` belongs, or None for foreign names."""
    head = name.partition(".")[0]
    return InteractionId(head) if head.startswith("int_") else None
