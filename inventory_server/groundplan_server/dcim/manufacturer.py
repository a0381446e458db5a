"""Manufacturers: who makes the hardware."""

from __future__ import annotations

from typing import ClassVar

from groundplan_server.language import Meta, Organizational, count


class Manufacturer(Organizational, table=True):
    """A company that makes hardware."""

    devicetype_count: int = count("dcim.devicetype", "manufacturer")
    inventoryitem_count: int = count("dcim.inventoryitem", "manufacturer")
    platform_count: int = count("dcim.platform", "manufacturer")

    meta: ClassVar[Meta] = Meta(
        natural_key=("slug",),
        brief=("name", "slug", "description"),
        search={"name": 100, "slug": 110, "description": 500, "comments": 5000},
        columns=("name", "devicetype_count", "platform_count", "description", "tags"),
    )
