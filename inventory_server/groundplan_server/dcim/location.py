"""Locations: the floors, rooms and rows within a site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from groundplan_server.dcim.site import SiteStatus
from groundplan_server.language import Meta, Nested, Refusal, choice, count, ref, rule, text, unique
from groundplan_server.tenancy.tenant import Tenancy

if TYPE_CHECKING:
    from groundplan_server.dcim.device import Device
    from groundplan_server.dcim.rack import Rack
    from groundplan_server.dcim.site import Site


class Location(Tenancy, Nested, table=True):
    """A part of a site: a floor, a room, a row of racks."""

    if TYPE_CHECKING:  # ways back
        children: ClassVar[list[Location]]
        racks: ClassVar[list[Rack]]
        devices: ClassVar[list[Device]]

    site: Site = ref("dcim.site", related="locations", on_delete="CASCADE")
    parent: Location | None = ref("self", default=None, related="children", on_delete="CASCADE")
    status: SiteStatus = choice(SiteStatus, default=SiteStatus.ACTIVE)
    facility: str = text(50, default="", description="What the operator of the building calls it.")
    rack_count: int = count("dcim.rack", "location", cumulative=True)
    device_count: int = count("dcim.device", "location", cumulative=True)
    prefix_count: int = count("ipam.prefix", "scope")

    meta: ClassVar[Meta] = Meta(
        natural_key=("site", "slug"),
        brief=("name", "slug", "description", "rack_count"),
        ordering=("site", "name"),
        unique=(
            unique(
                "site", "parent", "name", message="A location with this name already exists within the specified site."
            ),
            unique(
                "site", "parent", "slug", message="A location with this slug already exists within the specified site."
            ),
        ),
        search={"name": 100, "facility": 100, "slug": 110, "description": 500, "comments": 5000},
        columns=("name", "site", "parent", "status", "tenant", "rack_count", "device_count", "description"),
        filters={
            "ancestor": "parent",
            "region": "site.region",
            "site_group": "site.group",
            "tenant_group": "tenant.group",
        },
        clone=("site", "parent", "status", "tenant", "facility", "description"),
    )


@rule(Location)
def parent_is_in_site(location: Location) -> Iterator[Refusal]:
    if location.parent and location.parent.site != location.site:
        yield Refusal("parent", f"Parent location ({location.parent}) must belong to the same site ({location.site}).")
