"""Which addresses may be told: those that lie outside, so that nobody can have us knock at doors inside our own network.

A name is judged by what it leads to, at registration and again at each connection, which goes to the judged address itself; so a name that
leads elsewhere a moment later gains nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
FIRST_FREE_PORT = 1024
WEB_PORTS = {80, 443}
NAT64 = IPv6Network("64:ff9b::/96")
LENGTH_MAX = 2000
_URL = re.compile(r"(https?)://([A-Za-z0-9](?:[A-Za-z0-9.\-]{0,251}[A-Za-z0-9])?|\[[0-9a-fA-F:.]{2,45}\])(?::([0-9]{1,5}))?(/[!-~]*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart. `path` holds the query as well."""

    secure: bool
    host: str
    port: int
    path: str

    @property
    def named(self) -> str:
        """What the header Host says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.secure else 80) else f"{host}:{self.port}"


def target_of(text: str) -> Target | None:
    """Return an address taken apart; None for one with a name and password in it, a fragment, a strange port, or that is none."""
    found = _URL.fullmatch(text) if len(text) <= LENGTH_MAX else None
    if found is None or "#" in text:
        return None
    secure = found[1].lower() == "https"
    port = int(found[3]) if found[3] else 443 if secure else 80
    if port > 65535 or (port < FIRST_FREE_PORT and port not in WEB_PORTS):
        return None
    return Target(secure, found[2].strip("[]").lower(), port, found[4] or "/")


def networks_of(text: str | None) -> tuple[Network, ...]:
    """Return the networks that an installation allows besides, out of ``10.0.0.0/8, fd00::/8``; raise ValueError for what is none."""
    return tuple(ip_network(part.strip()) for part in (text or "").split(",") if part.strip())


def is_own(address: Address, own: Sequence[Network]) -> bool:
    """Say whether an address lies in a network that the installation allows although it is not outside."""
    return any(address.version == network.version and address in network for network in own)


def is_outside(address: Address) -> bool:
    """Say whether an address is one of the open network: not private, loopback, link-local, multicast or reserved, and for
    the forms of IPv6 that hold an IPv4 address (mapped, 6to4, Teredo, NAT64) neither that one."""
    if isinstance(address, IPv6Address):
        if address in NAT64:
            return is_outside(IPv4Address(int(address) & 0xFFFFFFFF))
        if address.ipv4_mapped is not None:
            return is_outside(address.ipv4_mapped)
        inner = (address.sixtofour, *(address.teredo or ()))
        if any(each is not None and not is_outside(each) for each in inner):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def allowed(found: Sequence[str], secure: bool, own: Sequence[Network]) -> Address | None:
    """Return the address to connect to, out of all that a name leads to; None where one of them may not be told.
    Without encryption only the installation's own networks are."""
    addresses = [ip_address(text.partition("%")[0]) for text in found]
    for address in addresses:
        if not (is_own(address, own) or (secure and is_outside(address))):
            return None
    return addresses[0] if addresses else None
