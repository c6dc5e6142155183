"""The switch outlives us, and we notice when it does not live."""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from permanence.adapters.asterisk.configuration import Plan
from permanence.adapters.asterisk.process import Switch, SwitchNotStarted
from tests import switch_kit

# Starts the switch of a folder, says its process number, and waits to be killed.
PARENT = """
import asyncio, pickle, sys
from permanence.adapters.asterisk.process import Switch
plan = pickle.load(open(sys.argv[1], "rb"))
async def main():
    switch = Switch(plan)
    await switch.start_or_adopt()
    print("PID", switch.pid, flush=True)
    await asyncio.sleep(600)
asyncio.run(main())
"""


def runs(pid: int) -> bool:
    """Whether the process lives; one that nobody has buried yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except OSError:
        return False


def start_parent(file: Path) -> tuple[subprocess.Popen[str], int]:
    """Another programme that starts the switch; and the switch's process number."""
    words = [sys.executable, "-c", PARENT, str(file)]
    parent = subprocess.Popen(
        words, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": "src"}
    )
    assert parent.stdout is not None
    with parent.stdout as said:
        return parent, int(said.readline().split()[1])


async def test_it_answers_once_started_and_is_gone_once_stopped(plan: Plan) -> None:
    said: list[str] = []
    switch = Switch(plan, said.append)
    assert await switch.start_or_adopt() is False
    pid = switch.pid
    assert pid is not None
    assert switch.probe.answers()
    assert "Asterisk" in await switch.cli("core show version")
    await switch.stop()
    assert switch.pid is None
    assert not switch.probe.answers()
    assert not runs(pid)


async def test_a_start_says_nothing_alarming_in_the_log(switch: Switch) -> None:
    lines = (switch.plan.log / "messages.log").read_text().splitlines()
    assert [line for line in lines if "ERROR[" in line or "WARNING[" in line] == []


async def test_a_switch_whose_parent_was_killed_is_taken_over(plan: Plan, tmp_path: Path) -> None:
    (tmp_path / "plan").write_bytes(pickle.dumps(plan))
    parent, pid = await asyncio.to_thread(start_parent, tmp_path / "plan")
    parent.kill()
    parent.wait()

    switch = Switch(plan, lambda _: None)
    try:
        assert await switch.start_or_adopt() is True
        assert switch.pid == pid
        assert switch.adopted
    finally:
        await switch.stop()
    assert not runs(pid)


async def test_a_switch_that_dies_is_started_again_and_we_are_told(switch: Switch) -> None:
    told = asyncio.Event()

    async def on_death() -> None:
        told.set()

    watch = asyncio.create_task(switch.watch(on_death))
    first = switch.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    await asyncio.wait_for(told.wait(), 5)

    async def back() -> bool:
        return switch.pid not in (None, first) and await asyncio.to_thread(switch.probe.answers)

    assert await switch_kit.until(back)
    watch.cancel()


async def test_the_watch_sees_the_death_of_a_switch_that_was_taken_over(switch: Switch) -> None:
    other = Switch(switch.plan, lambda _: None)
    assert await other.start_or_adopt() is True
    told = asyncio.Event()

    async def on_death() -> None:
        told.set()

    watch = asyncio.create_task(other.watch(on_death))
    await asyncio.sleep(0)
    assert switch.pid is not None
    os.kill(switch.pid, signal.SIGKILL)
    await asyncio.wait_for(told.wait(), 5)

    async def back() -> bool:
        return other.pid is not None and await asyncio.to_thread(other.probe.answers)

    assert await switch_kit.until(back)
    watch.cancel()
    await other.stop()


async def test_another_configuration_starts_it_anew_when_nobody_is_on_the_line(switch: Switch) -> None:
    said: list[str] = []
    other = Switch(replace(switch.plan, patience_seconds=7), said.append)
    assert await other.start_or_adopt() is False
    assert other.pid != switch.pid
    assert "The configuration has changed and no call is up; starting the switch again." in said
    await other.stop()


async def test_what_a_killed_switch_was_recording_stays_for_the_worker(switch: Switch) -> None:
    half = switch.plan.recording / "half.wav"
    half.write_bytes(b"half")
    await switch.stop()
    await switch.start_or_adopt()
    assert half.read_bytes() == b"half"


@pytest.mark.parametrize(
    ("field", "kind"), [("ari_port", socket.SOCK_STREAM), ("sip_port", socket.SOCK_DGRAM)]
)
async def test_a_taken_port_gets_a_sentence(plan: Plan, field: str, kind: socket.SocketKind) -> None:
    with socket.socket(socket.AF_INET, kind) as taken:
        taken.bind(("127.0.0.1", getattr(plan, field)))
        if kind is socket.SOCK_STREAM:
            taken.listen()
        with pytest.raises(
            SwitchNotStarted, match=rf"Port {getattr(plan, field)} .* set PERMANENCE_{field.upper()} to"
        ):
            await Switch(plan, lambda _: None).start_or_adopt()


async def test_a_switch_that_cannot_start_says_why(plan: Plan) -> None:
    broken = plan.home / "broken"
    broken.mkdir(parents=True)
    for template in plan.templates.glob("*.conf"):
        (broken / template.name).write_text(template.read_text())
    (broken / "modules.conf").write_text("[modules]\nautoload = no\nrequire = res_nowhere.so\n")
    with pytest.raises(SwitchNotStarted, match=r"ended at once .* res_nowhere"):
        await Switch(replace(plan, templates=broken), lambda _: None).start_or_adopt()


async def test_a_mark_of_a_dead_process_does_not_mislead(plan: Plan) -> None:
    plan.run.mkdir(parents=True)
    (plan.run / "switch.json").write_text(f'{{"pid": {os.getpid()}, "born": 1, "digest": "x"}}')
    async with switch_kit.running(plan) as switch:
        assert switch.pid not in (None, os.getpid())
    os.kill(os.getpid(), 0)


async def test_a_graceful_stop_waits_for_nobody_when_no_call_is_up(switch: Switch) -> None:
    await switch.stop(graceful=True, patience=20)
    assert switch.pid is None


async def test_a_hung_switch_is_killed_and_started_again(
    switch: Switch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("permanence.adapters.asterisk.process.PROBE_SECONDS", 0.2)
    monkeypatch.setattr("permanence.adapters.asterisk.process.PROBES_MISSED", 2)
    monkeypatch.setattr("permanence.adapters.asterisk.probe.PATIENCE_SECONDS", 1.0)
    first = switch.pid
    assert first is not None
    watch = asyncio.create_task(switch.watch())
    os.kill(first, signal.SIGSTOP)

    async def back() -> bool:
        return switch.pid not in (None, first) and await asyncio.to_thread(switch.probe.answers)

    assert await switch_kit.until(back)
    assert not runs(first)
    watch.cancel()


async def test_a_stop_during_the_restart_is_obeyed(switch: Switch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("permanence.adapters.asterisk.process.BACK_OFF", (1.0,))
    told = asyncio.Event()

    async def on_death() -> None:
        told.set()

    watch = asyncio.create_task(switch.watch(on_death))
    assert switch.pid is not None
    os.kill(switch.pid, signal.SIGKILL)
    await asyncio.wait_for(told.wait(), 30)
    await switch.stop()
    await asyncio.wait_for(watch, 30)
    assert switch.pid is None
    assert not switch.probe.answers()


async def test_what_the_switch_complains_of_is_told(switch: Switch) -> None:
    told: list[str] = []
    following = asyncio.create_task(switch.follow(lambda complaint: told.append(complaint.text)))
    await asyncio.sleep(0.2)
    (switch.plan.etc / "pjsip_trunks.conf").write_text("[broken]\ntype = endpoint\nno_such_option = yes\n")
    await switch.reload()

    async def heard() -> bool:
        return any("no_such_option" in text for text in told)

    assert await switch_kit.until(heard)
    following.cancel()
