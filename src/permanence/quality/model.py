"""A complaint as it is told, as it is kept, as it is answered; and how a partner stands by all of them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from permanence.kernel.ids import AgreementId, AnsweredId, ComplaintId, FirmId, InteractionId

ANSWER_HOURS = 48
"""So many hours an owner has to answer where it has said nothing else, nights and Sundays included."""


class Kind(StrEnum):
    """What is complained of."""

    OFFER = "offer"
    RUDE = "rude"
    PRICE = "price"
    WRONG = "wrong"
    PRIVACY = "privacy"
    OTHER = "other"


class Source(StrEnum):
    """Who told it: a caller by the form, an agent for a caller."""

    WEB = "web"
    AGENT = "agent"


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """What was told and is not tied to its call yet. A caller names the call by its `reference`, an agent of the firm `teller` by
    its id. Two with the same `once` are one."""

    once: str
    told_at: datetime
    source: Source
    kind: Kind
    text: str
    reply_to: str = ""
    reference: str = ""
    interaction: InteractionId | None = None
    teller: FirmId | None = None


class Stretch(msgspec.Struct, frozen=True):
    """What a partner answered of a call."""

    id: AnsweredId
    answering: FirmId
    agreement: AgreementId


class Tied(msgspec.Struct, frozen=True, kw_only=True):
    """A complaint that is tied: to the owner of its call and to who answered (the owner itself where no partner did). Without a
    call the reference led to none, and the operator has it."""

    id: ComplaintId
    owner: FirmId
    answering: FirmId
    interaction: InteractionId | None
    stretch: Stretch | None
    masked: str
    due_at: datetime


class Answer(msgspec.Struct, frozen=True):
    """The owner's answer. A complaint that was not founded counts no more against who answered."""

    text: str
    founded: bool
    by: str
    at: datetime


class Complaint(msgspec.Struct, frozen=True, kw_only=True):
    """A complaint as one of its firms sees it. `call`, `reply_to`, `reference` and `answer` are the owner's alone; `text` has long
    numbers masked for the other. `caller` is the alias, `agent` the name under which it was answered, where a partner did."""

    id: ComplaintId
    owner: FirmId
    answering: FirmId
    source: Source
    kind: Kind
    text: str
    told_at: datetime
    due_at: datetime
    closed_at: datetime | None
    founded: bool | None
    owner_name: str
    answering_name: str
    agent: str
    caller: str
    call: InteractionId | None
    reply_to: str
    reference: str
    answer: Answer | None


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Calls that a partner answered by an agreement in the last days, complaints of them that are not unfounded, and between what
    bounds the part without complaint lies (parts of 1)."""

    owner: FirmId
    answering: FirmId
    agreement: AgreementId
    answered: int
    complained: int
    low: float = 0.0
    high: float = 1.0
