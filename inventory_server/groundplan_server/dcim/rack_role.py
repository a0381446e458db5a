"""Rack roles: what racks are for."""

from __future__ import annotations

from typing import ClassVar

from groundplan_server.language import Meta, Organizational, color, count


class RackRole(Organizational, table=True):
    """What a rack is for: network, storage, patching."""

    color: str = color()
    rack_count: int = count("dcim.rack", "role")

    meta: ClassVar[Meta] = Meta(
        natural_key=("slug",),
        brief=("name", "slug", "description", "rack_count"),
        search={"name": 100, "slug": 110, "description": 500, "comments": 5000},
        columns=("name", "color", "rack_count", "description", "tags"),
    )
