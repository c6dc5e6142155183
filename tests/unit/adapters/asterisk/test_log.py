"""What the switch complains of is told once each; floods, rotation and half lines do no harm."""

from __future__ import annotations

from pathlib import Path

from permanence.adapters.asterisk.log import MOST_AT_ONCE, Complaint, SwitchLog
from permanence.app import switch as wiring
from permanence.app.settings import Settings

STAMP = "[2026-11-22 00:56:22.558]"


def test_only_what_is_new_and_alarming_is_told(tmp_path: Path) -> None:
    file = tmp_path / "messages.log"
    file.write_text(f"{STAMP} ERROR[1] old.c: before we came\n")
    log = SwitchLog(file)
    with file.open("a") as handle:
        handle.write(f"{STAMP} NOTICE[1] a.c: fine\n{STAMP} ERROR[1] b.c: broken\n")
        handle.write(f"{STAMP} WARNING[22][C-00000001] c.c: odd\n" * 3)
        handle.write(f"{STAMP} ERROR[1] d.c: half a li")
    assert log.read() == [Complaint("error", "b.c", "broken"), Complaint("warning", "c.c", "odd", 3)]
    with file.open("a") as handle:
        handle.write("ne\n")
    assert log.read() == [Complaint("error", "d.c", "half a line")]
    assert log.read() == []


def test_a_new_file_is_read_from_its_beginning(tmp_path: Path) -> None:
    file = tmp_path / "messages.log"
    file.write_text("x\n" * 100)
    log = SwitchLog(file)
    file.rename(tmp_path / "messages.log.0")
    assert log.read() == []
    file.write_text(f"{STAMP} ERROR[1] a.c: in the new file\n")
    assert [complaint.text for complaint in log.read()] == ["in the new file"]


def test_a_flood_is_cut_off_with_its_number(tmp_path: Path) -> None:
    file = tmp_path / "messages.log"
    log = SwitchLog(file)
    file.write_text("".join(f"{STAMP} WARNING[1] a.c: complaint {number}\n" for number in range(100)))
    told = log.read()
    assert len(told) == MOST_AT_ONCE + 1
    assert told[-1].text == f"{100 - MOST_AT_ONCE} more complaints lie in the switch's log"


def test_former_files_are_pruned(tmp_path: Path) -> None:
    for number in range(9):
        (tmp_path / f"messages.log.{number}").write_text("x")
    SwitchLog(tmp_path / "messages.log").prune()
    assert len(list(tmp_path.glob("messages.log.*"))) == 5


def test_our_log_keeps_complaints_with_numbers_masked(tmp_path: Path) -> None:
    keep = wiring.log_keeper(Settings(home=tmp_path))
    keep(Complaint("error", "a.c", "call from 33612345678 failed", 3))
    line = (tmp_path / "logs/switch.log").read_text()
    assert "336…78" in line
    assert "33612345678" not in line
