"""Certificates: ours are made once, renewed in time and narrow; a firm's own is checked before anybody is sent away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from permanence.adapters.asterisk import remote
from permanence.adapters.asterisk.remote import Certificate, CertificateUnfit

NOW = datetime(2026, 11, 22, tzinfo=UTC)
NAME = "centre.example"


def local(
    folder: Path, now: datetime = NOW, name: str = NAME, here: tuple[str, ...] = ("192.168.7.20",)
) -> Certificate:
    return remote.local(folder, name, here, now)


def leaf(made: Certificate) -> x509.Certificate:
    return x509.load_pem_x509_certificates(made.certificate.read_bytes())[0]


def test_one_certificate_serves_until_it_is_nearly_over(tmp_path: Path) -> None:
    first = leaf(local(tmp_path))
    assert leaf(local(tmp_path, NOW + timedelta(days=300))) == first
    renewed = local(tmp_path, NOW + timedelta(days=370))
    assert leaf(renewed) != first
    assert renewed.until > NOW + timedelta(days=700)


def test_agents_need_no_new_authority_when_the_certificate_is_renewed_or_the_address_moves_nearby(
    tmp_path: Path,
) -> None:
    authority = (local(tmp_path).authority or tmp_path).read_bytes()
    local(tmp_path, NOW + timedelta(days=370))
    moved = local(tmp_path, NOW, here=("192.168.7.99",))
    assert (moved.authority or tmp_path).read_bytes() == authority
    names = leaf(moved).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert "192.168.7.99" in [str(address) for address in names.get_values_for_type(x509.IPAddress)]


def test_the_authority_can_speak_for_nobody_else(tmp_path: Path) -> None:
    made = local(tmp_path)
    assert made.authority is not None
    authority = x509.load_pem_x509_certificate(made.authority.read_bytes())
    reach = authority.extensions.get_extension_for_class(x509.NameConstraints)
    assert reach.critical
    allowed = {str(entry.value) for entry in reach.value.permitted_subtrees or []}
    assert allowed == {NAME, "localhost", "127.0.0.0/16", "192.168.0.0/16"}


def test_keys_are_for_the_owner_alone(tmp_path: Path) -> None:
    local(tmp_path)
    for name in ("authority.key", "switch.key"):
        assert oct((tmp_path / name).stat().st_mode & 0o777) == "0o600"


def test_a_firms_own_certificate_is_taken_when_it_fits(tmp_path: Path) -> None:
    made = local(tmp_path)
    shown = remote.given(made.certificate, made.key, NAME, NOW)
    assert shown.authority is None
    assert shown.until == made.until


@pytest.mark.parametrize(
    ("name", "later", "reason"),
    [("other.example", 0, "not for other.example"), (NAME, 500, "Renew it")],
)
def test_one_that_does_not_fit_is_refused_with_the_reason(
    tmp_path: Path, name: str, later: int, reason: str
) -> None:
    made = local(tmp_path)
    with pytest.raises(CertificateUnfit, match=reason):
        remote.given(made.certificate, made.key, name, NOW + timedelta(days=later))


def test_a_foreign_key_and_an_unreadable_file_are_refused(tmp_path: Path) -> None:
    one, other = local(tmp_path / "one"), local(tmp_path / "other")
    with pytest.raises(CertificateUnfit, match="Give the two that belong together"):
        remote.given(one.certificate, other.key, NAME, NOW)
    with pytest.raises(CertificateUnfit, match="cannot be read"):
        remote.given(tmp_path / "nowhere.pem", one.key, NAME, NOW)


def test_a_name_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CertificateUnfit, match="neither a host name nor an address"):
        local(tmp_path, name="centre d'appels")


def test_people_are_told_what_to_type_and_to_open() -> None:
    told = {
        address.purpose: address.value
        for address in remote.addresses(NAME, 8080, 18089, 15060, (20000, 22999))
    }
    assert told["Pages for agents and supervisors"] == f"https://{NAME}:8080/"
    assert told["Ports to open (UDP)"] == "15060, 20000-22999"


def test_loopback_is_not_an_address_of_ours() -> None:
    assert not [address for address in remote.own_addresses() if address.startswith("127.")]
