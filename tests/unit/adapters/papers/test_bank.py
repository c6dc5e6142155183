"""Payment files fit the schema of banks, in their letters, and refuse what no bank transfers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest
import sepaxml
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bench.papers_example import ATLANTIQUE, LILAS, MEUSE
from permanence.adapters.papers.bank import SCHEMA, latin, payment_file
from permanence.kernel.errors import PermanenceError
from permanence.kernel.iban import IbanUnfit
from permanence.ledger.errors import NothingToPay, PaymentAmountUnfit, PaymentNotEuro, PaymentReferenceUnfit
from permanence.ledger.model import Party, Payment

NAMES = {"p": SCHEMA}
ON, AT = date(2026, 11, 13), datetime(2026, 11, 10, 9, 30, tzinfo=UTC)
RULES = etree.XMLSchema(file=str(Path(sepaxml.__file__).with_name("schemas") / "pain.001.001.09.xsd"))


def payment(to: Party = ATLANTIQUE, cents: int = 123_45, reference: str = "LIL-2026-09-0001", about: str = "Relevé de septembre") -> Payment:
    return Payment(to=to, cents=cents, currency="EUR", reference=reference, about=about)


def read(file: bytes) -> etree._Element:
    tree = etree.fromstring(file)
    RULES.assertValid(tree)
    return tree


def texts(tree: etree._Element, path: str) -> list[str]:
    return [found.text or "" for found in tree.iterfind(f".//p:{path.replace('/', '/p:')}", NAMES)]


def test_a_batch_has_everything_a_bank_needs() -> None:
    tree = read(payment_file(LILAS, [payment(), payment(MEUSE, 1, "MEU-1", "")], ON, "PAY-2026-11", AT))
    assert texts(tree, "NbOfTxs") == ["2", "2"]
    assert texts(tree, "CtrlSum") == ["123.46", "123.46"]
    assert texts(tree, "InstdAmt") == ["123.45", "0.01"]
    assert texts(tree, "EndToEndId") == ["LIL-2026-09-0001", "MEU-1"]
    assert texts(tree, "DbtrAcct/Id/IBAN") == [LILAS.iban]
    assert texts(tree, "CdtrAcct/Id/IBAN") == [ATLANTIQUE.iban, MEUSE.iban]
    assert texts(tree, "Cdtr/Nm") == ["Permanence Atlantique SAS", "Meuse + Co Answering BV"]
    assert texts(tree, "CdtrAgt/FinInstnId/BICFI") == ["AGRIFRPP", "ABNANL2A"]
    assert texts(tree, "ReqdExctnDt/Dt") == ["2026-11-13"]
    assert texts(tree, "CreDtTm") == ["2026-11-10T09:30:00Z"]
    assert texts(tree, "MsgId") == ["PAY-2026-11"]
    assert texts(tree, "Ustrd") == ["Releve de septembre"]


def test_the_same_payments_give_the_same_file() -> None:
    assert payment_file(LILAS, [payment()], ON, "P-1", AT) == payment_file(LILAS, [payment()], ON, "P-1", AT)


def test_a_thousand_payments_add_up() -> None:
    many = [payment(cents=n, reference=f"R-{n}") for n in range(1, 1_001)]
    tree = read(payment_file(LILAS, many, ON, "PAY-1", AT))
    assert texts(tree, "CtrlSum")[0] == "5005.00"
    assert len(texts(tree, "InstdAmt")) == 1_000


def test_a_bank_that_is_not_named_is_found_by_the_bank() -> None:
    tree = read(payment_file(msgspec.structs.replace(LILAS, bic=""), [payment(msgspec.structs.replace(MEUSE, bic="ABN"))], ON, "P-1", AT))
    assert texts(tree, "DbtrAgt/FinInstnId/Othr/Id") == ["NOTPROVIDED"]
    assert texts(tree, "CdtrAgt/FinInstnId/BICFI") == []


@pytest.mark.parametrize(
    ("make", "no"),
    [
        (list, NothingToPay),
        (lambda: [msgspec.structs.replace(payment(), currency="USD")], PaymentNotEuro),
        (lambda: [payment(cents=0)], PaymentAmountUnfit),
        (lambda: [payment(cents=-1)], PaymentAmountUnfit),
        (lambda: [payment(cents=100_000_000_000)], PaymentAmountUnfit),
        (lambda: [payment(), payment()], PaymentReferenceUnfit),
        (lambda: [payment(reference="")], PaymentReferenceUnfit),
        (lambda: [payment(reference="é")], PaymentReferenceUnfit),
        (lambda: [payment(reference="/a")], PaymentReferenceUnfit),
        (lambda: [payment(reference="a//b")], PaymentReferenceUnfit),
        (lambda: [payment(reference="a/")], PaymentReferenceUnfit),
        (lambda: [payment(reference="x" * 36)], PaymentReferenceUnfit),
        (lambda: [payment(msgspec.structs.replace(MEUSE, iban="NL91ABNA0417164301"))], IbanUnfit),
        (lambda: [payment(msgspec.structs.replace(MEUSE, iban=""))], IbanUnfit),
    ],
)
def test_what_no_bank_transfers_is_refused(make: Callable[[], list[Payment]], no: type[PermanenceError]) -> None:
    with pytest.raises(no):
        payment_file(LILAS, make(), ON, "P-1", AT)


def test_the_payer_has_an_account_too_and_a_file_its_name() -> None:
    with pytest.raises(IbanUnfit):
        payment_file(msgspec.structs.replace(LILAS, iban="FR00"), [payment()], ON, "P-1", AT)
    with pytest.raises(PaymentReferenceUnfit):
        payment_file(LILAS, [payment()], ON, "", AT)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("L'Œuvre « Ça » & Fils – S.à r.l.", "L'OEuvre ' Ca ' + Fils - S.a r.l."),
        ("Straße, Łódź, Ærø", "Strasse, Lodz, AEro"),
        ("//RIB//x/", "RIB/x"),
        ("🚀🚀", "."),
        ("", "."),
        ("a\n\tb", "a b"),
        ("中 a 中", "a"),
    ],
)
def test_the_letters_of_banks(text: str, plain: str) -> None:
    assert latin(text, 70) == plain


@settings(max_examples=60)
@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=40), st.text(max_size=30), st.integers(1, 99_999_999_999))
def test_any_name_and_any_amount_fit_the_schema(name: str, about: str, city: str, postcode: str, cents: int) -> None:
    to = msgspec.structs.replace(ATLANTIQUE, name=name, city=city, postcode=postcode)
    tree = read(payment_file(LILAS, [payment(to, cents, about=about)], ON, "P-1", AT))
    assert texts(tree, "InstdAmt") == [f"{cents // 100}.{cents % 100:02}"]
    assert len(texts(tree, "Cdtr/Nm")[0]) <= 70
