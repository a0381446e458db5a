"""VLANs: layer-two networks and their IDs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from groundplan_server.ipam import space
from groundplan_server.ipam.vlan_group import FIRST, LAST, VLANGroup, objection, within
from groundplan_server.language import (
    Batch,
    Choices,
    Meta,
    Primary,
    Refusal,
    batch_rule,
    changed,
    choice,
    count,
    integer,
    ref,
    rule,
    text,
    unique,
)
from groundplan_server.tenancy.tenant import Tenancy

if TYPE_CHECKING:
    from groundplan_server.dcim.site import Site
    from groundplan_server.ipam.role import Role


class VLANStatus(Choices):
    """What a VLAN is used for at the moment."""

    ACTIVE = "active", "Active", "blue"
    RESERVED = "reserved", "Reserved", "cyan"
    DEPRECATED = "deprecated", "Deprecated", "red"


class VLANQinQRole(Choices):
    """Which of the two tags of a frame (IEEE 802.1ad) a VLAN is."""

    SERVICE = "svlan", "Service", "blue"
    CUSTOMER = "cvlan", "Customer", "orange"


class VLAN(Tenancy, Primary, table=True):
    """A layer-two network with an ID of 12 bits, in a group, at a site, or everywhere."""

    group_id: ClassVar[int | None]

    site: Site | None = ref("dcim.site", default=None, related="vlans")
    group: VLANGroup | None = ref("ipam.vlangroup", default=None, related="vlans")
    vid: int = integer(FIRST, LAST, label="VLAN ID")
    name: str = text(64, natural=True)
    status: VLANStatus = choice(VLANStatus, default=VLANStatus.ACTIVE)
    role: Role | None = ref("ipam.role", default=None, related="vlans", on_delete="SET NULL")
    qinq_role: VLANQinQRole | None = choice(VLANQinQRole, default=None, label="Q-in-Q role")
    qinq_svlan: VLAN | None = ref("self", default=None, related="qinq_cvlans", label="Q-in-Q service VLAN")
    prefix_count: int = count("ipam.prefix", "vlan")

    meta: ClassVar[Meta] = Meta(
        label="VLAN",
        natural_key=("group", "site", "vid"),
        display=("{name} ({vid})",),
        brief=("vid", "name", "description"),
        ordering=("site", "group", "vid"),
        unique=(
            unique("group", "vid", when="group", message="A VLAN with this ID already exists in this group."),
            unique("group", "name", when="group", message="A VLAN with this name already exists in this group."),
            unique(
                "qinq_svlan",
                "vid",
                when="qinq_svlan",
                message="A customer VLAN with this ID already exists in this service VLAN.",
            ),
            unique(
                "qinq_svlan",
                "name",
                when="qinq_svlan",
                message="A customer VLAN with this name already exists in this service VLAN.",
            ),
            # Customers of different services may use the same ID at one site.
            unique(
                "site",
                "group",
                "qinq_svlan",
                "vid",
                message="A VLAN with this ID already exists at this site; put one of them into a group.",
            ),
        ),
        search={"name": 100, "vid": 100, "description": 500, "comments": 5000},
        columns=("vid", "name", "site", "group", "status", "role", "tenant", "prefix_count"),
        filters={
            "tenant_group": "tenant.group",
            "region": "site.region",
            "site_group": "site.group",
            "qinq_svlan_vid": "qinq_svlan.vid",
        },
        clone=("site", "group", "tenant", "status", "role", "description", "qinq_role", "qinq_svlan"),
    )


@rule(VLAN)
def customers_have_a_service(vlan: VLAN) -> Iterator[Refusal]:
    if not changed(vlan, "qinq_role", "qinq_svlan"):
        return
    if vlan.qinq_svlan is None:
        if vlan.qinq_role == "cvlan":
            yield Refusal("qinq_role", "A Q-in-Q customer VLAN must be assigned to a service VLAN.")
    elif vlan.qinq_role != "cvlan":
        yield Refusal("qinq_svlan", "Only Q-in-Q customer VLANs may be assigned to a service VLAN.")
    elif vlan.qinq_svlan.qinq_role != "svlan":
        yield Refusal("qinq_svlan", f"VLAN {vlan.qinq_svlan} is no Q-in-Q service VLAN; give it that role first.")


@batch_rule(VLAN)
def fits_its_group(batch: Batch[VLAN]) -> None:
    """Its ID lies in the ranges of its group and its site in the group's scope, and the group stays so until commit."""
    moved = [vlan for vlan in batch if vlan.group_id is not None and changed(vlan, "group", "vid", "site")]
    numbers = sorted({vlan.group_id for vlan in moved if vlan.group_id is not None})
    batch.lock("ipam.vlangroup", numbers)
    groups = {group.id: group for group in batch.view.find(VLANGroup, id=numbers)} if numbers else {}
    for vlan in moved:
        group = groups.get(vlan.group_id or 0)
        if group is None:
            continue
        if not within(vlan.vid, group.vid_ranges):
            ranges = space.listing(vid for low, high in group.vid_ranges for vid in range(low, high + 1))
            batch.refuse(vlan, "vid", f"VID must be in ranges {ranges} for VLANs in group {group}.")
        if message := objection(group, vlan.site):
            batch.refuse(vlan, "site", message)
