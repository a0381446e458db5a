"""A type that grows needs room around every device of it that is mounted."""

from __future__ import annotations

from groundplan_server.dcim.device_type import DeviceType
from groundplan_server.dcim.layout import collisions, outside
from groundplan_server.dcim.mounting import mount_of
from groundplan_server.dcim.rack_shape import frame_of
from groundplan_server.language import Batch, batch_rule, was


def takes_more_room(device_type: DeviceType) -> bool:
    """Whether it is higher or deeper than it was."""
    before = was(device_type)
    if before is None:
        return False
    deeper = device_type.is_full_depth and not before.is_full_depth
    return deeper or device_type.u_height > before.u_height


@batch_rule(DeviceType, "update")
def no_height_is_no_position(batch: Batch[DeviceType]) -> None:
    for device_type in batch:
        before = was(device_type)
        if before and before.u_height and not device_type.u_height:
            mounted = [device for device in device_type.instances if device.position is not None]
            if mounted:
                batch.refuse(
                    device_type,
                    "u_height",
                    f"Unable to set 0U height: found {len(mounted)} instances already mounted within racks.",
                )


@batch_rule(DeviceType, "update")
def instances_have_room(batch: Batch[DeviceType]) -> None:
    # Every type of this batch counts with the height it is about to have.
    types = {device_type.id: device_type for device_type in batch}
    grown = {device_type.id for device_type in batch if takes_more_room(device_type)}
    mounted = [d for id in grown for d in types[id].instances if d.position is not None]
    racks = {d.rack.id: d.rack for d in mounted if d.rack}
    batch.lock("rack", racks)
    for rack in racks.values():
        devices = {device.id: device for device in rack.devices}
        mounts = [m for d in devices.values() if (m := mount_of(d, types.get(d.device_type.id)))]
        crowded = {m.id for m in outside(frame_of(rack), mounts)} | {m.id for pair in collisions(mounts) for m in pair}
        for device in (devices[id] for id in sorted(crowded)):
            if device.device_type.id in grown:
                device_type = types[device.device_type.id]
                batch.refuse(
                    device_type,
                    "u_height",
                    f"Device {device} in rack {rack} does not have sufficient space to accommodate a height of"
                    f" {device_type.u_height:g}U.",
                )
