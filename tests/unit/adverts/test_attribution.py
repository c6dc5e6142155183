"""By which advertisement a call came: the code before the number, in the advertisement's days, and never two of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.adverts.attribution import DAY_MAX, attribute, is_code, overlap, why_not_kept
from permanence.adverts.errors import (
    AddressUnfit,
    CodeTaken,
    CodeUnfit,
    NumberTaken,
    NumberUnknown,
    PeriodUnfit,
)
from permanence.adverts.model import Advert, Cost
from tests.unit.adverts.kit import FIRST, LAST, ONE, TWO, advert, call

DAY = timedelta(days=1)


def test_a_code_says_more_than_the_number() -> None:
    press, flyer = advert(numbers=(ONE,)), advert("adv_2", "Prospectus", code="417")
    adverts = [press, flyer]
    assert attribute(call(), adverts) == press
    assert attribute(call(code="417"), adverts) == flyer
    assert attribute(call(code="999"), adverts) == press
    assert attribute(call(number=TWO), adverts) is None
    assert attribute(call(number=None, code="417"), adverts) == flyer
    assert attribute(call(number=None), adverts) is None


def test_an_advertisement_has_its_calls_in_its_days_both_included() -> None:
    first, second = advert(numbers=(ONE,)), advert("adv_2", "Suite", LAST + DAY, None, numbers=(ONE,), code="417")
    days = (FIRST - DAY, FIRST, LAST, LAST + DAY, DAY_MAX)
    assert [attribute(call(day), [second, first]) for day in days] == [None, first, first, second, second]
    # Before its days a code says nothing.
    assert attribute(call(FIRST, code="417"), [second, first]) == first


def test_what_would_not_be_sure_is_not_kept() -> None:
    press = advert(numbers=(ONE,), code="417")
    later = advert("adv_2", "Suite", LAST + DAY, None, numbers=(ONE,), code="417")
    assert why_not_kept(later, [press], [ONE, TWO]) is None
    assert why_not_kept(press, [press], [ONE]) is None
    refused = [
        (advert("adv_2", last=None, numbers=(ONE, TWO)), NumberTaken, "numbers"),
        (advert("adv_2", first=LAST, last=LAST, code="417"), CodeTaken, "code"),
        (advert("adv_2", numbers=(TWO, "num_3")), NumberUnknown, "numbers"),
        (advert("adv_2", code="12"), CodeUnfit, "code"),
        (advert("adv_2", last=FIRST - DAY), PeriodUnfit, "last_day"),
        (advert("adv_2", costs=(Cost(first_day=LAST, last_day=FIRST, amount=1),)), PeriodUnfit, "costs"),
        (advert("adv_2", first=date(1999, 12, 31)), PeriodUnfit, "costs"),
        (advert("adv_2", address="http://x.fr/"), AddressUnfit, "address"),
    ]
    for made, wanted, param in refused:
        reason = why_not_kept(made, [press], [ONE, TWO])
        assert isinstance(reason, wanted) and reason.param == param
    assert why_not_kept(advert("adv_2", numbers=(ONE,)), [press], [ONE]).data == {"advert": "Journal"}  # type: ignore[union-attr]


@pytest.mark.parametrize("address", ["https://toiture.example", "https://toiture.example:8443/devis?a=1#b", "https://x.fr/?q"])
def test_a_page_of_the_web_is_an_address(address: str) -> None:
    assert why_not_kept(advert(address=address), [], []) is None


@pytest.mark.parametrize("address", ["https://", "https://a b", "//x.fr", "https://x.fr\r\nSet-Cookie: a", "https://user@x.fr/", "javascript:alert(1)"])
def test_anything_else_is_none(address: str) -> None:
    assert isinstance(why_not_kept(advert(address=address), [], []), AddressUnfit)


def test_a_code_is_three_or_four_digits() -> None:
    assert [is_code(text) for text in ("123", "0001", "12", "12345", "12a", "", "١٢٣")] == [True, True] + [False] * 5


DAYS = st.integers(0, 60).map(lambda n: FIRST + n * DAY)
PERIODS = st.tuples(DAYS, st.none() | DAYS).filter(lambda p: p[1] is None or p[0] <= p[1])


@given(st.lists(st.tuples(PERIODS, st.sets(st.sampled_from([ONE, TWO])), st.sampled_from(["", "111", "222"])), max_size=8), DAYS, st.sampled_from(["", "111", "222"]))
def test_of_what_was_kept_at_most_one_fits_each_way(made: list, day: date, code: str) -> None:
    kept: list[Advert] = []
    for nth, ((first, last), numbers, own) in enumerate(made):
        one = advert(f"adv_{nth}", f"A{nth}", first, last, numbers=tuple(sorted(numbers)), code=own)
        assert all(overlap(one, other) == overlap(other, one) for other in kept)
        if why_not_kept(one, kept, [ONE, TWO]) is None:
            kept.append(one)
    running = [each for each in kept if each.covers(day)]
    assert sum(ONE in each.numbers for each in running) <= 1
    assert sum(each.code == "111" for each in running) <= 1
    found = attribute(call(day, ONE, code), kept)
    assert found == attribute(call(day, ONE, code), kept[::-1])
    assert (found is None) == (not any(ONE in each.numbers or (code and each.code == code) for each in running))
