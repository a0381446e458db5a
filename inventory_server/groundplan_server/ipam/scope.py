"""Scopes: finding things by the place they are for, whichever kind of place that is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, not_, or_, select

from groundplan_server.ipam.tables import Ids, table_of
from groundplan_server.language import Model, filters
from groundplan_server.registry import spec_of

REGION, SITE_GROUP, SITE, LOCATION = "dcim.region", "dcim.sitegroup", "dcim.site", "dcim.location"

#: How filters call the kinds of places.
PLACES = {"region": REGION, "site_group": SITE_GROUP, "site": SITE, "location": LOCATION}


class Scoped(Model):
    """Is for one place, its `scope`: a region, a group of sites, a site or a location."""


def below(key: str, *where: ColumnElement[bool]) -> Select[Any]:
    """The ids of these nodes of a tree and of all below them; of the objects alone where there is no tree."""
    table = table_of(key)
    if not spec_of(key).is_tree:
        return select(table.c.id).where(*where)
    nodes = select(table.c.id).where(*where).cte(recursive=True)
    child = table.alias()
    nodes = nodes.union(select(child.c.id).where(child.c.parent_id == nodes.c.id))
    return select(nodes.c.id)


def above(key: str, ids: Ids) -> Select[Any]:
    """The ids of these nodes of a tree and of all above them."""
    table = table_of(key)
    nodes = select(table.c.id, table.c.parent_id).where(table.c.id.in_(ids)).cte(recursive=True)
    parent = table.alias()
    nodes = nodes.union(select(parent.c.id, parent.c.parent_id).where(parent.c.id == nodes.c.parent_id))
    return select(nodes.c.id)


def scoped_to(table: Table, key: str, ids: Ids) -> ColumnElement[bool]:
    """Whose scope is one of these places, or lies within one of them."""
    direct = and_(table.c.scope_type == key, table.c.scope_id.in_(ids))
    if key == LOCATION:
        return direct
    site, location = table_of(SITE), table_of(LOCATION)
    if key == SITE:
        sites: Ids = ids
    else:
        sites = select(site.c.id).where((site.c.region_id if key == REGION else site.c.group_id).in_(ids))
        direct = or_(direct, and_(table.c.scope_type == SITE, table.c.scope_id.in_(sites)))
    locations = select(location.c.id).where(location.c.site_id.in_(sites))
    return or_(direct, and_(table.c.scope_type == LOCATION, table.c.scope_id.in_(locations)))


def _by_slug(key: str) -> Callable[[Table, list[str]], ColumnElement[bool]]:
    def where(table: Table, values: list[str]) -> ColumnElement[bool]:
        found = scoped_to(table, key, below(key, table_of(key).c.slug.in_(values)))
        if "null" not in values:
            return found
        return or_(found, table.c.scope_id.is_(None), not_(scoped_to(table, key, select(table_of(key).c.id))))

    return where


def _by_id(key: str) -> Callable[[Table, list[int]], ColumnElement[bool]]:
    def where(table: Table, values: list[int]) -> ColumnElement[bool]:
        return scoped_to(table, key, below(key, table_of(key).c.id.in_(values)))

    return where


for name, key in PLACES.items():
    filters(Scoped, name)(_by_slug(key))
    filters(Scoped, f"{name}_id", int)(_by_id(key))
