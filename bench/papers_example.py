"""Writes the papers of two example statements into a folder, to be looked at: `python -m bench.papers_example <folder>`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from permanence.adapters.papers.office import PaperOffice
from permanence.firms.model import Language
from permanence.kernel.ids import FirmId, StatementId
from permanence.ledger.due import pay_date
from permanence.ledger.model import CallLine, Line, LineKind, PaperKind, Party, Payment, Statement

LILAS = Party(
    firm=FirmId("firm_lilas"),
    name="Cabinet médical des Lilas",
    address=("12, rue de l'Égalité",),
    postcode="93260",
    city="Les Lilas",
    registration="732829320",
    vat="FR44732829320",
    iban="FR1420041010050500013M02606",
    bic="PSSTFRPPPAR",
    email="compta@lilas.example",
)
ATLANTIQUE = Party(
    firm=FirmId("firm_atlantique"),
    name="Permanence Atlantique SAS",
    address=("4, quai de la Fosse", "Bâtiment B"),
    postcode="44000",
    city="Nantes",
    registration="552100554",
    vat="FR03552100554",
    iban="FR7630006000011234567890189",
    bic="AGRIFRPP",
    email="facturation@atlantique.example",
)
MEUSE = Party(
    firm=FirmId("firm_meuse"),
    name="Meuse & Co Answering BV",
    address=("Stationsplein 9",),
    postcode="6221 BT",
    city="Maastricht",
    country="NL",
    registration="69599084",
    vat="NL123456782B90",
    iban="NL91ABNA0417164300",
    bic="ABNANL2A",
    email="billing@meuse.example",
)


def statement(
    number: str,
    seller: Party,
    buyer: Party,
    lines: tuple[Line, ...],
    *,
    vat_rate: int = 2000,
    kind: PaperKind = PaperKind.INVOICE,
    issued_on: date = date(2026, 9, 30),
    rule: str = "A",
    exemption: str = "",
    corrects: str = "",
    vat_category: str = "",
) -> Statement:
    """Return a statement of a month whose sums are right; `buyer` is the owner firm, `seller` answered."""
    net = sum(line.cents for line in lines)
    vat = round(net * vat_rate / 10_000)
    due_on, why = pay_date(issued_on, rule, seller.country)
    return Statement(
        id=StatementId(f"statement_{number}"), number=number, kind=kind, month=issued_on.replace(day=1), owner=buyer, answering=seller,
        seller=seller, buyer=buyer, currency="EUR", lines=lines, net=net, vat_rate=vat_rate, vat=vat, total=net + vat,
        issued_on=issued_on, due_on=due_on, due_why=why, exemption=exemption, mandate="M-2026-014 du 2 mars 2026", corrects=corrects,
        vat_category=vat_category, corrects_on=date(2026, 8, 31) if corrects else None,
    )  # fmt: skip


def lines(*, fee: bool = True) -> tuple[Line, ...]:
    """Return a month's lines: days, nights, the platform's fee, a correction."""
    found = [
        Line(kind=LineKind.ANSWERED, calls=1_284, seconds=231_120, amount=12_198_004_321, cents=1_219_800, about="jours ouvrés"),
        Line(kind=LineKind.ANSWERED, calls=312, seconds=68_431, amount=5_132_325_000, cents=513_232, about="nuits et jours fériés"),
        Line(kind=LineKind.CORRECTION, calls=1, seconds=0, amount=-12_500_000, cents=-1_250, about="appel du 14 août contesté"),
    ]
    if fee:
        found.insert(2, Line(kind=LineKind.FEE, calls=0, seconds=0, amount=-693_212_800, cents=-69_321, about="4 % des appels répondus"))
    return tuple(found)


def calls(count: int) -> Iterator[CallLine]:
    """Yield that many answered calls, one every eleven minutes."""
    begin = datetime(2026, 9, 1, 6, tzinfo=UTC)
    for number in range(count):
        answered_at = begin + timedelta(minutes=11 * number)
        seconds = 45 + number * 37 % 400
        yield CallLine(
            call=f"call_{number:07}", answered_at=answered_at, ended_at=answered_at + timedelta(seconds=seconds), seconds=seconds,
            owner=LILAS.name, answering=ATLANTIQUE.name, number="+33149880012", agent="Maëlle Le Goff", agreement="agreement_1",
            version=2, amount=seconds * 52_778, receipt=f"receipt_{number:07}",
        )  # fmt: skip


EXAMPLES = (
    statement("LIL-2026-09-0001", ATLANTIQUE, LILAS, lines()),
    statement("MEU-2026-09-0007", MEUSE, LILAS, lines(fee=False), vat_rate=0),
)


def write(folder: Path) -> None:
    """Write every paper of the examples in both languages."""
    folder.mkdir(parents=True, exist_ok=True)
    office = PaperOffice()
    for example in EXAMPLES:
        for language in Language:
            name = f"{example.number}.{language}"
            (folder / f"{name}.pdf").write_bytes(office.factur_x(example, language))
            (folder / f"{name}.xml").write_bytes(office.factur_x_xml(example, language))
            with (folder / f"{name}.csv").open("wb") as file:
                file.writelines(office.calls_csv(example, calls(2_000), language))
            office.calls_xlsx(example, calls(2_000), language, str(folder / f"{name}.xlsx"))
    payments = [Payment(to=each.seller, cents=each.total, currency="EUR", reference=each.number, about=f"Relevé {each.number}") for each in EXAMPLES]
    created_at = datetime(2026, 11, 10, 9, tzinfo=UTC)
    (folder / "payments.xml").write_bytes(office.payment_file(LILAS, payments, EXAMPLES[0].due_on, "PAY-2026-11", created_at))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
