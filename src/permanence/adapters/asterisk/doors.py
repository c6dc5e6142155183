"""Which ports a switch takes, and whether another programme holds one of them."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass

from permanence.adapters.asterisk.configuration import Plan

SETTINGS = {
    "switch": ("ARI_PORT", "SIP_PORT", "WSS_PORT"),
    "far": ("DEMO_ARI_PORT", "DEMO_SIP_PORT", "WSS_PORT"),
}


@dataclass(frozen=True, slots=True)
class Door:
    """One port: where it listens, what for, and the setting that moves it."""

    host: str
    port: int
    datagrams: bool
    purpose: str
    setting: str

    def taken(self) -> str | None:
        """What to do when another programme holds the port, or None when it is free."""
        kind = socket.SOCK_DGRAM if self.datagrams else socket.SOCK_STREAM
        with socket.socket(socket.AF_INET, kind) as trial:
            if not self.datagrams:
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((self.host, self.port))
                if not self.datagrams:
                    trial.listen(1)
            except OSError as error:
                form = "UDP" if self.datagrams else "TCP"
                return (
                    f"Port {self.port} ({form}, for {self.purpose}) cannot be taken on {self.host}: {error.strerror}. "
                    f"End the programme that holds it, or set PERMANENCE_{self.setting} to a free port."
                )
        return None


def doors(plan: Plan) -> Iterator[Door]:
    """Every fixed port of a switch."""
    ari, sip, wss = SETTINGS[plan.flavour]
    yield Door("127.0.0.1", plan.ari_port, False, "the platform and the browsers", ari)
    yield Door(plan.sip_host, plan.sip_port, True, "carriers and phones", sip)
    yield Door(plan.sip_host, plan.sip_port, False, "carriers and phones", sip)
    if plan.tls is not None:
        yield Door(plan.tls.host, plan.tls.port, False, "browsers on the network", wss)
