"""What only the person who runs the machine does: opens firms, replaces a lost password, connects carriers."""

from __future__ import annotations

import asyncio
import re
import shutil
import socket
import stat
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner, Result

from permanence.adapters.argon import Argon2Passwords, SystemSecrets
from permanence.adapters.postgres.pool import Database
from permanence.app import database as databases
from permanence.app import settings as settings_of
from permanence.app.operate import firm_app, trunk_app
from permanence.firms.errors import WrongPassword
from permanence.firms.service import SignIns
from permanence.firms.store import PostgresFirms
from permanence.kernel.errors import Invalid, NotFound, Refused
from permanence.kernel.ids import RandomIds

NOW = datetime.now(UTC)
ADD = ["add", "Étoile", "--director", "Anne Martin", "--email", "Anne@Etoile.example"]


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installation's empty folder; its database listens on a port of its own."""
    folder = Path(tempfile.mkdtemp(prefix="op-"))
    folder.chmod(0o755)
    for name in ("DATABASE", "ARI"):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            monkeypatch.setenv(f"PERMANENCE_{name}_PORT", str(free.getsockname()[1]))
    monkeypatch.setenv("PERMANENCE_HOME", str(folder))
    yield folder
    structlog.reset_defaults()  # the commands log to a terminal that was theirs alone
    shutil.rmtree(folder, ignore_errors=True)


def run(app: object, *words: str) -> Result:
    """Run a command; what it refuses is raised."""
    result = CliRunner().invoke(app, list(words), catch_exceptions=True)  # type: ignore[arg-type]
    if isinstance(result.exception, Exception):
        raise result.exception
    return result


def password_in(said: str) -> str:
    """Return the password that a command printed."""
    found = re.search(r": (\S+)$", said.strip())
    assert found is not None, said
    return found.group(1)


async def signs_in(email: str, password: str) -> bool:
    """Say whether this password opens the door, and must then be changed."""
    settings = settings_of.load()
    async with Database(databases.web_door(settings), size_max=2) as database:
        door = SignIns(database, PostgresFirms(), Argon2Passwords(), SystemSecrets(), RandomIds())
        try:
            made = await door.sign_in(email, password, None, NOW)
        except WrongPassword:
            return False
        visitor = await door.visitor(made.secret, NOW)
    return visitor is not None and visitor.person.must_change_password


def test_a_firm_is_opened_and_its_director_signs_in_with_the_password_that_was_printed(home: Path) -> None:
    said = run(firm_app, *ADD).stdout
    assert "Étoile is open (frm_" in said
    first = password_in(said)
    server = databases.prepare(settings_of.load()).server
    assert server is not None
    try:
        assert asyncio.run(signs_in("anne@etoile.example", first))
        second = password_in(run(firm_app, "password", "anne@etoile.example").stdout)
        assert not asyncio.run(signs_in("anne@etoile.example", first))
        assert asyncio.run(signs_in("anne@etoile.example", second))
        assert re.search(r"^frm_\w+  Étoile  \(FR, Europe/Paris\)$", run(firm_app, "list").stdout, re.MULTILINE)
        assert server.running_pid() is not None, "a database that ran before the command was stopped by it"
        with pytest.raises(NotFound, match="nobody@etoile"):
            run(firm_app, "password", "nobody@etoile.example")
    finally:
        server.stop()


@pytest.mark.parametrize(
    "wrong", [["--time-zone", "Mars/Olympus"], ["--country", "France"], ["--email", "anne"]], ids=["zone", "country", "email"]
)
def test_a_firm_that_cannot_be_is_refused_before_anything_starts(home: Path, wrong: list[str]) -> None:
    with pytest.raises(Invalid):
        run(firm_app, *ADD, *wrong)
    assert not (home / "database").exists()


def test_trunks_are_kept_in_a_private_file_and_written_for_the_switch(home: Path) -> None:
    (home / "word").write_text("s3cret-word\n")
    said = run(
        trunk_app, "add", "carrier", "--address", "sip:sip.carrier.example:5060", "--from", "198.51.100.7", "--from",
        "198.51.100.8", "--user", "etoile", "--password-file", str(home / "word"), "--register",
    ).stdout  # fmt: skip
    assert "reads this when it starts" in said
    written = home / "switch/etc/pjsip_trunks.conf"
    text = written.read_text()
    assert "match = 198.51.100.8" in text
    assert "server_uri = sip:sip.carrier.example:5060" in text
    for private in (written, home / "secrets/trunks.json"):
        assert stat.S_IMODE(private.stat().st_mode) == 0o600
    listed = run(trunk_app, "list").stdout
    assert "carrier: known by 198.51.100.7, 198.51.100.8; calls to sip:sip.carrier.example:5060" in listed
    assert "s3cret-word" not in said + listed
    run(trunk_app, "remove", "carrier")
    assert "carrier" not in written.read_text().replace("(carrier)", "")
    with pytest.raises(NotFound, match="no trunk carrier"):
        run(trunk_app, "remove", "carrier")


def test_a_carrier_that_logs_in_needs_no_name_but_the_trunks(home: Path) -> None:
    (home / "word").write_text("s3cret-word\n")
    run(trunk_app, "add", "etoile", "--logs-in", "--password-file", str(home / "word"))
    assert "username = etoile\npassword = s3cret-word\n" in (home / "switch/etc/pjsip_trunks.conf").read_text()
    assert "etoile: known by its password; no calls out" in run(trunk_app, "list").stdout
    missing = CliRunner().invoke(trunk_app, ["add", "etoile", "--logs-in", "--password-file", str(home / "nowhere")])
    assert missing.exit_code == 2
    assert "Traceback" not in missing.output


def test_a_trunk_through_which_anybody_could_call_is_refused_and_the_others_stay(home: Path) -> None:
    run(trunk_app, "add", "first", "--from", "198.51.100.7")
    with pytest.raises(Invalid, match="anybody could call"):
        run(trunk_app, "add", "open", "--address", "sip:sip.carrier.example")
    with pytest.raises(Invalid, match=r"sip:sip\.carrier"):
        run(trunk_app, "add", "typo", "--address", "sip.carrier.example", "--from", "198.51.100.9")
    assert run(trunk_app, "list").stdout.count("\n") == 1
    assert "[first]" in (home / "switch/etc/pjsip_trunks.conf").read_text()


def test_the_operator_is_named_once(home: Path) -> None:
    firm = re.search(r"frm_\w+", run(firm_app, *ADD).stdout)
    assert firm is not None
    assert "Étoile runs this installation" in run(firm_app, "operator", firm[0]).stdout
    with pytest.raises(Refused):
        run(firm_app, "operator", firm[0])
    with pytest.raises(NotFound):
        run(firm_app, "operator", "frm_00000000000000000000000000")
