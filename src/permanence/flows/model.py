"""What a caller hears before a person answers, as data: numbers, opening plans, flows of nodes.

A flow is a small graph. Every node names the next one; rules check that it ends, that every key leads
somewhere and that every prompt exists before it is published.
"""

from __future__ import annotations

from datetime import date

import msgspec

from permanence.interaction.model import QueueTerms
from permanence.kernel.ids import BrandId, FirmId, FlowId, NumberId, PromptId, QueueId


class Span(msgspec.Struct, frozen=True):
    """Opening hours within a day, local time, ``HH:MM``; the end is not included; ``24:00`` is midnight."""

    opens: str
    closes: str


class DayException(msgspec.Struct, frozen=True):
    """A date with hours of its own (none: closed), whatever weekday or holiday it is."""

    day: date
    spans: tuple[Span, ...] = ()
    label: str = ""


class OpeningPlan(msgspec.Struct, frozen=True):
    """Weekly hours (Monday first), public holidays of a country, exceptions, in one time zone."""

    id: str
    time_zone: str
    weekly: tuple[tuple[Span, ...], ...]
    holiday_country: str | None = None
    holiday_subdivision: str | None = None
    exceptions: tuple[DayException, ...] = ()
    name: str = ""


class Node(msgspec.Struct, frozen=True, tag_field="kind"):
    """A place in a flow."""

    id: str


class HoursNode(Node, frozen=True, tag="hours"):
    """Go on by the opening plan."""

    plan: str
    open: str
    closed: str


class MessageNode(Node, frozen=True, tag="message"):
    """Play prompts, then go on."""

    prompts: tuple[str, ...]
    next: str


class LanguageNode(Node, frozen=True, tag="language"):
    """Speak this language from here."""

    language: str
    next: str


class MenuNode(Node, frozen=True, tag="menu"):
    """Offer keys. After `tries` wrong or missing keys go to `otherwise`. `labels` names the keys for the agent's screen."""

    prompts: tuple[str, ...]
    choices: dict[str, str]
    otherwise: str
    invalid: tuple[str, ...] = ()
    timeout_s: float = 5.0
    tries: int = 3
    labels: dict[str, str] = {}


class QueueNode(Node, frozen=True, tag="queue"):
    """Wait for an agent."""

    queue: QueueId


class EndNode(Node, frozen=True, tag="end"):
    """Play prompts and end the call; `closed` marks the closing message."""

    prompts: tuple[str, ...] = ()
    closed: bool = False


AnyNode = HoursNode | MessageNode | LanguageNode | MenuNode | QueueNode | EndNode


class Flow(msgspec.Struct, frozen=True):
    """A published flow: where it starts and its nodes by id."""

    id: FlowId
    name: str
    start: str
    nodes: dict[str, AnyNode]


class Prompt(msgspec.Struct, frozen=True):
    """Something recorded; `media` is the URI that the switch plays."""

    id: PromptId
    media: str
    text: str = ""


class NumberCard(msgspec.Struct, frozen=True):
    """A number of a firm as the floor needs it. `purpose` is why calls are recorded; None: they are not."""

    id: NumberId
    firm: FirmId
    e164: str
    brand: BrandId
    brand_name: str
    greeting: str
    language: str
    country: str
    flow: FlowId
    purpose: str | None = None
    notice: str | None = None  # prompt id of the recording notice
    trunk: str = "carrier"
    whisper: str | None = None  # prompt id of what a partner's agent hears before the caller


class Directory(msgspec.Struct, frozen=True):
    """Everything of one firm that decides what its callers hear."""

    firm: FirmId
    numbers: dict[str, NumberCard] = {}  # by E.164
    flows: dict[str, Flow] = {}
    plans: dict[str, OpeningPlan] = {}
    prompts: dict[str, Prompt] = {}
    queues: dict[str, QueueTerms] = {}
    dispositions: tuple[tuple[str, str, str], ...] = ()  # code, French and English label, in order
