"""The installation's key for receipts: made once, seen by its owner alone, good for signing days."""

from __future__ import annotations

import stat
import threading
from datetime import date
from pathlib import Path

import pytest

from permanence.adapters.key_file import load_secret
from permanence.adapters.signing import FILE, SigningKey
from permanence.synergy.day_root import is_signed, sign_day
from permanence.synergy.receipt import ZEROS
from tests.receipts import INSTALLATION


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    first, again = SigningKey.load(folder), SigningKey.load(folder)
    assert first.public_key == again.public_key != SigningKey.load(tmp_path / "other").public_key
    assert [path.name for path in folder.iterdir()] == [FILE]
    assert stat.S_IMODE((folder / FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_it_signs_days(tmp_path: Path) -> None:
    key = SigningKey.load(tmp_path)
    root = sign_day(INSTALLATION, date(2026, 11, 23), ["1" * 64], ZEROS, key.public_key, key.sign)
    assert is_signed(root, key.public_key)
    assert (root.key, len(key.sign(b""))) == (key.key_id, 64)


def test_a_file_that_is_no_key_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"short")
    with pytest.raises(ValueError, match="put the right file back"):
        SigningKey.load(tmp_path)


def test_many_that_start_at_once_agree_on_one(tmp_path: Path) -> None:
    found: list[bytes] = []
    start = threading.Barrier(8)

    def load() -> None:
        start.wait()
        found.append(load_secret(tmp_path, "some.key", 32))

    threads = [threading.Thread(target=load) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1 and len(found) == 8
    assert [path.name for path in tmp_path.iterdir()] == ["some.key"]
