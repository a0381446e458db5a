"""Finding device types by what their devices are born with, and by their pictures."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement

from groundplan_server.dcim.component_template import ComponentTemplate
from groundplan_server.dcim.conditions import holds, pointed_at_by
from groundplan_server.dcim.console_port_template import ConsolePortTemplate
from groundplan_server.dcim.console_server_port_template import ConsoleServerPortTemplate
from groundplan_server.dcim.device_bay_template import DeviceBayTemplate
from groundplan_server.dcim.device_type import DeviceType
from groundplan_server.dcim.front_port_template import FrontPortTemplate
from groundplan_server.dcim.interface_template import InterfaceTemplate
from groundplan_server.dcim.inventory_item_template import InventoryItemTemplate
from groundplan_server.dcim.module_bay_template import ModuleBayTemplate
from groundplan_server.dcim.power_outlet_template import PowerOutletTemplate
from groundplan_server.dcim.power_port_template import PowerPortTemplate
from groundplan_server.dcim.rear_port_template import RearPortTemplate
from groundplan_server.language import filters

WITH: dict[str, tuple[type[ComponentTemplate], ...]] = {
    "console_ports": (ConsolePortTemplate,),
    "console_server_ports": (ConsoleServerPortTemplate,),
    "power_ports": (PowerPortTemplate,),
    "power_outlets": (PowerOutletTemplate,),
    "interfaces": (InterfaceTemplate,),
    "pass_through_ports": (FrontPortTemplate, RearPortTemplate),
    "module_bays": (ModuleBayTemplate,),
    "device_bays": (DeviceBayTemplate,),
    "inventory_items": (InventoryItemTemplate,),
}


def _filter_by_templates(name: str, templates: tuple[type[ComponentTemplate], ...]) -> None:
    @filters(DeviceType, name, bool)
    def has_templates(table: Any, values: list[bool]) -> ColumnElement[bool]:
        return holds(pointed_at_by(table, *((template, "device_type") for template in templates)), values)


for name, templates in WITH.items():
    _filter_by_templates(name, templates)


@filters(DeviceType, "has_front_image", bool)
def has_front_image(table: Any, values: list[bool]) -> ColumnElement[bool]:
    return holds(table.c.front_image.is_not(None), values)


@filters(DeviceType, "has_rear_image", bool)
def has_rear_image(table: Any, values: list[bool]) -> ColumnElement[bool]:
    return holds(table.c.rear_image.is_not(None), values)
