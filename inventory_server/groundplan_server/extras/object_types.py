"""Lists of models by key ("dcim.device"), as tags, custom fields and permissions keep them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, String, cast, or_

from groundplan_server.errors import did_you_mean
from groundplan_server.language import Refusal
from groundplan_server.registry import load
from groundplan_server.spec import Spec


def unknown(field: str, keys: Iterable[str]) -> Iterator[Refusal]:
    """An objection to each key that no model has."""
    known = load()
    for key in keys:
        if key not in known:
            yield Refusal(field, f"There is no object type {key!r}.{did_you_mean(key, known)}")


def holds(column: ColumnElement[Any], values: Iterable[str]) -> ColumnElement[bool]:
    """Whether a list stored as JSON holds any of some words; the same on both databases."""
    text = cast(column, String)
    return or_(*(text.contains(f'"{value}"', autoescape=True) for value in values))


def is_empty(column: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a list stored as JSON is empty."""
    return cast(column, String) == "[]"


def spec_of_record(record: Any) -> Spec:
    """What kind of object a record stands for."""
    spec: Spec = record.spec_
    return spec
