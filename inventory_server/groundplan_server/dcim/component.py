"""What all parts of devices have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import ColumnElement, false

from groundplan_server.dcim.conditions import holds
from groundplan_server.language import (
    Extensible,
    Meta,
    Model,
    Refusal,
    View,
    boolean,
    changed,
    computed,
    filters,
    rule,
    text,
    unique,
    was,
)

if TYPE_CHECKING:
    from groundplan_server.dcim.device import Device

#: A component is found by what its device is and where it stands.
DEVICE_FILTERS = {
    "region": "device.site.region",
    "site_group": "device.site.group",
    "site": "device.site",
    "location": "device.location",
    "rack": "device.rack",
    "device_type": "device.device_type",
    "device_role": "device.role",
    "device_status": "device.status",
    "virtual_chassis": "device.virtual_chassis",
    "tenant": "device.tenant",
}


class Component(Extensible):
    """A part of a device."""

    if TYPE_CHECKING:
        # Each kind of component names its own way back, so each says this for itself.
        device: Device

    name: str = text(64, natural=True)
    label: str = text(64, default="", description="What is printed beside it.")
    description: str = text(200, default="")

    meta: ClassVar[Meta] = Meta(
        natural_key=("device", "name"),
        display=("{name} ({label})", "{name}"),
        brief=("device", "name", "description"),
        ordering=("device", "name"),
        unique=(unique("device", "name", message="Component names must be unique per device."),),
        search={"name": 100, "label": 200, "description": 500},
        filters=DEVICE_FILTERS,
        belongs_to="device",
    )


class BuiltIn(Component):
    """A component that came with its device and never moves to another."""


@rule(BuiltIn)
def stays_in_its_device(component: BuiltIn) -> Iterator[Refusal]:
    if was(component) is not None and changed(component, "device"):
        yield Refusal("device", "Components cannot be moved to a different device.")


def nothing(view: View, records: Sequence[Model]) -> list[None]:
    """Null for each: what is shown of a cable where there is none."""
    return [None for _ in records]


def no_peers(view: View, records: Sequence[Model]) -> list[list[Any]]:
    return [[] for _ in records]


def not_reachable(view: View, records: Sequence[Model]) -> list[bool]:
    return [False for _ in records]


def occupied(view: View, records: Sequence[Cabled]) -> list[bool]:
    """Whether something is plugged in, as far as anybody says."""
    return [record.mark_connected for record in records]


class Cabled(Model):
    """Takes a cable. Until there are cables, nothing is plugged in but what is marked so."""

    mark_connected: bool = boolean(description="Treat as if a cable is connected.")
    cable: Any = computed(nothing)
    cable_end: str | None = computed(nothing, str | None)
    link_peers: list[Any] = computed(no_peers, list[Any])
    link_peers_type: str | None = computed(nothing, str | None)
    _occupied: bool = computed(occupied, bool)


#: What components that take a cable say about themselves.
CABLED = replace(Component.meta, brief=("device", "name", "description", "cable", "_occupied"))


class PathEndpoint(Cabled):
    """Where a path over cables begins or ends."""

    connected_endpoints: list[Any] | None = computed(nothing, list[Any] | None)
    connected_endpoints_type: str | None = computed(nothing, str | None)
    connected_endpoints_reachable: bool = computed(not_reachable, bool)


@filters(Cabled, "cabled", bool)
def is_cabled(table: Any, values: list[bool]) -> ColumnElement[bool]:
    return holds(false(), values)


@filters(Cabled, "occupied", bool)
def is_occupied(table: Any, values: list[bool]) -> ColumnElement[bool]:
    return holds(table.c.mark_connected, values)


@filters(PathEndpoint, "connected", bool)
def is_connected(table: Any, values: list[bool]) -> ColumnElement[bool]:
    return holds(false(), values)
