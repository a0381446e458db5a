"""Which objects break a unique rule, and the sentence that says with what.

The database's unique indexes decide; this finds out what to tell people. Nulls count as equal, as in the indexes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, func, or_

from groundplan_server.language.attributes import Attribute, Ref, Scalar
from groundplan_server.language.columns import any_of
from groundplan_server.language.meta import Unique
from groundplan_server.spec import Spec

from .records import Record

if TYPE_CHECKING:
    from .batch import Batch


@cache
def rules(spec: Spec) -> tuple[Unique, ...]:
    """Every unique rule of a model: those of single attributes, then those that Meta declares."""
    return tuple(_rules(spec))


def _rules(spec: Spec) -> Iterator[Unique]:
    for a in spec.attributes.values():
        if isinstance(a, Scalar | Ref) and a.unique:
            yield Unique((a.name,), when=(a.name,) if a.nullable else ())
    yield from spec.meta.unique


def among(batch: Batch) -> None:
    """Refuse objects of a batch that clash with each other."""
    for rule in rules(batch.spec):
        seen: dict[tuple[Any, ...], Record] = {}
        for record in list(batch):
            key = _key(batch.spec, rule, record.row_ or {})
            if key is None:
                continue
            if key in seen and seen[key].id != record.id:
                _refuse(batch, record, rule, f"operation {batch.origin[seen[key].id]} of this request")
            seen.setdefault(key, record)


def against_stored(batch: Batch, records: Sequence[Record]) -> None:
    """Refuse objects of a batch that clash with what is stored."""
    spec = batch.spec
    for rule in rules(spec):
        wanted = {key: r for r in records if (key := _key(spec, rule, r.row_ or {})) is not None}
        if not wanted:
            continue
        conditions = [
            _condition(spec, rule, name, [k[i] for k in wanted]) for i, name in enumerate(_columns(spec, rule))
        ]
        for other in batch.view.records(spec, and_(*conditions)):
            key = _key(spec, rule, other.row_ or {})
            mine = wanted.get(key) if key is not None else None
            if mine is not None and mine.id != other.id and mine.id not in batch.refused:
                _refuse(batch, mine, rule, f"{spec.label} {other} (id {other.id})")


def _condition(spec: Spec, rule: Unique, name: str, values: list[Any]) -> ColumnElement[bool]:
    column = spec.table.c[name]
    given = [v for v in values if v is not None]
    expression = func.lower(column) if rule.ignore_case and any(isinstance(v, str) for v in given) else column
    condition = any_of(expression, given)
    return or_(condition, column.is_(None)) if len(given) < len(values) else condition


@cache
def _columns(spec: Spec, rule: Unique) -> tuple[str, ...]:
    return tuple(c for n in rule.names for c in spec.attributes[n].columns)


@cache
def _conditional(spec: Spec, rule: Unique) -> tuple[str, ...]:
    return tuple(c for n in rule.when for c in spec.attributes[n].columns)


def _key(spec: Spec, rule: Unique, row: dict[str, Any]) -> tuple[Any, ...] | None:
    for column in _conditional(spec, rule):
        if row.get(column) is None:
            return None
    values = tuple(map(row.get, _columns(spec, rule)))
    return tuple(v.lower() if isinstance(v, str) else v for v in values) if rule.ignore_case else values


def _refuse(batch: Batch, record: Record, rule: Unique, clash: str) -> None:
    spec = batch.spec
    if len(rule.names) == 1 and not rule.message:
        batch.refuse(
            record,
            rule.names[0],
            f"{spec.label} with this {_words(spec.attributes[rule.names[0]])} already exists: {clash}.",
        )
        return
    names = [_words(spec.attributes[n]) for n in rule.names]
    sentence = rule.message or f"The fields {', '.join(rule.names)} must make a unique set."
    label = spec.label[0].upper() + spec.label[1:]
    there = f"{label} with this {', '.join(names)} already exists: {clash}."
    # Clients look for an object-wide message here, as NetBox gives.
    batch.refuse(record, "", f"{sentence.rstrip('.')}. {there}")


def _words(attribute: Attribute) -> str:
    return attribute.label or attribute.name.replace("_", " ")
