"""Invoice data passes the official schema and rules, and its sums are the statement's."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bench.papers_example import ATLANTIQUE, LILAS, MEUSE, lines, statement
from permanence.adapters.papers.invoice_data import category, invoice_xml, priced, sign, siren
from permanence.firms.model import Language
from permanence.kernel.iban import IbanUnfit
from permanence.ledger.errors import PaperLacks
from permanence.ledger.model import Line, LineKind, PaperKind, Party, Statement
from tests.unit.adapters.papers.judges import EUROPE, FRANCE, faults

ABROAD = msgspec.structs.replace(MEUSE, name="Rabat Voix SARL", country="MA", vat="", registration="001234567000089", iban="", bic="")
SMALL = msgspec.structs.replace(ATLANTIQUE, name="Petite Permanence EI", vat="")
ODD = 'L"Été & <Cie> 🚀 ' + "Très longue maison " * 11
MISTAKE = (Line(kind=LineKind.CORRECTION, calls=3, seconds=400, amount=-43_210_000, cents=-4_321),)

DOMESTIC = statement("FR-1", ATLANTIQUE, LILAS, lines())
REVERSE = statement("NL-1", MEUSE, LILAS, lines(fee=False), vat_rate=0)
CREDIT = statement("AV-1", ATLANTIQUE, LILAS, MISTAKE, kind=PaperKind.CREDIT_NOTE, corrects="FR-0")
CASES = {
    "domestic": DOMESTIC,
    "domestic, a lower rate": statement("FR-2", ATLANTIQUE, LILAS, lines(), vat_rate=550),
    "no VAT": statement("FR-3", SMALL, LILAS, lines(), vat_rate=0, exemption="TVA non applicable, article 293 B du CGI"),
    "domestic reverse charge": statement("FR-4", ATLANTIQUE, LILAS, lines(), vat_rate=0, vat_category="AE", exemption="Autoliquidation"),
    "for a foreign firm": statement("FR-5", ATLANTIQUE, MEUSE, lines(), vat_rate=0),
    "for a firm outside the Union": statement("FR-6", ATLANTIQUE, ABROAD, lines(), vat_rate=0),
    "within the Union": statement("FR-7", ATLANTIQUE, MEUSE, lines(), vat_rate=0, vat_category="K"),
    "credit note": CREDIT,
    "credit note of positive sums": msgspec.structs.replace(CREDIT, lines=(msgspec.structs.replace(MISTAKE[0], cents=4_321),), net=4_321, vat=864, total=5_185),
    "an odd name": statement("FR-8", msgspec.structs.replace(ATLANTIQUE, name=ODD), msgspec.structs.replace(LILAS, name=ODD), lines()),
    "no account": statement("FR-9", msgspec.structs.replace(ATLANTIQUE, iban="", bic=""), LILAS, lines()),
}  # fmt: skip


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("case", CASES)
def test_data_passes_the_official_rules(case: str, language: Language) -> None:
    assert faults(invoice_xml(CASES[case], language), EUROPE, FRANCE) == []


@pytest.mark.parametrize("language", Language)
def test_an_invoice_of_a_foreign_firm_passes_the_european_rules(language: Language) -> None:
    assert faults(invoice_xml(REVERSE, language), EUROPE) == []


def test_the_judges_notice_a_wrong_sum() -> None:
    wrong = invoice_xml(DOMESTIC, Language.FR).replace(b"DuePayableAmount>19949.53", b"DuePayableAmount>19949.54")
    assert any("BR-CO-16" in fault for fault in faults(wrong, EUROPE))


@pytest.mark.parametrize("case", CASES)
def test_the_amounts_are_the_statements(case: str) -> None:
    made = CASES[case]
    data = Data(invoice_xml(made, Language.FR))
    factor = sign(made)
    assert data.cents("SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount") == [factor * line.cents for line in made.lines]
    assert data.cents("SpecifiedTradeSettlementHeaderMonetarySummation/ram:LineTotalAmount") == [factor * made.net]
    assert data.cents("TaxBasisTotalAmount") == [factor * made.net]
    assert data.cents("TaxTotalAmount") == [factor * made.vat]
    assert data.cents("GrandTotalAmount") == [factor * made.total]
    assert data.cents("DuePayableAmount") == [factor * made.total]
    quantities, prices = data.texts("BilledQuantity"), data.texts("NetPriceProductTradePrice/ram:ChargeAmount")
    products = [(Decimal(q) * Decimal(p)).quantize(Decimal("0.01"), ROUND_HALF_UP) * 100 for q, p in zip(quantities, prices, strict=True)]
    assert products == [factor * line.cents for line in made.lines]


def test_what_stands_in_the_data() -> None:
    data = Data(invoice_xml(DOMESTIC, Language.FR))
    assert data.texts("SpecifiedLegalOrganization/ram:ID") == ["552100554", "732829320"]
    assert data.texts("IBANID") == [ATLANTIQUE.iban]
    assert data.texts("DueDateDateTime/*") == ["20261113"]
    assert data.texts("BillingSpecifiedPeriod/*/*") == ["20260901", "20260930"]
    assert data.texts("ExchangedDocument/ram:TypeCode", "rsm") == ["389"]
    assert data.texts("IncludedNote/ram:SubjectCode") == ["PMD", "PMT", "AAB"]
    assert data.texts("BilledQuantity") == ["64.2000", "19.0086", "-1", "-1"]
    credit = Data(invoice_xml(CREDIT, Language.FR))
    assert credit.texts("ExchangedDocument/ram:TypeCode", "rsm") == ["261"]
    assert credit.texts("InvoiceReferencedDocument/ram:IssuerAssignedID") == ["FR-0"]
    assert credit.texts("IBANID") == []
    assert Data(invoice_xml(CASES["an odd name"], Language.FR)).texts("SellerTradeParty/ram:Name") == [ODD]


@pytest.mark.parametrize(
    ("seller", "buyer", "rate", "kind"),
    [("FR", "FR", 2000, "S"), ("FR", "FR", 0, "E"), ("FR", "MC", 0, "E"), ("FR", "NL", 0, "AE"), ("NL", "FR", 0, "AE"), ("FR", "MA", 0, "G"), ("MA", "FR", 0, "E")],
)
def test_the_kind_of_vat_follows_rate_and_countries(seller: str, buyer: str, rate: int, kind: str) -> None:
    parties = [msgspec.structs.replace(LILAS, country=country) for country in (seller, buyer)]
    assert category(statement("1", parties[0], parties[1], lines(), vat_rate=rate)) == kind


@settings(max_examples=400)
@given(st.integers(-(10**9), 10**9), st.integers(0, 3_600 * 100_000))
def test_quantity_times_price_is_the_amount(cents: int, seconds: int) -> None:
    quantity, unit, price = priced(cents, seconds)
    assert price >= 0
    assert (quantity * price).quantize(Decimal("0.01"), ROUND_HALF_UP) * 100 == cents
    assert int(price.as_tuple().exponent) >= -6
    assert unit == "HUR" or quantity in (1, -1)
    if 1 <= seconds < 3_600 * 10_000:
        assert unit == "HUR"


def without(party: Party, **changes: str) -> Party:
    return msgspec.structs.replace(party, **changes)


@pytest.mark.parametrize(
    "lacking",
    [
        statement("1", without(ATLANTIQUE, registration=""), LILAS, lines()),
        statement("1", ATLANTIQUE, without(LILAS, registration="1234"), lines()),
        statement("1", ATLANTIQUE, without(LILAS, name=" "), lines()),
        statement("1", ATLANTIQUE, without(LILAS, country=""), lines(), vat_category="S"),
        statement("1", without(MEUSE, vat="", registration=""), LILAS, lines()),
        statement("1", ATLANTIQUE, without(MEUSE, vat=""), lines(), vat_rate=0),
        statement("1", without(ATLANTIQUE, vat=""), MEUSE, lines(), vat_rate=0),
    ],
)
def test_what_an_invoice_lacks_is_said(lacking: Statement) -> None:
    with pytest.raises(PaperLacks):
        invoice_xml(lacking, Language.FR)


def test_a_wrong_account_is_noticed() -> None:
    with pytest.raises(IbanUnfit):
        invoice_xml(statement("1", without(ATLANTIQUE, iban="FR7630006000011234567890188"), LILAS, lines()), Language.FR)


@pytest.mark.parametrize("change", [{"net": 1}, {"vat": 1}, {"total": 1}])
def test_sums_that_are_none_are_never_printed(change: dict[str, int]) -> None:
    with pytest.raises(AssertionError):
        invoice_xml(msgspec.structs.replace(DOMESTIC, **change), Language.FR)


@pytest.mark.parametrize(("country", "number", "found"), [("FR", "732 829 320", "732829320"), ("FR", "73282932000074", "732829320"), ("FR", "12", ""), ("NL", "732829320", "")])
def test_the_french_number(country: str, number: str, found: str) -> None:
    assert siren(without(LILAS, country=country, registration=number)) == found


class Data:
    """Invoice data, read again."""

    def __init__(self, data: bytes) -> None:
        self._tree = etree.fromstring(data)

    def texts(self, path: str, prefix: str = "ram") -> list[str]:
        """Return the texts of the elements on a path, anywhere."""
        names = {name: space for name, space in self._tree.nsmap.items() if name}
        return [each.text or "" for each in self._tree.iterfind(f".//{prefix}:{path}", names)]

    def cents(self, path: str) -> list[Decimal]:
        """Return amounts in cents."""
        return [Decimal(text) * 100 for text in self.texts(path)]


def test_the_month_ends_when_it_does() -> None:
    leap = msgspec.structs.replace(DOMESTIC, month=date(2028, 2, 1))
    assert Data(invoice_xml(leap, Language.EN)).texts("BillingSpecifiedPeriod/*/*") == ["20280201", "20280229"]
