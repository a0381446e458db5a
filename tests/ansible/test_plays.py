"""Modules and lookups, in plays as people write them."""

import json
from pathlib import Path
from typing import Any

import yaml

from tests.ansible.conftest import ROOT, Run
from tests.nornir.network import device
from tests.nornir.stub import TOKEN, Stub

SITE = {"model": "dcim.site", "data": {"name": "Amsterdam 1", "slug": "ams1"}}


def results(ansible: Run, folder: Path, tasks: list[dict[str, Any]], *arguments: str) -> list[dict[str, Any]]:
    """Runs these tasks on localhost, whether they fail or not; what came of each."""
    registered = [{**task, "register": f"task{number}", "ignore_errors": True} for number, task in enumerate(tasks)]
    told = "{{ [" + ", ".join(task["register"] for task in registered) + "] | to_json }}"
    tell = {"ansible.builtin.copy": {"content": told, "dest": str(folder / "told.json")}, "check_mode": False}
    play = [{"hosts": "localhost", "gather_facts": False, "tasks": [*registered, tell]}]
    (folder / "play.yml").write_text(yaml.safe_dump(play))
    ansible("ansible-playbook", "play.yml", *arguments)
    done: list[dict[str, Any]] = json.loads((folder / "told.json").read_text())
    return done


def test_object_in_check_mode_says_exactly_what_would_be(ansible: Run, stub: Stub, tmp_path: Path) -> None:
    stub.sites["old"] = {"slug": "old", "name": "Old", "status": "active"}
    tasks: list[dict[str, Any]] = [
        {"groundplan.core.object": SITE},
        {"groundplan.core.object": {"model": "dcim.site", "key": "old", "data": {"name": "New"}}},
        {"groundplan.core.object": {"model": "dcim.site", "key": "old", "state": "absent"}},
        {"groundplan.core.object": {"model": "dcim.site", "data": {"slug": "old", "nme": "Old"}}},
    ]
    created, updated, deleted, refused = results(ansible, tmp_path, tasks, "--check", "--diff")
    assert stub.sites == {"old": {"slug": "old", "name": "Old", "status": "active"}}
    assert (created["changed"], created["outcome"], created["serial"]) == (True, "created", None)
    assert created["diff"][0]["before"] == {}
    assert created["diff"][0]["after"]["name"] == "Amsterdam 1"
    assert (updated["outcome"], updated["diff"][0]["before"]["name"], updated["diff"][0]["after"]["name"]) == (
        "updated",
        "Old",
        "New",
    )
    assert (deleted["outcome"], deleted["diff"][0]["after"]) == ("deleted", {})
    assert refused["failed"]
    assert "nme: A site has no 'nme'; did you mean 'name'?" in refused["msg"]
    assert [body["dry_run"] for *_, body in stub.asked] == [True] * 4


def test_object(ansible: Run, stub: Stub, tmp_path: Path) -> None:
    tasks: list[dict[str, Any]] = [
        {"groundplan.core.object": {**SITE, "message": "Ticket 4711"}},
        {"groundplan.core.object": SITE},
        {"groundplan.core.object": {**SITE, "state": "absent", "data": {"slug": "ams1"}}},
        {"groundplan.core.object": {**SITE, "state": "absent", "data": {"slug": "ams1"}}},
        {"groundplan.core.object": {**SITE, "url": "http://127.0.0.1:9", "retries": 0}},
        {"groundplan.core.object": {"model": "dcim.site"}},
    ]
    done = results(ansible, tmp_path, tasks)
    assert [each.get("outcome") for each in done] == ["created", "unchanged", "deleted", "unchanged", None, None]
    assert [each["changed"] for each in done[:4]] == [True, False, True, False]
    assert done[0]["object"] == {"id": 5, "model": "dcim.site", "display": "ams1"}
    assert done[0]["serial"] == 13
    assert "does not answer" in done[4]["msg"]
    assert "data" in done[5]["msg"]
    assert stub.asked[0][4]["message"] == "Ticket 4711"
    keys = [headers["idempotency-key"] for headers in stub.headers]
    assert len(set(keys)) == len(keys)
    assert TOKEN not in json.dumps(done)


def test_module_defaults(ansible: Run, stub: Stub, tmp_path: Path) -> None:
    (tmp_path / "play.yml").write_text(
        yaml.safe_dump(
            [
                {
                    "hosts": "localhost",
                    "gather_facts": False,
                    "module_defaults": {"group/groundplan.core.groundplan": {"url": stub.url, "token": TOKEN}},
                    "tasks": [{"groundplan.core.object": SITE}],
                }
            ]
        )
    )
    ansible("ansible-playbook", "play.yml", GROUNDPLAN_URL="http://127.0.0.1:9", GROUNDPLAN_TOKEN="wrong")
    assert "ams1" in stub.sites


def test_lookup(ansible: Run, stub: Stub, tmp_path: Path) -> None:
    stub.devices = [device(number) for number in range(1, 2101)]

    def say(expression: str) -> dict[str, Any]:
        return {"ansible.builtin.debug": {"msg": "{{ " + expression + " }}"}}

    name = "'groundplan.core.lookup'"
    tasks: list[dict[str, Any]] = [
        say(f"query({name}, 'devices', role='leaf') | length"),
        say(f"query({name}, 'dcim/devices', site=['s01', 's02'], limit=10) | map(attribute='name') | list | length"),
        say(f"lookup({name}, 'dcim.device', key='s01/sw00001').id"),
        say(f"query({name}, 'devices', filters={{'site': 's01'}}, branch='blue') | length"),
        say(f"query({name}, 'devices', sit='ams1')"),
        say(f"query({name}, 'devises')"),
        say(f"query({name}, 'interfaces')"),
    ]
    done = results(ansible, tmp_path, tasks)
    assert [each["msg"] for each in done[:4]] == [700, 84, 1, 42]
    assert "There is no filter 'sit'; did you mean 'site'?" in done[4]["msg"]
    assert "There are no 'devises'; did you mean 'devices'?" in done[5]["msg"]
    assert "'interfaces' can be dcim/interfaces or virtualization/interfaces; say which." in done[6]["msg"]
    assert stub.paths.count("GET /api/catalog/") == 1
    assert any(headers.get("x-groundplan-branch") == "blue" for headers in stub.headers)
    assert {headers["x-groundplan-strict"] for headers in stub.headers} == {"true"}


def test_render_configs_playbook(ansible: Run, stub: Stub, tmp_path: Path) -> None:
    stub.devices.append(device(4, "fw1/node0"))
    stub.templates[4] = "set system\n"
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "sw1.cfg").write_text("hostname old\n")
    inventory, book = ROOT / "playbooks" / "groundplan.yml", ROOT / "playbooks" / "render_configs.yml"
    arguments = ("-i", inventory, book, "-e", f"output={tmp_path / 'out'}")
    checked = ansible("ansible-playbook", *arguments, "--check", "--diff")
    assert "-hostname old\n+hostname sw1" in checked.stdout
    assert (tmp_path / "out" / "sw1.cfg").read_text() == "hostname old\n"
    done = ansible("ansible-playbook", *arguments)
    assert "No template applies to rtr1." in done.stdout
    assert {path.name: path.read_text() for path in (tmp_path / "out").iterdir()} == {
        "sw1.cfg": "hostname sw1\n",
        "sw2.cfg": "hostname sw2\n",
        "fw1_node0.cfg": "set system\n",
    }
    again = ansible("ansible-playbook", *arguments, "--limit", "sw1")
    assert "changed=0" in again.stdout


def test_documentation(ansible: Run) -> None:
    for kind, names in {
        "inventory": ["inventory"],
        "lookup": ["lookup"],
        "module": ["object", "rendered_config"],
    }.items():
        done = ansible("ansible-doc", "-t", kind, "--json", *(f"groundplan.core.{name}" for name in names))
        told = json.loads(done.stdout)
        assert [bool(each["examples"]) for each in told.values()] == [True] * len(names)
        assert all("token" in each["doc"]["options"] for each in told.values())
