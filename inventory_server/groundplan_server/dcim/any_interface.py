"""What interfaces of devices and of virtual machines have in common."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Self

from groundplan_server.dcim.mac_address import MACAddress
from groundplan_server.language import (
    Batch,
    Choices,
    Extensible,
    Refusal,
    backrefs,
    boolean,
    choice,
    consequence,
    count,
    follow,
    integer,
    ref,
    rule,
)

if TYPE_CHECKING:
    from groundplan_server.dcim.site import Site
    from groundplan_server.ipam.vlan import VLAN
    from groundplan_server.ipam.vlan_translation_policy import VLANTranslationPolicy


#: An interface is found by any of its MAC addresses, or by the one that counts.
MAC_FILTERS = {
    "mac_address": "mac_addresses.mac_address",
    "primary_mac_address": "primary_mac_address.mac_address",
}


class InterfaceMode(Choices):
    """How an interface treats VLAN tags."""

    ACCESS = "access", "Access"
    TAGGED = "tagged", "Tagged"
    TAGGED_ALL = "tagged-all", "Tagged (All)"
    Q_IN_Q = "q-in-q", "Q-in-Q (802.1ad)"


class AnyInterface(Extensible):
    """Where a device or a virtual machine meets the network."""

    if TYPE_CHECKING:
        # Each kind of interface names its own way back from a VLAN, so each says these for itself.
        name: str
        untagged_vlan: VLAN | None
        tagged_vlans: list[VLAN]
        qinq_svlan: VLAN | None

    enabled: bool = boolean(True)
    parent: Self | None = ref("self", default=None, related="child_interfaces", label="Parent interface")
    bridge: Self | None = ref(
        "self", default=None, related="bridge_interfaces", on_delete="SET NULL", label="Bridge interface"
    )
    mtu: int | None = integer(1, 65536, default=None, label="MTU")
    mac_address: str | None = follow("primary_mac_address.mac_address", label="MAC address")
    primary_mac_address: MACAddress | None = ref(
        "dcim.macaddress", default=None, on_delete="SET NULL", unique=True, label="Primary MAC address"
    )
    mac_addresses: list[MACAddress] = backrefs("dcim.macaddress", "assigned_object", label="MAC addresses")
    mode: InterfaceMode | None = choice(InterfaceMode, default=None, label="802.1Q mode")
    vlan_translation_policy: VLANTranslationPolicy | None = ref(
        "ipam.vlantranslationpolicy", default=None, label="VLAN translation policy"
    )
    count_ipaddresses: int = count("ipam.ipaddress", "assigned_object")
    count_fhrp_groups: int = count("ipam.fhrpgroupassignment", "interface")


@rule(AnyInterface)
def mode_allows_vlans(interface: AnyInterface) -> Iterator[Refusal]:
    if interface.untagged_vlan and not interface.mode:
        yield Refusal("untagged_vlan", "Interface mode does not support an untagged vlan; give the interface a mode.")
    if interface.tagged_vlans and interface.mode != InterfaceMode.TAGGED:
        yield Refusal(
            "tagged_vlans",
            "Only an interface in tagged mode has tagged VLANs; clear them in the same request if its mode changes.",
        )
    if interface.qinq_svlan and interface.mode != InterfaceMode.Q_IN_Q:
        yield Refusal("qinq_svlan", "Only Q-in-Q interfaces may specify a service VLAN.")


@rule(AnyInterface)
def primary_mac_address_is_its_own(interface: AnyInterface) -> Iterator[Refusal]:
    primary = interface.primary_mac_address
    holder: Any = primary.assigned_object if primary else None
    if holder is not None and holder != interface:
        yield Refusal("primary_mac_address", f"MAC address {primary} is assigned to a different interface ({holder}).")


@consequence(AnyInterface, "create", "update")
def take_primary_mac_address(batch: Batch[AnyInterface]) -> None:
    """A MAC address that nobody has becomes the interface's own."""
    primaries = [(interface, interface.primary_mac_address) for interface in batch]
    taken = [(mac.id, {"assigned_object": owner}) for owner, mac in primaries if mac and mac.assigned_object is None]
    if taken:
        batch.update(MACAddress, taken)


def not_oneself(interface: AnyInterface) -> Iterator[Refusal]:
    """Objections to an interface that is its own parent or bridge."""
    if interface.parent == interface:
        yield Refusal("parent", "An interface cannot be its own parent.")
    if interface.bridge == interface:
        yield Refusal("bridge", "An interface cannot be bridged to itself.")


def foreign_vlans(interface: AnyInterface, site: Site | None, owner: str) -> Iterator[Refusal]:
    """Objections to VLANs of another site than the interface's owner."""
    untagged = interface.untagged_vlan
    if untagged and untagged.site and untagged.site != site:
        yield Refusal(
            "untagged_vlan",
            f"The untagged VLAN ({untagged}) must belong to the same site as the interface's {owner}, "
            "or it must be global.",
        )
    foreign = [vlan for vlan in interface.tagged_vlans if vlan.site and vlan.site != site]
    if foreign:
        yield Refusal(
            "tagged_vlans",
            f"The tagged VLANs ({', '.join(map(str, foreign))}) must belong to the same site as the interface's "
            f"{owner}, or they must be global.",
        )
