"""Routes of recordings: the sound with ranges, its waveform, and whether agents may hear their own calls."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from typing import Any

import msgspec
import structlog
from litestar import Request, Response, Router, get, put
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody
from litestar.response import Stream
from litestar.status_codes import (
    HTTP_200_OK,
    HTTP_206_PARTIAL_CONTENT,
    HTTP_416_REQUESTED_RANGE_NOT_SATISFIABLE,
)

from permanence.firms.model import Right
from permanence.interaction.api import provide_viewer
from permanence.interaction.archive import Mark, Viewer
from permanence.interaction.ports import Standing
from permanence.interaction.ranges import Unsatisfiable, chosen_bytes
from permanence.interaction.service import Listening
from permanence.kernel.errors import NotFound, PermanenceError
from permanence.kernel.ids import RecordingId, is_id

LISTENING = {"rights": frozenset({Right.LISTEN, Right.DESK})}
ADMIN = {"rights": frozenset({Right.ADMIN})}

log = structlog.get_logger("recordings")
StandingOf = Callable[[Request[Any, Any, Any]], Standing]


class Waveform(msgspec.Struct):
    """Peaks between 0 and 1: left is what the customer said, right what the customer heard."""

    duration_ms: int
    left: list[float]
    right: list[float]
    marks: list[Mark]


class Terms(msgspec.Struct, forbid_unknown_fields=True):
    """Whether agents may hear the recordings of their own calls."""

    agents_hear_own: bool


def recording_id(text: str) -> RecordingId:
    """Return the id of a recording, or raise `NotFound` for what cannot be one."""
    if not is_id(text, "rec"):
        raise NotFound
    return RecordingId(text)


@get("/recordings/{recording:str}/audio", opt=LISTENING, media_type="audio/wav")
async def audio(
    request: Request[Any, Any, Any],
    viewer: NamedDependency[Viewer],
    listening: NamedDependency[Listening],
    standing_of: NamedDependency[StandingOf],
    recording: FromPath[str],
) -> Response[Any]:
    """Return the sound, or the part that the player asks for; every listening is written down."""
    kept = await listening.find(viewer, recording_id(recording))
    size = kept.size or 0
    try:
        chosen = chosen_bytes(request.headers.get("range"), size)
    except Unsatisfiable:
        return Response(
            b"", status_code=HTTP_416_REQUESTED_RANGE_NOT_SATISFIABLE, headers={"Content-Range": f"bytes */{size}"}
        )
    first, last = chosen or (0, size - 1)
    pieces = await listening.listen(viewer, kept.id, first, last, standing_of(request))
    begin = await anext(pieces)  # a damaged file is told before the answer begins
    headers = {"Accept-Ranges": "bytes", "Content-Length": str(last - first + 1), "Cache-Control": "no-store"}
    if chosen is not None:
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    status = HTTP_200_OK if chosen is None else HTTP_206_PARTIAL_CONTENT
    return Stream(_until_forbidden(begin, pieces, kept.id), status_code=status, headers=headers, media_type="audio/wav")


async def _until_forbidden(begin: bytes, pieces: AsyncGenerator[bytes], recording: str) -> AsyncGenerator[bytes]:
    """Yield the sound. Where it must stop in the middle the answer stays short, which tells the player."""
    try:
        yield begin
        async for piece in pieces:
            yield piece
    except PermanenceError as error:
        log.warning("listening_cut", recording=recording, code=error.code)


@get("/recordings/{recording:str}/waveform", opt=LISTENING)
async def waveform(
    viewer: NamedDependency[Viewer], listening: NamedDependency[Listening], recording: FromPath[str]
) -> Waveform:
    """Return what the sound looks like."""
    kept, left, right = await listening.waveform(viewer, recording_id(recording))
    return Waveform(kept.duration_ms or 0, left, right, kept.marks)


@get("/recording-terms", opt=ADMIN)
async def get_terms(viewer: NamedDependency[Viewer], listening: NamedDependency[Listening]) -> Terms:
    """Return whether agents may hear their own calls."""
    return Terms(await listening.agents_hear_own(viewer))


@put("/recording-terms", opt=ADMIN)
async def set_terms(
    viewer: NamedDependency[Viewer], listening: NamedDependency[Listening], data: JSONBody[Terms]
) -> Terms:
    """Let agents hear their own calls, or not."""
    await listening.set_terms(viewer, agents_hear_own=data.agents_hear_own)
    return data


router = Router(
    "/",
    route_handlers=[audio, waveform, get_terms, set_terms],
    dependencies={"viewer": Provide(provide_viewer)},
    tags=["recordings"],
)
