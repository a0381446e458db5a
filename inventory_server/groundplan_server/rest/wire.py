"""Rows to JSON in NetBox's shape. A model's representation is compiled once; a page of it costs a fixed number of statements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
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
from groundplan_server.language.columns import any_of, listed
from groundplan_server.language.values import plain
from groundplan_server.registry import load, spec_of
from groundplan_server.spec import Spec
from groundplan_server.store.custom_fields import known_fields
from groundplan_server.store.reading import Reading
from groundplan_server.store.records import FORMATTER, Cohort, Record, display
from groundplan_server.store.texts import json_text, moment_text

Fragment = orjson.Fragment
Rows = list[dict[str, Any]]
#: Completes the dicts of a page in place.
Step = Callable[["Page", Rows, list[int]], None]


@dataclass
class Page:
    """What the steps of one answer share: the reading, the address of this server, and the objects already shown in brief."""

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
        """What is remembered of a model; only of those who see everything, whose answers are the same for all of them."""
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


def dumps(value: Any) -> bytes:
    """JSON as we send it."""
    return orjson.dumps(value, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS, default=_default)


def _default(value: Any) -> Any:
    if isinstance(value, Record):
        return {"id": value.id, "url": f"{value.spec_.url}{value.id}/", "display": str(value)}
    raise TypeError(type(value).__name__)


#: Beyond this many objects of one model in brief, memory is worth more than the time to read them again.
_MANY = 50_000


@lru_cache(maxsize=None)
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
    return {a.target for _, path, _, _ in FORMATTER.parse(pattern) if isinstance(a := spec.attributes.get((path or "").split(".")[0]), Ref)}


class Wire:
    """How one model is written, with these attributes."""

    def __init__(self, spec: Spec, attributes: Sequence[Attribute], dialect: str, *, is_brief: bool) -> None:
        self.spec = spec
        self.dialect = dialect
        self.keys: list[str] = ["id"]
        self.columns: list[ColumnElement[Any]] = [spec.table.c.id]
        self.steps: list[Step] = []
        self.template: dict[str, Any] = dict.fromkeys(("id", "url", "display") if is_brief else ("id", "url", "display_url", "display"))
        self._display = _Display(self)
        self.counts: list[Count] = []
        for a in attributes:
            self._add(a)
        if self.counts:
            self.steps.append(_counts(spec, tuple(self.counts)))
        if spec.is_tree:
            self.template["_depth"] = 0
            self.steps.append(_depth(spec))
        self.steps.append(self._display.step)
        self.shown = tuple(a.name for a in attributes)
        self.by_id = select(*self.columns).where(listed(spec.table.c.id))
        self.computes = any(isinstance(a, Computed) for a in attributes)
        self.stored = {"id": 0}
        self.stored_json: list[str] = []
        for a in attributes:
            if isinstance(a, Scalar) and a.look is not Look.MOMENT:
                self.stored[a.name] = self.keys.index(a.name)
                if a.look is Look.JSON:
                    self.stored_json.append(a.name)
            elif isinstance(a, Ref | AnyRef):
                names = (a.name,) if isinstance(a, Ref) else a.columns
                self.stored |= {column: self.keys.index(key) for column, key in zip(a.columns, names, strict=True)}

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
        part = {column: row[place] for column, place in self.stored.items()}
        for column in self.stored_json:
            part[column] = None if part[column] is None else orjson.loads(part[column])
        return part

    def hidden(self, page: Page, id: int) -> dict[str, Any]:
        """An object that the reader may not see."""
        entry = self.template | {"id": id, "url": f"{page.base}{self.spec.url}{id}/", "display": f"{self.spec.label} {id}"}
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
                column = table.c[name]
                if a.look is Look.MOMENT:
                    column = moment_text(column, self.dialect)
                elif a.look is Look.JSON:
                    column = json_text(column)
                self.column(name, column)
                if isinstance(a, Choice):
                    self.steps.append(_choice(a))
                elif name == "custom_fields":
                    self.steps.append(_custom_fields(self.spec))
                elif a.look is Look.JSON:
                    self.steps.append(_json(name))
            case Ref():
                self.template[name] = None
                self.column(name, table.c[a.columns[0]])
                self.steps.append(_ref(name, a.target))
            case AnyRef():
                kind, number = a.columns
                self.template |= {kind: None, number: None, name: None}
                self.column(kind, table.c[kind])
                self.column(number, table.c[number])
                self.steps.append(_any_ref(name, kind, number))
            case Refs():
                self.template[name] = ()
                self.steps.append(_refs(self.spec, a))
            case Count():
                self.template[name] = 0
                if a.source in load():
                    self.counts.append(a)
            case Backrefs():
                self.template[name] = ()
                if a.source in load():
                    self.steps.append(_backrefs(self.spec, a))
            case Parts():
                self.template[name] = ()
                self.steps.append(_parts(self.spec, a))
            case FirstOf():
                self.template[name] = None
                first = self.spec.attributes[a.names[0]]
                keys = []
                for n in a.names:
                    column = self.spec.attributes[n].columns[0]
                    keys.append(f" {n}")
                    self.column(f" {n}", table.c[column])
                assert isinstance(first, Ref)
                self.steps += [_first_of(name, keys), _ref(name, first.target)]
            case Follow():
                self.template[name] = None
                head, *rest = a.path.split(".")
                self.column(f" {head}", table.c[self.spec.attributes[head].columns[0]])
                self.steps.append(_follow(self.spec, name, head, rest, self.dialect))
            case Computed():
                self.template[name] = None
                self.steps.append(_computed(self.spec, a))


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
    return Wire(spec, [a for a in shown if not (isinstance(a, Computed) and a.costly)] if which == "list" else shown, dialect, is_brief=False)


# Steps


def choice_entry(member: Any) -> dict[str, Any]:
    """A choice as NetBox writes it."""
    return {"value": member.value, "label": member.label}


def _choice(a: Choice) -> Step:
    name, known = a.name, {m.value: Fragment(dumps(choice_entry(m))) for m in a.choices}

    def step(page: Page, out: Rows, ids: list[int]) -> None:
        for entry in out:
            value = entry[name]
            if value is not None:
                entry[name] = known.get(value) or {"value": value, "label": str(value)}

    return step


def _json(name: str) -> Step:
    def step(page: Page, out: Rows, ids: list[int]) -> None:
        for entry in out:
            if entry[name] is not None:
                entry[name] = Fragment(entry[name])

    return step


def _custom_fields(spec: Spec) -> Step:
    def step(page: Page, out: Rows, ids: list[int]) -> None:
        fields = known_fields(page.reading.view, spec)
        if not fields:
            empty = Fragment(b"{}")
            for entry in out:
                entry["custom_fields"] = empty
            return
        blank = dict.fromkeys(fields)
        values = [blank | {k: v for k, v in orjson.loads(entry["custom_fields"] or b"{}").items() if k in blank} for entry in out]
        for name, definition in fields.items():
            if definition.type in ("object", "multiobject") and definition.related_object_type in load():
                target = spec_of(definition.related_object_type)
                wanted = {i for v in values for i in (v[name] if isinstance(v[name], list) else [v[name]]) if isinstance(i, int)}
                briefs = page.brief(target, wanted)
                for v in values:
                    v[name] = [briefs[i] for i in v[name]] if isinstance(v[name], list) else briefs.get(v[name])
        for entry, value in zip(out, values, strict=True):
            entry["custom_fields"] = value

    return step


def _ref(name: str, target: str) -> Step:
    def step(page: Page, out: Rows, ids: list[int]) -> None:
        wanted = {entry[name] for entry in out}
        wanted.discard(None)
        if wanted:
            briefs = page.brief(spec_of(target), wanted)
            for entry in out:
                id = entry[name]
                if id is not None:
                    entry[name] = briefs[id]

    return step


def _any_ref(name: str, kind: str, number: str) -> Step:
    def step(page: Page, out: Rows, ids: list[int]) -> None:
        by_kind: dict[str, set[int]] = {}
        for entry in out:
            if entry[kind] is not None and entry[number] is not None:
                by_kind.setdefault(entry[kind], set()).add(entry[number])
        briefs = {key: page.brief(spec_of(key), wanted) for key, wanted in by_kind.items() if key in load()}
        for entry in out:
            if entry[kind] in briefs:
                entry[name] = briefs[entry[kind]].get(entry[number])

    return step


def _refs(spec: Spec, a: Refs) -> Step:
    def step(page: Page, out: Rows, ids: list[int]) -> None:
        links = page.reading.links(spec, a, ids)
        if links:
            briefs = page.brief(spec_of(a.target), {t for targets in links.values() for t in targets})
            for entry in out:
                targets = links.get(entry["id"])
                if targets:
                    entry[a.name] = [briefs[t] for t in targets]

    return step


def _counts(spec: Spec, attributes: Sequence[Count]) -> Step:
    def step(page: Page, out: Rows, ids: list[int]) -> None:
        for name, counts in page.reading.counts(spec, attributes, ids).items():
            if counts:
                for entry in out:
                    entry[name] = counts.get(entry["id"], 0)

    return step


def _backrefs(spec: Spec, a: Backrefs) -> Step:
    def step(page: Page, out: Rows, ids: list[int]) -> None:
        source = spec_of(a.source)
        pointing = page.reading.pointing(spec, source, a.via, ids)
        if pointing:
            briefs = page.brief(source, {t for found in pointing.values() for t in found})
            for entry in out:
                if entry["id"] in pointing:
                    entry[a.name] = [briefs[t] for t in pointing[entry["id"]]]

    return step


def _parts(spec: Spec, a: Parts) -> Step:
    def step(page: Page, out: Rows, ids: list[int]) -> None:
        source = spec_of(a.source)
        via = source.table.c[source.attributes[a.via].columns[0]]
        columns = [source.table.c[source.attributes[n].columns[0]] for _, n in a.entries]
        names = [k for k, _ in a.entries]
        found: dict[int, list[dict[str, Any]]] = {}
        statement = select(via, *columns).where(any_of(via, ids)).order_by(via, columns[0])
        for row in page.reading.connection.execute(statement):
            found.setdefault(row[0], []).append(dict(zip(names, row[1:], strict=True)))
        for entry in out:
            entry[a.name] = found.get(entry["id"], ())

    return step


def _first_of(name: str, keys: Sequence[str]) -> Step:
    def step(page: Page, out: Rows, ids: list[int]) -> None:
        for entry in out:
            entry[name] = next((entry[key] for key in keys if entry[key] is not None), None)

    return step


def _follow(spec: Spec, name: str, head: str, rest: Sequence[str], dialect: str) -> Step:
    def step(page: Page, out: Rows, ids: list[int]) -> None:
        at = spec_of(spec.targets(head)[0])
        values: dict[Any, Any] = {entry[f" {head}"]: entry[f" {head}"] for entry in out}
        for hop in rest:
            attribute = at.attributes[hop]
            column = at.table.c[attribute.columns[0]]
            wanted = [v for v in set(values.values()) if v is not None]
            found = dict(page.reading.connection.execute(select(at.table.c.id, column).where(any_of(at.table.c.id, wanted))).all()) if wanted else {}
            values = {start: found.get(v) for start, v in values.items()}
            if isinstance(attribute, Ref):
                at = spec_of(attribute.target)
        for entry in out:
            entry[name] = plain(values[entry[f" {head}"]])

    return step


def _computed(spec: Spec, a: Computed) -> Step:
    def step(page: Page, out: Rows, ids: list[int]) -> None:
        records = page.records(spec)
        written: dict[int, Any] = {}
        values = a.function(page.reading.view, records)
        for entry, value in zip(out, values, strict=True):
            # Objects often share one value (a merged context): it is written once.
            if isinstance(value, dict | list) and value:
                entry[a.name] = written.get(id(value)) or written.setdefault(id(value), Fragment(dumps(briefly(page, value))))
            else:
                entry[a.name] = briefly(page, value) if isinstance(value, Record) else value

    return step


def briefly(page: Page, value: Any) -> Any:
    """A value in which records, at most one level deep, are shown as other answers show them."""
    if isinstance(value, Record):
        return page.brief(value.spec_, [value.id])[value.id]
    if isinstance(value, dict):
        return {k: briefly(page, v) if isinstance(v, Record) else v for k, v in value.items()}
    if isinstance(value, list):
        return [briefly(page, v) if isinstance(v, Record) else v for v in value]
    return value


def _depth(spec: Spec) -> Step:
    def step(page: Page, out: Rows, ids: list[int]) -> None:
        depths = page.reading.depths(spec, ids)
        for entry in out:
            entry["_depth"] = depths.get(entry["id"], 0)

    return step


def represented(page: Page, spec: Spec, ids: Sequence[int], which: str = "full", names: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """These objects, in this order."""
    shape = wire(spec, which, page.reading.connection.dialect.name, names)
    rows = page.reading.by_id(shape.by_id, ids)
    by_id = {entry["id"]: entry for entry in shape.page(page, rows)}
    return [by_id[id] for id in ids if id in by_id]

