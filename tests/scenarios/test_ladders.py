"""Every ladder tells what really follows."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.scenarios.ladder import play, stories


@pytest.mark.parametrize("story", stories(), ids=lambda story: story.stem)
def test_ladder(story: Path) -> None:
    text = story.read_text(encoding="utf-8")
    told, stage = play(text)
    if os.environ.get("LADDERS") == "write":
        story.write_text(told, encoding="utf-8")
    assert told == text or os.environ.get("LADDERS") == "write"
    assert not stage.switch.complaints
