"""A statement as invoice data: CrossIndustryInvoice in the profile EN 16931 (Factur-X 1.09), the sums to the cent.

Each line is a quantity times a price: hours answered, or one where there are none. A credit note states what is credited as
positive amounts, whichever way the ledger signs them.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from permanence.adapters.papers import words
from permanence.adapters.papers.xml_tree import Element, Tree, named
from permanence.firms.model import Language
from permanence.kernel.iban import read_iban
from permanence.ledger.errors import PaperLacks
from permanence.ledger.model import Line, PaperKind, Party, Statement

PROFILE = "urn:cen.eu:en16931:2017"
SERVICES = "S1"  # the case of use: an invoice for services
SIREN, FRENCH_ADDRESS, MAIL_ADDRESS = "0002", "0225", "EM"
VAT_NUMBER, LOCAL_TAX = "VA", "FC"
SEPA_TRANSFER, UNSAID = "58", "1"
HOURS, ONE = "HUR", "C62"
REVERSE, STANDARD, EXPORT, EXEMPT, WITHIN_UNION = "AE", "S", "G", "E", "K"
REASONS = {REVERSE: "VATEX-EU-AE", EXPORT: "VATEX-EU-G", WITHIN_UNION: "VATEX-EU-IC"}
HOUR_S = 3600
UNION = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MC", "MT", "NL", "PL",
    "PT", "RO", "SE", "SI", "SK",
})  # fmt: skip
"""The countries between which the customer accounts for the VAT on services; Monaco counts as France."""

_SPACES = named({
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
})  # fmt: skip
_QUANTITY, _PRICE, _CENT = Decimal("0.0001"), Decimal("0.000001"), Decimal("0.01")


def invoice_xml(statement: Statement, language: Language) -> bytes:
    """Return the invoice as XML; raise `PaperLacks` where a party is not named well enough for one, or `IbanUnfit`."""
    _check(statement)
    tree = Tree(_SPACES, "rsm:CrossIndustryInvoice")
    context = tree.add(tree.root, "rsm:ExchangedDocumentContext")
    tree.add(context, "ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID", SERVICES)
    tree.add(context, "ram:GuidelineSpecifiedDocumentContextParameter/ram:ID", PROFILE)
    _document(tree, statement, language)
    transaction = tree.add(tree.root, "rsm:SupplyChainTradeTransaction")
    for number, line in enumerate(statement.lines, 1):
        _line(tree, transaction, number, line, statement, language)
    agreement = tree.add(transaction, "ram:ApplicableHeaderTradeAgreement")
    seller = tree.add(agreement, "ram:SellerTradeParty")
    _party(tree, seller, statement.seller)
    if not statement.seller.vat:
        tree.add(seller, "ram:SpecifiedTaxRegistration/ram:ID", statement.seller.registration, schemeID=LOCAL_TAX)
    _party(tree, tree.add(agreement, "ram:BuyerTradeParty"), statement.buyer)
    delivery = tree.add(transaction, "ram:ApplicableHeaderTradeDelivery")
    if category(statement) == WITHIN_UNION:
        tree.add(delivery, "ram:ShipToTradeParty/ram:PostalTradeAddress/ram:CountryID", statement.buyer.country)
    _date(tree, delivery, "ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime", _last_day(statement.month))
    _settlement(tree, tree.add(transaction, "ram:ApplicableHeaderTradeSettlement"), statement, language)
    return tree.written()


def category(statement: Statement) -> str:
    """Return the code of the kind of VAT (UNTDID 5305): the statement's own, or what rate and countries suggest."""
    seller, buyer = (party.country.replace("MC", "FR") for party in (statement.seller, statement.buyer))
    if statement.vat_category:
        return statement.vat_category
    if statement.vat_rate > 0:
        return STANDARD
    if seller not in UNION or buyer == seller:
        return EXEMPT
    return REVERSE if buyer in UNION else EXPORT


def sign(statement: Statement) -> int:
    """Return -1 where the ledger signs a credit note as minus, and 1 otherwise."""
    return -1 if statement.kind is PaperKind.CREDIT_NOTE and statement.total < 0 else 1


def priced(cents: int, seconds: int) -> tuple[Decimal, str, Decimal]:
    """Return a line's quantity, unit and price: their product, rounded to cents, is the line's amount.

    A price is never negative, the quantity takes the sign. Where hours and a price of six decimals (what France allows) do not
    give the amount to the cent, which takes more than ten thousand hours, the line is one piece.
    """
    amount = Decimal(abs(cents)) / 100
    one = Decimal(-1 if cents < 0 else 1)
    hours = (Decimal(seconds) / HOUR_S).quantize(_QUANTITY)
    if hours > 0:
        price = (amount / hours).quantize(_PRICE)
        if (hours * price).quantize(_CENT, ROUND_HALF_UP) == amount:
            return one * hours, HOURS, price.normalize()
    return one, ONE, amount


def siren(party: Party) -> str:
    """Return the nine figures of a French firm's SIREN (or of the SIRET that was given), or nothing."""
    figures = "".join(party.registration.split())
    return figures[:9] if party.country == "FR" and figures.isdecimal() and len(figures) in (9, 14) else ""


def _check(statement: Statement) -> None:
    """Refuse what the standard would; assert that the sums are sums, which is for the ledger to see to."""
    assert statement.net == sum(line.cents for line in statement.lines), "net is not the sum of its lines"
    assert statement.total == statement.net + statement.vat, "total is not net and tax"
    assert (category(statement) == STANDARD) == (statement.vat_rate > 0), "a rate and its category do not fit"
    seller, buyer = statement.seller, statement.buyer
    for party in (seller, buyer):
        for what, text in (("nom / name", party.name), ("pays / country", party.country)):
            if not text.strip():
                raise PaperLacks(firm=party.name or party.firm, what=what)
        if party.country == "FR" and not siren(party):
            raise PaperLacks(firm=party.name, what="SIREN")
    if not (seller.vat or seller.registration):
        raise PaperLacks(firm=seller.name, what="TVA / VAT")
    if category(statement) in (REVERSE, WITHIN_UNION) and not (buyer.vat and seller.vat):
        raise PaperLacks(firm=(seller if buyer.vat else buyer).name, what="TVA / VAT")


def _document(tree: Tree, statement: Statement, language: Language) -> None:
    document = tree.add(tree.root, "rsm:ExchangedDocument")
    tree.add(document, "ram:ID", statement.number)
    tree.add(document, "ram:TypeCode", statement.kind)
    _date(tree, document, "ram:IssueDateTime", statement.issued_on)
    title = words.WORDS[language]["mandate"]
    notes = [
        ("", f"{title}. {words.mandate_sentence(statement, language)}"),
        ("PMD", words.late_mention(language)),
        ("PMT", words.recovery_mention(language)),
        ("AAB", words.discount_mention(language)),
        ("", statement.note),
        ("", words.calls_sentence(statement, language)),
    ]
    for code, text in notes:
        if text:
            note = tree.add(document, "ram:IncludedNote")
            tree.add(note, "ram:Content", text)
            if code:
                tree.add(note, "ram:SubjectCode", code)


def _line(tree: Tree, parent: Element, number: int, line: Line, statement: Statement, language: Language) -> None:
    cents = sign(statement) * line.cents
    quantity, unit, price = priced(cents, line.seconds)
    item = tree.add(parent, "ram:IncludedSupplyChainTradeLineItem")
    tree.add(item, "ram:AssociatedDocumentLineDocument/ram:LineID", str(number))
    product = tree.add(item, "ram:SpecifiedTradeProduct")
    tree.add(product, "ram:Name", words.line_title(line, statement, language))
    if line.about:
        tree.add(product, "ram:Description", line.about)
    if line.calls:
        calls = tree.add(product, "ram:ApplicableProductCharacteristic")
        tree.add(calls, "ram:Description", words.WORDS[language]["calls"])
        tree.add(calls, "ram:Value", str(line.calls))
    tree.add(item, "ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:ChargeAmount", f"{price:f}")
    tree.add(item, "ram:SpecifiedLineTradeDelivery/ram:BilledQuantity", f"{quantity:f}", unitCode=unit)
    settlement = tree.add(item, "ram:SpecifiedLineTradeSettlement")
    tax = tree.add(settlement, "ram:ApplicableTradeTax")
    tree.add(tax, "ram:TypeCode", "VAT")
    tree.add(tax, "ram:CategoryCode", category(statement))
    tree.add(tax, "ram:RateApplicablePercent", _rate(statement))
    tree.add(settlement, "ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount", _amount(cents))


def _party(tree: Tree, element: Element, party: Party) -> None:
    tree.add(element, "ram:Name", party.name)
    if french := siren(party):
        tree.add(element, "ram:SpecifiedLegalOrganization/ram:ID", french, schemeID=SIREN)
    elif party.registration:
        tree.add(element, "ram:SpecifiedLegalOrganization/ram:ID", party.registration)
    address = tree.add(element, "ram:PostalTradeAddress")
    if party.postcode:
        tree.add(address, "ram:PostcodeCode", party.postcode)
    for name, text in zip(("One", "Two", "Three"), party.address, strict=False):
        tree.add(address, f"ram:Line{name}", text)
    if party.city:
        tree.add(address, "ram:CityName", party.city)
    tree.add(address, "ram:CountryID", party.country)
    if french:
        tree.add(element, "ram:URIUniversalCommunication/ram:URIID", french, schemeID=FRENCH_ADDRESS)
    elif party.email:
        tree.add(element, "ram:URIUniversalCommunication/ram:URIID", party.email, schemeID=MAIL_ADDRESS)
    if party.vat:
        tree.add(element, "ram:SpecifiedTaxRegistration/ram:ID", "".join(party.vat.split()), schemeID=VAT_NUMBER)


def _settlement(tree: Tree, element: Element, statement: Statement, language: Language) -> None:
    tree.add(element, "ram:PaymentReference", statement.number)
    tree.add(element, "ram:InvoiceCurrencyCode", statement.currency)
    if statement.kind is PaperKind.INVOICE:
        _payment_means(tree, element, statement.seller)
    kind, factor = category(statement), sign(statement)
    tax = tree.add(element, "ram:ApplicableTradeTax")
    tree.add(tax, "ram:CalculatedAmount", _amount(factor * statement.vat))
    tree.add(tax, "ram:TypeCode", "VAT")
    if kind != STANDARD:
        tree.add(tax, "ram:ExemptionReason", words.exemption_reason(statement, kind, language))
    tree.add(tax, "ram:BasisAmount", _amount(factor * statement.net))
    tree.add(tax, "ram:CategoryCode", kind)
    if kind in REASONS:
        tree.add(tax, "ram:ExemptionReasonCode", REASONS[kind])
    tree.add(tax, "ram:RateApplicablePercent", _rate(statement))
    period = tree.add(element, "ram:BillingSpecifiedPeriod")
    _date(tree, period, "ram:StartDateTime", statement.month.replace(day=1))
    _date(tree, period, "ram:EndDateTime", _last_day(statement.month))
    terms = tree.add(element, "ram:SpecifiedTradePaymentTerms")
    if sentence := words.due_sentence(statement.due_why, language):
        tree.add(terms, "ram:Description", sentence)
    _date(tree, terms, "ram:DueDateDateTime", statement.due_on)
    _sums(tree, element, statement)
    if statement.corrects:
        corrected = tree.add(element, "ram:InvoiceReferencedDocument")
        tree.add(corrected, "ram:IssuerAssignedID", statement.corrects)
        if statement.corrects_on:
            issued = tree.add(corrected, "ram:FormattedIssueDateTime/qdt:DateTimeString", f"{statement.corrects_on:%Y%m%d}")
            issued.set("format", "102")


def _payment_means(tree: Tree, element: Element, seller: Party) -> None:
    means = tree.add(element, "ram:SpecifiedTradeSettlementPaymentMeans")
    tree.add(means, "ram:TypeCode", SEPA_TRANSFER if seller.iban else UNSAID)
    if seller.iban:
        tree.add(means, "ram:PayeePartyCreditorFinancialAccount/ram:IBANID", read_iban(seller.iban))
        if seller.bic:
            tree.add(means, "ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID", seller.bic.strip().upper())


def _sums(tree: Tree, element: Element, statement: Statement) -> None:
    factor = sign(statement)
    sums = tree.add(element, "ram:SpecifiedTradeSettlementHeaderMonetarySummation")
    net, vat, total = (_amount(factor * cents) for cents in (statement.net, statement.vat, statement.total))
    tree.add(sums, "ram:LineTotalAmount", net)
    tree.add(sums, "ram:TaxBasisTotalAmount", net)
    tree.add(sums, "ram:TaxTotalAmount", vat, currencyID=statement.currency)
    tree.add(sums, "ram:GrandTotalAmount", total)
    tree.add(sums, "ram:DuePayableAmount", total)


def _date(tree: Tree, parent: Element, path: str, value: date) -> None:
    tree.add(parent, f"{path}/udt:DateTimeString", value.strftime("%Y%m%d"), format="102")


def _last_day(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def _amount(cents: int) -> str:
    return f"{Decimal(cents) / 100:.2f}"


def _rate(statement: Statement) -> str:
    return f"{Decimal(statement.vat_rate) / 100:.2f}"
