"""Rear ports: the rear side of a patch panel."""

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


class RearPort(Cabled, BuiltIn, table=True):
    """A port on the back of a device, led through to positions of its front ports."""

    device: Device = ref("dcim.device", related="rear_ports", on_delete="CASCADE")
    type: PortType = choice(PortType)
    color: str = color("")
    positions: int = integer(1, 1024, default=1)
    front_ports: list[dict[str, Any]] = parts(
        "dcim.portmapping",
        "rear_port",
        {
            "position": "rear_port_position",
            "front_port": "front_port",
            "front_port_position": "front_port_position",
        },
    )

    meta: ClassVar[Meta] = replace(
        CABLED,
        columns=("device", "name", "label", "type", "positions", "description", "tags"),
        filters={**DEVICE_FILTERS, "front_port": "mappings.front_port"},
        clone=("device", "type", "color", "positions"),
    )


@consequence(RearPort, "update")
def keeps_its_mapped_positions(batch: Batch[RearPort]) -> None:
    """Looks after the change, so that positions and mappings may change together."""
    shrunk = {port.id: port for port in batch if changed(port, "positions")}
    mappings: Iterable[PortMapping] = batch.view.find(PortMapping, rear_port=list(shrunk)) if shrunk else ()
    for mapping in mappings:
        port = shrunk[mapping.rear_port.id]
        if mapping.rear_port_position > port.positions:
            batch.refuse(port, "positions", f"Position {mapping.rear_port_position} is mapped to {mapping.front_port}.")
