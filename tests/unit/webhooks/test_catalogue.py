"""What is sent of an event: its envelope to the byte, and which event a fact of a call is."""

from __future__ import annotations

import pytest

from permanence.webhooks.catalogue import EVENTS, TEST, Happened, kind_of_call, written


def test_an_envelope_to_the_byte() -> None:
    happened = Happened("frm_1", "dispute.raised", "2026-11-23T00:00:00+00:00", {"dispute_id": "dsp_1", "call": "été"})
    assert written("evt_1", happened, 7) == (
        '{"id":"evt_1","type":"dispute.raised","firm_id":"frm_1","occurred_at":"2026-11-23T00:00:00+00:00","sequence":7,'
        '"data":{"dispute_id":"dsp_1","call":"été"}}'
    )


@pytest.mark.parametrize(
    ("fact", "direction", "outcome", "kind"),
    [
        ("call_arrived", "inbound", None, "call.arrived"),
        ("agent_answered", "inbound", None, "call.answered"),
        ("call_ended", "inbound", "answered", "call.ended"),
        ("call_ended", "inbound", "abandoned", "call.missed"),
        ("call_ended", "inbound", "self_served", "call.ended"),
        ("call_ended", "outbound", "no_answer", "call.ended"),
    ],
)
def test_facts_of_calls_are_events(fact: str, direction: str, outcome: str | None, kind: str) -> None:
    assert kind_of_call(f"interaction.{fact}", direction, outcome) == kind
    assert kind in EVENTS


def test_a_trial_is_not_among_what_can_be_chosen() -> None:
    assert TEST not in EVENTS
