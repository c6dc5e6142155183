"""Which addresses may be told: the open network alone, in whatever form an inner address is written."""

from __future__ import annotations

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.webhooks.addresses import Target, allowed, is_outside, networks_of, target_of

INSIDE = (
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::1", "2001:0:7f00:1::",
)  # fmt: skip
OUTSIDE = ("1.1.1.1", "8.8.8.8", "93.184.216.34", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808")


@pytest.mark.parametrize("text", INSIDE)
def test_what_lies_inside_is_refused(text: str) -> None:
    assert allowed([text], True, ()) is None


@pytest.mark.parametrize("text", OUTSIDE)
def test_what_lies_outside_is_told(text: str) -> None:
    assert allowed([text], True, ()) == ip_address(text)
    assert allowed([text], False, ()) is None  # never without encryption


def test_a_name_that_leads_to_both_is_refused_in_either_order() -> None:
    assert allowed(["1.1.1.1", "127.0.0.1"], True, ()) is None
    assert allowed(["127.0.0.1", "1.1.1.1"], True, ()) is None
    assert allowed([], True, ()) is None


def test_an_installation_may_allow_networks_of_its_own_and_no_others() -> None:
    own = networks_of(" 127.0.0.0/8 , fd00::/8,")
    assert str(allowed(["127.0.0.1"], False, own)) == "127.0.0.1"
    assert str(allowed(["fd00::1"], True, own)) == "fd00::1"
    assert allowed(["10.0.0.1"], True, own) is None
    assert networks_of(None) == ()
    with pytest.raises(ValueError, match="host bits"):
        networks_of("10.0.0.1/8")


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("https://x.example", Target(True, "x.example", 443, "/")),
        ("HTTPS://X.Example/a?b=1", Target(True, "x.example", 443, "/a?b=1")),
        ("http://x.example:8080/", Target(False, "x.example", 8080, "/")),
        ("https://[2606:4700::1]:8443/h", Target(True, "2606:4700::1", 8443, "/h")),
    ],
)
def test_an_address_is_taken_apart(text: str, target: Target) -> None:
    assert target_of(text) == target


def test_the_name_of_a_host_has_its_port_where_it_is_a_strange_one() -> None:
    named = [target_of(text) for text in ("https://x.example/", "https://x.example:8443/", "http://[::1]/")]
    assert [each.named for each in named if each is not None] == ["x.example", "x.example:8443", "[::1]"]


@pytest.mark.parametrize(
    "text",
    [
        "", "x.example", "ftp://x.example", "file:///etc/passwd", "gopher://x/", "https://", "https://a@x.example/", "https://a:b@x.example/",
        "https://x.example/#f", "https://x.example:0/", "https://x.example:22/", "https://x.example:25/", "https://x.example:70000/",
        "https://x.example /", "https://x.example/\r\nHost: y", "https://x.example\\@y/", "https://-x.example/", "https://x.example/é",
        "https://" + "a" * 300 + ".example/", "https://x.example/" + "a" * 2000, "https://[::1", "https://x.example:443:80/",
    ],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_refused(text: str) -> None:
    assert target_of(text) is None


@given(st.integers(0, 2**32 - 1))
def test_an_inner_address_cannot_hide_in_a_longer_one(number: int) -> None:
    short = ip_address(number)
    for hidden in (f"::ffff:{short}", f"64:ff9b::{number >> 16:x}:{number & 0xFFFF:x}", f"2002:{number >> 16:x}:{number & 0xFFFF:x}::1"):
        assert is_outside(short) or not is_outside(ip_address(hidden))
