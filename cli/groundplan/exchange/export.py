"""Writing everything out: a file for each model, the same bytes as long as nothing changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from groundplan.catalog import Model
from groundplan.client import Client
from groundplan.shown import own_data


def export(client: Client, directory: Path, form: str, advance: Callable[[Model], None]) -> dict[str, int]:
    """Write `<app>/<models>.<form>` for every model that can be written, in the order of ids; answers the counts.

    `groundplan import netbox DIRECTORY` reads it back. What is written by the server alone is left out, and so are
    secrets, which it never shows.
    """
    counts: dict[str, int] = {}
    for model in sorted(client.catalog(), key=lambda model: model.endpoint):
        if model.read_only:
            continue
        records = (own_data(model, record) for record in client.list(model))
        file = directory / model.app / f"{model.path}.{form}"
        counts[model.endpoint] = _write(file, records, form)
        advance(model)
    return counts


def _write(file: Path, records: Iterator[dict[str, Any]], form: str) -> int:
    """Write records as they come; no file for none."""
    number = 0
    first = next(records, None)
    if first is None:
        # What an earlier export left would look like something that is still there.
        file.unlink(missing_ok=True)
        return number
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f".{file.name}.new")
    with new.open("w", encoding="utf-8", newline="\n") as stream:
        for number, record in enumerate(_chain(first, records), 1):
            stream.write(_json(record, number) if form == "json" else _yaml(record))
        if form == "json":
            stream.write("\n]\n")
    new.replace(file)
    return number


def _chain(first: dict[str, Any], rest: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    yield first
    yield from rest


def _json(record: dict[str, Any], number: int) -> str:
    text = json.dumps(record, indent=1, ensure_ascii=False)
    return f"{'[' if number == 1 else ','}\n{text}"


def _yaml(record: dict[str, Any]) -> str:
    import yaml

    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    # default_flow_style=None: what holds only scalars, a reference for example, stands in one line.
    text: str = yaml.dump(
        [record], Dumper=dumper, sort_keys=False, allow_unicode=True, width=120, default_flow_style=None
    )
    return text
