"""The embedded PostgreSQL server: made once, started in a session of its own, adopted if it already runs, watched.

The server outlives us: ending or killing the platform leaves it running, and the next start finds it by the
file postmaster.pid. Connections are on 127.0.0.1 (or, with port 0, on a Unix socket alone) and always by
password. With DATABASE_URL none of this runs.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import structlog
from psycopg.conninfo import make_conninfo

from permanence.adapters.postgres.place import Place
from permanence.kernel.errors import Unavailable

log = structlog.get_logger()

START_PATIENCE_S = 60.0
"""A clean start takes 0.1 s; after a power cut the log of writes is replayed first."""
BACK_OFF_S = (0.2, 0.5, 1.0, 2.0, 5.0)
STARTS_TRIED = 4
STATEMENTS_KEPT = 500


class DatabaseDidNotStart(Unavailable):
    """PostgreSQL did not start; the reason is at the end of its log."""

    code = "database.not_started"


@dataclass(slots=True)
class Server:
    """One embedded server. `durable=False` (tests only) trades safety in a power cut for speed."""

    place: Place
    password: str
    port: int
    log_file: Path
    durable: bool = True
    _child: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def socket_folder(self) -> Path:
        """Folder of the Unix socket."""
        return self.place.folder

    def conninfo(
        self, database: str = "postgres", user: str = "postgres", password: str | None = None
    ) -> str:
        """Return how to connect as one role."""
        where = {"host": "127.0.0.1", "port": self.port} if self.port else {"host": str(self.socket_folder)}
        secret = self.password if password is None else password
        return make_conninfo("", dbname=database, user=user, password=secret, **where)

    def ensure_running(self) -> None:
        """Make the cluster if there is none, adopt the server that runs, or start one; return when it answers."""
        if not (self.place.data / "PG_VERSION").exists():
            self._initialise()
        deadline = time.monotonic() + START_PATIENCE_S
        starts = 0
        while (trouble := self._trouble()) is not None:
            if time.monotonic() > deadline:
                raise DatabaseDidNotStart(
                    f"PostgreSQL does not answer after {START_PATIENCE_S:.0f} s: {trouble}"
                )
            if self.running_pid() is None:
                # The children of a killed server may hold its memory for a moment: more than one try.
                if starts >= STARTS_TRIED:
                    raise DatabaseDidNotStart(f"PostgreSQL ended at once: {_last_lines(self.log_file)}")
                time.sleep(BACK_OFF_S[starts] if starts else 0)
                self._bury()
                self._start()
                starts += 1
            time.sleep(0.02)

    def running_pid(self) -> int | None:
        """Return the process id of the server over our data, or None where it does not run."""
        if self._child and self._child.poll() is not None:
            self._child = None
        try:
            pid = int((self.place.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            pid = None
        if pid is not None and _is_postgres(pid):
            return pid
        # The file may still be that of a dead server, while ours has just begun or its end is not yet collected.
        return self._child.pid if self._child else None

    def stop(self, patience_s: float = 15.0) -> None:
        """Stop the server: ask it to end transactions and leave, and kill it only past the patience."""
        pid = self.running_pid()
        if pid is None:
            return
        _signal(pid, signal.SIGCONT)
        _signal(pid, signal.SIGINT)
        deadline = time.monotonic() + patience_s
        while self.running_pid() is not None:
            if time.monotonic() > deadline:
                _signal(pid, signal.SIGQUIT)
                deadline += patience_s
            time.sleep(0.02)

    async def watch(self, pause_s: float = 0.5) -> None:
        """Start the server again whenever it has died, with back-off; runs until cancelled."""
        failures = 0
        while True:
            await asyncio.sleep(pause_s)
            if self.running_pid() is not None:
                failures = 0
                continue
            log.warning("database.restart", failures=failures)
            try:
                await asyncio.to_thread(self.ensure_running)
            except (DatabaseDidNotStart, OSError) as error:
                log.error("database.restart_failed", reason=str(error))
                await asyncio.sleep(BACK_OFF_S[min(failures, len(BACK_OFF_S) - 1)])
                failures += 1

    def _initialise(self) -> None:
        """Create the cluster in a draft folder and move it into place, so that a kill leaves no half cluster."""
        draft = self.place.folder / "data.draft"
        subprocess.run(["rm", "-rf", str(draft)], check=True)
        draft.mkdir(mode=0o700)
        self.place.account.give(draft)
        handle, secret = tempfile.mkstemp(dir=self.place.folder)
        try:
            os.write(handle, self.password.encode())
            os.close(handle)
            self.place.account.give(Path(secret))
            command = [self.place.program("initdb"), "-D", str(draft), "-U", "postgres", "-E", "UTF8"]
            command += ["-A", "scram-sha-256", "--pwfile", secret, "--data-checksums", "--locale=C.UTF-8"]
            if self._major() >= 17:
                command += ["--locale-provider=builtin"]
            if not self.durable:
                command += ["--no-sync"]
            self._run(command)
        finally:
            os.unlink(secret)
        draft.rename(self.place.data)

    def _major(self) -> int:
        words = self._run([self.place.program("postgres"), "--version"]).split()
        return int(words[2].split(".")[0])

    def _run(self, command: list[str]) -> str:
        account = self.place.account
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            user=account.uid,
            group=account.gid,
            extra_groups=account.extra_groups,
        )
        if done.returncode:
            raise DatabaseDidNotStart(f"'{command[0]}' failed: {done.stderr.strip()[-400:]}")
        return done.stdout

    def _start(self) -> None:
        options: dict[str, object] = {
            "listen_addresses": "127.0.0.1" if self.port else "",
            # With a port, no Unix socket: its path has a length limit that deep folders exceed.
            "unix_socket_directories": "" if self.port else self.socket_folder,
            "unix_socket_permissions": "0700",
            "max_connections": 120,
            "shared_preload_libraries": "pg_stat_statements",
            "pg_stat_statements.max": STATEMENTS_KEPT,
            "password_encryption": "scram-sha-256",
            # A client that left in the middle of a statement (a cancelled task) does not keep its locks.
            "client_connection_check_interval": "1s",
            # A client that vanished while it signed in holds up others' work on databases until then.
            "authentication_timeout": "15s" if self.durable else "2s",
            "log_line_prefix": "%m %p %u ",
            "jit": "off",
            "shared_buffers": "128MB",
        }
        if not self.durable:
            options |= {"fsync": "off", "full_page_writes": "off", "autovacuum": "off"}
            options |= {"max_wal_senders": 0, "wal_level": "minimal", "shared_buffers": "32MB"}
        command = [self.place.program("postgres"), "-D", str(self.place.data), "-p", str(self.port or 5432)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        account = self.place.account
        self.log_file.parent.mkdir(parents=True, exist_ok=True)
        with self.log_file.open("ab") as output:
            self._child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                cwd="/",
                user=account.uid,
                group=account.gid,
                extra_groups=account.extra_groups,
            )

    def _bury(self) -> None:
        """Forget a server that died but whose parent never collected it: PostgreSQL would think it alive.

        Its file is removed only when no process works in our data any more.
        """
        mark = self.place.data / "postmaster.pid"
        try:
            pid = int(mark.read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return
        try:
            os.waitpid(pid, os.WNOHANG)
        except ChildProcessError:
            if _exists(pid) and not _is_postgres(pid) and not _workers_in(self.place.data):
                mark.unlink(missing_ok=True)

    def _trouble(self) -> str | None:
        """Return why the server does not answer, or None where it does."""
        if self.running_pid() is None:
            return "it does not run"
        try:
            with psycopg.connect(self.conninfo(), connect_timeout=2, autocommit=True) as connection:
                connection.execute("select 1")
        except psycopg.OperationalError as error:
            return str(error)
        return None


def _is_postgres(pid: int) -> bool:
    """Say whether this process lives and is PostgreSQL: ids are used again, and a dead child may lie unburied."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    name, _, rest = state.partition("(")[2].rpartition(")")
    return name == "postgres" and rest.split()[0] not in "ZX"


def _exists(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def _workers_in(folder: Path) -> bool:
    """Say whether any process has this folder as its place of work, as all of a server's children have."""
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and (entry / "cwd").readlink() == folder:
                return True
        except OSError:
            continue
    return False


def _signal(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _last_lines(path: Path) -> str:
    try:
        lines = path.read_text(errors="replace").strip().splitlines()
    except OSError:
        return f"no log at {path}"
    return " | ".join(lines[-3:])
