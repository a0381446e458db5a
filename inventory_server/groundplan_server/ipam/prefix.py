"""Prefixes: the networks that are in use or planned."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import ColumnElement, Table, and_, or_

from groundplan_server.ipam import space
from groundplan_server.ipam.asked import networks
from groundplan_server.ipam.family import IPFamily
from groundplan_server.ipam.nesting import around, at_depth, children, children_of, depths, network_key
from groundplan_server.ipam.scope import LOCATION, REGION, SITE, SITE_GROUP, Scoped
from groundplan_server.ipam.utilization import of_prefixes
from groundplan_server.ipam.vrf import InVRF
from groundplan_server.language import (
    Choices,
    Look,
    Meta,
    Primary,
    any_ref,
    boolean,
    choice,
    computed,
    filters,
    network,
    ref,
    stored,
    values,
)
from groundplan_server.tenancy.tenant import Tenancy

if TYPE_CHECKING:
    from groundplan_server.dcim.location import Location
    from groundplan_server.dcim.region import Region
    from groundplan_server.dcim.site import Site
    from groundplan_server.dcim.site_group import SiteGroup
    from groundplan_server.ipam.role import Role
    from groundplan_server.ipam.vlan import VLAN
    from groundplan_server.ipam.vrf import VRF


class PrefixStatus(Choices):
    """What a prefix is used for at the moment."""

    CONTAINER = "container", "Container", "gray"
    ACTIVE = "active", "Active", "blue"
    RESERVED = "reserved", "Reserved", "cyan"
    DEPRECATED = "deprecated", "Deprecated", "red"


class Prefix(InVRF, Scoped, Tenancy, Primary, table=True):
    """An IPv4 or IPv6 network, in a VRF or in the global table."""

    vrf_id: ClassVar[int | None]

    prefix: str = network(description="The network with its mask, such as 10.0.0.0/24.")
    family: IPFamily = stored(lambda prefix: values.family(prefix.prefix), choices=IPFamily, hidden=False)
    vrf: VRF | None = ref("ipam.vrf", default=None, related="prefixes", label="VRF")
    scope: Region | SiteGroup | Site | Location | None = any_ref(
        REGION, SITE_GROUP, SITE, LOCATION, default=None, related="prefixes"
    )
    vlan: VLAN | None = ref("ipam.vlan", default=None, related="prefixes", label="VLAN")
    status: PrefixStatus = choice(PrefixStatus, default=PrefixStatus.ACTIVE)
    role: Role | None = ref("ipam.role", default=None, related="prefixes", on_delete="SET NULL")
    is_pool: bool = boolean(label="Is a pool", description="Every address can be used, the first and last included.")
    mark_utilized: bool = boolean(description="Count it as full.")
    children: int = computed(children, int, description="How many prefixes of its routing table lie within it.")
    _depth: int = computed(depths, int, description="How many prefixes of its routing table it lies within.")
    utilization: float = computed(of_prefixes, float, costly=True, description="How full it is, in percent.")

    first_key: str = stored(lambda prefix: values.first_key(prefix.prefix), index=True)
    last_key: str = stored(lambda prefix: values.last_key(prefix.prefix))
    mask_length: int = stored(lambda prefix: values.length(prefix.prefix), look=Look.NUMBER, index=True)
    table_key: str = stored(
        lambda prefix: network_key(prefix.vrf_id, values.first_key(prefix.prefix), values.length(prefix.prefix)),
        index=True,
    )

    meta: ClassVar[Meta] = Meta(
        natural_key=("prefix", "vrf"),
        display=("{prefix}",),
        brief=("family", "prefix", "description"),
        ordering=("table_key",),
        search={"prefix": 110, "description": 500, "comments": 5000},
        columns=("prefix", "status", "vrf", "children", "scope", "vlan", "role", "tenant"),
        filters={"tenant_group": "tenant.group", "vlan_group": "vlan.group", "vlan_vid": "vlan.vid"},
        clone=("scope", "vrf", "tenant", "vlan", "status", "role", "is_pool", "mark_utilized", "description"),
    )


@filters(Prefix, "within")
def within(table: Table, values: list[str]) -> ColumnElement[bool]:
    """Inside one of these networks."""
    return or_(
        *(_covered(table, *span) & (table.c.mask_length > _length(*span)) for span in networks("within", values))
    )


@filters(Prefix, "within_include")
def within_include(table: Table, values: list[str]) -> ColumnElement[bool]:
    """Inside one of these networks, or equal to it."""
    return or_(
        *(
            _covered(table, *span) & (table.c.mask_length >= _length(*span))
            for span in networks("within_include", values)
        )
    )


@filters(Prefix, "contains")
def contains(table: Table, values: list[str]) -> ColumnElement[bool]:
    """Around one of these networks or addresses, or equal to it."""
    return or_(*(around(table, *span) for span in networks("contains", values)))


@filters(Prefix, "depth", int)
def depth(table: Table, values: list[int]) -> ColumnElement[bool]:
    """With so many prefixes around it; 0 is the top of the tree."""
    return or_(*(table.c.table_key.in_(at_depth(max(0, value))) for value in values))


@filters(Prefix, "children", int)
def has_children(table: Table, values: list[int]) -> ColumnElement[bool]:
    """With so many prefixes inside it."""
    return children_of(table).in_(values)


def _covered(table: Table, family: int, first: int, last: int) -> ColumnElement[bool]:
    return and_(table.c.first_key >= space.key(first, family), table.c.first_key <= space.key(last, family))


def _length(family: int, first: int, last: int) -> int:
    return space.WIDTH[family] - (last - first).bit_length()
