"""Power ports: where a device draws power."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from groundplan_server.dcim.component import CABLED, BuiltIn, PathEndpoint
from groundplan_server.dcim.power_port_type import PowerPortType
from groundplan_server.language import Meta, Refusal, choice, integer, ref, rule

if TYPE_CHECKING:
    from groundplan_server.dcim.device import Device


class PowerPort(PathEndpoint, BuiltIn, table=True):
    """An inlet through which a device draws power."""

    device: Device = ref("dcim.device", related="power_ports", on_delete="CASCADE")
    type: PowerPortType | None = choice(PowerPortType, default=None)
    maximum_draw: int | None = integer(1, 2**31 - 1, default=None, description="Maximum power draw (watts).")
    allocated_draw: int | None = integer(1, 2**31 - 1, default=None, description="Allocated power draw (watts).")

    meta: ClassVar[Meta] = replace(
        CABLED,
        search={"name": 100, "label": 200, "description": 500, "maximum_draw": 2000, "allocated_draw": 2000},
        columns=("device", "name", "type", "maximum_draw", "allocated_draw", "description", "tags"),
        clone=("device", "type", "maximum_draw", "allocated_draw"),
    )


@rule(PowerPort)
def allocation_is_within_maximum(port: PowerPort) -> Iterator[Refusal]:
    if port.maximum_draw is not None and port.allocated_draw is not None and port.allocated_draw > port.maximum_draw:
        yield Refusal("allocated_draw", f"Allocated draw cannot exceed the maximum draw ({port.maximum_draw} W).")
