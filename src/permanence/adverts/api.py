"""Routes of advertisements: what there are, what they brought, which code a caller gave; and the address that counts visits."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import Annotated

import msgspec
from litestar import Response, Router, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from litestar.status_codes import HTTP_204_NO_CONTENT
from msgspec import Meta

from permanence.adverts.figures import EXPORT_HEAD, export
from permanence.adverts.model import Advert, AdvertReport, Cost, Medium, Step
from permanence.adverts.service import Adverts
from permanence.firms.model import Right, Visitor
from permanence.kernel.ids import AdvertId, NumberId

OWNING = {"rights": frozenset({Right.ADMIN})}
TALKING = {"rights": frozenset({Right.DESK, Right.SUPERVISE, Right.ADMIN})}
AMOUNT_MAX = 1_000_000_000_000_000
Id = Annotated[str, Meta(max_length=80, pattern=r"^[^\x00]*$")]
First = Annotated[date | None, QueryParameter(name="from")]
Last = Annotated[date | None, QueryParameter(name="to")]


class CostForm(msgspec.Struct, forbid_unknown_fields=True):
    """What was paid for some days, both included, in millionths of the euro."""

    first_day: date
    last_day: date
    amount: Annotated[int, Meta(gt=0, le=AMOUNT_MAX)]


class AdvertForm(msgspec.Struct, forbid_unknown_fields=True):
    """An advertisement as its firm writes it. `code` is three or four digits or empty, `address` a page of the firm or empty."""

    name: Annotated[str, Meta(min_length=1, max_length=120, pattern=r"^[^\x00]*\S[^\x00]*$")]
    medium: Medium
    first_day: date
    last_day: date | None = None
    costs: Annotated[list[CostForm], Meta(max_length=100)] = []
    numbers: Annotated[list[Id], Meta(max_length=50)] = []
    code: Annotated[str, Meta(max_length=10, pattern=r"^[^\x00]*$")] = ""
    address: Annotated[str, Meta(max_length=500, pattern=r"^[^\x00]*$")] = ""


class AdvertTold(msgspec.Struct, frozen=True):
    """An advertisement. `path` is the address, on this platform, that counts visits and leads to `address`; empty without one."""

    id: str
    name: str
    medium: Medium
    first_day: date
    last_day: date | None
    costs: tuple[Cost, ...]
    numbers: tuple[NumberId, ...]
    code: str
    address: str
    path: str


class CodeForm(msgspec.Struct, forbid_unknown_fields=True):
    """The code that the caller gave; empty: none."""

    code: Annotated[str, Meta(max_length=10, pattern=r"^[^\x00]*$")]


@get("/adverts", opt=OWNING)
async def list_adverts(visitor: NamedDependency[Visitor], adverts: NamedDependency[Adverts]) -> list[AdvertTold]:
    """Return the firm's advertisements, the newest first."""
    return [_told(each) for each in await adverts.all(visitor)]


@post("/adverts", opt=OWNING)
async def add_advert(
    visitor: NamedDependency[Visitor], adverts: NamedDependency[Adverts], data: JSONBody[AdvertForm], now: NamedDependency[datetime]
) -> AdvertTold:
    """Write a new advertisement."""
    return _told(await adverts.add(visitor, _advert(data), now))


@put("/adverts/{id_:str}", opt=OWNING)
async def change_advert(
    visitor: NamedDependency[Visitor],
    adverts: NamedDependency[Adverts],
    id_: FromPath[Id],
    data: JSONBody[AdvertForm],
    now: NamedDependency[datetime],
) -> AdvertTold:
    """Write an advertisement again."""
    return _told(await adverts.change(visitor, id_, _advert(data), now))


@delete("/adverts/{id_:str}", opt=OWNING)
async def remove_advert(
    visitor: NamedDependency[Visitor], adverts: NamedDependency[Adverts], id_: FromPath[Id], now: NamedDependency[datetime]
) -> None:
    """Delete an advertisement; its calls belong to none then."""
    await adverts.remove(visitor, id_, now)


@put("/adverts/codes/{call:str}", opt=TALKING, status_code=HTTP_204_NO_CONTENT)
async def give_code(
    visitor: NamedDependency[Visitor],
    adverts: NamedDependency[Adverts],
    call: FromPath[Id],
    data: JSONBody[CodeForm],
    now: NamedDependency[datetime],
) -> None:
    """Say which code the caller of a call gave."""
    await adverts.give_code(visitor, call, data.code.strip(), now)


@get("/reports/adverts", opt=OWNING)
async def advert_report(
    visitor: NamedDependency[Visitor],
    adverts: NamedDependency[Adverts],
    now: NamedDependency[datetime],
    first: First = None,
    last: Last = None,
    step: FromQuery[Step] = Step.DAY,
) -> AdvertReport:
    """Return what advertisements brought from one local day to another (both included; without days: the last thirty)."""
    return await adverts.report(visitor, first, last, step, now)


@get("/reports/adverts.csv", opt=OWNING, media_type="text/csv")
async def advert_file(
    visitor: NamedDependency[Visitor],
    adverts: NamedDependency[Adverts],
    now: NamedDependency[datetime],
    first: First = None,
    last: Last = None,
) -> Response[bytes]:
    """Return the same as a file for spreadsheets: a line for each advertisement, money in euros."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(EXPORT_HEAD)
    writer.writerows(export(await adverts.report(visitor, first, last, Step.DAY, now)))
    # The mark at the beginning tells spreadsheets that accents are UTF-8.
    body = b"\xef\xbb\xbf" + buffer.getvalue().encode()
    return Response(body, media_type="text/csv", headers={"Content-Disposition": 'attachment; filename="adverts.csv"'})


@get("/a/{token:str}", opt={"public": True}, include_in_schema=False)
async def landing(adverts: NamedDependency[Adverts], token: FromPath[Id], now: NamedDependency[datetime]) -> Response[bytes]:
    """Count a visit and lead on to the page that the firm has written; nothing of the request says where to."""
    address = await adverts.visit(token, now)
    return Response(b"", status_code=302, headers={"Location": address, "Cache-Control": "no-store"})


def _advert(form: AdvertForm) -> Advert:
    return Advert(
        id=AdvertId(""), name=form.name.strip(), medium=form.medium, first_day=form.first_day, last_day=form.last_day,
        costs=tuple(Cost(first_day=each.first_day, last_day=each.last_day, amount=each.amount) for each in form.costs),
        numbers=tuple(NumberId(each) for each in sorted(set(form.numbers))), code=form.code.strip(), address=form.address.strip(),
    )  # fmt: skip


def _told(each: Advert) -> AdvertTold:
    return AdvertTold(
        each.id, each.name, each.medium, each.first_day, each.last_day, each.costs, each.numbers, each.code, each.address,
        f"/a/{each.token}" if each.address else "",
    )  # fmt: skip


router = Router(
    "/",
    route_handlers=[list_adverts, add_advert, change_advert, remove_advert, give_code, advert_report, advert_file],
    tags=["adverts"],
)
