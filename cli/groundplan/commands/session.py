"""What every command starts from: the server it talks to, and the options that stand anywhere on the line."""

from __future__ import annotations

import functools
import sys
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand
from typer.main import get_group

from groundplan.shown import plain
from groundplan.values import custom_field

if TYPE_CHECKING:
    from groundplan.catalog import Attribute, Model
    from groundplan.client import Client


@dataclass
class Session:
    """The options that hold for a whole command line, and the client made from them."""

    branch: str | None = None
    at: str | None = None

    @functools.cached_property
    def client(self) -> Client:
        from groundplan.client import Client
        from groundplan.settings import cache_directory
        from groundplan.shelf import Shelf

        return Client(branch=self.branch, at=self.at, shelf=Shelf(cache_directory()))

    def close(self) -> None:
        """Give the connections back, if there are any."""
        if "client" in self.__dict__:
            self.client.close()

    def find(self, model: Model, key: str) -> int:
        """The id behind a key."""
        return int(self.client.get(model, key)["id"])

    def custom_field(self, model: Model, name: str) -> Attribute | None:
        """The custom field of that name, to read its value by its type; None if there is none."""
        catalog = self.client.catalog()
        if "extras.customfield" not in catalog:
            return None
        fields = self.client.page(catalog.models["extras.customfield"].url, {"name": name, "limit": 1})["results"]
        return custom_field(name, str(plain(fields[0].get("type")))) if fields else None


def session(ctx: typer.Context) -> Session:
    """The session of this command line."""
    return ctx.ensure_object(Session)


def _keep(ctx: typer.Context, param: typer.CallbackParam, value: str | None) -> str | None:
    if value is not None and param.name:
        setattr(session(ctx), param.name, value)
    return value


def _everywhere(
    branch: Annotated[
        str | None,
        typer.Option(
            help="Read and write this branch instead of main.",
            metavar="NAME",
            callback=_keep,
            expose_value=False,
            show_default=False,
        ),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(
            help="Read the past: a serial or a time, as in 2026-11-01T12:00.",
            metavar="WHEN",
            callback=_keep,
            expose_value=False,
            show_default=False,
        ),
    ] = None,
) -> None:
    """Declares the options once; every command takes them over."""


@functools.cache
def options_everywhere() -> list[Any]:
    """The options that stand anywhere on the line."""
    app = typer.Typer(add_completion=False, callback=_everywhere)
    return list(get_group(app).params)


class Command(TyperCommand):
    """A command that also takes the options that stand anywhere."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params = [*self.params, *options_everywhere()]


class Output(StrEnum):
    """How a read is shown."""

    TABLE = "table"
    JSON = "json"
    YAML = "yaml"
    CSV = "csv"


OutputOption = Annotated[Output, typer.Option("--output", "-o", help="How to show it.", show_default=True)]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Change nothing; show what would change.")]
Message = Annotated[str, typer.Option("--message", "-m", help="Why, for the history.", show_default=False)]


def is_typing() -> bool:
    """Whether a person sits at the other end and can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()
