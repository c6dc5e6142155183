"""The files that tell the switch who may call and be called: agents' browsers and phones, and carriers' trunks.

Each is written whole and renamed into place; the caller then has the switch's `MODULE` read it again, which leaves
calls and registrations untouched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from permanence.adapters.asterisk.configuration import plain, write_private
from permanence.kernel.errors import Invalid

MODULE = "res_pjsip.so"  # what reads these files
AGENTS_FILE = "pjsip_agents.conf"
TRUNKS_FILE = "pjsip_trunks.conf"
Kind = Literal["browser", "phone", "static"]
HEAD = "; Written by the platform; changes made by hand are lost.\n"


@dataclass(frozen=True, slots=True)
class EndpointEntry:
    """One place where a person is rung: a browser, a SIP phone, or a fixed address without a password."""

    name: str
    password: str
    kind: Kind = "browser"
    contact: str | None = None


@dataclass(frozen=True, slots=True)
class TrunkEntry:
    """One carrier. It is known by its addresses (`match`), by a password it gives under the trunk's name (`they_log_in`), or both.

    `contact` is where our calls go (`sip:host:port`). With `we_register` we log in at the carrier and it calls us there.
    """

    name: str
    contact: str | None = None
    match: tuple[str, ...] = ()
    username: str | None = None
    password: str | None = None
    they_log_in: bool = False
    we_register: bool = False
    from_domain: str | None = None
    codecs: tuple[str, ...] = ()


def write_endpoints(etc: Path, entries: Iterable[EndpointEntry]) -> int:
    """Write the agents' file; how many there are."""
    blocks = [entry_text(entry) for entry in entries]
    write_private(etc / AGENTS_FILE, HEAD + "\n".join(blocks))
    return len(blocks)


def write_trunks(etc: Path, trunks: Iterable[TrunkEntry]) -> int:
    """Write the carriers' file; how many there are."""
    blocks = [_trunk(trunk) for trunk in trunks]
    write_private(etc / TRUNKS_FILE, HEAD + "\n".join(blocks))
    return len(blocks)


def write_far(etc: Path, sip_port: int, phones: Sequence[EndpointEntry] = ()) -> None:
    """Let the far end call the switch on this machine as a carrier, and register these phones there."""
    target = f"sip:127.0.0.1:{sip_port}"
    write_private(etc / TRUNKS_FILE, HEAD + _trunk(TrunkEntry("carrier", target, ("127.0.0.1",))))
    blocks = [_far_phone(phone, sip_port) for phone in phones]
    write_private(etc / AGENTS_FILE, HEAD + "\n".join(blocks))


def write_bench(etc: Path, agents: int, host: str, port: int, per_agent_port: bool = False) -> None:
    """Add the yardstick: Asterisk's own queue, dialled as `bench-queue`, with agents at fixed addresses ag1, ag2, …

    After this have res_pjsip, app_queue and pbx_config read again.
    """
    names = [f"ag{number}" for number in range(1, agents + 1)]
    ports = [port + index if per_agent_port else port for index in range(agents)]
    blocks = [
        entry_text(EndpointEntry(name, "", "static", f"sip:{name}@{host}:{at}"))
        for name, at in zip(names, ports, strict=True)
    ]
    write_private(etc / "pjsip_bench.conf", HEAD + "\n".join(blocks))
    members = "".join(f"member = PJSIP/{name}\n" for name in names)
    queue = f"[bench]\nstrategy = leastrecent\ntimeout = 15\nringinuse = no\nwrapuptime = 0\njoinempty = yes\n{members}"
    write_private(etc / "queues_bench.conf", HEAD + queue)
    dialplan = "exten => bench-queue,1,Queue(bench,r,,,60)\n same => n,Hangup()\n"
    write_private(etc / "extensions_bench.conf", HEAD + dialplan)


def entry_text(entry: EndpointEntry) -> str:
    """The sections of one agent's endpoint."""
    name = _name(entry.name)
    if entry.kind == "static":
        contact = plain(entry.contact or "", f"The address of {name}")
        return (
            # Rung at its address and never heard calling: without a password its name would be anybody's.
            f"[{name}](phone)\naors = {name}\nidentify_by = ip\n\n"
            f"[{name}]\ntype = aor\nmax_contacts = 1\ncontact = {contact}\n"
        )  # fmt: skip
    template = "browser" if entry.kind == "browser" else "phone"
    return (
        f"[{name}]({template})\naors = {name}\nauth = {name}\n\n"
        f"[{name}]\ntype = auth\nauth_type = digest\nusername = {name}\n"
        f"password = {plain(entry.password, f'The password of {name}')}\n\n"
        f"[{name}](reachable)\n"
    )


def _trunk(trunk: TrunkEntry) -> str:
    name = _name(trunk.name)
    if not trunk.match and not trunk.they_log_in:
        raise Invalid(
            f"The trunk {name} must be known by its addresses or by a password; else anybody could call through it."
        )
    if trunk.they_log_in and trunk.password is None:
        raise Invalid(f"The trunk {name} needs the password that the carrier gives.")
    credentials = trunk.username is not None and trunk.password is not None
    if trunk.we_register and not credentials:
        raise Invalid(f"The trunk {name} needs a user name and a password.")
    if trunk.we_register and trunk.contact is None:
        raise Invalid(f"The trunk {name} needs the carrier's address, where we register.")
    # The name in a call is its sender's to choose, so a carrier is never known by that.
    known_by = [*(["ip"] if trunk.match else []), *(["auth_username"] if trunk.they_log_in else [])]
    lines = [f"[{name}](carrier)", f"aors = {name}", f"identify_by = {','.join(known_by)}"]
    if credentials:
        lines.append(f"outbound_auth = {name}-out")
    if trunk.they_log_in:
        lines.append(f"auth = {name}-in")
    if trunk.username is not None and trunk.we_register:
        lines.append(f"from_user = {plain(trunk.username, 'The user name')}")
    if trunk.from_domain is not None:
        lines.append(f"from_domain = {plain(trunk.from_domain, 'The domain')}")
    if trunk.codecs:
        lines.append(f"allow = !all,{','.join(_name(codec) for codec in trunk.codecs)}")
    lines += ["", f"[{name}]", "type = aor", "max_contacts = 1"]
    if trunk.contact is not None:
        lines.append(f"contact = {plain(trunk.contact, f'The address of {name}')}")
    lines += ["", *_passwords(trunk, name), *_trunk_rest(trunk, name)]
    return "\n".join(lines) + "\n"


def _passwords(trunk: TrunkEntry, name: str) -> list[str]:
    """The password that the carrier gives under the trunk's name, and the one that we give under our user name."""
    lines: list[str] = []
    for section, user in ((f"{name}-in", name if trunk.they_log_in else None), (f"{name}-out", trunk.username)):
        if user is not None and trunk.password is not None:
            password = plain(trunk.password, f"The password of {name}")
            lines += [f"[{section}]", "type = auth", "auth_type = digest"]
            lines += [f"username = {plain(user, 'The user name')}", f"password = {password}", ""]
    return lines


def _trunk_rest(trunk: TrunkEntry, name: str) -> list[str]:
    """The carrier's addresses, and our registration there."""
    lines: list[str] = []
    if trunk.match:
        lines += [f"[{name}]", "type = identify", f"endpoint = {name}"]
        lines += [f"match = {_address(address)}" for address in trunk.match]
        lines.append("")
    if trunk.we_register:
        server = plain(trunk.contact or "", f"The address of {name}")
        user = plain(trunk.username or "", "The user name")
        lines += [f"[{name}]", "type = registration", f"outbound_auth = {name}-out", f"server_uri = {server}"]
        lines += [f"client_uri = sip:{user}@{_host(server)}", f"contact_user = {user}", "retry_interval = 20"]
        lines += ["forbidden_retry_interval = 300", "max_retries = 100000", "transport = udp", ""]
    return lines


def _far_phone(phone: EndpointEntry, sip_port: int) -> str:
    """A SIP phone played by the far end: it registers at the switch and can place calls there."""
    name = _name(phone.name)
    server = f"sip:127.0.0.1:{sip_port}"
    return "\n".join(
        (
            f"[{name}](carrier)", f"aors = {name}", f"outbound_auth = {name}", f"from_user = {name}", "",
            f"[{name}]", "type = aor", "max_contacts = 1", f"contact = {server}", "",
            f"[{name}]", "type = auth", "auth_type = digest", f"username = {name}",
            f"password = {plain(phone.password, f'The password of {name}')}", "",
            f"[{name}]", "type = registration", f"outbound_auth = {name}", f"server_uri = {server}",
            f"client_uri = sip:{name}@127.0.0.1:{sip_port}", f"contact_user = {name}", "retry_interval = 2",
            "fatal_retry_interval = 2", "forbidden_retry_interval = 2", "max_retries = 100000", "expiration = 120",
            "transport = udp", "",
        )
    )  # fmt: skip


def _name(value: str) -> str:
    """A section name: nothing in it may end the line, open a section or a comment."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", value):
        raise Invalid(f"{value!r} cannot name an endpoint: use letters, digits, - and _, 64 at most.")
    return value


def _address(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9.:/\[\]-]{1,255}", value):
        raise Invalid(f"{value!r} is not an address, a network or a host name.")
    return value


def _host(uri: str) -> str:
    return re.sub(r"^sips?:(?:[^@]*@)?", "", uri)
