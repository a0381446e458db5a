"""Operations on their way to becoming one commit: understood, resolved, and done a batch at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import select

from groundplan_server.errors import Invalid, NotAllowed, Problem, Refused, StillReferenced, did_you_mean
from groundplan_server.language.columns import any_of
from groundplan_server.registry import load, spec_of
from groundplan_server.shapes.inputs import shape
from groundplan_server.spec import Spec

from .batch import Batch, initial_row
from .dialect import dialect_of
from .filters import permitted
from .operation import VERBS, Asked, Operation, Overtaken, Result
from .records import Record
from .references import References
from .work import Work, assign

#: The largest id that both databases can hold.
_LARGEST = 2**63 - 1


class Transaction(Work):
    """One write transaction as callers see it: operations in, results or problems out."""

    def apply(self, operations: Sequence[Operation]) -> list[Result]:
        """Do operations in order; neighbours of one kind and model together. Problems are collected, not raised."""
        known = [(i, o) for i, o in enumerate(operations) if self._makes_sense(i, o)]
        for (op, model), group in groupby(known, key=lambda pair: (pair[1].op, pair[1].model)):
            spec = spec_of(model)
            asked = [Asked(i, o, {}) for i, o in group]
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

    def _do(self, op: str, spec: Spec, asked: list[Asked]) -> None:
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

    def _checked(self, spec: Spec, asked: list[Asked], *, creating: bool) -> list[Asked]:
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

    def _found(self, spec: Spec, asked: list[Asked]) -> tuple[list[Asked], list[tuple[Asked, Problem]]]:
        """Those whose key names an object that none before them names; and the others, with what is wrong with each."""
        lookup = self.keys.resolve(spec, [a.operation.key for a in asked])
        there: dict[int, Asked] = {}
        others: list[tuple[Asked, Problem]] = []
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

    def _upsert(self, spec: Spec, asked: list[Asked]) -> None:
        later: list[Asked] = []
        seen: set[str] = set()
        new: list[Asked] = []
        old: list[Asked] = []
        keys: dict[int, Any] = {}
        for a in asked:
            key = a.operation.key if a.operation.key is not None else _natural(spec, a.operation.data)
            if key is None:
                missing = ", ".join(n for n in spec.meta.natural_key if n not in (a.operation.data or {}))
                wanting = f"An upsert of a {spec.label} needs a key, or its natural key in the data"
                self.problems.append(Problem(f"{wanting}: {missing} is missing.", index=a.index))
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
        waiting: list[Asked] = []
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

    # Creating

    def _create(self, spec: Spec, asked: list[Asked]) -> None:
        while asked:
            ready, failed = References(self.keys, spec, asked).resolve()
            waiting = [a for a, _, later in failed if later]
            if not ready or not waiting:
                self.problems += [problem for _, problems, _ in failed for problem in problems]
                waiting = []
            else:
                self.problems += [problem for _, problems, later in failed if not later for problem in problems]
            if ready:
                self._create_batch(spec, ready)
            asked = waiting

    def _create_batch(self, spec: Spec, asked: list[Asked]) -> None:
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
            assign(spec, row, a.values)
            batch.add(id, row, None, a.index)
        self.fields.fill(batch, [(a.values, r) for a, r in zip(asked, batch.cohort.records, strict=True)])
        self._finish(batch, "created", {r.id: a for a, r in zip(asked, batch.cohort.records, strict=True)})

    def _choose_ids(self, spec: Spec, asked: list[Asked]) -> None:
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

    def _finish(self, batch: Batch, outcome: str, asked: dict[int, Asked]) -> None:
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
        self.touched.setdefault((batch.spec.key, action), set()).update(r.id for r in batch)

    # Updating

    def _update(self, spec: Spec, asked: list[Asked], waiting: list[Asked] | None = None) -> None:
        """Change objects; those that refer to what is not there yet join the waiting, if there is to be more."""
        while asked:
            there, others = self._found(spec, asked)
            if not there:
                self.problems += [problem for _, problem in others]
                return
            self._update_batch(spec, there, waiting)
            # An object that is named again is changed again, and what one change names another may find.
            asked = [a for a, _ in others]

    def _update_batch(self, spec: Spec, asked: list[Asked], waiting: list[Asked] | None) -> None:
        asked, failed = References(self.keys, spec, asked).resolve()
        if waiting is not None:
            waiting += [a for a, _, later in failed if later]
            failed = [f for f in failed if not f[2]]
        self.problems += [problem for _, problems, _ in failed for problem in problems]
        if not asked:
            return
        batch = self.draft(spec, {a.id: a.index for a in asked if a.id is not None})
        by_id = {a.id: a for a in asked if a.id is not None}
        for record in batch:
            assert record.row_ is not None
            assign(spec, record.row_, by_id[record.id].values)
        self.fields.fill(batch, [(by_id[r.id].values, r) for r in batch])
        self._finish(batch, "updated", by_id)

    # Deleting

    def _delete(self, spec: Spec, asked: list[Asked]) -> None:
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
                [
                    Problem(refusal.reasons[a.id], index=a.index, status=409)
                    for a in asked
                    if a.id is not None and a.id in refusal.reasons
                ]
            ) from None
        self.results += [
            Result(a.index, "delete", "deleted", spec.key, a.id, names[a.id])
            for a in asked
            if a.id is not None and a.id in names
        ]

    def create_asked(self, spec: Spec, bodies: Sequence[Mapping[str, Any]]) -> list[Record]:
        """Create objects from what a caller said of them: checked, references resolved, permission needed."""
        self.actor.require(spec, "add")
        plain = [{name: _key_of(value) for name, value in body.items()} for body in bodies]
        asked = [Asked(i, Operation("create", spec.key, body), {}) for i, body in enumerate(plain)]
        before = len(self.results)
        self._create(spec, self._checked(spec, asked, creating=True))
        made = sorted(self.results[before:], key=lambda result: result.index)
        return [self.view.drafts[spec.key, result.id] for result in made]


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


def _key_of(value: Any) -> Any:
    """Records as the ids that a body would hold."""
    if isinstance(value, Record):
        return value.id
    return [_key_of(v) for v in value] if isinstance(value, list) else value


def _id(value: Any) -> int | None:
    """The id that a caller chose, if it can be one."""
    whole = not isinstance(value, bool) and isinstance(value, int | str) and str(value).isdecimal()
    return int(value) if whole and 0 < int(value) <= _LARGEST else None
