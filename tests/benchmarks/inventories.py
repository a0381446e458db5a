"""Inventories: the server's one answer, and how soon Ansible and Nornir have their hosts from it."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.ansible.test_speed import static
from tests.benchmarks.figures import Figure, Ground, milliseconds, timed
from tests.benchmarks.serving import ROOT, environment, program
from tests.server import TOKEN

NB_INVENTORY = 94  # seconds for 10,000 hosts, another run; of a file 27
GROUPS = ["site", "device_role", "platform"]
#: What plays use; Ansible would warn about variables called `serial` and `tags`.
VARS = [
    "status", "site", "role", "device_type", "manufacturer", "platform", "tenant", "custom_fields", "primary_ip4",
    "primary_ip6", "config_context",
]  # fmt: skip


def inventory(ground: Ground) -> Iterator[Figure]:
    """All hosts with merged contexts, groups and addresses: just after somebody wrote, and when nobody did."""
    path = "/api/inventory/"
    hosts = f"{ground.devices:,} hosts"
    for name, of, bar in (
        (f"inventory of {hosts}, after a write", "/api/dcim/devices/1/", 1.0),
        (f"inventory of {hosts}, after a context changed", "/api/extras/config-contexts/1/", None),
    ):
        seconds, cpu = [], 0.0
        for turn in range(ground.rounds(5) + 1):
            changed = ground.client.patch(of, json={"description": f"{name} {turn}"})
            assert changed.status_code == 200, changed.text
            times = timed(ground.served, ground.reading([path]), warm=0)
            if turn:
                seconds.append(times.median)
                cpu += times.cpu / ground.rounds(5)
        best = f"best {milliseconds(min(seconds))}, server computes {milliseconds(cpu)}"
        yield Figure(name, sorted(seconds)[len(seconds) // 2], "s", at_most=bar, remark=best)
    answer = ground.client.get(path)
    known = {"If-None-Match": answer.headers["ETag"]}
    assert ground.client.get(path, headers=known).status_code == 304
    times = timed(ground.served, [lambda: ground.client.get(path, headers=known)] * ground.rounds(200), warm=5)
    yield Figure("inventory, unchanged", times.median * 1000, "ms", at_most=5, remark=times.said)
    times = timed(ground.served, ground.reading([f"{path}?interfaces=true"] * 2), warm=0)
    yield Figure("inventory with interfaces", times.median, "s", remark=times.said)


def ansible(ground: Ground) -> Iterator[Figure]:
    """`ansible-inventory --list` through our plugin, and over a file of the same hosts, groups and variables."""
    home = ground.directory / "ansible"
    collections = home / "ansible_collections" / "groundplan"
    collections.mkdir(parents=True)
    (collections / "core").symlink_to(ROOT / "ansible_collection")
    ours, file = home / "groundplan.yml", home / "static.json"
    ours.write_text(json.dumps({"plugin": "groundplan.core.inventory", "vars": VARS, "group_by": GROUPS}))
    told = ground.got(f"/api/inventory/?vars={','.join(VARS)}&group_by={','.join(GROUPS)}")
    file.write_text(json.dumps(static(told)))
    seconds: dict[Path, float] = {}
    lists: dict[Path, Any] = {}
    for _ in range(2):
        for source in (ours, file):
            start = time.perf_counter()
            listed = _ansible_inventory(ground, home, source)
            seconds[source] = min(time.perf_counter() - start, seconds.get(source, 1e9))
            lists[source] = json.loads(listed)["_meta"]
    assert lists[ours] == lists[file]
    assert len(lists[ours]["hostvars"]) == ground.devices
    size = file.stat().st_size / 1e6
    yield Figure("ansible-inventory over a file", seconds[file], "s", remark=f"{size:.1f} MB, best of 2")
    took = f"{seconds[ours]:.1f} s, best of 2; nb_inventory: {NB_INVENTORY} s for 10,000 (reference, other run)"
    yield Figure("ansible-inventory", seconds[ours] / seconds[file], "times a file", at_most=1.25, remark=took)


def _ansible_inventory(ground: Ground, home: Path, source: Path) -> str:
    settings = {
        "HOME": str(home), "ANSIBLE_HOME": str(home), "ANSIBLE_COLLECTIONS_PATH": str(home), "ANSIBLE_NOCOLOR": "1",
        "GROUNDPLAN_URL": ground.served.url, "GROUNDPLAN_TOKEN": TOKEN,
    }  # fmt: skip
    command = [program("ansible-inventory"), "-i", str(source), "--list"]
    done = subprocess.run(command, env=environment(**settings), cwd=home, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def nornir(ground: Ground) -> Iterator[Figure]:
    """`InitNornir` with our plugin, and over files of the same hosts; each in a process of its own."""
    home = ground.directory / "nornir"
    home.mkdir()
    plugin = {"plugin": "GroundplanInventory", "options": {"url": ground.served.url, "token": TOKEN}}
    _init_nornir(home, plugin, "--write")
    seconds = dict.fromkeys(("ours", "files"), 1e9)
    for _ in range(2):
        for name, options in (("ours", plugin), ("files", {"plugin": "SimpleInventory"})):
            # Ours would read the same groups.yaml beside what the server says.
            where = home if name == "files" else ground.directory
            took, hosts = _init_nornir(where, options)
            assert hosts == ground.devices
            seconds[name] = min(took, seconds[name])
    size = (home / "hosts.yaml").stat().st_size / 1e6
    yield Figure("InitNornir over files", seconds["files"], "s", remark=f"{size:.1f} MB, best of 2")
    ratio = seconds["ours"] / seconds["files"]
    yield Figure("InitNornir", ratio, "times files", at_most=0.5, remark=f"{seconds['ours']:.2f} s, best of 2")


def _init_nornir(where: Path, options: dict[str, Any], *more: str) -> tuple[float, int]:
    command = [sys.executable, "-m", "tests.benchmarks.init_nornir", json.dumps(options), *more]
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(command, env=environment(PYTHONPATH=path), cwd=where, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    seconds, hosts = done.stdout.split()
    return float(seconds), int(hosts)


MEASURES = (inventory, ansible, nornir)
