"""The configuration is made from the plan alone, whole, and with nothing open that need not be."""

from __future__ import annotations

import configparser
from dataclasses import replace
from pathlib import Path

import pytest

from permanence.adapters.asterisk import configuration
from permanence.adapters.asterisk.configuration import Plan, Tls
from permanence.adapters.asterisk.layout import NEEDED_MODULES, SwitchLayout, Tree
from permanence.kernel.errors import Invalid

TEMPLATES = Path(__file__).parents[4] / "deploy/switch/templates"


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """A switch whose modules are empty files."""
    modules = tmp_path / "modules"
    modules.mkdir()
    text = (TEMPLATES / "modules.conf").read_text()
    for line in text.splitlines():
        if "load = res_" in line or "load = " in line:
            (modules / line.split("= ")[1]).write_bytes(b"")
    layout = SwitchLayout(Tree(tmp_path), modules, tmp_path / "data", "22.10.1")
    return Plan(
        layout, TEMPLATES, tmp_path / "home", tmp_path / "spool", 8088, "pass;word", 5060, 20000, 20998
    )


def test_every_file_is_filled_in(plan: Plan) -> None:
    files = configuration.render(plan)
    assert len(files) > 15
    for name, text in files.items():
        assert "<<" not in text.replace("<<<", "") or name == "extensions.conf", name
        assert ">>" not in text, name


def test_the_same_plan_gives_the_same_mark_and_another_another(plan: Plan) -> None:
    first = configuration.digest(configuration.render(plan))
    assert first == configuration.digest(configuration.render(plan))
    for changed in (
        replace(plan, sip_port=5070),
        replace(plan, ari_password="x"),
        replace(plan, flavour="far"),
    ):
        assert configuration.digest(configuration.render(changed)) != first


def test_secrets_cannot_break_out_of_their_line(plan: Plan) -> None:
    assert "password = pass\\;word\n" in configuration.render(plan)["ari.conf"]
    with pytest.raises(Invalid, match="line breaks"):
        configuration.render(replace(plan, ari_password="a\n[other]"))


def test_only_loopback_is_open_unless_asked(plan: Plan) -> None:
    files = configuration.render(plan)
    assert "0.0.0.0:" not in files["pjsip.conf"]
    assert "bindaddr = 127.0.0.1" in files["http.conf"]
    assert "tlsenable" not in files["http.conf"]
    assert "enabled = no" in files["manager.conf"]


def test_secure_websockets_and_an_outside_address_when_asked(plan: Plan) -> None:
    tls = Tls("0.0.0.0", 8089, Path("/c.pem"), Path("/k.pem"))
    files = configuration.render(replace(plan, tls=tls, sip_host="0.0.0.0", advertised="203.0.113.9"))
    assert "tlsbindaddr = 0.0.0.0:8089" in files["http.conf"]
    assert "bind = 0.0.0.0:5060" in files["pjsip.conf"]
    assert "external_media_address = 203.0.113.9" in files["pjsip.conf"]
    parsed = configparser.ConfigParser(strict=False, interpolation=None)
    parsed.read_string(files["http.conf"])
    assert dict(parsed["/ari"]) == {"type": "restriction", "deny": "0.0.0.0/0", "permit": "127.0.0.1"}


def test_the_far_end_has_a_dialplan_of_its_own(plan: Plan) -> None:
    far = configuration.render(replace(plan, flavour="far"))
    assert "Stasis(far,arrived," in far["extensions.conf"]
    assert "context = from-switch" in far["pjsip.conf"]
    assert "extensions-far.conf" not in far


def test_modules_that_a_version_lacks_are_left_out(plan: Plan) -> None:
    (plan.layout.modules / "res_websocket_client.so").unlink()
    assert "res_websocket_client" not in configuration.render(plan)["modules.conf"]


def test_what_is_checked_of_an_installed_switch_is_what_is_loaded() -> None:
    loaded = (TEMPLATES / "modules.conf").read_text()
    assert [name for name in NEEDED_MODULES if f"{name}.so" not in loaded] == []


def test_a_long_home_does_not_make_the_socket_too_long(plan: Plan) -> None:
    deep = replace(plan, home=Path("/tmp") / ("x" * 100) / "switch")
    assert len(str(deep.run / "asterisk.ctl")) <= 107
    assert replace(deep, home=deep.home / "y").run != deep.run


def test_an_unfit_installed_switch_is_told_why(plan: Plan) -> None:
    assert plan.layout.unfit() is None
    assert replace(plan.layout, version="18.9.0").unfit() == "Asterisk 18.9.0 is older than 20"
    (plan.layout.modules / "res_srtp.so").unlink()
    assert plan.layout.unfit() == "Asterisk 22.10.1 lacks res_srtp"
