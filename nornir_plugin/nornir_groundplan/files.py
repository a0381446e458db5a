"""The user's own defaults and groups, in SimpleInventory's format, under those that the server knows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nornir.core.inventory import ConnectionOptions, Defaults, Group, Groups, ParentGroups
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from nornir_groundplan.errors import WrongOption

ATTRIBUTES = ("hostname", "port", "username", "password", "platform")


def defaults_from(path: Path) -> Defaults:
    """The defaults of every host; none if there is no such file."""
    said = mapping(path)
    return Defaults(
        **{name: said.get(name) for name in ATTRIBUTES},
        data=said.get("data"),
        connection_options=connection_options(said),
    )


def groups_from(path: Path, defaults: Defaults) -> tuple[Groups, dict[str, list[str]]]:
    """The user's groups, and the names of their parents, which may be groups that only the server knows."""
    groups, parents = Groups(), {}
    for name, element in mapping(path).items():
        said = element or {}
        groups[name] = Group(
            name,
            **{attribute: said.get(attribute) for attribute in ATTRIBUTES},
            groups=ParentGroups(),
            data=said.get("data"),
            connection_options=connection_options(said),
            defaults=defaults,
        )
        parents[name] = list(said.get("groups") or [])
    return groups, parents


def connection_options(said: dict[str, Any]) -> dict[str, ConnectionOptions]:
    return {
        name: ConnectionOptions(
            **{attribute: (options or {}).get(attribute) for attribute in ATTRIBUTES},
            extras=(options or {}).get("extras"),
        )
        for name, options in (said.get("connection_options") or {}).items()
    }


def mapping(path: Path) -> dict[str, Any]:
    """What the file says; nothing if there is none, as SimpleInventory does."""
    if not path.exists():
        return {}
    try:
        said = YAML(typ="safe").load(path.read_text(encoding="utf-8")) or {}
    except YAMLError as reason:
        raise WrongOption(f"{path} is no YAML: {reason}") from reason
    if not isinstance(said, dict):
        raise WrongOption(f"{path} is a mapping, not a {type(said).__name__}.")
    return said
