"""From `?site=ams1&name__ic=core` to a where clause. One compiler serves REST, permissions, events and pages.

Every filter of a model is derived from its spec: its attributes with their lookups, references by name and by id,
the dotted paths that `Meta.filters` names, tags, custom fields, and the functions declared with `@filters`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select

from groundplan_server.errors import Invalid, Problem, did_you_mean
from groundplan_server.language.columns import any_of
from groundplan_server.spec import Spec

from .actor import Actor
from .custom_field_filters import custom_field
from .custom_fields import known_fields
from .derived_filters import derived, of_path
from .filter_values import NULL, Filter
from .records import Reader

#: Parameters of every list that are not filters.
CONTROLS = frozenset(
    {
        "limit", "offset", "start", "brief", "fields", "omit", "exclude", "include", "ordering", "format",
        "at", "branch", "dry_run", "export",
    }
)  # fmt: skip


@dataclass
class Problems:
    """Collects what is wrong with the parameters of one request."""

    found: list[Problem] = field(default_factory=list)

    def raise_if_any(self) -> None:
        if self.found:
            raise Invalid(self.found)


@cache
def filters_of(spec: Spec) -> Mapping[str, Filter]:
    """Every filter of a model by name, custom fields apart."""
    made: dict[str, Filter] = {}
    for f in derived(spec):
        made.setdefault(f.name, f)
    return made


def where(
    view: Reader, spec: Spec, parameters: Mapping[str, Sequence[str]], *, strict: bool = True
) -> tuple[list[ColumnElement[bool]], list[str]]:
    """Conditions for all of these parameters, and the names that were ignored. Raises Invalid with the nearest name."""
    known = filters_of(spec)
    problems, clauses, ignored = Problems(), [], []
    for name, values in parameters.items():
        if name in CONTROLS:
            continue
        f = known.get(name) or custom_field(view, spec, name)
        if f is None:
            if strict:
                names = [*known, *(f"cf_{n}" for n in known_fields(view, spec))]
                problems.found.append(
                    Problem(f"There is no filter {name!r} for {spec.plural}.{did_you_mean(name, names)}", name)
                )
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
    """A permission's constraint as a condition: REST's filters, or NetBox's spelling (`site__name`, `status__in`)."""
    clauses: list[ColumnElement[bool]] = []
    for name, value in wanted.items():
        values = [
            str(actor.id) if v == "$user" else NULL if v is None else str(v).lower() if isinstance(v, bool) else str(v)
            for v in (value if isinstance(value, list) else [value])
        ]
        f = filters_of(spec).get(name) or custom_field(view, spec, name) or _by_path(spec, name)
        if f is None:
            raise Invalid(
                f"A permission for {spec.plural} has the constraint {name!r}, which is no filter of theirs."
                f"{did_you_mean(name, filters_of(spec))}"
            )
        clauses.append(f.clause(view, values))
    return and_(*clauses)


def permitted(view: Reader, spec: Spec, ids: Sequence[int], actor: Actor, action: str) -> set[int]:
    """Those of these objects that an actor may do this to."""
    condition = limited(view, spec, actor, action)
    if condition is None:
        return set(ids)
    return {row[0] for row in view.select(select(spec.table.c.id).where(any_of(spec.table.c.id, ids), condition))}


_DJANGO = {
    "in": "",
    "exact": "",
    "iexact": "ie",
    "contains": "ic",
    "icontains": "ic",
    "startswith": "isw",
    "istartswith": "isw",
    "endswith": "iew",
    "iendswith": "iew",
    "isnull": "empty",
}


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
        for f in of_path(spec, name, path):
            if f.name == (f"{name}__{lookup}" if lookup else name):
                return f
    except (KeyError, AttributeError):
        return None
    return None
