"""Rooms and doors: pure files stay pure, and nobody enters a capability through the window."""

from __future__ import annotations

import ast

from tests.architecture.house import (
    AWAITING,
    AWAITING_MAY,
    BESIDE,
    CLOCKS,
    COMPOSERS,
    DOORS,
    OUTSIDE,
    PARDONED,
    SOURCE,
    VALUES,
    WORLD,
    Source,
    report,
    sources,
)


def test_pure_rooms_import_nothing_of_the_world() -> None:
    report([finding for source in sources() if source.room == "pure" for finding in _worldly_imports(source)])


def test_pure_rooms_do_not_wait() -> None:
    findings = [
        source.at(node, "a pure room does not wait: no async, no await")
        for source in sources()
        if source.room == "pure" and "async" not in _pardon(source)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith)
    ]
    report(findings)


def test_capabilities_read_no_clock() -> None:
    report(
        [
            finding
            for source in sources()
            if source.room != "world"
            for finding in _clock_reads(source)
        ]
    )


def test_pure_rooms_open_and_print_nothing() -> None:
    findings = [
        source.at(node, f"a pure room does not call {node.func.id}()")
        for source in sources()
        if source.room == "pure"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("open", "print", "input", "exec", "eval", "__import__")
    ]
    report(findings)


def test_awaiting_rooms_reach_the_world_through_ports_alone() -> None:
    findings = [
        source.at(node, f"{source.parts[-1]}.py reaches the world through its ports, not through {module}")
        for source in sources()
        if source.room == "awaiting"
        for node, module, _ in source.imports()
        if module.partition(".")[0] in OUTSIDE - AWAITING_MAY - _pardon(source)
    ]
    report(findings)


def test_pure_rooms_know_no_service_and_no_store() -> None:
    findings = [
        source.at(node, f"a pure room does not know {target}")
        for source in sources()
        if source.room == "pure"
        for node, target in _own_targets(source)
        if target.rpartition(".")[2].partition("_")[0] in (WORLD | AWAITING) - {"ports"}
    ]
    report(findings)


def test_capabilities_are_entered_by_their_doors() -> None:
    report([finding for source in sources() for finding in _windows(source)])


def test_every_pardon_is_still_needed() -> None:
    gone = [place for place in PARDONED if not (SOURCE / place).exists()]
    assert not gone, f"pardoned, but not there: {gone}"


def _pardon(source: Source) -> set[str]:
    return PARDONED.get(source.inner, (set(), ""))[0]


def _worldly_imports(source: Source) -> list[str]:
    findings: list[str] = []
    for node, module, names in source.imports():
        top = module.partition(".")[0]
        typed_chance = top == "random" and names == ("Random",)  # the type of an argument
        if top in OUTSIDE and top not in _pardon(source) and not typed_chance:
            findings.append(source.at(node, f"a pure room does not import {module}; pass what you need"))
    return findings


def _clock_reads(source: Source) -> list[str]:
    return [
        source.at(node, f"the time is an argument; do not call {ast.unparse(node.func)}()")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCKS
        and isinstance(node.func.value, ast.Name | ast.Attribute)
        and ast.unparse(node.func.value).rpartition(".")[2] in ("datetime", "date")
    ]


def _own_targets(source: Source) -> list[tuple[ast.stmt, str]]:
    """Return what is imported of our own, as dotted names below `permanence` that are modules."""
    targets: list[tuple[ast.stmt, str]] = []
    for node, module, names in source.imports():
        top, _, rest = module.partition(".")
        if top != "permanence":
            continue
        modules = [f"{rest}.{name}".lstrip(".") for name in names if _is_module(f"{rest}.{name}".lstrip("."))]
        targets += [(node, target) for target in modules or [rest]]
    return targets


def _is_module(dotted: str) -> bool:
    path = SOURCE / dotted.replace(".", "/")
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def _windows(source: Source) -> list[str]:
    if source.package in ("", "app"):
        return []
    findings: list[str] = []
    for node, target in _own_targets(source):
        package, _, inside = target.partition(".")
        if package in (source.package, "kernel", *BESIDE) or not inside:
            continue
        room = inside.rpartition(".")[2].partition("_")[0]
        composed = source.package in (*COMPOSERS, "adapters") and room not in WORLD
        composed = composed or (source.package in COMPOSERS and source.room == "world" and room == "store")
        if room not in DOORS | VALUES and not composed:
            findings.append(
                source.at(node, f"{target} is entered by the window; its doors are {', '.join(sorted(DOORS))}")
            )
    return findings
