"""How positions of front ports and rear ports are joined inside a device."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from groundplan_server.language import Dated, Meta, Refusal, integer, ref, rule, unique

if TYPE_CHECKING:
    from groundplan_server.dcim.front_port import FrontPort
    from groundplan_server.dcim.rear_port import RearPort


class PortMapping(Dated, table=True):
    """One position of a front port, led through to one position of a rear port. It is shown inside both."""

    front_port: FrontPort = ref("dcim.frontport", related="mappings", on_delete="CASCADE")
    front_port_position: int = integer(1, 1024, default=1)
    rear_port: RearPort = ref("dcim.rearport", related="mappings", on_delete="CASCADE")
    rear_port_position: int = integer(1, 1024, default=1)

    meta: ClassVar[Meta] = Meta(
        natural_key=("front_port", "front_port_position"),
        display=("{front_port}:{front_port_position} to {rear_port}:{rear_port_position}",),
        brief=("front_port", "front_port_position", "rear_port", "rear_port_position"),
        ordering=("front_port", "front_port_position"),
        unique=(
            unique("front_port", "front_port_position", message="This position of the front port is mapped already."),
            unique("rear_port", "rear_port_position", message="This position of the rear port is mapped already."),
        ),
        belongs_to="front_port",
        private=True,
    )


@rule(PortMapping)
def joins_positions_of_one_device(mapping: PortMapping) -> Iterator[Refusal]:
    front, rear = mapping.front_port, mapping.rear_port
    if front.device != rear.device:
        yield Refusal("rear_port", f"Rear port {rear} must belong to the same device as front port {front}.")
    if mapping.front_port_position > front.positions:
        yield Refusal("front_port_position", f"Front port {front} has {front.positions} positions only.")
    if mapping.rear_port_position > rear.positions:
        yield Refusal("rear_port_position", f"Rear port {rear} has {rear.positions} positions only.")
