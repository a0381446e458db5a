"""What ties members of a virtual chassis together: a link of interfaces across two of them outlives neither."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import or_

from groundplan_server.dcim.device import Device
from groundplan_server.dcim.interface import Interface
from groundplan_server.dcim.virtual_chassis import VirtualChassis
from groundplan_server.language import Batch, View, batch_rule, changed, t, was

BONDS = ("lag", "parent", "bridge")


def bonds(view: View, devices: Collection[Device]) -> Iterator[tuple[Interface, Interface]]:
    """Interfaces of these devices, each with one of another device that it hangs on."""
    columns = t(Interface).c
    tied = or_(*(columns[f"{name}_id"].is_not(None) for name in BONDS))
    for interface in view.find(Interface, tied, device=[device.id for device in devices]):
        for other in (interface.lag, interface.parent, interface.bridge):
            if other and other.device != interface.device:
                yield interface, other


@batch_rule(VirtualChassis, "delete")
def no_bond_is_broken(batch: Batch[VirtualChassis]) -> None:
    of = {member.id: chassis for chassis in batch for member in chassis.members}
    for interface, other in bonds(batch.view, [member for chassis in batch for member in chassis.members]):
        batch.refuse(
            of[interface.device.id],
            "",
            f"Unable to delete virtual chassis {of[interface.device.id]}: interface {interface} of {interface.device} "
            f"hangs on {other} of {other.device}.",
        )


@batch_rule(Device, "update")
def no_bond_is_left_behind(batch: Batch[Device]) -> None:
    """Whoever leaves may not be tied to who stays, in either direction."""
    left = {d: before.virtual_chassis for d in batch if (before := was(d)) and changed(d, "virtual_chassis")}
    leaving = {device.id: (device, chassis) for device, chassis in left.items() if chassis}
    if not leaving:
        return
    touched = {member.id: member for _, chassis in leaving.values() for member in chassis.members}
    for interface, other in bonds(batch.view, touched.values()):
        for end in (interface.device, other.device):
            if end.id in leaving:
                batch.refuse(
                    leaving[end.id][0],
                    "virtual_chassis",
                    f"Interface {interface} of {interface.device} hangs on {other} of {other.device}; untie them "
                    "before one leaves the virtual chassis.",
                )
