"""Passwords by argon2, computed in threads of their own: the event loop never waits, and a flood of sign-ins
cannot take more than two cores or grow without end."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from permanence.kernel.errors import Unavailable

WAITING_MAX = 60
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class TooManySignIns(Unavailable):
    """Too many people sign in at this moment; try again in a few seconds."""

    code = "sign_in.crowded"


class Argon2Passwords:
    """Implements `firms.ports.Passwords`. The default cost is the one that RFC 9106 recommends second."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        """Prepare the threads and the hash that strangers are compared with."""
        self._hasher = hasher or PasswordHasher()
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")
        self._waiting = 0
        self._nobody = self._hasher.hash(secrets.token_urlsafe(16))

    @classmethod
    def cheap(cls) -> Argon2Passwords:
        """Return one that costs next to nothing, for tests and simulations."""
        return cls(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))

    async def hash(self, password: str) -> str:
        """Return what is kept of a password."""
        return await self._off_the_loop(self._hasher.hash, password)

    async def matches(self, password: str, kept: str | None) -> bool:
        """Say whether this is the password; with None the answer is no and takes as long."""
        fits = await self._off_the_loop(self._verify, password, kept or self._nobody)
        return fits == "yes" and kept is not None

    def _verify(self, password: str, kept: str) -> str:
        try:
            self._hasher.verify(kept, password)
        except (VerificationError, InvalidHashError):
            return "no"
        return "yes"

    async def _off_the_loop(self, work: Callable[..., str], *arguments: str) -> str:
        if self._waiting >= WAITING_MAX:
            raise TooManySignIns
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work, *arguments)
        finally:
            self._waiting -= 1


class SystemSecrets:
    """Implements `firms.ports.Secrets` with the machine's own chance."""

    def cookie(self) -> str:
        """Return a secret of 256 bits for a cookie."""
        return secrets.token_urlsafe(32)

    def password(self) -> str:
        """Return a first password: four groups of four characters that are not confused with one another."""
        return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))

    def telephone(self) -> str:
        """Return a secret for a telephone: nobody types it, so it is long."""
        return secrets.token_urlsafe(30)
