"""Virtual machines: computers made of software."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import ColumnElement, or_

from groundplan_server.dcim.conditions import holds
from groundplan_server.dcim.primary_ip import objections
from groundplan_server.extras.contextual import ConfigContextual, Renderable
from groundplan_server.language import (
    Choices,
    Meta,
    Primary,
    Refusal,
    choice,
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
)
from groundplan_server.tenancy.tenant import Tenancy

if TYPE_CHECKING:
    from groundplan_server.dcim.device import Device
    from groundplan_server.dcim.device_role import DeviceRole
    from groundplan_server.dcim.platform import Platform
    from groundplan_server.dcim.site import Site
    from groundplan_server.ipam.ip_address import IPAddress
    from groundplan_server.virtualization.cluster import Cluster
    from groundplan_server.virtualization.vm_interface import VMInterface


class VirtualMachineStatus(Choices):
    """How far a virtual machine is in its life."""

    OFFLINE = "offline", "Offline", "gray"
    ACTIVE = "active", "Active", "green"
    PLANNED = "planned", "Planned", "cyan"
    STAGED = "staged", "Staged", "blue"
    FAILED = "failed", "Failed", "red"
    DECOMMISSIONING = "decommissioning", "Decommissioning", "yellow"
    PAUSED = "paused", "Paused", "orange"


class StartOnBoot(Choices):
    """Whether a virtual machine starts when its host does."""

    ON = "on", "On", "green"
    OFF = "off", "Off", "gray"
    LAST_STATE = "laststate", "Last State", "cyan"


class VirtualMachine(Tenancy, ConfigContextual, Renderable, Primary, table=True):
    """A computer made of software, in a cluster or on a single device."""

    interfaces: ClassVar[list[VMInterface]]

    name: str = text(64, natural=True)
    role: DeviceRole | None = ref("dcim.devicerole", default=None, related="virtual_machines")
    status: VirtualMachineStatus = choice(VirtualMachineStatus, default=VirtualMachineStatus.ACTIVE)
    start_on_boot: StartOnBoot = choice(StartOnBoot, default=StartOnBoot.OFF)
    site: Site | None = ref("dcim.site", default=None, related="virtual_machines")
    cluster: Cluster | None = ref("virtualization.cluster", default=None, related="virtual_machines")
    device: Device | None = ref(
        "dcim.device", default=None, related="virtual_machines", description="The one host that it runs on."
    )
    platform: Platform | None = ref("dcim.platform", default=None, related="virtual_machines", on_delete="SET NULL")
    primary_ip: IPAddress | None = first_of("primary_ip6", "primary_ip4")
    primary_ip4: IPAddress | None = ref(
        "ipam.ipaddress",
        default=None,
        related="vm_primary_ip4_for",
        on_delete="SET NULL",
        unique=True,
        label="Primary IPv4",
    )
    primary_ip6: IPAddress | None = ref(
        "ipam.ipaddress",
        default=None,
        related="vm_primary_ip6_for",
        on_delete="SET NULL",
        unique=True,
        label="Primary IPv6",
    )
    vcpus: float | None = number(6, 2, ge=0.01, default=None, label="vCPUs")
    memory: int | None = integer(0, 2**31 - 1, default=None, label="Memory (MB)")
    disk: int | None = integer(0, 2**31 - 1, default=None, label="Disk (MB)")
    serial: str = text(50, default="", label="Serial number")
    interface_count: int = count("virtualization.vminterface", "virtual_machine")

    meta: ClassVar[Meta] = Meta(
        natural_key=("cluster", "name"),
        ordering=("name", "id"),
        unique=(
            unique(
                "cluster",
                "tenant",
                "name",
                ignore_case=True,
                when="cluster",
                message="Virtual machine name must be unique per cluster.",
            ),
            unique(
                "cluster",
                "device",
                "tenant",
                "name",
                ignore_case=True,
                when="device",
                message="Virtual machine name must be unique per device.",
            ),
        ),
        search={"serial": 60, "name": 100, "description": 500, "comments": 5000},
        columns=("name", "status", "site", "cluster", "role", "tenant", "vcpus", "memory"),
        filters={
            "tenant_group": "tenant.group",
            "region": "site.region",
            "site_group": "site.group",
            "cluster_group": "cluster.group",
            "cluster_type": "cluster.type",
            "mac_address": "interfaces.mac_addresses.mac_address",
        },
        clone=(
            "site",
            "cluster",
            "device",
            "tenant",
            "platform",
            "status",
            "role",
            "vcpus",
            "memory",
            "disk",
        ),
    )


def site_of(cluster: Cluster) -> Site | None:
    """The site that everything in a cluster is at, if it is scoped that narrowly."""
    scope: Any = cluster.scope
    if scope is None or scope.key not in ("dcim.site", "dcim.location"):
        return None
    site: Site = scope if scope.key == "dcim.site" else scope.site
    return site


@prepare(VirtualMachine)
def take_site_of_host(machine: VirtualMachine) -> None:
    if machine.site is None and machine.cluster:
        machine.site = site_of(machine.cluster)
    if machine.site is None and machine.device:
        machine.site = machine.device.site


@rule(VirtualMachine)
def is_somewhere(machine: VirtualMachine) -> Iterator[Refusal]:
    if not (machine.site or machine.cluster or machine.device):
        yield Refusal("", "A virtual machine must be assigned to a site, a cluster or a device.")


@rule(VirtualMachine)
def hosts_agree(machine: VirtualMachine) -> Iterator[Refusal]:
    cluster, device, site = machine.cluster, machine.device, machine.site
    home = site_of(cluster) if cluster else None
    if home and site and home != site:
        yield Refusal("cluster", f"The selected cluster ({cluster}) is not assigned to this site ({site}).")
    if device and cluster and device.cluster != cluster:
        yield Refusal("device", f"The selected device ({device}) is not assigned to this cluster ({cluster}).")
    if device and site and device.site != site:
        yield Refusal("device", f"The selected device ({device}) is not assigned to this site ({site}).")


@rule(VirtualMachine)
def addresses_are_its_own(machine: VirtualMachine) -> Iterator[Refusal]:
    def owns(place: Any) -> bool:
        return place.key == "virtualization.vminterface" and bool(place.virtual_machine == machine)

    addresses: dict[str, tuple[IPAddress | None, int | None]] = {
        "primary_ip4": (machine.primary_ip4, 4),
        "primary_ip6": (machine.primary_ip6, 6),
    }
    yield from objections(machine, addresses, owns)


@filters(VirtualMachine, "has_primary_ip", bool)
def has_primary_ip(table: Any, values: list[bool]) -> ColumnElement[bool]:
    return holds(or_(table.c.primary_ip4_id.is_not(None), table.c.primary_ip6_id.is_not(None)), values)


@filters(VirtualMachine, "local_context_data", bool)
def has_local_context_data(table: Any, values: list[bool]) -> ColumnElement[bool]:
    return holds(table.c.local_context_data.is_not(None), values)
