"""`next`: take the next free address, prefix, VLAN or AS number."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from groundplan.values import body

from .output import show_list
from .session import Command, DryRun, Message, Output, OutputOption, session

app = typer.Typer(help="Take the next free address, prefix, VLAN or AS number.", no_args_is_help=True)

Count = Annotated[int, typer.Option("--count", "-n", min=1, help="How many.")]
Values = Annotated[
    list[str] | None,
    typer.Argument(metavar="FIELD=VALUE", help="Values for what is taken, as in dns_name=www1.", show_default=False),
]


@app.command(cls=Command)
def ip(
    ctx: typer.Context,
    prefix: Annotated[
        str,
        typer.Argument(metavar="PREFIX", help="A prefix, as in 10.0.0.0/24 or 10.0.0.0/24@vrf.", show_default=False),
    ],
    values: Values = None,
    count: Count = 1,
    dry_run: DryRun = False,
    message: Message = "",
    output: OutputOption = Output.TABLE,
) -> None:
    """Take the next free address of a prefix."""
    _take(ctx, "ipam.prefix", prefix, "available-ips", {}, values, count, dry_run, message, output)


@app.command(cls=Command)
def prefix(
    ctx: typer.Context,
    prefix: Annotated[str, typer.Argument(metavar="PREFIX", help="The prefix to take it from.", show_default=False)],
    length: Annotated[
        int, typer.Option("--length", "-l", min=0, max=128, help="How long a prefix.", show_default=False)
    ],
    values: Values = None,
    count: Count = 1,
    dry_run: DryRun = False,
    message: Message = "",
    output: OutputOption = Output.TABLE,
) -> None:
    """Take the next free prefix of a length out of another."""
    extra = {"prefix_length": length}
    _take(ctx, "ipam.prefix", prefix, "available-prefixes", extra, values, count, dry_run, message, output)


@app.command(cls=Command)
def vlan(
    ctx: typer.Context,
    group: Annotated[str, typer.Argument(metavar="GROUP", help="A VLAN group.", show_default=False)],
    values: Values = None,
    count: Count = 1,
    dry_run: DryRun = False,
    message: Message = "",
    output: OutputOption = Output.TABLE,
) -> None:
    """Take the next free VLAN id of a group; name=NAME names the VLAN."""
    _take(ctx, "ipam.vlangroup", group, "available-vlans", {}, values, count, dry_run, message, output)


@app.command(cls=Command)
def asn(
    ctx: typer.Context,
    asn_range: Annotated[str, typer.Argument(metavar="RANGE", help="A range of AS numbers.", show_default=False)],
    values: Values = None,
    count: Count = 1,
    dry_run: DryRun = False,
    message: Message = "",
    output: OutputOption = Output.TABLE,
) -> None:
    """Take the next free AS number of a range."""
    _take(ctx, "ipam.asnrange", asn_range, "available-asns", {}, values, count, dry_run, message, output)


#: What is made by each action, and the attribute that was asked for.
MADE = {
    "available-ips": ("ipam.ipaddress", "address"),
    "available-prefixes": ("ipam.prefix", "prefix"),
    "available-vlans": ("ipam.vlan", "vid"),
    "available-asns": ("ipam.asn", "asn"),
}


def _take(
    ctx: typer.Context,
    parent: str,
    key: str,
    action: str,
    extra: dict[str, Any],
    values: list[str] | None,
    count: int,
    dry_run: bool,
    message: str,
    output: Output,
) -> None:
    from groundplan.answers import commit

    from .diff import show_commit

    here = session(ctx)
    catalog = here.client.catalog()
    made, name = MADE[action]
    data = {**extra, **body(values or [], catalog.model(made), catalog, here.find, here.custom_field)}
    if message:
        data["changelog_message"] = message
    # One is asked for as an object: what takes only one at a time takes no list.
    wanted = [dict(data) for _ in range(count)] if count > 1 else data
    answer = here.client.action(parent, key, action, wanted, write=True, dry_run=dry_run)
    if dry_run and isinstance(answer, dict) and "changes" in answer:
        show_commit(commit({**answer, "dry_run": True}), output)
        return
    taken = answer if isinstance(answer, list) else [answer]
    if output is Output.TABLE:
        # Bare, a line each: `addr=$(groundplan next ip 10.0.0.0/24)`.
        for one in taken:
            print(one[name])
    else:
        model = catalog.model(made)
        show_list(taken, output, list(dict.fromkeys(["id", *model.columns])), model)
