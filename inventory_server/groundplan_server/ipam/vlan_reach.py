"""Which VLANs can be used where: those of a place, of the places around it, and those that are for no place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, or_, select

from groundplan_server.ipam.scope import LOCATION, REGION, SITE, SITE_GROUP, above
from groundplan_server.ipam.tables import Ids, linked, table_of
from groundplan_server.ipam.vlan import VLAN
from groundplan_server.ipam.vlan_group import CLUSTER, CLUSTER_GROUP, RACK
from groundplan_server.language import filters

#: Sub-selects of ids by model: groups scoped to one of these are in reach.
Places = Sequence[tuple[str, Ids]]


def reachable(table: Table, places: Places, sites: Ids | None = None) -> ColumnElement[bool]:
    """VLANs at these sites, in groups for these places, or for no place at all."""
    group = table_of("ipam.vlangroup")
    here = [and_(group.c.scope_type == key, group.c.scope_id.in_(ids)) for key, ids in places]
    unbound = select(group.c.id).where(group.c.scope_id.is_(None))
    conditions = [
        table.c.group_id.in_(select(group.c.id).where(or_(*here))),
        and_(table.c.site_id.is_(None), or_(table.c.group_id.is_(None), table.c.group_id.in_(unbound))),
    ]
    return or_(*conditions, table.c.site_id.in_(sites)) if sites is not None else or_(*conditions)


def around_sites(sites: Ids) -> list[tuple[str, Ids]]:
    """Sites with the regions and site groups around them."""
    return [
        (SITE, sites),
        (REGION, above(REGION, _of(SITE, "region_id", sites))),
        (SITE_GROUP, above(SITE_GROUP, _of(SITE, "group_id", sites))),
    ]


def _of(key: str, column: str, ids: Ids) -> Select[Any]:
    """What the reference in this column points at, for these objects."""
    table = table_of(key)
    return select(table.c[column]).where(table.c.id.in_(ids), table.c[column].is_not(None))


@filters(VLAN, "available_at_site", int)
def available_at_site(table: Table, values: list[int]) -> ColumnElement[bool]:
    """Usable at a site."""
    return reachable(table, around_sites(values), values)


@filters(VLAN, "available_at_site_group", int)
def available_at_site_group(table: Table, values: list[int]) -> ColumnElement[bool]:
    """Usable at every site of a group."""
    return reachable(table, [(SITE_GROUP, above(SITE_GROUP, values))])


@filters(VLAN, "available_on_device", int)
def available_on_device(table: Table, values: list[int]) -> ColumnElement[bool]:
    """Usable on the interfaces of a device."""
    device, sites = "dcim.device", _of("dcim.device", "site_id", values)
    clusters = _of(device, "cluster_id", values)
    places = [
        *around_sites(sites),
        (LOCATION, above(LOCATION, _of(device, "location_id", values))),
        (RACK, _of(device, "rack_id", values)),
        (CLUSTER, clusters),
        (CLUSTER_GROUP, _of(CLUSTER, "group_id", clusters)),
    ]
    return reachable(table, places, sites)


@filters(VLAN, "available_on_virtualmachine", int)
def available_on_virtualmachine(table: Table, values: list[int]) -> ColumnElement[bool]:
    """Usable on the interfaces of a virtual machine: where it is, and where its cluster is."""
    machine = "virtualization.virtualmachine"
    clusters = _of(machine, "cluster_id", values)
    cluster, site, location = table_of(CLUSTER), table_of(SITE), table_of(LOCATION)

    def scopes(key: str) -> Select[Any]:
        return select(cluster.c.scope_id).where(cluster.c.id.in_(clusters), cluster.c.scope_type == key)

    locations = above(LOCATION, scopes(LOCATION))
    sites = select(site.c.id).where(
        or_(
            site.c.id.in_(_of(machine, "site_id", values)),
            site.c.id.in_(scopes(SITE)),
            site.c.id.in_(select(location.c.site_id).where(location.c.id.in_(scopes(LOCATION)))),
        )
    )
    places = [
        *around_sites(sites),
        (LOCATION, locations),
        (REGION, above(REGION, scopes(REGION))),
        (SITE_GROUP, above(SITE_GROUP, scopes(SITE_GROUP))),
        (CLUSTER, clusters),
        (CLUSTER_GROUP, _of(CLUSTER, "group_id", clusters)),
    ]
    return reachable(table, places, sites)


@filters(VLAN, "interface_id", int)
def interface_id(table: Table, values: list[int]) -> ColumnElement[bool]:
    """Carried by a device's interface, tagged or not."""
    return _carried(table, "dcim.interface", values)


@filters(VLAN, "vminterface_id", int)
def vminterface_id(table: Table, values: list[int]) -> ColumnElement[bool]:
    """Carried by a virtual machine's interface, tagged or not."""
    return _carried(table, "virtualization.vminterface", values)


def _carried(table: Table, key: str, interfaces: Ids) -> ColumnElement[bool]:
    untagged = _of(key, "untagged_vlan_id", interfaces)
    return or_(table.c.id.in_(untagged), table.c.id.in_(linked(key, "tagged_vlans", interfaces)))
