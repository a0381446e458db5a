"""Front port templates: the front sides of new patch panels."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from groundplan_server.dcim.component_template import ComponentTemplate
from groundplan_server.dcim.port_template_mapping import PortTemplateMapping
from groundplan_server.dcim.port_type import PortType
from groundplan_server.language import Batch, Meta, changed, choice, color, consequence, integer, parts, ref

if TYPE_CHECKING:
    from groundplan_server.dcim.device_type import DeviceType


class FrontPortTemplate(ComponentTemplate, table=True):
    """A front port of new devices, led through to positions of their rear ports."""

    device_type: DeviceType = ref("dcim.devicetype", related="front_port_templates", on_delete="CASCADE")
    type: PortType = choice(PortType)
    color: str = color("")
    positions: int = integer(1, 1024, default=1)
    rear_ports: list[dict[str, Any]] = parts(
        "dcim.porttemplatemapping",
        "front_port",
        {
            "position": "front_port_position",
            "rear_port": "rear_port",
            "rear_port_position": "rear_port_position",
        },
    )

    meta: ClassVar[Meta] = replace(
        ComponentTemplate.meta,
        columns=("device_type", "name", "label", "type", "color", "positions", "description"),
        filters={"rear_port": "mappings.rear_port"},
    )


@consequence(FrontPortTemplate, "update")
def keeps_its_mapped_positions(batch: Batch[FrontPortTemplate]) -> None:
    """Looks after the change, so that positions and mappings may change together."""
    shrunk = {port.id: port for port in batch if changed(port, "positions")}
    mappings = batch.view.find(PortTemplateMapping, front_port=list(shrunk)) if shrunk else []
    for mapping in mappings:
        port = shrunk[mapping.front_port.id]
        if mapping.front_port_position > port.positions:
            batch.refuse(
                port,
                "positions",
                f"Position {mapping.front_port_position} is mapped to {mapping.rear_port}.",
            )
