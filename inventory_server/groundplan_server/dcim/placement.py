"""Where a device is: its place follows its rack, its unit in the rack must be free, and its children come along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from groundplan_server.dcim.device import Device
from groundplan_server.dcim.layout import Mount, collisions, free_positions, outside, slot_name
from groundplan_server.dcim.mounting import mount_of
from groundplan_server.dcim.rack_shape import frame_of
from groundplan_server.language import Batch, Refusal, batch_rule, changed, consequence, prepare, rule, t, was

if TYPE_CHECKING:
    from groundplan_server.dcim.rack import Rack

#: What decides which slots of which rack a device takes.
MOUNTING = ("rack", "position", "face", "device_type")


@prepare(Device)
def take_location_of_rack(device: Device) -> None:
    """Unless a location is given: then it must agree."""
    moved = was(device) is not None and changed(device, "rack") and not changed(device, "location")
    if device.rack and (device.location is None or moved):
        device.location = device.rack.location


@rule(Device)
def places_agree(device: Device) -> Iterator[Refusal]:
    if device.location and device.location.site != device.site:
        yield Refusal("location", f"Location {device.location} does not belong to site {device.site}.")
    if device.rack and device.rack.site != device.site:
        yield Refusal("rack", f"Rack {device.rack} does not belong to site {device.site}.")
    elif device.rack and device.rack.location != device.location:
        yield Refusal("rack", f"Rack {device.rack} does not belong to location {device.location}.")


@rule(Device)
def position_makes_sense(device: Device) -> Iterator[Refusal]:
    kind = device.device_type
    if not device.rack:
        if device.face:
            yield Refusal("face", "A device has a rack face only in a rack; say which rack.")
        if device.position is not None:
            yield Refusal("position", "A device has a position only in a rack; say which rack.")
        return
    if device.face and kind.subdevice_role == "child":
        yield Refusal("face", f"Device type {kind} is mounted in a bay of another device, not on a face of a rack.")
    if device.position is None:
        return
    if not device.face:
        yield Refusal("face", "Must specify rack face when defining rack position.")
    if device.position % 0.5:
        yield Refusal("position", "A position is a whole or half rack unit, such as 4 or 4.5.")
    elif not kind.u_height:
        yield Refusal("position", f"Device type {kind} is 0U high, so it takes no position in a rack.")
    elif (mount := mount_of(device)) and outside(frame_of(device.rack), [mount]):
        highest = device.rack.starting_unit + device.rack.u_height - 1
        yield Refusal(
            "position",
            f"Device type {kind} ({kind.u_height:g}U) at {slot_name(device.position)} does not fit between "
            f"U{device.rack.starting_unit} and U{highest} of rack {device.rack}.",
        )


@batch_rule(Device)
def no_two_in_one_slot(batch: Batch[Device]) -> None:
    """Whoever changes what is in a rack waits for his turn, so that two requests cannot both find a unit free."""
    placed = [(device.rack, device) for device in batch if device.rack and device.position is not None]
    racks = {rack.id: rack for rack, device in placed if changed(device, *MOUNTING)}
    if not racks:
        return
    batch.lock("rack", racks)
    ours = {device.id for device in batch}
    others = batch.view.find(Device, t(Device).c.position.is_not(None), rack=list(racks))
    for rack in racks.values():
        there = [device for device in others if device.rack == rack and device.id not in ours]
        _settle(batch, rack, there, [device for own, device in placed if own == rack])


def _settle(batch: Batch[Device], rack: Rack, there: Sequence[Device], ours: Sequence[Device]) -> None:
    """Refuse those of ours that want a slot of somebody else. Who was there before is not to blame."""
    devices = [*there, *ours]
    # Those that are being created may have no ids yet, so all go by their number here.
    mounts = [_mount(number, device) for number, device in enumerate(devices)]
    newcomers = {number for number, device in enumerate(ours, len(there)) if changed(device, *MOUNTING)}
    blocked: dict[int, tuple[Mount, Mount]] = {}
    for one, other in collisions(mounts):
        newcomer, resident = (other, one) if other.id in newcomers else (one, other)
        if newcomer.id in newcomers:
            blocked[newcomer.id] = (newcomer, resident)
    settled = [mount for mount in mounts if mount.id not in blocked]
    for newcomer, resident in blocked.values():
        free = free_positions(frame_of(rack), settled, newcomer.height, newcomer.faces)
        hint = f"The lowest that is free is {slot_name(free[0])}." if free else "The rack has no room for it."
        batch.refuse(
            devices[newcomer.id],
            "position",
            f"{slot_name(newcomer.position)} of rack {rack} is not free for it: {devices[resident.id]} is at "
            f"{slot_name(resident.position)}. {hint}",
        )


def _mount(number: int, device: Device) -> Mount:
    mount = mount_of(device)
    assert mount is not None
    return Mount(number, mount.position, mount.height, mount.faces)


@consequence(Device, "update")
def take_children_along(batch: Batch[Device]) -> None:
    """What sits in a bay is where the device with the bay is."""
    moved = [device for device in batch if changed(device, "site", "location", "rack")]
    pairs = [(device, bay.installed_device) for device in moved for bay in device.device_bays]
    follow_parent(batch, [(device, child) for device, child in pairs if child])


def follow_parent(batch: Batch[Any], pairs: Sequence[tuple[Device, Device]]) -> None:
    """Put each child (second) where its parent (first) is."""
    changes = [
        (child.id, {"site": parent.site, "location": parent.location, "rack": parent.rack})
        for parent, child in pairs
        if (child.site, child.location, child.rack) != (parent.site, parent.location, parent.rack)
    ]
    if changes:
        batch.update(Device, changes)
