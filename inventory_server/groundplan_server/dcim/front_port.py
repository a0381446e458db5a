"""Front ports: the front side of a patch panel."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from groundplan_server.dcim.component import CABLED, DEVICE_FILTERS, BuiltIn, Cabled
from groundplan_server.dcim.port_mapping import PortMapping
from groundplan_server.dcim.port_type import PortType
from groundplan_server.language import Batch, Meta, changed, choice, color, consequence, integer, parts, ref

if TYPE_CHECKING:
    from groundplan_server.dcim.device import Device


class FrontPort(Cabled, BuiltIn, table=True):
    """A port on the face of a device, led through to positions of its rear ports."""

    device: Device = ref("dcim.device", related="front_ports", on_delete="CASCADE")
    type: PortType = choice(PortType)
    color: str = color("")
    positions: int = integer(1, 1024, default=1)
    rear_ports: list[dict[str, Any]] = parts(
        "dcim.portmapping",
        "front_port",
        {
            "position": "front_port_position",
            "rear_port": "rear_port",
            "rear_port_position": "rear_port_position",
        },
    )

    meta: ClassVar[Meta] = replace(
        CABLED,
        columns=("device", "name", "label", "type", "positions", "description", "tags"),
        filters={**DEVICE_FILTERS, "rear_port": "mappings.rear_port"},
        clone=("device", "type", "color", "positions"),
    )


@consequence(FrontPort, "update")
def keeps_its_mapped_positions(batch: Batch[FrontPort]) -> None:
    """Looks after the change, so that positions and mappings may change together."""
    shrunk = {port.id: port for port in batch if changed(port, "positions")}
    mappings: Iterable[PortMapping] = batch.view.find(PortMapping, front_port=list(shrunk)) if shrunk else ()
    for mapping in mappings:
        port = shrunk[mapping.front_port.id]
        if mapping.front_port_position > port.positions:
            batch.refuse(port, "positions", f"Position {mapping.front_port_position} is mapped to {mapping.rear_port}.")
