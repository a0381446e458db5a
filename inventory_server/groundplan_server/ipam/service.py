"""Services: what listens on which ports of a device or virtual machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import Field
from sqlalchemy import ColumnElement, Select, Table, and_, or_, select

from groundplan_server.ipam import asked, space
from groundplan_server.ipam.ip_address import FHRP_GROUP, IPAddress, holder
from groundplan_server.ipam.tables import Ids, links_of, table_of
from groundplan_server.language import (
    Choices,
    Look,
    Meta,
    Primary,
    Refusal,
    any_ref,
    changed,
    choice,
    filters,
    json,
    refs,
    rule,
    stored,
    text,
)

if TYPE_CHECKING:
    from groundplan_server.dcim.device import Device
    from groundplan_server.virtualization.virtual_machine import VirtualMachine

DEVICE, MACHINE = "dcim.device", "virtualization.virtualmachine"

Port = Annotated[int, Field(ge=1, le=65535)]


class ServiceProtocol(Choices):
    """What carries a service."""

    TCP = "tcp", "TCP"
    UDP = "udp", "UDP"
    SCTP = "sctp", "SCTP"


class Service(Primary, table=True):
    """Something that listens on ports of a device or virtual machine, on all its addresses or on some."""

    parent: Device | VirtualMachine = any_ref(
        DEVICE, FHRP_GROUP, MACHINE, prefix="parent_object", related="services", on_delete="CASCADE"
    )
    name: str = text(100, natural=True)
    protocol: ServiceProtocol = choice(ServiceProtocol)
    ports: list[int] = json(Annotated[list[Port], Field(min_length=1)], default=..., description="Port numbers.")
    ipaddresses: list[IPAddress] = refs(
        "ipam.ipaddress", related="services", label="IP addresses", description="Where it listens, if not everywhere."
    )

    lowest_port: int = stored(lambda service: min(service.ports), look=Look.NUMBER)
    port_list: str = stored(lambda service: f"{ServiceProtocol(service.protocol).label}/{space.listing(service.ports)}")
    port_marks: str = stored(lambda service: "".join(f",{port}" for port in sorted(set(service.ports))) + ",")

    meta: ClassVar[Meta] = Meta(
        natural_key=("parent", "name"),
        display=("{name} ({port_list})",),
        brief=("name", "protocol", "ports", "description"),
        ordering=("protocol", "lowest_port", "id"),
        search={"name": 100, "description": 500, "comments": 5000},
        columns=("name", "parent", "protocol", "ports", "ipaddresses", "description"),
        clone=("protocol", "ports", "description", "parent", "ipaddresses"),
        belongs_to="parent",
    )


@rule(Service)
def addresses_are_the_parents(service: Service) -> Iterator[Refusal]:
    """Those of a virtual chassis are those of all its members."""
    if not changed(service, "parent", "ipaddresses"):
        return
    parent: Any = service.parent
    chassis = getattr(parent, "virtual_chassis", None)
    for address in service.ipaddresses:
        owner = holder(address.assigned_object)
        shared = chassis is not None and chassis == getattr(owner, "virtual_chassis", None)
        if not (parent in (owner, address.assigned_object) or shared):
            yield Refusal("ipaddresses", f"{address} is not assigned to {parent}; choose from its own addresses.")


@filters(Service, "port", int)
def port(table: Table, values: list[int]) -> ColumnElement[bool]:
    """Listening on this port."""
    return or_(*(table.c.port_marks.contains(f",{value},", autoescape=True) for value in values))


@filters(Service, "ip_address_id", int)
def ip_address_id(table: Table, values: list[int]) -> ColumnElement[bool]:
    """Listening on this address."""
    return table.c.id.in_(_at(values))


@filters(Service, "ip_address")
def ip_address(table: Table, values: list[str]) -> ColumnElement[bool]:
    """Listening on this address, given with or without its mask."""
    address = table_of("ipam.ipaddress")
    same = asked.same_address("ip_address", values, address.c.address, address.c.host_key)
    return table.c.id.in_(_at(select(address.c.id).where(same)))


def _at(addresses: Ids) -> Select[Any]:
    links = links_of("ipam.service", "ipaddresses")
    return select(links.c.source_id).where(links.c.target_id.in_(addresses))


def _by_parent(name: str, key: str) -> None:
    def of(table: Table, ids: Ids) -> ColumnElement[bool]:
        return and_(table.c.parent_object_type == key, table.c.parent_object_id.in_(ids))

    @filters(Service, name)
    def by_name(table: Table, values: list[str]) -> ColumnElement[bool]:
        parent = table_of(key)
        return of(table, select(parent.c.id).where(parent.c.name.in_(values)))

    @filters(Service, f"{name}_id", int)
    def by_id(table: Table, values: list[int]) -> ColumnElement[bool]:
        return of(table, values)


_by_parent("device", DEVICE)
_by_parent("virtual_machine", MACHINE)
