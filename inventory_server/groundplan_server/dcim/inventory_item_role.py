"""Inventory item roles: what parts of devices are for."""

from __future__ import annotations

from typing import ClassVar

from groundplan_server.language import Meta, Organizational, color, count


class InventoryItemRole(Organizational, table=True):
    """What a part of a device is for: transceiver, fan, line card."""

    color: str = color()
    inventoryitem_count: int = count("dcim.inventoryitem", "role")

    meta: ClassVar[Meta] = Meta(
        natural_key=("slug",),
        brief=("name", "slug", "description", "inventoryitem_count"),
        search={"name": 100, "slug": 110, "description": 500, "comments": 5000},
        columns=("name", "color", "inventoryitem_count", "description", "tags"),
        clone=("description",),
    )
