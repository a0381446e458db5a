"""Power outlets: where a device hands on power."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from groundplan_server.dcim.component import CABLED, BuiltIn, PathEndpoint
from groundplan_server.dcim.power_outlet_type import FeedLeg, PowerOutletType
from groundplan_server.language import Choices, Meta, Refusal, choice, color, ref, rule

if TYPE_CHECKING:
    from groundplan_server.dcim.device import Device
    from groundplan_server.dcim.power_port import PowerPort


class PowerOutletStatus(Choices):
    """Whether an outlet gives power."""

    ENABLED = "enabled", "Enabled", "green"
    DISABLED = "disabled", "Disabled", "red"
    FAULTY = "faulty", "Faulty", "gray"


class PowerOutlet(PathEndpoint, BuiltIn, table=True):
    """A socket through which a device hands on the power of one of its power ports."""

    device: Device = ref("dcim.device", related="power_outlets", on_delete="CASCADE")
    type: PowerOutletType | None = choice(PowerOutletType, default=None)
    status: PowerOutletStatus = choice(PowerOutletStatus, default=PowerOutletStatus.ENABLED)
    color: str = color("")
    power_port: PowerPort | None = ref("dcim.powerport", default=None, related="power_outlets", on_delete="SET NULL")
    feed_leg: FeedLeg | None = choice(FeedLeg, default=None, description="Phase (for three-phase feeds).")

    meta: ClassVar[Meta] = replace(
        CABLED,
        columns=("device", "name", "type", "status", "power_port", "feed_leg", "description", "tags"),
        clone=("device", "type", "power_port", "feed_leg"),
    )


@rule(PowerOutlet)
def power_comes_from_the_same_device(outlet: PowerOutlet) -> Iterator[Refusal]:
    if outlet.power_port and outlet.power_port.device != outlet.device:
        yield Refusal("power_port", f"Parent power port ({outlet.power_port}) must belong to the same device.")
