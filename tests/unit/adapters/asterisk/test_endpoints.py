"""What is written for the switch: every agent and carrier, and nothing a name or password could smuggle in."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.adapters.asterisk import endpoints
from permanence.adapters.asterisk.configuration import plain
from permanence.adapters.asterisk.endpoints import EndpointEntry, TrunkEntry
from permanence.kernel.errors import Invalid


def written(folder: Path, name: str) -> str:
    return (folder / name).read_text()


def test_a_browser_a_phone_and_a_fixed_address(tmp_path: Path) -> None:
    entries = [
        EndpointEntry("web", "one"), EndpointEntry("desk", "two", "phone"),
        EndpointEntry("door", "", "static", "sip:door@192.0.2.7:5060"),
    ]  # fmt: skip
    assert endpoints.write_endpoints(tmp_path, entries) == 3
    text = written(tmp_path, "pjsip_agents.conf")
    assert "[web](browser)\naors = web\nauth = web\n" in text
    assert "[desk](phone)\n" in text
    assert "password = two\n" in text
    assert "contact = sip:door@192.0.2.7:5060\n" in text
    assert text.count("type = auth") == 2
    assert oct((tmp_path / "pjsip_agents.conf").stat().st_mode & 0o777) == "0o600"
    assert [file.name for file in tmp_path.iterdir()] == ["pjsip_agents.conf"]


def test_a_carrier_known_by_its_addresses(tmp_path: Path) -> None:
    endpoints.write_trunks(tmp_path, [TrunkEntry("acme", "sip:192.0.2.1", ("192.0.2.1", "198.51.100.0/24"))])
    text = written(tmp_path, "pjsip_trunks.conf")
    assert "type = identify\nendpoint = acme\nmatch = 192.0.2.1\nmatch = 198.51.100.0/24\n" in text
    assert "type = auth" not in text
    assert "identify_by = ip\n" in text


def test_a_carrier_where_we_register(tmp_path: Path) -> None:
    trunk = TrunkEntry("acme", "sip:sip.example:5070", ("192.0.2.1",), "me", "secret", we_register=True)
    endpoints.write_trunks(tmp_path, [trunk])
    text = written(tmp_path, "pjsip_trunks.conf")
    assert "type = registration\noutbound_auth = acme-out\nserver_uri = sip:sip.example:5070\n" in text
    assert "client_uri = sip:me@sip.example:5070\n" in text
    assert "\nauth = acme" not in text


def test_a_carrier_that_logs_in(tmp_path: Path) -> None:
    endpoints.write_trunks(
        tmp_path, [TrunkEntry("acme", username="they", password="secret", they_log_in=True)]
    )
    text = written(tmp_path, "pjsip_trunks.conf")
    assert "\nauth = acme-in\n" in text
    assert "identify_by = auth_username\n" in text
    assert "[acme-in]\ntype = auth\nauth_type = digest\nusername = acme\n" in text


@pytest.mark.parametrize(
    ("trunk", "reason"),
    [
        (TrunkEntry("acme", "sip:192.0.2.1"), "anybody could call"),
        (TrunkEntry("acme", they_log_in=True), "needs the password that the carrier gives"),
        (TrunkEntry("acme", match=("192.0.2.1",), we_register=True), "needs a user name and a password"),
        (TrunkEntry("acme", None, ("192.0.2.1",), "me", "word", we_register=True), "needs the carrier's address"),
        (TrunkEntry("acme", match=("192.0.2.1\nmatch=0.0.0.0/0",)), "is not an address"),
        (TrunkEntry("ac]me", match=("192.0.2.1",)), "cannot name an endpoint"),
        (TrunkEntry("acme", "sip:a\nb", match=("192.0.2.1",)), "line breaks"),
    ],
)
def test_an_unsafe_carrier_is_refused_with_the_reason(tmp_path: Path, trunk: TrunkEntry, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        endpoints.write_trunks(tmp_path, [trunk])
    assert list(tmp_path.iterdir()) == []


@given(st.text(max_size=30))
def test_no_value_ends_its_line_or_hides_the_rest(value: str) -> None:
    try:
        line = plain(value, "The value")
    except Invalid:
        return
    assert not any(ord(letter) < 32 for letter in line)
    assert ";" not in line.replace("\\;", "")


@given(st.text(max_size=80))
def test_a_name_is_letters_digits_and_two_signs(name: str) -> None:
    try:
        block = endpoints.entry_text(EndpointEntry(name, "secret"))
    except Invalid:
        return
    assert block.startswith(f"[{name}](browser)\n")
    assert all(letter.isascii() and (letter.isalnum() or letter in "-_") for letter in name)


def test_the_yardstick_has_its_queue_agents_and_number(tmp_path: Path) -> None:
    endpoints.write_bench(tmp_path, 3, "127.0.0.1", 6000, per_agent_port=True)
    assert "contact = sip:ag3@127.0.0.1:6002" in written(tmp_path, "pjsip_bench.conf")
    assert written(tmp_path, "queues_bench.conf").count("member = PJSIP/ag") == 3
    assert "exten => bench-queue,1,Queue(bench," in written(tmp_path, "extensions_bench.conf")
