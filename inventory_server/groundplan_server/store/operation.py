"""What callers ask of the ledger, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

VERBS = ("create", "update", "delete", "upsert")

#: The largest id that both databases can hold.
_LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Operation:
    """What a caller asks for, about one object."""

    op: str
    model: str
    data: Any = None
    #: An id, a natural key, or attributes that single out the object; for `upsert` it may stand in the data.
    key: Any = None


@dataclass(frozen=True)
class Result:
    """What became of one operation."""

    index: int
    op: str
    outcome: str
    model: str
    id: int
    display: str


@dataclass
class Asked:
    """An operation on its way: where it stood in the request, its values as far as they are understood, its object."""

    index: int
    operation: Operation
    values: dict[str, Any]
    id: int | None = None


class Overtaken(Exception):
    """Another writer made in the meantime what was about to be made; begin again."""
