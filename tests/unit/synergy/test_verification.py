"""Receipts are verified without the platform: what it signed is right, and whatever is changed is found and named."""

from __future__ import annotations

import json
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from permanence.synergy import verification_month
from permanence.synergy.day_root import key_id
from permanence.synergy.verdict import SHOWN
from permanence.synergy.verdict_words import ENGLISH, FRENCH, PLACES, SUMMARY, grouped, sentence, told
from permanence.synergy.verification import pinned, verify, verify_bytes
from tests import receipt_vectors
from tests.receipt_vectors import as_canonical, changed, line_of, month_cases, put, text_of
from tests.receipts import ANSWERING, OWNER, PUBLIC, made_days, month_file, one_file

DAYS = list(made_days(3, 4))
ONE, MANY = one_file(DAYS[0], 2), month_file(DAYS)
VECTORS = json.loads(receipt_vectors.FILE.read_text())


def test_what_the_platform_signed_is_right() -> None:
    one, many = verify_bytes(ONE), verify_bytes(MANY, key_id(PUBLIC))
    assert one.holds and many.holds
    assert one.receipt is not None and (one.receipt.owner, one.receipt.answering) == (OWNER, ANSWERING)
    assert one.proven is not None and (one.proven.charged, one.proven.is_trusted) == (1, False)
    assert many.proven is not None and (many.proven.receipts, many.proven.days, many.proven.charged, many.proven.is_trusted) == (12, 3, 12, True)


def test_the_vectors_are_up_to_date() -> None:
    """The pages' verifier reads the same file: both must agree on each of them."""
    assert receipt_vectors.FILE.read_text() == receipt_vectors.vectors(), "run `python -m tests.receipt_vectors`"


@pytest.mark.parametrize("case", VECTORS["files"], ids=lambda case: case["name"])
def test_a_vector(case: receipt_vectors.Json) -> None:
    verdict = verify_bytes(text_of(VECTORS["whole"], case["text"]).encode(), case.get("trusted", ""))
    assert receipt_vectors.told(verdict) == {"findings": case["findings"], "proven": case["proven"]}
    right = case["name"].startswith(("right", "trusted: key", "trusted: fing", "another's key")) or case["name"] in ("month", "month without a receipt")
    assert verdict.holds is right


def leaves_of(value: object, path: str = "") -> list[tuple[str, object]]:
    if isinstance(value, dict):
        return [leaf for name, inner in value.items() for leaf in leaves_of(inner, f"{path}.{name}")]
    if isinstance(value, list) and value:
        return [leaf for at, inner in enumerate(value) for leaf in leaves_of(inner, f"{path}.{at}")]
    return [(path[1:], value)]


def other(value: object, chance: Random) -> object:
    """Return another value of the same kind, as a forger would."""
    if isinstance(value, int):
        return value + chance.choice([1, 7, 60])
    if isinstance(value, str):
        at = chance.randrange(len(value))
        letters = "0123456789" if value[at].isdigit() else "abcdefxyz" if value[at].islower() else "ABCDEÉ"
        return value[:at] + chance.choice(letters.replace(value[at], "")) + value[at + 1 :]
    return "0" * 64 if value is None else [1]


@given(st.data())
@settings(max_examples=250, deadline=None)
def test_whatever_is_changed_in_a_file_is_found_in_its_line(more: st.DataObject) -> None:
    data = [ONE, MANY][more.draw(st.integers(0, 1))]
    number = more.draw(st.integers(1, data.count(b"\n")))
    path, value = more.draw(st.sampled_from(leaves_of(line_of(data, number))))
    verdict = verify_bytes(changed(data, number, put(path, other(value, more.draw(st.randoms(use_true_random=False))))))
    assert not verdict.holds
    assert any(number in (one.line, one.also) for one in verdict.findings), verdict.findings


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_whatever_comes_is_answered(data: bytes) -> None:
    assert not verify_bytes(data).holds
    assert not verify_bytes(MANY[:900] + data).holds
    assert not verify_bytes(ONE + data).holds or not data


def test_a_key_is_written_in_many_ways_and_is_one() -> None:
    fingerprint = key_id(PUBLIC)
    for trusted in (PUBLIC.hex(), fingerprint, fingerprint.upper(), grouped(fingerprint)):
        assert pinned(PUBLIC.hex(), trusted)
    assert not pinned(PUBLIC.hex(), "") and not pinned(PUBLIC.hex(), fingerprint[:16])


def test_only_so_many_findings_are_told() -> None:
    [day] = made_days(1, 300)
    lines = month_file([day]).split(b"\n")
    found = verify_bytes(b"\n".join([*lines[:2], *(line.replace(b'"seconds"', b'"zeconds"') for line in lines[2:])]))
    assert (len(found.findings), found.more) == (SHOWN, 300 - SHOWN)


def test_how_far_it_is_is_told() -> None:
    [day] = made_days(1, 2100)
    heard: list[int] = []
    assert verify(month_file([day]).splitlines(keepends=True), told=heard.append).holds
    assert heard == [1000, 2000]


def test_a_receipts_line_is_known_by_its_beginning() -> None:
    assert as_canonical(line_of(MANY, 3)).startswith(verification_month.RECEIPT)
    assert not MANY.splitlines()[1].startswith(verification_month.RECEIPT)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_finding_has_its_sentence(language: str) -> None:
    seen: set[str] = set()
    for data in (*receipt_vectors.one_cases().values(), *month_cases().values()):
        verdict = verify_bytes(data)
        seen |= {one.code for one in verdict.findings}
        lines = list(told(verdict, language))
        assert len(lines) >= len(verdict.findings) + 2 and not any("{" in line.replace("[{", "") for line in lines)
    assert {*FRENCH} == {*ENGLISH} == seen | {"key.pinned"}
    assert PLACES["fr"].keys() == PLACES["en"].keys() and SUMMARY["fr"].keys() == SUMMARY["en"].keys()


def test_a_finding_says_where_and_what() -> None:
    bad = changed(MANY, 4, put("seconds", 0))
    found = [one for one in verify_bytes(bad).findings if one.code in ("receipt.seconds", "receipt.link")]
    expected = line_of(MANY, 4)["seconds"]
    assert sentence(found[0], "fr") == (
        f"Reçu n° 2 (ligne 4)\u00a0: la durée n’est pas celle qui sépare la réponse de la fin\u00a0: {expected} s attendues, 0 s trouvées."
    )
    assert sentence(found[1], "en").startswith("Receipt no. 3 (line 5, or 4): this receipt does not follow")
