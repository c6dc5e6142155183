"""Payment files for a bank: SEPA credit transfers as pain.001.001.09, one batch, in the letters that every bank reads."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from permanence.adapters.papers.xml_tree import Element, Tree, named
from permanence.kernel.iban import read_iban
from permanence.ledger.errors import NothingToPay, PaymentAmountUnfit, PaymentNotEuro, PaymentReferenceUnfit
from permanence.ledger.model import Party, Payment

SCHEMA = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
_SPACES = named({"": SCHEMA})
NAME_LIMIT, ABOUT_LIMIT, REFERENCE_LIMIT = 70, 140, 35
TOWN_LIMIT, POSTCODE_LIMIT = 35, 16
CENTS_LIMIT = 99_999_999_999
_REFERENCE = re.compile(r"[A-Za-z0-9+?:().,'-](?:[A-Za-z0-9+?:().,' -]|/(?!/)){0,34}(?<![/ ])")
_BIC = re.compile(r"[A-Z]{6}[A-Z2-9][A-NP-Z0-9](?:[A-Z0-9]{3})?")
_OUTSIDE = re.compile(r"[^A-Za-z0-9/?:().,'+ -]")
_SPELT = str.maketrans(
    {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "þ": "th",
     "&": "+", "’": "'", "‘": "'", '"': "'", "«": "'", "»": "'", "–": "-", "—": "-", "_": "-", "€": "EUR"}
)  # fmt: skip


def payment_file(payer: Party, payments: Sequence[Payment], execution_on: date, message_id: str, created_at: datetime) -> bytes:
    """Return the file that the payer's bank carries out on a day; raise a refusal of `ledger.errors` or `IbanUnfit`."""
    _check(payments, message_id)
    tree = Tree(_SPACES, "Document")
    body = tree.add(tree.root, "CstmrCdtTrfInitn")
    header = tree.add(body, "GrpHdr")
    tree.add(header, "MsgId", message_id)
    tree.add(header, "CreDtTm", created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    _totals(tree, header, payments)
    tree.add(header, "InitgPty/Nm", latin(payer.name, NAME_LIMIT))
    batch = tree.add(body, "PmtInf")
    tree.add(batch, "PmtInfId", message_id)
    tree.add(batch, "PmtMtd", "TRF")
    tree.add(batch, "BtchBookg", "true")
    _totals(tree, batch, payments)
    tree.add(batch, "PmtTpInf/SvcLvl/Cd", "SEPA")
    tree.add(batch, "ReqdExctnDt/Dt", execution_on.isoformat())
    _party(tree, tree.add(batch, "Dbtr"), payer)
    tree.add(batch, "DbtrAcct/Id/IBAN", read_iban(payer.iban))
    _bank(tree, tree.add(batch, "DbtrAgt/FinInstnId"), payer)
    tree.add(batch, "ChrgBr", "SLEV")
    for payment in payments:
        _transfer(tree, tree.add(batch, "CdtTrfTxInf"), payment)
    return tree.written()


def latin(text: str, limit: int) -> str:
    """Return a text in the letters of SEPA (EPC 217-08): accents fall, a few signs are spelt, others leave nothing.

    It never begins with a slash nor has two of them, which banks read as a code of their own; a text of which nothing is left
    is a full stop.
    """
    plain = unicodedata.normalize("NFKD", text.translate(_SPELT))
    plain = _OUTSIDE.sub("", re.sub(r"\s+", " ", plain))
    plain = re.sub(r" +", " ", re.sub("/{2,}", "/", plain)).strip(" /")
    return plain[:limit].strip(" /") or "."


def _check(payments: Sequence[Payment], message_id: str) -> None:
    if not payments:
        raise NothingToPay
    seen = set[str]()
    for reference in (message_id, *(payment.reference for payment in payments)):
        if _REFERENCE.fullmatch(reference) is None or (reference in seen and reference != message_id):
            raise PaymentReferenceUnfit(reference=reference[:60])
        seen.add(reference)
    for payment in payments:
        if payment.currency != "EUR":
            raise PaymentNotEuro(reference=payment.reference, currency=payment.currency)
        if not 0 < payment.cents <= CENTS_LIMIT:
            raise PaymentAmountUnfit(reference=payment.reference)


def _totals(tree: Tree, element: Element, payments: Sequence[Payment]) -> None:
    tree.add(element, "NbOfTxs", str(len(payments)))
    tree.add(element, "CtrlSum", _amount(sum(payment.cents for payment in payments)))


def _transfer(tree: Tree, element: Element, payment: Payment) -> None:
    tree.add(element, "PmtId/EndToEndId", payment.reference)
    tree.add(element, "Amt/InstdAmt", _amount(payment.cents), Ccy=payment.currency)
    if _bic(payment.to):
        _bank(tree, tree.add(element, "CdtrAgt/FinInstnId"), payment.to)
    _party(tree, tree.add(element, "Cdtr"), payment.to)
    tree.add(element, "CdtrAcct/Id/IBAN", read_iban(payment.to.iban))
    if payment.about.strip():
        tree.add(element, "RmtInf/Ustrd", latin(payment.about, ABOUT_LIMIT))


def _party(tree: Tree, element: Element, party: Party) -> None:
    """Name a party, with its address in parts where it has a town: banks take no addresses in one piece any more."""
    tree.add(element, "Nm", latin(party.name, NAME_LIMIT))
    if party.city.strip() and re.fullmatch("[A-Z]{2}", party.country):
        address = tree.add(element, "PstlAdr")
        if party.postcode.strip():
            tree.add(address, "PstCd", latin(party.postcode, POSTCODE_LIMIT))
        tree.add(address, "TwnNm", latin(party.city, TOWN_LIMIT))
        tree.add(address, "Ctry", party.country)


def _bank(tree: Tree, element: Element, party: Party) -> None:
    if bic := _bic(party):
        tree.add(element, "BICFI", bic)
    else:
        tree.add(element, "Othr/Id", "NOTPROVIDED")


def _bic(party: Party) -> str:
    """Return the code of the party's bank where it was written rightly: banks need it no more, and find their own."""
    bic = party.bic.replace(" ", "").upper()
    return bic if _BIC.fullmatch(bic) else ""


def _amount(cents: int) -> str:
    return f"{Decimal(cents) / 100:.2f}"
