"""Racks: what devices are mounted in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from groundplan_server.dcim.airflow import RackAirflow
from groundplan_server.dcim.mounting import too_small
from groundplan_server.dcim.rack_shape import SHAPE, RackFormFactor, RackShape, frame_of
from groundplan_server.language import (
    Batch,
    Choices,
    Meta,
    Primary,
    Refusal,
    batch_rule,
    changed,
    choice,
    count,
    prepare,
    ref,
    rule,
    text,
    unique,
)
from groundplan_server.tenancy.tenant import Tenancy

if TYPE_CHECKING:
    from groundplan_server.dcim.device import Device
    from groundplan_server.dcim.location import Location
    from groundplan_server.dcim.rack_role import RackRole
    from groundplan_server.dcim.rack_type import RackType
    from groundplan_server.dcim.site import Site


class RackStatus(Choices):
    """What may be done with a rack."""

    RESERVED = "reserved", "Reserved", "yellow"
    AVAILABLE = "available", "Available", "green"
    PLANNED = "planned", "Planned", "cyan"
    ACTIVE = "active", "Active", "blue"
    DEPRECATED = "deprecated", "Deprecated", "red"


class Rack(Tenancy, RackShape, Primary, table=True):
    """A frame or cabinet that devices are mounted in, front and rear."""

    if TYPE_CHECKING:  # ways back
        devices: ClassVar[list[Device]]

    name: str = text(100, natural=True)
    facility_id: str | None = text(
        50, default=None, label="Facility ID", description="What the operator of the building calls it."
    )
    site: Site = ref("dcim.site", related="racks")
    location: Location | None = ref("dcim.location", default=None, related="racks", on_delete="SET NULL")
    status: RackStatus = choice(RackStatus, default=RackStatus.ACTIVE)
    role: RackRole | None = ref("dcim.rackrole", default=None, related="racks")
    serial: str = text(50, default="", label="Serial number")
    asset_tag: str | None = text(50, default=None, unique=True, description="A tag that no other rack has.")
    rack_type: RackType | None = ref("dcim.racktype", default=None, related="racks")
    form_factor: RackFormFactor | None = choice(RackFormFactor, default=None)
    airflow: RackAirflow | None = choice(RackAirflow, default=None)
    device_count: int = count("dcim.device", "rack")

    meta: ClassVar[Meta] = Meta(
        natural_key=("site", "name"),
        display=("{name} ({facility_id})", "{name}"),
        brief=("name", "description", "device_count"),
        ordering=("site", "location", "name", "id"),
        # With the site, because racks of different sites without a location may share a name.
        unique=(
            unique("site", "location", "name", message="Rack name must be unique per location."),
            unique(
                "site",
                "location",
                "facility_id",
                when="facility_id",
                message="Facility ID of a rack must be unique per location.",
            ),
        ),
        search={
            "asset_tag": 50,
            "serial": 60,
            "name": 100,
            "facility_id": 200,
            "description": 500,
            "comments": 5000,
        },
        columns=("name", "site", "location", "status", "role", "tenant", "u_height", "device_count"),
        filters={
            "region": "site.region",
            "site_group": "site.group",
            "manufacturer": "rack_type.manufacturer",
            "tenant_group": "tenant.group",
        },
        clone=("site", "location", "tenant", "status", "role", "rack_type", "airflow", *SHAPE),
        aliases={"type": "form_factor"},
    )


@prepare(Rack)
def take_shape_of_type(rack: Rack) -> None:
    if rack.rack_type:
        for name in SHAPE:
            setattr(rack, name, getattr(rack.rack_type, name))


@rule(Rack)
def location_is_in_site(rack: Rack) -> Iterator[Refusal]:
    if rack.location and rack.location.site != rack.site:
        yield Refusal(
            "location",
            f"Location {rack.location} is not in site {rack.site}; a rack needs a location of its own site.",
        )


@batch_rule(Rack, "update")
def devices_stay_inside(batch: Batch[Rack]) -> None:
    resized = [rack for rack in batch if changed(rack, "u_height", "starting_unit")]
    batch.lock("rack", [rack.id for rack in resized])
    for rack in resized:
        for refusal in too_small(frame_of(rack), rack.devices):
            batch.refuse(rack, "rack_type" if rack.rack_type else refusal.field, refusal.message)
