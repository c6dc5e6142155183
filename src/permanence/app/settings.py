"""Where this installation lives and which doors it opens: read once from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """One installation. Ports are TCP unless said otherwise; `home` holds all of its data."""

    home: Path
    database_url: str | None = None
    host: str = "127.0.0.1"
    http_port: int = 8080
    public_name: str | None = None
    database_port: int = 15432
    ari_port: int = 18088
    sip_port: int = 15060
    wss_port: int = 18089
    rtp_first: int = 20000
    rtp_last: int = 22999
    demo_sip_port: int = 15160
    demo_ari_port: int = 18188
    demo_rtp_first: int = 23000
    demo_rtp_last: int = 24999
    demo_payment_port: int = 18190
    # The service that holds and charges cards; its key is the file `payment` among the secrets. Without it no cards are taken.
    payment_url: str | None = None
    # The address that phones beyond our own network must use, where it is not this machine's own.
    advertised: str | None = None
    # A certificate for `public_name` and its key (PEM); without them a local authority makes one.
    certificate: str | None = None
    certificate_key: str | None = None
    # Networks that webhooks may reach although they are not the open network's, as 10.0.0.0/8, fd00::/8.
    webhook_networks: str | None = None

    @property
    def run(self) -> Path:
        """Folder of sockets and process marks."""
        return self.home / "run"

    @property
    def floor_socket(self) -> Path:
        """Unix socket over which web processes speak with the floor."""
        return self.run / "floor.sock"

    @property
    def secrets(self) -> Path:
        """Folder of generated secrets, readable by the owner alone."""
        return self.home / "secrets"

    @property
    def switch(self) -> Path:
        """Folder of the switch: configuration, logs, prompts."""
        return self.home / "switch"

    @property
    def recordings(self) -> Path:
        """Folder of sealed recordings."""
        return self.home / "recordings"

    @property
    def logs(self) -> Path:
        """Folder of logs."""
        return self.home / "logs"


def load(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; every number has the name of its field, as PERMANENCE_HTTP_PORT."""
    home = Path(environment.get("PERMANENCE_HOME", "var")).resolve()
    values: dict[str, str | int | Path | None] = {"home": home}
    for name, field in Settings.__dataclass_fields__.items():
        text = environment.get(f"PERMANENCE_{name.upper()}")
        if name != "home" and text is not None:
            values[name] = int(text) if field.type == "int" else text
    if values.get("public_name"):
        values.setdefault("host", "0.0.0.0")
    values.setdefault("database_url", environment.get("DATABASE_URL"))
    return Settings(**values)  # type: ignore[arg-type]
