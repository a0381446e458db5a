"""What a body says of other objects (ids, natural keys, attributes) as ids, for a whole batch at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from groundplan_server.errors import Problem, did_you_mean
from groundplan_server.language.attributes import AnyRef, Parts, Ref, Refs
from groundplan_server.language.columns import any_of
from groundplan_server.registry import load, spec_of
from groundplan_server.spec import Spec

from .dialect import dialect_of
from .keys import Keys
from .operation import Asked

#: An operation that refers to what is not there: its problems, and whether others of its model may bring all of it.
Failed = tuple[Asked, list[Problem], bool]


class References:
    """Resolves what the operations of one batch refer to, and remembers where that failed."""

    def __init__(self, keys: Keys, spec: Spec, asked: Sequence[Asked]) -> None:
        self.keys = keys
        self.spec = spec
        self.asked = asked
        self.connection = keys.view.connection
        self.failed: dict[int, Failed] = {}

    def resolve(self) -> tuple[list[Asked], list[Failed]]:
        """Replace what names other objects by their ids; those where it worked, and the others."""
        for ref in self.spec.of(Ref):
            self._one(ref)
        for refs in self.spec.of(Refs):
            for name in (refs.name, f"add_{refs.name}", f"remove_{refs.name}"):
                self._many(refs, name)
        for any_ref in self.spec.of(AnyRef):
            self._any(any_ref)
        for parts in self.spec.of(Parts):
            self._parts(parts)
        return [a for a in self.asked if a.index not in self.failed], list(self.failed.values())

    def _fail(self, a: Asked, name: str, why: str, target: str = "") -> None:
        _, problems, later = self.failed.get(a.index, (a, [], True))
        self.failed[a.index] = (a, [*problems, Problem(why, name, a.index)], later and target == self.spec.key)

    def _one(self, attribute: Ref) -> None:
        name = attribute.name
        given = [a for a in self.asked if a.values.get(name) is not None]
        if not given:
            return
        lookup = self.keys.resolve(spec_of(attribute.target), [a.values[name] for a in given])
        for a in given:
            found = lookup(a.values[name])
            if isinstance(found, str):
                self._fail(a, name, found, attribute.target)
            else:
                a.values[name] = found

    def _many(self, attribute: Refs, name: str) -> None:
        given = [a for a in self.asked if a.values.get(name)]
        if not given:
            return
        lookup = self.keys.resolve(spec_of(attribute.target), [key for a in given for key in a.values[name]])
        for a in given:
            ids = [lookup(key) for key in a.values[name]]
            wrong = next((found for found in ids if isinstance(found, str)), None)
            if wrong is not None:
                self._fail(a, name, wrong, attribute.target)
            else:
                a.values[name] = sorted({found for found in ids if isinstance(found, int)})

    def _any(self, attribute: AnyRef) -> None:
        kind, number = attribute.columns
        before = self._types_before(attribute)
        by_type: dict[str, list[Asked]] = {}
        for a in self.asked:
            if a.values.get(number) is not None:
                type_ = a.values.get(kind) or before.get(a.id)
                if why := self._wrong_type(attribute, type_):
                    self._fail(a, kind, why)
                else:
                    by_type.setdefault(str(type_), []).append(a)
            elif a.values.get(kind) is not None and number in a.values:
                a.values[kind] = None
            elif a.values.get(kind) is not None and a.id is None:
                self._fail(a, number, f"Say which {a.values[kind]} it is.")
        for type_, given in by_type.items():
            self._of_type(attribute, type_, given)

    def _types_before(self, attribute: AnyRef) -> dict[int | None, str]:
        """The types of those where only the id moves: they stay what they were."""
        kind, number = attribute.columns
        ids = [
            a.id for a in self.asked if a.values.get(number) is not None and kind not in a.values and a.id is not None
        ]
        if not ids:
            return {}
        table = self.spec.table
        return dict(
            map(tuple, self.connection.execute(select(table.c.id, table.c[kind]).where(any_of(table.c.id, ids))))
        )

    def _wrong_type(self, attribute: AnyRef, type_: str | None) -> str:
        if type_ is None:
            return f"Say of which model {attribute.columns[1]} is."
        if type_ not in attribute.targets:
            near = did_you_mean(type_, attribute.targets)
            return f"{type_!r} is not possible here.{near} Choose one of {', '.join(attribute.targets)}."
        return "" if type_ in load() else f"There is no model {type_!r} on this server."

    def _of_type(self, attribute: AnyRef, type_: str, given: Sequence[Asked]) -> None:
        kind, number = attribute.columns
        target = spec_of(type_)
        lookup = self.keys.resolve(target, [a.values[number] for a in given])
        # The database itself does not watch over references to any model.
        wanted = {found for a in given if isinstance(found := lookup(a.values[number]), int)}
        held = dialect_of(self.connection).hold(self.connection, target.table, wanted)
        for a in given:
            found = lookup(a.values[number])
            if isinstance(found, str):
                self._fail(a, number, found, type_)
            elif found not in held:
                self._fail(a, number, f"There is no {target.label} {found} any more.", type_)
            else:
                a.values[kind], a.values[number] = type_, found

    def _parts(self, attribute: Parts) -> None:
        source = spec_of(attribute.source)
        names = dict(attribute.entries)
        entries = [(a, entry) for a in self.asked for entry in a.values.get(attribute.name) or ()]
        for a, entry in entries:
            for key in entry:
                if key not in names:
                    self._fail(a, attribute.name, f"An entry has no {key!r}.{did_you_mean(key, names)}")
        for key, name in attribute.entries:
            target = source.attributes[name]
            if isinstance(target, Ref):
                given = [(a, entry) for a, entry in entries if entry.get(key) is not None]
                wanted = [self._within(target, a, entry[key]) for a, entry in given]
                lookup = self.keys.resolve(spec_of(target.target), wanted)
                for (a, entry), one in zip(given, wanted, strict=True):
                    found = lookup(one)
                    if isinstance(found, str):
                        self._fail(a, attribute.name, found)
                    else:
                        entry[key] = found

    def _within(self, target: Ref, asked: Asked, key: Any) -> Any:
        """A bare name in a part means the neighbour of that name: the rear port of the same device."""
        if not isinstance(key, str) or key.isdigit():
            return key
        first = spec_of(target.target).meta.natural_key[0]
        around = asked.values.get(first)
        return {first: around, "name": key} if isinstance(around, int) else key
