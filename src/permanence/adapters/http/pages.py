"""The pages: what the front end's build left in one folder, kept in memory, compressed once.

Every address that is no file and no interface belongs to the pages' own router, so it gets the start page.
"""

from __future__ import annotations

import gzip
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

MISSING = (
    "<!doctype html><meta charset=utf-8><title>Permanence</title>"
    "<p>Les pages ne sont pas encore construites : lancez <code>make setup</code>.</p>"
    "<p lang=en>The pages are not built yet: run <code>make setup</code>.</p>"
)
WORTH_COMPRESSING = 1000
FOR_EVER = "public, max-age=31536000, immutable"
ASK_EVERY_TIME = "no-cache"


@dataclass(frozen=True, slots=True)
class File:
    """A file of the pages, plain and compressed (None where that gains nothing)."""

    kind: str
    plain: bytes
    packed: bytes | None
    keep: str


class Pages:
    """All files of the pages. A new build is noticed by the time of its start page."""

    def __init__(self, folder: Path) -> None:
        """Serve this folder."""
        self._folder = folder
        self._built: float | None = None
        self._files: dict[str, File] = {}

    def find(self, path: str) -> File:
        """Return the file for an address, the start page for one of the pages' own."""
        self._refresh()
        if found := self._files.get(path):
            return found
        if path.startswith("api/") or path == "api" or "." in path.rpartition("/")[2]:
            raise NotFoundException
        return self._files.get("index.html") or File(
            "text/html; charset=utf-8", MISSING.encode(), None, "no-store"
        )

    def _refresh(self) -> None:
        start = self._folder / "index.html"
        built = start.stat().st_mtime if start.is_file() else None
        if built != self._built:
            self._built = built
            self._files = self._load() if built is not None else {}

    def _load(self) -> dict[str, File]:
        files: dict[str, File] = {}
        for path in sorted(self._folder.rglob("*")):
            name = path.relative_to(self._folder).as_posix()
            if path.is_file() and not any(part.startswith(".") for part in name.split("/")):
                files[name] = _file(name, path.read_bytes())
        return files


def _file(name: str, plain: bytes) -> File:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    is_text = kind.startswith("text/") or kind.endswith(("javascript", "json", "svg+xml", "wasm"))
    packed = gzip.compress(plain, 9, mtime=0) if is_text and len(plain) > WORTH_COMPRESSING else None
    # The build puts the hash of the content into the names below assets/.
    keep = FOR_EVER if name.startswith("assets/") else ASK_EVERY_TIME
    return File(f"{kind}; charset=utf-8" if kind.startswith("text/") else kind, plain, packed, keep)


@get(["/", "/{path:path}"], opt={"public": True}, include_in_schema=False)
async def page(
    request: Request[Any, Any, Any], pages: NamedDependency[Pages], path: FromPath[str] = ""
) -> Response[bytes]:
    """Return a file of the pages."""
    file = pages.find(path.lstrip("/"))
    headers = {"Cache-Control": file.keep, "Vary": "Accept-Encoding"}
    if file.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(file.packed, media_type=file.kind, headers=headers | {"Content-Encoding": "gzip"})
    return Response(file.plain, media_type=file.kind, headers=headers)
