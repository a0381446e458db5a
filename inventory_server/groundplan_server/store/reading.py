"""Reads on behalf of somebody, within one transaction: a fixed number of statements, whatever the number of rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Connection, Row, Select, and_, func, literal, select, union_all

from groundplan_server.errors import Invalid, Problem, did_you_mean
from groundplan_server.language.attributes import AnyRef, Attribute, Count, FirstOf, Ref, Refs, Scalar
from groundplan_server.language.columns import any_of, listed
from groundplan_server.registry import spec_of
from groundplan_server.spec import Spec

from .actor import Actor
from .changes import newest_serial
from .filters import limited, permitted
from .memory import Recall
from .records import Reader


class Reading:
    """What a surface reads with. Everything it returns is what `actor` may see."""

    def __init__(
        self, connection: Connection, actor: Actor, serial: int | None = None, recall: Recall | None = None
    ) -> None:
        self.connection = connection
        self.actor = actor
        self.view = Reader(connection, recall)
        self.serial = newest_serial(connection) if serial is None else serial

    def visible(self, spec: Spec) -> list[ColumnElement[bool]]:
        """The condition under which this reader sees an object; empty where every object is seen."""
        condition = limited(self.view, spec, self.actor, "view")
        return [] if condition is None else [condition]

    def sees_all(self, spec: Spec) -> bool:
        return self.actor.limits(spec, "view") is None

    def may_see(self, spec: Spec, ids: Sequence[int]) -> set[int]:
        """Those of these objects that this reader sees."""
        if not self.actor.is_superuser and not self.actor.grants_for(spec, "view"):
            return set()
        return permitted(self.view, spec, ids, self.actor, "view")

    def count(self, spec: Spec, where: Sequence[ColumnElement[bool]]) -> int:
        """How many objects match."""
        return self.connection.execute(select(func.count()).select_from(spec.table).where(*where)).scalar_one()

    def rows(
        self,
        columns: Sequence[ColumnElement[Any]],
        spec: Spec,
        where: Sequence[ColumnElement[bool]],
        order: Sequence[Any] = (),
        limit: int | None = None,
        offset: int = 0,
    ) -> Sequence[Row[Any]]:
        """Columns of objects that match."""
        statement: Select[Any] = select(*columns).select_from(spec.table).where(*where)
        statement = _joined(statement, spec, order)
        if limit is not None:
            statement = statement.limit(limit)
        return self.connection.execute(statement.offset(offset) if offset else statement).all()

    def by_id(self, statement: Select[Any], ids: Sequence[int]) -> Sequence[Row[Any]]:
        """Rows of a statement that was built once and takes `ids`."""
        return self.connection.execute(statement, {"ids": ids}).all()

    # To-many attributes

    def links(self, spec: Spec, attribute: Refs, ids: Sequence[int]) -> dict[int, list[int]]:
        """Targets of a many-to-many attribute by object."""
        return self.view.links(spec, attribute, ids)

    def pointing(self, spec: Spec, source: Spec, via: str, ids: Sequence[int]) -> dict[int, list[int]]:
        """Ids of the objects of `source` whose `via` points at each of these, in their natural order."""
        found: dict[int, list[int]] = defaultdict(list)
        for owner, id in self.connection.execute(_pointing(spec, source, via, ids, self.visible(source))).all():
            found[owner].append(id)
        return found

    def counts(self, spec: Spec, attributes: Sequence[Count], ids: Sequence[int]) -> dict[str, dict[int, int]]:
        """How many objects point at each of these, by attribute: all plain counts in one statement."""
        found: dict[str, dict[int, int]] = {a.name: {} for a in attributes}
        plain: list[Count] = []
        for a in attributes:
            source = spec_of(a.source)
            if a.cumulative and spec.is_tree:
                found[a.name] = self._counts_below(spec, source, a.via, ids)
            elif isinstance(source.attributes[a.via], Refs):
                pointing = _pointing(spec, source, a.via, ids, self.visible(source))
                for owner, _ in self.connection.execute(pointing).all():
                    found[a.name][owner] = found[a.name].get(owner, 0) + 1
            else:
                plain.append(a)
        if plain:
            statement = (
                _count_statement(spec, tuple(plain))
                if self.actor.is_superuser
                else _count_of(spec, plain, {a.source: self.visible(spec_of(a.source)) for a in plain})
            )
            for name, owner, n in self.connection.execute(statement, {"ids": ids}).all():
                found[name][owner] = n
        return found

    def _counts_below(self, spec: Spec, source: Spec, via: str, ids: Sequence[int]) -> dict[int, int]:
        """Counts that include what points at descendants."""
        table = spec.table
        below = (
            select(table.c.id.label("root"), table.c.id.label("node"))
            .where(any_of(table.c.id, ids))
            .cte("below", recursive=True)
        )
        child = table.alias("child")
        below = below.union_all(select(below.c.root, child.c.id).join(below, child.c.parent_id == below.c.node))
        attribute = source.attributes[via]
        other = source.table.alias("other") if source is spec else source.table
        if isinstance(attribute, Refs):
            link = self.view.link_table(source, attribute)
            statement = select(below.c.root, func.count(func.distinct(link.c.source_id))).join(
                link, link.c.target_id == below.c.node
            )
        else:
            joined = other.c[attribute.columns[-1]] == below.c.node
            if isinstance(attribute, AnyRef):
                joined = and_(joined, other.c[attribute.columns[0]] == spec.key)
            statement = select(below.c.root, func.count()).join(other, joined)
            if other is source.table:
                statement = statement.where(*self.visible(source))
        return dict(self.connection.execute(statement.group_by(below.c.root)).all())

    def depths(self, spec: Spec, ids: Sequence[int]) -> dict[int, int]:
        """How far below its root each node of a tree is."""
        table = spec.table
        up = (
            select(table.c.id.label("start"), table.c.parent_id.label("at"))
            .where(any_of(table.c.id, ids))
            .cte("up", recursive=True)
        )
        parent = table.alias("parent")
        up = up.union_all(select(up.c.start, parent.c.parent_id).join(up, parent.c.id == up.c.at))
        statement = select(up.c.start, func.count(up.c.at)).group_by(up.c.start)
        return dict(self.connection.execute(statement).all())


def _count_of(
    spec: Spec, attributes: Sequence[Count], visible: Mapping[str, Sequence[ColumnElement[bool]]]
) -> CompoundSelect[Any] | Select[Any]:
    parts: list[Select[Any]] = []
    for a in attributes:
        source = spec_of(a.source)
        via = source.attributes[a.via]
        column = source.table.c[via.columns[-1]]
        conditions = [listed(column), *visible.get(a.source, ())]
        if isinstance(via, AnyRef):
            conditions.append(source.table.c[via.columns[0]] == spec.key)
        parts.append(select(literal(a.name), column, func.count()).where(*conditions).group_by(column))
    return union_all(*parts) if len(parts) > 1 else parts[0]


@cache
def _count_statement(spec: Spec, attributes: tuple[Count, ...]) -> CompoundSelect[Any] | Select[Any]:
    """The counts of those who see everything, built once."""
    return _count_of(spec, attributes, {})


def _pointing(
    spec: Spec, source: Spec, via: str, ids: Sequence[int], visible: Iterable[ColumnElement[bool]]
) -> Select[Any]:
    attribute = source.attributes[via]
    table = source.table
    if isinstance(attribute, Refs):
        link = table.metadata.tables[f"{table.name}_{via}"]
        return (
            select(link.c.target_id, link.c.source_id)
            .join(table, table.c.id == link.c.source_id)
            .where(any_of(link.c.target_id, ids), *visible)
            .order_by(link.c.source_id)
        )
    column = table.c[attribute.columns[-1]]
    conditions = [any_of(column, ids), *visible]
    if isinstance(attribute, AnyRef):
        conditions.append(table.c[attribute.columns[0]] == spec.key)
    return select(column, table.c.id).where(*conditions).order_by(*default_order(source))


# Order


def default_order(spec: Spec) -> list[Any]:
    """A model's own order, total and stable. References count by id here: an index answers that, a join would not."""
    return [*(part for name in spec.meta.ordering for part in _order_parts(spec, name)), spec.table.c.id]


def _order_parts(spec: Spec, name: str) -> list[Any]:
    bare = name.lstrip("-")
    columns = [spec.table.c.id] if bare == "id" else sort_columns(spec, bare)
    return [c.desc() if name.startswith("-") else c for c in columns]


def sort_columns(spec: Spec, name: str) -> list[Any]:
    """The columns an attribute sorts by: its sort key where it has one."""
    attribute = spec.attribute(name)
    if isinstance(attribute, Scalar) and attribute.sort:
        return [spec.table.c[f"{name}_sort"]]
    return [spec.table.c[c] for c in attribute.columns]


def order_of(spec: Spec, wanted: str | None, *, strict: bool = True) -> list[Any]:
    """The order that `ordering=-name,site` asks for. Raises Invalid that names the nearest attribute."""
    if not wanted:
        return default_order(spec)
    parts: list[Any] = []
    for name in wanted.split(","):
        bare = name.strip().lstrip("-")
        attribute = spec.attributes.get(bare)
        if bare != "id" and not isinstance(attribute, Scalar | Ref | FirstOf):
            if not strict:
                continue
            sortable = ["id", *(a.name for a in spec.of(Attribute) if isinstance(a, Scalar | Ref))]
            raise Invalid(
                [
                    Problem(
                        f"{spec.plural.capitalize()} cannot be ordered by {bare!r}.{did_you_mean(bare, sortable)}",
                        "ordering",
                    )
                ]
            )
        if isinstance(attribute, Ref):
            parts.append(_ByReference(attribute, name.strip().startswith("-")))
        elif isinstance(attribute, FirstOf):
            parts += _order_parts(spec, ("-" if name.startswith("-") else "") + attribute.names[0])
        else:
            parts += _order_parts(spec, name.strip())
    return [*parts, spec.table.c.id]


class _ByReference:
    """Order by a reference as people see it: by the order of what it points at."""

    def __init__(self, attribute: Ref, descending: bool) -> None:
        self.attribute = attribute
        self.descending = descending


def _joined(statement: Select[Any], spec: Spec, order: Sequence[Any]) -> Select[Any]:
    columns: list[Any] = []
    for part in order:
        if isinstance(part, _ByReference):
            target = spec_of(part.attribute.target)
            other = target.table.alias()
            statement = statement.outerjoin(other, other.c.id == spec.table.c[part.attribute.columns[0]])
            for name in target.meta.ordering:
                a = target.attributes.get(name.lstrip("-"))
                if isinstance(a, Scalar):
                    column = other.c[f"{a.name}_sort" if a.sort else a.name]
                    columns += [column.is_(None), column.desc() if part.descending else column]
        else:
            columns.append(part)
    return statement.order_by(*columns) if columns else statement
