"""From what happens to a receiver of flesh and blood: signed, in order, tried again, sent again after a kill, and never another firm's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import msgspec
import pytest

from permanence.adapters.postgres.reader import JournalReader
from permanence.adapters.vault import Vault
from permanence.adapters.webhook_post import SystemChance, WebhookPost
from permanence.firms.model import Visitor
from permanence.interaction.events import AgentAnswered, CallArrived, CallEnded
from permanence.kernel.database import Connection
from permanence.kernel.errors import NotFound, Unavailable
from permanence.kernel.ids import AgentId, RandomIds
from permanence.kernel.page import Cursor
from permanence.synergy.model import Decision, Listing, Side, Terms
from permanence.synergy.service import Synergy
from permanence.synergy.store import PostgresSynergy
from permanence.webhooks.addresses import networks_of
from permanence.webhooks.catalogue import Envelope
from permanence.webhooks.errors import AddressUnfit
from permanence.webhooks.model import Delivery, Outcome
from permanence.webhooks.retries import PAUSES, STOP_AFTER
from permanence.webhooks.service import Hooks
from permanence.webhooks.service_sending import Sender, Teller
from permanence.webhooks.signing import is_signed
from permanence.webhooks.store import PostgresHooks, PostgresHookWork
from tests.integration.ledger.conftest import NOW, House, house  # noqa: F401  - the fixture
from tests.recording_kit import HandClock, say, write_call

IDS = RandomIds()
LOOPBACK = networks_of("127.0.0.0/8")
AGREEMENTS = ("agreement.proposed", "agreement.accepted")


@dataclass
class Receiver:
    """A firm's own system: answers in turn what it was told to, then 204 for ever, and keeps what it was sent."""

    answers: list[str] = field(default_factory=list[str])
    heard: list[tuple[dict[str, str], str]] = field(default_factory=list[tuple[dict[str, str], str]])
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}/in?from=permanence"

    @property
    def envelopes(self) -> list[Envelope]:
        return [msgspec.json.decode(body, type=Envelope) for _, body in self.heard]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:] if line)}
        self.heard.append((headers, (await reader.readexactly(int(headers["content-length"]))).decode()))
        answer = self.answers.pop(0) if self.answers else "HTTP/1.1 204 No Content\r\n\r\n"
        if answer == "hang":
            await reader.read()
        elif answer != "cut":
            writer.write(answer.encode())
        writer.close()


@asynccontextmanager
async def receiving(*answers: str) -> AsyncIterator[Receiver]:
    receiver = Receiver(list(answers))
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    yield receiver
    server.close()
    await server.wait_closed()


async def home(host: str, port: int) -> Sequence[str]:
    """Know one name alone."""
    if host != "localhost":
        raise OSError
    return ["127.0.0.1"]


def answered(code: int, text: str = "", *more: str) -> str:
    return "\r\n".join((f"HTTP/1.1 {code} X", f"Content-Length: {len(text)}", *more, "", text))


@dataclass
class Desk:
    """Two firms' directors with their webhooks, and the worker's part under a clock that is set by hand."""

    house: House
    hooks: Hooks
    sender: Sender
    clock: HandClock

    @property
    def owner(self) -> Visitor:
        return self.house.visitor(self.house.owner)

    @property
    def partner(self) -> Visitor:
        return self.house.visitor(self.house.answering)

    async def agree(self) -> str:
        """Have the two firms agree; return the agreement's id."""
        synergy = Synergy(self.house.settlement.tools, PostgresSynergy())
        for visitor, name in ((self.owner, "Étoile"), (self.partner, "Nord")):
            await synergy.keep_listing(visitor, Listing(name=name, country="FR", shown=True), NOW)
        made = await synergy.make(self.owner, self.house.answering, Side.OWNER, Terms(), NOW.date(), "", NOW)
        await synergy.answer(self.partner, made.id, made.versions[0].id, Decision.ACCEPTED, "", NOW)
        return made.id

    async def work(self) -> None:
        """What the worker does in a turn."""
        while await self.sender.teller.catch_up():
            pass
        await self.sender.turn()
        await self.sender.rest()

    async def sent(self, visitor: Visitor) -> list[Delivery]:
        """What a firm sees of what was sent to it, the oldest first."""
        return (await self.hooks.deliveries(visitor, None, None, Cursor())).items[::-1]


@pytest.fixture
def desk(house: House, tmp_path) -> Desk:  # noqa: F811
    clock, vault = HandClock(NOW), Vault.load(tmp_path)
    post, chance = WebhookPost(LOOPBACK, home, limit_s=3.0), SystemChance()
    teller = Teller(house.floor, PostgresHookWork(IDS), JournalReader("webhooks"), clock)
    hooks = Hooks(house.settlement.tools, PostgresHooks(), post, vault, chance)
    return Desk(house, hooks, Sender(teller, post, vault, chance), clock)


async def test_both_firms_are_told_of_their_agreement_in_order_and_signed_and_a_third_of_nothing(desk: Desk) -> None:
    async with receiving() as owners, receiving() as partners, receiving() as others:
        _, secret = await desk.hooks.add(desk.owner, owners.address, "CRM", AGREEMENTS, NOW)
        await desk.hooks.add(desk.partner, partners.address, "", ["agreement.accepted"], NOW)
        other = desk.house.visitor(desk.house.other)
        await desk.hooks.add(other, others.address, "", AGREEMENTS, NOW)
        agreement = await desk.agree()
        await desk.work()
        assert [(each.type, each.sequence) for each in owners.envelopes] == [("agreement.proposed", 1), ("agreement.accepted", 2)]
        assert [each.data["agreement_id"] for each in owners.envelopes] == [agreement, agreement]
        assert [(each.type, each.sequence, each.firm_id) for each in partners.envelopes] == [("agreement.accepted", 1, desk.house.answering)]
        assert not others.heard
        headers, body = owners.heard[0]
        assert is_signed(secret, headers, body, int(NOW.timestamp()))
        assert headers["webhook-id"] == owners.envelopes[0].id
        assert (headers["host"], headers["content-type"]) == (f"localhost:{owners.port}", "application/json")
        assert await desk.sent(other) == []
        with pytest.raises(NotFound):
            await desk.hooks.again(other, (await desk.sent(desk.owner))[0].id, NOW)
        await desk.work()
        assert len(owners.heard) == 2  # what was taken is not sent again


async def test_what_fails_is_tried_again_and_holds_up_what_follows_for_a_while(desk: Desk) -> None:
    async with receiving("cut", answered(500, "Oh"), answered(302, "", "Location: http://127.0.0.1:1/"), answered(200, "x" * 3000)) as receiver:
        await desk.hooks.add(desk.owner, receiver.address, "", AGREEMENTS, NOW)
        await desk.agree()
        await desk.work()
        first, second = await desk.sent(desk.owner)
        assert (first.status, first.tries, first.code, first.trouble, second.tries) == ("waiting", 1, None, "answer", 0)
        await desk.work()
        assert len(receiver.heard) == 1  # not before its time
        for pause in PAUSES[:2]:
            desk.clock.at += pause * 1.3
            await desk.work()
        # Tried three times, it no longer holds up the second; a redirection is not followed.
        first, second = await desk.sent(desk.owner)
        assert (first.status, first.tries, first.code, first.trouble) == ("waiting", 3, 302, "HTTP 302")
        desk.clock.at += timedelta(seconds=1)
        await desk.work()
        first, second = await desk.sent(desk.owner)
        assert (first.status, second.status, second.code, len(second.answer or "")) == ("waiting", "delivered", 200, 1024)
        desk.clock.at += PAUSES[2] * 1.3
        await desk.work()
        ids = [headers["webhook-id"] for headers, _ in receiver.heard]
        assert ids == [first.event_id] * 3 + [second.event_id, first.event_id]
        assert [each.status for each in await desk.sent(desk.owner)] == ["delivered"] * 2


async def test_one_that_hangs_holds_up_nobody_else(desk: Desk) -> None:
    async with receiving("hang") as slow, receiving() as quick:
        await desk.hooks.add(desk.owner, slow.address, "", AGREEMENTS, NOW)
        await desk.hooks.add(desk.owner, quick.address, "", AGREEMENTS, NOW)
        await desk.agree()
        await desk.work()
        assert [each.type for each in quick.envelopes] == list(AGREEMENTS)
        assert {each.trouble for each in await desk.sent(desk.owner)} == {"time", None}


class KilledBeforeNote(PostgresHookWork):
    """Dies where a try is to be written down."""

    async def note(self, c: Connection, outcome: Outcome) -> None:
        raise Unavailable


async def test_a_worker_killed_between_sending_and_writing_sends_again_with_the_same_id(desk: Desk) -> None:
    async with receiving() as receiver:
        await desk.hooks.add(desk.owner, receiver.address, "", ["agreement.accepted"], NOW)
        await desk.agree()
        await desk.sender.teller.catch_up()
        teller = Teller(desk.house.floor, KilledBeforeNote(IDS), JournalReader("webhooks"), desk.clock)
        killed = Sender(teller, desk.hooks.post, desk.hooks.seals, desk.hooks.chance)
        assert await killed.turn() == 1
        await killed.rest()
        await desk.work()
        assert len({headers["webhook-id"] for headers, _ in receiver.heard}) == 1
        assert len({body for _, body in receiver.heard}) == 1
        assert len(receiver.heard) == 2


async def test_a_dead_address_is_left_alone_and_told_again_on_request(desk: Desk) -> None:
    gone = answered(410)
    async with receiving(*[answered(503)] * 2) as dead, receiving(gone) as left:
        one, _ = await desk.hooks.add(desk.owner, dead.address, "", ["agreement.proposed"], NOW)
        await desk.hooks.add(desk.owner, left.address, "", ["agreement.proposed"], NOW)
        await desk.agree()
        await desk.work()
        desk.clock.at += STOP_AFTER
        await desk.work()
        seen = await desk.hooks.subscriptions(desk.owner)
        assert [(each.stopped, each.trouble) for each in seen] == [("unanswered", "HTTP 503"), ("gone", "HTTP 410")]
        desk.clock.at += timedelta(days=1)
        await desk.work()
        assert (len(dead.heard), len(left.heard)) == (2, 1)
        again = await desk.hooks.change(desk.owner, one.id, dead.address, "", one.kinds, False, desk.clock.at)
        assert (again.stopped, again.failing_since) == (None, None)
        await desk.work()
        assert len(dead.heard) == 3


async def test_what_was_sent_is_sent_again_one_by_one_and_since_a_moment(desk: Desk) -> None:
    async with receiving() as receiver:
        made, _ = await desk.hooks.add(desk.owner, receiver.address, "", AGREEMENTS, NOW)
        await desk.agree()
        await desk.work()
        first, second = await desk.sent(desk.owner)
        await desk.hooks.again(desk.owner, first.id, NOW)
        await desk.work()
        assert await desk.hooks.again_since(desk.owner, made.id, "agreement.accepted", NOW, NOW) == 1
        assert await desk.hooks.again_since(desk.owner, made.id, "", NOW + timedelta(seconds=1), NOW) == 0
        await desk.work()
        sent = [(headers["webhook-id"], body) for headers, body in receiver.heard]
        assert sent[2:] == [sent[0], sent[1]]
        assert await desk.hooks.body(desk.owner, second.id) == sent[1][1]
        desk.clock.at += timedelta(days=31)
        await desk.sender.teller.forget()
        assert await desk.sent(desk.owner) == []


async def test_calls_are_told_from_the_journal_with_the_callers_number_hidden(desk: Desk) -> None:
    async with receiving() as receiver:
        floor, owner = desk.house.floor, desk.house.owner
        before = await write_call(floor, owner, arrived_at=NOW)
        await say(floor, owner, before, CallArrived("+33140000000", "+33612345678"), NOW - timedelta(seconds=1))
        await desk.work()
        _, secret = await desk.hooks.add(desk.owner, receiver.address, "", ["call.arrived", "call.answered", "call.ended"], NOW)
        call = await write_call(floor, owner, arrived_at=NOW)
        facts = (
            CallArrived("+33140000000", "+33612345678"), AgentAnswered(AgentId(IDS.new("agt")), "Léa", 4.0), CallEnded("answered", "customer", 16),
        )  # fmt: skip
        for fact in facts:
            await say(floor, owner, call, fact, NOW)
        await desk.work()
        assert [each.type for each in receiver.envelopes] == ["call.arrived", "call.answered", "call.ended"]
        assert {each.data["call_id"] for each in receiver.envelopes} == {call}
        assert receiver.envelopes[0].data["customer"] == "+336••••••78"
        assert "612345678" not in "".join(body for _, body in receiver.heard)
        assert is_signed(secret, *receiver.heard[2], int(NOW.timestamp()))


async def test_an_inner_address_is_refused_when_it_is_written_and_when_a_name_leads_there_later(desk: Desk) -> None:
    turns: list[Mapping[str, Sequence[str]]] = [{"x.example": ["1.1.1.1"]}, {"x.example": ["10.0.0.1"]}]

    async def rebinding(host: str, port: int) -> Sequence[str]:
        return turns.pop(0)[host]

    post = WebhookPost((), rebinding)
    assert await post.is_fit("https://x.example/")
    assert (await post.send("https://x.example/", {}, "{}")).trouble == "address"
    strict = Hooks(desk.hooks.tools, desk.hooks.store, WebhookPost(), desk.hooks.seals, desk.hooks.chance)
    for address in ("https://127.0.0.1/", "https://localhost:8443/", "https://2130706433/", "https://0x7f.1/", "https://[::1]/"):
        with pytest.raises(AddressUnfit):
            await strict.add(desk.owner, address, "", AGREEMENTS, NOW)
