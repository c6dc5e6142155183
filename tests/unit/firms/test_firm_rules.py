"""Passwords, lock-out, expiry and roles, as rules."""

from datetime import UTC, datetime, timedelta

import pytest

from permanence.firms import rules
from permanence.firms.errors import (
    CommonPassword,
    LongPassword,
    PersonalPassword,
    SamePassword,
    ShortPassword,
)
from permanence.firms.model import Language, Person, PersonStatus, Right, Role, SignIn
from permanence.kernel.ids import PersonId

T0 = datetime(2026, 11, 22, 8, tzinfo=UTC)
ANN = Person(PersonId("per_1"), "ann@x.fr", "Ann Roy", (Role.AGENT,), Language.FR, PersonStatus.ACTIVE, False)


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("court", ShortPassword),
        ("x" * 11, ShortPassword),
        ("chaise longue verte " * 20, LongPassword),
        ("marguerite-en-hiver", PersonalPassword),
        ("le chat de Dupont dort", PersonalPassword),
        ("Motdepasse1234!", CommonPassword),
        ("permanence2026", CommonPassword),
        ("abababababab", CommonPassword),
        ("123456789012", CommonPassword),
        ("abcdefghijkl", CommonPassword),
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused(password: str, problem: type[Exception]) -> None:
    found = rules.password_problem(password, "marguerite@x.fr", "Marguerite Dupont")
    assert type(found) is problem


def test_a_long_sentence_needs_no_odd_characters() -> None:
    assert rules.password_problem("quatre moutons bleus", "ann@x.fr", "Ann Roy") is None


def test_a_new_password_is_another_one() -> None:
    same = rules.new_password_problem("quatre moutons bleus", "quatre moutons bleus", "ann@x.fr", "Ann Roy")
    assert isinstance(same, SamePassword)
    assert rules.new_password_problem("trois moutons verts", "quatre moutons bleus", "ann@x.fr", "Ann Roy") is None


def test_the_door_closes_after_five_failures_for_longer_each_time() -> None:
    assert [rules.lock_after(n, T0) for n in range(5)] == [None] * 5
    minutes = [(rules.lock_after(n, T0) or T0) - T0 for n in (5, 6, 7, 8, 9, 500)]
    assert minutes == [timedelta(minutes=m) for m in (1, 2, 4, 8, 15, 15)]


def test_seconds_left_are_whole_and_never_negative() -> None:
    assert rules.lock_left_s(None, T0) == 0
    assert rules.lock_left_s(T0, T0) == 0
    assert rules.lock_left_s(T0 + timedelta(seconds=1.5), T0) == 2


def sign_in(seen: timedelta, made: timedelta = timedelta()) -> SignIn:
    return SignIn("sgn_1", ANN, T0 - made, T0 - seen, T0 - made + rules.SHIFT_LIMIT)


def test_a_sign_in_ends_when_nothing_is_heard_or_the_shift_is_over() -> None:
    assert not rules.is_over(sign_in(rules.IDLE_LIMIT - timedelta(seconds=1)), T0)
    assert rules.is_over(sign_in(rules.IDLE_LIMIT), T0)
    assert not rules.is_over(sign_in(timedelta(), rules.SHIFT_LIMIT - timedelta(seconds=1)), T0)
    assert rules.is_over(sign_in(timedelta(), rules.SHIFT_LIMIT), T0)


def test_presence_is_written_down_once_a_minute() -> None:
    assert not rules.needs_touch(sign_in(timedelta(seconds=59)), T0)
    assert rules.needs_touch(sign_in(timedelta(seconds=60)), T0)


def test_rights_add_up() -> None:
    assert rules.rights_of([Role.AGENT]) == {Right.DESK}
    assert rules.rights_of([Role.AGENT, Role.SUPERVISOR]) == {
        Right.DESK,
        Right.SUPERVISE,
        Right.HISTORY,
        Right.LISTEN,
    }
    assert rules.rights_of([Role.CLIENT]) == frozenset()


@pytest.mark.parametrize(
    ("giver", "before", "after", "refused"),
    [
        ([Role.DIRECTOR], [], [Role.AGENT, Role.DIRECTOR], None),
        ([Role.DIRECTOR], [Role.AGENT], [Role.AGENT, Role.OPERATOR], Role.OPERATOR),
        ([Role.DIRECTOR], [Role.OPERATOR], [Role.AGENT], Role.OPERATOR),
        ([Role.DIRECTOR], [Role.OPERATOR], [Role.OPERATOR], None),
        ([Role.OPERATOR], [], [Role.OPERATOR, Role.DIRECTOR], None),
        ([Role.SUPERVISOR], [Role.AGENT], [], Role.AGENT),
        ([Role.AGENT], [Role.AGENT], [Role.AGENT, Role.DIRECTOR], Role.DIRECTOR),
    ],
)
def test_roles_are_given_by_those_who_may(
    giver: list[Role], before: list[Role], after: list[Role], refused: Role | None
) -> None:
    assert rules.role_not_yours(giver, before, after) is refused
