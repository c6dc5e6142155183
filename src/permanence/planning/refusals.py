"""Why a line of an imported file was not taken: a reason for programs, and a sentence for the planner in either language."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from permanence.firms.model import Language


class Reason(StrEnum):
    """What is wrong with a line."""

    COLUMNS = "columns"
    UNREADABLE = "unreadable"
    MOMENT = "moment"
    FUTURE = "future"
    LONG_AGO = "long_ago"
    QUARTER = "quarter"
    QUEUE_MISSING = "queue_missing"
    QUEUE_UNKNOWN = "queue_unknown"
    NUMBER = "number"
    NEGATIVE = "negative"
    DURATION = "duration"
    TOO_LONG = "too_long"
    ANSWERED = "answered"
    MORE_HANDLED = "more_handled"
    TWICE = "twice"


FRENCH: dict[Reason, str] = {
    Reason.COLUMNS: "Cette ligne a {shown} colonnes, l'en-tête {wanted}.",
    Reason.UNREADABLE: "Cette ligne n'est pas du CSV lisible.",
    Reason.MOMENT: "« {shown} » n'est pas une date et une heure ; écrivez 31/12/2025 14:30 ou 2025-12-31 14:30.",
    Reason.FUTURE: "« {shown} » est à venir ; l'historique s'arrête à maintenant.",
    Reason.LONG_AGO: "« {shown} » est avant l'an 2000.",
    Reason.QUARTER: "« {shown} » ne commence pas à un quart d'heure ; un relevé commence à 0, 15, 30 ou 45 minutes.",
    Reason.QUEUE_MISSING: "Le nom de la file manque.",
    Reason.QUEUE_UNKNOWN: "Votre entreprise n'a pas de file « {shown} » ; créez-la, ou corrigez le nom.",
    Reason.NUMBER: "« {shown} » n'est pas un nombre.",
    Reason.NEGATIVE: "« {shown} » est négatif.",
    Reason.DURATION: "« {shown} » n'est pas une durée ; écrivez des secondes, ou hh:mm:ss.",
    Reason.TOO_LONG: "« {shown} » dépasse douze heures.",
    Reason.ANSWERED: "« {shown} » ne dit pas si l'appel a été pris ; écrivez oui ou non.",
    Reason.MORE_HANDLED: "Plus d'appels traités ({shown}) que d'appels reçus.",
    Reason.TWICE: "Cette file a déjà un relevé pour ce moment, ligne {shown}.",
}
ENGLISH: dict[Reason, str] = {
    Reason.COLUMNS: "This line has {shown} columns, the header {wanted}.",
    Reason.UNREADABLE: "This line cannot be read as CSV.",
    Reason.MOMENT: "'{shown}' is no date and time; write 31/12/2025 14:30 or 2025-12-31 14:30.",
    Reason.FUTURE: "'{shown}' is still to come; history ends now.",
    Reason.LONG_AGO: "'{shown}' is before the year 2000.",
    Reason.QUARTER: "'{shown}' does not begin at a quarter of an hour; a count begins at 0, 15, 30 or 45 minutes.",
    Reason.QUEUE_MISSING: "The name of the queue is missing.",
    Reason.QUEUE_UNKNOWN: "Your firm has no queue '{shown}'; create it, or mend the name.",
    Reason.NUMBER: "'{shown}' is no number.",
    Reason.NEGATIVE: "'{shown}' is negative.",
    Reason.DURATION: "'{shown}' is no duration; write seconds, or hh:mm:ss.",
    Reason.TOO_LONG: "'{shown}' is longer than twelve hours.",
    Reason.ANSWERED: "'{shown}' does not say whether the call was answered; write yes or no.",
    Reason.MORE_HANDLED: "More calls handled ({shown}) than came.",
    Reason.TWICE: "This queue has a count for this moment already, on line {shown}.",
}
SHOWN_MAX = 60


class Refusal(NamedTuple):
    """A line that was not taken: its number in the file (the header is 1), the column as the file names it, the reason, and what
    was found there."""

    line: int
    column: str
    reason: Reason
    shown: str = ""
    wanted: str = ""


def sentence(refusal: Refusal, language: Language) -> str:
    """Return the reason as a sentence."""
    words = FRENCH if language is Language.FR else ENGLISH
    return words[refusal.reason].format(shown=refusal.shown[:SHOWN_MAX], wanted=refusal.wanted)
