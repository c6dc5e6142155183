"""How often one address may tell something without signing in. Pure: time is an argument."""

from __future__ import annotations

from collections import OrderedDict, deque
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

SPAN = timedelta(minutes=10)
EACH, ALL = 5, 200
"""Tellings in a span: of one address, of all together."""
ADDRESSES_MAX = 10_000


class Pace:
    """Remembers who told something lately."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._of: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._all: deque[datetime] = deque()

    def allows(self, address: str, now: datetime) -> bool:
        """Say whether this address may tell something now, and count it if so."""
        name = neighbourhood(address)
        own = self._of.setdefault(name, deque())
        self._of.move_to_end(name)
        while len(self._of) > ADDRESSES_MAX:
            self._of.popitem(last=False)
        for seen in (own, self._all):
            while seen and seen[0] <= now - SPAN:
                seen.popleft()
        if len(own) >= EACH or len(self._all) >= ALL:
            return False
        own.append(now)
        self._all.append(now)
        return True


def neighbourhood(address: str) -> str:
    """Return what counts as one address: of IPv6 the network of 64 bits that one household has."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((found, 64), strict=False)) if found.version == 6 else address
