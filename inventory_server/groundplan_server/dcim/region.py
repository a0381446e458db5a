"""Regions: the map that sites lie on."""

from __future__ import annotations

from typing import ClassVar

from groundplan_server.language import Meta, Nested, count, ref, unique


class Region(Nested, table=True):
    """A part of the world: a continent, a country, a city."""

    parent: Region | None = ref("self", default=None, related="children", on_delete="CASCADE")
    site_count: int = count("dcim.site", "region", cumulative=True)
    prefix_count: int = count("ipam.prefix", "scope")

    meta: ClassVar[Meta] = Meta(
        natural_key=("slug",),
        brief=("name", "slug", "description", "site_count"),
        unique=(
            unique("parent", "name", message="A region with this name already exists at this level."),
            unique("parent", "slug", message="A region with this slug already exists at this level."),
        ),
        search={"name": 100, "slug": 110, "description": 500, "comments": 5000},
        columns=("name", "parent", "site_count", "description", "tags"),
        filters={"ancestor": "parent"},
        clone=("parent", "description"),
    )
