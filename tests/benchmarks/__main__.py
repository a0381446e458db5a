"""Measures everything that has a bar, in one run on one machine: `python -m tests.benchmarks --help`."""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from tests.benchmarks import inventories, network, reads, starts, statements, table, writes
from tests.benchmarks.databases import DATABASES, fresh_ones, settle
from tests.benchmarks.figures import Figure, Ground, Measure
from tests.benchmarks.serving import ROOT, groundplan
from tests.server import Api, start_on

WITHOUT_SERVER = (starts.command_line,)
MEASURES: tuple[Measure, ...] = (
    *reads.MEASURES, *statements.MEASURES, *inventories.MEASURES, *writes.MEASURES, *starts.MEASURES,
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print, write."""
    asked = options(arguments)
    console = Console(width=None if sys.stdout.isatty() else 160)
    load = [os.getloadavg()[0]]
    begun = time.perf_counter()
    results: dict[str, list[Figure]] = {}
    for measure in WITHOUT_SERVER:
        if asked.only is None or asked.only in measure.__name__:
            results.setdefault("command line", []).extend(measure())
    chosen = [measure for measure in MEASURES if asked.only is None or asked.only in measure.__name__]
    if not chosen and not results:
        names = ", ".join(measure.__name__ for measure in (*WITHOUT_SERVER, *MEASURES))
        sys.exit(f"There is no {asked.only!r}; there are {names}.")
    for database in DATABASES if asked.database == "both" else (asked.database,):
        if chosen:
            with TemporaryDirectory(prefix="groundplan-bench-") as directory:
                results[database] = measured(database, asked, chosen, Path(directory), console)
    load.append(os.getloadavg()[0])
    loads = f"load average {load[0]:.1f} before, {load[1]:.1f} after"
    title = f"{asked.devices:,} devices, {os.cpu_count()} processors, {loads}"
    table.show(results, title, console)
    facts = {
        "devices": asked.devices,
        "load_before": load[0],
        "load_after": load[1],
        "seconds": time.perf_counter() - begun,
    }
    table.write(asked.json, results, facts)
    console.print(f"Written to {asked.json}.")


def options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="Measures what Groundplan reaches.")
    parser.add_argument("--devices", type=int, help="how many; 10,000 unless --quick")
    parser.add_argument("--database", choices=(*DATABASES, "both"), default="both")
    parser.add_argument("--quick", action="store_true", help="1,000 devices and fewer rounds")
    parser.add_argument("--only", metavar="NAME", help="measures with this in their names, such as page_of_devices")
    parser.add_argument("--json", type=Path, default=ROOT / "bench.json", help="where to write the figures")
    asked = parser.parse_args(arguments)
    asked.devices = asked.devices or (1_000 if asked.quick else 10_000)
    return asked


def measured(
    database: str, asked: argparse.Namespace, measures: Sequence[Measure], directory: Path, console: Console
) -> list[Figure]:
    """All figures of one database."""
    figures: list[Figure] = []
    with fresh_ones(database, directory) as fresh, fresh() as url:
        start_on(url)
        api = Api.on(url)
        console.print(f"{database}: building {asked.devices:,} devices")
        network.build(api.ground.ledger, asked.devices, lambda text: console.print(f"  {text}"))
        settle(api.ground)
        api.close()
        with groundplan(url) as served:
            ground = Ground(database, url, asked.devices, served, directory, fresh, asked.quick)
            for measure in measures:
                begun = time.perf_counter()
                figures += measure(ground)
                took, load = time.perf_counter() - begun, os.getloadavg()[0]
                memory = f"server holds {served.megabytes():.0f} MB, {served.megabytes('VmHWM'):.0f} at most"
                console.print(f"  {measure.__name__}: {took:.1f} s, {memory}, load average {load:.1f}")
    return figures


if __name__ == "__main__":
    main()
