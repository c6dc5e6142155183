"""What firms can be told: the names of events, each with what its data hold. A new one is a line here, and a trigger in a migration
(`webhooks.hear`) or, of calls, a fact of the journal in `kind_of_call`."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

EVENTS: Mapping[str, str] = {
    "call.arrived": "A customer called: call_id, dialled, customer (the middle of the number hidden).",
    "call.answered": "An agent has the customer: call_id, agent_id, alias, partner (the agent's firm where it is another), waited_s.",
    "call.ended": "The call is over: call_id, outcome, by, cause (Q.850, or null), and queue_id, agent_id, wait_s, talk_s where known.",
    "call.missed": "The call is over and nobody had the customer: the same data as call.ended, which is not told beside it.",
    "agreement.proposed": "Terms were proposed: agreement_id, version_id, number, starts_on, proposed_by_firm_id.",
    "agreement.accepted": "They were accepted: agreement_id, version_id, answered_by_firm_id.",
    "agreement.refused": "They were refused: the same data.",
    "agreement.withdrawn": "They were withdrawn by who proposed them: the same data.",
    "agreement.ended": "Notice was given: agreement_id, last_day, given_by_firm_id.",
    "partner.served": "A partner's agent had a caller: answered_id, agreement_id, version_id, both firms, dialled, brand, alias and country of "
    "the agent, caller (an alias), arrived_at, since, until, seconds; to the owner firm alone, call_id.",
    "receipts.signed": "The receipts of a day are signed: day, both firms, receipts (how many).",
    "month.closed": "The firm that runs the platform closed a month: month, statements (how many). Told to that firm.",
    "statement.issued": "A statement was issued: statement_id, number, month, kind, seller_firm_id, buyer_firm_id, currency, net, vat, total "
    "(cents), issued_on, due_on.",
    "dispute.raised": "A statement or a call of it is contested: dispute_id, statement_id, call, raised_by_firm_id.",
    "dispute.accepted": "The other firm agrees: dispute_id, answered_by_firm_id.",
    "dispute.rejected": "The other firm does not: the same data.",
    "dispute.withdrawn": "Who raised it takes it back: the same data.",
}
TEST = "webhook.test"
"""What is sent when somebody tries an address."""

MISSED = {"abandoned", "left_in_menu", "closed"}
"""The outcomes of calls that came in and that nobody answered although the customer may have wanted somebody."""


class Happened(msgspec.Struct, frozen=True):
    """Something to be told to one firm: when it happened, in ISO 8601, and what is told of it."""

    firm: str
    kind: str
    at: str
    about: Mapping[str, object]


class Envelope(msgspec.Struct, frozen=True):
    """What is sent: `sequence` counts this firm's events without a gap, so that a receiver can put them into order."""

    id: str
    type: str
    firm_id: str
    occurred_at: str
    sequence: int
    data: Mapping[str, object]


def written(id_: str, happened: Happened, sequence: int) -> str:
    """Return an event's body, as it is sent each time to the last byte."""
    envelope = Envelope(id_, happened.kind, happened.firm, happened.at, sequence, happened.about)
    return msgspec.json.encode(envelope).decode()


def kind_of_call(fact: str, direction: str, outcome: str | None) -> str:
    """Return the event of a fact of a call that came in (inbound) or went out (outbound)."""
    match fact:
        case "interaction.call_arrived":
            return "call.arrived"
        case "interaction.agent_answered":
            return "call.answered"
        case _:
            return "call.missed" if direction == "inbound" and outcome in MISSED else "call.ended"
