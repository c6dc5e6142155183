"""The embedded server: adopted after a kill, started again when it dies, its data where its account can reach them."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from permanence.adapters.postgres import access as doors
from permanence.adapters.postgres import migrate, place
from permanence.adapters.postgres.place import Account, Place
from permanence.adapters.postgres.server import DatabaseDidNotStart, Server


@pytest.fixture
def own(tmp_path_factory: pytest.TempPathFactory, postgres: Server):
    """A server of this test alone, beside the shared one (whose folder's path is short enough)."""
    home = postgres.place.folder.parent / "own"
    home.mkdir(exist_ok=True)
    home.chmod(0o755)
    server = Server(place.find(home), "geheim", 0, home / "log", durable=False)
    try:
        yield server
    finally:
        server.stop()


def rows(server: Server) -> list[tuple[int]]:
    with psycopg.connect(server.conninfo()) as c:
        return c.execute("select n from kept order by n").fetchall()


def test_a_killed_server_comes_back_with_all_that_was_acknowledged(own: Server) -> None:
    own.ensure_running()
    with psycopg.connect(own.conninfo(), autocommit=True) as c:
        c.execute("create table kept (n int)")
        c.execute("insert into kept values (1)")
        pid = own.running_pid()
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
    own.ensure_running()
    assert own.running_pid() != pid
    assert rows(own) == [(1,)]


def test_a_server_that_begins_beside_the_file_of_a_dead_one_is_not_started_twice(own: Server) -> None:
    own.ensure_running()
    begun = own.running_pid()
    mark = own.place.data / "postmaster.pid"
    kept = mark.read_text()
    dead = subprocess.Popen(["true"])
    dead.wait()
    mark.write_text(f"{dead.pid}\n{kept.partition(chr(10))[2]}")
    found = own.running_pid()
    mark.write_text(kept)
    assert found == begun


def test_a_running_server_is_adopted_by_the_next_platform(own: Server) -> None:
    own.ensure_running()
    other = Server(own.place, "geheim", 0, own.log_file, durable=False)
    other.ensure_running()
    assert other.running_pid() == own.running_pid()
    # It has a session of its own: what ends our terminal's processes does not reach it.
    pid = own.running_pid()
    assert pid is not None and os.getsid(pid) == pid


def test_the_server_outlives_whoever_started_it(own: Server) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from permanence.adapters.postgres import place; from permanence.adapters.postgres.server import Server\n"
        "home = Path(sys.argv[1]); s = Server(place.find(home), 'geheim', 0, home / 'log', durable=False)\n"
        "s.ensure_running(); import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    )
    home = own.place.folder.parent
    done = subprocess.run([sys.executable, "-c", code, str(home)], check=False, env=os.environ | {"PYTHONPATH": "src"})
    assert done.returncode == -signal.SIGKILL
    assert own.running_pid() is not None
    own.ensure_running()


async def test_the_watch_starts_it_again(own: Server) -> None:
    own.ensure_running()
    before = own.running_pid()
    assert before is not None
    watching = asyncio.create_task(own.watch(0.05))
    os.kill(before, signal.SIGKILL)
    async with asyncio.timeout(60):
        while own.running_pid() in (None, before):
            await asyncio.sleep(0.05)
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    own.ensure_running()


def test_a_server_that_cannot_start_says_why(own: Server) -> None:
    own.ensure_running()
    own.stop()
    (own.place.data / "postgresql.conf").write_text("nonsense = on\n")
    with pytest.raises(DatabaseDidNotStart, match="nonsense"):
        own.ensure_running()
    (own.place.data / "postgresql.conf").write_text("")


def test_a_closed_folder_is_not_opened_but_avoided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    elsewhere = tmp_path / "lib"
    monkeypatch.setattr(place, "ELSEWHERE", elsewhere)
    stranger = Account("nobody", 65534, 65534)
    monkeypatch.setattr(place, "choose_account", lambda: stranger)
    monkeypatch.setattr(os, "chown", lambda *_: None)
    found: Place = place.find(closed / "var")
    assert closed.stat().st_mode & 0o777 == 0o700
    assert found.folder.parent == elsewhere and (closed / "var" / "database").is_symlink()
    again = place.find(closed / "var")
    assert again.folder == found.folder


def test_secrets_are_made_once_and_for_their_owner_alone(tmp_path: Path) -> None:
    first = doors.load_passwords(tmp_path / "secrets")
    assert doors.load_passwords(tmp_path / "secrets") == first
    file = tmp_path / "secrets" / "database.json"
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(set(first.values())) == len(first) == 4


def test_the_schema_is_at_its_newest_version_and_stays_there(access: doors.Access) -> None:
    assert migrate.current(access.owner) == migrate.newest()
    migrate.upgrade(access.owner)
    assert repr(access) == "Access(…)"
