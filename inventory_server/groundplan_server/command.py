"""The server's commands, as parts of `groundplan`. Nothing heavy is imported before a command runs."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from .server import Server
    from .settings import Settings
    from .start import FirstStart

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
user_app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Users of the server.")
token_app = typer.Typer(
    rich_markup_mode=None, no_args_is_help=True, help="Tokens, with which programs prove who they are."
)
app.add_typer(user_app, name="user")
app.add_typer(token_app, name="token")

Url = Annotated[
    str | None,
    typer.Option(
        "--database-url",
        help="sqlite:////path or postgresql://…; else GROUNDPLAN_DATABASE_URL, else SQLite in your data directory.",
    ),
]


def _settings(database_url: str | None) -> Settings:
    from .settings import Settings

    return Settings(database_url=database_url) if database_url else Settings()


def _opened(database_url: str | None) -> Server:
    from .start import start

    server, first = start(_settings(database_url))
    if first is not None:
        _tell(first)
    return server


def _tell(first: FirstStart) -> None:
    typer.echo(f"First start: made the administrator {first.user!r}.")
    if first.password:
        typer.echo(f"  password: {first.password}")
    if first.token:
        typer.echo(f"  API token: {first.token}")
    if first.password or first.token:
        typer.echo("  Keep them now: only their hashes are stored.")


@app.command()
def serve(
    host: Annotated[
        str | None, typer.Option(help="Address to listen on; else GROUNDPLAN_HOST, else 127.0.0.1.")
    ] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; else GROUNDPLAN_PORT, else 8080.")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes; else GROUNDPLAN_WORKERS, else 1.")] = None,
    database_url: Url = None,
) -> None:
    """Serve the inventory; brings the database up to date first."""
    import uvicorn

    from .app import make_app

    if database_url:
        os.environ["GROUNDPLAN_DATABASE_URL"] = database_url
    settings = _settings(database_url)
    server = _opened(database_url)
    host, port, workers = host or settings.host, settings.port if port is None else port, workers or settings.workers
    address = f"http://{host}:{port}{settings.base_path}/"
    typer.echo(
        f"Groundplan serves {server.engine.dialect.name} at {address} (documentation at /api/docs/); Ctrl-C stops it."
    )
    sys.stdout.flush()
    # One process serves what is open already; several each open it for themselves.
    application: Any = "groundplan_server.asgi:app"
    if workers > 1:
        server.engine.dispose()
    else:
        application = make_app(server)
    uvicorn.run(
        application,
        host=host,
        port=port,
        workers=workers if workers > 1 else None,
        root_path=settings.base_path,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
    )


@app.command()
def migrate(database_url: Url = None) -> None:
    """Bring the database to the shape that this version expects."""
    server = _opened(database_url)
    typer.echo(f"{server.engine.url.render_as_string(hide_password=True)} is up to date.")


@user_app.command("add")
def user_add(
    name: str,
    superuser: Annotated[bool, typer.Option("--superuser", help="May do everything.")] = False,
    email: str = "",
    password: Annotated[
        str,
        typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for where it is not given."),
    ] = "",
    database_url: Url = None,
) -> None:
    """Add a user."""
    _write(
        database_url, "users.user", {"username": name, "email": email, "password": password, "is_superuser": superuser}
    )
    typer.echo(f"Added the user {name!r}.")


@token_app.command("add")
def token_add(
    user: str,
    description: str = "",
    read_only: Annotated[bool, typer.Option("--read-only", help="May not be used to change things.")] = False,
    expires: Annotated[str, typer.Option(help="When it ends, as 2027-01-31T00:00:00Z.")] = "",
    database_url: Url = None,
) -> None:
    """Make a token for a user and show it, once."""
    from .secrets import issued

    data = {
        "user": {"username": user},
        "description": description,
        "write_enabled": not read_only,
        **({"expires": expires} if expires else {}),
    }
    made = _write(database_url, "users.token", data)
    typer.echo(f"nbt_{made['public_key']}.{issued(str(made['digest']))}")


def _write(database_url: str | None, model: str, data: dict[str, object]) -> dict[str, object]:
    from .errors import Refused
    from .store.ledger import Intent, Operation

    try:
        receipt = _opened(database_url).ledger.commit([Operation("create", model, data)], Intent(source="command"))
    except Refused as refusal:
        typer.echo(f"Refused: {refusal}", err=True)
        raise typer.Exit(1) from None
    return dict(next(c.after or {} for c in receipt.changes if c.spec.key == model))


@app.command()
def backup(file: Path, database_url: Url = None) -> None:
    """Write the whole database into one file, while the server runs (SQLite)."""
    import sqlite3

    from sqlalchemy import make_url

    url = make_url(_settings(database_url).sqlalchemy_url)
    if url.get_backend_name() != "sqlite":
        typer.echo(
            "This copies SQLite databases. "
            "For PostgreSQL use pg_dump, which makes consistent copies of a running server.",
            err=True,
        )
        raise typer.Exit(2)
    if file.exists():
        typer.echo(f"{file} exists; choose another name.", err=True)
        raise typer.Exit(1)
    source, target = sqlite3.connect(str(url.database)), sqlite3.connect(file)
    with source, target:
        source.backup(target)
    typer.echo(f"Wrote {file}.")
