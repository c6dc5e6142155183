"""Who may sign in, for how long, with which password, and who may give which role."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

from permanence.firms.errors import (
    CommonPassword,
    LongPassword,
    PersonalPassword,
    SamePassword,
    ShortPassword,
    WeakPassword,
)
from permanence.firms.model import RIGHTS, Right, Role, SignIn

PASSWORD_LENGTH_MIN = 12
PASSWORD_LENGTH_MAX = 256
PERSONAL_WORD_MIN = 4
DIFFERENT_CHARACTERS_MIN = 5

RECORDING_DAYS = 30
"""What a new firm keeps its recordings for, until its direction says otherwise."""

FREE_TRIES = 5
LOCK_FIRST = timedelta(minutes=1)
LOCK_LONGEST = timedelta(minutes=15)

IDLE_LIMIT = timedelta(minutes=60)
"""Without a request or a heartbeat from an open page."""
SHIFT_LIMIT = timedelta(hours=13)
"""The longest working day with its breaks: nobody is signed out in the middle of a shift."""
TOUCH_EVERY = timedelta(minutes=1)

COMMON = (
    "password",
    "motdepasse",
    "azerty",
    "qwerty",
    "123456",
    "permanence",
    "bienvenue",
    "welcome",
    "soleil",
    "changeme",
)
"""Words that are tried first, with anything of digits and signs around them."""


def rights_of(roles: Iterable[Role]) -> frozenset[Right]:
    """Return what these roles may do together."""
    return frozenset(right for role in roles for right in RIGHTS[role])


def roles_given_by(roles: Iterable[Role]) -> frozenset[Role]:
    """Return the roles that a person of these roles may give to others and take from them."""
    held = set(roles)
    if Role.OPERATOR in held:
        return frozenset(Role)
    if Role.DIRECTOR in held:
        return frozenset(Role) - {Role.OPERATOR}
    return frozenset()


def role_not_yours(giver: Iterable[Role], before: Iterable[Role], after: Iterable[Role]) -> Role | None:
    """Return a role that changes although the giver may not touch it, or None."""
    changed = set(before) ^ set(after)
    return min(changed - roles_given_by(giver), default=None)


def password_problem(password: str, email: str, name: str) -> WeakPassword | None:
    """Return why this password is refused, or None. Length beats odd characters; nothing else is asked for."""
    if len(password) < PASSWORD_LENGTH_MIN:
        return ShortPassword(param="new", length_min=PASSWORD_LENGTH_MIN)
    if len(password) > PASSWORD_LENGTH_MAX:
        return LongPassword(param="new", length_max=PASSWORD_LENGTH_MAX)
    lowered = password.lower()
    personal = [email.partition("@")[0], *name.split()]
    if any(len(word) >= PERSONAL_WORD_MIN and word.lower() in lowered for word in personal):
        return PersonalPassword(param="new")
    core = "".join(c for c in lowered if c.isalpha())
    if core in COMMON or len(set(lowered)) < DIFFERENT_CHARACTERS_MIN or _is_row(lowered):
        return CommonPassword(param="new")
    return None


def new_password_problem(old: str, new: str, email: str, name: str) -> WeakPassword | None:
    """Return why the present password may not be changed into this one, or None."""
    return SamePassword(param="new") if old == new else password_problem(new, email, name)


def _is_row(text: str) -> bool:
    """Say whether the characters follow one another, as in 123456789012 or abcdefghijkl."""
    steps = {(ord(b) - ord(a)) % 10 if (a + b).isdigit() else ord(b) - ord(a) for a, b in pairwise(text)}
    return len(steps) == 1


def lock_after(failures: int, now: datetime) -> datetime | None:
    """Return until when no password is looked at after so many failures in a row, or None."""
    if failures < FREE_TRIES:
        return None
    doublings = min(failures - FREE_TRIES, 10)
    return now + min(LOCK_FIRST * 2**doublings, LOCK_LONGEST)


def lock_left_s(locked_until: datetime | None, now: datetime) -> int:
    """Return the whole seconds until a locked door opens; 0 for an open one."""
    if locked_until is None or locked_until <= now:
        return 0
    return int((locked_until - now).total_seconds()) + 1


def is_over(sign_in: SignIn, now: datetime) -> bool:
    """Say whether a sign-in has ended by itself: nothing was heard for too long, or the shift is over."""
    return now >= sign_in.expires_at or now - sign_in.seen_at >= IDLE_LIMIT


def needs_touch(sign_in: SignIn, now: datetime) -> bool:
    """Say whether it is time to write down that the person is still there."""
    return now - sign_in.seen_at >= TOUCH_EVERY
