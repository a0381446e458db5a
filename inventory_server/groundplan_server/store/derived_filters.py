"""The filters of a model, derived from its spec: attributes with their lookups, references, paths, tags, counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import ColumnElement, Table, and_, func, literal_column, or_, select
from sqlalchemy import Text as TextType
from sqlalchemy import cast as sql_cast

from groundplan_server.core.commit import Commit
from groundplan_server.core.object_change import ObjectChange
from groundplan_server.errors import Invalid
from groundplan_server.language.attributes import (
    AnyRef,
    Attribute,
    Backrefs,
    Choice,
    Count,
    FirstOf,
    Follow,
    Look,
    Ref,
    Refs,
    Scalar,
)
from groundplan_server.language.behaviour import Behaviour
from groundplan_server.language.columns import any_of
from groundplan_server.language.values import is_storable
from groundplan_server.registry import load, spec_of
from groundplan_server.spec import Spec

from .filter_values import (
    NULL,
    Filter,
    Wrap,
    below,
    existing,
    named,
    parser,
    plain,
    suffixed,
    whole,
    whole_or_null,
    yes_or_no,
)
from .keys import Keys
from .lookups import AS_TEXT, LOOKUPS, YES_OR_NO, equal_any
from .records import Reader


def derived(spec: Spec) -> Iterator[Filter]:
    for behaviour in spec.behaves("filter"):
        yield _declared(spec, behaviour)
    for name, path in spec.meta.filters.items():
        yield from of_path(spec, name, path)
    column = spec.table.c.id
    for lookup, test in LOOKUPS[Look.NUMBER].items():
        if lookup != "empty":
            yield Filter(name=suffixed("id", lookup), look="number", clause=plain(column, test, whole))
    for a in spec.attributes.values():
        yield from _of_attribute(a.name, a, spec, lambda condition: condition)
    if spec.meta.search:
        yield Filter(name="q", look="text", clause=_search(spec), description="Searches the most telling attributes.")
    yield Filter(name="key", look="text", clause=_key(spec), description="The natural key, such as `ams1/sw1`.")
    if spec.is_tree:
        yield Filter(
            name="ancestor_id",
            look="number",
            clause=lambda v, ids: below(spec, spec.table.c.parent_id, [whole(i) for i in ids]),
        )
        yield Filter(
            name="ancestor",
            look="text",
            clause=lambda v, names: below(spec, spec.table.c.parent_id, named(v, spec, names)),
        )
    for name, actions in {
        "created_by_request": ("create",),
        "updated_by_request": ("update",),
        "modified_by_request": ("create", "update"),
    }.items():
        yield Filter(name=name, look="text", clause=_by_request(spec, actions))


def of_path(spec: Spec, name: str, path: str) -> Iterator[Filter]:
    """Filters on an attribute at the end of a path: each hop is an IN over the next table."""
    *hops, last = path.split(".")
    at, wraps = spec, []
    for hop in hops:
        at, wrap = _hop(at, hop)
        wraps.append(wrap)

    def wrapped(condition: ColumnElement[bool]) -> ColumnElement[bool]:
        for wrap in reversed(wraps):
            condition = wrap(condition)
        return condition

    if last in at.relations:
        at, wrap = _hop(at, last)
        wraps.append(wrap)
        yield from _reference(name, at, at.table.c.id, wrapped, tree=at.is_tree)
    elif last == "id":
        yield Filter(name=name, look="number", clause=plain(at.table.c.id, LOOKUPS[Look.NUMBER][""], whole, wrapped))
    else:
        yield from _of_attribute(name, at.attributes[last], at, wrapped)


def _hop(spec: Spec, name: str) -> tuple[Spec, Wrap]:
    table = spec.table
    attribute = spec.attributes.get(name)
    if isinstance(attribute, Ref):
        target, column = spec_of(attribute.target), table.c[attribute.columns[0]]
        return target, lambda inner: column.in_(select(target.table.c.id).where(inner))
    if isinstance(attribute, Refs):
        target = spec_of(attribute.target)
        link = table.metadata.tables[f"{table.name}_{name}"]
        return target, lambda inner: table.c.id.in_(
            select(link.c.source_id).where(link.c.target_id.in_(select(target.table.c.id).where(inner)))
        )
    if name not in spec.relations:
        raise KeyError(name)
    way = spec.relations[name]
    source = spec_of(way.source)
    via = source.attributes[way.via]
    if isinstance(via, Refs):
        link = source.table.metadata.tables[f"{source.table.name}_{way.via}"]
        return source, lambda inner: table.c.id.in_(
            select(link.c.target_id).where(link.c.source_id.in_(select(source.table.c.id).where(inner)))
        )
    number = source.table.c[via.columns[-1]]
    if isinstance(via, AnyRef):
        kind = source.table.c[via.columns[0]]
        return source, lambda inner: table.c.id.in_(select(number).where(kind == spec.key, inner))
    return source, lambda inner: table.c.id.in_(select(number).where(number.is_not(None), inner))


def _of_attribute(name: str, a: Attribute, spec: Spec, wrap: Wrap) -> Iterator[Filter]:
    table = spec.table
    match a:
        case Scalar() if not a.secret:
            yield from _scalar(name, a, table.c[a.name], wrap)
        case Ref():
            yield from _reference(
                name,
                spec_of(a.target),
                table.c[a.columns[0]],
                wrap,
                tree=spec_of(a.target).is_tree and name != "parent",
            )
        case AnyRef():
            kind, number = a.columns
            prefix = name if name != a.name else ""
            yield Filter(
                name=f"{prefix}_type" if prefix else kind,
                look="text",
                clause=plain(table.c[kind], LOOKUPS[Look.TEXT][""], str, wrap),
                choices=a.targets,
            )
            for lookup in ("", "n"):
                yield Filter(
                    name=suffixed(f"{prefix}_id" if prefix else number, lookup),
                    look="number",
                    clause=plain(table.c[number], LOOKUPS[Look.NUMBER][lookup], whole_or_null, wrap),
                )
        case Refs() if a.name == "tags":
            yield from _tags(a, table, wrap)
        case Refs():
            yield from _references(name, a, table, wrap)
        case Count():
            yield from _count(name, a, spec, wrap)
        case Backrefs() | FirstOf() | Follow():
            pass


def _scalar(name: str, a: Scalar, column: Any, wrap: Wrap) -> Iterator[Filter]:
    choices = tuple(str(m.value) for m in a.choices) if isinstance(a, Choice) else ()
    numeric_choice = isinstance(a, Choice) and issubclass(a.choices, int)
    lookups = LOOKUPS[Look.NUMBER if numeric_choice else a.look]
    for lookup, test in lookups.items():
        if lookup in YES_OR_NO:
            yield Filter(name=suffixed(name, lookup), look="boolean", clause=plain(column, test, yes_or_no, wrap))
        elif lookup in AS_TEXT:
            yield Filter(name=suffixed(name, lookup), look="text", clause=plain(column, test, str, wrap))
        else:
            yield Filter(
                name=suffixed(name, lookup),
                look=a.look.value,
                clause=plain(column, test, parser(a), wrap),
                description=a.description,
                choices=choices,
            )


def _reference(name: str, target: Spec, column: Any, wrap: Wrap, *, tree: bool) -> Iterator[Filter]:
    """`site=<slug>` and `site_id=<id>`, and their opposites; over a tree, descendants are meant as well."""

    def clause(by_id: bool, negated: bool) -> Callable[[Reader, Sequence[str]], ColumnElement[bool]]:
        def build(view: Reader, values: Sequence[str]) -> ColumnElement[bool]:
            given = [v for v in values if v not in (NULL, "")]
            ids = existing(view, target, given) if by_id else named(view, target, given)
            conditions: list[ColumnElement[bool]] = []
            if given:
                conditions.append(below(target, column, ids) if tree else any_of(column, ids))
            if NULL in values:
                conditions.append(column.is_(None))
            if not conditions:
                return literal_column("1") == 1
            condition = or_(*conditions)
            if negated:
                return or_(~wrap(condition), column.is_(None)) if wrap(condition) is condition else ~wrap(condition)
            return wrap(condition)

        return build

    base = name.removesuffix("_id") if name.endswith("_id") else name
    for lookup in ("", "n"):
        yield Filter(
            name=suffixed(base, lookup),
            look="reference",
            clause=clause(False, bool(lookup)),
            description=f"{target.label} by name or slug".capitalize(),
        )
        yield Filter(name=suffixed(f"{base}_id", lookup), look="number", clause=clause(True, bool(lookup)))


def _references(name: str, a: Refs, table: Table, wrap: Wrap) -> Iterator[Filter]:
    target = spec_of(a.target)
    link = table.metadata.tables[f"{table.name}_{a.name}"]
    single = name.removesuffix("es") if name.endswith(("sses", "xes")) else name.removesuffix("s")

    def inner(condition: ColumnElement[bool]) -> ColumnElement[bool]:
        return wrap(table.c.id.in_(select(link.c.source_id).where(condition)))

    for word in dict.fromkeys((single, name)):
        yield from _reference(word, target, link.c.target_id, inner, tree=target.is_tree)


def _tags(a: Refs, table: Table, wrap: Wrap) -> Iterator[Filter]:
    link = table.metadata.tables[f"{table.name}_{a.name}"]
    target = spec_of(a.target)

    def has(ids: Sequence[int]) -> ColumnElement[bool]:
        return table.c.id.in_(select(link.c.source_id).where(any_of(link.c.target_id, ids)))

    def clause(by_id: bool, mode: str) -> Callable[[Reader, Sequence[str]], ColumnElement[bool]]:
        def build(view: Reader, values: Sequence[str]) -> ColumnElement[bool]:
            if list(values) == [NULL]:
                none = ~table.c.id.in_(select(link.c.source_id))
                return wrap(none if mode != "n" else ~none)
            ids = existing(view, target, values) if by_id else named(view, target, values)
            if mode == "any":
                return wrap(has(ids))
            if mode == "n":
                return wrap(~has(ids))
            return wrap(and_(*(has([i]) for i in ids)))

        return build

    for mode in ("", "n", "any"):
        yield Filter(
            name=suffixed("tag", mode),
            look="reference",
            clause=clause(False, mode),
            description="Tag by slug; several must all be there.",
        )
        yield Filter(name=suffixed("tag_id", mode), look="number", clause=clause(True, mode))


def _count(name: str, a: Count, spec: Spec, wrap: Wrap) -> Iterator[Filter]:
    if a.cumulative or a.source not in load():
        return
    source = spec_of(a.source)
    via = source.attributes[a.via]
    table = spec.table
    if isinstance(via, Refs):
        link = source.table.metadata.tables[f"{source.table.name}_{a.via}"]
        counted = select(func.count()).select_from(link).where(link.c.target_id == table.c.id).scalar_subquery()
    else:
        condition = source.table.c[via.columns[-1]] == table.c.id
        if isinstance(via, AnyRef):
            condition = and_(source.table.c[via.columns[0]] == spec.key, condition)
        other = source.table if source is not spec else source.table.alias()
        if other is not source.table:
            condition = other.c[via.columns[-1]] == table.c.id
        counted = select(func.count()).select_from(other).where(condition).correlate(table).scalar_subquery()
    for lookup, test in LOOKUPS[Look.NUMBER].items():
        if lookup != "empty":
            yield Filter(
                name=suffixed(name, lookup),
                look="number",
                clause=plain(counted, test if lookup else equal_any, whole, wrap),
            )


def _declared(spec: Spec, behaviour: Behaviour) -> Filter:
    adapter = TypeAdapter(behaviour.type)
    look = {bool: "boolean", int: "number"}.get(behaviour.type, "text")

    def build(view: Reader, values: Sequence[str]) -> ColumnElement[bool]:
        try:
            typed = [adapter.validate_python(v) for v in values]
        except ValidationError as error:
            raise Invalid(f"{error.errors()[0]['msg']}.") from None
        if not all(is_storable(v) for v in typed if isinstance(v, int)):
            raise Invalid("Enter a number that is not as large.")
        return cast("ColumnElement[bool]", behaviour.function(spec.table, typed))

    return Filter(name=behaviour.name, look=look, clause=build, description=(behaviour.function.__doc__ or "").strip())


def _search(spec: Spec) -> Callable[[Reader, Sequence[str]], ColumnElement[bool]]:
    columns: list[tuple[Any, Wrap]] = []
    for name in spec.meta.search:
        *hops, last = name.split(".")
        at, wraps = spec, []
        for hop in hops:
            at, wrap = _hop(at, hop)
            wraps.append(wrap)
        a = at.attributes.get(last)
        if isinstance(a, Scalar) and a.look not in (Look.JSON,):
            column = at.table.c[last]
            text = column if column.type.python_type is str else sql_cast(column, TextType)
            columns.append((text, wraps[0] if wraps else (lambda c: c)))
        elif isinstance(a, Ref):
            target = spec_of(a.target)
            if "name" in target.table.c:
                reference, inner = at.table.c[a.columns[0]], target.table
                columns.append((inner.c.name, partial(_behind, reference, inner)))

    def build(view: Reader, values: Sequence[str]) -> ColumnElement[bool]:
        text = values[-1].strip()
        if not text:
            return literal_column("1") == 1
        return or_(*(wrap(column.icontains(text, autoescape=True)) for column, wrap in columns))

    return build


def _behind(reference: Any, table: Table, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return cast("ColumnElement[bool]", reference.in_(select(table.c.id).where(condition)))


def _key(spec: Spec) -> Callable[[Reader, Sequence[str]], ColumnElement[bool]]:
    def build(view: Reader, values: Sequence[str]) -> ColumnElement[bool]:
        ids: list[int] = []
        for value in values:
            ids += Keys(view).candidates(spec, value)
        return any_of(spec.table.c.id, ids)

    return build


def _by_request(spec: Spec, actions: Sequence[str]) -> Callable[[Reader, Sequence[str]], ColumnElement[bool]]:
    change, commit = ObjectChange.table(), Commit.table()
    return lambda view, values: spec.table.c.id.in_(
        select(change.c.changed_object_id).where(
            change.c.changed_object_type == spec.key,
            change.c.action.in_(actions),
            change.c.commit_id.in_(select(commit.c.id).where(any_of(commit.c.request_id, values))),
        )
    )
