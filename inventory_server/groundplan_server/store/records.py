"""Objects as behaviour sees them: light records that follow references for a whole batch at once.

A record stands for one object. Those that were found together form a cohort: the first time one of them is asked for
what it refers to, it is loaded for all of them, in one statement. So rules are written about one object, and the number
of statements does not depend on how many objects there are.
"""

from __future__ import annotations

import string
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, select

from groundplan_server.errors import NotFound
from groundplan_server.language.attributes import AnyRef, Attribute, Backrefs, FirstOf, Follow, Parts, Ref, Refs, Scalar
from groundplan_server.language.columns import any_of, listed
from groundplan_server.language.model import Model, link_table_name
from groundplan_server.registry import spec_of
from groundplan_server.spec import Spec

from .memory import Recall, nothing
from .rows import as_dicts

M = TypeVar("M", bound=Model)
T = TypeVar("T")
FORMATTER = string.Formatter()


class Record:
    """One object. Its attributes are the model's; reading one that is not loaded loads it for the whole cohort.

    The row is the instance's own `__dict__`, so reading a column costs no more than reading any attribute.
    """

    __slots__ = ("__dict__", "before_", "cohort_", "draft_", "links_", "loaded_", "spec_")

    id: int
    spec_: Spec
    cohort_: Cohort
    links_: dict[str, Any]
    before_: Record | None
    draft_: bool
    loaded_: bool

    def __init__(self, spec: Spec, id: int, row: dict[str, Any] | None, cohort: Cohort, *, draft: bool = False) -> None:
        put = object.__setattr__
        put(self, "__dict__", {"id": id} if row is None else row)
        put(self, "loaded_", row is not None)
        put(self, "spec_", spec)
        put(self, "cohort_", cohort)
        put(self, "links_", {})
        put(self, "before_", None)
        put(self, "draft_", draft)

    @property
    def row_(self) -> dict[str, Any] | None:
        """Its row by column, or None while it is not loaded."""
        return self.__dict__ if self.loaded_ else None

    def load_(self, row: dict[str, Any]) -> None:
        """Give it its row."""
        object.__setattr__(self, "__dict__", row)
        object.__setattr__(self, "loaded_", True)

    def __getattr__(self, name: str) -> Any:
        # Only what is not in the row comes here.
        links = self.links_
        if name in links:
            return links[name]
        if not self.loaded_ and (name in self.spec_.columns or name.endswith("_sort")):
            return self.cohort_.load(self)[name]
        return self.cohort_.follow(self, name)

    @property
    def key(self) -> str:
        """The key of its model."""
        return self.spec_.key

    def __setattr__(self, name: str, value: Any) -> None:
        row = self.__dict__
        if not self.draft_:
            raise AttributeError(f"{self.spec_.label} {self.id} is not being written, so its {name} cannot be set.")
        attribute = self.spec_.attributes.get(name)
        self.links_.pop(name, None)
        match attribute:
            case Ref():
                row[attribute.columns[0]] = getattr(value, "id", value)
            case AnyRef():
                kind, number = attribute.columns
                row[kind], row[number] = (value.spec_.key, value.id) if value is not None else (None, None)
            case Refs():
                row[name] = [getattr(v, "id", v) for v in value]
            case Scalar() | Parts():
                row[name] = value
            case None if name in self.spec_.columns:
                row[name] = value
            case _:
                raise AttributeError(f"A {self.spec_.label} has no attribute {name!r} that can be set.")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and self.id == other.id and self.spec_ is other.spec_

    def __hash__(self) -> int:
        return hash((self.spec_.key, self.id))

    def __str__(self) -> str:
        return display(self)

    def __repr__(self) -> str:
        return f"<{self.spec_.key} {self.id}>"


def _many(name: str) -> property:
    # The row holds the ids of a many-to-many attribute; readers want the objects.
    return property(lambda record: record.cohort_.follow(record, name))


@cache
def record_class(spec: Spec) -> type[Record]:
    """The record class of a model: one whose many-to-many attributes lead to objects."""
    return type(
        f"{spec.model.__name__}Record", (Record,), {"__slots__": (), **{name: _many(name) for name in spec.many}}
    )


class Cohort:
    """Records of one model that load together."""

    __slots__ = ("records", "spec", "view")

    def __init__(self, view: Reader, spec: Spec, records: Iterable[Record] = ()) -> None:
        self.view = view
        self.spec = spec
        self.records: list[Record] = list(records)

    def add(self, id: int, row: dict[str, Any] | None = None, *, draft: bool = False) -> Record:
        """A record of this cohort, loaded or not."""
        record = record_class(self.spec)(self.spec, id, row, self, draft=draft)
        self.records.append(record)
        return record

    def add_part(self, part: dict[str, Any]) -> Record:
        """A record of which some columns are known; the others load when one of them is asked for."""
        record = self.add(part["id"])
        object.__setattr__(record, "__dict__", part)
        return record

    def load(self, wanted: Record) -> dict[str, Any]:
        """Load the rows of all that are not loaded yet. Raises NotFound when the one that was asked for is gone."""
        waiting = {r.id: r for r in self.records if not r.loaded_}
        rows = self.view.rows(self.spec, any_of(self.spec.table.c.id, list(waiting)))
        for row in rows:
            waiting[row["id"]].load_(row)
        if wanted.row_ is None:
            raise NotFound(f"There is no {self.spec.label} {wanted.id}.")
        return wanted.row_

    def follow(self, record: Record, name: str) -> Any:
        """What a reference, a way back or a derived attribute of a record leads to."""
        if name not in record.links_:
            attribute = self.spec.attributes.get(name)
            if attribute is None and name not in self.spec.relations:
                raise AttributeError(f"A {self.spec.label} has no attribute {name!r}.")
            self._follow_all(name, attribute)
        return record.links_.get(name)

    def _with(self, column: str, name: str) -> list[Record]:
        """Those for which `name` is still to be followed, with this column of their rows known."""
        waiting = [r for r in self.records if name not in r.links_]
        missing = [r for r in waiting if column not in r.__dict__]
        if missing:
            with suppress(NotFound):
                self.load(missing[0])
        return [r for r in waiting if column in r.__dict__]

    def _follow_all(self, name: str, attribute: Attribute | None) -> None:
        records = [r for r in self.records if name not in r.links_]
        match attribute:
            case Ref(columns=(column,), target=target):
                self._point(name, [(r, target, r.__dict__[column]) for r in self._with(column, name)])
            case AnyRef(columns=(kind, number)):
                self._point(name, [(r, r.__dict__[kind], r.__dict__[number]) for r in self._with(number, name)])
            case Refs():
                missing = [r.id for r in records if name not in r.__dict__]
                links = self.view.links(self.spec, attribute, missing) if missing else {}
                self._many(records, name, attribute.target, links)
            case Parts(source=source, via=via) | Backrefs(source=source, via=via):
                self._back(records, name, source, via)
            case FirstOf(names=names):
                for r in records:
                    r.links_[name] = next((v for n in names if (v := getattr(r, n)) is not None), None)
            case Follow(path=path):
                for r in records:
                    r.links_[name] = along(r, path)
            case None:
                way = self.spec.relations[name]
                self._back(records, name, way.source, way.via)
            case _:
                raise AttributeError(f"{self.spec.label}.{name} is computed for readers; rules cannot follow it.")

    def _point(self, name: str, targets: Sequence[tuple[Record, str | None, int | None]]) -> None:
        cohorts: dict[str, dict[int, Record]] = defaultdict(dict)
        for record, key, id in targets:
            if key is None or id is None:
                record.links_[name] = None
                continue
            found = cohorts[key].get(id) or self.view.drafts.get((key, id))
            if found is None:
                some = next(iter(cohorts[key].values()), None)
                cohort = some.cohort_ if some is not None and not some.draft_ else Cohort(self.view, spec_of(key))
                found = cohort.add(id)
            cohorts[key][id] = found
            record.links_[name] = found

    def _many(self, records: Sequence[Record], name: str, target: str, links: dict[int, list[int]]) -> None:
        cohort = Cohort(self.view, spec_of(target))
        known: dict[int, Record] = {}
        for record in records:
            ids = record.__dict__[name] if name in record.__dict__ else links.get(record.id, [])
            record.links_[name] = [known.get(i) or known.setdefault(i, cohort.add(i)) for i in ids]

    def _back(self, records: Sequence[Record], name: str, source: str, via: str) -> None:
        for record in records:
            record.links_[name] = []
        by_id = {r.id: r for r in records}
        spec = spec_of(source)
        attribute = spec.attributes[via]
        if isinstance(attribute, Refs):
            link = self.view.link_table(spec, attribute)
            pairs = self.view.select(
                select(link.c.source_id, link.c.target_id).where(any_of(link.c.target_id, list(by_id)))
            )
            found = {r.id: r for r in self.view.records(spec, any_of(spec.table.c.id, [p[0] for p in pairs]))}
            for source_id, target_id in pairs:
                by_id[target_id].links_[name].append(found[source_id])
            return
        column = spec.table.c[attribute.columns[-1]]
        where = any_of(column, list(by_id))
        if isinstance(attribute, AnyRef):
            where = and_(spec.table.c[attribute.columns[0]] == self.spec.key, where)
        for other in self.view.records(spec, where):
            assert other.row_ is not None
            by_id[other.row_[column.name]].links_[name].append(other)


class Reader:
    """A view of the database within one transaction: what behaviour reads with."""

    def __init__(self, connection: Connection, recall: Recall | None = None) -> None:
        self.connection = connection
        self.recall = recall or nothing()
        self._links: dict[tuple[str, tuple[int, ...]], dict[int, list[int]]] = {}
        #: Objects that are being written at the moment, as they will be.
        self.drafts: dict[tuple[str, int], Record] = {}

    def rows(self, spec: Spec, *where: ColumnElement[bool]) -> list[dict[str, Any]]:
        """Whole rows as dicts by column."""
        statement = select(*spec.table.c).where(*where)
        return as_dicts(self.connection.execute(statement))

    def records(
        self,
        spec: Spec,
        *where: ColumnElement[bool],
        order: Sequence[Any] = (),
        limit: int | None = None,
        lock: bool = False,
    ) -> list[Record]:
        """One cohort of loaded records; with `lock`, nobody else changes or refers to them until this ends."""
        statement = select(*spec.table.c).where(*where).order_by(*(order or (spec.table.c.id,))).limit(limit)
        if lock:
            statement = statement.with_for_update()
        cohort = Cohort(self, spec)
        return [cohort.add(row["id"], row) for row in as_dicts(self.connection.execute(statement))]

    def get(self, model: type[M], id: int) -> M:
        """The object with this id. Raises NotFound."""
        spec = spec_of(model)
        found = self.records(spec, spec.table.c.id == id)
        if not found:
            raise NotFound(f"There is no {spec.label} {id}.")
        return cast(M, found[0])

    def find(
        self,
        model: type[M],
        *where: ColumnElement[bool],
        order: Sequence[str] = ("id",),
        limit: int | None = None,
        **values: Any,
    ) -> list[M]:
        """Objects by attribute; collections mean "any of", records stand for their ids, None for "not set"."""
        spec = spec_of(model)
        table = spec.table
        conditions = [*where, *(self._condition(spec, name, value) for name, value in values.items())]
        ordering = [table.c[n.lstrip("-")].desc() if n.startswith("-") else table.c[n] for n in order]
        return cast("list[M]", self.records(spec, *conditions, order=ordering, limit=limit))

    def _condition(self, spec: Spec, name: str, value: Any) -> ColumnElement[bool]:
        attribute = spec.attributes.get(name)
        column = (
            spec.table.c[attribute.columns[-1] if attribute is not None and not isinstance(attribute, Refs) else name]
            if not isinstance(attribute, Refs)
            else None
        )
        if isinstance(value, Iterable) and not isinstance(value, str | bytes | Record):
            plain = [getattr(v, "id", v) for v in value]
        else:
            plain = None
        if isinstance(attribute, Refs):
            link = self.link_table(spec, attribute)
            ids = plain if plain is not None else [getattr(value, "id", value)]
            return spec.table.c.id.in_(select(link.c.source_id).where(any_of(link.c.target_id, ids)))
        assert column is not None
        condition = (
            any_of(column, plain)
            if plain is not None
            else column.is_(None)
            if value is None
            else column == getattr(value, "id", value)
        )
        if isinstance(attribute, AnyRef) and value is not None:
            kinds = {v.spec_.key for v in (value if plain is not None else [value]) if isinstance(v, Record)}
            if len(kinds) == 1:
                condition = and_(spec.table.c[attribute.columns[0]] == kinds.pop(), condition)
        return condition

    def select(self, statement: Select[Any]) -> list[Any]:
        """Rows of any SELECT over model tables."""
        return list(self.connection.execute(statement).all())

    def link_table(self, spec: Spec, attribute: Refs) -> Any:
        """The table behind a many-to-many attribute."""
        return spec.table.metadata.tables[link_table_name(spec.key, attribute.name)]

    def links(self, spec: Spec, attribute: Refs, ids: Sequence[int]) -> dict[int, list[int]]:
        """The ids that a many-to-many attribute holds, for each of these objects."""
        link = self.link_table(spec, attribute)
        # One answer often needs the same links twice (tags to show, and to match contexts with).
        asked = (link.name, tuple(ids))
        if not self.drafts and asked in self._links:
            return self._links[asked]
        found: dict[int, list[int]] = defaultdict(list)
        for source, target in self.connection.execute(_links_of(link), {"ids": ids}).all():
            found[source].append(target)
        if not self.drafts:
            self._links[asked] = found
        return found

    def linked(self, records: Sequence[Any], name: str) -> list[Sequence[int]]:
        """The ids that a many-to-many attribute of each of these holds."""
        spec: Spec = records[0].spec_
        attribute = spec.attributes[name]
        assert isinstance(attribute, Refs)
        links = self.links(spec, attribute, [r.id for r in records if name not in r.__dict__])
        return [r.__dict__[name] if name in r.__dict__ else links.get(r.id, ()) for r in records]

    def keep(self, name: object, models: Iterable[type[Model] | str], make: Callable[[], T]) -> T:
        """A value that depends on nothing but these models: remembered until one of their objects changes."""
        return self.recall.keep(name, (m if isinstance(m, str) else m.key for m in models), make)


@cache
def _links_of(link: Table) -> Select[Any]:
    statement = select(link.c.source_id, link.c.target_id).where(listed(link.c.source_id))
    return statement.order_by(link.c.source_id, link.c.target_id)


def along(record: Record | None, path: str) -> Any:
    """The value at the end of a dotted path, or None where the path breaks off."""
    value: Any = record
    for name in path.split("."):
        if value is None:
            return None
        value = getattr(value, name)
    return value


def display(record: Record) -> str:
    """An object in one line: the first of its model's display formats whose parts are all set."""
    for pattern in record.spec_.meta.display:
        parts: list[str] = []
        for literal, path, _, _ in FORMATTER.parse(pattern):
            parts.append(literal)
            if path:
                value = along(record, path)
                if value is None or value == "":
                    break
                parts.append(str(value))
        else:
            return "".join(parts)
    return f"{record.spec_.label} {record.id}"
