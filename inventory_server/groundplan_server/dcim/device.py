"""Devices: the pieces of equipment that a network is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import ColumnElement, or_, select

from groundplan_server.dcim.airflow import DeviceAirflow
from groundplan_server.dcim.conditions import holds
from groundplan_server.dcim.face import DeviceFace
from groundplan_server.dcim.primary_ip import objections
from groundplan_server.extras.contextual import ConfigContextual, Renderable
from groundplan_server.language import (
    Choices,
    Meta,
    Model,
    Primary,
    Refusal,
    View,
    changed,
    choice,
    computed,
    count,
    filters,
    first_of,
    integer,
    number,
    prepare,
    ref,
    rule,
    text,
    unique,
    was,
)
from groundplan_server.registry import spec_of
from groundplan_server.tenancy.tenant import Tenancy

if TYPE_CHECKING:
    from groundplan_server.dcim.device_bay import DeviceBay
    from groundplan_server.dcim.device_role import DeviceRole
    from groundplan_server.dcim.device_type import DeviceType
    from groundplan_server.dcim.interface import Interface
    from groundplan_server.dcim.location import Location
    from groundplan_server.dcim.platform import Platform
    from groundplan_server.dcim.rack import Rack
    from groundplan_server.dcim.site import Site
    from groundplan_server.dcim.virtual_chassis import VirtualChassis
    from groundplan_server.ipam.ip_address import IPAddress
    from groundplan_server.virtualization.cluster import Cluster


class DeviceStatus(Choices):
    """How far a device is in its life."""

    OFFLINE = "offline", "Offline", "gray"
    ACTIVE = "active", "Active", "green"
    PLANNED = "planned", "Planned", "cyan"
    STAGED = "staged", "Staged", "blue"
    FAILED = "failed", "Failed", "red"
    INVENTORY = "inventory", "Inventory", "purple"
    DECOMMISSIONING = "decommissioning", "Decommissioning", "yellow"


BAY = "dcim.devicebay"


def parents(view: View, devices: Sequence[Device]) -> list[dict[str, Any] | None]:
    """The device in whose bay each of them sits, and that bay."""
    housed = view.keep("housed devices", (BAY,), lambda: _housed(view))
    return [_parent(device.parent_bay[0]) if device.id in housed else None for device in devices]


def _housed(view: View) -> set[int]:
    """The few devices that sit in bays, so that nothing is asked about the others."""
    column = spec_of(BAY).table.c.installed_device_id
    return {row[0] for row in view.select(select(column).where(column.is_not(None)))}


def _parent(bay: DeviceBay) -> dict[str, Any]:
    return {**_link(bay.device), "name": bay.device.name, "device_bay": _link(bay)}


def _link(record: Model) -> dict[str, Any]:
    return {"id": record.id, "url": f"{spec_of(record.key).url}{record.id}/", "display": str(record)}


class Device(Tenancy, ConfigContextual, Renderable, Primary, table=True):
    """A piece of equipment, in a rack, on a shelf or in a bay of another."""

    interfaces: ClassVar[list[Interface]]
    device_bays: ClassVar[list[DeviceBay]]
    parent_bay: ClassVar[list[DeviceBay]]

    name: str | None = text(64, default=None, natural=True)
    device_type: DeviceType = ref("dcim.devicetype", related="instances")
    role: DeviceRole = ref("dcim.devicerole", related="devices")
    platform: Platform | None = ref("dcim.platform", default=None, related="devices", on_delete="SET NULL")
    serial: str = text(50, default="", label="Serial number", description="The number its manufacturer gave it.")
    asset_tag: str | None = text(50, default=None, unique=True, description="A tag that no other device has.")
    site: Site = ref("dcim.site", related="devices")
    location: Location | None = ref("dcim.location", default=None, related="devices")
    rack: Rack | None = ref("dcim.rack", default=None, related="devices")
    position: float | None = number(
        4, 1, ge=1, le=100.5, default=None, label="Position (U)", description="The lowest rack unit it takes."
    )
    face: DeviceFace | None = choice(DeviceFace, default=None, label="Rack face")
    latitude: float | None = number(8, 6, ge=-90, le=90, default=None, description="Degrees north.")
    longitude: float | None = number(9, 6, ge=-180, le=180, default=None, description="Degrees east.")
    parent_device: dict[str, Any] | None = computed(parents, dict[str, Any] | None)
    status: DeviceStatus = choice(DeviceStatus, default=DeviceStatus.ACTIVE)
    airflow: DeviceAirflow | None = choice(DeviceAirflow, default=None)
    primary_ip: IPAddress | None = first_of("primary_ip6", "primary_ip4")
    primary_ip4: IPAddress | None = ref(
        "ipam.ipaddress",
        default=None,
        related="primary_ip4_for",
        on_delete="SET NULL",
        unique=True,
        label="Primary IPv4",
    )
    primary_ip6: IPAddress | None = ref(
        "ipam.ipaddress",
        default=None,
        related="primary_ip6_for",
        on_delete="SET NULL",
        unique=True,
        label="Primary IPv6",
    )
    oob_ip: IPAddress | None = ref(
        "ipam.ipaddress",
        default=None,
        related="oob_ip_for",
        on_delete="SET NULL",
        unique=True,
        label="Out-of-band IP",
    )
    cluster: Cluster | None = ref("virtualization.cluster", default=None, related="devices", on_delete="SET NULL")
    virtual_chassis: VirtualChassis | None = ref(
        "dcim.virtualchassis", default=None, related="members", on_delete="SET NULL"
    )
    vc_position: int | None = integer(0, 2**31 - 1, default=None, label="Position in the virtual chassis")
    vc_priority: int | None = integer(0, 255, default=None, label="Priority for the election of the master")
    console_port_count: int = count("dcim.consoleport", "device")
    console_server_port_count: int = count("dcim.consoleserverport", "device")
    power_port_count: int = count("dcim.powerport", "device")
    power_outlet_count: int = count("dcim.poweroutlet", "device")
    interface_count: int = count("dcim.interface", "device")
    front_port_count: int = count("dcim.frontport", "device")
    rear_port_count: int = count("dcim.rearport", "device")
    device_bay_count: int = count("dcim.devicebay", "device")
    module_bay_count: int = count("dcim.modulebay", "device")
    inventory_item_count: int = count("dcim.inventoryitem", "device")

    meta: ClassVar[Meta] = Meta(
        natural_key=("site", "name"),
        display=(
            "{name} ({asset_tag})",
            "{name}",
            "{virtual_chassis.name}:{vc_position} ({asset_tag})",
            "{virtual_chassis.name}:{vc_position}",
            "{device_type.manufacturer} {device_type.model} ({asset_tag})",
            "{device_type.manufacturer} {device_type.model} ({id})",
        ),
        ordering=("name", "id"),
        unique=(
            unique(
                "site",
                "tenant",
                "name",
                ignore_case=True,
                when="name",
                message="Device name must be unique per site.",
            ),
            unique(
                "rack",
                "position",
                "face",
                when=("rack", "position"),
                message="Another device has this position and face of the rack.",
            ),
            unique(
                "virtual_chassis",
                "vc_position",
                when=("virtual_chassis", "vc_position"),
                message="Another member of the virtual chassis has this position.",
            ),
        ),
        search={
            "asset_tag": 50,
            "serial": 60,
            "name": 100,
            "virtual_chassis": 200,
            "description": 500,
            "comments": 5000,
        },
        columns=("name", "status", "tenant", "site", "location", "rack", "role", "device_type"),
        filters={
            "region": "site.region",
            "site_group": "site.group",
            "tenant_group": "tenant.group",
            "manufacturer": "device_type.manufacturer",
            "model": "device_type.slug",
            "is_full_depth": "device_type.is_full_depth",
            "cluster_group": "cluster.group",
            "parent_device": "parent_bay.device",
            "mac_address": "interfaces.mac_addresses.mac_address",
        },
        clone=(
            "device_type",
            "role",
            "tenant",
            "platform",
            "site",
            "location",
            "rack",
            "face",
            "status",
            "airflow",
            "cluster",
            "virtual_chassis",
        ),
        aliases={"device_role": "role"},
    )


@prepare(Device)
def take_defaults_of_type(device: Device) -> None:
    if was(device) is None:
        device.platform = device.platform or device.device_type.default_platform
        device.airflow = device.airflow or device.device_type.airflow


@rule(Device)
def platform_fits_type(device: Device) -> Iterator[Refusal]:
    platform, kind = device.platform, device.device_type
    if platform and platform.manufacturer and platform.manufacturer != kind.manufacturer:
        yield Refusal(
            "platform",
            f"Platform {platform} is for devices of {platform.manufacturer}, but device type {kind} is made by "
            f"{kind.manufacturer}.",
        )


@rule(Device)
def addresses_are_its_own(device: Device) -> Iterator[Refusal]:
    chassis = device.virtual_chassis

    def owns(place: Any) -> bool:
        if place.key != "dcim.interface":
            return False
        if place.device == device:
            return True
        return chassis is not None and not place.mgmt_only and bool(place.device.virtual_chassis == chassis)

    addresses = {
        "primary_ip4": (device.primary_ip4, 4),
        "primary_ip6": (device.primary_ip6, 6),
        "oob_ip": (device.oob_ip, None),
    }
    yield from objections(device, addresses, owns)


@rule(Device)
def cluster_is_here(device: Device) -> Iterator[Refusal]:
    scope: Any = device.cluster.scope if device.cluster else None
    if scope is None:
        return
    if scope.key == "dcim.site" and scope != device.site:
        yield Refusal("cluster", f"Cluster {device.cluster} belongs to a different site ({scope}).")
    if scope.key == "dcim.location" and scope != device.location:
        yield Refusal("cluster", f"Cluster {device.cluster} belongs to a different location ({scope}).")


@rule(Device)
def chassis_membership_is_whole(device: Device) -> Iterator[Refusal]:
    if device.virtual_chassis and device.vc_position is None:
        yield Refusal("vc_position", "A member of a virtual chassis needs a position in it.")
    before = was(device)
    if before and before.virtual_chassis and changed(device, "virtual_chassis"):
        left = before.virtual_chassis
        if left.master == device:
            yield Refusal(
                "virtual_chassis",
                f"{device} is the master of virtual chassis {left}; give it another master first.",
            )


@filters(Device, "has_primary_ip", bool)
def has_primary_ip(table: Any, values: list[bool]) -> ColumnElement[bool]:
    return holds(or_(table.c.primary_ip4_id.is_not(None), table.c.primary_ip6_id.is_not(None)), values)


@filters(Device, "has_oob_ip", bool)
def has_oob_ip(table: Any, values: list[bool]) -> ColumnElement[bool]:
    return holds(table.c.oob_ip_id.is_not(None), values)


@filters(Device, "virtual_chassis_member", bool)
def is_chassis_member(table: Any, values: list[bool]) -> ColumnElement[bool]:
    return holds(table.c.virtual_chassis_id.is_not(None), values)


@filters(Device, "local_context_data", bool)
def has_local_context_data(table: Any, values: list[bool]) -> ColumnElement[bool]:
    return holds(table.c.local_context_data.is_not(None), values)
