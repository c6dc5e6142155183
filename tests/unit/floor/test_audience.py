"""Who sees which rows; and that old rows plus changes stay the new rows for everybody."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from permanence.floor.audience import agents_of, as_colleague, seen, seen_rows
from permanence.floor.views import Rows, apply

AGENTS = ["agt_a", "agt_b", "agt_c"]
somebody = st.sampled_from([None, *AGENTS])


@st.composite
def calls(draw: st.DrawFn) -> dict[str, Any]:
    party = draw(somebody)
    monitor = draw(somebody)
    return {
        "customer": "+33612345678", "path": ["devis"], "agent": draw(somebody), "offered_to": draw(somebody),
        "consult": {"label": "x", "agent": party} if draw(st.booleans()) else None,
        "transfer": {"label": "y", "agent": party} if draw(st.booleans()) else None,
        "monitors": [{"supervisor": monitor}] if monitor else [],
    }  # fmt: skip


agents = st.fixed_dictionaries(
    {"presence": st.sampled_from(["ready", "talking"]), "call": st.just("int_x"), "wrap_up_call": st.none(),
     "monitoring": somebody, "monitor_mode": st.none(), "monitor_auto_answer": st.booleans()}
)  # fmt: skip
changes = st.lists(
    st.one_of(
        st.tuples(st.just("call"), st.sampled_from(["int_1", "int_2"]), st.none() | calls()),
        st.tuples(st.just("agent"), st.sampled_from(AGENTS), st.none() | agents),
        st.tuples(st.just("queue"), st.just("que_1"), st.none() | st.fixed_dictionaries({"waiting": st.just(["int_1"])})),
    ),
    max_size=25,
)


@given(changes, somebody, st.booleans())
def test_old_rows_and_changes_are_the_new_rows_for_everybody(made: list[Any], agent: str | None, sees_all: bool) -> None:
    whole: Rows = {"call": {}, "agent": {}, "queue": {}}
    shown = seen_rows(whole, agent, sees_all=sees_all)
    for kind, key, row in made:
        whole = apply(whole, [(kind, key, row)])
        shown = apply(shown, [(kind, key, seen(kind, key, row, agent, sees_all=sees_all))])
    assert shown == seen_rows(whole, agent, sees_all=sees_all)


@given(changes, st.sampled_from(AGENTS))
def test_an_agent_never_sees_a_customer_of_somebody_else(made: list[Any], agent: str) -> None:
    for kind, key, row in made:
        shown = seen(kind, key, row, agent, sees_all=False)
        if kind == "call" and shown is not None:
            assert agent in agents_of(row)
        if kind == "agent" and shown is not None and key != agent:
            assert (shown["call"], shown["monitoring"], shown["monitor_auto_answer"]) == (None, None, False)


@given(calls())
def test_supervisors_see_everything_and_strangers_no_call(row: dict[str, Any]) -> None:
    assert seen("call", "int_1", row, None, sees_all=True) == row
    assert seen("call", "int_1", row, None, sees_all=False) is None
    assert as_colleague("call", row) is None


def test_everybody_with_a_part_in_a_call_is_found() -> None:
    row = {
        "agent": "a", "offered_to": "b", "consult": {"agent": "c"}, "transfer": {"agent": "d"},
        "monitors": [{"supervisor": "e"}],
    }  # fmt: skip
    assert agents_of(row) == set("abcde")
    assert agents_of({"agent": None, "consult": {"agent": None}, "monitors": []}) == agents_of(None) == set()
