"""The keypad process: takes the cards of callers at an application of its own at the switch. It opens no database and writes no file,
and when it dies the kernel keeps nothing of its memory."""

from __future__ import annotations

import asyncio
import ctypes
import resource
import signal
import sys

import structlog

from permanence.adapters.asterisk.configuration import ARI_USER
from permanence.adapters.asterisk.keypad_room import KeypadRoom
from permanence.adapters.floorlink.pad_line import PadLine
from permanence.adapters.payments import HttpPayments
from permanence.app.clock import SystemClock
from permanence.app.demo import state as demonstration
from permanence.app.demo.payments import DEMONSTRATION_KEY
from permanence.app.settings import Settings
from permanence.app.switch import secret
from permanence.cards.service_keypad import Captures

log = structlog.get_logger("keypad")
TICK_S = 0.2
PR_SET_DUMPABLE = 4
SECRET = "payment"


def payments_of(settings: Settings) -> HttpPayments | None:
    """Return the payment service of this installation, the stand-in in a demonstration, None where none is set up."""
    if settings.payment_url:
        key = settings.secrets / SECRET
        return HttpPayments(settings.payment_url, key.read_text().strip()) if key.exists() else None
    if demonstration.is_on():
        return HttpPayments(f"http://127.0.0.1:{settings.demo_payment_port}", DEMONSTRATION_KEY)
    return None


def leave_no_image() -> None:
    """Have the kernel write no core of this process, and let no other process of the same user read its memory."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_DUMPABLE, 0)


async def work(settings: Settings) -> None:
    """Take cards until a signal to end. Without a payment service the floor is told nothing, and agents see that cards cannot be taken."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    payments = payments_of(settings)
    if payments is None:
        log.info("no_payment_service")
        await stop.wait()
        return
    sounds = settings.switch / "data" / "sounds" / "keypad"
    room = KeypadRoom(f"http://127.0.0.1:{settings.ari_port}/ari", ARI_USER, secret(settings, "ari"), sounds)
    captures: Captures
    line = PadLine(
        settings.floor_socket, lambda: captures.under_way(), lambda id_, wanted: captures.settled(id_, wanted=wanted)
    )
    captures = Captures(room, line, payments, SystemClock())
    room.on_arrived, room.on_key = captures.arrived, captures.key
    room.on_left = lambda leg, hung_up: captures.left(leg, hung_up=hung_up)
    room.start()
    log.info("keypad_up")
    tasks = [asyncio.ensure_future(line.run(lambda: room.up)), asyncio.ensure_future(_tick(captures))]
    await stop.wait()
    for task in tasks:
        task.cancel()
    await captures.finish()
    await room.stop()


async def _tick(captures: Captures) -> None:
    while True:
        await asyncio.sleep(TICK_S)
        captures.tick()


def main(settings: Settings) -> None:
    """Run the keypad in this process."""
    leave_no_image()
    with asyncio.Runner() as runner:
        runner.run(work(settings))
