"""The measure of planted faults can catch and can fail: one fault of each way, and a change that is none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.planted import ROOT, House, try_seeds, try_tests
from bench.planted_faults import FAULTS, Fault

QUICK = ("tests/unit/routing/test_promise.py",)
LATE_ALARM = next(fault for fault in FAULTS if fault.file.endswith("promise.py"))
GHOST = next(fault for fault in FAULTS if fault.name == "a caller who left stays in the line")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    yield House(tmp_path_factory.mktemp("planted"))


def alone(fault: Fault) -> Fault:
    return Fault(fault.name, fault.file, fault.old, fault.new, QUICK)


def test_every_fault_has_its_place_and_a_name_of_its_own() -> None:
    assert len(FAULTS) >= 25
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
    for fault in FAULTS:
        text = (ROOT / "src/permanence" / fault.file).read_text(encoding="utf-8")
        assert text.count(fault.old) == 1, f"{fault.file} no longer has {fault.old!r} once; mend {fault.name!r}"
        compile(text.replace(fault.old, fault.new), fault.file, "exec")
        assert all((ROOT / place).exists() for place in fault.tests)


def test_a_test_catches_a_fault_and_the_copy_is_whole_again(house: House) -> None:
    caught = try_tests(house, alone(LATE_ALARM))
    assert caught.by is not None
    assert caught.by.startswith(QUICK[0])
    assert house.tests(QUICK) is None


def test_a_change_that_is_no_fault_is_caught_by_nothing(house: House) -> None:
    harmless = Fault("none", LATE_ALARM.file, "ROUND_S = 5", "ROUND_S = 5  # seconds", QUICK)
    assert try_tests(house, harmless).by is None
    assert try_seeds(house, harmless, 1).by is None


def test_a_seeded_day_catches_what_a_test_lets_pass(house: House) -> None:
    assert try_tests(house, alone(GHOST)).by is None
    caught = try_seeds(house, alone(GHOST), 1)
    assert caught.by == "seed 1"


def test_a_fault_that_has_lost_its_place_is_told(house: House) -> None:
    with pytest.raises(AssertionError, match="mend the planted fault"):
        try_tests(house, Fault("gone", LATE_ALARM.file, "no such text", "", QUICK))


def test_the_copy_is_not_the_house(house: House) -> None:
    assert not house.root.is_relative_to(Path(ROOT))
