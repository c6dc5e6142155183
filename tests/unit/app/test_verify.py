"""The command that verifies receipts: needs nothing but the file, says what is wrong, and tells programs by its status."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from permanence.app.main import cli
from permanence.app.verify import language_of
from permanence.synergy.day_root import key_id
from tests.receipt_vectors import changed, put
from tests.receipts import PUBLIC, made_days, month_file, one_file

DAYS = list(made_days(2, 3))


@pytest.fixture
def month(tmp_path: Path) -> Path:
    file = tmp_path / "2026-11.jsonl"
    file.write_bytes(month_file(DAYS))
    return file


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, ["verify", *map(str, words)], catch_exceptions=False)


def test_what_is_right(month: Path, tmp_path: Path) -> None:
    key = tmp_path / "key.txt"
    key.write_text(PUBLIC.hex() + "\n")
    done = run(month, "--key", key, "--language", "fr")
    assert done.exit_code == 0
    assert done.stdout.startswith("Tout est juste.\nExaminés\u00a0: 6 reçu(s), 2 jour(s)")
    assert "à laquelle vous vous fiez" in done.stdout
    assert "Compare it with" in run(month, "--language", "en").stdout


def test_what_is_wrong(month: Path) -> None:
    month.write_bytes(changed(month.read_bytes(), 3, put("agent.alias", "Zoé")))
    done = run(month, "--language", "en")
    assert done.exit_code == 1
    assert done.stdout.startswith("2 faults found.\n  Receipt no. 2 (line 4, or 3): ")


def test_another_key_is_a_fault(month: Path) -> None:
    done = run(month, "--key", "ab" * 32, "--language", "en")
    assert done.exit_code == 1
    assert "is not the one you trust" in done.stdout


@pytest.mark.parametrize("text", [b"", b"%PDF-1.7\n", b'{"format":"permanence.receipts"}\n'])
def test_what_is_no_receipt(tmp_path: Path, text: bytes) -> None:
    file = tmp_path / "one.json"
    file.write_bytes(text)
    done = run(file, "--language", "en")
    assert done.exit_code == 2
    assert "Nothing could be verified." in done.stdout


def test_what_cannot_be_read(month: Path, tmp_path: Path) -> None:
    for words in ([tmp_path / "none"], [month, "--key", "abc"], [month, "--key", tmp_path / "none"]):
        done = run(*words, "--language", "en")
        assert (done.exit_code, "cannot be read" in done.stdout) == (2, True)


def test_it_needs_no_platform(tmp_path: Path) -> None:
    """In an empty folder, without settings and without a network: neither a database nor a folder is looked for."""
    file = tmp_path / "one.json"
    file.write_bytes(one_file(DAYS[0]))
    code = "import sys\ndef hook(event, given):\n  assert not event.startswith('socket.')\n"
    code += "sys.addaudithook(hook)\nfrom permanence.app.main import main\nmain()"
    paths = [str(Path(__file__).parents[3] / "src"), *sys.path]
    done = subprocess.run(
        [sys.executable, "-c", code, "verify", "one.json", "--key", key_id(PUBLIC), "--language", "en"], cwd=tmp_path, check=False,
        env={"PYTHONPATH": os.pathsep.join(paths)}, capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert [path.name for path in tmp_path.iterdir()] == ["one.json"]


def test_the_language_is_the_terminals() -> None:
    assert [language_of(None, {"LANG": name}) for name in ("fr_FR.UTF-8", "C", "de_DE")] == ["fr", "en", "en"]
    assert language_of("fr", {"LC_ALL": "en_GB"}) == "fr"
    assert language_of(None, {}) == "en"
