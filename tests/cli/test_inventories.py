"""The inventory in the words of Ansible, Nornir and ssh."""

from groundplan.inventories import ansible, host_variables, nornir, ssh_config

INVENTORY = {
    "serial": 12,
    "hosts": {
        "sw1": {
            "id": 1,
            "hostname": "10.0.0.1",
            "platform": "cisco-ios",
            "groups": ["site__ams-1"],
            "context": 0,
            "vars": {"site": "ams-1", "tags": ["a"]},
            "interfaces": [{"name": "Ethernet1"}],
        },
        "spare 2": {"id": 2, "hostname": None, "platform": None, "groups": [], "context": None, "vars": {}},
    },
    "groups": {
        "site__ams-1": {"kind": "site", "slug": "ams-1", "name": "AMS 1", "parents": ["region__nl"]},
        "region__nl": {"kind": "region", "slug": "nl", "name": "NL", "parents": []},
    },
    "platforms": {"cisco-ios": {"napalm": "ios", "netmiko": "cisco_ios", "ansible": "cisco.ios.ios"}},
    "contexts": [{"ntp": ["10.0.0.9"]}],
}


def test_ansible_groups_nest_and_are_named_as_ansible_wants() -> None:
    made = ansible(INVENTORY)
    assert made["site__ams_1"] == {"hosts": ["sw1"], "children": []}
    assert made["region__nl"] == {"hosts": [], "children": ["site__ams_1"]}
    assert made["all"]["children"] == ["ungrouped", "region__nl"]
    assert made["ungrouped"] == {"hosts": ["spare 2"]}


def test_ansible_knows_where_and_how() -> None:
    variables = ansible(INVENTORY)["_meta"]["hostvars"]
    assert variables["sw1"]["ansible_host"] == "10.0.0.1"
    assert variables["sw1"]["ansible_network_os"] == "cisco.ios.ios"
    assert variables["sw1"]["config_context"] == {"ntp": ["10.0.0.9"]}
    assert variables["spare 2"] == {}


def test_nornir_reads_it_as_a_simple_inventory() -> None:
    made = nornir(INVENTORY)
    assert made["hosts"]["sw1"] == {
        "hostname": "10.0.0.1",
        "platform": "ios",
        "groups": ["site__ams-1"],
        "data": host_variables(INVENTORY, "sw1"),
        "connection_options": {"netmiko": {"platform": "cisco_ios"}},
    }
    assert made["groups"]["site__ams-1"]["groups"] == ["region__nl"]
    assert made["defaults"] == {}


def test_ssh_leaves_out_who_cannot_be_reached() -> None:
    assert ssh_config(INVENTORY) == "Host sw1\n    HostName 10.0.0.1\n"
