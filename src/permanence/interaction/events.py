"""Facts of a call: what the journal keeps, the ladder shows and other capabilities hear. Past tense.

The wire name is derived from the class (`interaction.agent_answered`), never typed twice.
"""

from __future__ import annotations

from datetime import datetime

from permanence.interaction.events_paid import (
    CardAsked as CardAsked,
)
from permanence.interaction.events_paid import (
    CardAuthorised as CardAuthorised,
)
from permanence.interaction.events_paid import (
    CardNumbersMasked as CardNumbersMasked,
)
from permanence.interaction.events_paid import (
    CardRefused as CardRefused,
)
from permanence.interaction.events_paid import (
    ChargingBegan as ChargingBegan,
)
from permanence.interaction.events_paid import (
    ChargingEnded as ChargingEnded,
)
from permanence.interaction.events_paid import (
    ConsultationCounted as ConsultationCounted,
)
from permanence.interaction.events_paid import (
    TariffAnnounced as TariffAnnounced,
)
from permanence.interaction.events_paid import (
    TariffRefused as TariffRefused,
)
from permanence.interaction.events_paid import (
    TariffWarned as TariffWarned,
)
from permanence.interaction.fact import Fact, wire_name
from permanence.kernel.ids import AgentId, AgreementId, FirmId, QueueId, VersionId


class CallArrived(Fact, frozen=True):
    """A customer called one of the firm's numbers."""

    dialled: str
    customer: str | None
    waited_in_switch_s: int = 0


class CallPlaced(Fact, frozen=True):
    """An agent called a customer."""

    agent: AgentId
    customer: str


class CallPickedUp(Fact, frozen=True):
    """The platform answered the customer's call."""


class PromptStarted(Fact, frozen=True):
    """A message began."""

    node: str
    media: tuple[str, ...]


class KeyPressed(Fact, frozen=True):
    """The customer chose by keypad."""

    node: str
    digit: str


class KeyTimedOut(Fact, frozen=True):
    """The customer chose nothing in time."""

    node: str


class CallQueued(Fact, frozen=True):
    """The customer waits for an agent."""

    queue: QueueId
    name: str


class WaitAnnounced(Fact, frozen=True):
    """The customer heard his place and, where `wait_s` is there, that he will wait less than so long."""

    position: int
    wait_s: int | None


class CallOffered(Fact, frozen=True):
    """An agent's telephone rings. `why` this one: free_the_longest, knows_the_customer, next_in_line; `others` were free
    too; `step` is how far the search had widened; `partner` is the name of the agent's firm where it is another."""

    agent: AgentId
    alias: str
    why: str = "free_the_longest"
    others: int = 0
    step: int = 0
    partner: str = ""


class PartnersAsked(Fact, frozen=True):
    """The customer waits at these partner firms too from now on, and keeps his place: nobody is at work here (nobody_in), it is
    the moment that the firm chose (in_time), or the promise is in danger (danger)."""

    partners: tuple[str, ...]
    why: str


class PartnersWithdrawn(Fact, frozen=True):
    """The customer no longer waits at these partner firms, and `why`: refused, agreement_ended, calls_at_once, calls_of_the_day,
    budget_of_the_month, quality_floor, not_needed."""

    partners: tuple[str, ...]
    why: str


class PartnerServed(Fact, frozen=True):
    """A partner's agent had the customer from `since` until `until`; this is what is paid, by this version of the agreement.
    `caller` is the name by which the partner knows the customer."""

    firm: FirmId
    name: str
    agreement: AgreementId
    version: VersionId
    agent: AgentId
    alias: str
    country: str
    caller: str
    since: datetime
    until: datetime


class SearchWidened(Fact, frozen=True):
    """More agents may take the call from now on."""

    step: int


class WaitExplained(Fact, frozen=True):
    """Nobody is rung for the customer, and `why`; written when that begins and when the reason changes. `at_work` may take
    the call and do something else; `promised_s` is within how many seconds the queue promises an answer."""

    why: str
    at_work: int
    promised_s: int


class CapacityPulled(Fact, frozen=True):
    """A queue's promise was in danger, this caller due first, and something was done for him and those behind him. `pull`
    is hold, recall, widen, call_back or partner; `number` how many agents it was to bring (from widen on: how many callers
    it took); `expected_s` what a newcomer would have waited, None where nobody could say."""

    queue: QueueId
    pull: str
    number: int
    expected_s: int | None
    promised_s: int


class CapacityReturned(Fact, frozen=True):
    """The danger is over and agents may do other work again: what the pull told of in this call has brought, and for how long."""

    queue: QueueId
    pull: str
    agents: int
    callers: int
    seconds: int


class OfferFailed(Fact, frozen=True):
    """The agent did not take the call; the customer keeps the place."""

    agent: AgentId
    reason: str
    alias: str = ""


class AgentAnswered(Fact, frozen=True):
    """Customer and agent talk; `partner` is the name of the agent's firm where it is another."""

    agent: AgentId
    alias: str
    waited_s: float
    partner: str = ""


class CustomerAnswered(Fact, frozen=True):
    """The called customer picked up."""


class CallHeld(Fact, frozen=True):
    """The customer hears music."""


class CallResumed(Fact, frozen=True):
    """The customer is back in the conversation."""


class ConsultStarted(Fact, frozen=True):
    """A third party is called."""

    label: str


class ConsultAnswered(Fact, frozen=True):
    """The third party talks with the agent."""

    label: str


class ConsultEnded(Fact, frozen=True):
    """The third party is gone."""

    label: str
    reason: str


class ConferenceStarted(Fact, frozen=True):
    """All three talk together."""

    label: str


class CallTransferred(Fact, frozen=True):
    """The customer was handed over."""

    label: str
    blind: bool


class TransferFailed(Fact, frozen=True):
    """The target did not answer; the customer waits in the queue again."""

    label: str
    reason: str


class PrivateStarted(Fact, frozen=True):
    """Nothing is recorded from here."""


class PrivateEnded(Fact, frozen=True):
    """Recorded again."""


class MonitorStarted(Fact, frozen=True):
    """A supervisor is on the call."""

    supervisor: AgentId
    label: str
    mode: str


class MonitorChanged(Fact, frozen=True):
    """The supervisor listens, whispers or talks."""

    supervisor: AgentId
    mode: str


class MonitorEnded(Fact, frozen=True):
    """The supervisor left."""

    supervisor: AgentId


class RecordingStarted(Fact, frozen=True):
    """Both sides are kept from here."""

    recording: str
    purpose: str


class RecordingEnded(Fact, frozen=True):
    """The files are closed and wait to be sealed."""

    recording: str
    started_ms: int
    sides: tuple[str, ...]
    marks: tuple[tuple[str, int, int], ...]


class AgentLost(Fact, frozen=True):
    """The agent's device went away in mid-call; the customer hears music."""

    agent: AgentId
    why: str


class AgentReturned(Fact, frozen=True):
    """The agent's device is back in the conversation."""

    agent: AgentId


class CallEnded(Fact, frozen=True):
    """The call is over."""

    outcome: str
    by: str
    cause: int | None


class CallbackOwed(Fact, frozen=True):
    """The customer came while the platform was away, heard the apology, and is to be called back."""

    waited_s: int


class CallBackOffered(Fact, frozen=True):
    """The customer was told which key to press to be called back."""


class CallBackKept(Fact, frozen=True):
    """The customer asked to be called back and left the line after so many seconds; the place waits."""

    waited_s: float


class CallBackMissed(Fact, frozen=True):
    """The customer who was to be called back was not reached."""

    outcome: str


class CallRecovered(Fact, frozen=True):
    """The floor started again while this call went on."""


class DispositionSaved(Fact, frozen=True):
    """The agent qualified the call."""

    agent: AgentId
    disposition: str | None
    notes: str


class ForbiddenOfferTold(Fact, frozen=True):
    """The agent of a partner says that the caller was offered what the agreement forbids."""

    agent: AgentId


class ComplaintHeard(Fact, frozen=True):
    """The agent of a partner says that the caller complained."""

    agent: AgentId


FACTS: dict[str, type[Fact]] = {wire_name(kind): kind for kind in Fact.__subclasses__()}
