"""Signatures by the Standard Webhooks scheme (standardwebhooks.com, version 1): HMAC-SHA256 over ``id.timestamp.body``, with the
secret's bytes, in base64 behind ``v1,``. While a secret is changed for another both sign, so that a receiver may change at leisure."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Sequence
from hashlib import sha256

PREFIX = "whsec_"
SECRET_BYTES = 32
"""The scheme wants 24 to 64."""


def shown(secret: bytes) -> str:
    """Return a secret as people copy it: ``whsec_`` and base64."""
    return PREFIX + base64.b64encode(secret).decode()


def signature(secret: str, id_: str, timestamp: int, body: str) -> str:
    """Return one signature; `secret` is as shown, `timestamp` in whole seconds since 1970."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    digest = hmac.new(key, f"{id_}.{timestamp}.{body}".encode(), sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def headers(secrets: Sequence[str], id_: str, timestamp: int, body: str) -> dict[str, str]:
    """Return the three headers of a request; each secret signs."""
    return {
        "webhook-id": id_,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signature(secret, id_, timestamp, body) for secret in secrets),
    }


def is_signed(secret: str, headers: dict[str, str], body: str, now: int, tolerance_s: int = 300) -> bool:
    """Say whether a request is signed with this secret and not older or newer than the tolerance: what a receiver does."""
    try:
        timestamp = int(headers["webhook-timestamp"])
        wanted = signature(secret, headers["webhook-id"], timestamp, body)
    except (KeyError, ValueError, binascii.Error):
        return False
    given = headers.get("webhook-signature", "").split(" ")
    return abs(now - timestamp) <= tolerance_s and any(hmac.compare_digest(each.encode(), wanted.encode()) for each in given)
