"""Signing in and looking after people, on a real database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from permanence.adapters.argon import Argon2Passwords, SystemSecrets
from permanence.adapters.postgres.pool import Database
from permanence.firms import errors as e
from permanence.firms import rules
from permanence.firms.model import Firm, Language, NewSignIn, Person, PersonStatus, Role, Visitor
from permanence.firms.service import People, SignIns
from permanence.firms.store import PostgresFirms
from permanence.kernel.errors import NotFound
from permanence.kernel.ids import FirmId, PersonId, RandomIds
from permanence.kernel.page import Cursor

T0 = datetime(2026, 11, 22, 8, tzinfo=UTC)
PASSWORD = "quatre moutons bleus"
IDS = RandomIds()


class NoFloor:
    """A floor that is away."""

    async def reload(self, firm: FirmId) -> None:
        """Hear nothing."""


def person(email: str, *roles: Role, name: str = "Ann Roy") -> Person:
    return Person(PersonId(IDS.new("per")), email, name, roles, Language.FR, PersonStatus.ACTIVE, False)


@pytest.fixture
def sign_ins(database: Database) -> SignIns:
    return SignIns(database, PostgresFirms(), Argon2Passwords.cheap(), SystemSecrets(), IDS)


@pytest.fixture
def people(database: Database) -> People:
    return People(database, PostgresFirms(), Argon2Passwords.cheap(), SystemSecrets(), IDS, NoFloor())


async def found(people: People, name: str, director: Person, password: str = PASSWORD) -> FirmId:
    firm = FirmId(IDS.new("frm"))
    await people.found(Firm(firm, name, Language.FR, "FR", "Europe/Paris", 30), director, password, T0)
    return firm


async def enter(sign_ins: SignIns, email: str, now: datetime = T0, password: str = PASSWORD) -> Visitor:
    made = await sign_ins.sign_in(email, password, None, now)
    visitor = await sign_ins.visitor(made.secret, now)
    assert visitor is not None
    return visitor


async def test_a_person_signs_in_and_out(sign_ins: SignIns, people: People) -> None:
    ann = person("ann@x.fr", Role.DIRECTOR)
    firm = await found(people, "Une", ann)
    made = await sign_ins.sign_in(" Ann@X.fr ", PASSWORD, None, T0)
    visitor = await sign_ins.visitor(made.secret, T0)
    assert visitor is not None and (visitor.firm, visitor.person) == (firm, ann)
    assert visitor.rights == rules.rights_of([Role.DIRECTOR])
    await sign_ins.sign_out(visitor, T0)
    assert await sign_ins.visitor(made.secret, T0) is None


async def test_a_guess_at_a_cookie_is_nobody(sign_ins: SignIns) -> None:
    assert await sign_ins.visitor("x" * 43, T0) is None


async def test_five_failures_close_the_door_to_the_right_password_too(
    sign_ins: SignIns, people: People
) -> None:
    await found(people, "Une", person("ann@x.fr", Role.DIRECTOR))
    for _ in range(5):
        with pytest.raises(e.WrongPassword):
            await sign_ins.sign_in("ann@x.fr", "faux faux faux", None, T0)
    with pytest.raises(e.Locked) as locked:
        await sign_ins.sign_in("ann@x.fr", PASSWORD, None, T0)
    assert locked.value.data == {"retry_after_s": 61}
    await enter(sign_ins, "ann@x.fr", T0 + timedelta(seconds=61))
    with pytest.raises(e.WrongPassword):  # the count began anew
        await sign_ins.sign_in("ann@x.fr", "faux faux faux", None, T0 + timedelta(seconds=62))


async def test_an_address_that_nobody_has_is_treated_alike(sign_ins: SignIns) -> None:
    for _ in range(5):
        with pytest.raises(e.WrongPassword):
            await sign_ins.sign_in("personne@x.fr", PASSWORD, None, T0)
    with pytest.raises(e.Locked):
        await sign_ins.sign_in("personne@x.fr", PASSWORD, None, T0)


async def test_one_address_in_two_firms_asks_which(sign_ins: SignIns, people: People) -> None:
    one = await found(people, "Une", person("ann@x.fr", Role.DIRECTOR))
    two = await found(people, "Deux", person("ann@x.fr", Role.DIRECTOR))
    await found(people, "Trois", person("ann@x.fr", Role.DIRECTOR), "un tout autre secret")
    with pytest.raises(e.WhichFirm) as which:
        await sign_ins.sign_in("ann@x.fr", PASSWORD, None, T0)
    # The firm with another password is not told.
    assert which.value.data == {"firms": [{"id": two, "name": "Deux"}, {"id": one, "name": "Une"}]}
    made = await sign_ins.sign_in("ann@x.fr", PASSWORD, one, T0)
    assert made.firm == one


async def test_silence_and_the_end_of_the_shift_sign_out(sign_ins: SignIns, people: People) -> None:
    await found(people, "Une", person("ann@x.fr", Role.DIRECTOR))
    made = await sign_ins.sign_in("ann@x.fr", PASSWORD, None, T0)
    now = T0
    while now < T0 + rules.SHIFT_LIMIT:
        assert await sign_ins.visitor(made.secret, now) is not None, now - T0
        now += timedelta(minutes=59)
    assert await sign_ins.visitor(made.secret, now) is None
    other = await sign_ins.sign_in("ann@x.fr", PASSWORD, None, T0)
    assert await sign_ins.visitor(other.secret, T0 + rules.IDLE_LIMIT) is None


async def two_browsers(sign_ins: SignIns) -> tuple[NewSignIn, Visitor]:
    elsewhere = await sign_ins.sign_in("ann@x.fr", PASSWORD, None, T0)
    return elsewhere, await enter(sign_ins, "ann@x.fr")


async def test_a_changed_password_signs_out_the_other_browsers(sign_ins: SignIns, people: People) -> None:
    await found(people, "Une", person("ann@x.fr", Role.DIRECTOR))
    elsewhere, here = await two_browsers(sign_ins)
    with pytest.raises(e.WrongOldPassword):
        await sign_ins.change_password(here, "faux faux faux", "trois moutons verts", T0)
    with pytest.raises(e.CommonPassword):
        await sign_ins.change_password(here, PASSWORD, "abababababab", T0)
    await sign_ins.change_password(here, PASSWORD, "trois moutons verts", T0)
    assert await sign_ins.visitor(elsewhere.secret, T0) is None
    await enter(sign_ins, "ann@x.fr", password="trois moutons verts")


async def test_signing_out_everywhere_ends_all(sign_ins: SignIns, people: People) -> None:
    await found(people, "Une", person("ann@x.fr", Role.DIRECTOR))
    elsewhere, here = await two_browsers(sign_ins)
    await sign_ins.sign_out_everywhere(here, T0)
    assert await sign_ins.visitor(elsewhere.secret, T0) is None


async def test_a_disabled_person_is_out_at_once_and_cannot_return(sign_ins: SignIns, people: People) -> None:
    await found(people, "Une", person("ann@x.fr", Role.DIRECTOR))
    director = await enter(sign_ins, "ann@x.fr")
    bob = person("bob@x.fr", Role.AGENT, name="Bob Petit")
    assert await people.add(director, bob, PASSWORD, T0) is None
    made = await sign_ins.sign_in("bob@x.fr", PASSWORD, None, T0)
    await people.change(director, replace(bob, status=PersonStatus.DISABLED), T0)
    assert await sign_ins.visitor(made.secret, T0) is None
    with pytest.raises(e.WrongPassword):
        await sign_ins.sign_in("bob@x.fr", PASSWORD, None, T0)


async def test_a_password_made_for_somebody_must_be_changed(sign_ins: SignIns, people: People) -> None:
    await found(people, "Une", person("ann@x.fr", Role.DIRECTOR))
    director = await enter(sign_ins, "ann@x.fr")
    bob = replace(person("bob@x.fr", Role.AGENT), must_change_password=True)
    made = await people.add(director, bob, None, T0)
    assert made is not None
    visitor = await enter(sign_ins, "bob@x.fr", password=made)
    assert visitor.person.must_change_password
    await sign_ins.change_password(visitor, made, PASSWORD, T0)
    again = await people.reset_password(director, bob.id, T0)
    assert (await enter(sign_ins, "bob@x.fr", password=again)).person.must_change_password


async def test_the_last_director_stays(sign_ins: SignIns, people: People) -> None:
    ann = person("ann@x.fr", Role.DIRECTOR)
    await found(people, "Une", ann)
    director = await enter(sign_ins, "ann@x.fr")
    with pytest.raises(e.LastDirector):
        await people.change(director, replace(ann, roles=(Role.AGENT,)), T0)
    with pytest.raises(e.LastDirector):
        await people.change(director, replace(ann, status=PersonStatus.DISABLED), T0)


async def test_a_director_gives_no_operator(sign_ins: SignIns, people: People) -> None:
    await found(people, "Une", person("ann@x.fr", Role.DIRECTOR))
    director = await enter(sign_ins, "ann@x.fr")
    with pytest.raises(e.RoleNotYours):
        await people.add(director, person("bob@x.fr", Role.OPERATOR), PASSWORD, T0)
    with pytest.raises(e.EmailTaken):
        await people.add(director, person("ann@x.fr", Role.AGENT), PASSWORD, T0)


async def test_people_of_another_firm_are_not_there(sign_ins: SignIns, people: People) -> None:
    await found(people, "Une", person("ann@x.fr", Role.DIRECTOR))
    zoe = person("zoe@y.fr", Role.DIRECTOR)
    await found(people, "Deux", zoe)
    director = await enter(sign_ins, "ann@x.fr")
    for attempt in (
        people.person(director, zoe.id),
        people.change(director, replace(zoe, name="Autre"), T0),
        people.reset_password(director, zoe.id, T0),
    ):
        with pytest.raises(NotFound):
            await attempt
    assert [p.email for p in (await people.list(director, Cursor())).items] == ["ann@x.fr"]


async def test_lists_come_by_the_page(sign_ins: SignIns, people: People) -> None:
    await found(people, "Une", person("ann@x.fr", Role.DIRECTOR, name="Ann"))
    director = await enter(sign_ins, "ann@x.fr")
    for letter in "bcde":
        await people.add(director, person(f"{letter}@x.fr", Role.AGENT, name=letter.upper()), PASSWORD, T0)
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = await people.list(director, Cursor.parse(cursor, 2))
        seen += [p.name for p in page.items]
        cursor = page.next_cursor
    assert seen == ["Ann", "B", "C", "D", "E"]


async def test_what_was_done_is_written_down(sign_ins: SignIns, people: People) -> None:
    await found(people, "Une", person("ann@x.fr", Role.DIRECTOR))
    with pytest.raises(e.WrongPassword):
        await sign_ins.sign_in("ann@x.fr", "faux faux faux", None, T0 + timedelta(seconds=1), address="192.0.2.7")
    director = await enter(sign_ins, "ann@x.fr", T0 + timedelta(seconds=2))
    first = await people.audit_lines(director, Cursor.parse(None, 1))
    rest = await people.audit_lines(director, Cursor.parse(first.next_cursor, 10))
    assert [line.action for line in first.items + rest.items] == ["sign_in.made", "sign_in.failed", "firm.founded"]
