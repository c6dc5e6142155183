"""What people ask of the floor, over the desk's live socket. The web process adds who asks; the page never says it.

A page sends ``{"type": "do", "id": 7, "intent": {"type": "hold"}}``. Intents about a call mean the call that the
asking agent is on, except where they name an agent (supervision).
"""

from __future__ import annotations

import msgspec

from permanence.interaction.model import MonitorMode
from permanence.kernel.ids import AgentId, InteractionId, NumberId, ProductId


def _snake(name: str) -> str:
    return "".join("_" + c.lower() if c.isupper() else c for c in name).lstrip("_")


class Intent(msgspec.Struct, frozen=True, tag_field="type", tag=_snake):
    """Something a person wants."""


class SignIn(Intent, frozen=True):
    """Begin the shift, paused."""


class SignOut(Intent, frozen=True):
    """End the shift."""


class Ready(Intent, frozen=True):
    """Take calls (ends wrap-up)."""


class Pause(Intent, frozen=True):
    """Take no calls, for a reason; after the present call where there is one."""

    reason: str


class HangUp(Intent, frozen=True):
    """Put the receiver down."""


class Decline(Intent, frozen=True):
    """Refuse the offered call; the caller keeps the place and the agent is paused."""


class Hold(Intent, frozen=True):
    """Customer on music."""


class Resume(Intent, frozen=True):
    """Back to the customer."""


class Mute(Intent, frozen=True):
    """Microphone off or on."""

    on: bool


class PrivateMoment(Intent, frozen=True):
    """Recording silent and listeners off, or on again."""

    on: bool


class Target(msgspec.Struct, frozen=True):
    """A colleague (``agent``), a queue (``queue``) or a number (``number``, as people write it)."""

    kind: str
    id: str


class Consult(Intent, frozen=True):
    """Ask a colleague or a number first."""

    to: Target


class CancelConsult(Intent, frozen=True):
    """Drop the third party."""


class Conference(Intent, frozen=True):
    """All three together."""


class CompleteTransfer(Intent, frozen=True):
    """Leave them together."""


class Transfer(Intent, frozen=True):
    """Hand over without asking, also to a queue."""

    to: Target


class Dial(Intent, frozen=True):
    """Call a number and show this number of the firm."""

    number: str
    show: NumberId | None = None


class Qualify(Intent, frozen=True):
    """Save disposition and notes of the call the agent is on or wraps up. `done` ends the wrap-up,
    and hangs up first if the call is still up. Of another firm's call its agent says as well whether a forbidden offer was
    made and whether the caller complained; what was said once stays said."""

    disposition: str | None = None
    notes: str = ""
    done: bool = False
    call: str | None = None
    forbidden_offer: bool = False
    complained: bool = False


class ExtendWrapUp(Intent, frozen=True):
    """More time for notes."""

    seconds: int = 30


class Monitor(Intent, frozen=True):
    """A supervisor comes onto an agent's call, or changes how."""

    agent: AgentId
    mode: MonitorMode


class LeaveMonitor(Intent, frozen=True):
    """The supervisor leaves the call."""


class TakeCard(Intent, frozen=True):
    """The caller shall pay this consultation of his firm's by card, at the keypad of his telephone."""

    product: ProductId


class CancelCard(Intent, frozen=True):
    """Take the caller back from the keypad."""


class EndConsultation(Intent, frozen=True):
    """The time that is paid for by card is over; the conversation may go on."""


class SetAgent(Intent, frozen=True):
    """A supervisor pauses an agent, makes an agent ready or signs an agent out."""

    agent: AgentId
    to: str


class Explain(Intent, frozen=True):
    """Why does this caller wait? Answered with place, agents who could, and the time that is expected."""

    call: InteractionId


AnyIntent = (
    SignIn | SignOut | Ready | Pause | HangUp | Decline | Hold | Resume | Mute | PrivateMoment | Consult
    | CancelConsult | Conference | CompleteTransfer | Transfer | Dial | Qualify | ExtendWrapUp | Monitor
    | LeaveMonitor | TakeCard | CancelCard | EndConsultation | SetAgent | Explain
)  # fmt: skip
