"""Breaks copies of the house on purpose and shows which check catches each break, with its message.

`make guards`. A guard that nobody has seen bite is not known to be one: each break is planted alone in a copy of the
tree, the guard that must catch it is run there as it runs here, and its message must name what was planted.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

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
    """One way to break the house: how it is planted, who must catch it, and a word its message must contain."""

    name: str
    plant: Callable[[Path], None]
    guard: str
    word: str


def append(place: str, text: str) -> Callable[[Path], None]:
    """Plant text at the end of a file, which is made if it is not there."""

    def plant(copy: Path) -> None:
        file = copy / place
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as output:
            output.write(text)

    return plant


def long_function(lines: int) -> str:
    """Return a function with this many lines."""
    return "\n\ndef endless() -> int:\n" + "".join(f"    step_{i} = {i}\n" for i in range(lines)) + "    return 0\n"


def put_before(place: str, mark: str, text: str) -> Callable[[Path], None]:
    """Plant text before the first mark."""

    def plant(copy: Path) -> None:
        file = copy / place
        before = file.read_text(encoding="utf-8")
        assert mark in before, f"{place} no longer has {mark!r}; mend this break"
        file.write_text(before.replace(mark, text + mark, 1), encoding="utf-8")

    return plant


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
    Break("asyncio in a rule", append(RULES, "\nimport asyncio\n"), PURE, "asyncio"),
    Break("waiting in a rule", append(RULES, "\n\nasync def later() -> None:\n    pass\n"), WAITS, "does not wait"),
    Break("a clock read in a rule", append(RULES, "\n\nSTART = datetime.now()\n"), CLOCK, "datetime.now()"),
    Break("chance in a rule", append(RULES, "\nimport random\n"), PURE, "random"),
    Break("a log line in the call machine", append("src/permanence/interaction/call.py", "\nimport logging\n"),
          PURE, "logging"),
    Break("a file opened in a rule", append(RULES, "\n\nTEXT = open('/etc/hosts')\n"), OPENS, "open()"),
    Break("an upward import", append("src/permanence/interaction/call.py",
          "\nfrom permanence.routing import model as above\n"), CONTRACTS, "permanence.interaction"),
    Break("a neighbour's import", append("src/permanence/adapters/postgres/pool.py",
          "\nfrom permanence.adapters.asterisk import layout\n"), CONTRACTS, "permanence.adapters.postgres"),
    Break("a window entered", append("src/permanence/flows/rules.py",
          "\nfrom permanence.interaction import call\n"), DOOR, "by the window"),
    Break("a new top-level package", append("src/permanence/helpers/__init__.py", '"""Odds and ends."""\n'),
          CONTRACTS, "helpers"),
    Break("SQL written into another's schema", append("src/permanence/flows/queries.sql",
          "\n-- name: steal\n-- Write where we may not.\nupdate routing.queue set name = 'x';\n"), OWNER, "routing.queue"),
    Break("the same from Python", append("src/permanence/flows/rules.py",
          "\n\nSTEAL = 'delete from routing.queue'\n"), OWNER, "routing.queue"),
    Break("a firm's table without forced row security", append(f"{MIGRATIONS}/v9999_open.sql",
          "create table routing.loose (\n    firm_id text not null,\n    id text not null\n);\n"), FORCED, "routing.loose"),
    Break("a table without its firm", append(f"{MIGRATIONS}/v9999_open.sql",
          "create table routing.stray (\n    id text not null\n);\n"), FIRM, "routing.stray"),
    Break("an event that is not exported", put_before("src/permanence/interaction/events.py",
          "FACTS: dict", 'class CallWhispered(Fact, frozen=True):\n    """Nobody was told."""\n\n\n'), EXPORTED,
          "call_whispered"),
    Break("a rule without a test", append("src/permanence/routing/luck.py",
          '"""Decides nothing."""\n\n\ndef pick(n: int) -> int:\n    """Choose."""\n    return 1 if n else 0\n'),
          PROVEN, "luck"),
    Break("a dependency without a reason", put_before("pyproject.toml", '"alembic', '"leftpad>=1", '), REASON, "leftpad"),
    Break("a function over the size limit", append(RULES, long_function(60)), SHORT, "endless"),
    Break("a file over the size limit", append(RULES, "\n" + "# filler\n" * 400), FILES, "routing/rules.py"),
    Break("a swallowed exception", append(RULES, SWALLOW.format("Exception")), SWALLOWED, "swallows Exception"),
    Break("a narrow one, without its reason", append(RULES, SWALLOW.format("ValueError")), SWALLOWED, "without saying why"),
    Break("a loose end without a name", append(RULES, "\n# TO" + "DO later\n"), LOOSE, "loose end"),
    Break("a banned noun", append(RULES, '\n\nclass QueueMember:\n    """Who?"""\n'), NOUNS, "member"),
    Break("a registry's address", append("CONTRIBUTING.md", "\nhttps://py" + "pi.org/simple\n"), HOSTS, "names a registry"),
    Break("a folder of one machine", append("CONTRIBUTING.md", "\nsee /ro" + "ot/notes\n"), FOLDERS, "one machine"),
)  # fmt: skip


def run_guard(copy: Path, *guards: str) -> tuple[int, str]:
    """Run guards in the copy, as `make check` runs them here: the contracts of imports, or tests."""
    environment = {**os.environ, "PYTHONPATH": f"{copy / 'src'}{os.pathsep}{copy}", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    if guards == (CONTRACTS,):
        words = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    else:
        words = [sys.executable, "-m", "pytest", "-p", "pytest_asyncio.plugin", "-p", "no:cacheprovider", "--noconftest", "--tb=short", *guards]
    done = subprocess.run(words, cwd=copy, env=environment, capture_output=True, text=True, timeout=900, check=False)
    return done.returncode, done.stdout + done.stderr


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


def try_break(pristine: Path, broken: Break, before: str) -> tuple[bool, str]:
    """Plant one break in a fresh copy; say whether its guard caught it, and with which words."""
    with tempfile.TemporaryDirectory(prefix="guards-") as folder:
        copy = Path(folder) / "house"
        shutil.copytree(pristine, copy, symlinks=True)
        broken.plant(copy)
        code, output = run_guard(copy, broken.guard)
    message = message_of(output, broken.word, before)
    return code != 0 and bool(message), message or output.strip().rpartition("\n")[2]


def main() -> int:
    """Try every break; 0 only if all are caught and every guard passes the unbroken copy."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="guards-") as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        pristine = make_copy(Path(folder))
        tests = sorted({broken.guard for broken in BREAKS} - {CONTRACTS})
        whole = [run_guard(pristine, CONTRACTS), run_guard(pristine, *tests)]
        before = "".join(output for _, output in whole)
        results = list(pool.map(lambda each: try_break(pristine, each, before), BREAKS))
    width = max(len(broken.name) for broken in BREAKS)
    for broken, (caught, message) in zip(BREAKS, results, strict=True):
        guard = broken.guard.rpartition("/")[2].replace("::", ", ")
        print(f"{broken.name:<{width}}  {'caught by ' + guard if caught else 'NOT CAUGHT by ' + guard}\n    {message}")
    missed = sum(not caught for caught, _ in results)
    already = [output for code, output in whole if code]
    for output in already:
        print(f"A guard fails on the unbroken house:\n{output}")
    print(f"{len(BREAKS) - missed} of {len(BREAKS)} breaks caught in {time.monotonic() - began:.0f} s")
    return 1 if missed or already else 0


if __name__ == "__main__":
    sys.exit(main())
