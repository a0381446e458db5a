"""Journal entries: notes that people leave about an object over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from groundplan_server.language import Choices, Extensible, Meta, Model, any_ref, choice, ref, stored, text

if TYPE_CHECKING:
    from groundplan_server.users.user import User


class JournalEntryKind(Choices):
    """What sort of note it is."""

    INFO = "info", "Info", "cyan"
    SUCCESS = "success", "Success", "green"
    WARNING = "warning", "Warning", "yellow"
    DANGER = "danger", "Danger", "red"


#: Everything that people keep notes about; a model of a later version may stand here before it exists.
JOURNALED = (
    "circuits.circuit", "circuits.circuitgroup", "circuits.circuittype", "circuits.provider",
    "circuits.provideraccount", "circuits.providernetwork", "circuits.virtualcircuit", "circuits.virtualcircuittype",
    "core.datasource", "dcim.cable", "dcim.cablebundle", "dcim.consoleport", "dcim.consoleserverport", "dcim.device",
    "dcim.devicebay", "dcim.devicerole", "dcim.devicetype", "dcim.frontport", "dcim.interface", "dcim.inventoryitem",
    "dcim.inventoryitemrole", "dcim.location", "dcim.macaddress", "dcim.manufacturer", "dcim.module",
    "dcim.modulebay", "dcim.moduletype", "dcim.moduletypeprofile", "dcim.platform", "dcim.powerfeed",
    "dcim.poweroutlet", "dcim.powerpanel", "dcim.powerport", "dcim.rack", "dcim.rackgroup", "dcim.rackreservation",
    "dcim.rackrole", "dcim.racktype", "dcim.rearport", "dcim.region", "dcim.site", "dcim.sitegroup",
    "dcim.virtualchassis", "dcim.virtualdevicecontext", "extras.configcontextprofile", "ipam.aggregate", "ipam.asn",
    "ipam.asnrange", "ipam.fhrpgroup", "ipam.ipaddress", "ipam.iprange", "ipam.prefix", "ipam.rir", "ipam.role",
    "ipam.routetarget", "ipam.service", "ipam.servicetemplate", "ipam.vlan", "ipam.vlangroup",
    "ipam.vlantranslationpolicy", "ipam.vlantranslationrule", "ipam.vrf", "tenancy.contact", "tenancy.contactgroup",
    "tenancy.contactrole", "tenancy.tenant", "tenancy.tenantgroup", "virtualization.cluster",
    "virtualization.clustergroup", "virtualization.clustertype", "virtualization.virtualdisk",
    "virtualization.virtualmachine", "virtualization.virtualmachinetype", "virtualization.vminterface",
    "vpn.ikepolicy", "vpn.ikeproposal", "vpn.ipsecpolicy", "vpn.ipsecprofile", "vpn.ipsecproposal", "vpn.l2vpn",
    "vpn.l2vpntermination", "vpn.tunnel", "vpn.tunnelgroup", "wireless.wirelesslan", "wireless.wirelesslangroup",
    "wireless.wirelesslink",
)  # fmt: skip


def title_of(entry: JournalEntry) -> str:
    """When it was written, and what sort of note it is."""
    return f"{entry.created:%Y-%m-%d %H:%M} ({JournalEntryKind(entry.kind).label})"


class JournalEntry(Extensible, table=True):
    """A note about an object, by somebody, at a time."""

    assigned_object: Model = any_ref(*JOURNALED, on_delete="CASCADE", related="journal_entries")
    created_by: User | None = ref("users.user", default=None, on_delete="SET NULL")
    kind: JournalEntryKind = choice(JournalEntryKind, default=JournalEntryKind.INFO)
    comments: str = text()
    title: str = stored(title_of)

    meta: ClassVar[Meta] = Meta(
        label="journal entry",
        natural_key=("id",),
        display=("{title}",),
        brief=("created",),
        ordering=("-created",),
        search={"comments": 5000},
        columns=("created", "assigned_object", "kind", "created_by", "comments"),
        belongs_to="assigned_object",
    )
