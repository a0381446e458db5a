"""Interfaces: where a device meets the network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from groundplan_server.dcim.any_interface import MAC_FILTERS, AnyInterface, foreign_vlans, not_oneself
from groundplan_server.dcim.component import CABLED, DEVICE_FILTERS, BuiltIn, PathEndpoint
from groundplan_server.dcim.interface_type import VIRTUAL_TYPES, WIRELESS_TYPES, InterfaceType
from groundplan_server.dcim.poe import PoEMode, PoEType
from groundplan_server.dcim.wireless_channel import WirelessChannel, frequency_and_width
from groundplan_server.dcim.wireless_role import WirelessRole
from groundplan_server.language import (
    Choices,
    Meta,
    Refusal,
    backrefs,
    boolean,
    changed,
    choice,
    integer,
    number,
    prepare,
    ref,
    refs,
    rule,
    unique,
    was,
    wwn,
)

if TYPE_CHECKING:
    from groundplan_server.dcim.device import Device
    from groundplan_server.ipam.vlan import VLAN
    from groundplan_server.ipam.vrf import VRF


class InterfaceDuplex(Choices):
    """Whether both sides may speak at once."""

    HALF = "half", "Half"
    FULL = "full", "Full"
    AUTO = "auto", "Auto"


class Interface(PathEndpoint, BuiltIn, AnyInterface, table=True):
    """A port, radio, tunnel or other way by which a device meets the network."""

    device: Device = ref("dcim.device", related="interfaces", on_delete="CASCADE")
    type: InterfaceType = choice(InterfaceType)
    lag: Interface | None = ref(
        "self", default=None, related="member_interfaces", on_delete="SET NULL", label="Link aggregation group"
    )
    bridge_interfaces: list[Interface] = backrefs("dcim.interface", "bridge")
    mgmt_only: bool = boolean(label="Management only", description="Carries no traffic but that of management.")
    speed: int | None = integer(0, 2**63 - 1, default=None, description="Speed (kbps).")
    duplex: InterfaceDuplex | None = choice(InterfaceDuplex, default=None)
    wwn: str | None = wwn(None, label="World Wide Name")
    rf_role: WirelessRole | None = choice(WirelessRole, default=None, label="Wireless role")
    rf_channel: WirelessChannel | None = choice(WirelessChannel, default=None, label="Wireless channel")
    rf_channel_frequency: float | None = number(8, 3, default=None, description="Channel frequency (MHz).")
    rf_channel_width: float | None = number(7, 3, default=None, description="Channel width (MHz).")
    tx_power: int | None = integer(-40, 127, default=None, description="Transmit power (dBm).")
    poe_mode: PoEMode | None = choice(PoEMode, default=None, label="PoE mode")
    poe_type: PoEType | None = choice(PoEType, default=None, label="PoE type")
    untagged_vlan: VLAN | None = ref(
        "ipam.vlan", default=None, related="interfaces_as_untagged", on_delete="SET NULL", label="Untagged VLAN"
    )
    tagged_vlans: list[VLAN] = refs("ipam.vlan", related="interfaces_as_tagged", label="Tagged VLANs")
    qinq_svlan: VLAN | None = ref(
        "ipam.vlan", default=None, related="interfaces_as_svlan", on_delete="SET NULL", label="Q-in-Q SVLAN"
    )
    vrf: VRF | None = ref("ipam.vrf", default=None, related="interfaces", on_delete="SET NULL", label="VRF")

    meta: ClassVar[Meta] = replace(
        CABLED,
        unique=(unique("device", "name", message="Interface names must be unique per device."),),
        search={"name": 100, "label": 200, "wwn": 300, "description": 500, "mtu": 2000, "speed": 2000},
        columns=("device", "name", "type", "enabled", "lag", "mode", "mac_address", "description"),
        filters={**DEVICE_FILTERS, **MAC_FILTERS},
        clone=(
            "device",
            "parent",
            "bridge",
            "lag",
            "type",
            "mgmt_only",
            "mtu",
            "mode",
            "speed",
            "duplex",
            "rf_role",
            "rf_channel",
            "rf_channel_frequency",
            "rf_channel_width",
            "tx_power",
            "poe_mode",
            "poe_type",
            "vrf",
        ),
    )


@prepare(Interface)
def channel_says_frequency_and_width(interface: Interface) -> None:
    """What was left to the channel follows it when it changes."""
    before = was(interface)
    if not changed(interface, "rf_channel"):
        return
    old = frequency_and_width(before.rf_channel) if before and before.rf_channel else (None, None)
    new = frequency_and_width(interface.rf_channel) if interface.rf_channel else (None, None)
    if interface.rf_channel_frequency in (None, old[0]):
        interface.rf_channel_frequency = new[0]
    if interface.rf_channel_width in (None, old[1]):
        interface.rf_channel_width = new[1]


@rule(Interface)
def type_allows(interface: Interface) -> Iterator[Refusal]:
    """What only a radio has, and what nothing virtual has."""
    kind = InterfaceType(interface.type)
    if kind not in WIRELESS_TYPES:
        if interface.rf_role:
            yield Refusal("rf_role", "Wireless role may be set only on wireless interfaces.")
        if interface.rf_channel:
            yield Refusal("rf_channel", "Channel may be set only on wireless interfaces.")
        if interface.rf_channel_frequency is not None:
            yield Refusal("rf_channel_frequency", "Channel frequency may be set only on wireless interfaces.")
        if interface.rf_channel_width is not None:
            yield Refusal("rf_channel_width", "Channel width may be set only on wireless interfaces.")
    if interface.mark_connected and kind in VIRTUAL_TYPES | WIRELESS_TYPES:
        yield Refusal("mark_connected", f"An interface of type {kind.label} takes no cable.")
    if kind in VIRTUAL_TYPES:
        if interface.poe_mode:
            yield Refusal("poe_mode", "Virtual interfaces cannot have a PoE mode.")
        if interface.poe_type:
            yield Refusal("poe_type", "Virtual interfaces cannot have a PoE type.")


@rule(Interface)
def radio_and_power_are_whole(interface: Interface) -> Iterator[Refusal]:
    if interface.poe_type and not interface.poe_mode:
        yield Refusal("poe_type", "Must specify PoE mode when designating a PoE type.")
    if interface.rf_channel:
        frequency, width = frequency_and_width(interface.rf_channel)
        if interface.rf_channel_frequency != frequency:
            yield Refusal(
                "rf_channel_frequency", f"The selected channel is at {frequency:g} MHz; no other can be given."
            )
        if interface.rf_channel_width != width:
            yield Refusal("rf_channel_width", f"The selected channel is {width:g} MHz wide; no other can be given.")


@rule(Interface)
def parent_carries_it(interface: Interface) -> Iterator[Refusal]:
    parent = interface.parent
    if parent and interface.type != InterfaceType.VIRTUAL:
        yield Refusal("parent", "Only virtual interfaces may be assigned to a parent interface.")
    if parent and not _reaches(interface, parent):
        yield Refusal("parent", _elsewhere("parent", parent))


@rule(Interface)
def bridge_is_near(interface: Interface) -> Iterator[Refusal]:
    yield from not_oneself(interface)
    if interface.bridge and not _reaches(interface, interface.bridge):
        yield Refusal("bridge", _elsewhere("bridge", interface.bridge))


@rule(Interface)
def joins_a_group(interface: Interface) -> Iterator[Refusal]:
    lag = interface.lag
    if lag is None:
        return
    if lag == interface:
        yield Refusal("lag", "A LAG interface cannot be its own parent.")
    elif interface.type == InterfaceType.VIRTUAL:
        yield Refusal("lag", "Virtual interfaces cannot have a parent LAG interface.")
    elif lag.type != InterfaceType.LAG:
        yield Refusal("lag", f"{lag} is no link aggregation group: its type must be {InterfaceType.LAG.label}.")
    if not _reaches(interface, lag):
        yield Refusal("lag", _elsewhere("LAG", lag))


@rule(Interface)
def vlans_are_of_its_site(interface: Interface) -> Iterator[Refusal]:
    if interface.untagged_vlan or interface.tagged_vlans:
        yield from foreign_vlans(interface, interface.device.site, "parent device")


def _reaches(interface: Interface, other: Interface) -> bool:
    """Whether both are on one device, or on members of one virtual chassis."""
    if interface.device == other.device:
        return True
    chassis = interface.device.virtual_chassis
    return chassis is not None and chassis == other.device.virtual_chassis


def _elsewhere(word: str, other: Interface) -> str:
    return (
        f"The {word} interface ({other}) belongs to {other.device}; it must be on the same device, or on a member of "
        "the same virtual chassis."
    )
