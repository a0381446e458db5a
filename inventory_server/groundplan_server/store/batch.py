"""Objects of one model on their way into the database: drafted, checked, written, logged; then their consequences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar, cast

from sqlalchemy import Table, bindparam, delete, update
from sqlalchemy.exc import IntegrityError

from groundplan_server.errors import WHOLE, Problem
from groundplan_server.language.attributes import AnyRef, Parts, Ref, Refs, Scalar
from groundplan_server.language.behaviour import Behaviour, Refusal
from groundplan_server.language.columns import any_of
from groundplan_server.language.model import Model
from groundplan_server.registry import spec_of
from groundplan_server.spec import Spec

from . import uniqueness
from .actor import Actor
from .changes import Change
from .dialect import dialect_of
from .records import Cohort, Record
from .rows import insert_rows

if TYPE_CHECKING:
    from .work import Work

N = TypeVar("N", bound=Model)


class Batch:
    """Objects of one model that an operation, or several alike, makes, changes or deletes. What behaviour acts with."""

    def __init__(self, work: Work, spec: Spec, moment: str, *, asked: bool = False) -> None:
        self.work = work
        #: What an action creates comes from its caller, so it is checked like any other body.
        self.asked = asked
        self.view = work.view
        self.spec = spec
        self.moment = moment
        self.cohort = Cohort(work.view, spec)
        #: For each record, the index of the operation that it comes from.
        self.origin: dict[int, int] = {}
        self.refused: set[int] = set()
        #: Those that were really changed, and what they are called.
        self.logged: dict[int, str] = {}

    @property
    def actor(self) -> Actor:
        """Who asked for it."""
        return self.work.actor

    def __iter__(self) -> Iterator[Any]:
        return (r for r in self.cohort.records if r.id not in self.refused)

    def __len__(self) -> int:
        return len(self.cohort.records) - len(self.refused)

    def refuse(self, record: Any, field: str, message: str) -> None:
        """Object to one of them."""
        self.refused.add(record.id)
        self.work.problems.append(Problem(message, field or WHOLE, self.origin.get(record.id, self.work.index)))

    def create(self, model: type[N], rows: Iterable[Mapping[str, Any]]) -> list[N]:
        """Create objects as a consequence, or as what an action was asked for."""
        if self.asked:
            return cast("list[N]", self.work.create_asked(spec_of(model), list(rows)))
        return cast("list[N]", self.work.create_rows(spec_of(model), list(rows)))

    def update(self, model: type[N], changes: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
        """Change objects as a consequence."""
        self.work.update_rows(spec_of(model), list(changes))

    def delete(self, model: type[N], ids: Collection[int]) -> None:
        """Delete objects as a consequence."""
        self.work.delete_ids(spec_of(model), ids)

    def lock(self, name: str, keys: Iterable[object] = ("",)) -> None:
        """Hold the right to decide about some things until commit."""
        dialect_of(self.work.connection).lock(self.work.connection, *(f"{name}:{key}" for key in keys))

    # Drafting

    def add(self, id: int, row: dict[str, Any], before: Record | None, origin: int) -> Record:
        """A new draft in this batch."""
        record = self.cohort.add(id, row, draft=True)
        object.__setattr__(record, "before_", before)
        self.origin[id] = origin
        self.view.drafts[self.spec.key, id] = record
        return record

    # Checking

    def settle(self) -> None:
        """Complete the drafts and check them: preparations, stored columns, rules."""
        for behaviour in self.spec.behaves("prepare"):
            for record in self:
                behaviour.function(record)
        for record in self:
            complete(self.spec, record)
        for behaviour in self.spec.behaves("rule"):
            self._each(behaviour)
        for behaviour in self.spec.behaves("batch_rule"):
            if self.moment in behaviour.moments:
                behaviour.function(self)
        if self.spec.is_tree and self.moment == "update":
            self._no_loops()
        uniqueness.among(self)

    def _each(self, behaviour: Behaviour) -> None:
        # All of them, refused or not: the caller hears every objection at once.
        for record in list(self.cohort.records):
            for refusal in behaviour.function(record) or ():
                field, message = refusal if isinstance(refusal, Refusal | tuple) else ("", str(refusal))
                self.refuse(record, field, message)

    def _no_loops(self) -> None:
        for record in list(self):
            seen, above = {record.id}, record.parent
            while above is not None:
                if above.id in seen:
                    self.refuse(record, "parent", f"{record} cannot be below itself or one of its descendants.")
                    break
                seen.add(above.id)
                above = above.parent

    # Writing

    def write(self) -> None:
        """Put the drafts into the database, log them, and let their consequences happen."""
        records = list(self)
        if self.moment == "create":
            self._insert(records)
        else:
            self._drop_same_parts(records)
            records = [r for r in records if self._differs(r)]
            self._update(records)
        records = [r for r in records if r.id not in self.refused]
        self._write_links(records)
        for record in records:
            object.__setattr__(record, "links_", {})
        self._write_parts(records)
        self._log(records)
        self.work.keys.forget(self.spec)
        for behaviour in self.spec.behaves("consequence"):
            if self.moment in behaviour.moments and len(self) and not self.work.skips(behaviour):
                behaviour.function(self)

    def _insert(self, records: Sequence[Record]) -> None:
        rows = [r.row_ for r in records if r.row_ is not None]
        self._guarded(lambda: insert_rows(self.work.connection, self.spec.table, rows), records, self._insert)

    def _update(self, records: Sequence[Record]) -> None:
        in_turn: list[tuple[tuple[str, ...], list[dict[str, Any]]]] = []
        alike: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
        for r in records:
            assert r.row_ is not None
            assert r.before_ is not None
            assert r.before_.row_ is not None
            names = tuple(c.name for c in self.spec.table.c if r.row_[c.name] != r.before_.row_[c.name])
            if names:
                row = {"id_": r.id, **{f"{n}_": r.row_[n] for n in names}}
                alike[names].append(row)
                in_turn.append((names, [row]))

        def run(groups: Iterable[tuple[tuple[str, ...], list[dict[str, Any]]]]) -> None:
            for names, rows in groups:
                statement = update(self.spec.table).where(self.spec.table.c.id == bindparam("id_"))
                self.work.connection.execute(statement.values({n: bindparam(f"{n}_") for n in names}), rows)

        try:
            with self.work.connection.begin_nested():
                run(alike.items())
        except IntegrityError:
            # One may take what another lets go of, if each is done in its turn.
            self._guarded(lambda: run(in_turn), records, self._update)

    def _guarded(self, run: Any, records: Sequence[Record], again: Any) -> None:
        """Write; where a unique index objects, find out which objects it means and write the others."""
        try:
            with self.work.connection.begin_nested():
                run()
        except IntegrityError:
            before = len(self.refused)
            uniqueness.against_stored(self, records)
            if len(self.refused) == before:
                raise
            again([r for r in records if r.id not in self.refused])

    def _differs(self, record: Record) -> bool:
        before = record.before_
        assert before is not None
        assert before.row_ is not None
        assert record.row_ is not None
        same = all(before.row_[c] == record.row_[c] for c in self.spec.columns if c != "last_updated")
        same = same and all(
            before.row_.get(a.name) == record.row_.get(a.name)
            for a in self.spec.of(Refs, Parts)
            if a.name in record.row_
        )
        if not same and "last_updated" in self.spec.columns and "last_updated" not in self.work.keeps:
            record.row_["last_updated"] = self.work.now
        return not same

    def _drop_same_parts(self, records: Sequence[Record]) -> None:
        """Forget given parts that are just what is stored already."""
        for attribute in self.spec.of(Parts):
            given = [r for r in records if attribute.name in r.__dict__]
            if not given:
                continue
            source = spec_of(attribute.source)
            via = source.attributes[attribute.via].columns[0]
            columns = [source.attributes[name].columns[0] for _, name in attribute.entries]
            usual = [source.attributes[name].initial() for _, name in attribute.entries]
            stored: dict[int, set[tuple[Any, ...]]] = defaultdict(set)
            for row in self.view.rows(source, any_of(source.table.c[via], [r.id for r in given])):
                stored[row[via]].add(tuple(row[c] for c in columns))
            for r in given:
                entries = {
                    tuple(entry.get(key, default) for (key, _), default in zip(attribute.entries, usual, strict=True))
                    for entry in r.__dict__[attribute.name]
                }
                if entries == stored[r.id]:
                    del r.__dict__[attribute.name]

    def _write_links(self, records: Sequence[Record]) -> None:
        for attribute in self.spec.of(Refs):
            link: Table = self.view.link_table(self.spec, attribute)
            gone: list[int] = []
            rows: list[dict[str, int]] = []
            for r in records:
                assert r.row_ is not None
                new = r.row_.get(attribute.name, [])
                old = r.before_.row_.get(attribute.name, []) if r.before_ is not None and r.before_.row_ else []
                if new != old:
                    if old:
                        gone.append(r.id)
                    rows += [{"source_id": r.id, "target_id": target} for target in new]
            if gone:
                self.work.connection.execute(delete(link).where(any_of(link.c.source_id, gone)))
            if rows:
                insert_rows(self.work.connection, link, rows)

    def _write_parts(self, records: Sequence[Record]) -> None:
        for attribute in self.spec.of(Parts):
            source = spec_of(attribute.source)
            given = [r for r in records if r.row_ and attribute.name in r.row_]
            if not given:
                continue
            via = source.attributes[attribute.via].columns[0]
            old = [r for r in given if r.before_ is not None]
            if old:
                stale = self.view.records(source, any_of(source.table.c[via], [r.id for r in old]))
                self.work.delete_ids(source, [s.id for s in stale])
            names = dict(attribute.entries)
            rows = [
                {attribute.via: r.id, **{names[k]: v for k, v in entry.items()}}
                for r in given
                for entry in (r.row_ or {})[attribute.name]
            ]
            for r in given:
                (r.row_ or {}).pop(attribute.name)
            self.work.create_rows(source, rows)

    def _log(self, records: Sequence[Record]) -> None:
        self.logged |= {r.id: str(r) for r in records}
        if self.spec.meta.unlogged:
            return
        for r in records:
            before = None if r.before_ is None else r.before_.row_
            after = dict(r.row_ or {})
            self.work.changes.append(
                Change(self.spec, r.id, self.logged[r.id], before, after, belongs_to(self.spec, r))
            )


def belongs_to(spec: Spec, record: Record) -> tuple[str, int] | None:
    """What a change of this object is shown with, beside the object itself."""
    attribute = spec.attributes.get(spec.meta.belongs_to)
    row = record.row_ or {}
    match attribute:
        case Ref():
            id = row.get(attribute.columns[0])
            return (attribute.target, id) if id is not None else None
        case AnyRef():
            kind, number = (row.get(c) for c in attribute.columns)
            return (kind, number) if kind and number is not None else None
    return None


def initial_row(spec: Spec, now: datetime) -> dict[str, Any]:
    """The row of an object of which nothing is said."""
    row: dict[str, Any] = {}
    for a in spec.attributes.values():
        match a:
            case Scalar():
                row[a.name] = getattr(a.initial(), "value", a.initial())
            case Ref():
                row[a.columns[0]] = None
            case AnyRef():
                row |= dict.fromkeys(a.columns)
            case Refs():
                row[a.name] = []
    for name in ("created", "last_updated"):
        if name in row:
            row[name] = now
    return row


def complete(spec: Spec, record: Record) -> None:
    """Fill in what is computed from the rest of the row: stored columns and sort keys."""
    row = record.row_
    assert row is not None
    for a in spec.derived:
        if a.stored:
            value = a.stored(record)
            row[a.name] = getattr(value, "value", value)
        if a.sort:
            row[f"{a.name}_sort"] = a.sort(row[a.name])


def moment_now() -> datetime:
    """The time that everything in one transaction happens at."""
    return datetime.now(UTC)
