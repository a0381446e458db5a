"""MAC addresses: what interfaces are called on the wire."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import ColumnElement

from groundplan_server.dcim.conditions import assigned_to, holds, ids_of, pointed_at_by
from groundplan_server.language import Meta, Primary, Refusal, any_ref, changed, filters, mac, rule, was
from groundplan_server.language.model import MODELS

if TYPE_CHECKING:
    from groundplan_server.dcim.interface import Interface
    from groundplan_server.virtualization.vm_interface import VMInterface

#: What can have one, and what that belongs to: both by the names of filters.
HOLDERS = {
    "interface": ("dcim.interface", "device", "dcim.device"),
    "vminterface": ("virtualization.vminterface", "virtual_machine", "virtualization.virtualmachine"),
}


class MACAddress(Primary, table=True):
    """A MAC address. One interface may have several; the same address may occur more than once."""

    mac_address: str = mac(label="MAC address")
    assigned_object: Interface | VMInterface | None = any_ref(
        *(key for key, _, _ in HOLDERS.values()), default=None, related="mac_addresses", on_delete="CASCADE"
    )

    meta: ClassVar[Meta] = Meta(
        natural_key=("mac_address",),
        display=("{mac_address}",),
        brief=("mac_address", "description"),
        ordering=("mac_address", "id"),
        search={"mac_address": 100, "description": 500, "comments": 5000},
        columns=("mac_address", "assigned_object", "description", "tags"),
        clone=("description",),
    )


@rule(MACAddress)
def primary_address_stays(address: MACAddress) -> Iterator[Refusal]:
    before = was(address)
    if before and before.assigned_object and changed(address, "assigned_object"):
        holder = before.assigned_object
        if holder.primary_mac_address == address:
            yield Refusal(
                "assigned_object_id",
                f"{address} is the primary MAC address of {holder}; give that another one before reassigning it.",
            )


def _filter_by_holder(name: str, kind: str, owner: str, owner_kind: str) -> None:
    @filters(MACAddress, f"{name}_id", int)
    def by_interface_id(table: Any, values: list[int]) -> ColumnElement[bool]:
        return assigned_to(table, kind, values)

    @filters(MACAddress, name)
    def by_interface(table: Any, values: list[str]) -> ColumnElement[bool]:
        return assigned_to(table, kind, ids_of(MODELS[kind], "name", values))

    @filters(MACAddress, f"{owner}_id", int)
    def by_owner_id(table: Any, values: list[int]) -> ColumnElement[bool]:
        return assigned_to(table, kind, ids_of(MODELS[kind], f"{owner}_id", values))

    @filters(MACAddress, owner)
    def by_owner(table: Any, values: list[str]) -> ColumnElement[bool]:
        owners = ids_of(MODELS[owner_kind], "name", values)
        return assigned_to(table, kind, ids_of(MODELS[kind], f"{owner}_id", owners))


for name, (kind, owner, owner_kind) in HOLDERS.items():
    _filter_by_holder(name, kind, owner, owner_kind)


@filters(MACAddress, "assigned", bool)
def is_assigned(table: Any, values: list[bool]) -> ColumnElement[bool]:
    return holds(table.c.assigned_object_id.is_not(None), values)


@filters(MACAddress, "primary", bool)
def is_primary(table: Any, values: list[bool]) -> ColumnElement[bool]:
    return holds(pointed_at_by(table, *((MODELS[k], "primary_mac_address") for k, _, _ in HOLDERS.values())), values)
