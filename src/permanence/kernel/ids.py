"""Identifiers: a prefix that names the kind, then a UUIDv7 in 26 Crockford base32 characters.

One form everywhere (rows, journal, API, logs), so that an id found in a log line can be pasted into the
search box. They sort by birth. `IdSource` is the only maker; rules receive ids as arguments.
"""

from __future__ import annotations

import secrets
import time
from typing import NewType, Protocol

FirmId = NewType("FirmId", str)
PersonId = NewType("PersonId", str)
AgentId = NewType("AgentId", str)
NumberId = NewType("NumberId", str)
BrandId = NewType("BrandId", str)
QueueId = NewType("QueueId", str)
SkillId = NewType("SkillId", str)
TeamId = NewType("TeamId", str)
FlowId = NewType("FlowId", str)
PromptId = NewType("PromptId", str)
InteractionId = NewType("InteractionId", str)
RecordingId = NewType("RecordingId", str)
ShiftId = NewType("ShiftId", str)
AbsenceId = NewType("AbsenceId", str)
DutyRequestId = NewType("DutyRequestId", str)
PolicyId = NewType("PolicyId", str)
AgreementId = NewType("AgreementId", str)
VersionId = NewType("VersionId", str)
AnsweredId = NewType("AnsweredId", str)
TransferId = NewType("TransferId", str)
StatementId = NewType("StatementId", str)
ReceiptId = NewType("ReceiptId", str)
ProposalId = NewType("ProposalId", str)
DisputeId = NewType("DisputeId", str)
TariffId = NewType("TariffId", str)
CarrierFileId = NewType("CarrierFileId", str)
RemittanceId = NewType("RemittanceId", str)
AdvertId = NewType("AdvertId", str)
TopUpId = NewType("TopUpId", str)
ConsultationId = NewType("ConsultationId", str)
ProductId = NewType("ProductId", str)
AlarmId = NewType("AlarmId", str)
ComplaintId = NewType("ComplaintId", str)
CaseId = NewType("CaseId", str)
NoticeId = NewType("NoticeId", str)

PREFIXES = {
    FirmId: "frm",
    PersonId: "per",
    AgentId: "agt",
    NumberId: "num",
    BrandId: "brd",
    QueueId: "que",
    SkillId: "skl",
    TeamId: "tem",
    FlowId: "flw",
    PromptId: "pmt",
    InteractionId: "int",
    RecordingId: "rec",
    ShiftId: "shf",
    AbsenceId: "abs",
    DutyRequestId: "drq",
    PolicyId: "pol",
    AgreementId: "agr",
    VersionId: "agv",
    AnsweredId: "ans",
    TransferId: "trf",
    StatementId: "stm",
    ReceiptId: "rcp",
    ProposalId: "mpr",
    DisputeId: "dsp",
    TariffId: "tar",
    CarrierFileId: "cfl",
    RemittanceId: "rem",
    AdvertId: "adv",
    TopUpId: "tup",
    ConsultationId: "con",
    ProductId: "pdt",
    AlarmId: "alm",
    ComplaintId: "cpl",
    CaseId: "cas",
    NoticeId: "ntc",
}

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_LENGTH = 26
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]
"""Two characters for each ten bits: a month of calls takes millions of ids."""
_LOW = (1 << 60) - 1


class IdSource(Protocol):
    """Where new ids come from; a seeded one makes a run repeatable."""

    def new(self, prefix: str) -> str:
        """Return a fresh id such as ``int_01k...``."""
        ...


class RandomIds:
    """The ids of a running platform: clock milliseconds and 74 random bits (RFC 9562, version 7)."""

    def new(self, prefix: str) -> str:
        """Return a fresh id; later ids sort after earlier ones."""
        return f"{prefix}_{encode(uuid7_bits(time.time_ns() // 1_000_000, secrets.randbits(74)))}"


class CountedIds:
    """Ids in counting order, for tests and simulations."""

    def __init__(self, start: int = 1) -> None:
        """Begin counting at `start`."""
        self._next = start

    def new(self, prefix: str) -> str:
        """Return the next id; the same sequence in every run."""
        value, self._next = self._next, self._next + 1
        return f"{prefix}_{encode(uuid7_bits(0, value))}"


def uuid7_bits(milliseconds: int, random: int) -> int:
    """Return the 128 bits of a UUIDv7: 48 of time, version, variant, 74 of chance."""
    high, low = random >> 62, random & ((1 << 62) - 1)
    return (milliseconds & ((1 << 48) - 1)) << 80 | 0x7 << 76 | (high & 0xFFF) << 64 | 0x2 << 62 | low


def encode(bits: int) -> str:
    """Return 128 bits as 26 lower-case Crockford base32 characters."""
    pairs, low, high = _PAIRS, bits & _LOW, bits >> 60
    return (
        f"{pairs[high >> 60]}{pairs[(high >> 50) & 1023]}{pairs[(high >> 40) & 1023]}{pairs[(high >> 30) & 1023]}{pairs[(high >> 20) & 1023]}"
        f"{pairs[(high >> 10) & 1023]}{pairs[high & 1023]}{pairs[low >> 50]}{pairs[(low >> 40) & 1023]}{pairs[(low >> 30) & 1023]}"
        f"{pairs[(low >> 20) & 1023]}{pairs[(low >> 10) & 1023]}{pairs[low & 1023]}"
    )


def is_id(text: str, prefix: str) -> bool:
    """Say whether `text` has the form of an id with this prefix."""
    head, _, tail = text.partition("_")
    return head == prefix and len(tail) == _LENGTH and all(c in _ALPHABET for c in tail)
