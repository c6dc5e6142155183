"""Signing in and out over HTTP: the cookies of a browser and the routes that set and clear them."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, Router, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import JSONBody
from litestar.status_codes import HTTP_204_NO_CONTENT

from permanence.adapters.http.visitors import COOKIE, TOKEN_COOKIE
from permanence.firms.model import Visitor
from permanence.firms.rules import SHIFT_LIMIT
from permanence.firms.service import SignIns

Password = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]


class Credentials(msgspec.Struct, forbid_unknown_fields=True):
    """Who wants to sign in; the firm is needed only by people who work for several."""

    email: Annotated[str, msgspec.Meta(min_length=1, max_length=254)]
    password: Password
    firm: Annotated[str, msgspec.Meta(max_length=40)] | None = None


class PasswordChange(msgspec.Struct, forbid_unknown_fields=True):
    """The present password and the new one."""

    old: Password
    new: Password


def _cookies(request: Request[Any, Any, Any], secret: str, max_age: int) -> list[Cookie]:
    secure = request.url.scheme == "https"
    token = secrets.token_urlsafe(24) if secret else ""
    return [
        Cookie(COOKIE, value=secret, max_age=max_age, secure=secure, httponly=True, samesite="strict"),
        Cookie(TOKEN_COOKIE, value=token, max_age=max_age, secure=secure, httponly=False, samesite="strict"),
    ]


@post("/sign-in", status_code=HTTP_204_NO_CONTENT, opt={"public": True})
async def sign_in(
    request: Request[Any, Any, Any],
    data: JSONBody[Credentials],
    sign_ins: NamedDependency[SignIns],
    now: NamedDependency[datetime],
) -> Response[None]:
    """Sign in with address and password; the answer sets the cookies."""
    made = await sign_ins.sign_in(
        data.email,
        data.password,
        data.firm or None,
        now,
        address=request.client.host if request.client else "",
        browser=request.headers.get("user-agent", ""),
    )
    cookies = _cookies(request, made.secret, int(SHIFT_LIMIT.total_seconds()))
    return Response(None, status_code=HTTP_204_NO_CONTENT, cookies=cookies)


@post("/sign-out", status_code=HTTP_204_NO_CONTENT, opt={"rights": frozenset(), "before_change": True})
async def sign_out(
    request: Request[Any, Any, Any],
    visitor: NamedDependency[Visitor],
    sign_ins: NamedDependency[SignIns],
    now: NamedDependency[datetime],
) -> Response[None]:
    """Sign this browser out."""
    await sign_ins.sign_out(visitor, now)
    return Response(None, status_code=HTTP_204_NO_CONTENT, cookies=_cookies(request, "", 0))


@post(
    "/sign-out-everywhere",
    status_code=HTTP_204_NO_CONTENT,
    opt={"rights": frozenset(), "before_change": True},
)
async def sign_out_everywhere(
    request: Request[Any, Any, Any],
    visitor: NamedDependency[Visitor],
    sign_ins: NamedDependency[SignIns],
    now: NamedDependency[datetime],
) -> Response[None]:
    """Sign all browsers of this person out."""
    await sign_ins.sign_out_everywhere(visitor, now)
    return Response(None, status_code=HTTP_204_NO_CONTENT, cookies=_cookies(request, "", 0))


@post("/password", status_code=HTTP_204_NO_CONTENT, opt={"rights": frozenset(), "before_change": True})
async def change_password(
    data: JSONBody[PasswordChange],
    visitor: NamedDependency[Visitor],
    sign_ins: NamedDependency[SignIns],
    now: NamedDependency[datetime],
) -> None:
    """Change one's own password; all other browsers are signed out."""
    await sign_ins.change_password(visitor, data.old, data.new, now)


router = Router(
    "/", route_handlers=[sign_in, sign_out, sign_out_everywhere, change_password], tags=["sign-in"]
)
