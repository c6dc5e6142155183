"""Agents and phones elsewhere on the network: the certificate they are shown and the addresses they must use.

Beyond this machine a browser gives the microphone only over HTTPS. Without a certificate of your own a local authority
is made: its certificate is installed once on each agent's machine.
"""

from __future__ import annotations

import ipaddress
import os
import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from permanence.kernel.errors import Invalid

# Browsers refuse certificates that last longer than 398 days.
LEAF_DAYS = 390
AUTHORITY_DAYS = 3650
RENEW_DAYS = 30


class CertificateUnfit(Invalid):
    """The certificate cannot be used."""

    code = "certificate_unfit"


@dataclass(frozen=True, slots=True)
class Certificate:
    """What is shown to browsers; `authority` is the file to install on them, when the authority is ours."""

    certificate: Path
    key: Path
    until: datetime
    authority: Path | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """One thing a person types into a browser or a phone."""

    purpose: str
    value: str


def given(certificate: Path, key: Path, name: str, now: datetime) -> Certificate:
    """A certificate of the firm's own, checked: it fits the key and the name, and has not ended."""
    try:
        leaf = x509.load_pem_x509_certificates(certificate.read_bytes())[0]
        secret = serialization.load_pem_private_key(key.read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise CertificateUnfit(
            f"The certificate or its key cannot be read ({error}). Give both as PEM."
        ) from error
    form = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    if leaf.public_key().public_bytes(*form) != secret.public_key().public_bytes(*form):
        raise CertificateUnfit(f"{key} is not the key of {certificate}. Give the two that belong together.")
    if leaf.not_valid_after_utc <= now:
        raise CertificateUnfit(f"The certificate ended on {leaf.not_valid_after_utc:%d/%m/%Y}. Renew it.")
    if not _covers(leaf, name):
        raise CertificateUnfit(
            f"The certificate is not for {name}. Use one that is, or another --public-name."
        )
    return Certificate(certificate, key, leaf.not_valid_after_utc)


def local(folder: Path, name: str, addresses: Sequence[str], now: datetime) -> Certificate:
    """A certificate of our own authority for this name and these addresses; both are kept and renewed in time."""
    if not re.fullmatch(r"[A-Za-z0-9.-]{1,200}", name):
        raise CertificateUnfit(
            f"{name!r} is neither a host name nor an address. Give one that browsers can reach."
        )
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    names = tuple(sorted({name, "localhost", "127.0.0.1", *addresses}))
    issuer, issuer_key = _authority(folder, names, now)
    chain, key = folder / "switch.pem", folder / "switch.key"
    until = _still_good(chain, key, names, issuer, now)
    if until is None:
        until = _issue(chain, key, names, issuer, issuer_key, now)
    return Certificate(chain, key, until, folder / "authority.crt")


def own_addresses() -> list[str]:
    """This machine's IPv4 addresses other than loopback, the one that leads outside first."""
    found: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("203.0.113.1", 9))  # nothing is sent: this only asks which way it would go
            found.append(str(probe.getsockname()[0]))
        except OSError:
            pass  # no way leads outside: the machine's own table below is enough
    try:
        table = Path("/proc/net/fib_trie").read_text()
    except OSError:
        table = ""
    found += re.findall(r"\|-- (\S+)\n\s+/32 host LOCAL", table)
    return list(dict.fromkeys(address for address in found if not ipaddress.ip_address(address).is_loopback))


def addresses(name: str, http_port: int, wss_port: int, sip_port: int, rtp: tuple[int, int]) -> list[Address]:
    """What phones and browsers on the network must use, and what the firewall must let through."""
    here = own_addresses()
    server = here[0] if here else name
    return [
        Address("Pages for agents and supervisors", f"https://{name}:{http_port}/"),
        Address("Sound of the pages (secure websocket)", f"wss://{name}:{wss_port}/ws"),
        Address("SIP phones and carriers (UDP or TCP)", f"sip:{server}:{sip_port}"),
        Address("Ports to open (TCP)", f"{http_port}, {wss_port}, {sip_port}"),
        Address("Ports to open (UDP)", f"{sip_port}, {rtp[0]}-{rtp[1]}"),
    ]


def _covers(leaf: x509.Certificate, name: str) -> bool:
    try:
        names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return False
    known = {entry.lower() for entry in names.get_values_for_type(x509.DNSName)}
    known |= {str(entry) for entry in names.get_values_for_type(x509.IPAddress)}
    return name.lower() in known or f"*.{name.lower().partition('.')[2]}" in known


def _authority(
    folder: Path, names: Sequence[str], now: datetime
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    """Our authority, made at first use. Whoever steals it can speak for this installation's names and no others."""
    file, key_file = folder / "authority.crt", folder / "authority.key"
    if file.exists() and key_file.exists():
        certificate = x509.load_pem_x509_certificate(file.read_bytes())
        key = serialization.load_pem_private_key(key_file.read_bytes(), None)
        lasting = certificate.not_valid_after_utc > now + timedelta(days=LEAF_DAYS)
        if isinstance(key, ec.EllipticCurvePrivateKey) and lasting and _allows(certificate, names):
            return certificate, key
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, f"Permanence ({socket.gethostname()[:40]})")]
    )
    usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    builder = _base(subject, subject, key, now, AUTHORITY_DAYS)
    builder = builder.add_extension(x509.BasicConstraints(True, 0), True).add_extension(usage, True)
    builder = builder.add_extension(x509.NameConstraints([_reach(name) for name in names], None), True)
    certificate = builder.sign(key, hashes.SHA256())
    _write(key_file, _secret(key), 0o600)
    _write(file, certificate.public_bytes(serialization.Encoding.PEM), 0o644)
    return certificate, key


def _reach(name: str) -> x509.GeneralName:
    """What the authority may speak for on account of one name: the name itself, or the network around an address."""
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return x509.DNSName(name)
    # A machine's address in a private network changes; its network seldom does.
    wide = 16 if address.is_private and address.version == 4 else address.max_prefixlen
    return x509.IPAddress(ipaddress.ip_network(f"{address}/{wide}", strict=False))


def _allows(certificate: x509.Certificate, names: Sequence[str]) -> bool:
    """Whether the authority may speak for every name."""
    try:
        reach = (
            certificate.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees
            or []
        )
    except x509.ExtensionNotFound:
        return False
    return all(_reach(name) in reach for name in names)


def _issue(
    chain: Path,
    key_file: Path,
    names: Sequence[str],
    issuer: x509.Certificate,
    issuer_key: CertificateIssuerPrivateKeyTypes,
    now: datetime,
) -> datetime:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[-1][:64])])
    builder = _base(subject, issuer.subject, key, now, LEAF_DAYS)
    builder = builder.add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), False)
    builder = builder.add_extension(x509.BasicConstraints(False, None), True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
    leaf = builder.sign(issuer_key, hashes.SHA256())  # type: ignore[arg-type]
    both = leaf.public_bytes(serialization.Encoding.PEM) + issuer.public_bytes(serialization.Encoding.PEM)
    _write(key_file, _secret(key), 0o600)
    _write(chain, both, 0o644)
    return leaf.not_valid_after_utc


def _base(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime, days: int
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    return builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=days))


def _still_good(
    chain: Path, key: Path, names: Sequence[str], issuer: x509.Certificate, now: datetime
) -> datetime | None:
    """Until when the present certificate serves, or None when a new one is due."""
    if not (chain.exists() and key.exists()):
        return None
    leaf, *rest = x509.load_pem_x509_certificates(chain.read_bytes())
    fresh = leaf.not_valid_after_utc > now + timedelta(days=RENEW_DAYS)
    fits = rest == [issuer] and all(_covers(leaf, name) for name in names)
    return leaf.not_valid_after_utc if fresh and fits else None


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _secret(key: ec.EllipticCurvePrivateKey) -> bytes:
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return key.private_bytes(*form)


def _write(path: Path, data: bytes, mode: int) -> None:
    part = path.with_name(f"{path.name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as handle:
        handle.write(data)
    part.replace(path)
