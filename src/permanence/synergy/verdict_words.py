"""The sentences of a verdict, in French and English: what is wrong, where, and what should stand there."""

from __future__ import annotations

from collections.abc import Iterator

from permanence.synergy.verdict import Finding, Verdict

NARROW, HARD = "\u202f", "\u00a0"

FRENCH: dict[str, str] = {
    "file.kind": "ce n'est pas un fichier de reçus de cette version",
    "file.json": "cette ligne ne peut pas être lue ({found})",
    "file.field": "le champ « {field} » manque, est de trop ou n'a pas la bonne forme ({found})",
    "file.form": "l'écriture n'est pas celle d'origine, à partir du {found}e octet de la ligne",
    "file.order": "rien ne doit suivre le reçu",
    "key.pinned": "la clé du fichier ({found}) n'est pas celle à laquelle vous vous fiez ({expected})",
    "key.root": "la signature est d'une autre clé que celle du fichier : {expected} attendu, {found} trouvé",
    "day.key": "ce jour nomme une autre clé que celle du fichier : {expected} attendu, {found} trouvé",
    "day.signature": "la signature n'est pas celle de la plateforme, ou ce qu'elle signe a été modifié",
    "day.link": "ce jour ne suit pas le précédent : empreinte {expected} attendue, {found} trouvée",
    "day.order": "les jours ne se suivent pas : {expected} attendu, {found} trouvé",
    "day.installation": "l'installation change : {expected}, puis {found}",
    "day.count": "{found} reçus annoncés, {expected} présents",
    "proof.place": "la preuve ne désigne pas une place possible ({field} : {found})",
    "proof.root": "les reçus ne sont pas ceux que la plateforme a signés ce jour-là, ou la preuve a été modifiée : racine {expected} attendue, {found} trouvée",
    "receipt.digest": "le reçu ou son empreinte a été modifié : {expected} attendu, {found} trouvé",
    "receipt.number": "la suite des reçus est rompue : numéro {expected} attendu, {found} trouvé",
    "receipt.link": "ce reçu ne suit pas le précédent ; l'un des deux a été modifié, ou il en manque : empreinte {expected} attendue, {found} trouvée",
    "receipt.day": "il n'a pas été établi le jour sous lequel il est rangé : {expected} attendu, {found} trouvé",
    "receipt.times": "les heures ne sont pas dans l'ordre, ou n'existent pas ({field} : {found}, après {expected})",
    "receipt.seconds": "la durée n'est pas celle qui sépare la réponse de la fin : {expected} s attendues, {found} s trouvées",
    "receipt.total": "le total n'est pas la somme des parts : {expected} millionièmes attendus, {found} trouvés",
    "receipt.charges": "le montant n'est pas celui des conditions de l'accord ({field}) : {expected} attendu, {found} trouvé",
    "head.pair": "ce ne sont pas les deux entreprises des reçus : {found}",
    "head.month": "ce n'est pas le mois des jours : {found}",
    "head.count": "le nombre annoncé n'est pas celui des reçus ({field}) : {expected} attendu, {found} trouvé",
    "head.totals": "les totaux annoncés ne sont pas ceux des reçus ({field}) : {expected} attendu, {found} trouvé",
    "pricing.stray": "aucun reçu ne nomme ces conditions ; elles ont été modifiées ou ne sont pas celles de l'accord ({found})",
    "pricing.unfit": "on ne peut rien calculer avec ces conditions ({field})",
}
ENGLISH: dict[str, str] = {
    "file.kind": "this is not a file of receipts of this version",
    "file.json": "this line cannot be read ({found})",
    "file.field": "the field “{field}” is missing, is one too many or has the wrong form ({found})",
    "file.form": "it is not written as it was at first, from byte {found} of the line on",
    "file.order": "nothing may follow the receipt",
    "key.pinned": "the file's key ({found}) is not the one you trust ({expected})",
    "key.root": "the signature is by another key than the file's: {expected} expected, {found} found",
    "day.key": "this day names another key than the file's: {expected} expected, {found} found",
    "day.signature": "the signature is not the platform's, or what it signs was changed",
    "day.link": "this day does not follow the one before: digest {expected} expected, {found} found",
    "day.order": "the days do not follow one another: {expected} expected, {found} found",
    "day.installation": "the installation changes: {expected}, then {found}",
    "day.count": "{found} receipts announced, {expected} there",
    "proof.place": "the proof names no possible place ({field}: {found})",
    "proof.root": "the receipts are not those that the platform signed on that day, or the proof was changed: root {expected} expected, {found} found",
    "receipt.digest": "the receipt or its digest was changed: {expected} expected, {found} found",
    "receipt.number": "the chain of receipts is broken: number {expected} expected, {found} found",
    "receipt.link": "this receipt does not follow the one before; one of the two was changed, or some are missing: digest {expected} expected, {found} found",
    "receipt.day": "it was not issued on the day under which it stands: {expected} expected, {found} found",
    "receipt.times": "the times are not in order, or do not exist ({field}: {found}, after {expected})",
    "receipt.seconds": "the duration is not the time from answer to end: {expected} s expected, {found} s found",
    "receipt.total": "the total is not the sum of the parts: {expected} millionths expected, {found} found",
    "receipt.charges": "the amount is not that of the agreement's terms ({field}): {expected} expected, {found} found",
    "head.pair": "these are not the two firms of the receipts: {found}",
    "head.month": "this is not the month of the days: {found}",
    "head.count": "the number announced is not that of the receipts ({field}): {expected} expected, {found} found",
    "head.totals": "the totals announced are not those of the receipts ({field}): {expected} expected, {found} found",
    "pricing.stray": "no receipt names these terms; they were changed or are not the agreement's ({found})",
    "pricing.unfit": "nothing can be charged by these terms ({field})",
}
PLACES = {
    "fr": {
        "file": "Fichier", "head": "En-tête du fichier", "pricing": "Conditions jointes", "day": "Jour {name}", "proof": "Preuve du jour {name}",
        "receipt": "Reçu n° {name}", "line": "{place} (ligne {line})", "lines": "{place} (ligne {line}, ou {also})", "joint": " : ",
    },
    "en": {
        "file": "File", "head": "Head of the file", "pricing": "Terms enclosed", "day": "Day {name}", "proof": "Proof of day {name}",
        "receipt": "Receipt no. {name}", "line": "{place} (line {line})", "lines": "{place} (line {line}, or {also})", "joint": ": ",
    },
}  # fmt: skip
SUMMARY = {
    "fr": {
        "good": "Tout est juste.", "agrees": "Tout concorde ; reste à comparer la clé.", "bad_one": "{count} défaut trouvé.", "bad_other": "{count} défauts trouvés.", "more": "… et {more} autres.",
        "proven": "Examinés : {receipts} reçu(s), {days} jour(s) signé(s), {charged} montant(s) recalculé(s) d'après les conditions.",
        "key": "Empreinte de la clé : {key}", "trusted": "C'est la clé à laquelle vous vous fiez.",
        "untrusted": "Comparez-la avec celle que la plateforme vous a donnée par une autre voie, ou donnez celle-ci avec --key.",
        "unread": "Rien n'a pu être vérifié.",
    },
    "en": {
        "good": "All is right.", "agrees": "All agrees; the key is still to be compared.", "bad_one": "{count} fault found.", "bad_other": "{count} faults found.", "more": "… and {more} more.",
        "proven": "Looked at: {receipts} receipt(s), {days} signed day(s), {charged} amount(s) charged again by the terms.",
        "key": "Fingerprint of the key: {key}", "trusted": "It is the key that you trust.",
        "untrusted": "Compare it with the one that the platform gave you by another way, or give that one with --key.",
        "unread": "Nothing could be verified.",
    },
}  # fmt: skip


def sentence(finding: Finding, language: str) -> str:
    """Return a finding for people: its place, then what is wrong."""
    places, words = PLACES[language], (FRENCH if language == "fr" else ENGLISH)[finding.code]
    place = places[finding.part].format(name=finding.name).strip()
    if finding.also or finding.line > 1:
        place = places["lines" if finding.also else "line"].format(place=place, line=finding.line, also=finding.also)
    said = words.format(field=finding.field, expected=finding.expected or "?", found=finding.found or "?")
    return _spaced(f"{place}{places['joint']}{said}.", language)


def told(verdict: Verdict, language: str) -> Iterator[str]:
    """Yield the lines of a verdict: whether all is right, each finding, and what was looked at by which key."""
    words, count = SUMMARY[language], len(verdict.findings) + verdict.more
    good = "good" if verdict.proven is not None and verdict.proven.is_trusted else "agrees"
    yield _spaced(words[good if verdict.holds else "bad_one" if count == 1 else "bad_other"].format(count=count), language)
    for finding in verdict.findings:
        yield f"  {sentence(finding, language)}"
    if verdict.more:
        yield f"  {words['more'].format(more=verdict.more)}"
    if (proven := verdict.proven) is None:
        yield words["unread"]
        return
    for line in (
        words["proven"].format(receipts=proven.receipts, days=proven.days, charged=proven.charged),
        words["key"].format(key=grouped(proven.key)),
        words["trusted" if proven.is_trusted else "untrusted"],
    ):
        yield _spaced(line, language)


def grouped(fingerprint: str) -> str:
    """Return a fingerprint in groups of four, as people compare them."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, len(fingerprint), 4))


def _spaced(text: str, language: str) -> str:
    """Put in the spaces and the apostrophe of printed French."""
    if language != "fr":
        return text
    for plain, printed in ((" :", f"{HARD}:"), (" ;", f"{NARROW};"), ("« ", f"«{HARD}"), (" »", f"{HARD}»"), ("'", "’")):
        text = text.replace(plain, printed)
    return text
