"""From what a caller writes (an id, `ams1/sw1`, a dict of attributes) to one object's id; for a whole batch at once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import partial
from typing import Any

from sqlalchemy import Integer, and_, select
from sqlalchemy import cast as sql_cast

from groundplan_server.errors import did_you_mean
from groundplan_server.language.attributes import Look, Ref, Scalar
from groundplan_server.language.columns import any_of
from groundplan_server.language.values import whole_number
from groundplan_server.registry import spec_of
from groundplan_server.shapes.inputs import canonical
from groundplan_server.spec import Spec

from .records import Reader

#: What an object may be named by, beside what it refers to.
_NAMING = (Look.TEXT, Look.NUMBER, Look.BOOLEAN, Look.CHOICE, Look.NETWORK, Look.ADDRESS)
#: Why a key names no object: a sentence.
Reason = str
Found = int | Reason


class Keys:
    """Looks keys up and remembers the answers for one transaction."""

    def __init__(self, view: Reader) -> None:
        self.view = view
        self._known: dict[tuple[str, Hashable], int] = {}

    def forget(self, spec: Spec) -> None:
        """Objects of a model changed: what was remembered about names of it may be wrong now."""
        self._known = {k: v for k, v in self._known.items() if k[0] != spec.key or isinstance(k[1], int)}

    def forget_ids(self, spec: Spec, ids: Iterable[int]) -> None:
        """Objects are gone: their ids name nothing any more."""
        for id in ids:
            self._known.pop((spec.key, id), None)
            self._known.pop((spec.key, str(id)), None)

    def resolve(self, spec: Spec, keys: Iterable[Any]) -> Callable[[Any], Found]:
        """A function from each of these keys to an id, or to the reason why there is none."""
        answers: dict[Hashable, Found] = {}
        shapes: dict[tuple[str, ...], list[tuple[Hashable, dict[str, Any]]]] = {}
        ids: set[int] = set()
        for key in keys:
            name = key if type(key) is int else _hashable(key)
            if name in answers:
                continue
            if (known := self._known.get((spec.key, name))) is not None:
                answers[name] = known
                continue
            match key:
                case bool():
                    answers[name] = f"{key!r} is neither an id nor a name."
                case int():
                    ids.add(key)
                case str() if (number := whole_number(key)) is not None:
                    ids.add(number)
                case str() if _is_only_a_number(spec):
                    answers[name] = f"A {spec.label} is named by its id."
                case str():
                    parts = self._parse(spec, key)
                    shapes.setdefault(tuple(parts), []).append((name, parts))
                case dict() if key:
                    wrong = [n for n in key if n not in spec.attributes and n != "id"]
                    if wrong:
                        answers[name] = (
                            f"A {spec.label} has no attribute {wrong[0]!r}.{did_you_mean(wrong[0], spec.attributes)}"
                        )
                    else:
                        shapes.setdefault(tuple(key), []).append((name, key))
                case _:
                    answers[name] = (
                        "Related objects must be referenced by numeric ID, by name, or by a dictionary of attributes."
                    )
        if ids:
            self._by_id(spec, ids, answers)
        for shape, wanted in shapes.items():
            self._by_shape(spec, shape, wanted, answers)
        for name, answer in answers.items():
            if isinstance(answer, int):
                self._known[spec.key, name] = answer

        def lookup(key: Any) -> Found:
            if type(key) is int:
                return answers[key]
            number = whole_number(key) if isinstance(key, str) else None
            return answers[_hashable(key) if number is None else number]

        return lookup

    def candidates(self, spec: Spec, text: str) -> list[int]:
        """Every object that a written key may mean: none, one, or several where it was abbreviated."""
        if whole_number(text) is not None:
            found = self.resolve(spec, [text])(text)
            if isinstance(found, int):
                return [found]
        if _is_only_a_number(spec):
            return []
        parts = self._parse(spec, text)
        conditions = []
        for name, value in parts.items():
            attribute = spec.attributes[name]
            column = spec.table.c[attribute.columns[0]]
            if value is not None and isinstance(attribute, Ref):
                conditions.append(any_of(column, self.candidates(spec_of(attribute.target), value)))
            else:
                value = canonical(attribute, value)
                conditions.append(column.is_(None) if value is None else any_of(column, [value]))
        return [row[0] for row in self.view.select(select(spec.table.c.id).where(and_(*conditions)))]

    def _by_id(self, spec: Spec, ids: set[int], answers: dict[Hashable, Found]) -> None:
        there = {
            row[0]
            for row in self.view.connection.execute(select(spec.table.c.id).where(any_of(spec.table.c.id, list(ids))))
        }
        for id in ids:
            answers[id] = id if id in there else f"Related object not found using the provided numeric ID: {id}"
            answers.setdefault(str(id), answers[id])

    def _parse(self, spec: Spec, text: str) -> dict[str, Any]:
        """`ams1/sw1` as the attributes it names; a network's vrf follows an `@`. What is left out stays out."""
        names = list(spec.meta.natural_key)
        first = spec.attributes[names[0]]
        if isinstance(first, Scalar) and first.look in (Look.NETWORK, Look.ADDRESS):
            head, _, tail = text.partition("@")
            return {names[0]: head, **({names[1]: tail or None} if tail and len(names) > 1 else {})}
        sizes = [_leaves(spec, n) for n in names]
        pieces = text.split("/", sum(sizes) - 1)
        if len(pieces) < sum(sizes):
            # An abbreviated key: what it names by itself, the places around it left out.
            own = [n for n, size in zip(names, sizes, strict=True) if isinstance(spec.attributes[n], Scalar)]
            return {own[-1]: text} if own else {names[-1]: text}
        parts: dict[str, Any] = {}
        for name, size in zip(names, sizes, strict=True):
            parts[name] = "/".join(pieces[:size]) or None
            pieces = pieces[size:]
        return parts

    def _by_shape(
        self,
        spec: Spec,
        shape: tuple[str, ...],
        wanted: list[tuple[Hashable, dict[str, Any]]],
        answers: dict[Hashable, Found],
    ) -> None:
        table, columns, conditions = spec.table, [spec.table.c.id], []
        translate: dict[str, Callable[[Any], Any]] = {}
        for name in shape:
            attribute = spec.attributes.get(name)
            values = [parts[name] for _, parts in wanted]
            if isinstance(attribute, Ref):
                find = self.resolve(spec_of(attribute.target), [v for v in values if v is not None])
                translate[name] = partial(_unless_none, find)
                column = table.c[attribute.columns[0]]
            elif name == "id" or (isinstance(attribute, Scalar) and attribute.look in _NAMING and not attribute.secret):
                column = table.c[name]
                translate[name] = _canonical(attribute)
            else:
                for key, _ in wanted:
                    answers[key] = f"A {spec.label} cannot be looked up by {name!r}."
                return
            columns.append(column)
            given = [
                t
                for v in values
                if (t := translate[name](v)) is not None and not (isinstance(attribute, Ref) and isinstance(t, str))
            ]
            nulls = any(v is None for v in values)
            is_flag = isinstance(attribute, Scalar) and attribute.look is Look.BOOLEAN
            condition = any_of(sql_cast(column, Integer) if is_flag else column, given)
            conditions.append((condition | column.is_(None)) if nulls else condition)
        # Prefer what has no more to its natural key than was said (a prefix outside any VRF, a place without a parent).
        optional = [
            a.columns[0]
            for n in spec.meta.natural_key
            if n not in shape and isinstance(a := spec.attributes[n], Ref) and a.nullable
        ]
        found: dict[tuple[Any, ...], list[tuple[bool, int]]] = {}
        for row in self.view.connection.execute(
            select(*columns, *(table.c[c] for c in optional)).where(and_(*conditions))
        ):
            values_at = tuple(row[1 : len(shape) + 1])
            plain = all(v is None for v in row[len(shape) + 1 :])
            found.setdefault(values_at, []).append((plain, row[0]))
        for key, parts in wanted:
            target = tuple(translate[n](parts[n]) for n in shape)
            broken = [
                t
                for n, t in zip(shape, target, strict=True)
                if isinstance(spec.attributes.get(n), Ref) and isinstance(t, str)
            ]
            matches = found.get(target, [])
            best = [m for m in matches if m[0]] if optional and len(matches) > 1 else matches
            said = ", ".join(f"{n}={parts[n]!r}" for n in shape)
            if broken:
                answers[key] = broken[0]
            elif len(best) == 1:
                answers[key] = best[0][1]
            elif matches:
                answers[key] = f"Multiple objects match the provided attributes: {said}"
            else:
                answers[key] = f"Related object not found using the provided attributes: {said} (no such {spec.label})."


def _is_only_a_number(spec: Spec) -> bool:
    return tuple(spec.meta.natural_key) == ("id",)


def _unless_none(find: Callable[[Any], Found], value: Any) -> Found | None:
    return None if value is None else find(value)


def _leaves(spec: Spec, name: str) -> int:
    """How many parts of a written key an attribute takes."""
    attribute = spec.attributes[name]
    if isinstance(attribute, Ref) and attribute.target != spec.key:
        target = spec_of(attribute.target)
        return sum(_leaves(target, n) for n in target.meta.natural_key)
    return 1


def _canonical(attribute: Any) -> Callable[[Any], Any]:
    """Values compared as they are stored: canonical addresses, colours, MACs."""
    return _as_id if attribute is None else lambda v: _hashable(canonical(attribute, v))


def _as_id(value: Any) -> Hashable:
    number = whole_number(value) if isinstance(value, str) else None
    return _hashable(value) if number is None else number


def _hashable(key: Any) -> Hashable:
    if isinstance(key, dict):
        return tuple(sorted((n, _hashable(v)) for n, v in key.items()))
    if isinstance(key, list):
        return tuple(_hashable(v) for v in key)
    return key  # type: ignore[no-any-return]
