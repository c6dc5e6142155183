"""`input.sip`: hand-written torture messages and 2,000 mutated ones over UDP, TCP and websocket; the switch survives and
still answers calls. `python -m bench.input_sip` (QUICK=1 sends 200)."""

from __future__ import annotations

import asyncio
import shutil
import socket
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field

import websockets

from bench.figures import Figure, Outcome, is_quick
from bench.sip_client import Phone
from bench.sip_torture import Case, cases, mutations
from permanence.adapters.asterisk import endpoints
from permanence.adapters.asterisk.endpoints import EndpointEntry, TrunkEntry
from permanence.adapters.asterisk.process import Switch
from tests import switch_kit

SEED = 4475
MUTATIONS = 2000
CHECK_EVERY = 100
TOGETHER = 11
NUMBER = "33123456789"


@dataclass(slots=True)
class Toll:
    """What was sent and what went wrong."""

    sent: int = 0
    troubles: list[str] = field(default_factory=list)


async def torture(switch: Switch, count: int, toll: Toll) -> None:
    """Send everything to a running switch that knows this machine as a carrier; troubles are noted in the toll."""
    server = f"127.0.0.1:{switch.plan.sip_port}"
    pid = switch.pid
    written = cases()
    for start in range(0, len(written), TOGETHER):
        await asyncio.gather(*(_one(switch, case, server, toll) for case in written[start : start + TOGETHER]))
    if not await _well(switch, pid, "after the hand-written messages", toll):
        return
    messages = mutations(SEED, count, server, "127.0.0.1", 9)
    for start in range(0, count, CHECK_EVERY):
        batch = [next(messages) for _ in range(min(CHECK_EVERY, count - start))]
        way = (start // CHECK_EVERY) % 10
        await (_over_tcp if way == 3 else _over_web if way == 6 else _over_udp)(switch, batch)
        toll.sent += len(batch)
        if not await _well(switch, pid, f"after {toll.sent} messages", toll):
            return


async def _one(switch: Switch, case: Case, server: str, toll: Toll) -> None:
    """Send one hand-written message from a socket of its own and judge the answer."""
    loop = asyncio.get_running_loop()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        sock.setblocking(False)
        sock.connect(("127.0.0.1", switch.plan.sip_port))
        await loop.sock_sendall(sock, case.message(server, "127.0.0.1", sock.getsockname()[1]))
        final = ""
        try:
            async with asyncio.timeout(1.0 if case.expect in ("silence", "any", "not accepted") else 8.0):
                while not final.startswith(("SIP/2.0 2", "SIP/2.0 3", "SIP/2.0 4", "SIP/2.0 5", "SIP/2.0 6")):
                    final = (await loop.sock_recv(sock, 65536)).decode("utf-8", "replace")
        except (TimeoutError, OSError):
            pass  # no answer, or nobody there: judged below and by the check that follows
    toll.sent += 1
    accepted = final.startswith("SIP/2.0 2")
    wrong = {
        "answered": not final.startswith("SIP/2.0 "),
        "not accepted": accepted,
        "silence": final != "",
    }.get(case.expect, False)
    if wrong:
        toll.troubles.append(f"{case.name}: {case.expect} was expected, the answer was {final[:40]!r}")


async def _over_udp(switch: Switch, batch: Iterable[bytes]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        for message in batch:
            sock.sendto(message, ("127.0.0.1", switch.plan.sip_port))
            await asyncio.sleep(0.002)


async def _over_tcp(switch: Switch, batch: Iterable[bytes]) -> None:
    """A new connection for each: the switch may close one that sends rubbish."""
    for message in batch:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", switch.plan.sip_port)
            half = len(message) // 2
            writer.write(message[:half])
            await writer.drain()
            await asyncio.sleep(0.002)
            writer.write(message[half:])
            await writer.drain()
            writer.close()
            await writer.wait_closed()
        except OSError:
            continue


async def _over_web(switch: Switch, batch: Iterable[bytes]) -> None:
    url = f"ws://127.0.0.1:{switch.plan.ari_port}/ws"
    for message in batch:
        async with websockets.connect(
            url, subprotocols=[websockets.Subprotocol("sip")], close_timeout=1
        ) as web:
            await web.send(message)


async def _well(switch: Switch, pid: int | None, when: str, toll: Toll) -> bool:
    """Whether the same process still answers ARI and SIP."""
    if pid is None or switch.pid != pid:
        toll.troubles.append(f"the switch died {when}")
        return False
    before = len(toll.troubles)
    phone = await Phone.open(("127.0.0.1", switch.plan.sip_port), "33600000000")
    try:
        if (await phone.request("OPTIONS", NUMBER, patience=20)).status != 200:
            toll.troubles.append(f"OPTIONS was refused {when}")
        if not await asyncio.to_thread(switch.probe.answers):
            toll.troubles.append(f"ARI did not answer {when}")
    except TimeoutError:
        toll.troubles.append(f"SIP did not answer {when}")
    finally:
        phone.close()
    return len(toll.troubles) == before


async def _calls(switch: Switch, toll: Toll) -> None:
    """A phone registers and a caller is answered and hears something."""
    caller = await Phone.open(("127.0.0.1", switch.plan.sip_port), "33611111111")
    agent = await Phone.open(("127.0.0.1", switch.plan.sip_port), "agent-1")
    try:
        if (await agent.register("agent-pass")).status != 200:
            toll.troubles.append("a phone could not register afterwards")
        call = await caller.call(NUMBER, patience=20)
        await asyncio.sleep(2)
        if not call.up or call.ear.packets == 0:
            toll.troubles.append("a call was not answered with sound afterwards")
        elif (await call.hang_up()).status != 200:
            toll.troubles.append("a call could not be ended afterwards")
    except TimeoutError:
        toll.troubles.append("a call got no answer afterwards")
    finally:
        caller.close()
        agent.close()


async def run(count: int) -> Toll:
    """Start a switch of our own, torment it, see what is left, end it."""
    toll = Toll()
    folder = switch_kit.home()
    try:
        plan = switch_kit.plan(folder)
        async with switch_kit.running(plan) as switch:
            endpoints.write_trunks(plan.etc, [TrunkEntry("carrier", match=("127.0.0.1",))])
            endpoints.write_endpoints(plan.etc, [EndpointEntry("agent-1", "agent-pass", "phone")])
            await switch.reload()
            await torture(switch, count, toll)
            if switch.pid is not None:
                await _calls(switch, toll)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return toll


def main() -> int:
    """Print the figure; exit status 0 where the switch survived everything."""
    count = 200 if is_quick() or "--quick" in sys.argv else MUTATIONS
    toll = asyncio.run(run(count))
    outcome = Outcome("input.sip", quick=count < MUTATIONS)
    for trouble in toll.troubles:
        outcome.say(trouble)
    planned = len(cases()) + count
    survived = planned if not toll.troubles else min(toll.sent, planned - 1)
    outcome.figures.append(Figure("input.sip", survived, "survived", f"= {planned}"))
    outcome.details = {"hand-written": len(cases()), "mutated": count, "seed": SEED}
    outcome.save()
    if outcome.quick:
        print("quick: a smaller version of input.sip")
    print(outcome.figures[0].line())
    return 0 if outcome.holds else 1


if __name__ == "__main__":
    sys.exit(main())
