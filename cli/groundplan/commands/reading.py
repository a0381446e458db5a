"""`get`, `show` and `history`: what is there, and how it came to be."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import typer

from groundplan import values
from groundplan.shown import plain

from . import completion
from .output import show_list, show_one
from .session import Command, Output, OutputOption, session

if TYPE_CHECKING:
    from groundplan.catalog import Model

app = typer.Typer()

ModelArgument = Annotated[
    str,
    typer.Argument(
        metavar="MODEL",
        help="Any name of a model: devices, device, dcim.device, or the start of one.",
        autocompletion=completion.models,
        show_default=False,
    ),
]
KeyArgument = Annotated[
    str,
    typer.Argument(
        metavar="KEY",
        help="An id or a natural key: ams1/sw1, 10.0.0.0/24@blue.",
        autocompletion=completion.keys,
        show_default=False,
    ),
]


@app.command(cls=Command)
def get(
    ctx: typer.Context,
    model: ModelArgument,
    filters: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FIELD=VALUE",
            help="Filters, as in site=ams1 name__ic=core cf.x=1; any other word is searched for.",
            autocompletion=completion.filters,
            show_default=False,
        ),
    ] = None,
    output: OutputOption = Output.TABLE,
    columns: Annotated[
        str | None, typer.Option("--columns", "-c", help="Attributes to show, comma-separated.", show_default=False)
    ] = None,
    sort: Annotated[
        str | None, typer.Option("--sort", "-s", help="Attributes to sort by; -name for backwards.", show_default=False)
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=0, help="How many at most; 0 for all.")] = 0,
) -> None:
    """List objects."""
    here = session(ctx)
    found = here.client.model(model)
    query: dict[str, Any] = dict(values.filters(filters or [], found))
    shown = _columns(found, columns)
    if output in (Output.TABLE, Output.CSV) or columns:
        query["fields"] = ",".join(shown)
    if limit:
        query["limit"] = min(limit, 1000)
    # The model's own order, which people expect ("eth2" before "eth10"), rather than the cursor's.
    ordering = sort or ",".join(found.ordering) or "id"
    records = here.client.list(found, query, ordering=ordering)
    show_list(islice(records, limit) if limit else records, output, shown, found)


def _columns(model: Model, given: str | None) -> list[str]:
    """The columns of a table: those asked for, or the model's own with the id before them."""
    if given is None:
        return list(dict.fromkeys(["id", *(n for n in model.columns if n in model.attributes)])) or ["id", "display"]
    names = [name.strip() for name in given.split(",") if name.strip()]
    for name in names:
        if name not in ("id", "display", "url", "display_url"):
            model.attribute(name)
    return names


@app.command(cls=Command)
def show(ctx: typer.Context, model: ModelArgument, key: KeyArgument, output: OutputOption = Output.TABLE) -> None:
    """Show one object with all that is known of it."""
    client = session(ctx).client
    found = client.model(model)
    show_one(client.get(found, key), output, found)


@app.command(cls=Command)
def history(
    ctx: typer.Context,
    model: Annotated[
        str | None,
        typer.Argument(metavar="MODEL", help="A model; with KEY, one object of it.", autocompletion=completion.models),
    ] = None,
    key: Annotated[
        str | None, typer.Argument(metavar="KEY", help="An id or a natural key.", autocompletion=completion.keys)
    ] = None,
    output: OutputOption = Output.TABLE,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="How many, newest first.")] = 50,
) -> None:
    """Show the newest commits, or the changes of one model or object."""
    client = session(ctx).client
    if model is None:
        commits = client.page("/api/commits/", {"limit": limit})["results"]
        show_list(commits, output, ["serial", "time", "user", "source", "message", "count"], None)
        return
    found = client.model(model)
    query: dict[str, Any] = {"changed_object_type": found.key, "limit": limit, "ordering": "-id"}
    if key is not None:
        query["changed_object_id"] = client.get(found, key)["id"]
    changes = client.page("/api/core/object-changes/", query)["results"]
    if output is Output.TABLE:
        changes = [_change(change) for change in changes]
    show_list(changes, output, ["time", "user_name", "action", "object", "change", "message"], None)


def _change(change: dict[str, Any]) -> dict[str, Any]:
    """A change in one line: what of it is new."""
    from groundplan.answers import Change

    from .diff import differences, said

    made = Change(
        model=str(plain(change.get("changed_object_type"))),
        id=change.get("changed_object_id"),
        display=str(change.get("object_repr") or ""),
        action=str(plain(change.get("action"))),
        before=change.get("prechange_data"),
        after=change.get("postchange_data"),
    )
    new = "; ".join(f"{name}: {said(before, after)}" for name, before, after in differences(made))
    return {**change, "object": made.display, "change": new if made.action == "update" else ""}
