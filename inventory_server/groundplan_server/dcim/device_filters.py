"""Finding devices by what they contain."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, select

from groundplan_server.dcim.component import Component
from groundplan_server.dcim.conditions import holds, pointed_at_by
from groundplan_server.dcim.console_port import ConsolePort
from groundplan_server.dcim.console_server_port import ConsoleServerPort
from groundplan_server.dcim.device import Device
from groundplan_server.dcim.device_bay import DeviceBay
from groundplan_server.dcim.front_port import FrontPort
from groundplan_server.dcim.interface import Interface
from groundplan_server.dcim.module_bay import ModuleBay
from groundplan_server.dcim.power_outlet import PowerOutlet
from groundplan_server.dcim.power_port import PowerPort
from groundplan_server.dcim.rear_port import RearPort
from groundplan_server.language import filters, t

WITH: dict[str, tuple[type[Component], ...]] = {
    "console_ports": (ConsolePort,),
    "console_server_ports": (ConsoleServerPort,),
    "power_ports": (PowerPort,),
    "power_outlets": (PowerOutlet,),
    "interfaces": (Interface,),
    "pass_through_ports": (FrontPort, RearPort),
    "module_bays": (ModuleBay,),
    "device_bays": (DeviceBay,),
}


def _filter_by_components(name: str, components: tuple[type[Component], ...]) -> None:
    @filters(Device, name, bool)
    def has_components(table: Any, values: list[bool]) -> ColumnElement[bool]:
        return holds(pointed_at_by(table, *((component, "device") for component in components)), values)


for name, components in WITH.items():
    _filter_by_components(name, components)


@filters(Device, "parent_bay_id", int)
def is_in_bay(table: Any, values: list[int]) -> ColumnElement[bool]:
    bays = t(DeviceBay).alias()
    inside: ColumnElement[bool] = table.c.id.in_(select(bays.c.installed_device_id).where(bays.c.id.in_(values)))
    return inside
