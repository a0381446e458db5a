"""Objects as a table, JSON, YAML or CSV; statuses in their colours."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from groundplan.shown import cell, flat

from .session import Output

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from groundplan.catalog import Model

#: Colour names of choices, and what terminals call the nearest.
COLOURS = {
    "green": "green",
    "teal": "dark_cyan",
    "cyan": "cyan",
    "blue": "blue",
    "indigo": "blue_violet",
    "purple": "purple",
    "pink": "hot_pink",
    "red": "red",
    "orange": "dark_orange",
    "yellow": "yellow",
    "gray": "bright_black",
    "grey": "bright_black",
    "dark": "bright_black",
    "black": "bright_black",
    "white": "white",
}

#: A time as the server writes it; people need no microseconds.
MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z")


def console(stderr: bool = False) -> Console:
    """A console; where nobody looks at it, as wide as it needs to be, so that nothing is cut off for `grep`."""
    from rich.console import Console

    made = Console(stderr=stderr, soft_wrap=False, highlight=False)
    if not made.is_terminal:
        made.width = 100_000
    return made


def show_list(records: Iterable[Mapping[str, Any]], output: Output, columns: Sequence[str], model: Model | None) -> int:
    """Print objects; answers how many there were."""
    match output:
        case Output.TABLE:
            return _table(records, columns, model)
        case Output.JSON:
            return _json(records)
        case Output.YAML:
            return _yaml(records)
        case Output.CSV:
            return _csv(records, columns)


def show_one(record: Mapping[str, Any], output: Output, model: Model | None = None) -> None:
    """Print one object: a line for each attribute, or the document."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    match output:
        case Output.JSON:
            print(json.dumps(record, indent=2, ensure_ascii=False))
        case Output.YAML:
            print(as_yaml(dict(record)), end="")
        case Output.CSV:
            _csv([record], list(record))
        case Output.TABLE:
            out = console()
            table = Table(box=box.SIMPLE if out.is_terminal else None, show_header=False, pad_edge=False)
            table.add_column(no_wrap=True, style="bold")
            table.add_column(overflow="fold")
            for name, value in record.items():
                if name not in ("url", "display_url") and not name.startswith("_"):
                    shown = _indented(value) if _is_nested(value) else coloured(value, name, model)
                    table.add_row(Text(name), shown)
            out.print(table)


def as_yaml(document: Any) -> str:
    """YAML that keeps the order of keys and writes text as text."""
    import yaml

    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    written: str = yaml.dump(document, Dumper=dumper, sort_keys=False, allow_unicode=True, width=120)
    return written


def _table(records: Iterable[Mapping[str, Any]], columns: Sequence[str], model: Model | None) -> int:
    from rich import box
    from rich.table import Table

    out = console()
    rows = list(records)
    if out.is_terminal and rows:
        # Width is scarce on a screen; what reads a pipe wants the same columns every time.
        columns = [name for name in columns if any(cell(row.get(name)) for row in rows)]
    table = Table(box=box.SIMPLE_HEAD if out.is_terminal else None, pad_edge=False, header_style="bold")
    for name in columns:
        attribute = model.attributes.get(name) if model else None
        numeric = name == "id" or (attribute is not None and attribute.kind in ("number", "count"))
        table.add_column(name, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(coloured(row.get(name), name, model) for name in columns))
    out.print(table)
    return table.row_count


def coloured(value: Any, name: str = "", model: Model | None = None) -> Text:
    """A value in one line, in the colour that its choice, or the object it names, has."""
    from rich.text import Text

    if isinstance(value, str) and (moment := MOMENT.fullmatch(value)):
        value = f"{moment[1]} {moment[2]}"
    text = Text(cell(value))
    match value:
        case {"value": inner, "label": _}:
            attribute = model.attributes.get(name) if model else None
            colour = next((c.color for c in attribute.choices if c.value == inner), "") if attribute else ""
            text.stylize(COLOURS.get(colour, ""))
        case {"color": str(colour)} if re.fullmatch(r"[0-9a-f]{6}", colour):
            text.stylize(f"#{colour}")
        case True:
            text.stylize("green")
        case False:
            text.stylize("bright_black")
    return text


def _is_nested(value: Any) -> bool:
    return (isinstance(value, dict) and bool(value) and "display" not in value and "label" not in value) or (
        isinstance(value, list) and any(isinstance(entry, dict) and "display" not in entry for entry in value)
    )


def _indented(value: Any) -> str:
    return as_yaml(value).rstrip()


def _json(records: Iterable[Mapping[str, Any]]) -> int:
    """A JSON list, written as objects arrive: the first is on its way before the last is fetched."""
    number = 0
    print("[", end="")
    for number, record in enumerate(records, 1):
        text = json.dumps(record, indent=2, ensure_ascii=False).replace("\n", "\n  ")
        print(f"{',' if number > 1 else ''}\n  {text}", end="")
    print("\n]" if number else "]")
    return number


def _yaml(records: Iterable[Mapping[str, Any]]) -> int:
    number = 0
    for record in records:
        number += 1
        print(as_yaml([dict(record)]), end="")
    if not number:
        print("[]")
    return number


def _csv(records: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> int:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    number = 0
    for record in records:
        number += 1
        writer.writerow([flat(record.get(name)) for name in columns])
    return number
