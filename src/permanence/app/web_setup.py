"""Wires the set-up of a firm (queues, agents, numbers, flows, prompts, …) into the web process."""

from __future__ import annotations

import re
from dataclasses import dataclass

from permanence.adapters.argon import SystemSecrets
from permanence.adapters.asterisk.sounds import Studio
from permanence.adapters.key_file import load_secret
from permanence.adapters.papers.office import PaperOffice
from permanence.adapters.prompts import PromptFolder
from permanence.adapters.signing import SigningKey
from permanence.adapters.vault import Vault
from permanence.app import hooks, switch, web_planning
from permanence.app.settings import Settings
from permanence.cards import api as cards_api
from permanence.cards.service import Cards
from permanence.cards.store import PostgresCards
from permanence.diversion import api as diversion_api
from permanence.diversion.service import Watch
from permanence.diversion.store import PostgresWatch
from permanence.firms.service_access import Accesses
from permanence.firms.service_shelf import Tools
from permanence.firms.store_access import PostgresAccesses
from permanence.flows import api as flows_api
from permanence.flows import api_flows, api_plans
from permanence.flows.service import FlowsSetup
from permanence.flows.store import PostgresFlows
from permanence.interaction.store_past import load_days
from permanence.kernel.database import Connection
from permanence.kernel.ids import QueueId
from permanence.kernel.page import LIMIT_MAX, Cursor
from permanence.ledger import api as ledger_api
from permanence.ledger import api_months as months_api
from permanence.ledger import api_payments as payments_api
from permanence.ledger import api_prepaid as prepaid_api
from permanence.ledger.service_month import Settlement
from permanence.ledger.service_papers import Office
from permanence.ledger.service_payments import Payments
from permanence.ledger.service_prepaid import Prepaid
from permanence.ledger.store import PostgresLedger
from permanence.ledger.store_payments import PostgresPayments
from permanence.ledger.store_prepaid import PostgresPrepaid
from permanence.quality import api as quality_api
from permanence.quality.service import Complaints
from permanence.quality.store import PostgresComplaints
from permanence.routing import api as routing_api
from permanence.routing import api_me, api_policies, api_skills
from permanence.routing.api_me import SoftphoneAccount
from permanence.routing.service import RoutingSetup
from permanence.routing.service_policy import Policies
from permanence.routing.store import PostgresRouting
from permanence.routing.store_policy import PostgresPolicies
from permanence.synergy import api as synergy_api
from permanence.synergy import api_market as market_api
from permanence.synergy import api_overflow as overflow_api
from permanence.synergy import api_receipts as receipts_api
from permanence.synergy.service import Synergy
from permanence.synergy.service_market import Market
from permanence.synergy.service_overflow import Overflows
from permanence.synergy.service_receipt_files import Receipts
from permanence.synergy.store import PostgresSynergy
from permanence.synergy.store_market import PostgresNotices
from permanence.synergy.store_overflow import PostgresOverflow, PostgresStretches
from permanence.synergy.store_receipts import PostgresReceipts
from permanence.tariffs import api as tariffs_api
from permanence.tariffs.service import Tariffs
from permanence.tariffs.store import PostgresTariffs
from permanence.webhooks import api as webhooks_api

ROUTERS = (
    api_me.router, api_skills.router, routing_api.router, api_policies.router, flows_api.router, api_flows.router,
    api_plans.router, synergy_api.router, overflow_api.router, market_api.router, receipts_api.router, ledger_api.router, months_api.router,
    tariffs_api.router, payments_api.router, prepaid_api.router,
    webhooks_api.router, cards_api.router, quality_api.router, diversion_api.router,
    *web_planning.ROUTERS,
)
_HOST = re.compile(r"[A-Za-z0-9.\-]{1,253}|\[[0-9a-fA-F:]{2,45}\]")


@dataclass(frozen=True, slots=True)
class BrowserTelephones:
    """Implements `routing.api_me.Softphones`: the switch answers under the name by which the page was called."""

    plain_port: int
    secure_port: int

    def account(self, host: str, secure: bool, user: str, password: str) -> SoftphoneAccount:
        """Return all that the browser needs."""
        found = _HOST.match(host)
        name = found.group() if found else "localhost"
        scheme, port = ("wss", self.secure_port) if secure else ("ws", self.plain_port)
        return SoftphoneAccount(f"{scheme}://{name}:{port}/ws", f"sip:{user}@{name}", user, password)


def services(settings: Settings, tools: Tools) -> dict[str, object]:
    """Return what routes ask for, by the name of their parameter."""
    routing_rows, flows_rows = PostgresRouting(), PostgresFlows()

    async def queue_ids(c: Connection) -> list[QueueId]:
        found: list[QueueId] = []
        cursor: str | None = ""
        while cursor is not None:
            page = await routing_rows.queues.list(c, Cursor.parse(cursor, LIMIT_MAX))
            found += [queue.id for queue in page.items]
            cursor = page.next_cursor
        return found

    vault, accesses = Vault.load(settings.secrets), Accesses(tools.database, PostgresAccesses(), tools.ids)
    settlement = Settlement(tools, PostgresLedger())
    payments = Payments(tools, PostgresLedger(), PostgresPayments())
    synergy, overflows = Synergy(tools, PostgresSynergy()), Overflows(tools, PostgresSynergy(), PostgresOverflow())
    prompts = PromptFolder(settings.switch / "data" / "sounds", _studio)
    return {
        "policies": Policies(tools, PostgresPolicies(), routing_rows, load_days),
        "routing": RoutingSetup(tools, routing_rows, vault, SystemSecrets(), flows_rows.users_of),
        "flows": FlowsSetup(tools, flows_rows, prompts, queue_ids),
        "softphones": BrowserTelephones(settings.ari_port, settings.wss_port),
        "synergy": synergy,
        "settlement": settlement,
        "payments": payments,
        "prepaid": Prepaid(tools, PostgresLedger(), PostgresPrepaid()),
        "office": Office(settlement, PaperOffice(), payments, PostgresStretches()),
        "cards": Cards(tools, PostgresCards()),
        "overflows": overflows,
        "notices": Market(tools, PostgresSynergy(), PostgresNotices()),
        "watch": Watch(tools, PostgresWatch(), synergy, overflows),
        "tariffs": Tariffs(tools, PostgresTariffs()),
        "receipts": Receipts(tools, PostgresReceipts(), SigningKey.load(settings.secrets).public_key, accesses),
        "accesses": accesses,
        "hooks": hooks.hooks_of(settings, tools, vault),
        "complaints": Complaints(tools, PostgresComplaints(), load_secret(settings.secrets, "references.key", 32)),
        **web_planning.services(tools, routing_rows),
        "demonstration": (settings.secrets / "demonstration.json").exists(),
    }


def _studio() -> Studio:
    """Find the tools that convert and speak; they were fetched when the platform started."""
    return switch.fetch(lambda _: None).studio
