"""Importing NetBox: every endpoint that the catalog knows, in the order that its references ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from groundplan.answers import Object, Result
from groundplan.catalog import Attribute, Catalog, Model
from groundplan.client import Client
from groundplan.shown import plain

from .conversion import Converted, Unknown, convert, endpoint_of
from .order import Step, by_level, steps
from .report import Report
from .source import Source
from .writer import Item, Operation, Writer

#: People and their rights: those who are here stay as they are, ids and passwords included.
PEOPLE = "users"
#: Endpoints that show what other endpoints hold, or what a server writes for itself.
DERIVED = {
    "core/background-queues", "core/background-tasks", "core/background-workers", "core/jobs", "core/object-changes",
    "core/object-types", "dcim/cable-terminations", "extras/tagged-objects", "plugins/installed-plugins",
}  # fmt: skip
SECRETS = {"users/tokens": "tokens cannot be read from NetBox; make new ones"}


@dataclass(frozen=True)
class Options:
    """How to import."""

    keep_ids: bool = True
    overwrite: bool = False
    dry_run: bool = False
    message: str = ""


@dataclass
class Import:
    """One import under way."""

    client: Client
    source: Source
    report: Report
    options: Options
    #: Told how many objects more were dealt with, and what is being read.
    advance: Callable[[int], None] = lambda number: None
    tell: Callable[[str], None] = lambda text: None
    #: What an object's id over there is here, where they differ.
    _ids: dict[tuple[str, int], Any] = field(default_factory=dict)
    _later: list[Item] = field(default_factory=list)

    def supported(self) -> dict[Model, int]:
        """What will be imported, and how much; the rest goes into the report."""
        catalog = self.client.catalog()
        found: dict[Model, int] = {}
        for endpoint, number in self.source.counts().items():
            model = catalog.at(endpoint)
            if not number or endpoint in DERIVED:
                continue
            if endpoint in SECRETS:
                self.report.note(f"{endpoint}: {SECRETS[endpoint]}", number)
            elif model is None:
                self.report.unsupported[endpoint] = number
            elif not model.read_only:
                found[model] = number
        return found

    def run(self, models: Iterable[Model]) -> None:
        """Write everything, then what had to wait."""
        catalog = self.client.catalog()
        records: dict[str, list[Object]] = {}
        for model in models:
            self.tell(model.endpoint)
            records[model.key] = list(self.source.objects(model.endpoint))
        writer = Writer(
            self.client,
            self.report,
            self.options.message or f"Import from {self.source.name}",
            self.options.dry_run,
            # The components of a device come with it; making those of its type as well would make them twice.
            {"components": False},
            advance=self.advance,
        )
        if self.options.dry_run:
            # Nothing stays, so what refers to something must be sent together with it.
            writer.chunk = 10**9
        order = steps([catalog.models[key] for key in records], catalog, lambda m, a: _set(records[m.key], a))
        for step in order:
            self.tell(step.model.endpoint)
            self._model(step, records[step.model.key], writer, catalog)
        if not self.options.dry_run:
            writer.advance = lambda number: None
        for item in self._later:
            writer.add(item)
        writer.flush()

    def _model(self, step: Step, records: list[Object], writer: Writer, catalog: Catalog) -> None:
        model = step.model
        by_name = model.app == PEOPLE or not self.options.keep_ids
        here = self._here(model, by_name)
        own = [a for a in model.writable if model.key in a.targets and a.name not in step.deferred]
        seen: dict[Any, int] = {}
        for level in by_level(records, lambda record: _own_parents(record, own)):
            for record in level:
                if not by_name or self._is_first(record, model, seen, writer):
                    self._record(dict(record), step, here, by_name, writer, catalog)
            if by_name:
                # The next level refers to ids that only the server can tell.
                writer.flush()
        if not self.options.dry_run:
            writer.flush()

    def _is_first(self, record: Mapping[str, Any], model: Model, seen: dict[Any, int], writer: Writer) -> bool:
        """Whether an object can be told by its name from those before it; if not, it is refused."""
        first = seen.setdefault(_identity(record, model), record["id"])
        if first != record["id"]:
            item = Item(f"{model.key} {record.get('display')}", [], f"id {record['id']}")
            writer.refuse(item, [f"It has the same natural key as id {first}; only --keep-ids can tell them apart."])
        return bool(first == record["id"])

    def _record(
        self, record: Object, step: Step, here: Mapping[Any, Any], by_name: bool, writer: Writer, catalog: Catalog
    ) -> None:
        model, number = step.model, int(record["id"])
        item = Item(f"{model.key} {record.get('display') or number}", [], f"id {number}")
        try:
            made = convert(record, model, catalog, self._id, step.deferred)
        except Unknown as unknown:
            writer.refuse(item, [str(unknown)])
            return
        if missing := self._belongs_to(record, model, made):
            endpoint = f"{model.endpoint} of {missing}"
            self.report.unsupported[endpoint] = self.report.unsupported.get(endpoint, 0) + 1
            self.advance(1)
            return
        for name, times in made.left_out.items():
            self.report.note(f"{model.key}.{name} is not known to this server", times)
        identity = _identity(record, model)
        if by_name:
            if identity in here and model.app == PEOPLE:
                self._ids[model.key, number] = here[identity]
                self.report.count("unchanged", model.key)
                self.advance(1)
                return
            operation: Operation = {"op": "upsert", "model": model.key, "data": made.data}
            item.done = self._learn(model.key, number)
            if self.options.dry_run:
                # Its id will never be known; what is sent along with it can name it all the same.
                self._ids[model.key, number] = {n: record[n] for n in model.natural_key}
        else:
            if not self.options.overwrite and here.get(number, identity) != identity:
                there = " ".join(str(part) for part in here[number])
                writer.refuse(item, [f"Another object has this id here: {there}. Use --overwrite or --no-keep-ids."])
                return
            chosen = {} if number in here else {"id": number}
            operation = {"op": "upsert", "model": model.key, "key": number, "data": {**chosen, **made.data}}
        item.operations.append(operation)
        writer.add(item)
        if made.later:
            self._wait(item, model, number, made.later)

    def _belongs_to(self, record: Mapping[str, Any], model: Model, made: Converted) -> str | None:
        """The unsupported endpoint that an object is of, where it is of nothing else: a module type's interface."""
        if not any(a.required and a.kind == "reference" and made.data.get(a.name) is None for a in model.writable):
            return None
        owners = (endpoint_of(record[name]) for name in made.left_out)
        return next((owner for owner in owners if owner in self.report.unsupported), None)

    def _wait(self, item: Item, model: Model, number: int, data: dict[str, Any]) -> None:
        """Set the rest of an object's references once everything is there, if the object itself is."""
        operation: Operation = {"op": "update", "model": model.key, "key": number, "data": data}
        later = Item(item.name, [operation], item.source)
        if self.options.dry_run:
            self._later.append(later)
            return
        before = item.done

        def done(results: Sequence[Result]) -> None:
            if before:
                before(results)
            operation["key"] = results[0].id or number
            self._later.append(later)

        item.done = done

    def _learn(self, model: str, number: int) -> Callable[[Sequence[Result]], None]:
        def done(results: Sequence[Result]) -> None:
            if results[-1].id is not None:
                self._ids[model, number] = results[-1].id

        return done

    def _id(self, model: str, number: int) -> Any:
        """The id here of an object over there. Raises Unknown."""
        if (known := self._ids.get((model, number))) is not None:
            return known
        if self.options.keep_ids and not model.startswith(f"{PEOPLE}."):
            return number
        raise Unknown(model, number)

    def _here(self, model: Model, by_name: bool) -> dict[Any, Any]:
        """Objects that are here already: names by id, or ids by name."""
        wanted = ",".join(["id", *model.natural_key])
        there = [(r["id"], _identity(r, model)) for r in self.client.list(model, {"fields": wanted})]
        return {name: number for number, name in there} if by_name else dict(there)


def _identity(record: Mapping[str, Any], model: Model) -> tuple[Any, ...]:
    """What tells an object from others of its model, comparable between here and there."""
    return tuple(_bare(record.get(name)) for name in model.natural_key)


def _bare(value: Any) -> Any:
    if isinstance(value, dict) and "id" in value:
        return value["id"]
    value = plain(value)
    return str(value).lower() if isinstance(value, str | int | float) else None


def _own_parents(record: Mapping[str, object], attributes: Iterable[Attribute]) -> list[int]:
    """The objects of its own model that an object refers to."""
    found = []
    for attribute in attributes:
        value = record.get(attribute.name)
        for entry in value if isinstance(value, list) else [value]:
            number = entry.get("id") if isinstance(entry, dict) else entry
            if isinstance(number, int):
                found.append(number)
    return found


def _set(records: Iterable[Mapping[str, Any]], attribute: Attribute) -> int:
    """How many objects have something in this attribute."""
    name = attribute.columns[1] if len(attribute.columns) > 1 else attribute.name
    return sum(1 for record in records if record.get(name) not in (None, [], "", {}))
