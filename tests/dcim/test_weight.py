"""Weights compare by their grams."""

from __future__ import annotations

import pytest

from groundplan_server.dcim.weight import grams


@pytest.mark.parametrize(
    ("weight", "unit", "expected"),
    [(1.5, "kg", 1500), (20, "g", 20), (2, "lb", 907), (10, "oz", 283), (None, "kg", None), (3, None, None)],
)
def test_grams(weight: float | None, unit: str | None, expected: int | None) -> None:
    assert grams(weight, unit) == expected
