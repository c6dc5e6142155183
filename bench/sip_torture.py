"""Messages that torment a SIP parser: hand-written cases after the kinds RFC 4475 lists, and seeded mutations of right ones."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "tests/integration/switch/torture"
VERBS = (
    "INVITE",
    "REGISTER",
    "OPTIONS",
    "BYE",
    "CANCEL",
    "ACK",
    "SUBSCRIBE",
    "MESSAGE",
    "REFER",
    "INFO",
    "UPDATE",
    "PRACK",
)
ODD = (
    b"\x00", b"\xff\xfe", b"%s%n%x", b"${IFTIME}", b"../../../etc/passwd", b"'; drop table call; --", b"\r\n\r\n", b"\t",
    b"4294967296", b"-1", b"99999999999999999999", b"sip:", b"@@", b"<<>>", b'"', b";;;;", b",,,,", b"\xc3\x28", b"\\", b"%00",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One hand-written message: what it is, and what a sane switch may do with it."""

    name: str
    what: str
    expect: str
    text: str

    def message(self, server: str, host: str, port: int) -> bytes:
        """The octets to send from this address."""
        return dress(self.text, server, host, port, self.name)


def cases() -> list[Case]:
    """Every case of the folder."""
    found: list[Case] = []
    for file in sorted(FOLDER.glob("*.sip")):
        what, expect, _, text = file.read_text().split("\n", 3)
        found.append(Case(file.stem, what.removeprefix("# "), expect.removeprefix("# expect: "), text))
    return found


def dress(text: str, server: str, host: str, port: int, mark: str) -> bytes:
    """Fill in the addresses, the marks and the true length; escapes like \\x00 become octets."""
    head, gap, body = text.partition("\n\n")
    bare = text.startswith("# bare\n")
    values = {
        "server": server,
        "us": f"{host}:{port}",
        "host": host,
        "id": f"t-{mark}",
        "branch": f"z9hG4bK-{mark}",
    }
    octets = _octets(_fill(body, values)).replace(b"\n", b"\r\n")
    values["length"] = str(len(octets))
    first = _octets(_fill(head.removeprefix("# bare\n") + gap, values))
    return first + octets.replace(b"\r\n", b"\n") if bare else first.replace(b"\n", b"\r\n") + octets


def _fill(text: str, values: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], found[0]), text)


def _octets(text: str) -> bytes:
    return text.encode("latin-1", "backslashreplace").decode("unicode_escape").encode("latin-1", "replace")


def mutations(seed: int, count: int, server: str, host: str, port: int) -> Iterator[bytes]:
    """Right messages, each with one to six wounds; the same seed gives the same ones."""
    chance = random.Random(seed)
    for number in range(count):
        message = _right(chance, server, host, port, number)
        for _ in range(chance.randint(1, 6)):
            message = chance.choice(WOUNDS)(chance, message)
        yield message[:60_000]


def _right(chance: random.Random, server: str, host: str, port: int, number: int) -> bytes:
    """A message that is well formed before it is wounded."""
    verb = chance.choice(VERBS)
    body = ""
    if verb in ("INVITE", "UPDATE") or chance.random() < 0.2:
        body = (
            "v=0\no=- 1 1 IN IP4 {host}\ns=-\nc=IN IP4 {host}\nt=0 0\nm=audio 40000 RTP/AVP 8 0 101\n"
            "a=rtpmap:8 PCMA/8000\na=rtpmap:101 telephone-event/8000\na=fmtp:101 0-16\na=sendrecv\n"
        )
    user = chance.choice(("33123456789", "+33123456789", "0123456789", "agent-1", "", "*43"))
    target = f"sip:{user}@{{server}}" if user else "sip:{server}"
    text = (
        f"{verb} {target} SIP/2.0\nVia: SIP/2.0/UDP {{us}};branch={{branch}};rport\nMax-Forwards: 70\n"
        f'From: "Dupont" <sip:33612345678@{{host}}>;tag=a{number}\nTo: <{target}>\nCall-ID: {{id}}\n'
        f"CSeq: {chance.randint(1, 99999)} {verb}\nContact: <sip:33612345678@{{us}}>\nAllow: INVITE, ACK, BYE, CANCEL\n"
        "Supported: timer, 100rel\nUser-Agent: torture\nExpires: 60\nEvent: presence\nRefer-To: <sip:1@{host}>\n"
        'Authorization: Digest username="agent-1", realm="asterisk", nonce="1/2", uri="sip:x", response="0123"\n'
        "P-Asserted-Identity: <sip:33612345678@{host}>\nDiversion: <sip:33199@{host}>;reason=unconditional\n"
        f"{'Content-Type: application/sdp' if body else 'Subject: hello'}\nContent-Length: {{length}}\n\n{body}"
    )
    return dress(text, server, host, port, f"m{number}-{chance.getrandbits(32):x}")


def _flip(chance: random.Random, message: bytes) -> bytes:
    """Change a few octets to any others."""
    octets = bytearray(message)
    for _ in range(chance.randint(1, 8)):
        if octets:
            octets[chance.randrange(len(octets))] = chance.randrange(256)
    return bytes(octets)


def _cut(chance: random.Random, message: bytes) -> bytes:
    """Leave out a stretch."""
    start = chance.randrange(len(message) + 1)
    return message[:start] + message[start + chance.randint(1, 60) :]


def _stuff(chance: random.Random, message: bytes) -> bytes:
    """Put something odd somewhere."""
    start = chance.randrange(len(message) + 1)
    return message[:start] + chance.choice(ODD) * chance.choice((1, 1, 2, 50)) + message[start:]


def _repeat_line(chance: random.Random, message: bytes) -> bytes:
    """Give a header again, once or a hundred times."""
    lines = message.split(b"\r\n")
    line = chance.choice(lines)
    at = chance.randrange(len(lines))
    return b"\r\n".join(lines[:at] + [line] * chance.choice((1, 2, 100)) + lines[at:])


def _drop_line(chance: random.Random, message: bytes) -> bytes:
    """Leave out a header."""
    lines = message.split(b"\r\n")
    del lines[chance.randrange(len(lines))]
    return b"\r\n".join(lines)


def _shuffle(chance: random.Random, message: bytes) -> bytes:
    """Give the headers in another order, the first line included now and then."""
    lines = message.split(b"\r\n")
    first = chance.choice((0, 1))
    rest = lines[first:]
    chance.shuffle(rest)
    return b"\r\n".join(lines[:first] + rest)


def _number(chance: random.Random, message: bytes) -> bytes:
    """Put another number where one stands."""
    places = list(re.finditer(rb"\d+", message))
    if not places:
        return message
    place = chance.choice(places)
    value = chance.choice((b"0", b"-1", b"4294967295", b"4294967296", b"9" * 40, b"1e9", b""))
    return message[: place.start()] + value + message[place.end() :]


def _swell(chance: random.Random, message: bytes) -> bytes:
    """Make a value very long."""
    places = [found.end() for found in re.finditer(rb": ", message)]
    at = chance.choice(places) if places else 0
    return (
        message[:at]
        + chance.choice((b"A", b"%41", b"\\", b" ", b"(")) * chance.choice((300, 3000, 20000))
        + message[at:]
    )


def _end_early(chance: random.Random, message: bytes) -> bytes:
    """Stop somewhere."""
    return message[: chance.randrange(1, len(message) + 1)] if message else message


WOUNDS = (_flip, _cut, _stuff, _repeat_line, _drop_line, _shuffle, _number, _swell, _end_early)
