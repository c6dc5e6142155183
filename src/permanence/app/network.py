"""Opens an installation to the network: certificate, addresses to listen on, and what people must type where."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from permanence.adapters.asterisk import remote
from permanence.adapters.asterisk.configuration import Tls
from permanence.app import settings as settings_of
from permanence.app.settings import Settings
from permanence.kernel.errors import Invalid

Say = Callable[[str], None]


def open_to_network(
    name: str, certificate: Path | None, key: Path | None, say: Say
) -> tuple[Settings, Tls]:
    """Return settings and the switch's TLS for this public name, and tell the addresses to use.

    The processes started from here read the same settings from the environment.
    """
    if (certificate is None) is not (key is None):
        raise Invalid("Give --certificate and --key together, or neither.")
    here = settings_of.load()
    now = datetime.now(UTC)
    if certificate is not None and key is not None:
        shown = remote.given(certificate, key, name, now)
    else:
        shown = remote.local(here.secrets / "tls", name, remote.own_addresses(), now)
    os.environ |= {
        "PERMANENCE_PUBLIC_NAME": name,
        "PERMANENCE_HOST": "0.0.0.0",
        "PERMANENCE_CERTIFICATE": str(shown.certificate.resolve()),
        "PERMANENCE_CERTIFICATE_KEY": str(shown.key.resolve()),
    }
    settings = settings_of.load()
    rtp = (settings.rtp_first, settings.rtp_last)
    for address in remote.addresses(name, settings.http_port, settings.wss_port, settings.sip_port, rtp):
        say(f"{address.purpose}: {address.value}")
    if shown.authority is not None:
        say(f"Install this authority on each agent's machine, once: {shown.authority}")
    return settings, Tls("0.0.0.0", settings.wss_port, shown.certificate, shown.key)
