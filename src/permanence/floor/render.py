"""From the floor's state to the rows that screens show. Only firms that somebody follows are rendered."""

from __future__ import annotations

from datetime import datetime

import msgspec

from permanence.floor.cards import offered
from permanence.floor.views import (
    AgentRow,
    CallRow,
    CardRow,
    Change,
    DispositionRow,
    GuestRow,
    MonitorRow,
    NoticeRow,
    PartyRow,
    ProductRow,
    QueueRow,
    Rows,
    apply,
    rows_of,
)
from permanence.floor.world import Effects, World
from permanence.interaction.model import Call, Card, CardTerms, Direction, Leg, LegState, Phase
from permanence.kernel.ids import AgentId, FirmId, QueueId
from permanence.routing.model import Presence
from permanence.routing.promise import WELL


class Gallery:
    """What each followed firm was last shown; `changes` returns the difference that effects make."""

    def __init__(self) -> None:
        """Start with nobody following."""
        self.shown: dict[FirmId, Rows] = {}
        self.notices: dict[str, NoticeRow] = {}

    def snapshot(self, world: World, firm: FirmId) -> Rows:
        """Return all rows of a firm, and follow it from now on."""
        rows: Rows = {"agent": {}, "queue": {}, "call": {}, "notice": {}}
        going_on = [c for c in world.calls.values() if c.phase is not Phase.ENDED]
        calls = [row for c in going_on if (row := row_for(world, c, firm)) is not None]
        changes = _team(world, firm) + rows_of("call", calls) + rows_of("notice", self.notices.values())
        rows = apply(rows, changes)
        self.shown[firm] = {kind: dict(shown) for kind, shown in rows.items()}
        return rows

    def changes(self, world: World, effects: Effects, queues: set[QueueId]) -> dict[FirmId, list[Change]]:
        """Return what changed for each followed firm since it was last shown."""
        wanted: dict[FirmId, list[Change]] = {}
        if not self.shown:
            return wanted
        for call in effects.calls.values():
            for firm in {call.firm, *call.partners} & self.shown.keys():
                shown = row_for(world, call, firm) if call.phase is not Phase.ENDED else None
                row: list[Change] = [("call", call.id, None)] if shown is None else rows_of("call", [shown])
                wanted.setdefault(firm, []).extend(row)
        for agent in effects.agents:
            firm = world.board.cards[agent].firm
            if firm in self.shown:
                wanted.setdefault(firm, []).extend(rows_of("agent", [agent_row(world, agent)]))
        for firm in effects.firms & self.shown.keys():
            wanted.setdefault(firm, []).extend(self._refreshed(world, firm))
        for card in (world.board.queues[queue] for queue in queues & world.board.queues.keys()):
            if card.firm in self.shown:
                changed = rows_of("queue", [queue_row(world, card.terms.queue)])
                wanted.setdefault(card.firm, []).extend(changed)
        return self._new(wanted)

    def _refreshed(self, world: World, firm: FirmId) -> list[Change]:
        """Return the firm's agents and queues after a change of its set-up, those gone as None."""
        team = _team(world, firm)
        there = {(kind, key) for kind, key, _ in team}
        shown = self.shown[firm]
        gone = [(kind, key) for kind in ("agent", "queue") for key in shown.get(kind, {}) if (kind, key) not in there]
        return [(kind, key, None) for kind, key in gone] + team

    def note(self, code: str, since: datetime | None) -> dict[FirmId, list[Change]]:
        """Raise a notice (with since when) or take it back (None) for everybody."""
        change: list[Change] = [("notice", code, None)]
        if since is None:
            self.notices.pop(code, None)
        else:
            self.notices[code] = NoticeRow(code, code, since.isoformat())
            change = rows_of("notice", [self.notices[code]])
        return self._new({firm: change for firm in self.shown})

    def _new(self, wanted: dict[FirmId, list[Change]]) -> dict[FirmId, list[Change]]:
        """Keep the changes that differ from what is shown, and count them as shown."""
        news: dict[FirmId, list[Change]] = {}
        for firm, changes in wanted.items():
            shown = self.shown[firm]
            for kind, key, row in changes:
                if shown.setdefault(kind, {}).get(key) == row:
                    continue
                if row is None:
                    shown[kind].pop(key, None)
                else:
                    shown[kind][key] = row
                news.setdefault(firm, []).append((kind, key, row))
        return news


def _team(world: World, firm: FirmId) -> list[Change]:
    agents = [agent_row(world, a) for a in world.board.by_firm.get(firm, [])]
    queues = [queue_row(world, q) for q, card in world.board.queues.items() if card.firm == firm]
    return rows_of("agent", agents) + rows_of("queue", queues)


def row_for(world: World, call: Call, firm: FirmId) -> CallRow | None:
    """Return what a firm sees of a call: its own whole; another's only while one of its agents is rung or has it, with the
    caller's alias and what the agreement says, and without the queue, which is the owner's own affair; else nothing."""
    if firm == call.firm:
        asked = [world.partners.name(agreement) for agreement in world.board.doors.get(call.id, ())]
        return msgspec.structs.replace(call_row(call), partners_asked=asked, products=_products(world, call))
    legs = (call.offer, call.agent, call.transfer, call.consult.leg if call.consult is not None else None)
    partner = next((leg.partner for leg in legs if leg is not None and leg.partner and leg.partner.firm == firm), None)
    if partner is None:
        return None
    agreement, terms = world.partners.agreements.get(partner.agreement), world.partners.terms(partner.agreement, partner.version)
    guest = GuestRow(
        agreement.owner_name if agreement else "", partner.agreement, list(terms.services) if terms else [],
        list(terms.forbidden) if terms else [], terms.cards if terms else False, _dispositions(world, call.firm),
    )  # fmt: skip
    foreign = call.offer is not None and (call.offer.partner is None or call.offer.partner.firm != firm)
    return msgspec.structs.replace(
        call_row(call), customer=partner.caller, guest=guest, queue=None, queue_name=None, products=_products(world, call),
        offered_to=None if foreign else call_row(call).offered_to,
    )  # fmt: skip


def _dispositions(world: World, firm: FirmId) -> list[DispositionRow]:
    directory = world.directories.get(firm)
    return [DispositionRow(*each) for each in directory.dispositions] if directory is not None else []


def call_row(call: Call) -> CallRow:
    """Return what screens of the call's own firm see of it."""
    leg = call.agent or call.offer
    own_dial = call.direction is Direction.OUTBOUND and call.phase is Phase.DIALLING
    consult, terms = call.consult, call.terms
    return CallRow(
        call.id, call.direction, call.phase, call.arrived_at.isoformat(), call.customer, call.dialled,
        call.brand_name, call.greeting, call.language, call.path,
        queue=terms.queue if terms else None, queue_name=terms.name if terms else None,
        queued_at=call.queued_at.isoformat() if call.queued_at else None,
        offered_to=call.offer.agent if call.offer else None, agent=call.agent.agent if call.agent else None,
        leg=leg.state if leg else None,
        auto_answer=own_dial or call.phase is Phase.RECONNECTING,
        answered_at=call.answered_at.isoformat() if call.answered_at else None,
        held=call.held, muted=call.muted, private=call.private,
        recorded=call.recording is not None and not call.recording.stopped,
        consult=_party(consult.leg, "joined" if consult.joined else consult.leg.state) if consult else None,
        transfer=_party(call.transfer, call.transfer.state) if call.transfer else None,
        monitors=[
            MonitorRow(m.supervisor, m.leg.label, m.mode, m.leg.state) for m in call.monitors.values()
        ],
        call_back=call.call_back,
        agent_alias=leg.label if leg is not None and leg.partner is not None else None,
        partner=leg.partner.name if leg is not None and leg.partner is not None else None,
        listening=leg.partner.listening if leg is not None and leg.partner is not None else True,
        card=_card(call.card) if call.card is not None else None,
    )  # fmt: skip


def _products(world: World, call: Call) -> list[ProductRow]:
    return [_product(terms) for terms in offered(world, call)]


def _product(terms: CardTerms) -> ProductRow:
    return ProductRow(terms.product, terms.name, terms.unit, terms.amount, terms.most_s, terms.currency)


def _card(card: Card) -> CardRow:
    since, until = (at.isoformat() if at is not None else None for at in (card.since, card.until))
    return CardRow(card.id, _product(card.terms), card.stage, card.digits, card.tries, card.result, card.last_four, since, until)


def _party(leg: Leg, state: str) -> PartyRow:
    return PartyRow(leg.label, state, leg.agent)


def agent_row(world: World, agent: AgentId) -> AgentRow:
    """Return what screens see of an agent."""
    state, card = world.board.agents[agent], world.board.cards[agent]
    presence = world.board.presence(agent)
    call = world.calls.get(state.call) if state.call is not None else None
    monitor = call.monitors.get(agent) if call is not None else None
    reason = state.missed or state.pause or state.work if presence is Presence.PAUSED else None
    if presence is Presence.UNREACHABLE:
        reason = state.why_unreachable or "phone_unreachable"
    return AgentRow(
        agent, card.alias, presence, state.since.isoformat(), sorted(card.skills), card.supervises, card.device,
        state.device_up, state.pause, reason, state.call,
        state.wrap_up_until.isoformat() if state.wrap_up_until else None, state.wrap_up_call,
        monitoring=call.agent.agent if call is not None and monitor is not None and call.agent else None,
        monitor_mode=monitor.mode if monitor is not None else None,
        monitor_auto_answer=monitor is not None and monitor.leg.state is LegState.RINGING,
    )  # fmt: skip


def queue_row(world: World, queue: QueueId) -> QueueRow:
    """Return what screens see of a queue."""
    card = world.board.queues[queue]
    line = world.board.waiting_in(queue)
    serving = [a for a in world.board.by_firm.get(card.firm, []) if queue in world.board.serves[a]]
    presences = [world.board.presence(a) for a in serving]
    stands = world.board.outlooks.get(queue, WELL)
    return QueueRow(
        queue, card.terms.name, [w.call for w in line],
        min(w.since for w in line).isoformat() if line else None,
        presences.count(Presence.READY), presences.count(Presence.TALKING),
        len(presences) - presences.count(Presence.OFFLINE),
        card.target_s, stands.expected_s, stands.late, stands.alarm,
        {pull.value: len(pulling.agents) + pulling.callers for pull, pulling in world.board.pulls.get(queue, {}).items()},
    )  # fmt: skip
