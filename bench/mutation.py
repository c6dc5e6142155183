"""`ledger.mutation`: the pure rooms of money are changed in one place at a time (an operator, a comparison, a constant, what is returned),
and the tests of the room must fail. What survives is listed.

Each room's mutants are tried in one process of its own: the tests are loaded once, each change is compiled and put in place of the
room's code, and the first test that fails ends the trial. One that does not end in time counts as noticed.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import importlib
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType, ModuleType
from typing import cast

from bench.figures import Figure, Outcome, is_quick

ROOT = Path(__file__).parent.parent
ROOMS = {
    "permanence.ledger.posting": "tests/unit/ledger/test_posting.py",
    "permanence.ledger.closing": "tests/unit/ledger/test_closing.py",
    "permanence.ledger.rules": "tests/unit/ledger/test_rules.py",
    "permanence.synergy.rating": "tests/unit/synergy/test_rating.py",
}
SCORE = 95
TRIAL_S, ROOM_S = 20, 240
EXAMPLES = 40
COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult, ast.BitOr: ast.BitAnd,
}  # fmt: skip


def _changed(node: ast.AST) -> Iterator[tuple[str, Callable[[ast.AST], None]]]:
    """Yield the changes of one place: what each is, and how it is made."""
    match node:
        case ast.Compare(ops=ops):
            for nth, op in enumerate(ops):
                other = COMPARISONS[type(op)]
                yield f"{type(op).__name__} to {other.__name__}", lambda n, nth=nth, other=other: cast("ast.Compare", n).ops.__setitem__(nth, other())
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in OPERATORS:
            other = OPERATORS[type(op)]
            yield f"{type(op).__name__} to {other.__name__}", lambda n: setattr(n, "op", other())
        case ast.BoolOp(op=op):
            swapped = ast.Or if isinstance(op, ast.And) else ast.And
            yield f"{type(op).__name__} to {swapped.__name__}", lambda n: setattr(n, "op", swapped())
        case ast.UnaryOp(op=ast.USub()):
            yield "minus left out", lambda n: setattr(n, "op", ast.UAdd())
        case ast.UnaryOp(op=ast.Not()):
            yield "not left out", lambda n: setattr(n, "operand", ast.UnaryOp(ast.Not(), cast("ast.UnaryOp", n).operand))
        case ast.Constant(value=bool() as value):
            yield f"{value} turned", lambda n: setattr(n, "value", not value)
        case ast.Constant(value=int() as value):
            yield f"{value} plus one", lambda n: setattr(n, "value", value + 1)
        case ast.Constant(value=str() as value):
            yield f"{value!r} changed", lambda n: setattr(n, "value", value + "x")
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield "nothing returned", lambda n: setattr(n, "value", ast.Constant(None))
        case _:
            pass


def _silent(tree: ast.AST) -> set[int]:
    """Return the nodes that say nothing at run time: sentences about the code, types, assertions, texts of refusals."""
    quiet: set[int] = set()
    for node in ast.walk(tree):
        parts: list[ast.AST | None] = []
        match node:
            case ast.Expr(value=ast.Constant()) | ast.Assert():
                parts = [node]
            case ast.AnnAssign(annotation=kind):
                parts = [kind]
            case ast.FunctionDef(args=args, returns=returns, decorator_list=decorators):
                parts = [*[each.annotation for each in [*args.args, *args.kwonlyargs]], returns, *decorators]
            case ast.ClassDef(decorator_list=decorators):
                parts = [*decorators]
            case ast.FormattedValue(format_spec=spec):
                parts = [spec]
            case ast.Assign(targets=[ast.Name(id=name)]) if name[:1].isupper() and not isinstance(node.value, ast.Constant | ast.Tuple | ast.Dict):
                parts = [node]  # the name of a type
            case ast.keyword(arg="strict"):
                parts = [node]
            case _:
                pass
        quiet |= {id(inner) for part in parts if part is not None for inner in ast.walk(part)}
    return quiet


def mutants(source: str) -> Iterator[tuple[str, ast.Module]]:
    """Yield each change of a room: where and what, and the changed tree."""
    tree = ast.parse(source)
    quiet = _silent(tree)
    for place, node in enumerate(ast.walk(tree)):
        if id(node) in quiet:
            continue
        for what, change in _changed(node):
            changed = copy.deepcopy(tree)
            change(next(inner for nth, inner in enumerate(ast.walk(changed)) if nth == place))
            yield f"line {getattr(node, 'lineno', 0)}: {what}", ast.fix_missing_locations(changed)


def _tests(path: str) -> list[Callable[[], None]]:
    """Load a test module; return its tests, each case of a parametrized one by itself, those that draw examples last."""
    spec = importlib.import_module(path.removesuffix(".py").replace("/", "."))
    quick, drawn = list[Callable[[], None]](), list[Callable[[], None]]()
    for name, test in vars(spec).items():
        if not name.startswith("test_"):
            continue
        marks = [mark for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]
        if not marks:
            (drawn if hasattr(test, "hypothesis") else quick).append(test)
            continue
        cases: list[dict[str, object]] = [{}]
        for mark in marks:
            names = [each.strip() for each in mark.args[0].split(",")] if isinstance(mark.args[0], str) else list(mark.args[0])
            rows = [getattr(row, "values", row) if not isinstance(row, dict) else row for row in mark.args[1]]
            cases = [case | dict(zip(names, row if len(names) > 1 else [row], strict=True)) for case in cases for row in rows]
        quick += [lambda test=test, case=case: test(**case) for case in cases]
    return quick + drawn


class Trial:
    """One room, its tests, and the place where its code is changed."""

    def __init__(self, room: str) -> None:
        """Load the room and its tests."""
        self.module = importlib.import_module(room)
        self.tests = _tests(ROOMS[room])
        self.first = dict(vars(self.module))
        self.code = {name: each.__code__ for name, each in functions(room, self.first).items()}
        self.kept = {name: (each.__defaults__, each.__kwdefaults__) for name, each in functions(room, self.first).items()}

    def survives(self, tree: ast.Module) -> bool:
        """Put the changed code in place, run the tests until one fails, and put everything back."""
        space = {"__name__": self.module.__name__, "__file__": self.module.__file__}
        signal.alarm(TRIAL_S)
        try:
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                sys.modules[self.module.__name__] = changed = ModuleType(self.module.__name__)
                vars(changed).update(space)
                exec(compile(tree, str(self.module.__file__), "exec"), vars(changed))
                self._put(vars(changed))
                for test in self.tests:
                    test()
        except BaseException:  # noqa: BLE001 - whatever goes wrong, the change was noticed
            return False
        else:
            return True
        finally:
            signal.alarm(0)
            sys.modules[self.module.__name__] = self.module
            self._put(self.first)

    def _put(self, names: dict[str, object]) -> None:
        """Have functions run other code, and constants have other values; they stay the same functions for who imported them."""
        ours, others = functions(self.module.__name__, self.first), functions(self.module.__name__, names)
        for name, function in ours.items():
            if names is self.first or name not in others:
                function.__code__ = self.code[name]
                function.__defaults__, function.__kwdefaults__ = self.kept[name]
            else:
                function.__code__ = others[name].__code__
                function.__defaults__, function.__kwdefaults__ = others[name].__defaults__, others[name].__kwdefaults__
        for name, value in self.first.items():
            if name.isupper() and not callable(value) and name in names:
                vars(self.module)[name] = names[name]


def functions(room: str, names: dict[str, object]) -> dict[str, FunctionType]:
    """Return the functions that a room defines, and those of its classes."""
    found: dict[str, FunctionType] = {}
    for name, value in names.items():
        if getattr(value, "__module__", "") != room:
            continue
        if isinstance(value, FunctionType):
            found[name] = value
        elif isinstance(value, type):
            for inner, part in vars(value).items():
                own = part.fget if isinstance(part, property) else part
                if isinstance(own, FunctionType) and not inner.startswith("__"):
                    found[f"{name}.{inner}"] = own
    return found


def _alarm(*_: object) -> None:
    raise TimeoutError


def try_room(room: str, step: int) -> dict[str, object]:
    """Try every `step`th mutant of a room in this process."""
    from hypothesis import HealthCheck, settings

    settings.register_profile("mutants", max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    settings.load_profile("mutants")
    signal.signal(signal.SIGALRM, _alarm)
    trial = Trial(room)
    source = Path(str(trial.module.__file__)).read_text(encoding="utf-8")
    assert trial.survives(ast.parse(source)), f"the tests of {room} fail as it is"
    began, tried, untried, left = time.monotonic(), 0, 0, list[str]()
    for nth, (what, tree) in enumerate(mutants(source)):
        if nth % step:
            continue
        if time.monotonic() - began > ROOM_S:
            untried += 1
            continue
        tried += 1
        if trial.survives(tree):
            left.append(what)
    return {"tried": tried, "untried": untried, "left": left, "seconds": time.monotonic() - began}


def mutation() -> Outcome:
    """Measure how much of what can be changed is noticed."""
    outcome = Outcome("ledger.mutation", quick=is_quick())
    tried, untried, left = 0, 0, list[str]()
    for room in ROOMS:
        words = [sys.executable, "-m", "bench.mutation", room, "5" if outcome.quick else "1"]
        environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
        done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=ROOM_S + 60, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        told = json.loads(done.stdout.splitlines()[-1])
        tried += told["tried"]
        untried += told["untried"]
        left += [f"{room} {what}" for what in told["left"]]
        outcome.say(f"{room}: {told['tried']} changes, {len(told['left'])} not noticed, {told['seconds']:.0f} s")
    for what in left:
        outcome.say(f"not noticed: {what}")
    outcome.details["survivors"] = left
    score = 100 * (tried - len(left)) / tried
    outcome.figures.append(Figure("ledger.mutation", round(score, 1), "% noticed", f">= {SCORE}", None, f"{tried} changes in {len(ROOMS)} rooms"))
    outcome.figures.append(Figure("ledger.mutation.untried", untried, "changes for want of time", "= 0"))
    return outcome


if __name__ == "__main__":
    print(json.dumps(try_room(sys.argv[1], int(sys.argv[2]))))
