"""From calls to cases: a partner whose callers do not come back, what both firms see of it, and the steps that follow."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest

from permanence.diversion.model import Decision, Kind, Measure, Standing
from permanence.diversion.rules import standing
from permanence.diversion.service import Watch
from permanence.diversion.service_look import Looker
from permanence.diversion.store import PostgresWatch
from permanence.kernel.ids import RandomIds
from permanence.synergy.model import Agreement, Terms
from permanence.synergy.overflow import Chosen, Overflow
from permanence.synergy.service import Synergy
from permanence.synergy.service_overflow import Overflows
from permanence.synergy.store import PostgresSynergy
from permanence.synergy.store_overflow import PostgresOverflow
from tests.integration.ledger.conftest import NOW, House, house  # noqa: F401  - the fixture
from tests.integration.ledger.test_settling import agree

IDS = RandomIds()
CALLS = """
insert into interaction.call (firm_id, id, direction, agent_id, customer, dialled, language, phase, arrived_at, answered_at, ended_at, outcome, wait_s)
select %(firm)s, 'int_' || %(mark)s || lpad(n::text, 21, '0'), 'inbound', %(agent)s, '+336' || %(mark)s || lpad(n::text, 4, '0'), '+33184800001',
    'fr', 'ended', at, at, at, 'answered', 5
from generate_series(1, %(count)s) as n, lateral (select %(at)s::timestamptz + n * interval '1 second' as at) as times
"""
STRETCHES = """
insert into synergy.answered (owner_firm_id, answering_firm_id, id, interaction_id, seq, agreement_id, version_id, dialled, brand, agent_id, alias,
    country, caller, arrived_at, since, until, seconds)
select firm_id, %(answering)s, 'ans_' || substr(id, 5), id, 1, %(agreement)s, %(version)s, '+33184800001', '', %(agent)s, 'Léa', 'FR', 'K7QF-2M9X',
    arrived_at, arrived_at, arrived_at, 1
from interaction.call where firm_id = %(firm)s and id like 'int_0000p%%'
"""


async def play(house: House, agreement: Agreement) -> None:  # noqa: F811
    """In one week 100 callers are answered by the partner and 100 by an own agent; 5 and 70 of them come back, and 30 of the partner's
    appear on its own line."""
    monday, agent, theirs = NOW - timedelta(days=70), IDS.new("agt"), IDS.new("agt")
    async with house.floor.firms([house.owner, house.answering]) as c:
        for firm, mark, count, at in (
            (house.owner, "0000p", 100, monday), (house.owner, "0000h", 100, monday),
        ):  # fmt: skip
            await c.execute(CALLS, {"firm": firm, "mark": mark, "count": count, "at": at, "agent": agent})
        for firm, mark, count in ((house.owner, "p", 5), (house.owner, "h", 70), (house.answering, "p", 30)):
            await c.execute(
                "insert into interaction.call (firm_id, id, direction, customer, language, phase, arrived_at)"
                " select %s, 'int_' || %s || substr(id, 10), 'inbound', customer, 'fr', 'ended', arrived_at + interval '9 days'"
                " from interaction.call where firm_id = %s and id like %s order by id limit %s",
                [firm, "0000b" if mark == "p" else "0000c", house.owner, f"int_0000{mark}%", count],
            )
        await c.execute(
            STRETCHES,
            {"firm": house.owner, "answering": house.answering, "agreement": agreement.id, "version": agreement.versions[0].id, "agent": theirs},
        )


async def test_a_partner_whose_callers_stay_away_has_a_case_that_both_see_and_a_suspension_reaches_the_rules(house: House) -> None:  # noqa: F811
    agreement = await agree(house, Terms())
    await play(house, agreement)
    looker = Looker(house.floor, PostgresWatch(), IDS)
    await looker.look(NOW)
    await looker.look(NOW)
    tools = house.settlement.tools
    synergy, overflows = Synergy(tools, PostgresSynergy()), Overflows(tools, PostgresSynergy(), PostgresOverflow())
    watch = Watch(tools, PostgresWatch(), synergy, overflows)
    owner, partner, other = (house.visitor(firm) for firm in (house.owner, house.answering, house.other))
    cases, names = await watch.cases(owner)
    assert {(case.finding.measure, case.finding.subject.kind) for case in cases} == {
        (Measure.LOST, Kind.PARTNER), (Measure.LOST, Kind.PARTNERS_AGENT), (Measure.SEEN, Kind.PARTNER), (Measure.SEEN, Kind.PARTNERS_AGENT),
    }  # fmt: skip
    firm = next(case for case in cases if case.finding.subject.kind is Kind.PARTNER and case.finding.measure is Measure.LOST)
    assert (firm.finding.answered, firm.finding.hits, names[firm.answering]) == (100, 95, "Nord")
    assert firm.finding.expected == pytest.approx(62.5)
    assert [case.id for case in (await watch.cases(partner))[0]] == [case.id for case in cases]
    assert (await watch.cases(other))[0] == []
    seen = await watch.seen(owner)
    assert [(each.subject.kind, each.hits) for each in seen.findings if each.subject.kind is Kind.OWN_AGENT] == [(Kind.OWN_AGENT, 30)]

    async with house.app.firm(house.owner) as c:
        await c.execute(
            "insert into routing.queue (firm_id, id, name, ring_s, wrap_up_s, record) values (%s, %s, 'Accueil', 20, 0, false)",
            [house.owner, queue := IDS.new("que")],
        )
    await overflows.keep_rule(owner, queue, Overflow(partners=(Chosen(agreement.id),)), NOW)
    await watch.step(partner, firm.id, Decision.ANSWERED, "Une campagne de saison.", NOW)
    done = await watch.step(owner, firm.id, Decision.SUSPENDED, "En attendant d'y voir clair.", NOW)
    assert standing(done) is Standing.SUSPENDED
    assert await overflows.rules(owner) == {}
    async with house.app.firm(house.answering) as c:
        with pytest.raises(psycopg.errors.CheckViolation):
            await PostgresWatch().add_step(c, done, done.steps[1], partner.person.id)
