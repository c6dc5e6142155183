"""What screens see of the floor, row by row: agents, queues, calls, notices.

Rows are small and whole. An event is a list of changed rows (None: gone), so that an old snapshot plus the
events is the new snapshot; `apply` below is that equation, and the pages have the same function in TypeScript.
Times are ISO 8601 in UTC; the page counts seconds itself. Numbers are masked unless the viewer has the right.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

Change = tuple[str, str, dict[str, object] | None]
Rows = dict[str, dict[str, dict[str, object]]]


class PartyRow(msgspec.Struct, frozen=True):
    """A third party: consulted, or transferred to. `state` is ringing, up or joined (in the conference)."""

    label: str
    state: str
    agent: str | None = None


class MonitorRow(msgspec.Struct, frozen=True):
    """A supervisor on a call. `state` is ringing or up."""

    supervisor: str
    alias: str
    mode: str
    state: str


class DispositionRow(msgspec.Struct, frozen=True):
    """How a call may be qualified: a code and what it says in both languages."""

    code: str
    label_fr: str
    label_en: str


class GuestRow(msgspec.Struct, frozen=True):
    """What a partner's agent must know of a call that is another firm's: what may be offered to the caller and what may not,
    whether a card may be taken, the firm's name, and the dispositions of that firm, by which it is qualified."""

    owner: str
    agreement: str
    services: list[str]
    forbidden: list[str]
    cards: bool = False
    dispositions: list[DispositionRow] = []


class ProductRow(msgspec.Struct, frozen=True):
    """A consultation for which a card may be taken: `amount` in millionths for a minute, or for a packet of `most_s` seconds."""

    id: str
    name: str
    unit: str
    amount: int
    most_s: int
    currency: str


class CardRow(msgspec.Struct, frozen=True):
    """A card on a call. `stage` is waiting, accept, number, expiry, code, checking or ended, `digits` how many of them are there (the
    dots), `result` authorised or why not; time that is paid for counts from `since` until `until`."""

    id: str
    product: ProductRow
    stage: str
    digits: int
    tries: int
    result: str | None = None
    last_four: str = ""
    since: str | None = None
    until: str | None = None


class CallRow(msgspec.Struct, frozen=True):
    """A call in progress. `phase`: flow, queued, dialling, talking, reconnecting, transferring.

    `leg` is the state of the agent's own telephone (ringing or up) and `auto_answer` says that the page shall pick
    it up by itself with a beep (own dialling, the same call after a refresh). `call_back` is offered, or kept: the customer
    is not on the line, and is called once an agent is there. `agent_alias` and `partner` name an agent of another firm, and that
    firm, and `listening` whether their agreement lets supervisors onto the call; `partners_asked` are the firms at which he waits too. To that firm the call is shown with `guest`, and `customer` is
    an alias. `products` are what the agent may take a card for, `card` what is being paid.
    """

    id: str
    direction: str
    phase: str
    arrived_at: str
    customer: str | None
    dialled: str
    brand: str
    greeting: str
    language: str
    path: list[str]
    queue: str | None = None
    queue_name: str | None = None
    queued_at: str | None = None
    offered_to: str | None = None
    agent: str | None = None
    leg: str | None = None
    auto_answer: bool = False
    answered_at: str | None = None
    held: bool = False
    muted: bool = False
    private: bool = False
    recorded: bool = False
    consult: PartyRow | None = None
    transfer: PartyRow | None = None
    monitors: list[MonitorRow] = []
    call_back: str | None = None
    agent_alias: str | None = None
    partner: str | None = None
    listening: bool = True
    partners_asked: list[str] = []
    card: CardRow | None = None
    products: list[ProductRow] = []
    guest: GuestRow | None = None


class AgentRow(msgspec.Struct, frozen=True):
    """An agent. `presence`: offline, ready, offered, talking, wrap_up, paused, unreachable; `since` is when it began.

    `reason` is the pause's reason, the missed offer's cause or why the device is unreachable. `monitoring` names
    the agent on whose call this supervisor is, with `monitor_auto_answer` while the device shall pick up by itself.
    """

    id: str
    alias: str
    presence: str
    since: str
    skills: list[str]
    supervises: bool
    device: str
    device_up: bool = False
    pause_wanted: str | None = None
    reason: str | None = None
    call: str | None = None
    wrap_up_until: str | None = None
    wrap_up_call: str | None = None
    monitoring: str | None = None
    monitor_mode: str | None = None
    monitor_auto_answer: bool = False


class QueueRow(msgspec.Struct, frozen=True):
    """A queue: who waits (call ids in order), since when the longest, its people by presence, and its promise: `alarm` is
    kept, danger, broken or nobody, `expected_s` what a caller who came now would wait, `pulls` what is being done for it (hold,
    recall, widen, call_back, partner) with how many agents, or callers from widen on, it has moved."""

    id: str
    name: str
    waiting: list[str]
    longest_since: str | None
    ready: int
    talking: int
    signed_in: int
    target_s: int = 180
    expected_s: int | None = None
    late: int = 0
    alarm: str = "kept"
    pulls: dict[str, int] = {}


class NoticeRow(msgspec.Struct, frozen=True):
    """Something wrong with the installation that people should know: database_away, switch_away, disk_full."""

    id: str
    code: str
    since: str


def rows_of(kind: str, items: Iterable[CallRow | AgentRow | QueueRow | NoticeRow]) -> list[Change]:
    """Return changes that set these rows."""
    return [(kind, item.id, msgspec.to_builtins(item)) for item in items]


def apply(rows: Rows, changes: Iterable[Change]) -> Rows:
    """Return the rows after the changes; the given rows are left as they are."""
    new = {kind: dict(by_id) for kind, by_id in rows.items()}
    for kind, key, row in changes:
        if row is None:
            new.setdefault(kind, {}).pop(key, None)
        else:
            new.setdefault(kind, {})[key] = row
    return new
