"""Subscriptions, what was sent to them, and what the worker holds of both."""

from __future__ import annotations

from datetime import datetime

import msgspec


class Subscription(msgspec.Struct, frozen=True):
    """An address and the events that it is told. `stopped`: by_hand, unanswered (for days), gone (as it said itself), or None while it is
    told; `failing_since` is when it last began to take nothing, `trouble` why."""

    id: str
    address: str
    label: str
    kinds: tuple[str, ...]
    stopped: str | None
    stopped_at: datetime | None
    failing_since: datetime | None
    tried_at: datetime | None
    trouble: str | None
    old_until: datetime | None
    created_at: datetime


class Delivery(msgspec.Struct, frozen=True):
    """An event sent to a subscription, or waiting for it. `status`: waiting, delivered, failed; `code` is the answer's, `answer` its
    first bytes, `trouble` why there was none; `nth` counts from 1 how often somebody had it sent again."""

    id: str
    subscription_id: str
    event_id: str
    kind: str
    sequence: int
    nth: int
    status: str
    tries: int
    due_at: datetime
    tried_at: datetime | None
    code: int | None
    trouble: str | None
    answer: str | None
    took_ms: int | None
    made_at: datetime


class Due(msgspec.Struct, frozen=True):
    """What the worker is to send now; secrets are still sealed."""

    firm: str
    id: str
    subscription: str
    event: str
    body: str
    tries: int
    address: str
    secret: bytes
    old_secret: bytes | None
    failing_since: datetime | None


class Answer(msgspec.Struct, frozen=True):
    """What an address answered: its code, the first bytes, the seconds for which it asks; or (`trouble`) why it answered nothing:
    address, connection, certificate, time, answer."""

    code: int | None
    text: str = ""
    retry_after_s: int | None = None
    trouble: str | None = None


class Outcome(msgspec.Struct, frozen=True):
    """What a try has changed: of the delivery, and of its subscription."""

    due: Due
    status: str
    due_at: datetime
    now: datetime
    took_ms: int
    answer: Answer
    failing_since: datetime | None
    stopped: str | None
