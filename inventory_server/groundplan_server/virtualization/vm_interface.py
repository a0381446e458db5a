"""Interfaces of virtual machines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import ColumnElement

from groundplan_server.dcim.any_interface import MAC_FILTERS, AnyInterface, foreign_vlans, not_oneself
from groundplan_server.dcim.conditions import carries, ids_of
from groundplan_server.ipam.vlan import VLAN
from groundplan_server.language import Meta, Refusal, changed, filters, ref, refs, rule, text, unique, was

if TYPE_CHECKING:
    from groundplan_server.ipam.vrf import VRF
    from groundplan_server.virtualization.virtual_machine import VirtualMachine


class VMInterface(AnyInterface, table=True):
    """A port by which a virtual machine meets the network."""

    virtual_machine: VirtualMachine = ref("virtualization.virtualmachine", related="interfaces", on_delete="CASCADE")
    name: str = text(64, natural=True)
    description: str = text(200, default="")
    untagged_vlan: VLAN | None = ref(
        "ipam.vlan", default=None, related="vminterfaces_as_untagged", on_delete="SET NULL", label="Untagged VLAN"
    )
    tagged_vlans: list[VLAN] = refs("ipam.vlan", related="vminterfaces_as_tagged", label="Tagged VLANs")
    qinq_svlan: VLAN | None = ref(
        "ipam.vlan", default=None, related="vminterfaces_as_svlan", on_delete="SET NULL", label="Q-in-Q SVLAN"
    )
    vrf: VRF | None = ref("ipam.vrf", default=None, related="vminterfaces", on_delete="SET NULL", label="VRF")

    meta: ClassVar[Meta] = Meta(
        label="interface",
        path="interfaces",
        natural_key=("virtual_machine", "name"),
        brief=("virtual_machine", "name", "description"),
        ordering=("virtual_machine", "name"),
        unique=(unique("virtual_machine", "name", message="Interface names must be unique per virtual machine."),),
        search={"name": 100, "description": 500, "mtu": 2000},
        columns=("virtual_machine", "name", "enabled", "mode", "mtu", "vrf", "mac_address", "description"),
        filters={"cluster": "virtual_machine.cluster", **MAC_FILTERS},
        clone=("virtual_machine", "parent", "bridge", "mtu", "mode", "vrf"),
        belongs_to="virtual_machine",
    )


@rule(VMInterface)
def stays_in_its_machine(interface: VMInterface) -> Iterator[Refusal]:
    if was(interface) is not None and changed(interface, "virtual_machine"):
        yield Refusal("virtual_machine", "Interfaces cannot be moved to a different virtual machine.")


@rule(VMInterface)
def parent_and_bridge_are_near(interface: VMInterface) -> Iterator[Refusal]:
    yield from not_oneself(interface)
    for word, other in (("parent", interface.parent), ("bridge", interface.bridge)):
        if other and other.virtual_machine != interface.virtual_machine:
            yield Refusal(
                word,
                f"The {word} interface ({other}) belongs to {other.virtual_machine}; it must be of the same virtual "
                "machine.",
            )


@rule(VMInterface)
def vlans_are_of_its_site(interface: VMInterface) -> Iterator[Refusal]:
    if interface.untagged_vlan or interface.tagged_vlans:
        yield from foreign_vlans(interface, interface.virtual_machine.site, "parent virtual machine")


@filters(VMInterface, "vlan_id", int)
def carries_vlan(table: Any, values: list[int]) -> ColumnElement[bool]:
    return carries(VMInterface, table, values)


@filters(VMInterface, "vlan", int)
def carries_vid(table: Any, values: list[int]) -> ColumnElement[bool]:
    return carries(VMInterface, table, ids_of(VLAN, "vid", values))
