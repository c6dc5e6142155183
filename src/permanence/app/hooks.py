"""Wires webhooks into the web process and the worker, where they are sent beside everything else."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog

from permanence.adapters.postgres.pool import Database
from permanence.adapters.postgres.reader import JournalReader
from permanence.adapters.vault import Vault
from permanence.adapters.webhook_post import SystemChance, WebhookPost
from permanence.app.clock import SystemClock
from permanence.app.settings import Settings
from permanence.firms.service_shelf import Tools
from permanence.kernel.errors import Unavailable
from permanence.kernel.ids import RandomIds
from permanence.webhooks.addresses import networks_of
from permanence.webhooks.service import Hooks
from permanence.webhooks.service_sending import Sender, Teller
from permanence.webhooks.store import PostgresHooks, PostgresHookWork

log = structlog.get_logger("webhooks")
PAUSE_S = 1.0
FORGET_EVERY = timedelta(hours=1)


def hooks_of(settings: Settings, tools: Tools, vault: Vault) -> Hooks:
    """Return what the routes of webhooks need."""
    return Hooks(tools, PostgresHooks(), WebhookPost(networks_of(settings.webhook_networks)), vault, SystemChance())


def sender_of(settings: Settings, database: Database) -> Sender:
    """Return who tells and sends; `database` is the floor's door, which sees all firms."""
    teller = Teller(database, PostgresHookWork(RandomIds()), JournalReader("webhooks"), SystemClock())
    post = WebhookPost(networks_of(settings.webhook_networks))
    return Sender(teller, post, Vault.load(settings.secrets), SystemChance())


class Webhooks:
    """Tells and sends again and again, beside the worker's other work: an address that hangs holds up nothing else."""

    def __init__(self, sender: Sender) -> None:
        """Wrap who sends."""
        self._sender = sender
        self._stop = asyncio.Event()
        self._forget_at = sender.teller.clock.now()

    def stop(self) -> None:
        """End after what is on its way."""
        self._stop.set()

    async def run(self) -> None:
        """Work until `stop`."""
        while not self._stop.is_set():
            try:
                busy = await self._turn()
            except Unavailable as error:
                log.warning("webhooks_wait", why=error.message)
                busy = False
            if not busy:
                try:
                    async with asyncio.timeout(PAUSE_S):
                        await self._stop.wait()
                except TimeoutError:
                    pass  # the pause is over
        await self._sender.rest()

    async def _turn(self) -> bool:
        now = self._sender.teller.clock.now()
        read = await self._sender.teller.catch_up()
        begun = await self._sender.turn()
        if now >= self._forget_at:
            await self._sender.teller.forget()
            self._forget_at = now + FORGET_EVERY
        return bool(read or begun)
