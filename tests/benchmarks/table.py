"""The figures for people, and for programs."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.benchmarks.figures import Figure

SIGNS = {True: "[green]met[/]", False: "[red]not met[/]", None: ""}

Results = Mapping[str, Sequence[Figure]]


def show(results: Results, title: str, console: Console) -> None:
    """One table for each database."""
    for where, figures in results.items():
        table = Table(title=f"{where}: {title}", title_justify="left")
        table.add_column("figure")
        table.add_column("value", justify="right")
        for column in ("unit", "bar", "", "remark"):
            table.add_column(column)
        for f in figures:
            table.add_row(f.name, shown(f.value), f.unit, f.bar, SIGNS[f.met], f.remark)
        console.print(table)
    missed = [f"{where}: {f.name}" for where, figures in results.items() for f in figures if f.met is False]
    console.print(f"Not met: {'; '.join(missed)}." if missed else "Every bar is met.")


def shown(value: float) -> str:
    """Three digits that count."""
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"


def machine() -> dict[str, Any]:
    """What the figures depend on beside us."""
    return {
        "processors": os.cpu_count(),
        "machine": platform.machine(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
    }


def write(path: Path, results: Results, facts: Mapping[str, Any]) -> None:
    """The figures as JSON."""
    figures = [
        {"database": where, "name": f.name, "value": f.value, "unit": f.unit, "at_least": f.at_least,
         "at_most": f.at_most, "met": f.met, "remark": f.remark}
        for where, figures in results.items() for f in figures
    ]  # fmt: skip
    about = {"time": datetime.now(UTC).isoformat(timespec="seconds"), **machine(), **facts}
    path.write_text(json.dumps({**about, "figures": figures}, indent=1, ensure_ascii=False) + "\n")
