"""What the plugin makes of the server's answer."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nornir.core import Nornir
from nornir.core.filter import F
from nornir.core.inventory import ParentGroups

from tests.nornir.network import device, inventory
from tests.nornir.stub import TOKEN, Stub

Start = Callable[..., Nornir]


def test_one_request_and_the_whole_host(nornir: Start, stub: Stub) -> None:
    hosts = nornir().inventory.hosts
    assert stub.paths == ["GET /api/inventory/"]
    assert stub.headers[0]["x-groundplan-strict"] == "true"
    host = hosts["sw1"]
    assert (host.hostname, host.platform, host.username, host.port) == ("10.0.0.1", "eos", None, None)
    assert host["site"] == "ams1"
    assert host["id"] == 1
    assert host["model"] == "dcim.device"
    assert host["config_context"]["ntp"] == ["10.0.0.1", "10.0.0.2"]
    assert [group.name for group in host.groups] == [
        "site__ams1",
        "device_role__spine",
        "platform__arista-eos",
        "manufacturer__arista",
        "device_type__7050x",
    ]


def test_groups_have_their_parents(nornir: Start) -> None:
    inventory = nornir().inventory
    assert isinstance(inventory.hosts["sw1"].groups, ParentGroups)
    assert inventory.hosts["sw1"].has_parent_group("region__nl")
    assert {host.name for host in inventory.children_of_group("site__ams1")} == {"sw1", "sw2"}


@pytest.mark.parametrize(("library", "name"), [("napalm", "ios"), ("netmiko", "cisco_ios"), ("scrapli", "cisco_iosxe")])
def test_every_library_gets_its_own_driver_name(nornir: Start, library: str, name: str) -> None:
    host = nornir().inventory.hosts["sw2"]
    assert not host.connection_options
    assert host.get_connection_parameters(library).platform == name
    assert host.get_connection_parameters(library).hostname == "10.0.0.2"


@pytest.mark.parametrize(
    ("options", "platform"),
    [
        ({}, "ios"),
        ({"platform": "netmiko"}, "cisco_ios"),
        ({"platform": "scrapli"}, "cisco_iosxe"),
        ({"platform": "slug"}, "cisco-ios"),
        ({"use_platform_slug": True}, "cisco-ios"),
        ({"use_platform_napalm_driver": True}, "ios"),
    ],
)
def test_platform_is_whose_one_likes(nornir: Start, options: dict[str, Any], platform: str) -> None:
    assert nornir(**options).inventory.hosts["sw2"].platform == platform


def test_a_platform_that_no_library_knows_is_its_slug(nornir: Start, stub: Stub) -> None:
    stub.devices = [device(1, "box", platform="home-made"), device(2, "bare", platform=None)]
    hosts = nornir(group_by=["site"]).inventory.hosts
    assert hosts["box"].platform == "home-made"
    assert hosts["box"].get_connection_parameters("napalm").platform == "home-made"
    assert hosts["bare"].platform is None


def test_platform_groups_are_there_whatever_hosts_are_grouped_by(nornir: Start) -> None:
    host = nornir(group_by="site").inventory.hosts["sw2"]
    assert [group.name for group in host.groups] == ["site__ams1", "platform__cisco-ios"]
    assert host.get_connection_parameters("netmiko").platform == "cisco_ios"


def test_hosts_of_the_same_context_hold_the_same_object(nornir: Start, stub: Stub) -> None:
    stub.devices = [device(1, "sw1"), device(51, "sw51")]
    hosts = nornir().inventory.hosts
    assert hosts["sw1"]["config_context"] is hosts["sw51"]["config_context"]


def test_a_host_without_address_is_reached_by_its_name_if_it_has_one(nornir: Start, stub: Stub) -> None:
    stub.devices = [device(1, "sw1", primary_ip=None), device(7, name=None, primary_ip=None)]
    stub.devices[1]["name"] = None
    hosts = nornir().inventory.hosts
    assert hosts["sw1"].hostname == "sw1"
    assert hosts["7"].hostname is None


def test_the_question_is_passed_on(nornir: Start, stub: Stub) -> None:
    data = nornir(
        filters={"site": ["ams1", "ams2"], "has_primary_ip": True, "status": "active"},
        group_by=["site"],
        vars=["status", "tags"],
        interfaces=True,
        include_vms=True,
        branch="blue",
        at=12,
    ).inventory.hosts["sw1"].data  # fmt: skip
    assert stub.queries[0] == {
        "site": ["ams1", "ams2"],
        "has_primary_ip": ["true"],
        "status": ["active"],
        "group_by": ["site"],
        "vars": ["status,tags"],
        "interfaces": ["true"],
        "vms": ["true"],
    }
    assert stub.headers[0]["x-groundplan-branch"] == "blue"
    assert stub.headers[0]["x-groundplan-at"] == "12"
    assert [interface["name"] for interface in data.pop("interfaces")] == ["Ethernet1", "Ethernet2"]
    assert data == {"status": "active", "tags": ["prod", "t1"], "id": 1, "model": "dcim.device"}


def test_no_variables_is_a_choice(nornir: Start, stub: Stub) -> None:
    assert nornir(vars=[]).inventory.hosts["sw1"].data == {"id": 1, "model": "dcim.device"}
    assert stub.queries[0] == {"vars": [""]}


def test_names_that_users_of_nornir_netbox_know(nornir: Start, stub: Stub) -> None:
    known = {"nb_url": stub.url, "nb_token": TOKEN, "filter_parameters": {"name": "sw1"}, "ssl_verify": False}
    assert list(nornir(url=None, token=None, **known).inventory.hosts) == ["sw1"]


def test_custom_fields_can_be_flattened(nornir: Start) -> None:
    assert nornir().inventory.hosts["sw1"]["custom_fields"]["owner"] == "team1"
    flat = nornir(flatten_custom_fields=True).inventory.hosts["sw1"]
    assert flat["owner"] == "team1"
    assert "custom_fields" not in flat.data


def test_filters_of_nornir_work_on_the_data(nornir: Start) -> None:
    nr = nornir()
    assert set(nr.filter(site="ams1").inventory.hosts) == {"sw1", "sw2"}
    assert set(nr.filter(F(config_context__syslog__host="10.0.0.9") & F(tags__any=["t1"])).inventory.hosts) == {"sw1"}


def test_the_inventory_stays_json(nornir: Start) -> None:
    told = json.loads(json.dumps(nornir(interfaces=True).inventory.dict()))
    assert told["hosts"]["sw1"]["data"]["serial"] == "SN00000001"
    assert told["groups"]["platform__cisco-ios"]["connection_options"]["netmiko"]["platform"] == "cisco_ios"


def test_the_users_own_defaults_and_groups(nornir: Start, tmp_path: Path) -> None:
    (tmp_path / "defaults.yaml").write_text("username: netops\ndata: {domain: example.net}\n")
    (tmp_path / "groups.yaml").write_text(
        """
site__ams1: {port: 2222, groups: [europe], data: {syslog: 10.0.0.5}}
europe: {username: eu}
platform__cisco-ios:
  connection_options: {netmiko: {extras: {fast_cli: true}}, napalm: {platform: my_ios}}
platform__arista-eos: {platform: my_eos}
"""
    )
    hosts = nornir().inventory.hosts
    assert (hosts["sw1"].port, hosts["sw1"].username, hosts["sw1"]["syslog"]) == (2222, "eu", "10.0.0.5")
    assert (hosts["rtr1"].username, hosts["rtr1"]["domain"]) == ("netops", "example.net")
    assert hosts["sw1"].has_parent_group("region__nl")
    netmiko = hosts["sw2"].get_connection_parameters("netmiko")
    assert (netmiko.platform, netmiko.extras) == ("cisco_ios", {"fast_cli": True})
    assert hosts["sw2"].get_connection_parameters("napalm").platform == "my_ios"
    assert hosts["sw1"].platform == "my_eos"
    assert hosts["sw1"].get_connection_parameters("napalm").platform == "my_eos"


def test_warnings_of_the_server_are_passed_on(nornir: Start, stub: Stub, caplog: pytest.LogCaptureFixture) -> None:
    told = inventory(stub.devices) | {"warnings": ["There are 2 hosts named sw1."]}
    stub.prepared = json.dumps(told).encode()
    nornir()
    assert "There are 2 hosts named sw1." in caplog.text
