"""The command `groundplan`: subcommands of this distribution, and those that others bring along."""

from __future__ import annotations

import functools
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

from . import __version__
from .commands import allocation, automation, files, login, reading, writing
from .commands.session import options_everywhere, session
from .errors import Failure

#: Where other distributions announce subcommands: each entry a typer.Typer, its commands merged at the top.
ENTRY_POINTS = "groundplan.commands"


class Root(TyperGroup):
    """Loads what others bring only when it is needed, and turns failures into one sentence and an exit code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params = [*self.params, *options_everywhere()]

    def list_commands(self, ctx: Any) -> list[str]:
        return [*super().list_commands(ctx), *(name for name in brought() if name not in self.commands)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return super().get_command(ctx, cmd_name) or brought().get(cmd_name)

    def invoke(self, ctx: Any) -> Any:
        # Made here, so that all contexts below share it.
        here = session(ctx)
        try:
            return super().invoke(ctx)
        except Failure as failure:
            print(failure.message, file=sys.stderr)
            raise typer.Exit(failure.exit_code) from failure
        finally:
            here.close()


@functools.cache
def brought() -> dict[str, Any]:
    """Subcommands of other distributions, by name."""
    from importlib.metadata import entry_points

    found: dict[str, Any] = {}
    for entry in entry_points(group=ENTRY_POINTS):
        try:
            found.update(get_group(entry.load()).commands)
        except Exception as error:
            # One broken distribution must not take `groundplan get` with it.
            print(f"The commands of {entry.value} cannot be loaded: {error}.", file=sys.stderr)
    return found


def _version(value: bool) -> None:
    if value:
        print(f"groundplan {__version__}")
        raise typer.Exit


app = typer.Typer(
    cls=Root,
    name="groundplan",
    no_args_is_help=True,
    # Boxes around the help would cost as much time as everything else together.
    rich_markup_mode=None,
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for part in (login, reading, writing, files, automation):
    app.add_typer(part.app)
app.add_typer(allocation.app, name="next")


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Groundplan: the intended state of your network, from the terminal."""


def main() -> None:
    """What the installed command runs."""
    app(prog_name="groundplan")
