"""Tidiness that linters cannot see: sizes, swallowed exceptions, loose ends, our own words, traces of machines."""

from __future__ import annotations

import ast
import re

from tests.architecture.house import ROOT, SOURCE, TEXT, Source, python_files, report, sources, text_files

FUNCTION_LINES, FILE_LINES = 60, 400
BANNED_NOUNS = ("member", "contact", "channel", "session")
LOOSE_END = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b(?!\([a-z]+\))")
EMPTY_CATCH = re.compile(r"catch\s*(?:\([^)]*\))?\s*\{\s*\}")
HOSTS = re.compile(
    "|".join(["py" + r"pi\.org", "python" + "hosted", "npm" + "js", r"debian\.(?:org|com|net)", r"ubuntu\.com",
              "jsde" + "livr", "unp" + r"kg\.com"])
)  # fmt: skip
MACHINE = re.compile(r"(?<![\w.$}])/(?:wo" + r"rk|ro" + r"ot)/\w")
UNREAD = {"LICENSE", "package-lock.json"}


def test_functions_are_short() -> None:
    findings = [
        source.at(node, f"{node.name} has {_length(node)} lines; {FUNCTION_LINES} at most")
        for source in python_files()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _length(node) > FUNCTION_LINES
    ]
    report(findings)


def test_files_are_short() -> None:
    findings = [
        f"{path.relative_to(ROOT)}: {count} lines; {FILE_LINES} at most"
        for path in text_files()
        if path.suffix in (".py", ".ts", ".tsx")
        and (count := path.read_text(encoding="utf-8").count("\n")) > FILE_LINES
    ]
    report(findings)


def test_modules_open_with_what_they_decide_or_do() -> None:
    findings = [f"{source.place}: no docstring" for source in python_files() if not ast.get_docstring(source.tree)]
    report([finding for finding in findings if not finding.startswith("tests/") or "test_" in finding])


def test_no_exception_is_swallowed() -> None:
    findings = [
        source.at(node, sentence)
        for source in python_files()
        for node in ast.walk(source.tree)
        if (sentence := _swallows(source, node)) is not None
    ]
    for path in text_files():
        if path.suffix in (".ts", ".tsx"):
            text = path.read_text(encoding="utf-8")
            findings += [
                f"{path.relative_to(ROOT)}:{text[: m.start()].count(chr(10)) + 1}: an empty catch swallows what went wrong"
                for m in EMPTY_CATCH.finditer(text)
            ]
    report(findings)


def test_loose_ends_have_a_name() -> None:
    report(_matches(LOOSE_END, "a loose end without a name; write it as TO" + "DO(name)"))


def test_no_host_of_a_registry_is_named() -> None:
    report(_matches(HOSTS, "names a registry or mirror; read it from the machine"))


def test_no_path_of_a_machine_is_named() -> None:
    report(_matches(MACHINE, "names a folder of one machine"))


def test_our_own_names_keep_to_the_glossary() -> None:
    findings: list[str] = []
    for source in sources():
        at_the_switch = source.inner.startswith("adapters/asterisk/")
        findings += [f"{source.place}: '{word}' names a module" for word in _banned(source.parts[-1])]
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ClassDef) and not at_the_switch:
                findings += [source.at(node, f"'{word}' is no noun of ours") for word in _banned(_snake(node.name))]
    for path in SOURCE.rglob("*.sql"):
        made = re.findall(r"create table (\S+)|^\s{4}(\w+)\s+(?:text|bigint|integer)", path.read_text(), re.MULTILINE)
        for name in {part for pair in made for part in pair if part}:
            findings += [f"{path.relative_to(ROOT)}: '{word}' in {name} is no noun of ours" for word in _banned(name)]
    report(findings)


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _swallows(source: Source, node: ast.AST) -> str | None:
    """Say what is wrong with a handler that does nothing; a narrow one may, with its reason beside it."""
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("suppress"):
        wide = {ast.unparse(arg) for arg in node.args} & {"Exception", "BaseException"}
        return "suppress(Exception) swallows everything" if wide else None
    if not isinstance(node, ast.ExceptHandler) or not all(_is_nothing(each) for each in node.body):
        return None
    caught = ast.unparse(node.type) if node.type is not None else "everything"
    if caught in ("everything", "Exception", "BaseException"):
        return f"swallows {caught}"
    lines = source.text.splitlines()[node.lineno - 2 : node.end_lineno]
    if not any("#" in line for line in lines):
        return f"swallows {caught} without saying why"
    return None


def _is_nothing(node: ast.stmt) -> bool:
    return isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def _matches(pattern: re.Pattern[str], sentence: str) -> list[str]:
    findings: list[str] = []
    for path in text_files():
        if path.name in UNREAD or path.suffix not in TEXT:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if found := pattern.search(line):
                findings.append(f"{path.relative_to(ROOT)}:{number}: '{found[0]}' {sentence}")
    return findings


def _banned(name: str) -> list[str]:
    words = re.split(r"[_.]", name.lower())
    return [noun for noun in BANNED_NOUNS if noun in words or noun + "s" in words]


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
