"""Addresses and networks as callers give them to filters."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, or_

from groundplan_server.errors import Invalid, Problem
from groundplan_server.ipam import space
from groundplan_server.language import values


def networks(name: str, given: Sequence[str]) -> list[tuple[int, int, int]]:
    """Networks as (family, first, last); host bits are passed over. Raises Invalid that names the filter."""
    try:
        return [space.read(text) for text in given]
    except ValueError as error:
        raise Invalid([Problem(str(error), name)]) from None


def hosts(name: str, given: Sequence[str]) -> list[str]:
    """Addresses as sortable keys, whatever their masks. Raises Invalid that names the filter."""
    try:
        return [values.host_key(values.address(text)) for text in given]
    except ValueError as error:
        raise Invalid([Problem(str(error), name)]) from None


def same_address(
    name: str, given: Sequence[str], text: ColumnElement[str], key: ColumnElement[str]
) -> ColumnElement[bool]:
    """Whether an address is one of these: with a mask, exactly that; without, the host with any mask."""
    bare = [value for value in given if "/" not in value]
    masked = [value for value in given if "/" in value]
    try:
        exact = [values.address(value) for value in masked]
    except ValueError as error:
        raise Invalid([Problem(str(error), name)]) from None
    return or_(text.in_(exact), key.in_(hosts(name, bare)))


def between(name: str, given: Sequence[str], *keys: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether all these keys lie within one of the networks."""
    spans = [(space.key(first, family), space.key(last, family)) for family, first, last in networks(name, given)]
    return or_(*(and_(*(and_(key >= first, key <= last) for key in keys)) for first, last in spans))
