"""Weights, with the unit they were given in."""

from __future__ import annotations

from collections.abc import Iterator

from groundplan_server.language import Choices, Look, Model, Refusal, choice, number, rule, stored


class WeightUnit(Choices):
    """The unit of a weight."""

    KG = "kg", "Kilograms"
    G = "g", "Grams"
    LB = "lb", "Pounds"
    OZ = "oz", "Ounces"


_GRAMS = {WeightUnit.KG: 1000, WeightUnit.G: 1, WeightUnit.LB: 453.592, WeightUnit.OZ: 28.3495}


def grams(weight: float | None, unit: str | None) -> int | None:
    """A weight in whole grams, by which weights of any unit compare; None where it has no unit."""
    return round(weight * _GRAMS[WeightUnit(unit)]) if weight and unit else None


def own_grams(record: Weight) -> int | None:
    """The grams of the thing itself."""
    return grams(record.weight, record.weight_unit)


class Weight(Model):
    """Can be put on scales."""

    weight: float | None = number(8, 2, ge=0, default=None)
    weight_unit: WeightUnit | None = choice(WeightUnit, default=None)
    abs_weight: int | None = stored(own_grams, look=Look.NUMBER, description="Weight in grams.")


@rule(Weight)
def weight_has_a_unit(record: Weight) -> Iterator[Refusal]:
    if record.weight and not record.weight_unit:
        yield Refusal("weight_unit", "Must specify a unit when setting a weight.")
