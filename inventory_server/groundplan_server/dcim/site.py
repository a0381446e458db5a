"""Sites: where network equipment lives."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from groundplan_server.language import (
    Choices,
    Meta,
    Primary,
    choice,
    count,
    number,
    ref,
    refs,
    slug,
    text,
    time_zone,
)
from groundplan_server.tenancy.tenant import Tenancy

if TYPE_CHECKING:
    from groundplan_server.dcim.region import Region
    from groundplan_server.dcim.site_group import SiteGroup
    from groundplan_server.ipam.asn import ASN


class SiteStatus(Choices):
    """How far a place is in its life."""

    PLANNED = "planned", "Planned", "cyan"
    STAGING = "staging", "Staging", "blue"
    ACTIVE = "active", "Active", "green"
    DECOMMISSIONING = "decommissioning", "Decommissioning", "yellow"
    RETIRED = "retired", "Retired", "red"


class Site(Tenancy, Primary, table=True):
    """A building or campus where network equipment lives."""

    name: str = text(100, unique=True, natural=True, description="Full name of the site.")
    slug: str = slug(unique=True)
    status: SiteStatus = choice(SiteStatus, default=SiteStatus.ACTIVE)
    region: Region | None = ref("dcim.region", default=None, related="sites", on_delete="SET NULL")
    group: SiteGroup | None = ref("dcim.sitegroup", default=None, related="sites", on_delete="SET NULL")
    facility: str = text(50, default="", description="What the operator of the building calls it.")
    time_zone: str | None = time_zone()
    physical_address: str = text(200, default="", description="Where the building stands.")
    shipping_address: str = text(200, default="", description="Where parcels go, if that is another address.")
    latitude: float | None = number(8, 6, ge=-90, le=90, default=None, description="Degrees north.")
    longitude: float | None = number(9, 6, ge=-180, le=180, default=None, description="Degrees east.")
    asns: list[ASN] = refs("ipam.asn", related="sites")
    device_count: int = count("dcim.device", "site")
    prefix_count: int = count("ipam.prefix", "scope")
    rack_count: int = count("dcim.rack", "site")
    virtualmachine_count: int = count("virtualization.virtualmachine", "site")
    vlan_count: int = count("ipam.vlan", "site")

    meta: ClassVar[Meta] = Meta(
        natural_key=("slug",),
        brief=("name", "slug", "description"),
        search={
            "name": 100,
            "facility": 100,
            "slug": 110,
            "description": 500,
            "physical_address": 2000,
            "shipping_address": 2000,
            "comments": 5000,
        },
        columns=("name", "status", "region", "group", "tenant", "facility", "device_count", "description"),
        filters={"asn": "asns", "tenant_group": "tenant.group"},
        clone=(
            "status",
            "region",
            "group",
            "tenant",
            "facility",
            "time_zone",
            "physical_address",
            "shipping_address",
            "latitude",
            "longitude",
            "description",
        ),
    )
