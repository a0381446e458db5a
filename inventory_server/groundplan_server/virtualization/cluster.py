"""Clusters: pools of resources that virtual machines run in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import func, select

from groundplan_server.ipam.scope import PLACES, Scoped
from groundplan_server.language import (
    Batch,
    Choices,
    Meta,
    Primary,
    Refusal,
    View,
    any_ref,
    changed,
    choice,
    computed,
    consequence,
    count,
    ref,
    rule,
    t,
    text,
    unique,
    was,
)
from groundplan_server.tenancy.tenant import Tenancy
from groundplan_server.virtualization.virtual_machine import VirtualMachine, site_of

if TYPE_CHECKING:
    from groundplan_server.dcim.device import Device
    from groundplan_server.dcim.location import Location
    from groundplan_server.dcim.region import Region
    from groundplan_server.dcim.site import Site
    from groundplan_server.dcim.site_group import SiteGroup
    from groundplan_server.virtualization.cluster_group import ClusterGroup
    from groundplan_server.virtualization.cluster_type import ClusterType


class ClusterStatus(Choices):
    """How far a cluster is in its life."""

    PLANNED = "planned", "Planned", "cyan"
    STAGING = "staging", "Staging", "blue"
    ACTIVE = "active", "Active", "green"
    DECOMMISSIONING = "decommissioning", "Decommissioning", "yellow"
    OFFLINE = "offline", "Offline", "red"


def allocated(column: str) -> Callable[[View, Sequence[Cluster]], list[Any]]:
    """How much of something the virtual machines of a cluster have together; null where none says."""

    def total(view: View, clusters: Sequence[Cluster]) -> list[Any]:
        machines = t(VirtualMachine)
        statement = (
            select(machines.c.cluster_id, func.sum(machines.c[column]))
            .where(machines.c.cluster_id.in_([cluster.id for cluster in clusters]))
            .group_by(machines.c.cluster_id)
        )
        sums = dict(map(tuple, view.select(statement)))
        return [sums.get(cluster.id) for cluster in clusters]

    return total


class Cluster(Tenancy, Scoped, Primary, table=True):
    """A pool of resources that virtual machines run in, with the devices that host it."""

    devices: ClassVar[list[Device]]
    virtual_machines: ClassVar[list[VirtualMachine]]

    name: str = text(100, natural=True)
    type: ClusterType = ref("virtualization.clustertype", related="clusters")
    group: ClusterGroup | None = ref("virtualization.clustergroup", default=None, related="clusters")
    status: ClusterStatus = choice(ClusterStatus, default=ClusterStatus.ACTIVE)
    scope: Region | SiteGroup | Site | Location | None = any_ref(*PLACES.values(), default=None, related="clusters")
    device_count: int = count("dcim.device", "cluster")
    virtualmachine_count: int = count("virtualization.virtualmachine", "cluster")
    allocated_vcpus: float | None = computed(allocated("vcpus"), float | None)
    allocated_memory: int | None = computed(allocated("memory"), int | None)
    allocated_disk: int | None = computed(allocated("disk"), int | None)

    meta: ClassVar[Meta] = Meta(
        brief=("name", "description", "virtualmachine_count"),
        unique=(
            unique("group", "name", message="Cluster name must be unique per group."),
            unique("scope", "name", when="scope", message="Cluster name must be unique per place."),
        ),
        search={"name": 100, "description": 500, "comments": 5000},
        columns=("name", "type", "group", "status", "tenant", "scope", "device_count", "virtualmachine_count"),
        filters={"tenant_group": "tenant.group"},
        clone=("scope", "type", "group", "status", "tenant"),
    )


@rule(Cluster)
def hosts_are_in_scope(cluster: Cluster) -> Iterator[Refusal]:
    scope: Any = cluster.scope
    if was(cluster) is None or scope is None or not changed(cluster, "scope"):
        return
    place = {"dcim.site": "site", "dcim.location": "location"}.get(scope.key)
    outside = [device for device in cluster.devices if place and getattr(device, place) != scope]
    if outside:
        yield Refusal(
            "scope_id",
            f"{len(outside)} devices are assigned as hosts for this cluster but are not in {place} {scope}, "
            f"{outside[0]} for one.",
        )


@consequence(Cluster, "update")
def machines_move_with_it(batch: Batch[Cluster]) -> None:
    """To another site, if the cluster is for one."""
    moved = [(cluster, site_of(cluster)) for cluster in batch if changed(cluster, "scope")]
    batch.update(
        VirtualMachine,
        [
            (vm.id, {"site": site})
            for cluster, site in moved
            if site
            for vm in cluster.virtual_machines
            if vm.site != site
        ],
    )
