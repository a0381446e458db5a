"""IP addresses: of interfaces, of groups that share one, or of nothing yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from groundplan_server.ipam.family import IPFamily
from groundplan_server.ipam.vrf import InVRF, table_key
from groundplan_server.language import (
    Choices,
    Look,
    Meta,
    Primary,
    Refusal,
    address,
    any_ref,
    backrefs,
    changed,
    choice,
    ref,
    rule,
    stored,
    text,
    values,
    was,
)
from groundplan_server.tenancy.tenant import Tenancy

if TYPE_CHECKING:
    from groundplan_server.dcim.interface import Interface
    from groundplan_server.ipam.vrf import VRF
    from groundplan_server.virtualization.vm_interface import VMInterface

INTERFACE, FHRP_GROUP, VM_INTERFACE = "dcim.interface", "ipam.fhrpgroup", "virtualization.vminterface"

_DNS_NAME = re.compile(r"^([0-9A-Za-z_-]+|\*)(\.[0-9A-Za-z_-]+)*\.?$")


class IPAddressStatus(Choices):
    """What an address is used for at the moment, and how it gets to its host."""

    ACTIVE = "active", "Active", "blue"
    RESERVED = "reserved", "Reserved", "cyan"
    DEPRECATED = "deprecated", "Deprecated", "red"
    DHCP = "dhcp", "DHCP", "purple"
    SLAAC = "slaac", "SLAAC", "purple"


class IPAddressRole(Choices):
    """What is special about an address."""

    LOOPBACK = "loopback", "Loopback", "gray"
    SECONDARY = "secondary", "Secondary", "blue"
    ANYCAST = "anycast", "Anycast", "yellow"
    VIP = "vip", "VIP", "purple"
    VRRP = "vrrp", "VRRP", "green"
    HSRP = "hsrp", "HSRP", "green"
    GLBP = "glbp", "GLBP", "green"
    CARP = "carp", "CARP", "green"


#: Roles of addresses that several hosts have at once.
SHARED = {"anycast", "vip", "vrrp", "hsrp", "glbp", "carp"}


def dns_name(name: str) -> str:
    """A host name in lower case."""
    if not _DNS_NAME.match(name):
        raise ValueError(
            "Only alphanumeric characters, asterisks, hyphens, periods, and underscores are allowed in DNS names."
        )
    return name.lower()


class IPAddress(InVRF, Tenancy, Primary, table=True):
    """A host address with the mask that its interface has, in a VRF or in the global table."""

    vrf_id: ClassVar[int | None]
    assigned_object_type: ClassVar[str | None]
    assigned_object_id: ClassVar[int | None]

    address: str = address(description="The address with its mask, such as 10.0.0.1/24.")
    family: IPFamily = stored(lambda row: values.family(row.address), choices=IPFamily, hidden=False)
    vrf: VRF | None = ref("ipam.vrf", default=None, related="ip_addresses", label="VRF")
    status: IPAddressStatus = choice(IPAddressStatus, default=IPAddressStatus.ACTIVE)
    role: IPAddressRole | None = choice(IPAddressRole, default=None)
    assigned_object: Interface | VMInterface | None = any_ref(
        INTERFACE, FHRP_GROUP, VM_INTERFACE, default=None, related="ip_addresses", on_delete="CASCADE"
    )
    nat_inside: IPAddress | None = ref(
        "self",
        default=None,
        related="nat_outside",
        on_delete="SET NULL",
        label="NAT (inside)",
        description="The address that this one is translated to.",
    )
    nat_outside: list[IPAddress] = backrefs("ipam.ipaddress", "nat_inside", label="NAT (outside)")
    dns_name: str = text(255, default="", check=dns_name, label="DNS name", description="Host name, in any case.")

    host_key: str = stored(lambda row: values.host_key(row.address), index=True)
    mask_length: int = stored(lambda row: values.length(row.address), look=Look.NUMBER)
    table_key: str = stored(lambda row: table_key(row.vrf_id, values.host_key(row.address)), index=True)

    meta: ClassVar[Meta] = Meta(
        label="IP address",
        natural_key=("address", "vrf"),
        display=("{address}",),
        brief=("family", "address", "description"),
        ordering=("host_key",),
        search={"address": 100, "dns_name": 300, "description": 500, "comments": 5000},
        columns=("address", "vrf", "status", "role", "tenant", "assigned_object", "dns_name", "description"),
        filters={"tenant_group": "tenant.group", "service": "services"},
        clone=("vrf", "tenant", "status", "role", "dns_name", "description"),
    )


def holder(place: Interface | VMInterface | None) -> Any:
    """The device or virtual machine that an interface is of; None for what is of none."""
    return getattr(place, "device", None) or getattr(place, "virtual_machine", None)


@rule(IPAddress)
def usable_on_an_interface(row: IPAddress) -> Iterator[Refusal]:
    """The first and last address of a network mean all of it; only point-to-point links have no such addresses."""
    if row.assigned_object_id is None or not changed(row, "address", "assigned_object"):
        return
    if row.mask_length >= (31 if row.family == 4 else 127):
        return
    host, ip = values.host_key(row.address), row.address.partition("/")[0]
    if host == values.first_key(row.address):
        yield Refusal("", f"{ip} is a network ID, which may not be assigned to an interface.")
    elif row.family == 4 and host == values.last_key(row.address):
        yield Refusal("", f"{ip} is a broadcast address, which may not be assigned to an interface.")


@rule(IPAddress)
def primary_addresses_stay(row: IPAddress) -> Iterator[Refusal]:
    """An address that stands for a whole device cannot leave it before the device lets go of it."""
    before = was(row)
    if before is None or not changed(row, "assigned_object"):
        return
    owner = holder(before.assigned_object)
    if owner is None or owner == holder(row.assigned_object):
        return
    what = "Cannot reassign IP address while it is designated as the"
    if row in (owner.primary_ip4, owner.primary_ip6):
        yield Refusal("", f"{what} primary IP for the parent object.")
    if row == getattr(owner, "oob_ip", None):
        yield Refusal("", f"{what} OOB IP for the parent object.")


@rule(IPAddress)
def slaac_is_for_ipv6(row: IPAddress) -> Iterator[Refusal]:
    if row.status == "slaac" and row.family != 6:
        yield Refusal("status", "Only IPv6 addresses can be assigned SLAAC status.")


@rule(IPAddress)
def translated_to_another(row: IPAddress) -> Iterator[Refusal]:
    if row.nat_inside is not None and row.nat_inside == row:
        yield Refusal("nat_inside", f"{row} cannot be translated to itself; choose the inside address.")
