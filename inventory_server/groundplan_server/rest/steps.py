"""The steps by which rows become JSON: each completes one attribute of a page, with a fixed number of statements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import select

from groundplan_server.language.attributes import Backrefs, Choice, Computed, Count, Parts, Ref, Refs
from groundplan_server.language.columns import any_of
from groundplan_server.language.values import plain
from groundplan_server.registry import load, spec_of
from groundplan_server.spec import Spec
from groundplan_server.store.custom_fields import known_fields
from groundplan_server.store.records import Record

from .encoding import Fragment, dumps

if TYPE_CHECKING:
    from .wire import Page

Rows = list[dict[str, Any]]
#: Completes the dicts of a page in place.
Step = Callable[["Page", Rows, list[int]], None]


def choice_entry(member: Any) -> dict[str, Any]:
    """A choice as NetBox writes it."""
    return {"value": member.value, "label": member.label}


def choice(a: Choice) -> Step:
    name, known = a.name, {m.value: Fragment(dumps(choice_entry(m))) for m in a.choices}

    def step(page: Page, out: Rows, ids: list[int]) -> None:
        for entry in out:
            value = entry[name]
            if value is not None:
                entry[name] = known.get(value) or {"value": value, "label": str(value)}

    return step


def json_text(name: str) -> Step:
    def step(page: Page, out: Rows, ids: list[int]) -> None:
        for entry in out:
            if entry[name] is not None:
                entry[name] = Fragment(entry[name])

    return step


def custom_fields(spec: Spec) -> Step:
    def step(page: Page, out: Rows, ids: list[int]) -> None:
        fields = known_fields(page.reading.view, spec)
        if not fields:
            empty = Fragment(b"{}")
            for entry in out:
                entry["custom_fields"] = empty
            return
        blank = dict.fromkeys(fields)
        values = [
            blank | {k: v for k, v in orjson.loads(entry["custom_fields"] or b"{}").items() if k in blank}
            for entry in out
        ]
        for name, definition in fields.items():
            if definition.type in ("object", "multiobject") and definition.related_object_type in load():
                target = spec_of(definition.related_object_type)
                wanted = {
                    i
                    for v in values
                    for i in (v[name] if isinstance(v[name], list) else [v[name]])
                    if isinstance(i, int)
                }
                briefs = page.brief(target, wanted)
                for v in values:
                    v[name] = [briefs[i] for i in v[name]] if isinstance(v[name], list) else briefs.get(v[name])
        for entry, value in zip(out, values, strict=True):
            entry["custom_fields"] = value

    return step


def ref(name: str, target: str) -> Step:
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


def any_ref(name: str, kind: str, number: str) -> Step:
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


def refs(spec: Spec, a: Refs) -> Step:
    def step(page: Page, out: Rows, ids: list[int]) -> None:
        links = page.reading.links(spec, a, ids)
        if links:
            briefs = page.brief(spec_of(a.target), {t for targets in links.values() for t in targets})
            for entry in out:
                targets = links.get(entry["id"])
                if targets:
                    entry[a.name] = [briefs[t] for t in targets]

    return step


def counts(spec: Spec, attributes: Sequence[Count]) -> Step:
    def step(page: Page, out: Rows, ids: list[int]) -> None:
        for name, counts in page.reading.counts(spec, attributes, ids).items():
            if counts:
                for entry in out:
                    entry[name] = counts.get(entry["id"], 0)

    return step


def backrefs(spec: Spec, a: Backrefs) -> Step:
    def step(page: Page, out: Rows, ids: list[int]) -> None:
        source = spec_of(a.source)
        pointing = page.reading.pointing(spec, source, a.via, ids)
        if pointing:
            briefs = page.brief(source, {t for found in pointing.values() for t in found})
            for entry in out:
                if entry["id"] in pointing:
                    entry[a.name] = [briefs[t] for t in pointing[entry["id"]]]

    return step


def parts(spec: Spec, a: Parts) -> Step:
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


def first_of(name: str, keys: Sequence[str]) -> Step:
    def step(page: Page, out: Rows, ids: list[int]) -> None:
        for entry in out:
            entry[name] = next((entry[key] for key in keys if entry[key] is not None), None)

    return step


def follow(spec: Spec, name: str, head: str, rest: Sequence[str], dialect: str) -> Step:
    def step(page: Page, out: Rows, ids: list[int]) -> None:
        at = spec_of(spec.targets(head)[0])
        values: dict[Any, Any] = {entry[f" {head}"]: entry[f" {head}"] for entry in out}
        for hop in rest:
            attribute = at.attributes[hop]
            column = at.table.c[attribute.columns[0]]
            wanted = [v for v in set(values.values()) if v is not None]
            found = (
                dict(
                    page.reading.connection.execute(
                        select(at.table.c.id, column).where(any_of(at.table.c.id, wanted))
                    ).all()
                )
                if wanted
                else {}
            )
            values = {start: found.get(v) for start, v in values.items()}
            if isinstance(attribute, Ref):
                at = spec_of(attribute.target)
        for entry in out:
            entry[name] = plain(values[entry[f" {head}"]])

    return step


def computed(spec: Spec, a: Computed) -> Step:
    def step(page: Page, out: Rows, ids: list[int]) -> None:
        records = page.records(spec)
        written: dict[int, Any] = {}
        values = a.function(page.reading.view, records)
        for entry, value in zip(out, values, strict=True):
            # Objects often share one value (a merged context): it is written once.
            if isinstance(value, dict | list) and value:
                entry[a.name] = written.get(id(value)) or written.setdefault(
                    id(value), Fragment(dumps(briefly(page, value)))
                )
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


def depth(spec: Spec) -> Step:
    def step(page: Page, out: Rows, ids: list[int]) -> None:
        depths = page.reading.depths(spec, ids)
        for entry in out:
            entry["_depth"] = depths.get(entry["id"], 0)

    return step
