"""`inventory` and `render`: what automation reads."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from groundplan import values
from groundplan.errors import NotFound

from . import completion
from .output import as_yaml, show_one
from .session import Command, Output, OutputOption, session

if TYPE_CHECKING:
    from groundplan.catalog import Catalog

app = typer.Typer()


class Format(StrEnum):
    """Whose words the inventory is put in."""

    ANSIBLE = "ansible"
    NORNIR = "nornir"
    SSH_CONFIG = "ssh-config"


@app.command(cls=Command)
def inventory(
    ctx: typer.Context,
    filters: Annotated[
        list[str] | None,
        typer.Argument(metavar="FIELD=VALUE", help="Which devices, as in site=ams1 status=active."),
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="All hosts, as Ansible asks an inventory script.")] = False,
    host: Annotated[
        str | None, typer.Option("--host", metavar="NAME", help="One host, as Ansible asks.", show_default=False)
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="In whose words.")] = Format.ANSIBLE,
    output: Annotated[
        Path | None,
        typer.Option("--directory", help="Write Nornir's hosts, groups and defaults.yaml here.", show_default=False),
    ] = None,
    variables: Annotated[
        str | None, typer.Option("--vars", help="Which variables, comma-separated.", show_default=False)
    ] = None,
    group_by: Annotated[str | None, typer.Option(help="What to group by, comma-separated.", show_default=False)] = None,
    interfaces: Annotated[bool, typer.Option("--interfaces", help="With every host's interfaces.")] = False,
    vms: Annotated[bool, typer.Option("--vms", help="With virtual machines.")] = False,
) -> None:
    """Write the inventory; usable as an Ansible inventory script."""
    from groundplan import inventories

    client = session(ctx).client
    query = _query(filters or [], client.catalog() if filters else None)
    query.update({k: v for k, v in {"vars": variables, "group_by": group_by}.items() if v is not None})
    query.update({name: "true" for name, wanted in (("interfaces", interfaces), ("vms", vms)) if wanted})
    answer = client.inventory(query)
    for warning in answer.get("warnings") or ():
        print(warning, file=sys.stderr)
    if host is not None:
        if host not in answer["hosts"]:
            raise NotFound(f"There is no host {host!r} in the inventory.")
        print(json.dumps(inventories.ansible_variables(answer, host), indent=2, ensure_ascii=False))
    elif format_ is Format.SSH_CONFIG and not list_:
        print(inventories.ssh_config(answer))
    elif format_ is Format.NORNIR and not list_:
        documents = inventories.nornir(answer)
        if output is None:
            print(as_yaml(documents), end="")
            return
        output.mkdir(parents=True, exist_ok=True)
        for name, document in documents.items():
            (output / f"{name}.yaml").write_text(as_yaml(document), encoding="utf-8")
    else:
        print(json.dumps(inventories.ansible(answer), indent=2, ensure_ascii=False))


def _query(words: list[str], catalog: Catalog | None) -> dict[str, Any]:
    return {} if catalog is None else dict(values.filters(words, catalog.model("dcim.device")))


@app.command(cls=Command)
def render(
    ctx: typer.Context,
    device: Annotated[
        str,
        typer.Argument(
            metavar="DEVICE",
            help="A device's id or natural key.",
            autocompletion=completion.devices,
            show_default=False,
        ),
    ],
    output: OutputOption = Output.TABLE,
) -> None:
    """Render a device's configuration from its template and context."""
    client = session(ctx).client
    if output is Output.TABLE:
        text = client.action("dcim.device", device, "render-config", accept="text/plain")
        content = text if isinstance(text, str) else str(text["content"])
        print(content, end="" if content.endswith("\n") else "\n")
    else:
        show_one(client.action("dcim.device", device, "render-config"), output)
