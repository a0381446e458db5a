"""Which devices a change of a rack, or of a type, would leave without their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from groundplan_server.dcim.layout import Frame, Mount, faces_of, outside
from groundplan_server.language import Refusal

if TYPE_CHECKING:
    from groundplan_server.dcim.device import Device
    from groundplan_server.dcim.device_type import DeviceType


def mount_of(device: Device, device_type: DeviceType | None = None) -> Mount | None:
    """A device as its rack sees it, by another type if one is given; None if it has no position."""
    if device.position is None:
        return None
    kind = device_type or device.device_type
    return Mount(device.id, device.position, kind.u_height, faces_of(device.face, kind.is_full_depth))


def mounts_of(devices: Iterable[Device]) -> list[Mount]:
    """Those of them that have a position, as their rack sees them."""
    return [mount for device in devices if (mount := mount_of(device))]


def too_small(frame: Frame, devices: Iterable[Device]) -> Iterator[Refusal]:
    """Objections to a frame that these devices do not fit in."""
    lost = outside(frame, mounts_of(devices))
    lowest = min((m.position for m in lost), default=frame.start)
    if lowest < frame.start:
        yield Refusal(
            "starting_unit",
            f"Rack unit numbering must begin at {lowest:g} or less to house currently installed devices.",
        )
    height = max((m.position + m.height for m in lost), default=0) - frame.start
    if height > frame.height:
        yield Refusal("u_height", f"Rack must be at least {height:g}U tall to house currently installed devices.")
