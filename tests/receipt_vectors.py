"""`python -m tests.receipt_vectors`: writes the files of receipts, right and wrong, on which every verifier must agree.

They stand in schema/examples/receipts.json with what is to be found in each; the platform's tests and the pages' read them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from permanence.synergy.day_root import key_id
from permanence.synergy.merkle import NOTHING, Tree, leaf
from permanence.synergy.receipt import canonical
from permanence.synergy.verdict import Verdict
from permanence.synergy.verification import verify_bytes
from tests.receipts import PRICING, PUBLIC, made_days, month_file, one_file

FILE = Path(__file__).parents[1] / "schema/examples/receipts.json"
FOREIGN = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
LEAVES = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")]
WORDLESS = {"file.json", "file.field"}  # what the reader of JSON says differs from one reader to the next

Json = dict[str, Any]


def line_of(data: bytes, number: int) -> Json:
    """Return a line of a file as JSON; the first is 1."""
    return json.loads(data.splitlines()[number - 1])


def changed(data: bytes, number: int, change: Callable[[Json], object]) -> bytes:
    """Return the file with one line changed, in canonical form again."""
    lines = data.split(b"\n")
    value = json.loads(lines[number - 1])
    change(value)
    lines[number - 1] = as_canonical(value)
    return b"\n".join(lines)


def as_canonical(value: object) -> bytes:
    """Return the canonical form by another way than the platform's."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def put(path: str, value: object) -> Callable[[Json], None]:
    """Return what puts a value at a place, as `charges.total`."""
    *way, last = path.split(".")

    def change(given: Json) -> None:
        at: Any = given
        for step in way:
            at = at[int(step)] if isinstance(at, list) else at[step]
        at[int(last) if isinstance(at, list) else last] = value

    return change


def signed_by_another(data: bytes) -> bytes:
    """Return a receipt's file whose day somebody else signed, with a key of his own."""

    def sign(file: Json) -> None:
        public = FOREIGN.public_key().public_bytes_raw()
        file["key"], file["root"]["key"] = public.hex(), key_id(public)
        del file["root"]["signature"]
        file["root"]["signature"] = FOREIGN.sign(as_canonical(file["root"])).hex()

    return changed(data, 1, sign)


def one_cases() -> dict[str, bytes]:
    """Return files of one receipt."""
    day = next(made_days(1, 5))
    good, flip = one_file(day, 1), "0" * 64
    told = line_of(good, 1)
    changes: dict[str, Callable[[Json], object]] = {
        "seconds": put("receipt.seconds", told["receipt"]["seconds"] + 1),
        "total": put("receipt.charges.total", told["receipt"]["charges"]["total"] + 1),
        "owner's part": put("receipt.charges.owner", told["receipt"]["charges"]["owner"] + 10),
        "answered before it came": put("receipt.arrived_at", "2026-11-01T23:59:59.000Z"),
        "no such time": put("receipt.answered_at", "2026-11-31T10:00:00.000Z"),
        "another day": put("receipt.issued_at", "2026-11-02T10:00:00.000Z"),
        "alias": put("receipt.agent.alias", "Zoé"),
        "currency": put("receipt.currency", "CHF"),
        "digest": put("digest", flip),
        "a step of the proof": put("proof.1", flip),
        "proof too short": lambda file: file["proof"].pop(),
        "proof too long": lambda file: file["proof"].append(flip),
        "index": put("index", 5),
        "index beyond": put("index", 99),
        "count of the day": put("root.count", 12),
        "root": put("root.root", flip),
        "day": put("root.day", "2026-11-02"),
        "signature": put("root.signature", "0" * 128),
        "key": put("key", FOREIGN.public_key().public_bytes_raw().hex()),
        "key's id": put("root.key", flip),
        "terms": put("pricing.rates.owner_per_hour", 1),
        "zone": put("pricing.zone", "Europe/Nowhere"),
        "field left out": lambda file: file["receipt"].pop("ladder"),
        "field too many": put("receipt.caller", "+33612345678"),
        "wrong kind": put("receipt.nth", "2"),
        "too large a number": put("receipt.charges.owner", 2**53),
        "broken number": put("receipt.seconds", 1.5),
        "negative": put("receipt.seconds", -1),
        "version": put("version", 2),
        "kind": put("format", "permanence.other"),
    }
    return {
        "right": good, "right, without terms": one_file(day, 1, priced=False),
        **{name: changed(good, 1, change) for name, change in changes.items()},
        "spaces": good.replace(b":", b": ", 1), "an escape": good.replace("É".encode(), b"\\u00c9"), "no line feed": good[:-1],
        "doubled key": good.replace(b'"index":4', b'"index":9,"index":4'), "cut off": good[:900] + b"\n", "not JSON": b"%PDF-1.7\n",
        "empty": b"", "a list": b"[]\n", "a line too many": good + b"{}\n", "another's key": signed_by_another(good),
    }  # fmt: skip


def month_cases() -> dict[str, bytes]:
    """Return files of a month: the head in line 1, the days in lines 2, 6 and 7 with 3, none and 3 receipts, and so on."""
    days = list(made_days(4, 3))
    quiet = list(made_days(2, 0))
    good = month_file(days)
    lines = good.splitlines(keepends=True)
    head = line_of(good, 1)
    flip = "0" * 64

    def without(*numbers: int) -> bytes:
        return b"".join(line for at, line in enumerate(lines, 1) if at not in numbers)

    return {
        "month": good, "month without a receipt": month_file(quiet),
        "month: amount": changed(good, 4, put("charges.platform", 7)),
        "month: first receipt's alias": changed(good, 3, put("agent.alias", "Zoé")),
        "month: last receipt's alias": changed(good, len(lines), put("agent.alias", "Zoé")),
        "month: receipt left out": without(4), "month: last receipt left out": without(len(lines)),
        "month: receipt twice": b"".join([*lines[:4], lines[3], *lines[4:]]),
        "month: two swapped": b"".join([*lines[:2], lines[3], lines[2], *lines[4:]]),
        "month: day left out": without(6, 7, 8, 9), "month: day's line left out": without(6),
        "month: last day left out": without(14, 15, 16, 17),
        "month: receipt unreadable": b"".join([*lines[:3], lines[3].replace(b'"nth":2', b'"nth":x'), *lines[4:]]),
        "month: day unreadable": b"".join([*lines[:5], lines[5].replace(b'"index"', b'"indez"'), *lines[6:]]),
        "month: a day's proof": changed(good, 6, put("proof.0", flip)), "month: a day's index": changed(good, 6, put("index", 4)),
        "month: a day's count": changed(good, 6, put("count", 2)), "month: a day's root": changed(good, 6, put("root.root", flip)),
        "month: a day's link": changed(good, 6, put("root.previous", flip)), "month: a day's key": changed(good, 6, put("root.key", flip)),
        "month: a day's installation": changed(good, 6, put("root.installation.name", "Autre")),
        "month: number": changed(good, 4, put("nth", 9)), "month: firm of a receipt": changed(good, 4, put("owner.id", "frm_x")),
        "month: count": changed(good, 1, put("count", head["count"] + 1)), "month: last": changed(good, 1, put("last", flip)),
        "month: previous": changed(good, 1, put("previous", "1" * 64)), "month: first": changed(good, 1, put("first", 2)),
        "month: totals": changed(good, 1, put("totals.0.seconds", 1)), "month: owner": changed(good, 1, put("owner", "frm_x")),
        "month: the month": changed(good, 1, put("month", "2026-12")), "month: head's key": changed(good, 1, put("key", "1" * 64)),
        "month: terms": changed(good, 1, put("pricing.0.minimum_s", 21)), "month: head cut": b"".join([lines[0][:-9] + b"\n", *lines[1:]]),
    }  # fmt: skip


def beside(whole: str, text: str) -> tuple[int, str, int]:
    """Return a text by what differs from another: how much of that one stands before, what comes then, how much stands behind."""
    before = _agree(whole, text)
    behind = _agree(whole[before:][::-1], text[before:][::-1])
    return before, text[before : len(text) - behind], behind


def _agree(one: str, other: str) -> int:
    """Return how many letters at the beginning are the same."""
    return next((at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right), min(len(one), len(other)))


def text_of(whole: Json, given: list[Any]) -> str:
    """Return the text that was told by what differs."""
    base, before, between, behind = whole[given[0]], *given[1:]
    return base[:before] + between + base[len(base) - behind :]


def laid_out(head: Json, files: list[Json]) -> str:
    """Return the JSON with a line for each of the files."""
    lines = ",\n".join(json.dumps(file, ensure_ascii=False) for file in files)
    return f'{json.dumps(head, ensure_ascii=False, indent=1)[:-2]},\n "files": [\n{lines}\n ]\n}}\n'


def told(verdict: Verdict) -> Json:
    """Return a verdict as it stands in the file."""
    findings = [
        [one.code, one.part, one.name, one.field, one.line, one.also, *(() if one.code in WORDLESS else (one.expected, one.found))]
        for one in verdict.findings
    ]
    proven = verdict.proven
    counts = None if proven is None else [proven.receipts, proven.days, proven.charged, proven.is_trusted]
    return {"findings": findings, "proven": counts}


def vectors() -> str:
    """Return the file's text."""
    ones, months = one_cases(), month_cases()
    whole = {"receipt": ones["right"].decode(), "month": months["month"].decode()}
    files: list[Json] = []
    for base, cases in (("receipt", ones), ("month", months)):
        files += [{"name": name, "text": [base, *beside(whole[base], data.decode())], **told(verify_bytes(data))} for name, data in cases.items()]
    for name, trusted in (("key", PUBLIC.hex()), ("fingerprint", key_id(PUBLIC).upper()), ("another", "ab" * 32)):
        verdict = verify_bytes(ones["right"], trusted)
        files.append({"name": f"trusted: {name}", "text": ["receipt", *beside(whole["receipt"], whole["receipt"])], "trusted": trusted, **told(verdict)})
    tree = Tree([leaf(data) for data in LEAVES])
    return laid_out(
        {
            "about": "Written by tests/receipt_vectors.py; the key is known to everybody and signs nothing but this.",
            "key": PUBLIC.hex(), "fingerprint": key_id(PUBLIC),
            "canonical": {"value": json.loads(canonical(PRICING)), "text": canonical(PRICING).decode()},
            "merkle": {
                "leaves": [data.hex() for data in LEAVES], "empty": NOTHING.hex(),
                "roots": [Tree([leaf(data) for data in LEAVES[:size]]).root.hex() for size in range(1, len(LEAVES) + 1)],
                "proofs": [
                    f"{first} {count} {' '.join(step.hex() for step in tree.proof(first, count))}".strip()
                    for first in range(len(LEAVES)) for count in range(1, len(LEAVES) - first + 1)
                ],
            },
            "whole": whole,
        },
        files,
    )


if __name__ == "__main__":
    FILE.write_text(vectors(), encoding="utf-8")
