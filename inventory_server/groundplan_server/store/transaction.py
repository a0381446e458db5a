"""Operations on their way to becoming one commit: keys and references resolved, objects drafted, checked and written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, delete, select

from groundplan_server.errors import Invalid, NotAllowed, Problem, Refused, StillReferenced, did_you_mean
from groundplan_server.language.attributes import AnyRef, Choice, Parts, Ref, Refs, Scalar
from groundplan_server.language.behaviour import Behaviour
from groundplan_server.language.columns import any_of
from groundplan_server.registry import load, spec_of
from groundplan_server.shapes.inputs import shape
from groundplan_server.spec import Spec

from . import custom_fields, deletion
from .actor import SYSTEM, Actor
from .batch import Batch, belongs_to, initial_row, moment_now
from .changes import Change
from .dialect import dialect_of
from .filters import permitted
from .keys import Keys
from .records import Reader, Record

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
class _Asked:
    index: int
    operation: Operation
    values: dict[str, Any]
    id: int | None = None


class Overtaken(Exception):
    """Another writer made in the meantime what was about to be made; begin again."""


class Transaction:
    """Everything that one write does, in one database transaction."""

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
        self._touched: dict[tuple[str, str], set[int]] = {}
        self._fields = custom_fields.Definitions(self.view)

    # What a caller asks for

    def apply(self, operations: Sequence[Operation]) -> list[Result]:
        """Do operations in order; neighbours of one kind and model together. Problems are collected, not raised."""
        known = [(i, o) for i, o in enumerate(operations) if self._makes_sense(i, o)]
        for (op, model), group in groupby(known, key=lambda pair: (pair[1].op, pair[1].model)):
            spec = spec_of(model)
            asked = [_Asked(i, o, {}) for i, o in group]
            try:
                self._do(op, spec, asked)
            except Refused as refusal:
                if isinstance(refusal, Invalid):
                    self.problems += refusal.problems
                elif len(operations) == 1:
                    raise
                else:
                    self.problems.append(Problem(refusal.message, index=self.index, status=refusal.status))
        self.results.sort(key=lambda result: result.index)
        return self.results

    def _makes_sense(self, index: int, operation: Operation) -> bool:
        if operation.op not in VERBS:
            problem = Problem(f"There is no operation {operation.op!r}; there are {', '.join(VERBS)}.", "op", index)
        elif operation.model not in load():
            problem = Problem(
                f"There is no model {operation.model!r}.{did_you_mean(operation.model, load())}", "model", index
            )
        elif (spec := spec_of(operation.model)).meta.read_only:
            problem = Problem(f"{spec.plural} are written by the server alone.".capitalize(), "model", index)
        else:
            return True
        self.problems.append(problem)
        return False

    def _do(self, op: str, spec: Spec, asked: list[_Asked]) -> None:
        self.index = asked[0].index
        match op:
            case "create":
                self.actor.require(spec, "add")
                self._create(spec, self._checked(spec, asked, creating=True))
            case "update":
                self.actor.require(spec, "change")
                self._update(spec, self._checked(spec, asked, creating=False))
            case "delete":
                self.actor.require(spec, "delete")
                self._delete(spec, asked)
            case "upsert":
                self._upsert(spec, asked)

    def _checked(self, spec: Spec, asked: list[_Asked], *, creating: bool) -> list[_Asked]:
        """Those whose bodies are as they should be; problems of the others are noted."""
        bodies: list[Any] = []
        for a in asked:
            body = a.operation.data
            if isinstance(body, Mapping) and "id" in body:
                body = dict(body)
                chosen = body.pop("id")
                a.id = _id(chosen) if creating else None
                if creating and chosen is not None and a.id is None:
                    self.problems.append(
                        Problem(f"{chosen!r} is no id: ids are whole numbers from 1 to {_LARGEST}.", "id", a.index)
                    )
            bodies.append(body)
        checked = shape(spec, creating=creating).check(
            bodies, strict=self.strict, tolerate_read_only=self.tolerate_read_only
        )
        self.problems += [Problem(p.message, p.field, asked[p.index].index) for p in checked.problems]
        self.ignored |= checked.ignored
        for a, values in zip(asked, checked.values, strict=True):
            if values is not None:
                a.values = values
        return [a for a, values in zip(asked, checked.values, strict=True) if values is not None]

    def _found(self, spec: Spec, asked: list[_Asked]) -> tuple[list[_Asked], list[tuple[_Asked, Problem]]]:
        """Those whose key names an object that none before them names; and the others, with what is wrong with each."""
        lookup = self.keys.resolve(spec, [a.operation.key for a in asked])
        there: dict[int, _Asked] = {}
        others: list[tuple[_Asked, Problem]] = []
        for a in asked:
            found = lookup(a.operation.key)
            if isinstance(found, str):
                others.append((a, Problem(f"There is no {spec.label} {a.operation.key!r}: {found}", "id", a.index)))
            elif found in there:
                others.append(
                    (
                        a,
                        Problem(
                            f"{spec.label[0].upper()}{spec.label[1:]} {found} is named twice in one request.",
                            "id",
                            a.index,
                        ),
                    )
                )
            else:
                a.id = found
                there[found] = a
        return list(there.values()), others

    def _upsert(self, spec: Spec, asked: list[_Asked]) -> None:
        later: list[_Asked] = []
        seen: set[str] = set()
        new: list[_Asked] = []
        old: list[_Asked] = []
        keys: dict[int, Any] = {}
        for a in asked:
            key = a.operation.key if a.operation.key is not None else _natural(spec, a.operation.data)
            if key is None:
                missing = ", ".join(n for n in spec.meta.natural_key if n not in (a.operation.data or {}))
                self.problems.append(
                    Problem(
                        f"An upsert of a {spec.label} needs a key, or its natural key in the data: {missing} is missing.",
                        index=a.index,
                    )
                )
            elif repr(key) in seen:
                later.append(a)
            else:
                seen.add(repr(key))
                keys[a.index] = key
        first = [a for a in asked if a.index in keys]
        lookup = self.keys.resolve(spec, keys.values())
        for a in first:
            found = lookup(keys[a.index])
            a.operation = Operation(
                "upsert", a.operation.model, a.operation.data, found if isinstance(found, int) else keys[a.index]
            )
            (old if isinstance(found, int) else new).append(a)
        # What is let go of may be taken by what is new; what refers to something new comes after it.
        waiting: list[_Asked] = []
        if old:
            self.actor.require(spec, "change")
            self._update(spec, self._checked(spec, old, creating=False), waiting)
        if new:
            self.actor.require(spec, "add")
            before = len(self.problems)
            self._create(spec, self._checked(spec, new, creating=True))
            if len(self.problems) > before:
                self.keys.forget(spec)
                lookup = self.keys.resolve(spec, [a.operation.key for a in new])
                there = {found for a in new if isinstance(found := lookup(a.operation.key), int)}
                if any((spec.key, id) not in self.view.drafts for id in there):
                    raise Overtaken
        if waiting:
            self._update(spec, waiting)
        if later:
            self._upsert(spec, later)

    # References

    def _resolved(
        self, spec: Spec, asked: list[_Asked]
    ) -> tuple[list[_Asked], list[tuple[_Asked, list[Problem], bool]]]:
        """Replace what names other objects by their ids; and those where that failed, with whether it may work later."""
        failed: dict[int, tuple[_Asked, list[Problem], bool]] = {}

        def fail(a: _Asked, name: str, why: str, target: str) -> None:
            _, problems, later = failed.get(a.index, (a, [], True))
            failed[a.index] = (a, [*problems, Problem(why, name, a.index)], later and target == spec.key)

        for attribute in spec.of(Ref):
            name = attribute.name
            given = [a for a in asked if a.values.get(name) is not None]
            if not given:
                continue
            lookup = self.keys.resolve(spec_of(attribute.target), [a.values[name] for a in given])
            for a in given:
                found = lookup(a.values[name])
                if isinstance(found, str):
                    fail(a, name, found, attribute.target)
                else:
                    a.values[name] = found
        for attribute in spec.of(Refs):
            for name in (attribute.name, f"add_{attribute.name}", f"remove_{attribute.name}"):
                given = [a for a in asked if a.values.get(name)]
                if not given:
                    continue
                lookup = self.keys.resolve(spec_of(attribute.target), [k for a in given for k in a.values[name]])
                for a in given:
                    ids = [lookup(k) for k in a.values[name]]
                    wrong = next((i for i in ids if isinstance(i, str)), None)
                    if wrong is not None:
                        fail(a, name, wrong, attribute.target)
                    else:
                        a.values[name] = sorted(set(ids))
        for attribute in spec.of(AnyRef):
            self._resolve_any(spec, attribute, asked, fail)
        for attribute in spec.of(Parts):
            self._resolve_parts(attribute, asked, fail)
        return [a for a in asked if a.index not in failed], list(failed.values())

    def _resolve_any(
        self, spec: Spec, attribute: AnyRef, asked: list[_Asked], fail: Callable[[_Asked, str, str, str], None]
    ) -> None:
        kind, number = attribute.columns
        by_type: dict[str, list[_Asked]] = {}
        for a in asked:
            if a.values.get(number) is not None:
                type_ = a.values.get(kind)
                if type_ is None and kind not in a.values and a.id is not None:
                    # Only the id moves: the type is what it was.
                    type_ = self.connection.execute(select(spec.table.c[kind]).where(spec.table.c.id == a.id)).scalar()
                if type_ is None:
                    fail(a, kind, f"Say of which model {number} is.", "")
                elif type_ not in attribute.targets:
                    fail(
                        a,
                        kind,
                        f"{type_!r} is not possible here.{did_you_mean(type_, attribute.targets)} Choose one of {', '.join(attribute.targets)}.",
                        "",
                    )
                elif type_ not in load():
                    fail(a, kind, f"There is no model {type_!r} on this server.", "")
                else:
                    by_type.setdefault(type_, []).append(a)
            elif a.values.get(kind) is not None and number in a.values:
                a.values[kind] = None
            elif a.values.get(kind) is not None and a.id is None:
                fail(a, number, f"Say which {a.values[kind]} it is.", "")
        for type_, given in by_type.items():
            lookup = self.keys.resolve(spec_of(type_), [a.values[number] for a in given])
            # The database itself does not watch over references to any model.
            wanted = {found for a in given if isinstance(found := lookup(a.values[number]), int)}
            held = dialect_of(self.connection).hold(self.connection, spec_of(type_).table, wanted)
            for a in given:
                found = lookup(a.values[number])
                if isinstance(found, str):
                    fail(a, number, found, type_)
                elif found not in held:
                    fail(a, number, f"There is no {spec_of(type_).label} {found} any more.", type_)
                else:
                    a.values[kind], a.values[number] = type_, found

    def _resolve_parts(
        self, attribute: Parts, asked: list[_Asked], fail: Callable[[_Asked, str, str, str], None]
    ) -> None:
        source = spec_of(attribute.source)
        names = dict(attribute.entries)
        for a in asked:
            for entry in a.values.get(attribute.name) or ():
                wrong = [k for k in entry if k not in names]
                if wrong:
                    fail(a, attribute.name, f"An entry has no {wrong[0]!r}.{did_you_mean(wrong[0], names)}", "")
        for key, name in attribute.entries:
            target = source.attributes[name]
            if isinstance(target, Ref):
                entries = [(a, e) for a in asked for e in a.values.get(attribute.name) or () if e.get(key) is not None]
                lookup = self.keys.resolve(
                    spec_of(target.target), [self._within(target, a, e[key]) for a, e in entries]
                )
                for a, e in entries:
                    found = lookup(self._within(target, a, e[key]))
                    if isinstance(found, str):
                        fail(a, attribute.name, found, "")
                    else:
                        e[key] = found

    def _within(self, target: Ref, asked: _Asked, key: Any) -> Any:
        """A bare name in a part means the neighbour of that name: the rear port of the same device."""
        if not isinstance(key, str) or key.isdigit():
            return key
        first = spec_of(target.target).meta.natural_key[0]
        around = asked.values.get(first)
        return {first: around, "name": key} if isinstance(around, int) else key

    # Creating

    def _create(self, spec: Spec, asked: list[_Asked]) -> None:
        while asked:
            ready, failed = self._resolved(spec, asked)
            waiting = [a for a, _, later in failed if later]
            if not ready or not waiting:
                self.problems += [problem for _, problems, _ in failed for problem in problems]
                waiting = []
            else:
                self.problems += [problem for _, problems, later in failed if not later for problem in problems]
            if ready:
                self._create_batch(spec, ready)
            asked = waiting

    def _create_batch(self, spec: Spec, asked: list[_Asked]) -> None:
        batch = Batch(self, spec, "create")
        chosen = [a for a in asked if a.id is not None]
        if chosen:
            self._choose_ids(spec, chosen)
        fresh = iter(
            dialect_of(self.connection).take_ids(self.connection, spec.table, sum(a.id is None for a in asked))
        )
        blank = initial_row(spec, self.now)
        for a in asked:
            id = a.id if a.id is not None else next(fresh)
            row = {"id": id, **blank}
            for name, value in blank.items():
                if isinstance(value, list | dict):
                    row[name] = value.copy()
            _assign(spec, row, a.values)
            batch.add(id, row, None, a.index)
        self._fields.fill(batch, [(a.values, r) for a, r in zip(asked, batch.cohort.records, strict=True)])
        self._finish(batch, "created", {r.id: a for a, r in zip(asked, batch.cohort.records, strict=True)})

    def _choose_ids(self, spec: Spec, asked: list[_Asked]) -> None:
        if not self.actor.is_superuser:
            raise NotAllowed("Only a superuser may choose the ids of new objects.")
        ids = [a.id for a in asked if a.id is not None]
        taken = {row[0] for row in self.connection.execute(select(spec.table.c.id).where(any_of(spec.table.c.id, ids)))}
        for a in asked:
            if a.id in taken:
                self.problems.append(Problem(f"There is a {spec.label} {a.id} already.", "id", a.index))
                a.id = None
            elif a.id is not None:
                taken.add(a.id)
        dialect_of(self.connection).keep_ids(self.connection, spec.table, max(ids))

    def _finish(self, batch: Batch, outcome: str, asked: dict[int, _Asked]) -> None:
        batch.settle()
        batch.write()
        for r in batch.cohort.records:
            if r.id in batch.refused:
                continue
            a = asked[r.id]
            name = batch.logged.get(r.id)
            self.results.append(
                Result(
                    a.index,
                    a.operation.op,
                    "unchanged" if name is None else outcome,
                    batch.spec.key,
                    r.id,
                    str(r) if name is None else name,
                )
            )
        action = "add" if outcome == "created" else "change"
        self._touched.setdefault((batch.spec.key, action), set()).update(r.id for r in batch)

    # Updating

    def _update(self, spec: Spec, asked: list[_Asked], waiting: list[_Asked] | None = None) -> None:
        """Change objects; those that refer to what is not there yet join the waiting, if there is to be more."""
        while asked:
            there, others = self._found(spec, asked)
            if not there:
                self.problems += [problem for _, problem in others]
                return
            self._update_batch(spec, there, waiting)
            # An object that is named again is changed again, and what one change names another may find.
            asked = [a for a, _ in others]

    def _update_batch(self, spec: Spec, asked: list[_Asked], waiting: list[_Asked] | None) -> None:
        asked, failed = self._resolved(spec, asked)
        if waiting is not None:
            waiting += [a for a, _, later in failed if later]
            failed = [f for f in failed if not f[2]]
        self.problems += [problem for _, problems, _ in failed for problem in problems]
        if not asked:
            return
        batch = self._draft(spec, {a.id: a.index for a in asked if a.id is not None})
        by_id = {a.id: a for a in asked if a.id is not None}
        for record in batch:
            assert record.row_ is not None
            _assign(spec, record.row_, by_id[record.id].values)
        self._fields.fill(batch, [(by_id[r.id].values, r) for r in batch])
        self._finish(batch, "updated", by_id)

    def _draft(self, spec: Spec, wanted: Mapping[int, int]) -> Batch:
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
        rows = {row["id"]: dict(row) for row in self.connection.execute(statement).mappings()}
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

    # Deleting

    def _delete(self, spec: Spec, asked: list[_Asked]) -> None:
        asked, others = self._found(spec, asked)
        self.problems += [problem for _, problem in others]
        ids = [a.id for a in asked if a.id is not None]
        if not ids:
            return
        allowed = permitted(self.view, spec, ids, self.actor, "delete")
        if set(ids) - allowed:
            raise NotAllowed
        # Somebody else may have been faster.
        names = {r.id: str(r) for r in self.view.records(spec, any_of(spec.table.c.id, ids), lock=True)}
        self.problems += [
            Problem(f"There is no {spec.label} {a.id} any more.", "id", a.index) for a in asked if a.id not in names
        ]
        ids = list(names)
        try:
            self.delete_ids(spec, ids)
        except StillReferenced as refusal:
            if len(asked) == 1:
                raise
            raise Invalid(
                [Problem(refusal.reasons[a.id], index=a.index, status=409) for a in asked if a.id in refusal.reasons]
            ) from None
        self.results += [
            Result(a.index, "delete", "deleted", spec.key, a.id, names[a.id]) for a in asked if a.id in names
        ]

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
        batch = self._as_server(lambda: self._draft(spec, dict.fromkeys(owners, self.index)))
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

    # Consequences

    def create_rows(self, spec: Spec, rows: Sequence[Mapping[str, Any]]) -> list[Record]:
        """Create objects as the consequence of something that was allowed."""
        if not rows:
            return []
        batch = Batch(self, spec, "create")
        ids = dialect_of(self.connection).take_ids(self.connection, spec.table, len(rows))
        blank = initial_row(spec, self.now)
        for id, given in zip(ids, rows, strict=True):
            row = {"id": id, **{n: v.copy() if isinstance(v, list | dict) else v for n, v in blank.items()}}
            _assign(spec, row, given)
            batch.add(id, row, None, self.index)
        self._fields.fill(batch, [(given, r) for given, r in zip(rows, batch.cohort.records, strict=True)])
        batch.settle()
        batch.write()
        return [r for r in batch.cohort.records if r.id not in batch.refused]

    def create_asked(self, spec: Spec, bodies: Sequence[Mapping[str, Any]]) -> list[Record]:
        """Create objects from what a caller said of them: checked, references resolved, permission needed."""
        self.actor.require(spec, "add")
        plain = [{name: _key_of(value) for name, value in body.items()} for body in bodies]
        asked = [_Asked(i, Operation("create", spec.key, body), {}) for i, body in enumerate(plain)]
        before = len(self.results)
        self._create(spec, self._checked(spec, asked, creating=True))
        made = sorted(self.results[before:], key=lambda result: result.index)
        return [self.view.drafts[spec.key, result.id] for result in made]

    def update_rows(self, spec: Spec, changes: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
        """Change objects as the consequence of something that was allowed."""
        if not changes:
            return
        values = dict(changes)
        batch = self._as_server(lambda: self._draft(spec, dict.fromkeys(values, self.index)))
        for record in batch:
            assert record.row_ is not None
            _assign(spec, record.row_, values[record.id])
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
        for (key, action), ids in self._touched.items():
            if ids - permitted(self.view, spec_of(key), list(ids), self.actor, action):
                raise NotAllowed


def _natural(spec: Spec, data: Any) -> dict[str, Any] | None:
    """The natural key within a body, if all that must be there is."""
    if not isinstance(data, Mapping):
        return None
    key = {}
    for name in spec.meta.natural_key:
        attribute = spec.attributes.get(name)
        if name in data:
            key[name] = data[name]
        elif attribute is None or attribute.required:
            return None
        else:
            key[name] = None if attribute.nullable else attribute.initial()
    return key


def _assign(spec: Spec, row: dict[str, Any], values: Mapping[str, Any]) -> None:
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


def _key_of(value: Any) -> Any:
    """Records as the ids that a body would hold."""
    if isinstance(value, Record):
        return value.id
    return [_key_of(v) for v in value] if isinstance(value, list) else value


def _id(value: Any) -> int | None:
    """The id that a caller chose, if it can be one."""
    whole = not isinstance(value, bool) and isinstance(value, int | str) and str(value).isdecimal()
    return int(value) if whole and 0 < int(value) <= _LARGEST else None
