"""Rear port templates: the rear sides of new patch panels."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from groundplan_server.dcim.component_template import ComponentTemplate
from groundplan_server.dcim.port_template_mapping import PortTemplateMapping
from groundplan_server.dcim.port_type import PortType
from groundplan_server.language import Batch, Meta, changed, choice, color, consequence, integer, parts, ref

if TYPE_CHECKING:
    from groundplan_server.dcim.device_type import DeviceType


class RearPortTemplate(ComponentTemplate, table=True):
    """A rear port of new devices, led through to positions of their front ports."""

    device_type: DeviceType = ref("dcim.devicetype", related="rear_port_templates", on_delete="CASCADE")
    type: PortType = choice(PortType)
    color: str = color("")
    positions: int = integer(1, 1024, default=1)
    front_ports: list[dict[str, Any]] = parts(
        "dcim.porttemplatemapping",
        "rear_port",
        {
            "position": "rear_port_position",
            "front_port": "front_port",
            "front_port_position": "front_port_position",
        },
    )

    meta: ClassVar[Meta] = replace(
        ComponentTemplate.meta,
        columns=("device_type", "name", "label", "type", "color", "positions", "description"),
        filters={"front_port": "mappings.front_port"},
    )


@consequence(RearPortTemplate, "update")
def keeps_its_mapped_positions(batch: Batch[RearPortTemplate]) -> None:
    """Looks after the change, so that positions and mappings may change together."""
    shrunk = {port.id: port for port in batch if changed(port, "positions")}
    mappings = batch.view.find(PortTemplateMapping, rear_port=list(shrunk)) if shrunk else []
    for mapping in mappings:
        port = shrunk[mapping.rear_port.id]
        if mapping.rear_port_position > port.positions:
            batch.refuse(
                port,
                "positions",
                f"Position {mapping.rear_port_position} is mapped to {mapping.front_port}.",
            )
