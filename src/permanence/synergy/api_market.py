"""Routes of the market's notices: capacity that firms offer, and holes for which they seek somebody."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import Router, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from permanence.firms.model import Right, Visitor
from permanence.kernel.ids import FirmId, NoticeId
from permanence.synergy.market import Notice, Published, expired
from permanence.synergy.service_market import Market

DIRECT = {"rights": frozenset({Right.ADMIN})}


class NoticeTold(msgspec.Struct, frozen=True):
    """A notice as one firm sees it: `own` is whether it is its own, `expired` whether the others see it no more."""

    id: str
    firm_id: FirmId
    firm_name: str
    published_at: datetime
    own: bool
    expired: bool
    notice: Notice


@get("/synergy/notices", opt=DIRECT)
async def list_notices(
    visitor: NamedDependency[Visitor], notices: NamedDependency[Market], now: NamedDependency[datetime]
) -> list[NoticeTold]:
    """Return one's own notices, then those of other firms; none of theirs while one's own firm does not show itself."""
    return [_told(each, visitor, now) for each in await notices.notices(visitor, now)]


@post("/synergy/notices", opt=DIRECT)
async def publish_notice(
    visitor: NamedDependency[Visitor], notices: NamedDependency[Market], data: JSONBody[Notice], now: NamedDependency[datetime]
) -> NoticeTold:
    """Publish capacity or a hole."""
    return _told(await notices.publish(visitor, data, now), visitor, now)


@delete("/synergy/notices/{id_:str}", opt=DIRECT)
async def withdraw_notice(
    visitor: NamedDependency[Visitor],
    notices: NamedDependency[Market],
    id_: FromPath[Annotated[str, Meta(max_length=80)]],
    now: NamedDependency[datetime],
) -> None:
    """Withdraw one's own notice."""
    await notices.withdraw(visitor, NoticeId(id_), now)


def _told(each: Published, visitor: Visitor, now: datetime) -> NoticeTold:
    own = each.firm == visitor.firm
    return NoticeTold(each.id, each.firm, each.firm_name, each.published_at, own, expired(each.notice, now), each.notice)


router = Router("/", route_handlers=[list_notices, publish_notice, withdraw_notice], tags=["synergy"])
