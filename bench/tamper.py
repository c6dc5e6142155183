"""`receipts.tamper`: one byte of a receipt's or a month's file becomes another; is it noticed, and is its place named?
`receipts.month`: how much work it is to verify a month of 100,000 receipts, in a process of its own that knows no platform.

A byte is any of the file's, the last line feed included. Half of them become any other of the 255, most of which no reader of
JSON takes; the other half become another of their kind, as a forger would choose it: a digit a digit, a letter a letter. A place is named rightly where a
finding is of the altered line, or, in a receipt's file, which is one line, of the altered part of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from bench.figures import Figure, Outcome, is_quick
from permanence.synergy.verdict import Finding, Verdict
from permanence.synergy.verification import verify_bytes
from tests.receipts import PUBLIC, made_days, month_file, one_file

ROOT = Path(__file__).parent.parent
BYTES, QUICK_BYTES = 10_000, 500
RECEIPTS, QUICK_RECEIPTS = 100_000, 5_000
KINDS = (b"0123456789", b"abcdef", b"ghijklmnopqrstuvwxyz", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ")
COMMAND = """import atexit, re, sys
from pathlib import Path
atexit.register(lambda: sys.stderr.write(re.search("VmHWM:.*", Path("/proc/self/status").read_text())[0]))
from permanence.app.main import main
main()"""
MONTH_S = 30
"""Seconds of one processor: what others do on the machine meanwhile does not count."""
PARTS = {
    "receipt": {"receipt"}, "digest": {"receipt"}, "index": {"proof"}, "proof": {"proof"}, "root": {"day", "head", "proof"}, "key": {"head"},
    "pricing": {"pricing"}, "format": {"file"}, "version": {"file"},
}  # fmt: skip


def altered(data: bytes, at: int, chance: Random, *, alike: bool) -> bytes:
    """Return the file with one byte that is another."""
    old = data[at]
    kind = next((kind for kind in KINDS if old in kind), b"") if alike else b""
    new = chance.choice([each for each in kind or range(256) if each != old])
    return data[:at] + bytes([new]) + data[at + 1 :]


def part_of(data: bytes, at: int) -> str:
    """Return in which part of a receipt's file a byte is."""
    value, begun, found = json.loads(data), 1, "format"
    for name in sorted(value):
        if at >= begun:
            found = name
        written = json.dumps({name: value[name]}, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
        begun += len(written) - 1  # without its braces, with a comma
    return found


def is_named(finding: Finding, data: bytes, at: int, *, lines: bool) -> bool:
    """Say whether a finding is of the altered place; of a line that cannot be read no more is asked than that line."""
    if lines:
        return data.count(b"\n", 0, at) + 1 in (finding.line, finding.also)
    return finding.code.startswith("file.") or finding.part in PARTS[part_of(data, at)]


def tamper() -> Outcome:
    """Alter bytes, half of them in receipts' files and half in a month's."""
    outcome = Outcome("receipts.tamper", quick=is_quick())
    count, chance = QUICK_BYTES if outcome.quick else BYTES, Random(int(os.environ.get("SEED", "1")))
    days = list(made_days(5, 12))
    files = [one_file(day, at, priced=at % 2 == 0) for day in days for at in range(12)]
    month = month_file(days)
    assert all(verify_bytes(data).holds for data in (*files, month)), "nothing is wrong before"
    missed, unnamed, unreadable = 0, 0, 0
    for number in range(count):
        lines = number % 2 == 1
        data = month if lines else chance.choice(files)
        at = chance.randrange(len(data))
        verdict: Verdict = verify_bytes(altered(data, at, chance, alike=number % 4 < 2))
        missed += verdict.holds
        unreadable += any(finding.code.startswith("file.") for finding in verdict.findings)
        if not any(is_named(finding, data, at, lines=lines) for finding in verdict.findings):
            unnamed += 1
            outcome.say(f"byte {at} of a {'month' if lines else 'receipt'}: {verdict.findings[:3]}")
    outcome.say(f"{count} bytes altered: {missed} not noticed, {unnamed} not named; {unreadable} made a line unreadable or badly written")
    outcome.details = {"bytes": count, "unreadable": unreadable, "month_bytes": len(month)}
    outcome.figures += [
        Figure("receipts.tamper", missed, "bytes_not_noticed", "= 0", None, f"of {count}"),
        Figure("receipts.place", unnamed, "places_not_named", "= 0", None, f"of {count}"),
        _month(outcome),
    ]
    return outcome


def _month(outcome: Outcome) -> Figure:
    """Verify a large month as a director would, with the command."""
    receipts = QUICK_RECEIPTS if outcome.quick else RECEIPTS
    with tempfile.TemporaryDirectory(prefix="receipts-") as folder:
        file = Path(folder) / "month.jsonl"
        file.write_bytes(month_file(list(made_days(30, -(-receipts // 30)))))
        size = file.stat().st_size
        words = [sys.executable, "-c", COMMAND, "verify", str(file), "--key", PUBLIC.hex(), "--language", "en"]
        began, before = time.perf_counter(), os.times()
        done = subprocess.run(words, env=os.environ | {"PYTHONPATH": str(ROOT / "src")}, cwd=folder, capture_output=True, text=True, check=False)
        took, after = time.perf_counter() - began, os.times()
    assert done.returncode == 0, done.stdout + done.stderr
    peak = int(done.stderr.split()[-2]) // 1024
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    outcome.say(f"{done.stdout.splitlines()[1]} {size / 1e6:.0f} MB in {took:.1f} s, of which {cpu:.1f} s on the processor; at most {peak} MB of memory")
    outcome.details |= {"month_s": took, "month_cpu_s": cpu, "file_mb": size / 1e6, "peak_mb": peak}
    return Figure("receipts.month", round(cpu, 1), "cpu_s", f"<= {MONTH_S}", None, f"{receipts} receipts, one core")
