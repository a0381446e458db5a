"""Importing the device-type library: read, checked against itself, written type by type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from groundplan.client import Client
from groundplan.errors import Failure
from groundplan.slug import slug_of

from .device_types import KINDS, PARTS, Identity, TypeFile, operations, read
from .report import Report
from .writer import Item, Operation, Writer


class Manufacturers:
    """Manufacturers by slug: those there are stay as they are, the others are made along with their first type."""

    def __init__(self, client: Client) -> None:
        self._there = {str(m["slug"]) for m in client.list("dcim.manufacturer", {"fields": "id,slug"})}

    def missing(self, names: Iterable[str]) -> list[Operation]:
        """Operations that make those of the named that are not there."""
        by_slug = {slug_of(name): name for name in names}
        return [
            {"op": "upsert", "model": "dcim.manufacturer", "data": {"name": name, "slug": slug}}
            for slug, name in by_slug.items()
            if slug not in self._there
        ]

    def made(self, names: Iterable[str], results: object = None) -> None:
        """They are there now."""
        self._there.update(slug_of(name) for name in names)


def import_library(
    client: Client,
    paths: Sequence[Path],
    report: Report,
    *,
    dry_run: bool,
    message: str,
    advance: Callable[[int], None],
) -> None:
    """Write every type that the files describe; what cannot be is in the report with its reason."""
    catalog = client.catalog()
    manufacturers = Manufacturers(client)
    slugs = _slugs(client)
    order = [*KINDS.values(), *PARTS.values()]
    writer = Writer(client, report, message or "Import of device types", dry_run, order=order, advance=advance)
    seen: dict[tuple[str, str, str], str] = {}
    for path in paths:
        try:
            file = read(path)
        except Failure as failure:
            report.refuse(path.stem, [failure.message], str(path))
            advance(1)
            continue
        if file.kind not in catalog:
            folder = file.kind.split(".")[1].replace("type", "-types")
            report.unsupported[folder] = report.unsupported.get(folder, 0) + 1
            advance(1)
            continue
        file = file.known(slugs)
        made = operations(file, catalog)
        for text, number in made.left_out.items():
            report.note(text, number)
        reasons = made.refused + _twice(file, seen)
        item = Item(file.name, made.operations, file.source, partial(manufacturers.missing, made.manufacturers))
        item.done = None if dry_run else partial(manufacturers.made, made.manufacturers)
        if reasons:
            writer.refuse(item, reasons)
        else:
            writer.add(item)
    writer.flush()


def _slugs(client: Client) -> dict[Identity, str]:
    """The types that are there, and their slugs: one that came from elsewhere may have a slug of its own."""
    slugs: dict[Identity, str] = {}
    for kind in KINDS.values():
        model = client.catalog().models.get(kind)
        if model is not None and "slug" in model.attributes:
            for record in client.list(model, {"fields": "id,manufacturer,model,slug"}):
                slugs[kind, record["manufacturer"]["slug"], record["model"].lower()] = record["slug"]
    return slugs


def _twice(file: TypeFile, seen: dict[tuple[str, str, str], str]) -> list[str]:
    """Why a file may not follow those before it: each would undo what another has just written."""
    reasons = []
    kind, manufacturer, model = file.identity
    for what, name in (("model", model), ("slug", file.slug)):
        other = seen.setdefault((kind, manufacturer, f"{what} {name}"), file.source)
        if other != file.source:
            reasons.append(f"{other} describes a type with the same {what}.")
    return reasons
