"""From devices and virtual machines to hosts: a fixed number of statements for ten hosts or ten thousand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, select

from groundplan_server.language.attributes import Computed, Refs
from groundplan_server.language.columns import any_of
from groundplan_server.registry import spec_of
from groundplan_server.spec import Spec
from groundplan_server.store.reading import Reading
from groundplan_server.store.records import Record
from groundplan_server.store.rows import as_dicts

from .interfaces import interfaces_of
from .names import ADDRESSES, PLACES, Place

DEVICE, MACHINE = "dcim.device", "virtualization.virtualmachine"


@dataclass
class Wanted:
    """What an inventory is asked for."""

    variables: tuple[str, ...]
    groups: tuple[str, ...]
    interfaces: bool = False


@dataclass
class Inventory:
    """The answer, in the making."""

    hosts: dict[str, dict[str, Any]] = field(default_factory=dict)
    groups: dict[str, dict[str, Any]] = field(default_factory=dict)
    platforms: dict[str, dict[str, str]] = field(default_factory=dict)
    contexts: list[Any] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass
class _Shelf:
    """One small model read whole: what each of its objects is called, and what it lies in."""

    slugs: dict[int, str]
    labels: dict[int, str]
    parents: dict[int, int | None]
    onward: dict[str, dict[int, int | None]]


class Builder:
    """Reads what hosts have in common once, then turns each into an entry."""

    def __init__(self, reading: Reading, wanted: Wanted, base: str) -> None:
        self.reading = reading
        self.wanted = wanted
        self.base = base
        self.made = Inventory()
        self._shelves: dict[str, _Shelf] = {}
        self._context_numbers: dict[int, int | None] = {}
        self._kept: list[Any] = []

    def add(self, spec: Spec, conditions: Sequence[ColumnElement[bool]]) -> None:
        """Add the objects of a model that match."""
        view = self.reading.view
        order = [spec.table.c["name_sort" if "name_sort" in spec.table.c else "name"], spec.table.c.id]
        records = view.records(spec, *conditions, *self.reading.visible(spec), order=order)
        rows = [r.row_ for r in records if r.row_ is not None]
        ids = [r.id for r in records]
        finders = {kind: self._finder(spec, place) for kind, place in PLACES.items() if kind in self._kinds()}
        addresses = self._addresses(spec, rows)
        tags = self._tags(spec, ids)
        contexts = self._contexts(spec, records)
        interfaces = interfaces_of(self.reading, spec, ids) if self.wanted.interfaces else None
        names = self._names(spec, records)
        plain = [v for v in self.wanted.variables if v in spec.table.c and v not in finders]
        placed = [
            (v, "device_role" if v == "role" else v) for v in self.wanted.variables if (v in PLACES or v == "role")
        ]
        platform_of = finders.get("platform") or self._finder(spec, PLACES["platform"])
        platforms = self._shelf(PLACES["platform"])
        for row, name, context in zip(rows, names, contexts, strict=True):
            id = row["id"]
            where = {kind: find(row) for kind, find in finders.items()}
            variables = {v: row[v] for v in plain}
            for v, kind in placed:
                at = where[kind]
                variables[v] = None if at is None else self._shelves[PLACES[kind].model].slugs.get(at)
            if "tags" in self.wanted.variables:
                variables["tags"] = tags.get(id, [])
            for v in ADDRESSES:
                if v in self.wanted.variables:
                    variables[v] = addresses(row, v)
            if "url" in self.wanted.variables:
                variables["url"] = f"{self.base}{spec.url}{id}/"
            primary = addresses(row, "primary_ip")
            platform = platform_of(row)
            slug = None if platform is None else platforms.slugs.get(platform)
            if platform is not None and slug is not None and slug not in self.made.platforms:
                self.made.platforms[slug] = {}
            host = {
                "id": id,
                "model": spec.key,
                "hostname": primary.partition("/")[0] if primary else None,
                "platform": slug,
                "groups": self._groups(where, row, tags.get(id, ())),
                "context": context,
                "vars": variables,
            }
            if interfaces is not None:
                host["interfaces"] = interfaces.get(id, [])
            self.made.hosts[name] = host

    def finish(self) -> Inventory:
        """The whole inventory."""
        self._drivers()
        return self.made

    def _kinds(self) -> set[str]:
        kinds = {g for g in self.wanted.groups if g in PLACES}
        return kinds | {
            "device_role" if v == "role" else v for v in self.wanted.variables if v in PLACES or v == "role"
        }

    # Places

    def _shelf(self, place: Place) -> _Shelf:
        if place.model not in self._shelves:
            spec = spec_of(place.model)
            columns = [
                c
                for c in (place.slug, place.label, "parent_id", "region_id", "group_id", "type_id", "manufacturer_id")
                if c in spec.table.c
            ]
            statement = select(spec.table.c.id, *(spec.table.c[c] for c in dict.fromkeys(columns)))
            found = as_dicts(self.reading.connection.execute(statement))
            visible = (
                set(self.reading.may_see(spec, [r["id"] for r in found])) if not self.reading.sees_all(spec) else None
            )
            found = [r for r in found if visible is None or r["id"] in visible]
            self._shelves[place.model] = _Shelf(
                {r["id"]: r[place.slug] for r in found},
                {r["id"]: r[place.label] if place.label in r else r[place.slug] for r in found},
                {r["id"]: r.get("parent_id") for r in found},
                {
                    c.removesuffix("_id"): {r["id"]: r[c] for r in found}
                    for c in columns
                    if c.endswith("_id") and c != "parent_id"
                },
            )
        return self._shelves[place.model]

    def _finder(self, spec: Spec, place: Place) -> Callable[[dict[str, Any]], int | None]:
        """From a host's row to the place it is in."""
        first, _, then = place.path.partition(".")
        column = f"{first}_id"
        self._shelf(place)
        if column not in spec.table.c:
            return lambda row: None
        if not then:
            return lambda row: row[column]
        middle = next(p for p in PLACES.values() if p.path == first)
        onward = self._shelf(middle).onward.get(then, {})
        return lambda row: onward.get(row[column])

    def _groups(self, where: dict[str, int | None], row: dict[str, Any], tags: Sequence[str]) -> list[str]:
        groups: list[str] = []
        for kind in self.wanted.groups:
            if kind == "tag":
                groups += [self._group("tag", t, t) for t in tags]
            elif kind == "status":
                groups.append(self._group("status", row["status"], row["status"].capitalize()))
            elif (at := where.get(kind)) is not None:
                name = self._place_group(kind, at)
                if name:
                    groups.append(name)
        return groups

    def _group(self, kind: str, slug: str, label: str) -> str:
        name = f"{kind}__{slug}"
        if name not in self.made.groups:
            self.made.groups[name] = {"kind": kind, "slug": slug, "name": label, "parents": []}
        return name

    def _place_group(self, kind: str, id: int) -> str | None:
        shelf = self._shelves[PLACES[kind].model]
        slug = shelf.slugs.get(id)
        if slug is None:
            return None
        name = f"{kind}__{slug}"
        if name not in self.made.groups:
            self._group(kind, slug, shelf.labels[id])
            parents = self.made.groups[name]["parents"]
            above = shelf.parents.get(id)
            if above is not None and (parent := self._place_group(kind, above)):
                parents.append(parent)
            if (
                kind == "site"
                and "region" in self.wanted.groups
                and (region := shelf.onward["region"].get(id)) is not None
                and (parent := self._place_group("region", region))
            ):
                parents.append(parent)
        return name

    # What belongs to each host

    def _addresses(self, spec: Spec, rows: Sequence[dict[str, Any]]) -> Callable[[dict[str, Any], str], str | None]:
        columns = [f"{n}_id" for n in ("primary_ip4", "primary_ip6", "oob_ip") if f"{n}_id" in spec.table.c]
        ids = {row[c] for row in rows for c in columns} - {None}
        address = spec_of("ipam.ipaddress")
        known: dict[int, str] = {}
        if ids:
            statement = select(address.table.c.id, address.table.c.address).where(
                any_of(address.table.c.id, list(ids)), *self.reading.visible(address)
            )
            known = {row[0]: row[1] for row in self.reading.connection.execute(statement).all()}

        def find(row: dict[str, Any], name: str) -> str | None:
            if name == "primary_ip":
                return known.get(row["primary_ip6_id"]) or known.get(row["primary_ip4_id"])
            id = row.get(f"{name}_id")
            return None if id is None else known.get(id)

        return find

    def _tags(self, spec: Spec, ids: Sequence[int]) -> dict[int, list[str]]:
        attribute = spec.attributes["tags"]
        if "tags" not in self.wanted.variables and "tag" not in self.wanted.groups:
            return {}
        assert isinstance(attribute, Refs)
        tag = spec_of(attribute.target).table
        slugs = {row[0]: row[1] for row in self.reading.connection.execute(select(tag.c.id, tag.c.slug))}
        return {id: [slugs[t] for t in targets] for id, targets in self.reading.links(spec, attribute, ids).items()}

    def _contexts(self, spec: Spec, records: Sequence[Record]) -> list[int | None]:
        attribute = spec.attributes["config_context"]
        if "config_context" not in self.wanted.variables or not records:
            return [None] * len(records)
        assert isinstance(attribute, Computed)
        found = attribute.function(self.reading.view, records)
        self._kept.append(found)
        numbers: list[int | None] = []
        for context in found:
            # Hosts with the same contexts share one merged dict.
            key = id(context)
            if key not in self._context_numbers:
                self._context_numbers[key] = len(self.made.contexts) if context else None
                if context:
                    self.made.contexts.append(context)
            numbers.append(self._context_numbers[key])
        return numbers

    def _names(self, spec: Spec, records: Sequence[Record]) -> list[str]:
        names: list[str] = []
        seen = set(self.made.hosts)
        clashes: dict[str, list[int]] = {}
        for r in records:
            name = (r.row_ or {}).get("name") or str(r.id)
            if name in seen:
                clashes.setdefault(name, []).append(r.id)
                name = f"{name}__{r.id}"
            seen.add(name)
            names.append(name)
        for name, ids in clashes.items():
            others = ", ".join(f"{name}__{id}" for id in ids)
            self.made.warnings.append(f"There are {len(ids) + 1} hosts named {name}; the others appear as {others}.")
        return names

    def _drivers(self) -> None:
        spec = spec_of("dcim.platform")
        wanted = list(self.made.platforms)
        if not wanted:
            return
        records = self.reading.view.records(spec, any_of(spec.table.c.slug, wanted))
        attribute = spec.attributes.get("drivers")
        drivers = (
            attribute.function(self.reading.view, records) if isinstance(attribute, Computed) else [{} for _ in records]
        )
        for record, found in zip(records, drivers, strict=True):
            self.made.platforms[(record.row_ or {})["slug"]] = {k: v for k, v in (found or {}).items() if v}
