"""An agreement's life: proposed, countered, accepted, given notice; the other side's consent is never one's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from permanence.kernel.ids import AgreementId, FirmId, PersonId, VersionId
from permanence.synergy.errors import (
    AgreementEnded,
    AlreadyAnswered,
    BandUnfit,
    EndsTooSoon,
    OthersProposal,
    OwnProposal,
    StartsInPast,
    Superseded,
    ZoneUnknown,
)  # fmt: skip
from permanence.synergy.model import (
    Agreement,
    Answer,
    Band,
    Decision,
    Ending,
    Rates,
    Side,
    Signature,
    Terms,
    Version,
)
from permanence.synergy.rules import (
    Standing,
    day_of,
    earliest_end,
    effective_on,
    in_force,
    open_version,
    standing,
    why_not_answered,
    why_not_ended,
    why_not_proposed,
    why_unfit,
)  # fmt: skip

OWNER, PARTNER = FirmId("frm_o"), FirmId("frm_p")
NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def signed(firm: FirmId, at: datetime = NOON) -> Signature:
    return Signature(firm, PersonId("per_1"), "Ann Roy", at)


def version(number: int, by: FirmId, starts_on: date = TODAY, decision: Decision | None = None, at: datetime = NOON, **terms) -> Version:
    other = PARTNER if by == OWNER else OWNER
    answer = Answer(decision, signed(by if decision is Decision.WITHDRAWN else other, at)) if decision else None
    return Version(VersionId(f"agv_{number}"), number, Terms(**terms), starts_on, signed(by), answer)


def agreement(*versions: Version, last_day: date | None = None) -> Agreement:
    ending = Ending(last_day, signed(OWNER)) if last_day else None
    return Agreement(AgreementId("agr_1"), OWNER, PARTNER, "Étoile", "Nord", NOON, versions, ending)


def test_a_proposal_holds_nothing() -> None:
    found = agreement(version(1, OWNER))
    assert (standing(found, TODAY), in_force(found, TODAY)) == (Standing.PROPOSED, None)
    assert open_version(found) is found.versions[0]
    assert (found.side_of(OWNER), found.side_of(PARTNER)) == (Side.OWNER, Side.ANSWERING)


def test_it_holds_from_its_day_on_and_never_before_it_was_accepted() -> None:
    early = version(1, OWNER, decision=Decision.ACCEPTED, at=datetime(2026, 11, 25, 8, tzinfo=UTC))
    assert effective_on(early) == date(2026, 11, 25)
    later = version(1, OWNER, date(2026, 12, 1), Decision.ACCEPTED)
    found = agreement(later)
    assert effective_on(later) == date(2026, 12, 1)
    assert [standing(found, day) for day in (date(2026, 11, 30), date(2026, 12, 1))] == [Standing.TO_COME, Standing.IN_FORCE]
    assert effective_on(version(1, OWNER, decision=Decision.REFUSED)) is None


def test_the_newest_that_was_accepted_and_has_begun_holds() -> None:
    first = version(1, OWNER, decision=Decision.ACCEPTED)
    second = version(2, PARTNER, date(2026, 12, 1), Decision.ACCEPTED)
    third = version(3, OWNER, date(2026, 12, 1), Decision.REFUSED)
    fourth = version(4, PARTNER, date(2026, 12, 1), Decision.ACCEPTED)
    found = agreement(first, second, third, fourth)
    assert [in_force(found, day) for day in (date(2026, 11, 22), TODAY, date(2026, 12, 5))] == [None, first, fourth]


def test_the_day_is_that_of_the_terms_zone() -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert [day_of(Terms(zone=zone), late) for zone in ("Europe/Paris", "America/Montreal")] == [date(2026, 11, 24), TODAY]


def test_a_counter_proposal_takes_the_place_of_what_it_answers() -> None:
    first, second = version(1, OWNER), version(2, PARTNER)
    found = agreement(first, second)
    assert open_version(found) is second
    assert isinstance(why_not_answered(found, first, PARTNER, Decision.ACCEPTED), Superseded)
    assert why_not_answered(found, second, OWNER, Decision.ACCEPTED) is None


@pytest.mark.parametrize(
    ("firm", "decision", "no"),
    [
        (PARTNER, Decision.ACCEPTED, None), (PARTNER, Decision.REFUSED, None), (PARTNER, Decision.WITHDRAWN, OthersProposal),
        (OWNER, Decision.ACCEPTED, OwnProposal), (OWNER, Decision.REFUSED, OwnProposal), (OWNER, Decision.WITHDRAWN, None),
    ],
)  # fmt: skip
def test_nobody_consents_to_oneself(firm: FirmId, decision: Decision, no: type[Exception] | None) -> None:
    found = agreement(version(1, OWNER))
    why = why_not_answered(found, found.versions[0], firm, decision)
    assert type(why) is (no or type(None))


def test_what_was_answered_is_answered() -> None:
    found = agreement(version(1, OWNER, decision=Decision.REFUSED))
    assert isinstance(why_not_answered(found, found.versions[0], PARTNER, Decision.ACCEPTED), AlreadyAnswered)
    assert (standing(found, TODAY), open_version(found)) == (Standing.REFUSED, None)


def test_notice_is_as_long_as_agreed_and_only_where_something_holds() -> None:
    holds = agreement(version(1, OWNER, decision=Decision.ACCEPTED, notice_days=10))
    assert earliest_end(holds, NOON) == date(2026, 12, 3)
    assert isinstance(why_not_ended(holds, date(2026, 12, 2), NOON), EndsTooSoon)
    assert why_not_ended(holds, date(2026, 12, 3), NOON) is None
    proposed = agreement(version(1, OWNER))
    assert why_not_ended(proposed, TODAY, NOON) is None
    assert isinstance(why_not_ended(proposed, date(2026, 11, 22), NOON), EndsTooSoon)


def test_after_notice_it_holds_to_its_last_day_and_nothing_new_is_proposed() -> None:
    found = agreement(version(1, OWNER, decision=Decision.ACCEPTED), version(2, PARTNER), last_day=date(2026, 12, 3))
    assert [standing(found, day) for day in (TODAY, date(2026, 12, 3), date(2026, 12, 4))] == [Standing.ENDING, Standing.ENDING, Standing.ENDED]
    assert in_force(found, date(2026, 12, 3)) is found.versions[0]
    assert (in_force(found, date(2026, 12, 4)), open_version(found)) == (None, None)
    assert isinstance(why_not_ended(found, date(2026, 12, 9), NOON), AgreementEnded)
    assert isinstance(why_not_answered(found, found.versions[1], OWNER, Decision.ACCEPTED), AgreementEnded)
    assert isinstance(why_not_proposed(found, Terms(), date(2026, 12, 9), NOON), AgreementEnded)


def test_terms_that_cannot_hold_are_not_proposed() -> None:
    assert why_not_proposed(None, Terms(), TODAY, NOON) is None
    assert isinstance(why_not_proposed(None, Terms(), date(2026, 11, 22), NOON), StartsInPast)
    for zone in ("Europe/Nowhere", "../etc", "Europe"):
        assert isinstance(why_unfit(Terms(zone=zone)), ZoneUnknown)
    night = Band((1,), "22:00", "06:00", Rates())
    assert isinstance(why_unfit(Terms(bands=(night,))), BandUnfit)
    assert why_unfit(replaced := Terms(bands=(replace_band(night),))) is None
    assert replaced.bands[0].until == "24:00"


def replace_band(band: Band) -> Band:
    return Band(band.days, band.since, "24:00", band.rates)


def test_an_agreement_is_a_value() -> None:
    assert replace(agreement(version(1, OWNER))) == agreement(version(1, OWNER))
