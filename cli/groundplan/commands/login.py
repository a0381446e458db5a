"""`login` and `status`: which server, and as whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from groundplan.errors import WrongUsage

from .output import show_one
from .session import Command, Output, OutputOption, is_typing, session

if TYPE_CHECKING:
    from groundplan.client import Client

app = typer.Typer()


@app.command(cls=Command)
def login(
    ctx: typer.Context,
    url: Annotated[
        str, typer.Argument(metavar="URL", help="The server, as in https://groundplan.example.org.", show_default=False)
    ],
    token: Annotated[str | None, typer.Option(help="A token you have.", show_default=False)] = None,
    username: Annotated[str | None, typer.Option("--username", "-u", help="Get a new token with a password.")] = None,
) -> None:
    """Remember a server and a token for it; other commands use them from then on."""
    from groundplan import settings
    from groundplan.client import Client

    if token is None and username is None and not is_typing():
        raise WrongUsage("Say who you are: --token TOKEN, or --username NAME and a password on standard input.")
    if token is None:
        username = username or typer.prompt("User name", err=True)
        password = typer.prompt("Password", hide_input=is_typing(), err=True)
        with Client(url) as client:
            token = provisioned(client, username, password)
    with Client(url, token) as client:
        status = client.status()
    file = settings.remember(url, token)
    version = status.get("groundplan-version") or status.get("netbox-version")
    print(f"Logged in to {client.url} (version {version}). The token is kept in {file}.")


def provisioned(client: Client, username: str, password: str) -> str:
    """A new token for a user name and a password."""
    # The token of another account must not travel along.
    client.token = None
    body = {"username": username, "password": password}
    made = client.request("POST", "/api/users/tokens/provision/", body=body).json()
    if made.get("version") == 2 and made.get("token"):
        return f"nbt_{made['key']}.{made['token']}"
    return str(made.get("token") or made["key"])


@app.command(cls=Command)
def status(ctx: typer.Context, output: OutputOption = Output.TABLE) -> None:
    """Show which server this is, as whom, and whether it answers."""
    from groundplan import settings

    here = session(ctx)
    client = here.client
    answer = client.request("GET", "/api/status/")
    document = {
        "server": client.url,
        "token": f"…{client.token[-4:]}" if client.token else None,
        "branch": client.branch or "main",
        "at": client.at or "now",
        "serial": answer.headers.get("X-Groundplan-Serial"),
        "login": str(settings.login_file()),
        **answer.json(),
    }
    show_one(document, output)
