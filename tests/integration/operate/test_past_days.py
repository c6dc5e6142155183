"""The past at the terminal: a day is played as it was and with a change, a stretch of it too, and a call is told."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import socket
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner

from permanence.adapters.postgres.pool import Database
from permanence.app import database as databases
from permanence.app import settings as settings_of
from permanence.app.main import cli
from permanence.app.operate import firm_app
from permanence.app.past import NoSuchTime, SpanUnfit, WhichFirm
from permanence.kernel.errors import Invalid, NotFound
from permanence.kernel.ids import FirmId
from permanence.sim.change import ChangeUnfit
from permanence.sim.history_day import NothingToPlay, TooFewAgents
from tests.past_rows import write_day
from tests.unit.sim.past_kit import KeptShop

OPENS = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)  # nine o'clock in Paris
ADD = ["add", "Étoile", "--director", "Anne Martin", "--email", "Anne@Etoile.example"]


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """An installation whose database runs, with a firm and a day behind it."""
    folder = Path(tempfile.mkdtemp(prefix="op-"))
    folder.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DATABASE", "ARI"):
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                patch.setenv(f"PERMANENCE_{name}_PORT", str(free.getsockname()[1]))
        patch.setenv("PERMANENCE_HOME", str(folder))
        server = databases.prepare(settings_of.load()).server
        assert server is not None
        try:
            yield folder
        finally:
            server.stop()
            structlog.reset_defaults()
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def firm(home: Path) -> FirmId:
    """The firm."""
    said = CliRunner().invoke(firm_app, ADD, catch_exceptions=False).stdout
    found = re.search(r"frm_\w+", said)
    assert found is not None, said
    return FirmId(found.group())


@pytest.fixture(scope="module")
def shop(firm: FirmId) -> KeptShop:
    """The firm's day."""

    async def write() -> KeptShop:
        settings = settings_of.load()
        async with Database(databases.web_door(settings)) as app, Database(databases.floor_door(settings)) as floor:
            return await write_day(app, floor, firm, OPENS)

    return asyncio.run(write())


def run(*words: str) -> str:
    """Run a command; what it refuses is raised."""
    result = CliRunner().invoke(cli, list(words), catch_exceptions=True, env={"COLUMNS": "200"})
    if isinstance(result.exception, Exception):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_day_is_played_as_it_was_and_with_a_change(shop: KeptShop, firm: FirmId, tmp_path: Path) -> None:
    change = tmp_path / "change.toml"
    change.write_text('[[queue]]\nname = "Devis"\npriority = 5\n')
    words = ["simulate", "--day", "2026-11-20", "--firm", firm, "--seeds", "2"]
    told = json.loads(run(*words, "--without", "2 agents of Matin", "--change", str(change), "--json"))
    really, played, changed = told["really"]["whole"], told["played"][0]["whole"], told["changed"][0]["whole"]
    assert (told["agents"], really["calls"]) == (4, len(shop.report.seen))
    assert abs(played["mean_wait_s"] - really["mean_wait_s"]) < 0.3 * really["mean_wait_s"] + 5
    assert changed["mean_wait_s"] > 1.5 * played["mean_wait_s"]
    shown = run(*words, "--without", "1 agents")
    assert "2026-11-20" in shown and "with the change" in shown and "Suivi" in shown and "really" in shown


def test_a_stretch_is_played_again(shop: KeptShop) -> None:
    shown = run("replay", "--from", "2026-11-20T09:30", "--to", "2026-11-20T10:30", "--seeds", "1")
    assert "2026-11-20T09:30 to 2026-11-20T10:30" in shown
    assert "with the change" not in shown


def test_a_call_is_told_step_by_step_in_both_languages(shop: KeptShop) -> None:
    call = next(line.call for line in shop.told if line.kind == "interaction.agent_answered")
    french, english = run("replay", call), run("replay", call, "--language", "en")
    assert "Étoile" in french and "Entre dans la file « " in french and "décroche après" in french
    assert re.search(r"^09:\d\d:\d\d +0\.0 s  Call from withheld number", english, re.MULTILINE)


@pytest.mark.parametrize(
    ("words", "kind", "says"),
    [
        (["simulate", "--day", "gestern"], NoSuchTime, "2026-11-20"),
        (["simulate", "--day", "9999-12-31"], NoSuchTime, "9999"),
        (["simulate", "--day", "2026-11-19"], NothingToPlay, "choose another day"),
        (["simulate", "--day", "2026-11-20", "--firm", "frm_x"], NotFound, "firm list"),
        (["simulate", "--day", "2026-11-20", "--without", "9 agents"], TooFewAgents, "Only 4"),
        (["simulate", "--day", "2026-11-20", "--change", "nowhere.toml"], ChangeUnfit, "cannot be read"),
        (["replay", "--from", "2026-11-20T10:00", "--to", "2026-11-20T09:00"], SpanUnfit, "two days"),
        (["replay", "--from", "soon", "--to", "later"], NoSuchTime, "soon"),
        (["replay", "int_x"], NotFound, "no call int_x"),
        (["replay", "int_00000000000000000000000001"], NotFound, "no call"),
        (["replay", "int_x", "--language", "de"], Invalid, "fr or en"),
    ],
)
def test_what_cannot_be_played_is_said_in_a_sentence(shop: KeptShop, words: list[str], kind: type[Exception], says: str) -> None:
    with pytest.raises(kind, match=says):
        run(*words)


@pytest.mark.parametrize("words", [["replay"], ["replay", "--from", "x"], ["simulate"], ["simulate", "a.toml", "--day", "2026-11-20"]])
def test_half_a_command_is_no_command(words: list[str]) -> None:
    assert CliRunner().invoke(cli, words).exit_code == 2


def test_with_several_firms_one_must_be_named(shop: KeptShop) -> None:
    CliRunner().invoke(firm_app, [*ADD[:1], "Lune", *ADD[2:4], "--email", "b@lune.example"], catch_exceptions=False)
    with pytest.raises(WhichFirm, match="Étoile"):
        run("simulate", "--day", "2026-11-20")
