"""VLAN groups: places and purposes within which VLAN IDs are unique."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import Field
from sqlalchemy import ColumnElement, Table, and_, false, func, or_

from groundplan_server.ipam import space
from groundplan_server.ipam.scope import LOCATION, REGION, SITE, SITE_GROUP
from groundplan_server.ipam.utilization import of_vlan_groups
from groundplan_server.language import (
    Batch,
    Look,
    Meta,
    Primary,
    Refusal,
    any_ref,
    batch_rule,
    changed,
    computed,
    count,
    filters,
    json,
    rule,
    slug,
    stored,
    text,
    unique,
    was,
)
from groundplan_server.tenancy.tenant import Tenancy

if TYPE_CHECKING:
    from groundplan_server.dcim.site import Site
    from groundplan_server.ipam.vlan import VLAN

FIRST, LAST = 1, 4094
RACK, RACK_GROUP = "dcim.rack", "dcim.rackgroup"
CLUSTER, CLUSTER_GROUP = "virtualization.cluster", "virtualization.clustergroup"

Range = Annotated[list[int], Field(min_length=2, max_length=2, examples=[[100, 199]])]


def all_ids() -> list[list[int]]:
    """Every VLAN ID there is."""
    return [[FIRST, LAST]]


def within(vid: int, ranges: list[list[int]]) -> bool:
    """Whether a VLAN ID lies in one of these ranges."""
    return any(low <= vid <= high for low, high in ranges)


def digits(ranges: list[list[int]]) -> str:
    """The VLAN IDs in these ranges as bits, four to a digit: any database can look one up."""
    bits = ["".join("1" if within(vid, ranges) else "0" for vid in range(n, n + 4)) for n in range(0, 4096, 4)]
    return "".join(f"{int(four, 2):x}" for four in bits)


def total(ranges: list[list[int]]) -> int:
    """How many VLAN IDs these ranges hold."""
    return space.size((low, high) for low, high in ranges if low <= high)


class VLANGroup(Tenancy, Primary, table=True):
    """Within it VLAN IDs and names are unique. It may be for one place or one cluster."""

    vlans: ClassVar[list[VLAN]]
    scope_type: ClassVar[str | None]
    scope_id: ClassVar[int | None]

    name: str = text(100, natural=True)
    slug: str = slug()
    scope: Any = any_ref(
        LOCATION,
        RACK,
        RACK_GROUP,
        REGION,
        SITE,
        SITE_GROUP,
        CLUSTER,
        CLUSTER_GROUP,
        default=None,
        related="vlan_groups",
    )
    vid_ranges: list[list[int]] = json(list[Range], default=all_ids, description="Which IDs its VLANs may have.")
    total_vlan_ids: int = stored(lambda group: total(group.vid_ranges), look=Look.NUMBER, hidden=False)
    vlan_count: int = count("ipam.vlan", "group")
    utilization: str = computed(of_vlan_groups, str, description="How many of its IDs are taken, in percent.")

    vid_digits: str = stored(lambda group: digits(group.vid_ranges))

    meta: ClassVar[Meta] = Meta(
        natural_key=("slug",),
        brief=("name", "slug", "description", "vlan_count"),
        unique=(
            unique("scope", "name", message="A VLAN group with this name already exists in this scope."),
            unique("scope", "slug", message="A VLAN group with this slug already exists in this scope."),
        ),
        search={"name": 100, "slug": 110, "description": 500, "comments": 5000},
        columns=("name", "scope", "vid_ranges", "vlan_count", "utilization", "tenant", "description"),
        filters={"tenant_group": "tenant.group"},
        clone=("scope", "vid_ranges", "tenant", "description"),
    )


@rule(VLANGroup)
def ranges_make_sense(group: VLANGroup) -> Iterator[Refusal]:
    for low, high in group.vid_ranges:
        if low < FIRST:
            yield Refusal("vid_ranges", f"Starting VLAN ID in range ({low}) cannot be less than {FIRST}.")
        elif high > LAST:
            yield Refusal("vid_ranges", f"Ending VLAN ID in range ({high}) cannot exceed {LAST}.")
        elif low > high:
            says = f"greater than or equal to the starting VLAN ID ({low}-{high})"
            yield Refusal("vid_ranges", f"Ending VLAN ID in range must be {says}.")
    if any(following[0] <= before[1] for before, following in pairwise(sorted(group.vid_ranges))):
        yield Refusal("vid_ranges", "Ranges cannot overlap.")


def objection(group: VLANGroup, site: Site | None) -> str:
    """Why a VLAN of this group cannot be of this site; nothing where it can."""
    if site is None:
        return ""
    if group.scope_type == SITE and group.scope_id != site.id:
        what = f"VLAN is assigned to group {group} (scope: {group.scope})"
        return f"{what}; cannot also assign to site {site}."
    if group.scope_type == SITE_GROUP:
        node = site.group
        while node is not None and node.id != group.scope_id:
            node = node.parent
        if node is None:
            where = f"the assigned group {group} (scope: {group.scope})"
            return f"The assigned site {site} is not a member of {where}."
    return ""


@batch_rule(VLANGroup, "update")
def vlans_still_fit(batch: Batch[VLANGroup]) -> None:
    """A group cannot be changed so that VLANs that are in it could not be. Creating one in it waits meanwhile."""
    changing = [group for group in batch if was(group) and changed(group, "vid_ranges", "scope")]
    batch.lock("ipam.vlangroup", [group.id for group in changing])
    for group in changing:
        outside = sorted(vlan.vid for vlan in group.vlans if not within(vlan.vid, group.vid_ranges))
        if changed(group, "vid_ranges") and outside:
            message = f"VLANs of this group have IDs outside these ranges: {space.listing(outside)}."
            batch.refuse(group, "vid_ranges", message)
        if changed(group, "scope"):
            objections = (objection(group, vlan.site) for vlan in group.vlans)
            if first := next(filter(None, objections), None):
                batch.refuse(group, "scope", first)


@filters(VLANGroup, "contains_vid", int)
def contains_vid(table: Table, values: list[int]) -> ColumnElement[bool]:
    """With this VLAN ID in its ranges."""

    def holds(vid: int) -> ColumnElement[bool]:
        bit = 8 >> vid % 4
        return func.substr(table.c.vid_digits, vid // 4 + 1, 1).in_([f"{n:x}" for n in range(16) if n & bit])

    return or_(false(), *(holds(vid) for vid in values if vid >= 0))


def _by_scope(name: str, key: str) -> None:
    @filters(VLANGroup, name, int)
    def scoped(table: Table, values: list[int]) -> ColumnElement[bool]:
        return and_(table.c.scope_type == key, table.c.scope_id.in_(values))


for name, key in {
    "region": REGION,
    "site_group": SITE_GROUP,
    "site": SITE,
    "location": LOCATION,
    "rack_group": RACK_GROUP,
    "rack": RACK,
    "cluster_group": CLUSTER_GROUP,
    "cluster": CLUSTER,
}.items():
    _by_scope(name, key)
