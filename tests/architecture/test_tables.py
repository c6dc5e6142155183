"""Tables: one schema for each capability, written by its owner alone; firms' rows are under forced row security."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.architecture.house import ROOT, SOURCE, report, sources

MIGRATIONS = SOURCE / "adapters" / "postgres" / "migrations" / "versions"
OWNERS: dict[str, set[str]] = {
    "platform": {"adapters", "floor", "app"},  # lease and readers, answers kept for repeats, versions
}
"""Schemas that are no capability; a capability's schema bears its name and is its own."""

WRITE = re.compile(
    r"\b(insert\s+into|update(?:\s+only)?|delete\s+from(?:\s+only)?|merge\s+into|truncate(?:\s+table)?)\s+"
    r"([a-z_]+)\.([a-z_]+)",
    re.IGNORECASE,
)
TABLE = re.compile(r"^create table (?:if not exists )?([a-z_]+)\.([a-z_]+)\s*\((.*?)^\)", re.MULTILINE | re.DOTALL)
WITHOUT_FIRM = "No firm's data."


def test_only_the_owner_writes_a_table() -> None:
    findings: list[str] = []
    for path in SOURCE.rglob("*.sql"):
        if MIGRATIONS not in path.parents:
            package = path.relative_to(SOURCE).parts[0]
            findings += _strange_writes(path, 1, path.read_text(), package)
    for source in sources():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                findings += _strange_writes(source.path, node.lineno, node.value, source.package)
    report(findings)


def test_every_table_names_its_firm_or_says_why_not() -> None:
    findings: list[str] = []
    for path, schema, table, body, before in _tables():
        columns = body.strip().splitlines()
        names_firm = any(line.strip().startswith(("firm_id ", "owner_firm_id ")) for line in columns) or table == "firm"
        if not names_firm and WITHOUT_FIRM not in before:
            findings.append(
                f"{_short(path)}: {schema}.{table} has no firm_id; where that is meant, the comment above it says "
                f"'{WITHOUT_FIRM}'"
            )
    report(findings)


def test_every_table_with_firms_data_is_under_forced_row_security() -> None:
    text = "\n".join(path.read_text() for path in sorted(MIGRATIONS.glob("*.sql")))
    protected = set(re.findall(r"call platform\.(?:protect|share)\(\s*'([a-z_.]+)'", text))
    assert "force row level security" in text, "platform.protect no longer forces row security"
    findings = [
        f"{_short(path)}: {schema}.{table} holds firms' data without forced row security; "
        f"call platform.protect('{schema}.{table}', …)"
        for path, schema, table, _, before in _tables()
        if f"{schema}.{table}" not in protected and WITHOUT_FIRM not in before
    ]
    report(findings)


def test_nobody_passes_row_security_by() -> None:
    findings = [
        f"{_short(path)}: a role or table passes row security by"
        for path in sorted(MIGRATIONS.glob("*.sql"))
        if re.search(r"(?<!no)bypassrls|no force row level security|disable row level security", path.read_text())
    ]
    report(findings)


def _tables() -> list[tuple[Path, str, str, str, str]]:
    """Return every table of the migrations: file, schema, name, columns, the comment above it."""
    found: list[tuple[Path, str, str, str, str]] = []
    for path in sorted(MIGRATIONS.glob("*.sql")):
        text = path.read_text()
        for match in TABLE.finditer(text):
            above = text[: match.start()].rstrip("\n").splitlines()
            comment: list[str] = []
            while above and above[-1].startswith("--"):
                comment.append(above.pop()[2:].strip())
            found.append((path, match[1], match[2], match[3], " ".join(reversed(comment))))
    assert found, "no table was found: the migrations have moved"
    return found


def _strange_writes(path: Path, line: int, text: str, package: str) -> list[str]:
    findings: list[str] = []
    for match in WRITE.finditer(text):
        schema = match[2].lower()
        if package not in OWNERS.get(schema, {schema}):
            where = line + text[: match.start()].count("\n")
            findings.append(
                f"{path.relative_to(ROOT)}:{where}: {package} writes {schema}.{match[3]}, which its owner alone may"
            )
    return findings


def _short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
