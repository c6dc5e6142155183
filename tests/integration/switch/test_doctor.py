"""The doctor says what is wrong and what to do, in one sentence each."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path

import pytest

from permanence.adapters.asterisk import remote
from permanence.adapters.postgres.server import Server
from permanence.app import doctor
from permanence.app.settings import Settings
from tests import switch_kit


@pytest.fixture
def settings(folder: Path) -> Settings:
    """A healthy installation that has not been started."""
    return replace(switch_kit.settings(folder / "var"), http_port=switch_kit.free_port())


def verdicts(settings: Settings) -> dict[str, str]:
    order = {"ok": 0, "warn": 1, "fail": 2}
    found: dict[str, str] = {}
    for finding in doctor.checks(settings):
        found[finding.name] = max(found.get(finding.name, "ok"), finding.verdict, key=order.__getitem__)
    return found


def sentence(settings: Settings, name: str) -> str:
    return " ".join(finding.sentence for finding in doctor.checks(settings) if finding.name == name)


def test_a_healthy_machine_has_nothing_to_mend(settings: Settings) -> None:
    found = verdicts(settings)
    assert set(found) == {
        "switch",
        "voice",
        "ports",
        "disk",
        "database",
        "clock",
        "address",
        "network",
        "user",
    }
    assert "fail" not in found.values()


def test_every_sentence_is_one_sentence(settings: Settings) -> None:
    for finding in doctor.checks(settings):
        assert finding.sentence.endswith((".", "up")), finding
        assert "\n" not in finding.sentence


def test_a_taken_port_is_named_with_the_setting_that_moves_it(settings: Settings) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", settings.sip_port))
        assert verdicts(settings)["ports"] == "fail"
        assert f"Port {settings.sip_port} (UDP" in sentence(settings, "ports")
        assert "PERMANENCE_SIP_PORT" in sentence(settings, "ports")


def test_a_missing_switch_is_told(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PERMANENCE_TOOLS", str(tmp_path))
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("permanence.adapters.asterisk.layout.OUTSIDE", ())
    assert verdicts(settings)["switch"] == "fail"
    assert "make setup" in sentence(settings, "switch")
    assert verdicts(settings)["voice"] == "warn"


def test_a_machine_with_loopback_alone_is_told_how_to_get_an_address(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "own_addresses", list)
    assert verdicts(settings)["address"] == "fail"
    assert "dummy" in sentence(settings, "address")


def test_a_database_that_is_away_is_told(settings: Settings) -> None:
    away = replace(settings, database_url=f"postgresql://nobody@127.0.0.1:{switch_kit.free_port()}/x")
    assert verdicts(away)["database"] == "fail"
    assert "does not answer" in sentence(away, "database")


def test_a_database_that_answers_is_well(settings: Settings, postgres: Server) -> None:
    assert verdicts(replace(settings, database_url=postgres.conninfo()))["database"] == "ok"


def test_a_public_name_leads_to_the_authority_to_install(settings: Settings) -> None:
    named = replace(settings, public_name="localhost")
    assert "authority.crt" in sentence(named, "network")


def test_a_check_that_breaks_is_a_finding(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(settings: Settings) -> None:
        raise OSError("no such thing")

    monkeypatch.setattr(doctor, "CHECKS", (("disk", broken),))
    (finding,) = doctor.checks(settings)
    assert finding.verdict == "fail"
    assert "no such thing" in finding.sentence
