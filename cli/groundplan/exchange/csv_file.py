"""A CSV file as operations: a row for each object, a column for each attribute; all rows or none."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from groundplan.catalog import Attribute, Catalog, Model
from groundplan.errors import Failure, Problem, WrongUsage
from groundplan.values import CustomFields, Finder, body, parsed, writable

from .writer import Operation


@dataclass
class Rows:
    """A file's rows as operations, and where each came from."""

    operations: list[Operation] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    #: The column that each attribute was read from.
    columns: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def said(self, problem: Problem) -> str:
        """A problem of the server by row and column."""
        if problem.index is None or not 0 <= problem.index < len(self.lines):
            return str(problem)
        column = self.columns.get(problem.field.split(".")[0], problem.field)
        return self._at(self.lines[problem.index], column, problem.message)

    def object(self, line: int, column: str, message: str) -> None:
        self.problems.append(self._at(line, column, message))

    def _at(self, line: int, column: str, message: str) -> str:
        where = f"row {line}" if column == "__all__" else f"row {line}, column {column}"
        return f"{where}: {message}"


def read(
    file: Path, model: Model, catalog: Catalog, find: Finder, custom: CustomFields, *, upsert: bool = False
) -> Rows:
    """The rows of a file. A row with an id changes that object; without one it makes one, or with `upsert` finds it.

    Raises WrongUsage for columns that do not exist. What is wrong with rows is in `problems`, all of it.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, dialect=_dialect(stream.read(8192)))
            stream.seek(0)
            header = [name.strip() for name in next(reader, [])]
            table = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Failure(f"{file} cannot be read: {error}.") from error
    rows = Rows(columns=_columns(header, model))
    fields = {n[3:]: custom(model, n[3:]) for n in header if n.startswith("cf.")}
    for line, row in table:
        if len(row) > len(header):
            rows.object(line, "__all__", f"There are {len(row)} cells and only {len(header)} columns.")
            continue
        _row(rows, line, dict(zip(header, row, strict=False)), model, catalog, find, fields, upsert)
    return rows


def _dialect(sample: str) -> type[csv.Dialect]:
    try:
        return csv.Sniffer().sniff(sample.partition("\n")[0], delimiters=",;\t")
    except csv.Error:
        return csv.excel


def _columns(header: Sequence[str], model: Model) -> dict[str, str]:
    """The column of each attribute. Raises WrongUsage if one does not exist, is there twice, or cannot be written."""
    columns: dict[str, str] = {}
    if len(set(header)) < len(header):
        raise WrongUsage(f"The column {next(n for n in header if header.count(n) > 1)!r} is there twice.")
    for name in header:
        if name == "id" or name.startswith("cf.") or name in model.columns_of_references:
            columns[name] = name
            continue
        first, *rest = name.split(".")
        attribute = writable(model, first)
        if rest and attribute.kind != "reference":
            raise WrongUsage(f"{first} of a {model.label} is no reference, so there is no {name!r}.")
        columns.setdefault(first, name)
    return columns


def _row(
    rows: Rows,
    line: int,
    row: dict[str, str],
    model: Model,
    catalog: Catalog,
    find: Finder,
    fields: dict[str, Attribute | None],
    upsert: bool,
) -> None:
    data: dict[str, Any] = {}
    number = row.pop("id", "").strip()
    for column, text in row.items():
        text = text.strip()
        # An empty cell empties what is there, and says nothing about what is new.
        if not text and not number:
            continue
        try:
            _cell(data, column, text, model, catalog, find, fields)
        except Failure as failure:
            rows.object(line, column, failure.message)
    if number and not number.isdigit():
        rows.object(line, "id", f"{number!r} is no id.")
        return
    operation: Operation = {"op": "upsert" if upsert else "create", "model": model.key, "data": data}
    if number:
        operation.update(op="update", key=int(number))
    rows.operations.append(operation)
    rows.lines.append(line)


def _cell(
    data: dict[str, Any],
    column: str,
    text: str,
    model: Model,
    catalog: Catalog,
    find: Finder,
    fields: dict[str, Attribute | None],
) -> None:
    first, *path = column.split(".")
    if first == "cf":
        data.setdefault("custom_fields", {}).update(
            body([f"{column}={text or 'null'}"], model, catalog, find, lambda _, name: fields.get(name))[
                "custom_fields"
            ]
        )
    elif path:
        _accessor(data, model.attribute(first), path, text)
    elif first in model.attributes and model.attributes[first].kind != "any_reference":
        attribute = model.attributes[first]
        # As text by itself: a cell that says @home is no file name.
        data[first] = _empty(attribute) if not text else parsed(attribute, text)
    else:
        data.update(body([f"{first}={text or 'null'}"], model, catalog, find, lambda _, name: fields.get(name)))


def _accessor(data: dict[str, Any], attribute: Attribute, path: Sequence[str], text: str) -> None:
    """`site.slug` = ams1 as the reference {"slug": "ams1"}; several columns narrow the same reference."""
    if not text:
        data.setdefault(attribute.name, None)
        return
    if not isinstance(data.get(attribute.name), dict):
        data[attribute.name] = {}
    inner: dict[str, Any] = data[attribute.name]
    for name in path[:-1]:
        inner = inner.setdefault(name, {})
    inner[path[-1]] = int(text) if path[-1] == "id" and text.isdigit() else text


def _empty(attribute: Attribute) -> Any:
    match attribute.kind:
        case "references" | "list" | "parts":
            return []
        case _ if attribute.nullable:
            return None
        case "json":
            return {}
        case _:
            return ""
