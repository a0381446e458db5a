"""The inventory plugin, through `ansible-inventory`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.ansible.conftest import Run, Written
from tests.nornir.network import device
from tests.nornir.stub import Stub

Listed = Callable[..., dict[str, Any]]

FAILED = 1
#: An inventory that cannot be read is an error, as in `playbooks/ansible.cfg`.
FATAL = {"ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "1"}
CACHE = {"cache": True, "cache_plugin": "ansible.builtin.jsonfile", "cache_connection": "cache", "cache_timeout": 0}


def test_lean_by_default(listed: Listed, stub: Stub) -> None:
    told = listed()
    assert stub.paths == ["GET /api/inventory/"]
    assert stub.queries == [{"group_by": ["site,device_role,platform"], "vars": [""]}]
    assert stub.headers[0]["x-groundplan-strict"] == "true"
    assert told["_meta"]["hostvars"] == {
        "sw1": {"ansible_host": "10.0.0.1", "ansible_network_os": "arista.eos.eos"},
        "sw2": {"ansible_host": "10.0.0.2", "ansible_network_os": "cisco.ios.ios"},
        "rtr1": {"ansible_host": "10.0.0.3", "ansible_network_os": "arista.eos.eos"},
    }
    assert told["platform__arista_eos"]["hosts"] == ["sw1", "rtr1"]
    assert told["region__nl"]["children"] == ["site__ams1", "site__s03"]
    assert told["site__ams1"]["hosts"] == ["sw1", "sw2"]


def test_graph(ansible: Run, written: Written) -> None:
    done = ansible("ansible-inventory", "-i", written(group_by=["site"]), "--graph", "--vars")
    assert "|  |--@site__ams1:\n  |  |  |--sw1\n  |  |  |  |--{ansible_host = 10.0.0.1}" in done.stdout
    assert "{ansible_network_os = arista.eos.eos}" in done.stdout


def test_the_question_is_passed_on(listed: Listed, stub: Stub) -> None:
    told = listed(
        filters={"site": ["ams1"], "has_primary_ip": True, "status": "{{ 'act' ~ 'ive' }}"},
        group_by=["status"],
        vars=["id", "status", "custom_fields", "config_context", "model"],
        vars_prefix="groundplan_",
        interfaces=True,
        vms=True,
        branch="blue",
        at="12",
    )
    assert stub.queries[0] == {
        "site": ["ams1"],
        "has_primary_ip": ["true"],
        "status": ["active"],
        "group_by": ["status"],
        "vars": ["config_context,custom_fields,id,status"],
        "interfaces": ["true"],
        "vms": ["true"],
    }
    assert stub.headers[0]["x-groundplan-branch"] == "blue"
    assert stub.headers[0]["x-groundplan-at"] == "12"
    host = told["_meta"]["hostvars"]["sw1"]
    assert (host["groundplan_id"], host["groundplan_model"]) == (1, "dcim.device")
    assert host["groundplan_custom_fields"] == {"owner": "team1", "rank": 1}
    assert host["groundplan_config_context"]["ntp"] == ["10.0.0.1", "10.0.0.2"]
    assert [interface["name"] for interface in host["groundplan_interfaces"]] == ["Ethernet1", "Ethernet2"]
    assert host["ansible_network_os"] == "arista.eos.eos"
    assert "__ansible_unsafe" not in json.dumps(told)


def test_expressions_get_what_they_name_and_hosts_do_not(listed: Listed, stub: Stub) -> None:
    told = listed(
        group_by=[],
        compose={"ansible_user": "'admin' if site == 'ams1' else 'netops'", "short": "inventory_hostname[:2]"},
        groups={"first": "id == 1", "never": "serial is none"},
        keyed_groups=[
            {"key": "tags", "prefix": "tag"},
            {"key": "role", "prefix": "", "separator": "", "parent_group": "in_{{ region }}"},
            {"key": "ansible_user", "prefix": "user"},
        ],
        strict=True,
    )
    assert stub.queries[0]["vars"] == ["id,region,role,serial,site,tags"]
    assert told["_meta"]["hostvars"]["sw1"] == {
        "ansible_host": "10.0.0.1",
        "ansible_network_os": "arista.eos.eos",
        "ansible_user": "admin",
        "short": "sw",
    }
    assert told["_meta"]["hostvars"]["rtr1"]["ansible_user"] == "netops"
    assert told["first"]["hosts"] == ["sw1"]
    assert "never" not in told
    assert told["tag_prod"]["hosts"] == ["sw1", "sw2", "rtr1"]
    assert sorted(told["in_nl"]["children"]) == ["access", "leaf", "spine"]
    assert told["user_netops"]["hosts"] == ["rtr1"]


def test_expressions_that_depend_on_more_are_evaluated_for_each_host(listed: Listed) -> None:
    told = listed(
        compose={"dice": "1000000000 | random", "seed": "lookup('ansible.builtin.vars', 'site') ~ (site[:0])"}
    )
    assert len({host["dice"] for host in told["_meta"]["hostvars"].values()}) == 3
    assert {host["seed"] for host in told["_meta"]["hostvars"].values()} == {"ams1", "s03"}


def test_strict(ansible: Run, written: Written) -> None:
    cases: list[tuple[dict[str, Any], str]] = [
        ({"compose": {"x": "site.nope.nope"}}, "Could not set x for host sw1"),
        ({"groups": {"x": "site +"}}, "Could not add sw1 to group x"),
        ({"keyed_groups": [{"key": "site.nope.nope"}]}, "Could not generate group for host sw1"),
    ]
    strict = complaints(ansible, *(written(f"{n}.groundplan.yml", strict=True, **c[0]) for n, c in enumerate(cases)))
    assert [said for _, said in cases if said not in strict] == []
    lenient = complaints(ansible, *(written(f"{n}.groundplan.yml", **case) for n, (case, _) in enumerate(cases)))
    assert "Could not" not in lenient


def complaints(ansible: Run, *inventories: Path) -> str:
    """What Ansible says of these inventories, in one line."""
    sources = [word for inventory in inventories for word in ("-i", inventory)]
    return str(ansible("ansible-inventory", *sources, "--list").stderr.replace("\n", " "))


def test_templates_in_data_stay_text_unless_trusted(ansible: Run, written: Written, stub: Stub, tmp_path: Path) -> None:
    stub.devices = [device(1, "sw1", description="{{ 1 + 1 }}", comments="plain")]
    (tmp_path / "play.yml").write_text(
        """
- hosts: all
  gather_facts: false
  tasks: [{ansible.builtin.debug: {msg: "[{{ description }}] [{{ comments }}]"}}]
"""
    )
    for trust, text in ((False, "[{{ 1 + 1 }}] [plain]"), (True, "[2] [plain]")):
        inventory = written(vars=["description", "comments"], trust_templates=trust)
        assert text in ansible("ansible-playbook", "-i", inventory, "play.yml").stdout
    told = json.loads(ansible("ansible-inventory", "-i", inventory, "--list").stdout)
    assert told["_meta"]["hostvars"]["sw1"]["description"] == "{{ 1 + 1 }}"


def test_groups_that_ansible_cannot_tell_apart(ansible: Run, written: Written, stub: Stub) -> None:
    stub.devices = [device(1, "sw1", site="a-b"), device(2, "sw2", site="a_b")]
    done = ansible("ansible-inventory", "-i", written(), "--graph")
    assert "The groups site__a-b and site__a_b are one to Ansible: site__a_b." in done.stderr.replace("\n", " ")


def test_file_names(ansible: Run, written: Written, stub: Stub) -> None:
    ours = ["groundplan.yml", "groundplan.yaml", "lab.groundplan.yml", "lab.groundplan.yaml"]
    assert complaints(ansible, *map(written, ours)) == ""
    assert len(stub.asked) == 4
    others = ["other.yml", "mygroundplan.yml"]
    told = complaints(ansible, *map(written, others))
    assert all(f"{name}' could not be verified by inventory plugin" in told for name in others)


def test_refusals_are_one_clear_error(ansible: Run, written: Written) -> None:
    cases: list[tuple[dict[str, Any], str]] = [
        ({"filters": {"sit": "ams1"}}, "refused (400): sit: There is no filter 'sit'; did you mean 'site'?"),
        ({"vars": ["stats"]}, "vars: There is no variable 'stats'; did you mean"),
        ({"token": "wrong"}, "refused (403): Invalid v1 token"),
        ({"url": "http://127.0.0.1:9"}, "http://127.0.0.1:9 does not answer: "),
        ({"offline_fallback": True}, "offline_fallback needs cache"),
    ]
    told = complaints(ansible, *(written(f"{n}.groundplan.yml", **case) for n, (case, _) in enumerate(cases)))
    assert [said for _, said in cases if said not in told] == []
    assert "Traceback" not in told


def test_an_inventory_that_cannot_be_read_fails_where_that_counts(ansible: Run, written: Written) -> None:
    ansible("ansible-inventory", "-i", written(token="wrong"), "--list", code=FAILED, **FATAL)


def test_something_else_answers(ansible: Run, written: Written, stub: Stub) -> None:
    stub.prepared = b"<html>Please log in.</html>"
    assert "not as a Groundplan server does" in complaints(ansible, written())


def test_an_unchanged_inventory_is_not_sent_again(listed: Listed, stub: Stub) -> None:
    first = listed(**CACHE)
    stub.devices = []  # the stub's ETag does not change, so the cache must be what is read
    assert listed(**CACHE) == first
    assert stub.headers[1]["if-none-match"] == stub.etag
    assert "if-none-match" not in stub.headers[0]
    stub.etag = 'W/"13"'
    assert listed(**CACHE)["_meta"]["hostvars"] == {}


def test_a_kept_answer_to_another_question_is_of_no_use(listed: Listed, stub: Stub) -> None:
    listed(**CACHE)
    listed(**CACHE, vars=["site"])
    assert "if-none-match" not in stub.headers[1]


def test_a_cache_may_count_without_asking(listed: Listed, stub: Stub) -> None:
    assert listed(**CACHE, revalidate=False) == listed(**CACHE, revalidate=False)
    assert len(stub.asked) == 1


def test_the_cache_can_be_flushed(ansible: Run, written: Written, stub: Stub) -> None:
    inventory = written(**CACHE)
    for _ in range(2):
        ansible("ansible-inventory", "-i", inventory, "--list", "--flush-cache")
    assert "if-none-match" not in stub.headers[1]


def test_server_gone_and_a_cache_to_fall_back_on(ansible: Run, written: Written, stub: Stub) -> None:
    inventory = written(**CACHE, offline_fallback=True)
    first = ansible("ansible-inventory", "-i", inventory, "--list")
    stub.failures = 100
    second = ansible("ansible-inventory", "-i", inventory, "--list")
    assert second.stdout == first.stdout
    assert "busy or starting (503). The inventory is the cached one of" in second.stderr.replace("\n", " ")
    assert "busy or starting (503)" in complaints(ansible, written(**CACHE))
