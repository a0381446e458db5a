"""Power outlet templates: where new devices hand on power."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from groundplan_server.dcim.component_template import ComponentTemplate
from groundplan_server.dcim.power_outlet_type import FeedLeg, PowerOutletType
from groundplan_server.language import Refusal, choice, color, ref, rule

if TYPE_CHECKING:
    from groundplan_server.dcim.device_type import DeviceType
    from groundplan_server.dcim.power_port_template import PowerPortTemplate


class PowerOutletTemplate(ComponentTemplate, table=True):
    """A power outlet of new devices."""

    device_type: DeviceType = ref("dcim.devicetype", related="power_outlet_templates", on_delete="CASCADE")
    type: PowerOutletType | None = choice(PowerOutletType, default=None)
    color: str = color("")
    power_port: PowerPortTemplate | None = ref(
        "dcim.powerporttemplate", default=None, related="power_outlet_templates", on_delete="SET NULL"
    )
    feed_leg: FeedLeg | None = choice(FeedLeg, default=None, description="Phase (for three-phase feeds).")


@rule(PowerOutletTemplate)
def power_comes_from_the_same_type(outlet: PowerOutletTemplate) -> Iterator[Refusal]:
    if outlet.power_port and outlet.power_port.device_type != outlet.device_type:
        yield Refusal("power_port", f"Parent power port ({outlet.power_port}) must belong to the same device type.")
