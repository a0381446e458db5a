"""Rack types: the models of racks that can be bought."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from groundplan_server.dcim.mounting import too_small
from groundplan_server.dcim.rack import Rack
from groundplan_server.dcim.rack_shape import SHAPE, RackFormFactor, RackShape, frame_of
from groundplan_server.language import (
    Batch,
    Meta,
    Primary,
    batch_rule,
    changed,
    choice,
    consequence,
    count,
    ref,
    slug,
    text,
    unique,
)

if TYPE_CHECKING:
    from groundplan_server.dcim.manufacturer import Manufacturer


class RackType(RackShape, Primary, table=True):
    """A model of rack. All racks of a type share its shape."""

    if TYPE_CHECKING:  # ways back
        racks: ClassVar[list[Rack]]

    manufacturer: Manufacturer = ref("dcim.manufacturer", related="rack_types")
    model: str = text(100, natural=True)
    slug: str = slug(unique=True)
    form_factor: RackFormFactor = choice(RackFormFactor)
    rack_count: int = count("dcim.rack", "rack_type")

    meta: ClassVar[Meta] = Meta(
        natural_key=("slug",),
        display=("{model}",),
        brief=("manufacturer", "model", "slug", "description", "rack_count"),
        ordering=("manufacturer", "model"),
        unique=(unique("manufacturer", "model", message="Rack type model must be unique per manufacturer."),),
        search={"model": 100, "description": 500, "comments": 5000},
        columns=("model", "manufacturer", "form_factor", "width", "u_height", "rack_count", "description"),
        clone=("manufacturer", *SHAPE),
    )


@batch_rule(RackType, "update")
def devices_stay_inside(batch: Batch[RackType]) -> None:
    resized = [rack_type for rack_type in batch if changed(rack_type, "u_height", "starting_unit")]
    batch.lock("rack", [rack.id for rack_type in resized for rack in rack_type.racks])
    for rack_type in resized:
        for rack in rack_type.racks:
            for refusal in too_small(frame_of(rack_type), rack.devices):
                batch.refuse(rack_type, refusal.field, f"{refusal.message[:-1]} in rack {rack}.")


@consequence(RackType, "update")
def reshape_racks(batch: Batch[RackType]) -> None:
    reshaped = [rack_type for rack_type in batch if changed(rack_type, *SHAPE)]
    batch.update(
        Rack,
        [(rack.id, {name: getattr(kind, name) for name in SHAPE}) for kind in reshaped for rack in kind.racks],
    )
