"""From `?site=ams1&name__ic=core` to a where clause. One compiler serves REST, permissions, events and pages.

Every filter of a model is derived from its spec: its attributes with their lookups, references by name and by id,
the dotted paths that `Meta.filters` names, tags, custom fields, and the functions declared with `@filters`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import ColumnElement, Table, and_, false, func, literal_column, or_, select
from sqlalchemy import Text as TextType
from sqlalchemy import cast as sql_cast

from groundplan_server.core.commit import Commit
from groundplan_server.core.object_change import ObjectChange
from groundplan_server.errors import Invalid, Problem, did_you_mean
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
from groundplan_server.registry import load, spec_of
from groundplan_server.shapes.inputs import adapter_of
from groundplan_server.spec import Spec

from .actor import Actor
from .custom_fields import known_fields
from .lookups import AS_TEXT, LOOKUPS, YES_OR_NO
from .records import Reader

#: What says "not set" where a name is expected.
NULL = "null"
#: Parameters of every list that are not filters.
CONTROLS = frozenset(
    {"limit", "offset", "start", "brief", "fields", "omit", "exclude", "include", "ordering", "format", "at", "branch", "dry_run", "export"}
)  # fmt: skip

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


@dataclass
class Problems:
    """Collects what is wrong with the parameters of one request."""

    found: list[Problem] = field(default_factory=list)

    def raise_if_any(self) -> None:
        if self.found:
            raise Invalid(self.found)


@lru_cache(maxsize=None)
def filters_of(spec: Spec) -> Mapping[str, Filter]:
    """Every filter of a model by name, custom fields apart."""
    made: dict[str, Filter] = {}
    for f in _all(spec):
        made.setdefault(f.name, f)
    return made


def where(view: Reader, spec: Spec, parameters: Mapping[str, Sequence[str]], *, strict: bool = True) -> tuple[list[ColumnElement[bool]], list[str]]:
    """Conditions for all of these parameters, and the names that were ignored. Raises Invalid that names the nearest."""
    known = filters_of(spec)
    problems, clauses, ignored = Problems(), [], []
    for name, values in parameters.items():
        if name in CONTROLS:
            continue
        f = known.get(name) or _custom_field(view, spec, name)
        if f is None:
            if strict:
                names = [*known, *(f"cf_{n}" for n in known_fields(view, spec))]
                problems.found.append(Problem(f"There is no filter {name!r} for {spec.plural}.{did_you_mean(name, names)}", name))
            else:
                ignored.append(name)
            continue
        try:
            clauses.append(f.clause(view, values))
        except Invalid as refusal:
            problems.found += [Problem(p.message, name) for p in refusal.problems]
    problems.raise_if_any()
    return clauses, ignored


# Permissions


def limited(view: Reader, spec: Spec, actor: Actor, action: str) -> ColumnElement[bool] | None:
    """The condition under which an actor may do this to an object; None where every object will do."""
    constraints = actor.limits(spec, action)
    if constraints is None:
        return None
    return or_(false(), *(constraint(view, spec, c, actor) for c in constraints))


def constraint(view: Reader, spec: Spec, wanted: Mapping[str, Any], actor: Actor) -> ColumnElement[bool]:
    """A permission's constraint as a condition: the filters of REST, or NetBox's spelling (`site__name`, `status__in`)."""
    clauses: list[ColumnElement[bool]] = []
    for name, value in wanted.items():
        values = [str(actor.id) if v == "$user" else NULL if v is None else str(v).lower() if isinstance(v, bool) else str(v) for v in (value if isinstance(value, list) else [value])]
        f = filters_of(spec).get(name) or _custom_field(view, spec, name) or _by_path(spec, name)
        if f is None:
            raise Invalid(f"A permission for {spec.plural} has the constraint {name!r}, which is no filter of theirs.{did_you_mean(name, filters_of(spec))}")
        clauses.append(f.clause(view, values))
    return and_(*clauses)


def permitted(view: Reader, spec: Spec, ids: Sequence[int], actor: Actor, action: str) -> set[int]:
    """Those of these objects that an actor may do this to."""
    condition = limited(view, spec, actor, action)
    if condition is None:
        return set(ids)
    return {row[0] for row in view.select(select(spec.table.c.id).where(any_of(spec.table.c.id, ids), condition))}


_DJANGO = {"in": "", "exact": "", "iexact": "ie", "contains": "ic", "icontains": "ic", "startswith": "isw", "istartswith": "isw", "endswith": "iew", "iendswith": "iew", "isnull": "empty"}


def _by_path(spec: Spec, name: str) -> Filter | None:
    """`site__region__slug` or `status__in`, as NetBox's permissions spell it."""
    *parts, last = name.split("__")
    lookup = ""
    if last in _DJANGO:
        lookup = _DJANGO[last]
    else:
        parts.append(last)
    path = ".".join(parts)
    try:
        for f in _of_path(spec, name, path):
            if f.name == (f"{name}__{lookup}" if lookup else name):
                return f
    except (KeyError, AttributeError):
        return None
    return None


# Derivation


def _all(spec: Spec) -> Iterator[Filter]:
    for behaviour in spec.behaves("filter"):
        yield _declared(spec, behaviour)
    for name, path in spec.meta.filters.items():
        yield from _of_path(spec, name, path)
    column = spec.table.c.id
    for lookup, test in LOOKUPS[Look.NUMBER].items():
        if lookup != "empty":
            yield Filter(name=_suffixed("id", lookup), look="number", clause=_plain(column, test, _whole))
    for a in spec.attributes.values():
        yield from _of_attribute(a.name, a, spec, lambda condition: condition)
    if spec.meta.search:
        yield Filter(name="q", look="text", clause=_search(spec), description="Searches the most telling attributes.")
    yield Filter(name="key", look="text", clause=_key(spec), description="The natural key, such as `ams1/sw1`.")
    if spec.is_tree:
        yield Filter(name="ancestor_id", look="number", clause=lambda v, ids: _below(spec, spec.table.c.parent_id, [_whole(i) for i in ids]))
        yield Filter(name="ancestor", look="text", clause=lambda v, names: _below(spec, spec.table.c.parent_id, _named(v, spec, names)))
    for name, actions in {"created_by_request": ("create",), "updated_by_request": ("update",), "modified_by_request": ("create", "update")}.items():
        yield Filter(name=name, look="text", clause=_by_request(spec, actions))


Wrap = Callable[[ColumnElement[bool]], ColumnElement[bool]]


def _of_path(spec: Spec, name: str, path: str) -> Iterator[Filter]:
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
        yield Filter(name=name, look="number", clause=_plain(at.table.c.id, LOOKUPS[Look.NUMBER][""], _whole, wrapped))
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
        return target, lambda inner: table.c.id.in_(select(link.c.source_id).where(link.c.target_id.in_(select(target.table.c.id).where(inner))))
    if name not in spec.relations:
        raise KeyError(name)
    way = spec.relations[name]
    source = spec_of(way.source)
    via = source.attributes[way.via]
    if isinstance(via, Refs):
        link = source.table.metadata.tables[f"{source.table.name}_{way.via}"]
        return source, lambda inner: table.c.id.in_(select(link.c.target_id).where(link.c.source_id.in_(select(source.table.c.id).where(inner))))
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
            yield from _reference(name, spec_of(a.target), table.c[a.columns[0]], wrap, tree=spec_of(a.target).is_tree and name != "parent")
        case AnyRef():
            kind, number = a.columns
            prefix = name if name != a.name else ""
            yield Filter(name=f"{prefix}_type" if prefix else kind, look="text", clause=_plain(table.c[kind], LOOKUPS[Look.TEXT][""], str, wrap), choices=a.targets)
            for lookup in ("", "n"):
                yield Filter(name=_suffixed(f"{prefix}_id" if prefix else number, lookup), look="number", clause=_plain(table.c[number], LOOKUPS[Look.NUMBER][lookup], _whole_or_null, wrap))
        case Refs() if a.name == "tags":
            yield from _tags(a, table, wrap)
        case Refs():
            yield from _references(name, a, table, wrap)
        case Count():
            yield from _count(name, a, spec, wrap)
        case Backrefs(source=source, via=via):
            pass
        case FirstOf() | Follow():
            pass


def _scalar(name: str, a: Scalar, column: Any, wrap: Wrap) -> Iterator[Filter]:
    choices = tuple(str(m.value) for m in a.choices) if isinstance(a, Choice) else ()
    numeric_choice = isinstance(a, Choice) and issubclass(a.choices, int)
    lookups = LOOKUPS[Look.NUMBER if numeric_choice else a.look]
    for lookup, test in lookups.items():
        if lookup in YES_OR_NO:
            yield Filter(name=_suffixed(name, lookup), look="boolean", clause=_plain(column, test, _yes_or_no, wrap))
        elif lookup in AS_TEXT:
            yield Filter(name=_suffixed(name, lookup), look="text", clause=_plain(column, test, str, wrap))
        else:
            yield Filter(name=_suffixed(name, lookup), look=a.look.value, clause=_plain(column, test, _parser(a), wrap), description=a.description, choices=choices)


def _reference(name: str, target: Spec, column: Any, wrap: Wrap, *, tree: bool) -> Iterator[Filter]:
    """`site=<slug>` and `site_id=<id>`, and their opposites; over a tree, descendants are meant as well."""

    def clause(by_id: bool, negated: bool) -> Callable[[Reader, Sequence[str]], ColumnElement[bool]]:
        def build(view: Reader, values: Sequence[str]) -> ColumnElement[bool]:
            given = [v for v in values if v not in (NULL, "")]
            ids = _existing(view, target, given) if by_id else _named(view, target, given)
            conditions: list[ColumnElement[bool]] = []
            if given:
                conditions.append(_below(target, column, ids) if tree else any_of(column, ids))
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
        yield Filter(name=_suffixed(base, lookup), look="reference", clause=clause(False, bool(lookup)), description=f"{target.label} by name or slug".capitalize())
        yield Filter(name=_suffixed(f"{base}_id", lookup), look="number", clause=clause(True, bool(lookup)))


def _references(name: str, a: Refs, table: Table, wrap: Wrap) -> Iterator[Filter]:
    target = spec_of(a.target)
    link = table.metadata.tables[f"{table.name}_{a.name}"]
    single = name.removesuffix("es") if name.endswith(("sses", "xes")) else name.removesuffix("s")

    def inner(condition: ColumnElement[bool]) -> ColumnElement[bool]:
        return wrap(table.c.id.in_(select(link.c.source_id).where(condition)))

    for word in dict.fromkeys((single, name)):
        for f in _reference(word, target, link.c.target_id, inner, tree=target.is_tree):
            yield f


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
            ids = _existing(view, target, values) if by_id else _named(view, target, values)
            if mode == "any":
                return wrap(has(ids))
            if mode == "n":
                return wrap(~has(ids))
            return wrap(and_(*(has([i]) for i in ids)))

        return build

    for mode in ("", "n", "any"):
        yield Filter(name=_suffixed("tag", mode), look="reference", clause=clause(False, mode), description="Tag by slug; several must all be there.")
        yield Filter(name=_suffixed("tag_id", mode), look="number", clause=clause(True, mode))


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
            yield Filter(name=_suffixed(name, lookup), look="number", clause=_plain(counted, test if lookup else _equal_any, _whole, wrap))


def _equal_any(column: Any, values: Sequence[Any]) -> ColumnElement[bool]:
    return or_(*(column == v for v in values))


def _declared(spec: Spec, behaviour: Behaviour) -> Filter:
    adapter = TypeAdapter(behaviour.type)
    look = {bool: "boolean", int: "number"}.get(behaviour.type, "text")

    def build(view: Reader, values: Sequence[str]) -> ColumnElement[bool]:
        try:
            typed = [adapter.validate_python(v) for v in values]
        except ValidationError as error:
            raise Invalid(f"{error.errors()[0]['msg']}.") from None
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
            text = column if a.look in (Look.TEXT, Look.CHOICE, Look.NETWORK, Look.ADDRESS) else sql_cast(column, TextType)
            columns.append((text, wraps[0] if wraps else (lambda c: c)))
        elif isinstance(a, Ref):
            target = spec_of(a.target)
            if "name" in target.table.c:
                reference, inner = at.table.c[a.columns[0]], target.table
                columns.append((inner.c.name, lambda c, r=reference, t=inner: r.in_(select(t.c.id).where(c))))

    def build(view: Reader, values: Sequence[str]) -> ColumnElement[bool]:
        text = values[-1].strip()
        if not text:
            return literal_column("1") == 1
        return or_(*(wrap(column.icontains(text, autoescape=True)) for column, wrap in columns))

    return build


def _key(spec: Spec) -> Callable[[Reader, Sequence[str]], ColumnElement[bool]]:
    def build(view: Reader, values: Sequence[str]) -> ColumnElement[bool]:
        from .keys import Keys

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


# Custom fields


def _custom_field(view: Reader, spec: Spec, name: str) -> Filter | None:
    if not name.startswith("cf_"):
        return None
    base, _, lookup = name[3:].partition("__")
    definition = known_fields(view, spec).get(base)
    if definition is None or definition.filter_logic == "disabled":
        return None
    column = spec.table.c.custom_fields[base]
    kind = definition.type
    if kind in ("integer", "decimal"):
        value, lookups, parse = column.as_float(), LOOKUPS[Look.NUMBER], float
    elif kind == "boolean":
        value, lookups, parse = column.as_boolean(), LOOKUPS[Look.BOOLEAN], _yes_or_no
    elif kind in ("multiselect", "multiobject", "json"):
        value, lookups, parse = sql_cast(column, TextType), {"": LOOKUPS[Look.TEXT]["ic"], **LOOKUPS[Look.TEXT]}, str
    else:
        loose = definition.filter_logic == "loose" and kind in ("text", "longtext", "url")
        value, parse = column.as_string(), str
        lookups = {**LOOKUPS[Look.TEXT], "": LOOKUPS[Look.TEXT]["ic"]} if loose else LOOKUPS[Look.TEXT]
    if lookup not in lookups:
        return None
    return Filter(name=name, look="text", clause=_plain(value, _equal_any if kind in ("integer", "decimal") and not lookup else lookups[lookup], _yes_or_no if lookup in YES_OR_NO else parse))


# Values


def _suffixed(name: str, lookup: str) -> str:
    return f"{name}__{lookup}" if lookup else name


def _plain(column: Any, test: Any, parse: Callable[[str], Any], wrap: Wrap = lambda condition: condition) -> Callable[[Reader, Sequence[str]], ColumnElement[bool]]:
    def build(view: Reader, values: Sequence[str]) -> ColumnElement[bool]:
        return wrap(test(column, [parse(v) for v in values]))

    return build


def _parser(a: Scalar) -> Callable[[str], Any]:
    members = {str(m.value).lower(): m.value for m in a.choices} if isinstance(a, Choice) else {}

    def parse(value: str) -> Any:
        if value == NULL and a.nullable:
            return None
        if isinstance(a, Choice):
            if value not in members and value.lower() not in members:
                raise Invalid(f"Select a valid choice. {value} is not one of the available choices.{did_you_mean(value, members)}")
            return members[value.lower()]
        if a.look is Look.TEXT:
            return value
        try:
            parsed = (_TYPED.get(a.look) or adapter_of(a)).validate_python(value)
        except ValidationError as error:
            if a.look in (Look.NETWORK, Look.ADDRESS):
                return value
            sentence = {Look.NUMBER: "Enter a number.", Look.BOOLEAN: "Enter true or false.", Look.DATE: "Enter a valid date.", Look.MOMENT: "Enter a valid date and time."}
            raise Invalid(sentence.get(a.look, f"{error.errors()[0]['msg']}.")) from None
        return parsed

    return parse


def _whole(value: str) -> int:
    try:
        return int(value)
    except ValueError:
        raise Invalid("Enter a whole number.") from None


def _whole_or_null(value: str) -> int | None:
    return None if value == NULL else _whole(value)


def _yes_or_no(value: str) -> bool:
    if value.lower() in ("true", "1", "yes", "on"):
        return True
    if value.lower() in ("false", "0", "no", "off"):
        return False
    raise Invalid(f"{value!r} is neither true nor false.")


def _existing(view: Reader, target: Spec, values: Sequence[str]) -> list[int]:
    ids = [_whole(v) for v in values]
    there = {row[0] for row in view.select(select(target.table.c.id).where(any_of(target.table.c.id, ids)))} if ids else set()
    for id in ids:
        if id not in there:
            raise Invalid(f"Select a valid choice. {id} is not one of the available choices.")
    return ids


def _named(view: Reader, target: Spec, names: Sequence[str]) -> list[int]:
    """Ids of objects by what filters call them: slug, or name, or what else identifies them."""
    if not names:
        return []
    columns = [target.table.c[c] for c in target.meta.lookup if c in target.table.c] or [
        target.table.c[c] for c in ("slug", "name", "model", "username", "cid", "address", "prefix", "asn", "vid") if c in target.table.c
    ][:1]
    if not columns:
        return _keyed(view, target, names)
    is_number = columns[0].type.python_type is int
    wanted: list[Any] = [_whole(n) for n in names] if is_number else list(names)
    rows = view.select(select(target.table.c.id, *columns).where(or_(*(any_of(c, wanted) for c in columns))))
    known = {value for row in rows for value in row[1:]}
    for name in wanted:
        if name not in known:
            others = [str(row[0]) for row in view.select(select(columns[0]).limit(500))]
            raise Invalid(f"Select a valid choice. {name} is not one of the available choices.{did_you_mean(str(name), others)}")
    return [row[0] for row in rows]


def _keyed(view: Reader, target: Spec, keys: Sequence[str]) -> list[int]:
    """Ids of objects that have neither slug nor name, by their natural key."""
    from .keys import Keys

    ids: list[int] = []
    for key in keys:
        found = Keys(view).candidates(target, key)
        if not found:
            raise Invalid(f"Select a valid choice. {key} is not one of the available choices.")
        ids += found
    return ids


def _below(tree: Spec, column: Any, ids: Sequence[int]) -> ColumnElement[bool]:
    """The column holds one of these nodes, or a descendant of one."""
    start = select(tree.table.c.id).where(any_of(tree.table.c.id, ids)).cte("below", recursive=True)
    child = tree.table.alias()
    nodes = start.union_all(select(child.c.id).join(start, child.c.parent_id == start.c.id))
    return cast("ColumnElement[bool]", column.in_(select(nodes.c.id)))
