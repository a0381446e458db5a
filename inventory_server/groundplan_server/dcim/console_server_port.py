"""Console server ports: where a console server reaches the consoles of others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from groundplan_server.dcim.component import CABLED, BuiltIn, PathEndpoint
from groundplan_server.dcim.console_port_speed import ConsolePortSpeed
from groundplan_server.dcim.console_port_type import ConsolePortType
from groundplan_server.language import Meta, choice, ref

if TYPE_CHECKING:
    from groundplan_server.dcim.device import Device


class ConsoleServerPort(PathEndpoint, BuiltIn, table=True):
    """A port by which a device gives access to the console of another."""

    device: Device = ref("dcim.device", related="console_server_ports", on_delete="CASCADE")
    type: ConsolePortType | None = choice(ConsolePortType, default=None)
    speed: ConsolePortSpeed | None = choice(ConsolePortSpeed, default=None)

    meta: ClassVar[Meta] = replace(
        CABLED,
        search={"name": 100, "label": 200, "description": 500, "speed": 2000},
        columns=("device", "name", "label", "type", "speed", "description", "tags"),
        clone=("device", "type", "speed"),
    )
