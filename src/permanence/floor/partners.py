"""Partner firms: which of a waiting caller's doors to them are open, by which terms, and what has been made of each agreement.

A door is a lease: it is opened for half a minute and kept open only as long as the agreement holds and its bounds are not
reached. Whether a call has begun by an agreement is written in the call itself, so an agreement that ends takes no call away.
Callers keep their place at home all the while; a partner whose agent refuses is passed over for a minute.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import msgspec

from permanence.interaction.events import Fact, PartnersAsked, PartnerServed, PartnersWithdrawn
from permanence.interaction.model import Call, Partner
from permanence.kernel.ids import AgentId, AgreementId, FirmId, InteractionId, QueueId, VersionId
from permanence.routing.board import Board
from permanence.routing.model import AgentCard, Presence, Reception
from permanence.synergy.alias import alias_of
from permanence.synergy.model import Agreement, Terms, Version
from permanence.synergy.overflow import (
    BARRED,
    LEASE,
    Candidate,
    Overflow,
    Use,
    in_order,
    why_not,
    why_now,
)
from permanence.synergy.rating import charges, whole_seconds
from permanence.synergy.rules import day_of, in_force

REMEMBERED = 200_000  # callers whose last adviser at a partner is known; the longest ago are forgotten first


@dataclass(slots=True)
class Asked:
    """A caller for whom partners were asked: since when and why, until when each door is open, until when who refused is
    passed over."""

    since: datetime
    why: str
    until: dict[AgreementId, datetime] = field(default_factory=dict[AgreementId, datetime])
    barred: dict[AgreementId, datetime] = field(default_factory=dict[AgreementId, datetime])


@dataclass(slots=True)
class Tally:
    """What was answered by an agreement on a day, and what it cost in that day's month."""

    day: date
    today: int = 0
    spent: int = 0

    def turn_to(self, day: date) -> None:
        """A new day begins, or a new month."""
        if day == self.day:
            return
        if (day.year, day.month) != (self.day.year, self.day.month):
            self.spent = 0
        self.day, self.today = day, 0


class Partners:
    """All agreements of the platform as the floor needs them; every method takes the time."""

    def __init__(self, board: Board, key: bytes = b"") -> None:
        """Start with no agreement; `key` is that of the callers' aliases."""
        self.board, self.key = board, key
        self.agreements: dict[AgreementId, Agreement] = {}
        self.overflows: dict[QueueId, Overflow] = {}
        self.receptions: dict[FirmId, list[Reception]] = {}
        self.asked: dict[InteractionId, Asked] = {}
        self.tallies: dict[AgreementId, Tally] = {}
        self.known: dict[str, AgentId] = {}  # by a caller's alias: which partner's agent had him last
        self.qualities: dict[AgreementId, float | None] = {}
        self._minute: datetime | None = None
        self._under_way: defaultdict[AgreementId, set[InteractionId]] = defaultdict(set)

    def set_firm(
        self, firm: FirmId, agreements: Iterable[Agreement], overflows: dict[QueueId, Overflow], queues: set[QueueId],
        receptions: list[Reception], now: datetime,
    ) -> None:
        """Take over a firm's agreements, when it asks partners, and how it receives their callers; `queues` are all that it
        has."""
        self.agreements = {id_: each for id_, each in self.agreements.items() if firm not in (each.owner, each.answering)}
        self.agreements.update({each.id: each for each in agreements})
        for queue in queues:
            self.overflows.pop(queue, None)
        self.overflows.update(overflows)
        self.receptions[firm] = receptions
        self._receive(firm, now)

    def _refresh(self, now: datetime) -> None:
        """Agreements may hold by other versions than when they were read, which may name other countries."""
        for firm in self.receptions:
            self._receive(firm, now)

    def _receive(self, firm: FirmId, now: datetime) -> None:
        wanted: list[Reception] = []
        for reception in self.receptions[firm]:
            version = self.version(reception.agreement, now)
            countries = version.terms.countries if version is not None else ()
            wanted.append(msgspec.structs.replace(reception, countries=countries))
        if wanted != [each for each in self.board.receptions.values() if each.firm == firm]:
            self.board.set_receptions(firm, wanted)

    def version(self, agreement: AgreementId, now: datetime) -> Version | None:
        """Return the version that holds now, None where none does."""
        found = self.agreements.get(agreement)
        return in_force(found, day_of(found.versions[-1].terms, now)) if found is not None and found.versions else None

    def terms(self, agreement: AgreementId, version: VersionId) -> Terms | None:
        """Return the terms of a version."""
        found = self.agreements.get(agreement)
        return next((each.terms for each in found.versions if each.id == version), None) if found is not None else None

    # -- doors ---------------------------------------------------------------------------------------------

    def look(self, call: Call, now: datetime, why: str | None = None) -> list[Fact]:
        """Open the doors that are due for a waiting caller (all that are, where `why` says that it is time), keep open those
        that may stay so, shut the others; return what is to be told of it."""
        waiting = self.board.waits.get(call.id)
        overflow = self.overflows.get(waiting.queue) if waiting is not None else None
        if waiting is None or overflow is None:
            return self._shut(call.id, {agreement: "not_needed" for agreement in self.board.doors.get(call.id, ())})
        asked = self.asked.get(call.id)
        if asked is None:
            why = why or why_now(overflow, (now - waiting.since).total_seconds(), self.board.at_work_for(call.id))
            if why is None:
                return []
            asked = self.asked[call.id] = Asked(now, why)
        wanted, refused = self._candidates(overflow, asked, call, now)
        facts = self._shut(call.id, {agreement: refused[agreement] for agreement in self.board.doors.get(call.id, ()) if agreement in refused})
        opened: list[AgreementId] = []
        known, at = self._known(call)
        # Where his firm answers anyhow, the adviser whom the caller knows is asked before the others.
        order = sorted(in_order(overflow.order, wanted, now), key=lambda agreement: self._answers(agreement) != at)
        for nth, agreement in enumerate(order):
            if now < asked.since + timedelta(seconds=nth * overflow.apart_s):
                break
            if agreement in asked.until or self.board.open_door(call.id, agreement, known if self._answers(agreement) == at else None):
                opened += [agreement] if agreement not in asked.until else []
                asked.until[agreement] = now + LEASE
        if opened:
            facts.append(PartnersAsked(tuple(self.name(agreement) for agreement in opened), asked.why))
        return facts

    def _known(self, call: Call) -> tuple[AgentId | None, FirmId | None]:
        """Return the partner's agent who had this caller last, and his firm, while he is free to speak with him again."""
        agent = self.known.get(alias_of(self.key, call.firm, call.customer, call.id))
        if agent is None or agent not in self.board.cards or self.board.presence(agent) is not Presence.READY:
            return None, None
        return agent, self.board.cards[agent].firm

    def _answers(self, agreement: AgreementId) -> FirmId:
        return self.agreements[agreement].answering

    def _candidates(
        self, overflow: Overflow, asked: Asked, call: Call, now: datetime
    ) -> tuple[list[Candidate], dict[AgreementId, str]]:
        """Return which partners may be asked, and why each of the others may not."""
        wanted: list[Candidate] = []
        refused = {agreement: "not_needed" for agreement in asked.until}
        for chosen in overflow.partners:
            agreement = self.agreements.get(chosen.agreement)
            version = self.version(chosen.agreement, now)
            if agreement is None or version is None or agreement.owner != call.firm:
                refused[chosen.agreement] = "agreement_ended"
                continue
            use = self.use(chosen.agreement, now, but=call.id)
            reason = "refused" if asked.barred.get(chosen.agreement, now) > now else why_not(version.terms, use)
            if reason is None:
                refused.pop(chosen.agreement, None)
                wanted.append(Candidate(chosen.agreement, version.terms, chosen.share, use.today + use.at_once))
            else:
                refused[chosen.agreement] = reason
        return wanted, refused

    def refused(self, call: Call, agreement: AgreementId, now: datetime) -> list[Fact]:
        """A partner's agent did not take this caller: that firm is not asked for him again so soon."""
        asked = self.asked.get(call.id)
        if asked is None:
            return []
        asked.barred[agreement] = now + BARRED
        return self._shut(call.id, {agreement: "refused"})

    def expire(self, now: datetime) -> None:
        """Shut every door whose lease was not renewed in time, forget callers who wait no longer, and see once a minute by which
        versions agreements hold."""
        minute = now.replace(second=0, microsecond=0)
        if minute != self._minute:
            self._minute = minute
            self._refresh(now)
        for call in [call for call in self.asked if call not in self.board.waits]:
            del self.asked[call]
        for call, asked in self.asked.items():
            self._shut(call, {agreement: "" for agreement, until in asked.until.items() if until <= now})

    def _shut(self, call: InteractionId, why: dict[AgreementId, str]) -> list[Fact]:
        """Shut these doors; return what is to be told, by reason."""
        asked, told = self.asked.get(call), defaultdict[str, list[str]](list)
        for agreement, reason in why.items():
            was_open = agreement in self.board.doors.get(call, ())
            self.board.shut(call, agreement)
            if asked is not None:
                asked.until.pop(agreement, None)
            if was_open:
                told[reason].append(self.name(agreement))
        return [PartnersWithdrawn(tuple(names), reason) for reason, names in told.items()]

    def name(self, agreement: AgreementId) -> str:
        """Return the name of the firm that answers by an agreement."""
        found = self.agreements.get(agreement)
        return found.answering_name if found is not None else ""

    # -- calls of partners ---------------------------------------------------------------------------------

    def partner_of(self, call: Call, agreement: AgreementId | None, card: AgentCard, now: datetime) -> Partner | None:
        """Return by what this agent takes a call of another firm; None for one of its own, or where nothing holds any more."""
        version = self.version(agreement, now) if agreement is not None else None
        if agreement is None or version is None or not _may_answer(version.terms, card):
            return None
        alias = alias_of(self.key, call.firm, call.customer, call.id)
        terms = version.terms
        return Partner(
            card.firm, self.name(agreement), agreement, version.id, alias, card.country, terms.recording, terms.listening
        )  # fmt: skip

    def door_of(self, call: Call, agent: AgentId) -> AgreementId | None:
        """Return by which agreement a waiting caller waits at this agent's firm."""
        card = self.board.cards.get(agent)
        return self.board.door_to(call.id, card.firm) if card is not None and card.firm != call.firm else None

    def note(self, call: Call) -> list[InteractionId]:
        """Note by which agreements a call rings or is up now. Return the callers who wait by an agreement that has another call
        now: its bounds may be reached."""
        legs = (call.offer, call.agent, call.transfer)
        now_by = {leg.partner.agreement for leg in legs if leg is not None and leg.partner is not None}
        news: list[AgreementId] = []
        for agreement, calls in self._under_way.items():
            if call.id in calls and agreement not in now_by:
                calls.discard(call.id)
        for agreement in now_by:
            if call.id not in self._under_way[agreement]:
                self._under_way[agreement].add(call.id)
                news.append(agreement)
        return [id_ for id_, doors in self.board.doors.items() if not doors.keys().isdisjoint(news)] if news else []

    def served(self, fact: PartnerServed) -> None:
        """Count a stretch that is over, and remember who spoke with whom."""
        self.remember(fact.caller, fact.agent)
        terms = self.terms(fact.agreement, fact.version)
        if terms is None:
            return
        tally = self._tally(fact.agreement, day_of(terms, fact.until))
        tally.today += 1
        tally.spent += charges(terms, fact.since, whole_seconds(fact.since, fact.until)).total

    def remember(self, caller: str, agent: AgentId) -> None:
        """This partner's agent had the caller of this alias last."""
        self.known.pop(caller, None)
        self.known[caller] = agent
        if len(self.known) > REMEMBERED:
            del self.known[next(iter(self.known))]

    def use(self, agreement: AgreementId, now: datetime, but: InteractionId | None = None) -> Use:
        """Return what has been made of an agreement, one call left out."""
        found = self.agreements[agreement]
        tally = self._tally(agreement, day_of(found.versions[-1].terms, now))
        return Use(len(self._under_way[agreement] - {but}), tally.today, tally.spent, self.qualities.get(agreement))

    def _tally(self, agreement: AgreementId, day: date) -> Tally:
        tally = self.tallies.setdefault(agreement, Tally(day))
        tally.turn_to(max(day, tally.day))
        return tally


def _may_answer(terms: Terms, card: AgentCard) -> bool:
    """Say whether an agent answers from a country that the terms name; the lines keep others away, and this is the lock."""
    return not terms.countries or card.country in terms.countries
