"""Promises that files make to one another: exported events, generated schema, reasons for dependencies, tests of rules."""

from __future__ import annotations

import ast
import importlib
import json
import re
import tomllib
from functools import cache
from typing import TYPE_CHECKING

from tests.architecture.house import DOORS, ROOT, SOURCE, VALUES, Source, python_files, report, sources

if TYPE_CHECKING:
    from permanence.adapters.postgres.server import Server

ADVICE = "run `make schema` and commit what it wrote"
WITHOUT_TESTS = (DOORS | VALUES | {"__init__"}) - {"service"}


def test_every_event_is_exported() -> None:
    exported = json.loads((ROOT / "schema/events.json").read_text())["events"]
    findings: list[str] = []
    for path in sorted(SOURCE.glob("*/events.py")):
        module = importlib.import_module(f"permanence.{path.parent.name}.events")
        declared = {node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.ClassDef)} - {"Fact"}
        kept = {kind.__name__ for kind in module.FACTS.values()}
        findings += [f"{path.relative_to(ROOT)}: {name} is not among FACTS" for name in sorted(declared - kept)]
        findings += [
            f"{path.relative_to(ROOT)}: {name} is not in schema/events.json; {ADVICE}"
            for name in sorted(set(module.FACTS) - set(exported))
        ]
    report(findings)


def test_generated_schema_files_are_up_to_date() -> None:
    schema = importlib.import_module("deploy.schema")  # here, since the other checks need none of what it imports
    report([f"schema/{name} is not up to date; {ADVICE}" for name, text in schema.generated().items() if _differs(name, text)])


def test_described_tables_are_up_to_date(postgres: Server, template: str) -> None:
    schema = importlib.import_module("deploy.schema")
    assert not _differs("db.sql", schema.tables(postgres.conninfo(template))), f"schema/db.sql is not up to date; {ADVICE}"


def test_every_rule_has_a_test_module() -> None:
    findings = [
        f"{source.place}: decides, and no test module imports it"
        for source in sources()
        if source.room == "pure" and source.parts[-1] not in WITHOUT_TESTS and _decides(source) and not _tested(source)
    ]
    report(findings)


def test_every_dependency_has_its_reason() -> None:
    told = (ROOT / "docs/adr/0002-dependencies.md").read_text()
    findings = [f"docs/adr/0002-dependencies.md: no line for `{name}`" for name in _dependencies() if f"`{name}`" not in told]
    report(findings)


def test_reasons_are_of_dependencies_that_are_there() -> None:
    told = (ROOT / "docs/adr/0002-dependencies.md").read_text()
    named = {name for row in re.findall(r"^\| (`[^|]+`) \|", told, re.MULTILINE) for name in re.findall(r"`([^`]+)`", row)}
    assert named
    report([f"docs/adr/0002-dependencies.md: `{name}` is no dependency any more" for name in sorted(named - _dependencies())])


def test_no_lock_names_an_address() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        assert "://" not in (ROOT / name).read_text(), f"{name} names an address; renew it with `make lock`"
    if (lock := ROOT / "web/package-lock.json").exists():
        assert '"resolved"' not in lock.read_text(), "web/package-lock.json names addresses (omit-lockfile-registry-resolved)"


def _differs(name: str, text: str) -> bool:
    file = ROOT / "schema" / name
    return not file.exists() or file.read_text(encoding="utf-8") != text


def _decides(source: Source) -> bool:
    """Say whether the file has a function of the outside with a branch in it."""
    branches = ast.If | ast.Match | ast.For | ast.While | ast.IfExp | ast.BoolOp | ast.comprehension
    return any(
        isinstance(node, ast.FunctionDef) and any(isinstance(inner, branches) for inner in ast.walk(node))
        for node in ast.walk(source.tree)
    )


def _tested(source: Source) -> bool:
    """Say whether a test module asks this very module."""
    return ".".join(("permanence", *source.parts)) in _asked()


@cache
def _asked() -> frozenset[str]:
    names: set[str] = set()
    for test in python_files():
        if test.place.startswith("tests/") and test.path.name.startswith("test_"):
            for _, module, taken in test.imports():
                names |= {module, *(f"{module}.{name}" for name in taken)}
    return frozenset(names)


def _dependencies() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"]]
    for group in project["dependency-groups"].values():
        wanted += [entry for entry in group if isinstance(entry, str)]
    names = {re.split(r"[\[<>=~! ]", entry)[0] for entry in wanted}
    page = ROOT / "web/package.json"
    if page.exists():
        parsed = json.loads(page.read_text())
        names |= set(parsed.get("dependencies", {})) | set(parsed.get("devDependencies", {}))
    return names
