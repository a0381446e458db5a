"""Fixed sets of values, each with the label and colour that people see."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Choices(StrEnum):
    """A fixed set of values: `ACTIVE = "active", "Active", "green"`. A member is its value."""

    label: str
    color: str

    def __new__(cls, value: str, label: str = "", color: str = "") -> Choices:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label or value.replace("-", " ").capitalize()
        member.color = color
        return member

    def __str__(self) -> str:
        return str(self.value)


class NumberChoices(IntEnum):
    """A fixed set of numbers with labels: `W19 = 19, "19 inches"`."""

    label: str

    def __new__(cls, value: int, label: str = "") -> NumberChoices:
        member = int.__new__(cls, value)
        member._value_ = value
        member.label = label or str(value)
        return member

    def __str__(self) -> str:
        return str(self.value)
