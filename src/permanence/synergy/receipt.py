"""A receipt: what one firm answered for another on one call, in a form that cannot be changed unnoticed.

Receipts of a pair of firms make a chain: each names the digest of the one before it. A receipt knows the number that was
called and the agent's alias, never the caller.

The canonical form, over which digests are taken, is JSON (RFC 8785) with less freedom: keys in order, no space between
values, whole numbers only and none beyond 2^53 - 1, no field left out, text in UTF-8 as it is, with the short escapes for
quotation mark, backslash and \\b \\t \\n \\f \\r, and ``\\u00xx`` for the other control characters. Nothing is normalised: two
spellings of a name are two names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from permanence.synergy.model import Band, Country, Payer, Rates, Terms, Zone

ZEROS = "0" * 64
"""What the first of a chain names as the digest before it."""
EXACT = 2**53 - 1
"""The largest whole number that every reader of JSON reads exactly."""

Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$", max_length=64)]
Count = Annotated[int, Meta(ge=0, le=EXACT)]
Nth = Annotated[int, Meta(ge=1, le=EXACT)]
Name = Annotated[str, Meta(min_length=1, max_length=200)]
Instant = Annotated[str, Meta(pattern=r"^2[0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$")]
"""UTC to the millisecond, as ``2026-11-23T10:00:00.000Z``."""
Id = Annotated[str, Meta(pattern=r"^[a-z]{3}_[0-9a-z]{1,60}$")]
Currency = Annotated[str, Meta(pattern=r"^[A-Z]{3}$")]
E164 = Annotated[str, Meta(pattern=r"^\+[0-9]{4,15}$")]

_encoder = msgspec.json.Encoder(order="sorted")


class Named(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A firm or an installation, with the name that it had then."""

    id: Id
    name: Name


class Basis(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The version of the agreement by which the call was charged; `pricing` is the digest of its `Pricing`, where it is told."""

    id: Id
    version: Id
    number: Nth
    pricing: Digest | None = None


class AnsweredBy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who answered: an alias, never a name; a person or an automaton; in which country."""

    alias: Name
    kind: Literal["person", "automaton"]
    country: Country


class Amounts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Millionths due to each side, and their sum, which the payer pays."""

    owner: Count
    answering: Count
    platform: Count
    total: Count


class Receipt(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One stretch of a call that one firm answered for another.

    `nth` counts the receipts of the pair from 1, `previous` is the digest of the one before. `seconds` are the whole seconds
    from answer to end. `recording` is the digest of the recording's files, where there is one, and `ladder` that of the call's
    journal, both as `joined` gives them. The receipt belongs to the UTC day of `issued_at`.
    """

    format: Literal["permanence.receipt"] = "permanence.receipt"
    version: Literal[1] = 1
    id: Id
    nth: Nth
    previous: Digest
    owner: Named
    answering: Named
    interaction: Id
    stretch: Id
    agreement: Basis
    called: E164
    agent: AnsweredBy
    arrived_at: Instant
    answered_at: Instant
    ended_at: Instant
    issued_at: Instant
    seconds: Count
    charges: Amounts
    currency: Currency
    payer: Payer
    recording: Digest | None
    ladder: Digest


class Pricing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What of an agreement's terms makes the price of a call: with it anybody can charge the call again."""

    currency: Currency
    payer: Payer
    rates: Rates
    bands: Annotated[tuple[Band, ...], Meta(max_length=20)]
    zone: Zone
    minimum_s: Annotated[int, Meta(ge=0, le=3600)]

    def terms(self) -> Terms:
        """Return terms with this price."""
        return Terms(
            currency=self.currency, payer=self.payer, rates=self.rates, bands=self.bands, zone=self.zone, minimum_s=self.minimum_s
        )


def pricing_of(terms: Terms) -> Pricing:
    """Return what of these terms makes the price."""
    return Pricing(
        currency=terms.currency, payer=terms.payer, rates=terms.rates, bands=terms.bands, zone=terms.zone, minimum_s=terms.minimum_s
    )


def canonical(value: object) -> bytes:
    """Return a value of receipts in canonical form; none of their fields holds a broken number. What is to be kept is kept as
    these bytes: a database's own JSON type writes numbers and keys its own way."""
    return _encoder.encode(value)


def written(receipt: Receipt) -> bytes:
    """Return the canonical form of a receipt that is to be issued; raise `msgspec.ValidationError` where a verifier would not
    read it (an empty alias, a number that is not E.164): what is in the chain cannot be mended."""
    raw = canonical(receipt)
    msgspec.json.decode(raw, type=Receipt)
    return raw


def digest(value: object) -> str:
    """Return the SHA-256 of a value's canonical form, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def joined(parts: Iterable[bytes]) -> str:
    """Return one digest for several things in order (a recording's files, a journal's entries in canonical form): the
    SHA-256 of their SHA-256s, so that it also matters where one ends and the next begins."""
    return joined_digests(hashlib.sha256(part).digest() for part in parts)


def joined_digests(digests: Iterable[bytes]) -> str:
    """Return what `joined` gives for things whose SHA-256s (32 bytes each) are known already."""
    return hashlib.sha256(b"".join(digests)).hexdigest()


def instant(at: datetime) -> str:
    """Return an aware time as receipts write it; what is finer than a millisecond is cut off."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(text: str) -> datetime:
    """Return the aware time that a receipt's text names; raise ValueError where there is no such time."""
    return datetime.fromisoformat(text)


def in_order(receipt: Receipt) -> tuple[str, str, int]:
    """Return the place of a receipt among all of its day: by owner firm, answering firm and number in the chain. So the
    receipts of a pair stand side by side, and one proof does for all of them."""
    return receipt.owner.id, receipt.answering.id, receipt.nth
