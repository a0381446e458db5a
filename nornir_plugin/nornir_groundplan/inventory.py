"""The inventory plugin: one request, and Nornir's own objects made of its answer."""

from __future__ import annotations

import gc
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from nornir.core.inventory import ConnectionOptions, Group, Host, Hosts, Inventory, ParentGroups

from nornir_groundplan.cache import answer
from nornir_groundplan.errors import NoAnswer, WrongOption
from nornir_groundplan.files import defaults_from, groups_from
from nornir_groundplan.options import Options

logger = logging.getLogger(__name__)

#: The libraries whose driver names a platform carries, each also the name of its Nornir connection.
LIBRARIES = ("napalm", "netmiko", "scrapli")


class GroundplanInventory:
    """Hosts, groups and variables from Groundplan; `nornir_groundplan.options` says what it can be told."""

    def __init__(self, **options: Any) -> None:
        self.options = Options.read(options)

    def load(self) -> Inventory:
        """Asks the server, or the cache, and makes Nornir's inventory of the answer."""
        defaults = defaults_from(self.options.defaults_file)
        groups, parents = groups_from(self.options.group_file, defaults)
        with no_collection():
            told = json_of(answer(self.options), self.options.connection.url)
            for warning in told["warnings"]:
                logger.warning("%s", warning)
            inventory = Inventory(Hosts(), groups, defaults)
            add_groups(inventory, told, parents)
            add_hosts(inventory, told, self.options)
        return inventory


def add_groups(inventory: Inventory, told: dict[str, Any], parents: dict[str, list[str]]) -> None:
    """The server's groups beside the user's; where both know one, the user's word stands."""
    groups = inventory.groups
    for name, group in told["groups"].items():
        parents.setdefault(name, []).extend(group["parents"])
    for name in parents:
        if name not in groups:
            groups[name] = Group(name, defaults=inventory.defaults)
    for name, of_it in parents.items():
        for parent in of_it:
            if parent not in groups:
                raise WrongOption(f"The group {name!r} has a parent that is nowhere described: {parent!r}.")
            groups[name].groups.add(groups[parent])
    for slug, drivers in told["platforms"].items():
        add_drivers(platform_group(inventory, slug), drivers)


def platform_group(inventory: Inventory, slug: str) -> Group:
    """The group of a platform; always there, whatever hosts are grouped by, since it carries the drivers."""
    name = f"platform__{slug}"
    if name not in inventory.groups:
        inventory.groups[name] = Group(name, defaults=inventory.defaults)
    return inventory.groups[name]


def add_drivers(group: Group, drivers: dict[str, str]) -> None:
    """Each library's own name for the platform, unless the user named one."""
    if group.platform is not None:
        return
    for library in LIBRARIES:
        if library in drivers:
            options = group.connection_options.setdefault(library, ConnectionOptions())
            options.platform = options.platform or drivers[library]


def add_hosts(inventory: Inventory, told: dict[str, Any], options: Options) -> None:
    """Every host. What hosts share, they share: strings, groups, contexts; only `data` and lists are their own."""
    hosts, groups, defaults, contexts = inventory.hosts, inventory.groups, inventory.defaults, told["contexts"]
    platforms = {slug: driver(inventory, slug, told["platforms"], options) for slug in named_platforms(told)}
    with_context = options.vars is None or "config_context" in options.vars
    for name, host in told["hosts"].items():
        data: dict[str, Any] = host["vars"]
        if options.flatten_custom_fields:
            data.update(data.pop("custom_fields", {}))
        data["id"], data["model"] = host["id"], host["model"]
        if with_context:
            context = host["context"]
            data["config_context"] = {} if context is None else contexts[context]
        if options.interfaces:
            data["interfaces"] = host["interfaces"]
        slug, belongs = host["platform"], host["groups"]
        if slug is not None and (platform := f"platform__{slug}") not in belongs:
            belongs.append(platform)
        hosts[name] = Host(
            name=name,
            hostname=host["hostname"] or invented(name, host["id"]),
            platform=platforms.get(slug),
            groups=ParentGroups([groups[group] for group in belongs]),
            data=data,
            defaults=defaults,
        )


def named_platforms(told: dict[str, Any]) -> set[str]:
    return {host["platform"] for host in told["hosts"].values()} - {None}


def driver(inventory: Inventory, slug: str, platforms: dict[str, dict[str, str]], options: Options) -> str:
    """What `host.platform` says: the user's word for it, the chosen library's, or the slug if that knows none."""
    return platform_group(inventory, slug).platform or platforms.get(slug, {}).get(options.platform) or slug


def invented(name: str, number: int) -> str | None:
    """The name as the address of a host that has none, unless it is no name but made of the host's id."""
    return None if name == str(number) or name.endswith(f"__{number}") else name


def json_of(body: bytes, url: str) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except ValueError:
        told = None
    if not isinstance(told, dict) or "hosts" not in told:
        raise NoAnswer(f"{url} answers, but not as a Groundplan server does.")
    return told


@contextmanager
def no_collection() -> Iterator[None]:
    """Nothing made in here is garbage, so looking for some only takes time: a third of it with 10,000 hosts."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
