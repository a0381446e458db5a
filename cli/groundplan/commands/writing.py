"""`add`, `set`, `delete` and `do`: data entry, each with a dry run."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from groundplan.errors import WrongUsage
from groundplan.values import body, guessed, parsed, split

from . import completion
from .asking import ask_for_missing
from .output import as_yaml, show_list, show_one
from .reading import KeyArgument, ModelArgument
from .session import Command, DryRun, Message, Output, OutputOption, Session, is_typing, session

app = typer.Typer()

Values = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FIELD=VALUE",
        help="Values, as in name=AMS1 status=planned tags=core,lab cf.x=1 comments=@notes.md tenant=null.",
        autocompletion=completion.fields,
        show_default=False,
    ),
]


@app.command(cls=Command)
def add(
    ctx: typer.Context,
    model: ModelArgument,
    values: Values = None,
    dry_run: DryRun = False,
    message: Message = "",
    output: OutputOption = Output.TABLE,
) -> None:
    """Create an object. Asks for what is missing when a person is typing."""
    here = session(ctx)
    catalog = here.client.catalog()
    found = catalog.model(model)
    if found.read_only:
        raise WrongUsage(f"{found.plural} are written by the server alone.")
    data = body(values or [], found, catalog, here.find, here.custom_field)
    if is_typing():
        ask_for_missing(found, data, here)
    _operate(here, {"op": "create", "model": found.key, "data": data}, dry_run, message, output)


@app.command("set", cls=Command)
def set_(
    ctx: typer.Context,
    model: ModelArgument,
    key: KeyArgument,
    values: Values = None,
    dry_run: DryRun = False,
    message: Message = "",
    output: OutputOption = Output.TABLE,
) -> None:
    """Change an object; what is not named stays as it is."""
    here = session(ctx)
    catalog = here.client.catalog()
    found = catalog.model(model)
    if not values:
        raise WrongUsage("Say what to change, as in status=active.")
    data = body(values, found, catalog, here.find, here.custom_field)
    operation = {"op": "update", "model": found.key, "key": here.find(found, key), "data": data}
    _operate(here, operation, dry_run, message, output)


@app.command(cls=Command)
def delete(
    ctx: typer.Context,
    model: ModelArgument,
    key: KeyArgument,
    dry_run: DryRun = False,
    message: Message = "",
    output: OutputOption = Output.TABLE,
) -> None:
    """Delete an object; refused while something else needs it."""
    here = session(ctx)
    found = here.client.model(model)
    operation = {"op": "delete", "model": found.key, "key": here.find(found, key)}
    _operate(here, operation, dry_run, message, output)


@app.command(cls=Command)
def do(
    ctx: typer.Context,
    model: ModelArgument,
    key: KeyArgument,
    action: Annotated[
        str,
        typer.Argument(
            metavar="ACTION", help="What to ask of it.", autocompletion=completion.actions, show_default=False
        ),
    ],
    options: Annotated[
        list[str] | None,
        typer.Argument(metavar="OPTION=VALUE", help="The action's options.", show_default=False),
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="Do it, where the action can also merely be looked at.")
    ] = False,
    dry_run: DryRun = False,
    message: Message = "",
    output: OutputOption = Output.TABLE,
) -> None:
    """Ask something of an object: available-ips, elevation, render-config…"""
    from groundplan.answers import commit

    from .diff import show_commit

    here = session(ctx)
    found = here.client.model(model)
    asked = found.action(action)
    known = {option.name: option for option in asked.options}
    given: dict[str, Any] = {}
    for name, text in map(split, options or []):
        given[name] = parsed(known[name], text) if name in known else guessed(text)
    writing = asked.writes and (write or dry_run or not asked.reads)
    if write and not asked.writes:
        raise WrongUsage(f"{asked.name} of a {found.label} changes nothing.")
    if writing and message:
        given["changelog_message"] = message
    number = here.find(found, key)
    answer = here.client.action(found, number, asked.name, given, write=writing or None, dry_run=dry_run)
    if writing and dry_run and isinstance(answer, dict) and "changes" in answer:
        show_commit(commit({**answer, "dry_run": True}), output)
    else:
        _show_answer(answer, output)


def _show_answer(answer: Any, output: Output) -> None:
    """Whatever an action answers: a document as it is, objects as objects."""
    match answer:
        case str():
            print(answer, end="" if answer.endswith("\n") else "\n")
        case {"results": [*records]} | [*records] if all(isinstance(r, dict) for r in records):
            columns = list(dict.fromkeys(name for record in records for name in record if "url" not in name))
            show_list(records, output, columns, None)
        case dict():
            show_one(answer, output)
        case _:
            print(as_yaml(answer), end="")


def _operate(here: Session, operation: dict[str, Any], dry_run: bool, message: str, output: Output) -> None:
    from .diff import show_commit

    show_commit(here.client.operations([operation], message=message, dry_run=dry_run), output)
