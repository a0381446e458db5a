"""Inventory item templates: the parts that new devices contain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from groundplan_server.dcim.component_template import ComponentTemplate
from groundplan_server.language import Meta, Refusal, any_ref, ref, rule, text, unique

if TYPE_CHECKING:
    from groundplan_server.dcim.device_type import DeviceType
    from groundplan_server.dcim.inventory_item_role import InventoryItemRole
    from groundplan_server.dcim.manufacturer import Manufacturer


class InventoryItemTemplate(ComponentTemplate, table=True):
    """A part that new devices contain."""

    device_type: DeviceType = ref("dcim.devicetype", related="inventory_item_templates", on_delete="CASCADE")
    parent: InventoryItemTemplate | None = ref("self", default=None, related="child_items", on_delete="CASCADE")
    role: InventoryItemRole | None = ref("dcim.inventoryitemrole", default=None, related="inventory_item_templates")
    manufacturer: Manufacturer | None = ref("dcim.manufacturer", default=None, related="inventory_item_templates")
    part_id: str = text(50, default="", label="Part ID", description="What the manufacturer calls the part.")
    component: ComponentTemplate | None = any_ref(
        "dcim.consoleporttemplate",
        "dcim.consoleserverporttemplate",
        "dcim.frontporttemplate",
        "dcim.interfacetemplate",
        "dcim.poweroutlettemplate",
        "dcim.powerporttemplate",
        "dcim.rearporttemplate",
        default=None,
        related="inventory_item_templates",
        on_delete="SET NULL",
        description="The component that the part is.",
    )

    meta: ClassVar[Meta] = replace(
        ComponentTemplate.meta,
        ordering=("device_type", "parent", "name"),
        unique=(
            unique("device_type", "parent", "name", message="Template names must be unique per device type, parent."),
        ),
        columns=("device_type", "name", "label", "parent", "role", "manufacturer", "part_id", "description"),
    )


@rule(InventoryItemTemplate)
def belongs_to_one_type(item: InventoryItemTemplate) -> Iterator[Refusal]:
    if item.parent and item.parent.device_type != item.device_type:
        yield Refusal("parent", f"Parent inventory item ({item.parent}) must belong to the same device type.")
    if item.component and item.component.device_type != item.device_type:
        yield Refusal("component_id", f"Component ({item.component}) must belong to the same device type.")
