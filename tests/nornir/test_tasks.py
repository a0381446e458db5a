"""Tasks, processors and transform functions."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nornir import InitNornir
from nornir.core import Nornir
from nornir.core.plugins.inventory import InventoryPluginRegister, TransformFunctionRegister
from nornir_napalm.plugins.tasks import napalm_configure, napalm_get

import nornir_groundplan
from nornir_groundplan import NoTemplate, Tally, WrongOption, render_config, write_config
from tests.nornir.network import device
from tests.nornir.stub import TOKEN, Stub

Start = Callable[..., Nornir]


def test_exported_names_are_sorted_and_there() -> None:
    exported = nornir_groundplan.__all__
    assert exported == sorted(exported)
    assert all(hasattr(nornir_groundplan, name) for name in exported)


def test_render_config(nornir: Start, stub: Stub) -> None:
    result = nornir(branch="blue").filter(site="ams1").run(render_config)
    assert {name: each[0].result for name, each in result.items()} == {"sw1": "hostname sw1\n", "sw2": "hostname sw2\n"}
    assert not any(each.changed for each in result.values())
    assert sorted(stub.paths[1:]) == [f"POST /api/dcim/devices/{number}/render-config/" for number in (1, 2)]
    assert {headers["x-groundplan-branch"] for headers in stub.headers} == {"blue"}


def test_render_config_without_template(nornir: Start) -> None:
    nr = nornir(filters={"name": "rtr1"})
    assert isinstance(nr.run(render_config)["rtr1"][0].exception, NoTemplate)
    nr.data.reset_failed_hosts()
    result = nr.run(render_config, missing_ok=True)["rtr1"][0]
    assert (result.failed, result.result) == (False, None)


def test_render_config_with_another_inventory(stub: Stub, tmp_path: Path) -> None:
    (tmp_path / "hosts.yaml").write_text("sw1: {data: {id: 1, model: dcim.device}}\nstranger: {}\n")
    nr = InitNornir(logging={"enabled": False}, inventory={"plugin": "SimpleInventory"})
    result = nr.run(render_config, url=stub.url, token=TOKEN)
    assert result["sw1"][0].result == "hostname sw1\n"
    assert isinstance(result["stranger"][0].exception, WrongOption)


def test_write_config(nornir: Start, stub: Stub, tmp_path: Path) -> None:
    stub.devices.append(device(4, "fw1/node0"))
    stub.templates[4] = "set system\n"
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "sw1.cfg").write_text("hostname old\n")
    tally = Tally()
    result = nornir().with_processors([tally]).run(write_config, folder="out")
    assert str(tally) == "3 changed, 1 unchanged, 0 failed"
    assert "-hostname old\n+hostname sw1\n" in result["sw1"][0].diff
    assert (tmp_path / "out" / "sw1.cfg").read_text() == "hostname sw1\n"
    assert (tmp_path / "out" / "fw1_node0.cfg").read_text() == "set system\n"
    assert result["rtr1"][0].result is None
    assert not any(each.changed for each in nornir().run(write_config, folder="out").values())


def test_write_config_dry_run(nornir: Start, tmp_path: Path) -> None:
    result = nornir(dry_run=True).run(write_config, folder="out")
    assert result["sw1"][0].changed
    assert not (tmp_path / "out").exists()


def test_tally_knows_what_went_wrong(nornir: Start, stub: Stub) -> None:
    nr, tally = nornir(filters={"name": "sw1"}), Tally()
    stub.failures = 1
    nr.with_processors([tally]).run(write_config, folder="out")
    assert str(tally) == "0 changed, 0 unchanged, 1 failed"
    assert "busy or starting" in str(tally.failures["sw1"])


def test_credentials_from_the_environment(stub: Stub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NORNIR_USERNAME", "netops")
    monkeypatch.setenv("LAB_PASSWORD", "lab")
    monkeypatch.setenv("NORNIR_SECRET", "enable")
    (tmp_path / "groups.yaml").write_text("site__ams1: {username: local}\n")
    nr = InitNornir(
        logging={"enabled": False},
        inventory={
            "plugin": "GroundplanInventory",
            "options": {"url": stub.url, "token": TOKEN},
            "transform_function": "credentials_from_environment",
            "transform_function_options": {"password": "LAB_PASSWORD"},
        },
    )
    sw1, rtr1 = nr.inventory.hosts["sw1"], nr.inventory.hosts["rtr1"]
    assert (sw1.username, sw1.password) == ("local", "lab")
    assert rtr1.username == "netops"
    assert sw1.get_connection_parameters("netmiko").extras == {"secret": "enable"}
    assert sw1.get_connection_parameters("napalm").extras == {"optional_args": {"secret": "enable"}}


def test_our_names_are_nobody_elses() -> None:
    """Nornir's registers share one dictionary, so a name must be free in all of them."""
    InventoryPluginRegister.auto_register()
    TransformFunctionRegister.auto_register()
    assert InventoryPluginRegister.get_plugin("GroundplanInventory") is nornir_groundplan.GroundplanInventory


def test_nornir_napalm_works_unchanged(nornir: Start, stub: Stub, tmp_path: Path) -> None:
    stub.devices = [device(1, "sw1", platform="mock")]
    for name, content in {
        "get_facts.1": {"hostname": "sw1", "vendor": "mock"},
        "load_replace_candidate.1": {},
        "compare_config.1": {"diff": "+hostname sw1"},
        "discard_config.1": {},
    }.items():
        (tmp_path / name).write_text(json.dumps(content))
    extras: dict[str, Any] = {"optional_args": {"path": str(tmp_path), "profile": ["mock"]}}
    (tmp_path / "groups.yaml").write_text(
        f"platform__mock: {{connection_options: {{napalm: {{extras: {json.dumps(extras)}}}}}}}\n"
    )
    nr = nornir()
    facts = nr.run(napalm_get, getters=["facts"])["sw1"][0]
    assert facts.result == {"facts": {"hostname": "sw1", "vendor": "mock"}}
    intended = nr.run(render_config)["sw1"][0].result
    configured = nr.run(napalm_configure, configuration=intended, replace=True, dry_run=True)["sw1"][0]
    assert (configured.changed, configured.diff) == (True, "+hostname sw1")
    nr.close_connections()
