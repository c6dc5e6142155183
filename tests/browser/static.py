"""Serves a folder of built pages at a free port of this machine; unknown paths get the entry page, as on the platform."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class _Pages(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        """Answer a file, or the entry page where the path is one of the pages' own."""
        if not Path(self.translate_path(self.path)).is_file():
            self.path = "/index.html"
        super().do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Keep the tests' output to what matters."""


def serve(folder: Path) -> tuple[str, ThreadingHTTPServer]:
    """Return the address and the running server; the caller shuts it down."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Pages, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}", server
