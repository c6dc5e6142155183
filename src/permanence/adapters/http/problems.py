"""Every "no" as problem+json: a stable code, and a sentence in the reader's language.

The English sentence is the error class's docstring; the French one lies in `french.py` under the same code.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec
import psycopg
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.status_codes import HTTP_500_INTERNAL_SERVER_ERROR

from permanence.adapters.http.french import FRENCH
from permanence.kernel.errors import Invalid, NotFound, PermanenceError, Unavailable

log = structlog.get_logger()

PROBLEM = "application/problem+json"
RETRY_AFTER_S = 2

PLAIN: dict[int, str] = {
    400: "request.unreadable",
    401: "not_signed_in",
    403: "not_allowed",
    404: "not_found",
    405: "request.method",
    413: "request.too_large",
    415: "request.media_type",
}
ENGLISH: dict[str, str] = {
    "request.unreadable": "This request cannot be read.",
    "not_signed_in": "You are not signed in, or no longer; sign in again.",
    "not_allowed": "Your role does not give this right; ask your firm's director.",
    "not_found": "There is no such thing here.",
    "request.method": "This cannot be done with this address.",
    "request.too_large": "This is larger than is taken here.",
    "request.media_type": "This form of data is not taken here; send JSON.",
    "request.values": "Some values are wrong: {reason}",
    "bug": "Something went wrong on our side; it was written down. Try again, and tell us if it stays.",
}


class Spoken(msgspec.Struct, omit_defaults=True):
    """The parts of a problem that are always there."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    param: str | None = None
    request_id: str | None = None


def language_of(accept: str) -> str:
    """Return the language of an Accept-Language header: French unless English is wanted more."""
    wanted: list[tuple[float, int, str]] = []
    for place, part in enumerate(accept.split(",")[:20]):
        found = re.match(r"\s*(fr|en)\b[^;]*(?:;\s*q=([0-9.]{1,5}))?", part, re.IGNORECASE)
        if found:
            wanted.append((-_weight(found.group(2)), place, found.group(1).lower()))
    return min(wanted)[2] if wanted else "fr"


def _weight(text: str | None) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


def sentence(error: PermanenceError, language: str) -> str:
    """Return what to tell a person."""
    translated = FRENCH.get(error.code) if language == "fr" else None
    if translated is None:
        return error.message
    # A sentence written for one occasion says more than the general one of its class.
    return translated.format(**error.data) if error.is_own_sentence else f"{translated} ({error.message})"


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    param: str | None = None,
    request_id: str | None = None,
    extra: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> Response[bytes]:
    """Return a problem as a response."""
    spoken = Spoken(f"urn:permanence:{code}", detail, status, code, detail, param, request_id)
    body = {**(extra or {}), **msgspec.to_builtins(spoken)}
    head = {"Cache-Control": "no-store", **(headers or {})}
    if status == Unavailable.status:
        head.setdefault("Retry-After", str(RETRY_AFTER_S))
    return Response(msgspec.json.encode(body), status_code=status, media_type=PROBLEM, headers=head)


def _language(request: Request[Any, Any, Any]) -> str:
    return language_of(request.headers.get("accept-language", ""))


def _request_id(request: Request[Any, Any, Any]) -> str | None:
    return request.scope["state"].get("request_id")


def tell(request: Request[Any, Any, Any], error: PermanenceError) -> Response[bytes]:
    """Tell a "no" of ours."""
    headers: dict[str, str] = {}
    if "retry_after_s" in error.data:
        headers["Retry-After"] = str(error.data["retry_after_s"])
    return problem(
        error.status,
        error.code,
        sentence(error, _language(request)),
        param=error.param,
        request_id=_request_id(request),
        extra=dict(error.data),
        headers=headers,
    )


def tell_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """Tell what the framework refuses: no such address, unreadable JSON, wrong values."""
    if isinstance(error, ValidationException):
        return _tell_values(request, error)
    if error.status_code >= HTTP_500_INTERNAL_SERVER_ERROR:
        return tell_bug(request, error)
    code = PLAIN.get(error.status_code, "request.unreadable")
    words = FRENCH if _language(request) == "fr" else ENGLISH
    return problem(error.status_code, code, words[code], request_id=_request_id(request))


def _tell_values(request: Request[Any, Any, Any], error: ValidationException) -> Response[bytes]:
    found: list[dict[str, Any]] = (
        [e for e in error.extra if isinstance(e, dict)] if isinstance(error.extra, list) else []
    )
    reasons = [str(e.get("message", "")) for e in found] or [error.detail]
    param = next((str(e["key"]) for e in found if e.get("key")), None)
    words = FRENCH if _language(request) == "fr" else ENGLISH
    reason = "; ".join(filter(None, (f"{e.get('key', '')} {e.get('message', '')}".strip() for e in found)))
    detail = words["request.values"].format(reason=(reason or reasons[0])[:400])
    return problem(422, "request.values", detail, param=param, request_id=_request_id(request))


def tell_data(request: Request[Any, Any, Any], error: psycopg.Error) -> Response[bytes]:
    """Tell values that only the database refuses (a NUL in a text, a reference to nothing); all else is our bug."""
    if isinstance(error, psycopg.errors.ForeignKeyViolation):
        return tell(request, NotFound())
    if isinstance(error, psycopg.errors.CheckViolation | psycopg.errors.NotNullViolation | psycopg.DataError):
        return tell(request, Invalid())
    return tell_bug(request, error)


def tell_bug(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Tell that we made a mistake; its story goes to the log under the request's id, never to the reader."""
    log.error("http.bug", request_id=_request_id(request), path=request.scope["path"], exc_info=error)
    words = FRENCH if _language(request) == "fr" else ENGLISH
    return problem(500, "bug", words["bug"], request_id=_request_id(request))


HANDLERS: dict[Any, Any] = {
    PermanenceError: tell,
    HTTPException: tell_http,
    psycopg.Error: tell_data,
    Exception: tell_bug,
}
