"""Rows to JSON in NetBox's shape: compiled once for a model; a page of it costs a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any

import orjson
from sqlalchemy import ColumnElement, select

from groundplan_server.language.attributes import (
    AnyRef,
    Attribute,
    Backrefs,
    Choice,
    Computed,
    Count,
    FirstOf,
    Follow,
    Look,
    Parts,
    Ref,
    Refs,
    Scalar,
)
from groundplan_server.language.columns import listed
from groundplan_server.registry import load, spec_of
from groundplan_server.spec import Spec
from groundplan_server.store.reading import Reading
from groundplan_server.store.records import FORMATTER, Cohort, Record, display
from groundplan_server.store.texts import json_text, moment_text

from . import steps
from .encoding import Fragment, dumps
from .steps import Rows, Step

#: Beyond this many objects of one model in brief, memory is worth more than the time to read them again.
_MANY = 50_000


@dataclass
class Page:
    """What the steps of one answer share: the reading, this server's address, and the objects shown in brief so far."""

    reading: Reading
    base: str = ""
    briefs: dict[str, dict[int, Any]] = field(default_factory=dict)
    #: What is known of the stored rows of the page that is being written.
    parts: list[dict[str, Any]] = field(default_factory=list)
    cohort: Cohort | None = None

    def records(self, spec: Spec) -> list[Record]:
        """The objects of the page that is being written, for functions that compute from them."""
        if self.cohort is None:
            self.cohort = Cohort(self.reading.view, spec)
            for part in self.parts:
                self.cohort.add_part(part)
        return self.cohort.records

    def brief(self, target: Spec, ids: Iterable[int]) -> dict[int, Any]:
        """Objects as they are shown inside others, as ready JSON."""
        known = self.briefs.get(target.key)
        if known is None:
            known = self.briefs[target.key] = self._known(target)
        missing = [id for id in set(ids) if id not in known]
        if missing:
            known.update(self._made(target, missing))
        return known

    def _known(self, target: Spec) -> dict[int, Any]:
        """What is remembered of a model; only for those who see everything, since they are all shown the same."""
        models = brief_models(target) if self.reading.actor.is_superuser else None
        if models is None:
            return {}
        known: dict[int, Any] = self.reading.view.keep(("brief", target.key, self.base), models, dict)
        if len(known) > _MANY:
            known.clear()
        return known

    def _made(self, target: Spec, ids: list[int]) -> dict[int, Any]:
        shape = wire(target, "brief", self.reading.connection.dialect.name)
        seen = set(ids) if self.reading.sees_all(target) else self.reading.may_see(target, ids)
        rows = self.reading.by_id(shape.by_id, list(seen)) if seen else []
        made = {row["id"]: Fragment(dumps(row)) for row in shape.page(self, rows)}
        for id in ids:
            # What the reader may not see still has a number, and nothing else.
            made.setdefault(id, Fragment(dumps(shape.hidden(self, id))))
        return made


@cache
def brief_models(spec: Spec) -> frozenset[str] | None:
    """The models that a brief view of an object is made from; None where that cannot be told."""
    found = {spec.key}
    for name in spec.meta.brief:
        match spec.attributes.get(name):
            case Ref(target=target):
                inner = brief_models(spec_of(target)) if target != spec.key else frozenset()
                if inner is None:
                    return None
                found |= inner
            case Count(source=source):
                found.add(source)
            case Scalar() | None:
                pass
            case _:
                return None
    for pattern in spec.meta.display:
        for _, path, _, _ in FORMATTER.parse(pattern):
            at = spec
            for part in (path or "").split("."):
                attribute = at.attributes.get(part)
                if isinstance(attribute, Ref):
                    at = spec_of(attribute.target)
                    found.add(at.key)
                    found |= {t for p in at.meta.display for t in _display_models(at, p)}
    return frozenset(found)


def _display_models(spec: Spec, pattern: str) -> set[str]:
    return {
        a.target
        for _, path, _, _ in FORMATTER.parse(pattern)
        if isinstance(a := spec.attributes.get((path or "").split(".")[0]), Ref)
    }


class Wire:
    """How one model is written, with these attributes."""

    def __init__(self, spec: Spec, attributes: Sequence[Attribute], dialect: str, *, is_brief: bool) -> None:
        self.spec = spec
        self.dialect = dialect
        self.keys: list[str] = ["id"]
        self.columns: list[ColumnElement[Any]] = [spec.table.c.id]
        self.steps: list[Step] = []
        self.template: dict[str, Any] = dict.fromkeys(
            ("id", "url", "display") if is_brief else ("id", "url", "display_url", "display")
        )
        self._display = _Display(self)
        self.counts: list[Count] = []
        for a in attributes:
            self._add(a)
        if self.counts:
            self.steps.append(steps.counts(spec, tuple(self.counts)))
        if spec.is_tree:
            self.template["_depth"] = 0
            self.steps.append(steps.depth(spec))
        self.steps.append(self._display.step)
        self.shown = tuple(a.name for a in attributes)
        self.by_id = select(*self.columns).where(listed(spec.table.c.id))
        self.computes = any(isinstance(a, Computed) for a in attributes)
        stored = {"id": 0}
        self.stored_json: list[str] = []
        for a in attributes:
            if isinstance(a, Scalar) and a.look is not Look.MOMENT:
                stored[a.name] = self.keys.index(a.name)
                if a.look is Look.JSON:
                    self.stored_json.append(a.name)
            elif isinstance(a, Ref | AnyRef):
                names = (a.name,) if isinstance(a, Ref) else a.columns
                stored |= {column: self.keys.index(key) for column, key in zip(a.columns, names, strict=True)}
        self.stored = tuple(stored)
        # One place more than there are names, since of a single one it would not give a tuple.
        self.pick = itemgetter(*stored.values(), 0)

    def column(self, key: str, column: ColumnElement[Any]) -> None:
        """Select a column under a key, once."""
        if key not in self.keys:
            self.keys.append(key)
            self.columns.append(column)

    def page(self, page: Page, rows: Sequence[Any]) -> Rows:
        """A page of rows as dicts that `dumps` writes."""
        keys, template = self.keys, self.template
        out: Rows = []
        for row in rows:
            entry = template.copy()
            entry.update(zip(keys, row, strict=True))
            out.append(entry)
        if not out:
            return out
        ids = [entry["id"] for entry in out]
        around = page.parts, page.cohort
        if self.computes:
            page.parts, page.cohort = [self._part(row) for row in rows], None
        api, ui = f"{page.base}{self.spec.url}", f"{page.base}{self.spec.url.replace('/api/', '/', 1)}"
        shows_ui = "display_url" in template
        for entry in out:
            entry["url"] = f"{api}{entry['id']}/"
            if shows_ui:
                entry["display_url"] = f"{ui}{entry['id']}/"
        for step in self.steps:
            step(page, out, ids)
        page.parts, page.cohort = around
        extra = [key for key in out[0] if key.startswith(" ")]
        for key in extra:
            for entry in out:
                del entry[key]
        return out

    def _part(self, row: Any) -> dict[str, Any]:
        """What of a stored row was selected anyway, for functions that compute from it."""
        part = dict(zip(self.stored, self.pick(row), strict=False))
        for column in self.stored_json:
            part[column] = None if part[column] is None else orjson.loads(part[column])
        return part

    def hidden(self, page: Page, id: int) -> dict[str, Any]:
        """An object that the reader may not see."""
        entry = self.template | {
            "id": id,
            "url": f"{page.base}{self.spec.url}{id}/",
            "display": f"{self.spec.label} {id}",
        }
        for name in self.shown:
            a = self.spec.attributes[name]
            if isinstance(a, Scalar) and a.look is Look.TEXT and not a.nullable:
                entry[name] = ""
        return {k: v for k, v in entry.items() if not k.startswith(" ")}

    def _add(self, a: Attribute) -> None:
        name, table = a.name, self.spec.table
        match a:
            case Scalar():
                self.template[name] = None
                column: ColumnElement[Any] = table.c[name]
                if a.look is Look.MOMENT:
                    column = moment_text(column, self.dialect)
                elif a.look is Look.JSON:
                    column = json_text(column)
                self.column(name, column)
                if isinstance(a, Choice):
                    self.steps.append(steps.choice(a))
                elif name == "custom_fields":
                    self.steps.append(steps.custom_fields(self.spec))
                elif a.look is Look.JSON:
                    self.steps.append(steps.json_text(name))
            case Ref():
                self.template[name] = None
                self.column(name, table.c[a.columns[0]])
                self.steps.append(steps.ref(name, a.target))
            case AnyRef():
                kind, number = a.columns
                self.template |= {kind: None, number: None, name: None}
                self.column(kind, table.c[kind])
                self.column(number, table.c[number])
                self.steps.append(steps.any_ref(name, kind, number))
            case Refs():
                self.template[name] = ()
                self.steps.append(steps.refs(self.spec, a))
            case Count():
                self.template[name] = 0
                if a.source in load():
                    self.counts.append(a)
            case Backrefs():
                self.template[name] = ()
                if a.source in load():
                    self.steps.append(steps.backrefs(self.spec, a))
            case Parts():
                self.template[name] = ()
                self.steps.append(steps.parts(self.spec, a))
            case FirstOf():
                self.template[name] = None
                first = self.spec.attributes[a.names[0]]
                keys = []
                for n in a.names:
                    keys.append(f" {n}")
                    self.column(f" {n}", table.c[self.spec.attributes[n].columns[0]])
                assert isinstance(first, Ref)
                self.steps += [steps.first_of(name, keys), steps.ref(name, first.target)]
            case Follow():
                self.template[name] = None
                head, *rest = a.path.split(".")
                self.column(f" {head}", table.c[self.spec.attributes[head].columns[0]])
                self.steps.append(steps.follow(self.spec, name, head, rest, self.dialect))
            case Computed():
                self.template[name] = None
                self.steps.append(steps.computed(self.spec, a))


class _Display:
    """Writes `display` from columns of the row where the formats allow it, and through references where they do not."""

    def __init__(self, shape: Wire) -> None:
        self.spec = shape.spec
        self.formats: list[list[tuple[str, str]] | None] = []
        for pattern in shape.spec.meta.display:
            parts: list[tuple[str, str]] | None = []
            for literal, path, _, _ in FORMATTER.parse(pattern):
                if path and path != "id" and not isinstance(shape.spec.attributes.get(path), Scalar):
                    parts = None
                    break
                key = "" if not path else "id" if path == "id" else f" {path}"
                if path and path != "id":
                    shape.column(f" {path}", shape.spec.table.c[path])
                parts.append((literal, key))  # type: ignore[union-attr]
            self.formats.append(parts)

    def step(self, page: Page, out: Rows, ids: list[int]) -> None:
        hard: list[dict[str, Any]] = []
        for entry in out:
            for parts in self.formats:
                if parts is None:
                    hard.append(entry)
                    break
                text = ""
                for literal, key in parts:
                    if not key:
                        text += literal
                        continue
                    value = entry[key]
                    if value is None or value == "":
                        break
                    text += f"{literal}{value}"
                else:
                    entry["display"] = text
                    break
            else:
                entry["display"] = f"{self.spec.label} {entry['id']}"
        if hard:
            cohort = Cohort(page.reading.view, self.spec)
            for entry, record in [(entry, cohort.add(entry["id"])) for entry in hard]:
                entry["display"] = display(record)


@lru_cache(maxsize=1024)
def wire(spec: Spec, which: str, dialect: str, names: tuple[str, ...] = ()) -> Wire:
    """The representation of a model: "full", "brief", or "chosen" with these attributes."""
    shown = [a for a in spec.attributes.values() if not (isinstance(a, Scalar) and (a.secret or a.hidden))]
    if which == "brief":
        return Wire(spec, [spec.attributes[n] for n in spec.meta.brief if n != "id"], dialect, is_brief=True)
    if which == "chosen":
        return Wire(spec, [spec.attributes[n] for n in names], dialect, is_brief=False)
    return Wire(
        spec,
        [a for a in shown if not (isinstance(a, Computed) and a.costly)] if which == "list" else shown,
        dialect,
        is_brief=False,
    )


def represented(
    page: Page, spec: Spec, ids: Sequence[int], which: str = "full", names: tuple[str, ...] = ()
) -> list[dict[str, Any]]:
    """These objects, in this order."""
    shape = wire(spec, which, page.reading.connection.dialect.name, names)
    rows = page.reading.by_id(shape.by_id, ids)
    by_id = {entry["id"]: entry for entry in shape.page(page, rows)}
    return [by_id[id] for id in ids if id in by_id]
