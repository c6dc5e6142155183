"""The words of the papers are there in both languages, with their typography."""

from __future__ import annotations

import re

import pytest

from bench.papers_example import ATLANTIQUE, EXAMPLES, LILAS, MEUSE, lines, statement
from permanence.adapters.papers import words
from permanence.firms.model import Language
from permanence.ledger.due import CLAMPED, MOVED, PUT_OFF, RULE
from permanence.ledger.model import PaperKind

FR, EN = Language.FR, Language.EN
BARE = re.compile(r" [;:!?»€%]|« |'")
GAP = re.compile(r"\{\w+\}")


def test_both_languages_have_the_same_words() -> None:
    assert words.WORDS[FR].keys() == words.WORDS[EN].keys()
    for name, french in words.WORDS[FR].items():
        assert GAP.findall(french) == GAP.findall(words.WORDS[EN][name])


@pytest.mark.parametrize("why", [RULE, MOVED, CLAMPED, PUT_OFF])
def test_every_reason_of_a_day_has_its_sentence(why: str) -> None:
    french, english = words.due_sentence(why, FR), words.due_sentence(why, EN)
    assert french.endswith(".")
    assert english.endswith(".")
    assert french != english
    assert not BARE.search(french)


def test_an_unknown_reason_is_passed_over() -> None:
    assert words.due_sentence("agreed by hand", FR) == ""


def test_french_sentences_have_no_bare_spaces_before_signs() -> None:
    sentences = [words.late_mention(FR), words.recovery_mention(FR), words.discount_mention(FR), words.calls_sentence(EXAMPLES[0], FR)]
    sentences += [words.exemption_reason(EXAMPLES[1], kind, FR) for kind in ("AE", "K", "G", "E")]
    assert [sentence for sentence in sentences if BARE.search(sentence)] == []
    assert words.spaced("Quoi ? « l'article 5 » : 40 €", FR) == "Quoi\u202f? «\u00a0l’article\u00a05\u00a0»\u00a0: 40\u00a0€"


def test_a_line_says_what_was_done_for_whom() -> None:
    answered, _, fee, correction = lines()
    earned = statement("1", ATLANTIQUE, LILAS, lines())
    assert words.line_title(answered, earned, FR) == "Appels répondus pour Cabinet médical des Lilas"
    assert words.line_title(fee, earned, EN) == "Platform fee"
    assert words.line_title(correction, earned, EN) == "Correction"
    shared = statement("1", LILAS, MEUSE, lines())
    shared = type(shared)(**{name: getattr(shared, name) for name in shared.__struct_fields__} | {"owner": LILAS, "answering": ATLANTIQUE})
    assert words.line_title(answered, shared, FR) == "Appels de Cabinet médical des Lilas répondus par Permanence Atlantique SAS"


def test_self_billing_names_both_and_the_mandate() -> None:
    sentence = words.mandate_sentence(EXAMPLES[0], FR)
    for part in (EXAMPLES[0].buyer.name, EXAMPLES[0].seller.name, EXAMPLES[0].mandate):
        assert part in sentence


@pytest.mark.parametrize(("number", "name"), [("LIL-2026/09 1", "appels-LIL-2026-09-1"), ("../../etc", "appels-etc"), ("№", "appels-statement_№")])
def test_the_file_of_calls_has_a_safe_name(number: str, name: str) -> None:
    made = statement(number, ATLANTIQUE, LILAS, lines())
    assert words.calls_file(made, FR) == name
    assert words.WORDS[FR][PaperKind.INVOICE] == "Facture"
