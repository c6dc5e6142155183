"""The command that plays days: figures for people and for programs, a picture, and a clear no."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from permanence.app.main import cli
from permanence.sim.scenario import ScenarioUnfit

EXAMPLES = Path(__file__).parents[3] / "docs/examples"
TINY = """
name = "tiny"
hours = 0.5
[[queue]]
name = "sales"
per_hour = [30]
handling_s = 60
[[team]]
agents = {agents}
skills = {{ sales = 1 }}
"""


def tiny(folder: Path, agents: int) -> str:
    file = folder / f"{agents}.toml"
    file.write_text(TINY.format(agents=agents))
    return str(file)


def test_days_are_told_to_programs_and_drawn(tmp_path: Path) -> None:
    picture = tmp_path / "day.svg"
    words = ["simulate", tiny(tmp_path, 1), tiny(tmp_path, 5), "--seeds", "3", "--json", "--picture", str(picture)]
    told = json.loads(CliRunner().invoke(cli, words, catch_exceptions=False).stdout)
    assert [len(scenario["days"]) for scenario in told["scenarios"]] == [3, 3]
    assert told["differences"]["mean_wait_s"]["mean"] < 0
    assert picture.read_text().startswith("<svg")


def test_days_are_told_to_people(tmp_path: Path) -> None:
    shown = CliRunner().invoke(cli, ["simulate", tiny(tmp_path, 2), "--seeds", "2"], catch_exceptions=False).stdout
    assert "tiny: 2 days" in shown
    assert "agents busy" in shown


def test_what_cannot_be_played_says_why(tmp_path: Path) -> None:
    with pytest.raises(ScenarioUnfit, match="cannot be read"):
        CliRunner().invoke(cli, ["simulate", str(tmp_path / "none.toml")], catch_exceptions=False)
    three = ["simulate", *[tiny(tmp_path, 1)] * 3]
    assert CliRunner().invoke(cli, three).exit_code == 2


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.toml")), ids=lambda file: file.stem)
def test_the_examples_can_be_played(file: Path) -> None:
    told = CliRunner().invoke(cli, ["simulate", str(file), "--seeds", "1", "--json"], catch_exceptions=False)
    assert json.loads(told.stdout)["scenarios"][0]["days"][0]["whole"]["calls"] > 100
