"""The terms on which is planned, and the working rules among them."""

from __future__ import annotations

from dataclasses import fields

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.planning.errors import RulesUnfit
from permanence.planning.terms import RULES, Terms
from permanence.planning.working import WorkRules


def test_terms_that_nobody_wrote_are_whole() -> None:
    terms = Terms().whole()
    assert terms.rules.keys() == RULES.keys() == {field.name for field in fields(WorkRules)} | {"hours_a_week"}
    assert terms.work_rules() == WorkRules()
    assert (terms.hours_a_week(), terms.aim().within_s, terms.aim().late) == (35, 180, 0.05)


def test_what_is_written_is_kept() -> None:
    terms = Terms(rules={"longest_h": 8.5, "start_every_min": 15.0, "hours_a_week": 32}).whole()
    assert (terms.work_rules().longest_h, terms.work_rules().start_every_min, terms.hours_a_week()) == (8.5, 15, 32)
    assert terms.whole() == terms


@pytest.mark.parametrize(
    "rules",
    [{"nap_min": 20}, {"longest_h": 14}, {"break_min": 0}, {"start_every_min": 7.5}, {"start_every_min": 7}, {"hours_a_week": 61},
     {"shortest_h": 8, "longest_h": 4}, {"rest_h": 24, "weekly_rest_h": 12}, {"longest_h": float("nan")}],
)  # fmt: skip
def test_rules_that_cannot_be_kept_are_refused(rules: dict[str, float]) -> None:
    with pytest.raises(RulesUnfit):
        Terms(rules=rules).whole()


@given(st.dictionaries(st.sampled_from(sorted(RULES)), st.one_of(st.integers(-10, 300), st.floats()), max_size=6))
def test_rules_are_kept_or_refused_and_nothing_else(rules: dict[str, float]) -> None:
    try:
        whole = Terms(rules=rules).whole()
    except RulesUnfit:
        return
    assert msgspec.convert(msgspec.to_builtins(whole), Terms) == whole
