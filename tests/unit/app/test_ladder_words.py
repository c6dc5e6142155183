"""Every fact has a sentence in both languages, and the sentences ask for nothing that a fact does not have."""

from __future__ import annotations

import re

import pytest

from permanence.app.ladder_words import SENTENCES, Tongue, sentence
from permanence.interaction.events import FACTS

NAMES = {"agt_1": "Anne"}


@pytest.mark.parametrize("tongue", ["fr", "en"])
def test_every_fact_is_told(tongue: Tongue) -> None:
    short = {name.removeprefix("interaction."): kind for name, kind in FACTS.items()}
    assert short.keys() <= SENTENCES[tongue].keys()
    for name, kind in short.items():
        gaps = set(re.findall(r"\{(\w+)\}", SENTENCES[tongue][name])) - {"chosen"}
        assert gaps <= set(kind.__struct_fields__), name


def test_reasons_and_people_are_told_in_words() -> None:
    offered = {"agent": "agt_1", "alias": "Anne", "why": "free_the_longest", "others": 2}
    assert sentence("interaction.call_offered", offered, "fr", NAMES).endswith("que 2 autres conseillers possibles")
    assert sentence("interaction.call_offered", offered | {"others": 0}, "en", NAMES) == "Rings at Anne, the only one free for this call"
    missed = {"agent": "agt_1", "reason": "no_answer"}
    assert sentence("interaction.offer_failed", missed, "fr", NAMES) == "Anne n'a pas pris l'appel : sans réponse"
    assert sentence("interaction.call_arrived", {"customer": None, "dialled": "+331"}, "en", {}) == "Call from withheld number to +331"
    assert sentence("interaction.agent_answered", {"alias": "Anne", "waited_s": 4.6}, "en", {}) == "Anne answers after 5 s"
    assert sentence("interaction.disposition_saved", {"disposition": None}, "fr", {}) == "Qualifié : sans qualification"


def test_what_is_not_known_is_told_by_its_name() -> None:
    assert sentence("interaction.something_new", {}, "fr", {}) == "something new"
