"""Conditions that filters of several models share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, false, not_, or_, select

from groundplan_server.language import Model, t
from groundplan_server.language.model import link_table_name


def holds(condition: ColumnElement[bool], values: Iterable[bool]) -> ColumnElement[bool]:
    """Whether a condition is as asked for; asked both ways, it does not matter."""
    return or_(false(), *(condition if value else not_(condition) for value in set(values)))


def pointed_at_by(table: Any, *pointers: tuple[type[Model], str]) -> ColumnElement[bool]:
    """Whether some object of (model, its reference) points here."""
    columns = [t(model).alias().c[f"{name}_id"] for model, name in pointers]
    return or_(*(table.c.id.in_(select(column).where(column.is_not(None))) for column in columns))


def assigned_to(table: Any, kind: str, ids: Any) -> ColumnElement[bool]:
    """Whether the assigned object is one of these, of this kind."""
    return and_(table.c.assigned_object_type == kind, table.c.assigned_object_id.in_(ids))


def carries(model: type[Model], table: Any, vlans: Any) -> ColumnElement[bool]:
    """Whether an interface carries one of these VLANs, in whatever way."""
    links = model.metadata.tables[link_table_name(model.key, "tagged_vlans")].alias()
    tagged = select(links.c.source_id).where(links.c.target_id.in_(vlans))
    return or_(table.c.untagged_vlan_id.in_(vlans), table.c.qinq_svlan_id.in_(vlans), table.c.id.in_(tagged))


def ids_of(model: type[Model], column: str, values: Any) -> Any:
    """The ids of the objects whose column has one of these values, which may be a selection themselves."""
    table = t(model).alias()
    return select(table.c.id).where(table.c[column].in_(values))
