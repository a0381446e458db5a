"""The server's inventory in the words of those who read it: Ansible, Nornir, ssh."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Inventory = Mapping[str, Any]


def host_variables(inventory: Inventory, name: str) -> dict[str, Any]:
    """What is known of a host: its variables, its config context, and where it is reached."""
    host = inventory["hosts"][name]
    found = dict(host.get("vars") or {})
    context = host.get("context")
    if context is not None:
        found["config_context"] = inventory["contexts"][context]
    if "interfaces" in host:
        found["interfaces"] = host["interfaces"]
    return found


def ansible(inventory: Inventory) -> dict[str, Any]:
    """What Ansible expects of an inventory script's --list."""
    names = {name: group_name(name) for name in inventory["groups"]}
    groups: dict[str, Any] = {names[name]: {"hosts": [], "children": []} for name in names}
    for name, group in inventory["groups"].items():
        for parent in group.get("parents") or ():
            groups[names[parent]]["children"].append(names[name])
    for name, host in inventory["hosts"].items():
        for group in host.get("groups") or ():
            groups[names[group]]["hosts"].append(name)
    top = [names[name] for name, group in inventory["groups"].items() if not group.get("parents")]
    ungrouped = [name for name, host in inventory["hosts"].items() if not host.get("groups")]
    return {
        "_meta": {"hostvars": {name: ansible_variables(inventory, name) for name in inventory["hosts"]}},
        "all": {"children": ["ungrouped", *top]},
        "ungrouped": {"hosts": ungrouped},
        **groups,
    }


def ansible_variables(inventory: Inventory, name: str) -> dict[str, Any]:
    """What Ansible expects of an inventory script's --host."""
    host = inventory["hosts"][name]
    found = host_variables(inventory, name)
    if host.get("hostname"):
        found["ansible_host"] = host["hostname"]
    names = inventory.get("platforms", {}).get(host.get("platform") or "", {})
    if names.get("ansible"):
        found["ansible_network_os"] = names["ansible"]
    return found


def group_name(name: str) -> str:
    """A group's name as Ansible takes it: letters, digits and underscores."""
    return re.sub(r"[^A-Za-z0-9_]", "_", name)


def nornir(inventory: Inventory) -> dict[str, Any]:
    """The files of Nornir's SimpleInventory, by name."""
    hosts = {}
    for name, host in inventory["hosts"].items():
        names = inventory.get("platforms", {}).get(host.get("platform") or "", {})
        hosts[name] = {
            "hostname": host.get("hostname"),
            "platform": names.get("napalm") or host.get("platform"),
            "groups": list(host.get("groups") or ()),
            "data": host_variables(inventory, name),
            "connection_options": {
                driver: {"platform": names[driver]} for driver in ("netmiko", "scrapli") if names.get(driver)
            },
        }
    groups = {
        name: {
            "groups": list(group.get("parents") or ()),
            "data": {k: v for k, v in group.items() if k != "parents"},
        }
        for name, group in inventory["groups"].items()
    }
    return {"hosts": hosts, "groups": groups, "defaults": {}}


def ssh_config(inventory: Inventory) -> str:
    """A piece of ~/.ssh/config, for `Include`."""
    lines = []
    for name, host in inventory["hosts"].items():
        if host.get("hostname"):
            # A space would make two patterns of one name; * and ? would match other hosts.
            lines += [f"Host {re.sub(r'[^A-Za-z0-9._:-]', '_', name)}", f"    HostName {host['hostname']}", ""]
    return "\n".join(lines)
