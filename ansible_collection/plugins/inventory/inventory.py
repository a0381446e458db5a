"""Groundplan's hosts, groups and variables as an Ansible inventory, in one request."""

from __future__ import annotations

DOCUMENTATION = r"""
name: inventory
short_description: Inventory from Groundplan
description:
  - Reads hosts and groups from Groundplan, a network source of truth, in one request.
  - Lean on purpose. A host gets C(ansible_host) and the variables that O(vars) names, nothing else, because every
    further variable of every host makes each run slower. What O(compose), O(keyed_groups) and O(groups) name is fetched
    for them, but not kept.
  - Groups of platforms carry C(ansible_network_os).
author: Groundplan contributors
extends_documentation_fragment:
  - constructed
  - inventory_cache
  - groundplan.core.connection.plugin
options:
  plugin:
    description: The name of this plugin.
    required: true
    choices: [groundplan.core.inventory]
  filters:
    description:
      - Which hosts; the same filters as for devices in the API, for example C(site), C(role), C(status), C(tag).
      - An unknown filter is an error, never an inventory of everything.
    type: dict
    default: {}
  group_by:
    description:
      - What to make groups of, named C(site__ams1), C(device_role__leaf) and so on; trees bring their parents.
      - Any of V(site), V(region), V(site_group), V(location), V(rack), V(device_role), V(device_type),
        V(manufacturer), V(platform), V(tenant), V(tenant_group), V(status), V(tag), V(cluster), V(cluster_type),
        V(cluster_group), V(virtual_chassis).
    type: list
    elements: str
    default: [site, device_role, platform]
  vars:
    description:
      - The variables that each host gets, for example V(id), V(status), V(custom_fields), V(config_context).
      - V(model) says whether it is a V(dcim.device) or a V(virtualization.virtualmachine).
    type: list
    elements: str
    default: []
  vars_prefix:
    description:
      - What the names of these variables start with, for example V(groundplan_).
      - Ansible warns about variables called C(name), C(serial) or C(tags), which are words of its own.
    type: str
    default: ""
  interfaces:
    description: Whether each host gets its interfaces and their addresses.
    type: bool
    default: false
  vms:
    description: Whether virtual machines are hosts too.
    type: bool
    default: false
  trust_templates:
    description:
      - Whether Ansible may evaluate templates that stand in the data, such as C({{ x }}) in a config context.
      - Whoever may write such data then runs code where the play runs.
    type: bool
    default: false
  revalidate:
    description:
      - With O(cache), whether to ask the server each time if the cached answer still holds; that costs milliseconds.
      - If V(false), the cached answer counts until O(cache_timeout).
    type: bool
    default: true
  offline_fallback:
    description:
      - With O(cache), whether the cached answer counts, with a warning, when the server does not answer.
      - Set O(cache_timeout=0) as well, so that it never expires.
    type: bool
    default: false
"""

EXAMPLES = r"""
# groundplan.yml: all active leaves and spines, grouped by site and platform
plugin: groundplan.core.inventory
url: https://groundplan.example.net
token: "{{ lookup('ansible.builtin.file', '~/.groundplan-token') }}"
filters:
  status: active
  role: [leaf, spine]
group_by: [site, platform]

---
# variables of one's own, groups by tag, and the last answer if the server is away
plugin: groundplan.core.inventory
vars: [custom_fields, config_context]
vars_prefix: groundplan_
compose:
  ansible_user: "'admin' if site == 'lab' else 'netops'"
keyed_groups:
  - key: tags
    prefix: tag
groups:
  out_of_band: primary_ip is none and oob_ip is not none
cache: true
cache_plugin: ansible.builtin.jsonfile
cache_connection: ~/.cache/groundplan
cache_timeout: 0
offline_fallback: true
"""

import hashlib
import json
import os
import time

from ansible.errors import AnsibleParserError
from ansible.plugins.inventory import BaseInventoryPlugin, Cacheable, Constructable

from ansible_collections.groundplan.core.plugins.module_utils.client import (
    CONNECTION,
    Client,
    GroundplanError,
    NoAnswer,
    query_of,
)
from ansible_collections.groundplan.core.plugins.plugin_utils.variables import Memory, Trust, named

#: What the server can tell of a host when it is asked to.
VARS = {
    "id", "name", "status", "site", "region", "site_group", "location", "rack", "position", "face", "role",
    "device_type", "manufacturer", "platform", "tenant", "tenant_group", "serial", "asset_tag", "cluster",
    "virtual_chassis", "vc_position", "description", "comments", "tags", "custom_fields", "local_context_data",
    "config_context", "primary_ip", "primary_ip4", "primary_ip6", "oob_ip", "url", "vcpus", "memory", "disk",
}  # fmt: skip


class InventoryModule(BaseInventoryPlugin, Constructable, Cacheable):
    """The plugin; `verify_file` and `parse` are what Ansible calls."""

    NAME = "groundplan.core.inventory"

    def verify_file(self, path):
        name = "." + os.path.basename(path)
        return super().verify_file(path) and name.endswith((".groundplan.yml", ".groundplan.yaml"))

    def parse(self, inventory, loader, path, cache=True):
        super().parse(inventory, loader, path, cache)
        self._read_config_data(path)
        self._trusted = Trust(self.get_option("trust_templates"))
        self._remembered = Memory()
        parents = [str(each.get("parent_group", "")) for each in self.get_option("keyed_groups")]
        self._named = named(self._expressions(), parents)
        told = self._told(path, cache)
        for warning in told["warnings"]:
            self.display.warning(warning)
        self._add_hosts(told, self._add_groups(told))

    # Asking

    def _expressions(self):
        """All that is to be evaluated for each host."""
        yield from self.get_option("compose").values()
        yield from self.get_option("groups").values()
        yield from (each.get("key", "none") for each in self.get_option("keyed_groups"))

    def _query(self):
        """The query of the one request."""
        asked = set(self.get_option("vars")) | self._named & VARS
        return [
            *query_of(self.templar.template(self.get_option("filters"))),
            ("group_by", ",".join(self.get_option("group_by"))),
            ("vars", ",".join(sorted(asked - {"model"}))),
            *([("interfaces", "true")] if self.get_option("interfaces") or "interfaces" in self._named else []),
            *([("vms", "true")] if self.get_option("vms") else []),
        ]

    def _told(self, path, cache):
        """What the server says, or said when it was last asked."""
        try:
            told = json.loads(self._body(path, cache))
        except GroundplanError as error:
            raise AnsibleParserError(str(error)) from None
        except ValueError:
            told = None
        if not isinstance(told, dict) or "hosts" not in told:
            raise AnsibleParserError(f"{self.get_option('url')} answers, but not as a Groundplan server does.")
        return told

    def _body(self, path, cache):
        """The answer as it came, from the cache if it still holds."""
        options = self.templar.template({name: self.get_option(name) for name in CONNECTION})
        query = self._query()
        label = {
            "question": [options["url"], options["branch"], options["at"], *map(list, query)],
            "asker": hashlib.sha256(str(options["token"]).encode()).hexdigest()[:16],
        }
        kept = self._kept(path, label) if cache else None
        if kept and not self.get_option("revalidate"):
            return kept["body"]
        # Another token may see other objects, though the data did not change.
        etag = kept["etag"] if kept and kept["asker"] == label["asker"] else None
        try:
            answer = Client(**options).get("inventory/", query, etag)
        except NoAnswer as reason:
            if not kept or not self.get_option("offline_fallback"):
                raise
            moment = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(kept["moment"]))
            self.display.warning(f"{reason} The inventory is the cached one of {moment}.")
            return kept["body"]
        if answer.status == 304:
            return kept["body"]
        body = answer.content.decode()
        if self.get_option("cache"):
            # The body is one string: Ansible's caches are slow with whatever has parts.
            self._cache[self.get_cache_key(path)] = {**label, "moment": time.time(), "etag": answer.etag, "body": body}
        return body

    def _kept(self, path, label):
        """The cached answer, if there is one to this question."""
        if not self.get_option("cache"):
            if self.get_option("offline_fallback"):
                raise AnsibleParserError("offline_fallback needs cache, and a cache_plugin that keeps files.")
            return None
        kept = self._cache.get(self.get_cache_key(path))
        return kept if kept and kept.get("question") == label["question"] else None

    # Telling

    def _add_groups(self, told):
        """Groups and their parents; they come back by the server's names for them."""
        groups, sources = {}, {}
        for name in told["groups"]:
            safe = self._sanitize_group_name(name)
            if sources.setdefault(safe, name) != name:
                self.display.warning(f"The groups {sources[safe]} and {name} are one to Ansible: {safe}.")
            groups[name] = self.inventory.groups[self.inventory.add_group(safe)]
        for name, group in told["groups"].items():
            for parent in group["parents"]:
                self.inventory.add_child(groups[parent].name, groups[name].name)
        for slug, drivers in told["platforms"].items():
            if "ansible" in drivers and f"platform__{slug}" in groups:
                groups[f"platform__{slug}"].set_variable("ansible_network_os", self._trusted(drivers["ansible"]))
        return groups

    def _add_hosts(self, told, groups):
        """Hosts and their variables, written to Ansible's objects directly: it copies and checks each value else."""
        inventory, trusted, platforms = self.inventory, self._trusted, told["platforms"]
        prefix = self.get_option("vars_prefix")
        keep = [(name, prefix + name) for name in self.get_option("vars")]
        if self.get_option("interfaces"):
            keep.append(("interfaces", prefix + "interfaces"))
        contexts = [trusted(context) for context in told["contexts"]]
        constructing = any(True for _ in self._expressions())
        for name, entry in told["hosts"].items():
            inventory.add_host(name)
            host = inventory.hosts[name]
            data = trusted(entry["vars"])
            data["model"] = trusted(entry["model"])
            data["config_context"] = {} if entry["context"] is None else contexts[entry["context"]]
            if "interfaces" in entry:
                data["interfaces"] = trusted(entry["interfaces"])
            if entry["hostname"]:
                host.vars["ansible_host"] = trusted(entry["hostname"])
            for ours, theirs in keep:
                host.vars[theirs] = data[ours]
            for group in entry["groups"]:
                groups[group].add_host(host)
            if f"platform__{entry['platform']}" not in groups and "ansible" in platforms.get(entry["platform"], ()):
                host.vars["ansible_network_os"] = trusted(platforms[entry["platform"]]["ansible"])
            if constructing:
                self._construct(host, data)

    def _construct(self, host, data):
        """What the user's own expressions make of a host."""
        strict = self.get_option("strict")
        variables = {**data, **host.vars, "inventory_hostname": host.name}
        for name, expression in self.get_option("compose").items():
            try:
                variables[name] = host.vars[name] = self._trusted(self._compose(expression, variables))
            except Exception as error:
                if strict:
                    raise AnsibleParserError(f"Could not set {name} for host {host.name}: {error}") from error
        for name, condition in self.get_option("groups").items():
            try:
                belongs = self._remembered(condition, variables, self._holds)
            except Exception as error:
                if strict:
                    raise AnsibleParserError(f"Could not add {host.name} to group {name}: {error}") from error
            else:
                if belongs:
                    group = self.inventory.add_group(self._sanitize_group_name(name))
                    self.inventory.groups[group].add_host(host)
        self._add_host_to_keyed_groups(self.get_option("keyed_groups"), variables, host.name, strict, False)

    def _compose(self, template, variables):
        self.templar.available_variables = variables  # for parent groups, which are templates too
        return self._remembered(template, variables, super()._compose)

    def _holds(self, condition, variables):
        self.templar.available_variables = variables
        return self.templar.evaluate_conditional(condition)
