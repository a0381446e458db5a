"""Finding addresses by where they are and by what they are assigned to."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Table, and_, false, or_, select

from groundplan_server.dcim.conditions import assigned_to, holds
from groundplan_server.ipam import asked
from groundplan_server.ipam.ip_address import FHRP_GROUP, INTERFACE, VM_INTERFACE, IPAddress
from groundplan_server.ipam.tables import Ids, table_of
from groundplan_server.language import filters


@filters(IPAddress, "address")
def address(table: Table, values: list[str]) -> ColumnElement[bool]:
    """One of these addresses; without a mask, with any mask."""
    return asked.same_address("address", values, table.c.address, table.c.host_key)


@filters(IPAddress, "parent")
def parent(table: Table, values: list[str]) -> ColumnElement[bool]:
    """Inside one of these networks."""
    return asked.between("parent", values, table.c.host_key)


@filters(IPAddress, "device")
def device(table: Table, values: list[str]) -> ColumnElement[bool]:
    """Of a device by name; of the master of a virtual chassis, those of all its members."""
    devices = table_of("dcim.device")
    return _on_devices(table, select(devices.c.id).where(devices.c.name.in_(values)))


@filters(IPAddress, "device_id", int)
def device_id(table: Table, values: list[int]) -> ColumnElement[bool]:
    """Of a device; of the master of a virtual chassis, those of all its members."""
    return _on_devices(table, values)


def _on_devices(table: Table, devices: Ids) -> ColumnElement[bool]:
    interface, member = table_of(INTERFACE), table_of("dcim.device")
    chassis = table_of("dcim.virtualchassis")
    mastered = select(chassis.c.id).where(chassis.c.master_id.in_(devices))
    members = select(member.c.id).where(member.c.virtual_chassis_id.in_(mastered))
    # The management ports of the other members are theirs alone.
    shared = and_(interface.c.device_id.in_(members), interface.c.mgmt_only.is_(False))
    return assigned_to(table, INTERFACE, select(interface.c.id).where(or_(interface.c.device_id.in_(devices), shared)))


@filters(IPAddress, "virtual_machine")
def virtual_machine(table: Table, values: list[str]) -> ColumnElement[bool]:
    """Of a virtual machine, by name."""
    machine = table_of("virtualization.virtualmachine")
    return _on_machines(table, select(machine.c.id).where(machine.c.name.in_(values)))


@filters(IPAddress, "virtual_machine_id", int)
def virtual_machine_id(table: Table, values: list[int]) -> ColumnElement[bool]:
    """Of a virtual machine."""
    return _on_machines(table, values)


def _on_machines(table: Table, machines: Ids) -> ColumnElement[bool]:
    interface = table_of(VM_INTERFACE)
    return assigned_to(table, VM_INTERFACE, select(interface.c.id).where(interface.c.virtual_machine_id.in_(machines)))


@filters(IPAddress, "interface")
def interface(table: Table, values: list[str]) -> ColumnElement[bool]:
    """Of a device's interface, by name."""
    return _on_named(table, INTERFACE, values)


@filters(IPAddress, "vminterface")
def vminterface(table: Table, values: list[str]) -> ColumnElement[bool]:
    """Of a virtual machine's interface, by name."""
    return _on_named(table, VM_INTERFACE, values)


def _on_named(table: Table, kind: str, names: Sequence[str]) -> ColumnElement[bool]:
    interface = table_of(kind)
    return assigned_to(table, kind, select(interface.c.id).where(interface.c.name.in_(names)))


@filters(IPAddress, "interface_id", int)
def interface_id(table: Table, values: list[int]) -> ColumnElement[bool]:
    """Of a device's interface."""
    return assigned_to(table, INTERFACE, values)


@filters(IPAddress, "vminterface_id", int)
def vminterface_id(table: Table, values: list[int]) -> ColumnElement[bool]:
    """Of a virtual machine's interface."""
    return assigned_to(table, VM_INTERFACE, values)


@filters(IPAddress, "fhrpgroup_id", int)
def fhrpgroup_id(table: Table, values: list[int]) -> ColumnElement[bool]:
    """Of a group of routers that share it."""
    return assigned_to(table, FHRP_GROUP, values)


@filters(IPAddress, "assigned", bool)
def assigned(table: Table, values: list[bool]) -> ColumnElement[bool]:
    """Assigned to anything."""
    return holds(table.c.assigned_object_id.is_not(None), values)


@filters(IPAddress, "assigned_to_interface", bool)
def assigned_to_interface(table: Table, values: list[bool]) -> ColumnElement[bool]:
    """Assigned to an interface, of a device or of a virtual machine."""
    kind = table.c.assigned_object_type
    # What is assigned to nothing is assigned to no interface: null must not make that unknown.
    known = or_(false(), and_(kind.is_not(None), kind.in_((INTERFACE, VM_INTERFACE))))
    return holds(known, values)
