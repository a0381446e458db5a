"""Inventory items: the parts that a device contains, as far as anybody counts them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from groundplan_server.dcim.component import BuiltIn, Component
from groundplan_server.language import (
    Batch,
    Choices,
    Meta,
    Refusal,
    any_ref,
    boolean,
    changed,
    choice,
    consequence,
    prepare,
    ref,
    rule,
    text,
    unique,
    was,
)

if TYPE_CHECKING:
    from groundplan_server.dcim.device import Device
    from groundplan_server.dcim.inventory_item_role import InventoryItemRole
    from groundplan_server.dcim.manufacturer import Manufacturer


class InventoryItemStatus(Choices):
    """How far a part is in its life."""

    OFFLINE = "offline", "Offline", "gray"
    ACTIVE = "active", "Active", "green"
    PLANNED = "planned", "Planned", "cyan"
    STAGED = "staged", "Staged", "blue"
    FAILED = "failed", "Failed", "red"
    DECOMMISSIONING = "decommissioning", "Decommissioning", "yellow"


class InventoryItem(Component, table=True):
    """A part of a device: a transceiver, a fan, a memory module. It may move to another device."""

    device: Device = ref("dcim.device", related="inventory_items", on_delete="CASCADE")
    parent: InventoryItem | None = ref("self", default=None, related="child_items", on_delete="CASCADE")
    status: InventoryItemStatus = choice(InventoryItemStatus, default=InventoryItemStatus.ACTIVE)
    role: InventoryItemRole | None = ref("dcim.inventoryitemrole", default=None, related="inventory_items")
    manufacturer: Manufacturer | None = ref("dcim.manufacturer", default=None, related="inventory_items")
    part_id: str = text(50, default="", label="Part ID", description="What the manufacturer calls the part.")
    serial: str = text(50, default="", label="Serial number")
    asset_tag: str | None = text(50, default=None, unique=True, description="A tag that no other item has.")
    discovered: bool = boolean(description="Found by a machine, not entered by a person.")
    component: BuiltIn | None = any_ref(
        "dcim.consoleport",
        "dcim.consoleserverport",
        "dcim.frontport",
        "dcim.interface",
        "dcim.poweroutlet",
        "dcim.powerport",
        "dcim.rearport",
        default=None,
        related="inventory_items",
        on_delete="CASCADE",
        description="The component that the part is.",
    )

    meta: ClassVar[Meta] = replace(
        Component.meta,
        ordering=("device", "parent", "name"),
        unique=(unique("device", "parent", "name", message="Item names must be unique per device and parent item."),),
        search={"asset_tag": 50, "serial": 60, "name": 100, "label": 200, "description": 500, "part_id": 2000},
        columns=("device", "name", "role", "manufacturer", "part_id", "serial", "status", "component"),
        clone=("device", "parent", "role", "manufacturer", "status", "part_id"),
    )


@prepare(InventoryItem)
def leaves_its_component(item: InventoryItem) -> None:
    """The component stays behind when its part moves to another device."""
    if was(item) is not None and changed(item, "device") and not changed(item, "component"):
        item.component = None


@rule(InventoryItem)
def belongs_to_one_device(item: InventoryItem) -> Iterator[Refusal]:
    if item.parent and item.parent.device != item.device:
        yield Refusal("parent", "Parent inventory item does not belong to the same device.")
    if item.component and item.component.device != item.device:
        yield Refusal("component_id", f"Component {item.component} belongs to another device.")


@consequence(InventoryItem, "update")
def children_are_not_left_behind(batch: Batch[InventoryItem]) -> None:
    """Looks after the change, so that a whole tree may move in one request."""
    moved = {item.id: item for item in batch if changed(item, "device")}
    left: list[InventoryItem] = batch.view.find(InventoryItem, parent=list(moved)) if moved else []
    for child in left:
        if child.parent and child.device != moved[child.parent.id].device:
            batch.refuse(
                moved[child.parent.id], "device", f"Cannot move an inventory item without its child item {child}."
            )
