"""What happens to rows within one write: objects made, changed and deleted, the consequences, and the record of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select

from groundplan_server.errors import NotAllowed, Problem
from groundplan_server.language.attributes import AnyRef, Choice, Parts, Ref, Refs, Scalar
from groundplan_server.language.behaviour import Behaviour
from groundplan_server.language.columns import any_of
from groundplan_server.registry import spec_of
from groundplan_server.spec import Spec

from . import custom_fields, deletion
from .actor import SYSTEM, Actor
from .batch import Batch, belongs_to, initial_row, moment_now
from .changes import Change
from .dialect import dialect_of
from .filters import permitted
from .keys import Keys
from .operation import Result
from .records import Reader, Record
from .rows import as_dicts


class Work(ABC):
    """One write transaction from the inside: what operations and consequences alike are made of."""

    def __init__(
        self,
        connection: Connection,
        actor: Actor,
        *,
        strict: bool = True,
        tolerate_read_only: bool = True,
        components: bool = True,
    ) -> None:
        self.connection = connection
        self.actor = actor
        self.strict = strict
        self.tolerate_read_only = tolerate_read_only
        self.components = components
        self.view = Reader(connection)
        self.keys = Keys(self.view)
        self.now = moment_now()
        self.problems: list[Problem] = []
        self.changes: list[Change] = []
        self.results: list[Result] = []
        self.ignored: set[str] = set()
        self.keeps: set[str] = set()
        #: The operation that consequences are blamed on.
        self.index = 0
        #: Called with the serial once the ledger is written, still within the transaction.
        self.at_the_end: list[Callable[[int | None], None]] = []
        self.touched: dict[tuple[str, str], set[int]] = {}
        self.fields = custom_fields.Definitions(self.view)

    def create_rows(self, spec: Spec, rows: Sequence[Mapping[str, Any]]) -> list[Record]:
        """Create objects as the consequence of something that was allowed."""
        if not rows:
            return []
        batch = Batch(self, spec, "create")
        ids = dialect_of(self.connection).take_ids(self.connection, spec.table, len(rows))
        blank = initial_row(spec, self.now)
        for id, given in zip(ids, rows, strict=True):
            row = {"id": id, **{n: v.copy() if isinstance(v, list | dict) else v for n, v in blank.items()}}
            assign(spec, row, given)
            batch.add(id, row, None, self.index)
        self.fields.fill(batch, [(given, r) for given, r in zip(rows, batch.cohort.records, strict=True)])
        batch.settle()
        batch.write()
        return [r for r in batch.cohort.records if r.id not in batch.refused]

    @abstractmethod
    def create_asked(self, spec: Spec, bodies: Sequence[Mapping[str, Any]]) -> list[Record]:
        """Create objects from what a caller said of them: checked, references resolved, permission needed."""

    def update_rows(self, spec: Spec, changes: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
        """Change objects as the consequence of something that was allowed."""
        if not changes:
            return
        values = dict(changes)
        batch = self._as_server(lambda: self.draft(spec, dict.fromkeys(values, self.index)))
        for record in batch:
            assert record.row_ is not None
            assign(spec, record.row_, values[record.id])
            if "custom_fields" in values[record.id]:
                record.row_["custom_fields"] = values[record.id]["custom_fields"]
        batch.settle()
        batch.write()

    def _as_server(self, do: Callable[[], Batch]) -> Batch:
        actor, self.actor = self.actor, SYSTEM
        try:
            return do()
        finally:
            self.actor = actor

    def skips(self, behaviour: Behaviour) -> bool:
        """Whether a consequence is left out of this write."""
        return not self.components and behaviour.name == "instantiate_components"

    def check_permissions(self) -> None:
        """What was written must be within what the writer may write, afterwards too. Raises NotAllowed."""
        for (key, action), ids in self.touched.items():
            if ids - permitted(self.view, spec_of(key), list(ids), self.actor, action):
                raise NotAllowed

    def draft(self, spec: Spec, wanted: Mapping[int, int]) -> Batch:
        """Existing objects, locked, with their rows as they are and as they will be."""
        batch = Batch(self, spec, "update")
        ids = sorted(wanted)
        allowed = permitted(self.view, spec, ids, self.actor, "change")
        # Ids stay, so whoever refers to these need not wait.
        statement = (
            select(*spec.table.c)
            .where(any_of(spec.table.c.id, ids))
            .order_by(spec.table.c.id)
            .with_for_update(key_share=True)
        )
        rows = {row["id"]: row for row in as_dicts(self.connection.execute(statement))}
        links = {a.name: self.view.links(spec, a, ids) for a in spec.of(Refs)}
        before = Batch(self, spec, "update").cohort
        for id in wanted:
            if id not in rows:  # somebody else was faster
                if self.actor is not SYSTEM:
                    self.problems.append(Problem(f"There is no {spec.label} {id} any more.", "id", wanted[id]))
                continue
            if id not in allowed:
                raise NotAllowed
            row = rows[id] | {name: found.get(id, []) for name, found in links.items()}
            old = before.add(id, row)
            new = {k: (v.copy() if isinstance(v, list | dict) else v) for k, v in row.items()}
            batch.add(id, new, old, wanted[id])
        return batch

    def delete_ids(self, spec: Spec, ids: Collection[int]) -> None:
        """Delete objects and what goes with them. Raises StillReferenced when something protects them."""
        if not ids:
            return
        made = deletion.plan(self.view, spec, ids)
        for key, records in made.going.items():
            batch = Batch(self, spec_of(key), "delete")
            batch.cohort.records = list(records.values())
            for behaviour in batch.spec.behaves("batch_rule") + batch.spec.behaves("consequence"):
                if "delete" in behaviour.moments and not self.skips(behaviour):
                    behaviour.function(batch)
        for (key, name), cleared in made.cleared.items():
            self.update_rows(spec_of(key), [(id, {name: None}) for id in sorted(cleared)])
        for (key, name), owners in made.unlinked.items():
            self._unlink(spec_of(key), name, {o: t for o, t in owners.items() if not made.goes(key, o)})
        # Last found, first gone: what points goes before what it points at.
        for key, records in reversed(list(made.going.items())):
            self._remove(spec_of(key), list(records.values()))

    def _unlink(self, spec: Spec, name: str, owners: Mapping[int, set[int]]) -> None:
        if not owners:
            return
        batch = self._as_server(lambda: self.draft(spec, dict.fromkeys(owners, self.index)))
        for record in batch:
            assert record.row_ is not None
            record.row_[name] = [t for t in record.row_[name] if t not in owners[record.id]]
        batch.write()

    def _remove(self, spec: Spec, records: list[Record]) -> None:
        ids = [r.id for r in records]
        names = {r.id: str(r) for r in records}
        # What was decided before may have changed them on their way out.
        rows = {row["id"]: row for row in self.view.rows(spec, any_of(spec.table.c.id, ids))}
        records = [r for r in records if r.id in rows]
        links = {a.name: self.view.links(spec, a, ids) for a in spec.of(Refs)}
        for a in spec.of(Refs):
            link = self.view.link_table(spec, a)
            self.connection.execute(delete(link).where(any_of(link.c.source_id, ids)))
        self.connection.execute(delete(spec.table).where(any_of(spec.table.c.id, ids)))
        self.keys.forget(spec)
        self.keys.forget_ids(spec, ids)
        for r in records:
            self.view.drafts.pop((spec.key, r.id), None)
            if not spec.meta.unlogged:
                row = rows[r.id] | {name: found.get(r.id, []) for name, found in links.items()}
                self.changes.append(Change(spec, r.id, names[r.id], row, None, belongs_to(spec, r)))


def assign(spec: Spec, row: dict[str, Any], values: Mapping[str, Any]) -> None:
    """Put values by attribute into a row by column. References may be ids or records."""
    for name, value in values.items():
        attribute = spec.attributes.get(name)
        match attribute:
            case Choice():
                row[name] = getattr(value, "value", value)
            case Scalar() if name == "custom_fields":
                pass  # merged and checked by their definitions
            case Scalar():
                row[name] = None if value == "" and attribute.empty_is_null else value
            case Ref():
                row[attribute.columns[0]] = getattr(value, "id", value)
            case AnyRef():
                kind, number = attribute.columns
                row[kind], row[number] = (None, None) if value is None else (value.spec_.key, value.id)
            case Refs():
                row[name] = sorted({getattr(v, "id", v) for v in value or ()})
            case Parts():
                row[name] = value
            case _ if name.startswith("add_") and name[4:] in spec.attributes:
                row[name[4:]] = sorted({*row[name[4:]], *value})
            case _ if name.startswith("remove_") and name[7:] in spec.attributes:
                row[name[7:]] = sorted({*row[name[7:]]} - {*value})
            case _:
                row[name] = value
