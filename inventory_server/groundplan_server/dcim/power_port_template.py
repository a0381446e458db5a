"""Power port templates: where new devices draw power."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from groundplan_server.dcim.component_template import ComponentTemplate
from groundplan_server.dcim.power_port_type import PowerPortType
from groundplan_server.language import Refusal, choice, integer, ref, rule

if TYPE_CHECKING:
    from groundplan_server.dcim.device_type import DeviceType


class PowerPortTemplate(ComponentTemplate, table=True):
    """A power port of new devices."""

    device_type: DeviceType = ref("dcim.devicetype", related="power_port_templates", on_delete="CASCADE")
    type: PowerPortType | None = choice(PowerPortType, default=None)
    maximum_draw: int | None = integer(1, 2**31 - 1, default=None, description="Most it can draw, in watts.")
    allocated_draw: int | None = integer(1, 2**31 - 1, default=None, description="What is set aside for it, in watts.")


@rule(PowerPortTemplate)
def allocates_no_more_than_the_maximum(port: PowerPortTemplate) -> Iterator[Refusal]:
    if port.maximum_draw is not None and port.allocated_draw is not None and port.allocated_draw > port.maximum_draw:
        yield Refusal("allocated_draw", f"Allocated draw cannot exceed the maximum draw ({port.maximum_draw}W).")
