"""What reaches the call machine: signals of the switch, timers, and what people ask.

The switch's own event names stay in `adapters/asterisk/decode.py`; here are ours.
"""

from __future__ import annotations

import msgspec

from permanence.interaction.model import CardTerms, MonitorMode
from permanence.kernel.ids import AgentId, ConsultationId


class Signal(msgspec.Struct, frozen=True, tag=True):
    """Something that happened outside."""


class Arrived(Signal, frozen=True):
    """A call came in on a trunk; `channel` was named by the switch. Numbers are as the carrier wrote them."""

    channel: str
    dialled: str
    caller: str | None
    trunk: str = ""
    waited_s: int = 0  # how long the switch's fall-back kept this caller


class PhoneDialled(Signal, frozen=True):
    """An agent's SIP phone dialled a number by itself."""

    channel: str
    endpoint: str
    dialled: str


class Ringing(Signal, frozen=True):
    """A telephone that we called rings."""

    channel: str


class Up(Signal, frozen=True):
    """A leg of ours was answered, or a listening leg is ready."""

    channel: str


class Gone(Signal, frozen=True):
    """A leg ended; `cause` is Q.850 (0: unknown), `sip` the SIP status where there was one."""

    channel: str
    cause: int = 16
    sip: int | None = None


class Digit(Signal, frozen=True):
    """A key was pressed."""

    channel: str
    digit: str


class Played(Signal, frozen=True):
    """A playback ended, by itself, stopped or failed."""

    playback: str


class Recorded(Signal, frozen=True):
    """A recording file was closed."""

    name: str
    failed: bool = False


class EndpointState(Signal, frozen=True):
    """A device registered or answers (`reachable`), or went away."""

    endpoint: str
    reachable: bool
    why: str = ""


class TimeUp(Signal, frozen=True):
    """A deadline of a call passed."""

    call: str
    name: str


SwitchSignal = (
    Arrived | PhoneDialled | Ringing | Up | Gone | Digit | Played | Recorded | EndpointState
)  # fmt: skip


class Ask(msgspec.Struct, frozen=True, tag=True):
    """What the agent on a call asks for."""


class HangUpCall(Ask, frozen=True):
    """Put the receiver down."""


class Hold(Ask, frozen=True):
    """Let the customer hear music."""


class Resume(Ask, frozen=True):
    """Back to the customer (ends neither a consultation nor a conference)."""


class MuteMe(Ask, frozen=True):
    """Silence the agent's microphone for all others."""

    on: bool


class StartConsult(Ask, frozen=True):
    """Call a third party while the customer hears music."""

    endpoint: str
    label: str
    agent: AgentId | None = None


class CancelConsult(Ask, frozen=True):
    """Drop the third party, back to the customer."""


class JoinConsult(Ask, frozen=True):
    """All three talk together."""


class CompleteTransfer(Ask, frozen=True):
    """Leave customer and third party together."""


class TransferTo(Ask, frozen=True):
    """Hand the customer over without asking first."""

    endpoint: str
    label: str
    agent: AgentId | None = None


class Private(Ask, frozen=True):
    """Nothing is recorded, nobody listens, until it is ended."""

    on: bool


class TakeCard(Ask, frozen=True):
    """The caller pays by card: he goes to the keypad's own room."""

    consultation: ConsultationId
    terms: CardTerms


class CancelCard(Ask, frozen=True):
    """Take the caller back from the keypad's room."""


class EndConsultation(Ask, frozen=True):
    """The time that is paid for is over; the conversation may go on."""


class StartMonitor(Ask, frozen=True):
    """A supervisor comes onto the call with a device of his own."""

    supervisor: AgentId
    endpoint: str
    label: str
    mode: MonitorMode


class ChangeMonitor(Ask, frozen=True):
    """The supervisor switches between listening, whispering and talking with both."""

    supervisor: AgentId
    mode: MonitorMode


class StopMonitor(Ask, frozen=True):
    """The supervisor leaves."""

    supervisor: AgentId
