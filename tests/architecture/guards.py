"""Breaks copies of the house on purpose and shows which check catches each break, with its message.

`make guards`. A guard that nobody has seen bite is not known to be one: each break is planted alone in a copy of the
tree, the guard that must catch it is run there as it runs here, and its message must name what was planted. Two copies are
broken side by side, and each is parsed once.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture import house

ROOT = Path(__file__).parents[2]
LEFT_OUT = (
    ".git", ".venv", ".tools", "var", "node_modules", "dist*", "build", "__pycache__", ".*_cache", ".hypothesis",
    "test-results", "docs", "pictures",
)  # fmt: skip
KEPT_DOCS = "docs/adr"
RULES = "src/permanence/routing/rules.py"
MIGRATIONS = "src/permanence/adapters/postgres/migrations/versions"


@dataclass(frozen=True)
class Break:
    """One way to break the house: which file becomes what, who must catch it, and a word its message must contain."""

    name: str
    place: str
    change: Callable[[str], str]
    guard: str
    word: str

    @contextmanager
    def planted(self) -> Iterator[None]:
        """Have the break in this copy; the file is made if it is not there, and is as it was afterwards."""
        file = ROOT / self.place
        before = file.read_text(encoding="utf-8") if file.exists() else None
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(self.change(before or ""), encoding="utf-8")
        try:
            yield
        finally:
            if before is not None:
                file.write_text(before, encoding="utf-8")
            else:
                file.unlink()
                if not any(file.parent.iterdir()):
                    file.parent.rmdir()


def append(text: str) -> Callable[[str], str]:
    """Plant text at the end of a file."""
    return lambda before: before + text


def long_function(lines: int) -> str:
    """Return a function with this many lines."""
    return "\n\ndef endless() -> int:\n" + "".join(f"    step_{i} = {i}\n" for i in range(lines)) + "    return 0\n"


def put_before(mark: str, text: str) -> Callable[[str], str]:
    """Plant text before the first mark."""

    def change(before: str) -> str:
        assert mark in before, f"there is no {mark!r} any more; mend this break"
        return before.replace(mark, text + mark, 1)

    return change


CONTRACTS = "lint-imports"
ROOMS = "tests/architecture/test_rooms.py"
TABLES = "tests/architecture/test_tables.py"
TIDY = "tests/architecture/test_tidy.py"
PROMISES = "tests/architecture/test_promises.py"
# The test of a file that must catch a break: alone, so that another's catch does not count for it.
PURE, WAITS = f"{ROOMS}::test_pure_rooms_import_nothing_of_the_world", f"{ROOMS}::test_pure_rooms_do_not_wait"
CLOCK, OPENS = f"{ROOMS}::test_capabilities_read_no_clock", f"{ROOMS}::test_pure_rooms_open_and_print_nothing"
DOOR, OWNER = f"{ROOMS}::test_capabilities_are_entered_by_their_doors", f"{TABLES}::test_only_the_owner_writes_a_table"
FORCED = f"{TABLES}::test_every_table_with_firms_data_is_under_forced_row_security"
FIRM = f"{TABLES}::test_every_table_names_its_firm_or_says_why_not"
EXPORTED, PROVEN = f"{PROMISES}::test_every_event_is_exported", f"{PROMISES}::test_every_rule_has_a_test_module"
REASON, SHORT = f"{PROMISES}::test_every_dependency_has_its_reason", f"{TIDY}::test_functions_are_short"
FILES, SWALLOWED = f"{TIDY}::test_files_are_short", f"{TIDY}::test_no_exception_is_swallowed"
LOOSE, NOUNS = f"{TIDY}::test_loose_ends_have_a_name", f"{TIDY}::test_our_own_names_keep_to_the_glossary"
HOSTS, FOLDERS = f"{TIDY}::test_no_host_of_a_registry_is_named", f"{TIDY}::test_no_path_of_a_machine_is_named"
SWALLOW = "\n\ndef hush() -> None:\n    try:\n        int('x')\n    except {0}:\n        pass\n"

BREAKS = (
    Break("asyncio in a rule", RULES, append("\nimport asyncio\n"), PURE, "asyncio"),
    Break("waiting in a rule", RULES, append("\n\nasync def later() -> None:\n    pass\n"), WAITS, "does not wait"),
    Break("a clock read in a rule", RULES, append("\n\nSTART = datetime.now()\n"), CLOCK, "datetime.now()"),
    Break("chance in a rule", RULES, append("\nimport random\n"), PURE, "random"),
    Break("a log line in the call machine", "src/permanence/interaction/call.py", append("\nimport logging\n"),
          PURE, "logging"),
    Break("a file opened in a rule", RULES, append("\n\nTEXT = open('/etc/hosts')\n"), OPENS, "open()"),
    Break("an upward import", "src/permanence/interaction/call.py",
          append("\nfrom permanence.routing import model as above\n"), CONTRACTS, "permanence.interaction"),
    Break("a neighbour's import", "src/permanence/adapters/postgres/pool.py",
          append("\nfrom permanence.adapters.asterisk import layout\n"), CONTRACTS, "permanence.adapters.postgres"),
    Break("a window entered", "src/permanence/flows/rules.py",
          append("\nfrom permanence.interaction import call\n"), DOOR, "by the window"),
    Break("a new top-level package", "src/permanence/helpers/__init__.py", append('"""Odds and ends."""\n'),
          CONTRACTS, "helpers"),
    Break("SQL written into another's schema", "src/permanence/flows/queries.sql",
          append("\n-- name: steal\n-- Write where we may not.\nupdate routing.queue set name = 'x';\n"), OWNER, "routing.queue"),
    Break("the same from Python", "src/permanence/flows/rules.py",
          append("\n\nSTEAL = 'delete from routing.queue'\n"), OWNER, "routing.queue"),
    Break("a firm's table without forced row security", f"{MIGRATIONS}/v9999_open.sql",
          append("create table routing.loose (\n    firm_id text not null,\n    id text not null\n);\n"), FORCED, "routing.loose"),
    Break("a table without its firm", f"{MIGRATIONS}/v9999_open.sql",
          append("create table routing.stray (\n    id text not null\n);\n"), FIRM, "routing.stray"),
    Break("an event that is not exported", "src/permanence/interaction/events.py",
          put_before("FACTS: dict", 'class CallWhispered(Fact, frozen=True):\n    """Nobody was told."""\n\n\n'), EXPORTED,
          "call_whispered"),
    Break("a rule without a test", "src/permanence/routing/luck.py",
          append('"""Decides nothing."""\n\n\ndef pick(n: int) -> int:\n    """Choose."""\n    return 1 if n else 0\n'),
          PROVEN, "luck"),
    Break("a dependency without a reason", "pyproject.toml", put_before('"alembic', '"leftpad>=1", '), REASON, "leftpad"),
    Break("a function over the size limit", RULES, append(long_function(60)), SHORT, "endless"),
    Break("a file over the size limit", RULES, append("\n" + "# filler\n" * 400), FILES, "routing/rules.py"),
    Break("a swallowed exception", RULES, append(SWALLOW.format("Exception")), SWALLOWED, "swallows Exception"),
    Break("a narrow one, without its reason", RULES, append(SWALLOW.format("ValueError")), SWALLOWED, "without saying why"),
    Break("a loose end without a name", RULES, append("\n# TO" + "DO later\n"), LOOSE, "loose end"),
    Break("a banned noun", RULES, append('\n\nclass QueueMember:\n    """Who?"""\n'), NOUNS, "member"),
    Break("a registry's address", "CONTRIBUTING.md", append("\nhttps://py" + "pi.org/simple\n"), HOSTS, "names a registry"),
    Break("a folder of one machine", "CONTRIBUTING.md", append("\nsee /ro" + "ot/notes\n"), FOLDERS, "one machine"),
)  # fmt: skip


def message_of(output: str, word: str, before: str) -> str:
    """Return the line of the guard's output that names the break and was not there `before` it."""
    lines = [line.removeprefix("E ").strip() for line in output.splitlines()]
    named = [line for line in lines if word in line and line not in before]
    told = [line for line in named if not line.startswith(("findings", "FAILED", "report", "assert"))]
    return (told or named or [""])[0]


def make_copy(folder: Path) -> Path:
    """Copy what the guards read."""
    copy = folder / "house"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT), symlinks=True)
    shutil.copytree(ROOT / KEPT_DOCS, copy / KEPT_DOCS)
    return copy


def answered(*guards: str) -> tuple[int, str]:
    """Return how guards end, run here as `make check` runs them, and what they say. A child runs them: what it reads anew is its own."""
    with tempfile.TemporaryFile("w+") as output:
        child = os.fork()
        if not child:
            os.dup2(output.fileno(), 1)
            os.dup2(output.fileno(), 2)
            house.forget()
            if guards == (CONTRACTS,):
                os.execv(Path(sys.executable).with_name(CONTRACTS), [CONTRACTS, "--no-cache", "--no-logo"])
            os._exit(pytest.main(["-p", "pytest_asyncio.plugin", "-p", "no:cacheprovider", "--noconftest", "--tb=short", *guards]))
        _, status = os.waitpid(child, 0)
        output.seek(0)
        return os.waitstatus_to_exitcode(status), output.read()


def break_here(numbers: list[int]) -> None:
    """Try these breaks in the copy that this file stands in, each alone; print what every guard said, as one line of JSON. The
    house is parsed once: each child parses only what is new."""
    house.python_files()
    tests = sorted({broken.guard for broken in BREAKS} - {CONTRACTS})
    whole = [answered(CONTRACTS), answered(*tests)]
    tried: list[tuple[int, int, str]] = []
    for number in numbers:
        with BREAKS[number].planted():
            tried.append((number, *answered(BREAKS[number].guard)))
    print(json.dumps([whole, tried]))


def try_breaks(copy: Path, numbers: list[int]) -> tuple[list[tuple[int, str]], list[tuple[int, int, str]]]:
    """Have breaks tried in a copy; return how each guard ends there unbroken, and with each break."""
    environment = {**os.environ, "PYTHONPATH": f"{copy / 'src'}{os.pathsep}{copy}", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    words = [sys.executable, "-m", "tests.architecture.guards", *map(str, numbers)]
    done = subprocess.run(words, cwd=copy, env=environment, stdout=subprocess.PIPE, text=True, timeout=900, check=True)
    whole, tried = json.loads(done.stdout)
    return whole, tried


def main() -> int:
    """Try every break, half of them in each of two copies. 0 only if all are caught and every guard passes the unbroken copy."""
    began, missed, already = time.monotonic(), 0, ""
    numbers = list(range(len(BREAKS)))
    with tempfile.TemporaryDirectory(prefix="guards-") as folder, ThreadPoolExecutor(2) as pool:
        copies = [make_copy(Path(folder) / each) for each in ("left", "right")]
        halves = list(pool.map(try_breaks, copies, (numbers[::2], numbers[1::2])))
    width = max(len(broken.name) for broken in BREAKS)
    for whole, tried in halves:
        before = "".join(output for _, output in whole)
        already = already or "".join(output for code, output in whole if code)
        for number, code, output in tried:
            broken = BREAKS[number]
            message = message_of(output, broken.word, before)
            caught = code != 0 and bool(message)
            missed += not caught
            guard = broken.guard.rpartition("/")[2].replace("::", ", ")
            print(f"{broken.name:<{width}}  {'caught by ' + guard if caught else 'NOT CAUGHT by ' + guard}\n    {message or output[-200:]}")
    if already:
        print(f"A guard fails on the unbroken house:\n{already}")
    print(f"{len(BREAKS) - missed} of {len(BREAKS)} breaks caught in {time.monotonic() - began:.0f} s")
    return 1 if missed or already else 0


if __name__ == "__main__":
    if len(sys.argv) > 1:
        break_here([int(number) for number in sys.argv[1:]])
    else:
        sys.exit(main())
