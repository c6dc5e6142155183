"""Routes of reports: how promises were kept, as a document and as a file for spreadsheets."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Annotated

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter
from msgspec import Meta

from permanence.firms.model import Right, Visitor
from permanence.kernel.ids import QueueId
from permanence.reports.model import PromiseReport
from permanence.reports.service import Promises
from permanence.reports.tally import EXPORT_HEAD

READING = {"rights": frozenset({Right.SUPERVISE})}

First = Annotated[date | None, QueryParameter(name="from")]
Last = Annotated[date | None, QueryParameter(name="to")]
Word = FromQuery[Annotated[str, Meta(max_length=40, pattern=r"^[^\x00]*$")] | None]


@get("/reports/promise", opt=READING)
async def promise(
    visitor: NamedDependency[Visitor],
    promises: NamedDependency[Promises],
    first: First = None,
    last: Last = None,
    queue: Word = None,
) -> PromiseReport:
    """Return how promises were kept from one local day to another (both included; without days: the last seven)."""
    return await promises.report(visitor, first, last, QueueId(queue) if queue else None)


@get("/reports/promise.csv", opt=READING, media_type="text/csv")
async def promise_file(
    visitor: NamedDependency[Visitor],
    promises: NamedDependency[Promises],
    first: First = None,
    last: Last = None,
    queue: Word = None,
) -> Response[bytes]:
    """Return the same as a file for spreadsheets: one line for each day, hour and queue."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(EXPORT_HEAD)
    writer.writerows(await promises.export(visitor, first, last, QueueId(queue) if queue else None))
    # The mark at the beginning tells spreadsheets that accents are UTF-8.
    body = b"\xef\xbb\xbf" + buffer.getvalue().encode()
    headers = {"Content-Disposition": 'attachment; filename="promise.csv"'}
    return Response(body, media_type="text/csv", headers=headers)


router = Router("/", route_handlers=[promise, promise_file], tags=["reports"])
