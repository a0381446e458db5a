"""Virtual chassis: several devices that act as one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from groundplan_server.dcim.device import Device
from groundplan_server.language import (
    Batch,
    Meta,
    Primary,
    Refusal,
    backrefs,
    consequence,
    count,
    ref,
    rule,
    text,
    was,
)


class VirtualChassis(Primary, table=True):
    """Several devices that act as one, a stack for instance, and the one among them that speaks for all."""

    name: str = text(64, natural=True)
    domain: str = text(30, default="")
    master: Device | None = ref("dcim.device", default=None, related="vc_master_for", unique=True)
    member_count: int = count("dcim.device", "virtual_chassis")
    members: list[Device] = backrefs("dcim.device", "virtual_chassis")

    meta: ClassVar[Meta] = Meta(
        plural="virtual chassis",
        brief=("name", "master", "description", "member_count"),
        search={"name": 100, "domain": 300, "description": 500, "comments": 5000},
        columns=("name", "domain", "master", "member_count", "description", "tags"),
        filters={
            "region": "master.site.region",
            "site_group": "master.site.group",
            "site": "master.site",
            "tenant": "master.tenant",
        },
        clone=("domain", "description"),
    )


@rule(VirtualChassis)
def master_is_a_member(chassis: VirtualChassis) -> Iterator[Refusal]:
    master = chassis.master
    if master is None or master.virtual_chassis == chassis:
        return
    if was(chassis) is not None:
        yield Refusal("master", f"The selected master ({master}) is not assigned to this virtual chassis.")
    elif master.virtual_chassis is not None:
        yield Refusal("master", f"The selected master ({master}) is a member of {master.virtual_chassis} already.")


@consequence(VirtualChassis, "create")
def master_becomes_a_member(batch: Batch[VirtualChassis]) -> None:
    founded = [(chassis, chassis.master) for chassis in batch]
    batch.update(
        Device, [(master.id, {"virtual_chassis": chassis, "vc_position": 1}) for chassis, master in founded if master]
    )


@consequence(VirtualChassis, "delete")
def members_go_free(batch: Batch[VirtualChassis]) -> None:
    """A position in a chassis that is no more says nothing."""
    batch.update(VirtualChassis, [(chassis.id, {"master": None}) for chassis in batch if chassis.master])
    free = {"virtual_chassis": None, "vc_position": None, "vc_priority": None}
    batch.update(Device, [(member.id, free) for chassis in batch for member in chassis.members])
