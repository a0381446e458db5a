"""The shape of racks: what a rack has in common with its type."""

from __future__ import annotations

from collections.abc import Iterator

from groundplan_server.dcim.layout import Frame
from groundplan_server.dcim.weight import Weight, grams
from groundplan_server.language import (
    Choices,
    Look,
    NumberChoices,
    Refusal,
    boolean,
    choice,
    integer,
    prepare,
    rule,
    stored,
)

_SMALL = 2**15 - 1


class RackFormFactor(Choices):
    """How a rack is built."""

    TWO_POST_FRAME = "2-post-frame", "2-post frame"
    FOUR_POST_FRAME = "4-post-frame", "4-post frame"
    FOUR_POST_CABINET = "4-post-cabinet", "4-post cabinet"
    WALL_FRAME = "wall-frame", "Wall-mounted frame"
    WALL_FRAME_VERTICAL = "wall-frame-vertical", "Wall-mounted frame (vertical)"
    WALL_CABINET = "wall-cabinet", "Wall-mounted cabinet"
    WALL_CABINET_VERTICAL = "wall-cabinet-vertical", "Wall-mounted cabinet (vertical)"


class RackWidth(NumberChoices):
    """The distance from rail to rail."""

    W10 = 10, "10 inches"
    W19 = 19, "19 inches"
    W21 = 21, "21 inches"
    W23 = 23, "23 inches"


class RackDimensionUnit(Choices):
    """The unit of outer dimensions."""

    MM = "mm", "Millimeters"
    IN = "in", "Inches"


def max_grams(record: RackShape) -> int | None:
    """The heaviest load in grams."""
    return grams(record.max_weight, record.weight_unit)


class RackShape(Weight):
    """Is a rack, or describes one."""

    width: RackWidth = choice(RackWidth, default=RackWidth.W19, description="Distance from rail to rail.")
    u_height: int = integer(1, 100, default=42, label="Height (U)", description="Height in rack units.")
    starting_unit: int = integer(1, _SMALL, default=1, description="Number of the lowest unit.")
    desc_units: bool = boolean(label="Descending units", description="Units are numbered from top to bottom.")
    outer_width: int | None = integer(0, _SMALL, default=None)
    outer_height: int | None = integer(0, _SMALL, default=None)
    outer_depth: int | None = integer(0, _SMALL, default=None)
    outer_unit: RackDimensionUnit | None = choice(RackDimensionUnit, default=None)
    mounting_depth: int | None = integer(
        0, _SMALL, default=None, description="Depth of the deepest device that fits, in millimetres."
    )
    max_weight: int | None = integer(0, 2**31 - 1, default=None, description="Heaviest load, in the unit of weight.")
    abs_max_weight: int | None = stored(max_grams, look=Look.NUMBER, description="Heaviest load in grams.")


#: What a rack takes over from its type.
SHAPE = (
    "form_factor",
    "width",
    "u_height",
    "starting_unit",
    "desc_units",
    "outer_width",
    "outer_height",
    "outer_depth",
    "outer_unit",
    "mounting_depth",
    "weight",
    "weight_unit",
    "max_weight",
)


def frame_of(shape: RackShape) -> Frame:
    """The slots that a rack of this shape offers."""
    return Frame(shape.u_height, shape.starting_unit, shape.desc_units)


def _has_outer_dimensions(shape: RackShape) -> bool:
    return any((shape.outer_width, shape.outer_height, shape.outer_depth))


@prepare(RackShape)
def forget_unit_of_nothing(shape: RackShape) -> None:
    if not _has_outer_dimensions(shape):
        shape.outer_unit = None


@rule(RackShape)
def dimensions_have_units(shape: RackShape) -> Iterator[Refusal]:
    if _has_outer_dimensions(shape) and not shape.outer_unit:
        yield Refusal("outer_unit", "Must specify a unit when setting an outer dimension.")
    if shape.max_weight and not shape.weight_unit:
        yield Refusal("weight_unit", "Must specify a unit when setting a maximum weight.")
