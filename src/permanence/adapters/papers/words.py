"""What stands on the papers, in French and in English: titles, lines, the reason of a day of payment, mentions that the law asks for."""

from __future__ import annotations

import re

from permanence.adapters.papers.typography import NARROW, WIDE
from permanence.firms.model import Language
from permanence.ledger.due import CLAMPED, MOVED, PUT_OFF, RULE
from permanence.ledger.model import Line, LineKind, PaperKind, Statement

FR, EN = Language.FR, Language.EN

WORDS: dict[Language, dict[str, str]] = {
    FR: {
        PaperKind.INVOICE: "Facture",
        PaperKind.CREDIT_NOTE: "Avoir",
        "seller": "Fournisseur",
        "buyer": "Client",
        "number": "Numéro",
        "month": "Mois",
        "issued": "Date d'émission",
        "due": "Échéance",
        "answered_in": "Appels répondus en",
        "corrects": "Rectifie la facture",
        "what": "Désignation",
        "calls": "Appels",
        "time": "Durée",
        "hourly": "Prix de l'heure",
        "amount": "Montant HT",
        "net": "Total HT",
        "vat": "TVA",
        "total": "Total TTC",
        "to_pay": "Net à payer",
        "to_credit": "Montant de l'avoir",
        "payment": "Règlement",
        "by_transfer": "Virement",
        "registration": "SIREN",
        "register": "Registre",
        "vat_number": "TVA",
        "mandate": "Autofacturation",
        "mentions": "Mentions",
        "details": "Détail des appels",
        "page": "Page {page} sur {pages}",
        "start": "Répondu le (UTC)",
        "end": "Terminé le (UTC)",
        "seconds": "Secondes",
        "owner": "Entreprise propriétaire",
        "answering": "Entreprise répondante",
        "dialled": "Numéro appelé",
        "agent": "Conseiller",
        "agreement": "Accord",
        "version": "Version",
        "value": "Montant ({currency})",
        "receipt": "Reçu",
        "call": "Appel",
        "summary": "Relevé",
    },
    EN: {
        PaperKind.INVOICE: "Invoice",
        PaperKind.CREDIT_NOTE: "Credit note",
        "seller": "Supplier",
        "buyer": "Customer",
        "number": "Number",
        "month": "Month",
        "issued": "Issued on",
        "due": "Due on",
        "answered_in": "Calls answered in",
        "corrects": "Corrects invoice",
        "what": "Description",
        "calls": "Calls",
        "time": "Duration",
        "hourly": "Price per hour",
        "amount": "Net amount",
        "net": "Total net",
        "vat": "VAT",
        "total": "Total with VAT",
        "to_pay": "Amount due",
        "to_credit": "Amount credited",
        "payment": "Payment",
        "by_transfer": "Bank transfer",
        "registration": "SIREN",
        "register": "Register",
        "vat_number": "VAT",
        "mandate": "Self-billing",
        "mentions": "Terms",
        "details": "Calls in detail",
        "page": "Page {page} of {pages}",
        "start": "Answered at (UTC)",
        "end": "Ended at (UTC)",
        "seconds": "Seconds",
        "owner": "Owner firm",
        "answering": "Answering firm",
        "dialled": "Number called",
        "agent": "Agent",
        "agreement": "Agreement",
        "version": "Version",
        "value": "Amount ({currency})",
        "receipt": "Receipt",
        "call": "Call",
        "summary": "Statement",
    },
}

_DUE = {
    FR: {
        RULE: "Jour prévu par la règle de paiement convenue.",
        MOVED: "La règle convenue donne un jour où les banques sont fermées : le paiement est avancé au dernier jour ouvré.",
        CLAMPED: "La règle convenue dépasse le délai légal (article L. 441-10 du code de commerce) : le paiement est ramené "
        "au dernier jour ouvré de ce délai.",
        PUT_OFF: "La règle convenue donne un jour où les banques sont fermées : le paiement a lieu le premier jour ouvré suivant.",
    },
    EN: {
        RULE: "The day given by the agreed rule of payment.",
        MOVED: "The agreed rule gives a day on which banks are closed: payment is brought forward to the business day before.",
        CLAMPED: "The agreed rule goes beyond the legal delay (article L. 441-10 of the French commercial code): payment is brought "
        "back to the last business day within it.",
        PUT_OFF: "The agreed rule gives a day on which banks are closed: payment takes place on the next business day.",
    },
}

_EXEMPT = {
    FR: {
        "AE": "Autoliquidation : la TVA est due par le client.",
        "K": "Exonération de TVA, livraison ou prestation intracommunautaire.",
        "G": "TVA non applicable, prestation à un client établi hors de l'Union européenne (article 259-1 du CGI).",
        "E": "TVA non applicable.",
    },
    EN: {
        "AE": "Reverse charge: the customer accounts for the VAT.",
        "K": "VAT exempt, intra-Community supply.",
        "G": "No VAT: supply to a customer established outside the European Union.",
        "E": "VAT not applicable.",
    },
}

_LATE = {
    FR: "En cas de retard, des pénalités sont dues sans rappel, au taux de refinancement de la Banque centrale européenne "
    "majoré de 10 points (article L. 441-10 du code de commerce).",
    EN: "Late payment bears interest without notice, at the European Central Bank's refinancing rate plus 10 points "
    "(article L. 441-10 of the French commercial code).",
}
_RECOVERY = {
    FR: "Tout retard donne lieu en outre à une indemnité forfaitaire de 40 € pour frais de recouvrement.",
    EN: "Each late payment also bears a lump sum of €40 for the cost of recovery.",
}
_DISCOUNT = {FR: "Pas d'escompte pour paiement anticipé.", EN: "No discount for early payment."}


def due_sentence(why: str, language: Language) -> str:
    """Return the sentence for the reason of a day of payment (a code of `ledger.due`); nothing for a code that has none."""
    return spaced(_DUE[language].get(why, ""), language)


def line_title(line: Line, statement: Statement, language: Language) -> str:
    """Return what a line is for, without what it says about itself."""
    owner, answering = statement.owner.name, statement.answering.name
    if line.kind is LineKind.FEE:
        return "Frais de la plateforme" if language is FR else "Platform fee"
    if line.kind is LineKind.CORRECTION:
        return "Correction"
    if statement.seller.firm == statement.answering.firm:
        return f"Appels répondus pour {owner}" if language is FR else f"Calls answered for {owner}"
    return f"Appels de {owner} répondus par {answering}" if language is FR else f"Calls of {owner} answered by {answering}"


def mandate_sentence(statement: Statement, language: Language) -> str:
    """Return by whom the paper is made out in whose name, and by which mandate."""
    buyer, seller, mandate = statement.buyer.name, statement.seller.name, statement.mandate
    if language is FR:
        by = f", selon le mandat {mandate}" if mandate else ""
        return f"Document établi par {buyer} au nom et pour le compte de {seller}{by}."
    by = f", under mandate {mandate}" if mandate else ""
    return f"Made out by {buyer} in the name and on behalf of {seller}{by}."


def exemption_reason(statement: Statement, category: str, language: Language) -> str:
    """Return why there is no tax: the statement's own words, or those of the category."""
    return statement.exemption or spaced(_EXEMPT[language][category], language)


def late_mention(language: Language) -> str:
    """Return the mention of penalties for late payment."""
    return spaced(_LATE[language], language)


def recovery_mention(language: Language) -> str:
    """Return the mention of the lump sum for recovery."""
    return spaced(_RECOVERY[language], language)


def discount_mention(language: Language) -> str:
    """Return the mention that nothing is taken off for paying early."""
    return spaced(_DISCOUNT[language], language)


def calls_file(statement: Statement, language: Language) -> str:
    """Return the name of the file of calls, without its ending."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", statement.number).strip("-.") or statement.id
    return f"{'appels' if language is FR else 'calls'}-{name}"


def calls_sentence(statement: Statement, language: Language) -> str:
    """Return where the calls behind the lines are found."""
    name = calls_file(statement, language)
    if language is FR:
        return spaced(f"Chaque appel, avec sa durée et son montant, figure dans le fichier « {name} » joint à ce relevé.", language)
    return f"Every call, with its duration and its amount, is in the file ‘{name}’ that comes with this statement."


def spaced(text: str, language: Language) -> str:
    """Return a text of ours with the apostrophes of print and, in French, the no-break spaces before signs and inside quotes."""
    text = re.sub(r"\b(L\.|D\.|article) ", rf"\1{WIDE}", text.replace("'", "’"))
    if language is not FR:
        return text
    text = re.sub(r" ([;!?])", rf"{NARROW}\1", text)
    text = re.sub(r" (:|»|€|%)", rf"{WIDE}\1", text)
    return text.replace("« ", f"«{WIDE}")
