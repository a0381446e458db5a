"""The values of filters: text from a request to what a column is compared with, and names to ids."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import ColumnElement, or_, select

from groundplan_server.errors import Invalid, did_you_mean
from groundplan_server.language.attributes import Choice, Look, Scalar
from groundplan_server.language.columns import any_of
from groundplan_server.language.values import is_storable, whole_number
from groundplan_server.shapes.inputs import adapter_of
from groundplan_server.spec import Spec

from .keys import Keys
from .records import Reader

#: What says "not set" where a name is expected.
NULL = "null"

#: A condition on one table as a condition on the table that a path starts from.
Wrap = Callable[[ColumnElement[bool]], ColumnElement[bool]]

_TYPED: dict[Look, TypeAdapter[Any]] = {
    Look.NUMBER: TypeAdapter(int | float),
    Look.BOOLEAN: TypeAdapter(bool),
}


@dataclass(frozen=True, kw_only=True)
class Filter:
    """One filter of one model."""

    name: str
    #: "text", "number", "boolean"…: what a value looks like, for documentation and completion.
    look: str
    clause: Callable[[Reader, Sequence[str]], ColumnElement[bool]]
    description: str = ""
    choices: tuple[str, ...] = ()


def suffixed(name: str, lookup: str) -> str:
    return f"{name}__{lookup}" if lookup else name


def plain(
    column: Any, test: Any, parse: Callable[[str], Any], wrap: Wrap = lambda condition: condition
) -> Callable[[Reader, Sequence[str]], ColumnElement[bool]]:
    def build(view: Reader, values: Sequence[str]) -> ColumnElement[bool]:
        return wrap(test(column, [parse(v) for v in values]))

    return build


def parser(a: Scalar) -> Callable[[str], Any]:
    members = {str(m.value).lower(): m.value for m in a.choices} if isinstance(a, Choice) else {}

    def parse(value: str) -> Any:
        if value == NULL and a.nullable:
            return None
        if isinstance(a, Choice):
            if value not in members and value.lower() not in members:
                raise Invalid(
                    f"Select a valid choice. {value} is not one of the available choices.{did_you_mean(value, members)}"
                )
            return members[value.lower()]
        if a.look is Look.TEXT:
            return value
        try:
            parsed = (_TYPED.get(a.look) or adapter_of(a)).validate_python(value)
        except ValidationError as error:
            if a.look in (Look.NETWORK, Look.ADDRESS):
                return value
            sentence = {
                Look.NUMBER: "Enter a number.",
                Look.BOOLEAN: "Enter true or false.",
                Look.DATE: "Enter a valid date.",
                Look.MOMENT: "Enter a valid date and time.",
            }
            raise Invalid(sentence.get(a.look, f"{error.errors()[0]['msg']}.")) from None
        if a.look is Look.NUMBER and not is_storable(parsed):
            raise Invalid("Enter a number that is not as large.")
        return parsed

    return parse


def whole(value: str) -> int:
    number = whole_number(value.removeprefix("-"))
    if number is None:
        raise Invalid("Enter a whole number.")
    return -number if value.startswith("-") else number


def whole_or_null(value: str) -> int | None:
    return None if value == NULL else whole(value)


def yes_or_no(value: str) -> bool:
    if value.lower() in ("true", "1", "yes", "on"):
        return True
    if value.lower() in ("false", "0", "no", "off"):
        return False
    raise Invalid(f"{value!r} is neither true nor false.")


def existing(view: Reader, target: Spec, values: Sequence[str]) -> list[int]:
    ids = [whole(v) for v in values]
    there = (
        {row[0] for row in view.select(select(target.table.c.id).where(any_of(target.table.c.id, ids)))}
        if ids
        else set()
    )
    for id in ids:
        if id not in there:
            raise Invalid(f"Select a valid choice. {id} is not one of the available choices.")
    return ids


def named(view: Reader, target: Spec, names: Sequence[str]) -> list[int]:
    """Ids of objects by what filters call them: slug, or name, or what else identifies them."""
    if not names:
        return []
    columns = [target.table.c[c] for c in target.meta.lookup if c in target.table.c] or [
        target.table.c[c]
        for c in ("slug", "name", "model", "username", "cid", "address", "prefix", "asn", "vid")
        if c in target.table.c
    ][:1]
    if not columns:
        return _keyed(view, target, names)
    is_number = columns[0].type.python_type is int
    wanted: list[Any] = [whole(n) for n in names] if is_number else list(names)
    rows = view.select(select(target.table.c.id, *columns).where(or_(*(any_of(c, wanted) for c in columns))))
    known = {value for row in rows for value in row[1:]}
    for name in wanted:
        if name not in known:
            others = [str(row[0]) for row in view.select(select(columns[0]).limit(500))]
            raise Invalid(
                f"Select a valid choice. {name} is not one of the available choices.{did_you_mean(str(name), others)}"
            )
    return [row[0] for row in rows]


def _keyed(view: Reader, target: Spec, keys: Sequence[str]) -> list[int]:
    """Ids of objects that have neither slug nor name, by their natural key."""
    ids: list[int] = []
    for key in keys:
        found = Keys(view).candidates(target, key)
        if not found:
            raise Invalid(f"Select a valid choice. {key} is not one of the available choices.")
        ids += found
    return ids


def below(tree: Spec, column: Any, ids: Sequence[int]) -> ColumnElement[bool]:
    """The column holds one of these nodes, or a descendant of one."""
    start = select(tree.table.c.id).where(any_of(tree.table.c.id, ids)).cte("below", recursive=True)
    child = tree.table.alias()
    nodes = start.union_all(select(child.c.id).join(start, child.c.parent_id == start.c.id))
    return cast("ColumnElement[bool]", column.in_(select(nodes.c.id)))
