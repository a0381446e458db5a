"""Interface templates: the network interfaces of new devices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from groundplan_server.dcim.component_template import ComponentTemplate
from groundplan_server.dcim.interface_type import VIRTUAL_TYPES, WIRELESS_TYPES, InterfaceType
from groundplan_server.dcim.poe import PoEMode, PoEType
from groundplan_server.dcim.wireless_role import WirelessRole
from groundplan_server.language import Meta, Refusal, boolean, choice, ref, rule

if TYPE_CHECKING:
    from groundplan_server.dcim.device_type import DeviceType


class InterfaceTemplate(ComponentTemplate, table=True):
    """An interface of new devices."""

    device_type: DeviceType = ref("dcim.devicetype", related="interface_templates", on_delete="CASCADE")
    type: InterfaceType = choice(InterfaceType)
    enabled: bool = boolean(True)
    mgmt_only: bool = boolean(label="Management only", description="Carries no traffic but that of management.")
    bridge: InterfaceTemplate | None = ref(
        "self", default=None, related="bridge_interfaces", on_delete="SET NULL", label="Bridge interface"
    )
    poe_mode: PoEMode | None = choice(PoEMode, default=None, label="PoE mode")
    poe_type: PoEType | None = choice(PoEType, default=None, label="PoE type")
    rf_role: WirelessRole | None = choice(WirelessRole, default=None, label="Wireless role")

    meta: ClassVar[Meta] = replace(
        ComponentTemplate.meta,
        columns=("device_type", "name", "label", "type", "enabled", "mgmt_only", "poe_mode", "description"),
    )


@rule(InterfaceTemplate)
def bridge_is_another_of_the_same_type(interface: InterfaceTemplate) -> Iterator[Refusal]:
    bridge = interface.bridge
    if bridge and bridge.id == interface.id:
        yield Refusal("bridge", "An interface cannot be bridged to itself.")
    elif bridge and bridge.device_type != interface.device_type:
        yield Refusal("bridge", f"Bridge interface ({bridge}) must belong to the same device type.")


@rule(InterfaceTemplate)
def power_needs_a_wire(interface: InterfaceTemplate) -> Iterator[Refusal]:
    if interface.poe_mode and interface.type in VIRTUAL_TYPES:
        yield Refusal("poe_mode", "Virtual interfaces cannot have a PoE mode.")
    if interface.poe_type and interface.type in VIRTUAL_TYPES:
        yield Refusal("poe_type", "Virtual interfaces cannot have a PoE type.")
    if interface.poe_type and not interface.poe_mode:
        yield Refusal("poe_type", "Must specify PoE mode when designating a PoE type.")


@rule(InterfaceTemplate)
def role_needs_a_radio(interface: InterfaceTemplate) -> Iterator[Refusal]:
    if interface.rf_role and interface.type not in WIRELESS_TYPES:
        yield Refusal("rf_role", "Wireless role may be set only on wireless interfaces.")
