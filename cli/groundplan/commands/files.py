"""`import` and `export`: files in, files out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from groundplan.errors import Refused, WrongUsage

from . import completion
from .output import console
from .session import Command, DryRun, Message, session

if TYPE_CHECKING:
    from rich.progress import Progress

    from groundplan.exchange.report import Report

app = typer.Typer()
imports = typer.Typer(help="Bring in objects from files or another system; a second run changes nothing.")
app.add_typer(imports, name="import", no_args_is_help=True)

ReportFile = Annotated[
    Path | None, typer.Option("--report", help="Write what became of everything here, as JSON.", show_default=False)
]


@imports.command("device-types", cls=Command)
def device_types(
    ctx: typer.Context,
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH", exists=True, help="Files or directories of the device-type library."),
    ],
    dry_run: DryRun = False,
    message: Message = "",
    report: ReportFile = None,
) -> None:
    """Import device types, module types and rack types from the community's library."""
    from groundplan.exchange.device_types import files
    from groundplan.exchange.library import import_library
    from groundplan.exchange.report import Report

    client = session(ctx).client
    found = files(paths)
    made = Report(dry_run=dry_run)
    with _progress() as progress:
        task = progress.add_task("Importing types", total=len(found))
        import_library(
            client, found, made, dry_run=dry_run, message=message, advance=lambda n: progress.advance(task, n)
        )
    _finish(made, report)


@imports.command("netbox", cls=Command)
def netbox(
    ctx: typer.Context,
    source: Annotated[
        str,
        typer.Argument(metavar="URL|DIRECTORY", help="A NetBox's URL, or a directory of <app>/<endpoint>.json files."),
    ],
    token: Annotated[
        str | None, typer.Option(help="A token of that NetBox that may read everything.", show_default=False)
    ] = None,
    keep_ids: Annotated[bool, typer.Option(help="Give objects the ids they have there.")] = True,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Change objects here that have an id of there but another name.")
    ] = False,
    dry_run: DryRun = False,
    message: Message = "",
    report: ReportFile = None,
) -> None:
    """Import a NetBox: everything that this server has a model for."""
    from groundplan.exchange.netbox import Import, Options
    from groundplan.exchange.report import Report
    from groundplan.exchange.source import Directory, Live, Source

    if dry_run and not keep_ids:
        raise WrongUsage("A dry run gives out no ids, so it needs --keep-ids.")
    there: Source
    if "://" in source:
        if not token:
            raise WrongUsage("Reading a NetBox needs a token of it: --token TOKEN.")
        there = Live(source, token)
    elif Path(source).is_dir():
        there = Directory(Path(source))
    else:
        raise WrongUsage(f"{source} is neither a URL nor a directory.")
    made = Report(dry_run=dry_run)
    options = Options(keep_ids=keep_ids, overwrite=overwrite, dry_run=dry_run, message=message)
    with _progress() as progress:
        task = progress.add_task("Looking", total=None)
        work = Import(
            session(ctx).client,
            there,
            made,
            options,
            advance=lambda number: progress.advance(task, number),
            tell=lambda text: progress.update(task, description=text),
        )
        with closing(there):
            models = work.supported()
            progress.update(task, total=sum(models.values()))
            work.run(models)
    _finish(made, report)


@imports.command("csv", cls=Command)
def csv(
    ctx: typer.Context,
    model: Annotated[
        str,
        typer.Argument(
            metavar="MODEL", help="Any name of a model.", autocompletion=completion.models, show_default=False
        ),
    ],
    file: Annotated[
        Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="A CSV file with a header line.")
    ],
    upsert: Annotated[
        bool, typer.Option("--upsert", help="Change objects that are there already, found by their natural key.")
    ] = False,
    dry_run: DryRun = False,
    message: Message = "",
    report: ReportFile = None,
) -> None:
    """Import a CSV file: columns are attributes (site, or site.slug), all rows or none."""
    from groundplan.exchange.csv_file import read
    from groundplan.exchange.report import Report

    here = session(ctx)
    catalog = here.client.catalog()
    found = catalog.model(model)
    rows = read(file, found, catalog, here.find, here.custom_field, upsert=upsert)
    made = Report(dry_run=dry_run)
    problems = rows.problems
    if not problems and rows.operations:
        try:
            answer = here.client.operations(
                rows.operations, message=message or f"Import of {file.name}", dry_run=dry_run, changes=False
            )
            for result in answer.results:
                made.count(result.outcome, result.model)
        except Refused as refused:
            problems = [rows.said(problem) for problem in refused.problems] or [refused.message]
    for problem in problems:
        made.refuse(file.name, [problem])
    _finish(made, report)


class Form(StrEnum):
    """What files are written as."""

    YAML = "yaml"
    JSON = "json"


@app.command(cls=Command)
def export(
    ctx: typer.Context,
    directory: Annotated[
        Path, typer.Argument(metavar="DIRECTORY", file_okay=False, help="Where to; made if it is not there.")
    ],
    form: Annotated[Form, typer.Option("--format", "-f", help="What files are written as.")] = Form.YAML,
) -> None:
    """Write everything to files, one for each model, in a stable order."""
    from groundplan.exchange.export import export as write

    client = session(ctx).client
    with _progress() as progress:
        task = progress.add_task("Exporting", total=sum(1 for model in client.catalog() if not model.read_only))
        counts = write(client, directory, form.value, lambda model: progress.advance(task))
    files = sum(1 for number in counts.values() if number)
    print(f"Wrote {sum(counts.values())} objects to {files} files in {directory}.")


@contextmanager
def _progress() -> Iterator[Progress]:
    """A progress bar where somebody can see it; standard output stays clean."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    err = console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        yield progress


def _finish(made: Report, file: Path | None) -> None:
    """Say what became of everything; refused objects on standard error, and in the exit code."""
    if file:
        made.write(file)
    for line in made.lines():
        print(line, file=sys.stderr if line.startswith("Refused:") else sys.stdout)
    if made.refused:
        raise typer.Exit(1)
