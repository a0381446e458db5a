"""Console port templates: serial ports to manage new devices through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from groundplan_server.dcim.component_template import ComponentTemplate
from groundplan_server.dcim.console_port_type import ConsolePortType
from groundplan_server.language import choice, ref

if TYPE_CHECKING:
    from groundplan_server.dcim.device_type import DeviceType


class ConsolePortTemplate(ComponentTemplate, table=True):
    """A console port of new devices."""

    device_type: DeviceType = ref("dcim.devicetype", related="console_port_templates", on_delete="CASCADE")
    type: ConsolePortType | None = choice(ConsolePortType, default=None)
