"""The carriers' trunks of this installation: kept in one private file, and written for the switch to read.

They belong to who runs the machine, not to a firm: a firm's numbers name the trunk over which they come and go.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from permanence.adapters.asterisk.configuration import ARI_USER, write_private
from permanence.adapters.asterisk.endpoints import MODULE, TrunkEntry, write_trunks
from permanence.adapters.asterisk.probe import Probe, SwitchSilent
from permanence.app.settings import Settings
from permanence.app.switch import secret
from permanence.kernel.errors import NotFound

FILE = "trunks.json"


def load(settings: Settings) -> list[TrunkEntry]:
    """Return all trunks by name."""
    file = settings.secrets / FILE
    return msgspec.json.decode(file.read_bytes(), type=list[TrunkEntry]) if file.exists() else []


def put(settings: Settings, trunk: TrunkEntry) -> bool:
    """Keep a trunk, in place of one of its name, and say whether the switch knows it already.

    Raises `Invalid` for one that could not be written or would let anybody call through it; nothing is kept then.
    """
    others = [known for known in load(settings) if known.name != trunk.name]
    return _keep(settings, [*others, trunk])


def remove(settings: Settings, name: str) -> bool:
    """Forget a trunk, and say whether the switch knows it already."""
    known = load(settings)
    kept = [trunk for trunk in known if trunk.name != name]
    if len(kept) == len(known):
        raise NotFound(f"There is no trunk {name}; 'permanence trunk list' shows them.")
    return _keep(settings, kept)


def write(settings: Settings, trunks: Sequence[TrunkEntry] | None = None) -> None:
    """Write the switch's file; it reads it when it starts."""
    etc = settings.switch / "etc"
    etc.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_trunks(etc, load(settings) if trunks is None else trunks)


def _keep(settings: Settings, trunks: Sequence[TrunkEntry]) -> bool:
    write(settings, trunks)  # refuses what is wrong, before it is kept
    settings.secrets.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = msgspec.json.format(msgspec.json.encode(sorted(trunks, key=lambda trunk: trunk.name)), indent=1)
    write_private(settings.secrets / FILE, kept.decode() + "\n")
    try:
        Probe(settings.ari_port, ARI_USER, secret(settings, "ari")).reload(MODULE)
    except SwitchSilent:
        return False  # it reads the file when it starts
    return True
