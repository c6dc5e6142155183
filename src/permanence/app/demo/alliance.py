"""The agreement of the demonstration: Toiture Nord answers for Cabinet Étoile when nobody there can, by the trade's usual split."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from permanence.app.demo.firms import ETOILE, NIGHT, REGIE, TOITURE
from permanence.cards.consultation import Price, Unit
from permanence.cards.model import ProductForm
from permanence.cards.service import Cards
from permanence.firms.model import Visitor
from permanence.kernel.ids import AgreementId, QueueId
from permanence.kernel.page import LIMIT_MAX, Cursor
from permanence.ledger.model import Billing
from permanence.ledger.service_month import Settlement
from permanence.routing.service import RoutingSetup
from permanence.synergy.model import Decision, Listing, Side, Terms
from permanence.synergy.overflow import Chosen, Overflow
from permanence.synergy.rules import day_of
from permanence.synergy.service import Synergy
from permanence.synergy.service_overflow import Overflows

TERMS = Terms(
    services=("Prise de message", "Rendez-vous"), forbidden=("Vente de tout produit", "Numéro de téléphone personnel"), notice_days=30,
    cards=True,
)
ADVICE = ProductForm(name="Consultation", price=Price(unit=Unit.MINUTE, amount=2_500_000, most_s=1800), share=4000)
RECEIVES = "Accueil"
MANDATE = "2026-01 du 1er janvier 2026"
BILLINGS = {
    ETOILE.mark: Billing(
        name="Cabinet Étoile SARL", address=("12 rue des Lilas",), postcode="75011", city="Paris", registration="999000003",
        vat="FR42999000003", iban="FR7699999000100000000000174", email="comptes@cabinet-etoile.example", vat_rate=2000, mandate=MANDATE,
    ),
    TOITURE.mark: Billing(
        name="Toiture Nord SAS", address=("4 quai des Ardoises",), postcode="59000", city="Lille", registration="999001019",
        vat="FR83999001019", iban="FR7699999000100000000000271", email="comptes@toiture-nord.example", vat_rate=2000, mandate=MANDATE,
    ),
    REGIE.mark: Billing(
        name="Régie Permanence SA", address=("1 place du Standard",), postcode="69002", city="Lyon", registration="999002025",
        vat="FR94999002025", iban="FR7699999000100000000000368", email="reglements@regie-permanence.example", vat_rate=2000,
        mandate=MANDATE,
    ),
}  # fmt: skip
"""Numbers of registers and accounts that nobody has: they only have the right form."""


@dataclass(frozen=True, slots=True)
class Alliance:
    """Writes the agreement through the doors that both directors use; what is there already stays as it is."""

    synergy: Synergy
    overflows: Overflows
    routing: RoutingSetup
    settlement: Settlement
    cards: Cards

    async def seed(self, owner: Visitor, partner: Visitor, now: datetime) -> None:
        """Have both firms on the market, one agreement between them in force, and the owner's night queue answered by it."""
        for visitor, firm, text in (
            (owner, ETOILE, "Nous cherchons qui réponde la nuit et le week-end, avec tact."),
            (partner, TOITURE, "Cinq conseillers, du matin au soir, habitués aux urgences."),
        ):
            if not (await self.synergy.listing(visitor)).shown:
                listing = Listing(
                    name=firm.name, country="FR", answers=firm is TOITURE, seeks=firm is ETOILE, languages=("fr", "en"), text=text,
                    shown=True,
                )  # fmt: skip
                await self.synergy.keep_listing(visitor, listing, now)
        if not await self.cards.products(owner):
            await self.cards.keep_product(owner, None, ADVICE, now)
        if await self.synergy.agreements(owner):
            return
        made = await self.synergy.make(owner, partner.firm, Side.OWNER, TERMS, day_of(TERMS, now), "Notre permanence de nuit.", now)
        await self.synergy.answer(partner, made.id, made.versions[0].id, Decision.ACCEPTED, "Avec plaisir.", now)
        await self._join(owner, partner, made.id, now)

    async def bill(self, visitors: Mapping[str, Visitor], now: datetime) -> None:
        """Have every firm say how it stands on invoices."""
        for mark, billing in BILLINGS.items():
            if not (await self.settlement.billing(visitors[mark])).iban:
                await self.settlement.keep_billing(visitors[mark], billing, now)

    async def _join(self, owner: Visitor, partner: Visitor, agreement: AgreementId, now: datetime) -> None:
        asks, receives = await self._queue(owner, NIGHT), await self._queue(partner, RECEIVES)
        if asks is not None and receives is not None:
            await self.overflows.receive(partner, agreement, receives, now)
            await self.overflows.keep_rule(owner, asks, Overflow(partners=(Chosen(agreement),)), now)

    async def _queue(self, visitor: Visitor, name: str) -> QueueId | None:
        page = await self.routing.queues.list(visitor, Cursor(None, LIMIT_MAX))
        return next((queue.id for queue in page.items if queue.name == name), None)
