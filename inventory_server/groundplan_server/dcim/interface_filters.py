"""Finding interfaces by what they carry, by their kind, and across a virtual chassis."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, false, not_, or_, select

from groundplan_server.dcim.conditions import carries, ids_of
from groundplan_server.dcim.device import Device
from groundplan_server.dcim.interface import Interface
from groundplan_server.dcim.interface_type import VIRTUAL_TYPES, WIRELESS_TYPES
from groundplan_server.dcim.virtual_chassis import VirtualChassis
from groundplan_server.ipam.vlan import VLAN
from groundplan_server.language import filters, t


@filters(Interface, "vlan_id", int)
def carries_vlan(table: Any, values: list[int]) -> ColumnElement[bool]:
    return carries(Interface, table, values)


@filters(Interface, "vlan", int)
def carries_vid(table: Any, values: list[int]) -> ColumnElement[bool]:
    return carries(Interface, table, ids_of(VLAN, "vid", values))


@filters(Interface, "kind")
def is_of_kind(table: Any, values: list[str]) -> ColumnElement[bool]:
    virtual, wireless = (table.c.type.in_([kind.value for kind in kinds]) for kinds in (VIRTUAL_TYPES, WIRELESS_TYPES))
    kinds = {"virtual": virtual, "wireless": wireless, "physical": not_(or_(virtual, wireless))}
    return or_(false(), *(kinds.get(value, false()) for value in values))


def _answers_for(table: Any, column: str, values: list[Any], *, master_only: bool) -> ColumnElement[bool]:
    """Interfaces of these devices, and of the other members of their virtual chassis but for management interfaces.

    With `master_only`, a device answers for other members only if it is the master.
    """
    device, member = t(Device).alias(), t(Device).alias()
    named = device.c[column].in_(values)
    members = select(member.c.id).where(named, member.c.virtual_chassis_id == device.c.virtual_chassis_id)
    if master_only:
        chassis = t(VirtualChassis).alias()
        members = members.where(chassis.c.id == device.c.virtual_chassis_id, chassis.c.master_id == device.c.id)
    own: ColumnElement[bool] = table.c.device_id.in_(select(device.c.id).where(named))
    return or_(own, and_(not_(table.c.mgmt_only), table.c.device_id.in_(members)))


def _filter_by_member(name: str, *, master_only: bool) -> None:
    @filters(Interface, name)
    def by_name(table: Any, values: list[str]) -> ColumnElement[bool]:
        return _answers_for(table, "name", values, master_only=master_only)

    @filters(Interface, f"{name}_id", int)
    def by_id(table: Any, values: list[int]) -> ColumnElement[bool]:
        return _answers_for(table, "id", values, master_only=master_only)


_filter_by_member("virtual_chassis_member", master_only=False)
_filter_by_member("virtual_chassis_member_or_master", master_only=True)
