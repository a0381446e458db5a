"""Device bays: where child devices go into a chassis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from groundplan_server.dcim.component import DEVICE_FILTERS, BuiltIn, Component
from groundplan_server.dcim.placement import follow_parent
from groundplan_server.language import (
    Batch,
    Meta,
    Refusal,
    View,
    boolean,
    changed,
    computed,
    consequence,
    ref,
    rule,
)

if TYPE_CHECKING:
    from groundplan_server.dcim.device import Device


def filled(view: View, bays: Sequence[DeviceBay]) -> list[bool]:
    """Whether a device is in the bay."""
    return [bay.installed_device is not None for bay in bays]


class DeviceBay(BuiltIn, table=True):
    """A slot of a chassis that takes a device of its own, a blade for instance."""

    device: Device = ref("dcim.device", related="device_bays", on_delete="CASCADE")
    enabled: bool = boolean(True)
    installed_device: Device | None = ref(
        "dcim.device", default=None, related="parent_bay", on_delete="SET NULL", unique=True, label="Child device"
    )
    _occupied: bool = computed(filled, bool)

    meta: ClassVar[Meta] = replace(
        Component.meta,
        brief=("device", "name", "enabled", "description", "_occupied"),
        columns=("device", "name", "label", "enabled", "installed_device", "description", "tags"),
        filters=DEVICE_FILTERS,
        clone=("device", "enabled"),
    )


@rule(DeviceBay)
def chassis_takes_children(bay: DeviceBay) -> Iterator[Refusal]:
    kind = bay.device.device_type
    if kind.subdevice_role != "parent":
        yield Refusal("device", f"This type of device ({kind}) does not support device bays.")


@rule(DeviceBay)
def child_fits(bay: DeviceBay) -> Iterator[Refusal]:
    child = bay.installed_device
    if child is None:
        return
    if child == bay.device:
        yield Refusal("installed_device", "Cannot install a device into itself.")
    elif child.device_type.subdevice_role != "child":
        yield Refusal(
            "installed_device",
            f"Device type {child.device_type} is no child device, so {child} cannot be installed in a bay.",
        )
    if not bay.enabled and changed(bay, "installed_device"):
        yield Refusal("installed_device", f"Bay {bay} is disabled; enable it to install a device.")


@consequence(DeviceBay, "create", "update")
def child_comes_here(batch: Batch[DeviceBay]) -> None:
    """A child is where its chassis is."""
    filled = [(bay.device, bay.installed_device) for bay in batch if changed(bay, "installed_device")]
    follow_parent(batch, [(parent, child) for parent, child in filled if child])
