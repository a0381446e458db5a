"""Console ports: where a device is managed over a serial line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from groundplan_server.dcim.component import CABLED, BuiltIn, PathEndpoint
from groundplan_server.dcim.console_port_speed import ConsolePortSpeed
from groundplan_server.dcim.console_port_type import ConsolePortType
from groundplan_server.language import Meta, choice, ref

if TYPE_CHECKING:
    from groundplan_server.dcim.device import Device


class ConsolePort(PathEndpoint, BuiltIn, table=True):
    """A port by which a device is managed over a serial line."""

    device: Device = ref("dcim.device", related="console_ports", on_delete="CASCADE")
    type: ConsolePortType | None = choice(ConsolePortType, default=None)
    speed: ConsolePortSpeed | None = choice(ConsolePortSpeed, default=None)

    meta: ClassVar[Meta] = replace(
        CABLED,
        search={"name": 100, "label": 200, "description": 500, "speed": 2000},
        columns=("device", "name", "label", "type", "speed", "description", "tags"),
        clone=("device", "type", "speed"),
    )
