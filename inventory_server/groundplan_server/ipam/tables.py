"""Tables of other models by key: domain files that ask each other's tables need not import each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, Table, select

from groundplan_server.language.model import link_table_name
from groundplan_server.registry import spec_of

#: Objects by id: as a list, or as a sub-select.
Ids = Select[Any] | Sequence[int]


def table_of(key: str) -> Table:
    """The table of a model."""
    return spec_of(key).table


def links_of(key: str, attribute: str) -> Table:
    """The link table of a many-to-many attribute: `source_id` has `target_id`."""
    return table_of(key).metadata.tables[link_table_name(key, attribute)]


def linked(key: str, attribute: str, owners: Ids) -> Select[Any]:
    """The ids that a many-to-many attribute of these objects holds."""
    links = links_of(key, attribute)
    return select(links.c.target_id).where(links.c.source_id.in_(owners))
