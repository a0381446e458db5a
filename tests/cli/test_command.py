"""The command as such: its help, and what others bring along."""

import importlib.metadata
from typing import Any

import pytest
import typer
from typer.main import get_group
from typer.testing import CliRunner

from groundplan import __version__, command
from groundplan.command import app


def test_every_command_says_in_a_sentence_what_it_does() -> None:
    def walk(group: object, path: str) -> None:
        for name, one in group.commands.items():  # type: ignore[attr-defined]
            help_ = (one.help or "").strip()
            assert help_.split("\n")[0].endswith((".", "…")), f"{path} {name}"
            if hasattr(one, "commands"):
                walk(one, f"{path} {name}")
            else:
                for param in one.params:
                    assert getattr(param, "help", None), f"{path} {name} {param.name}"

    walk(get_group(app), "groundplan")


def test_the_names_that_users_rely_on() -> None:
    group = get_group(app)
    assert set(group.commands) == {
        "login", "status", "get", "show", "add", "set", "delete", "do", "next", "import", "export", "history",
        "inventory", "render",
    }  # fmt: skip
    assert set(group.commands["next"].commands) == {"ip", "prefix", "vlan", "asn"}  # type: ignore[attr-defined]
    assert set(group.commands["import"].commands) == {"device-types", "netbox", "csv"}  # type: ignore[attr-defined]


def test_the_version() -> None:
    assert CliRunner().invoke(app, ["--version"]).stdout == f"groundplan {__version__}\n"


class Entry:
    """An announced subcommand."""

    value = "somewhere:app"

    def __init__(self, brought: typer.Typer | Exception) -> None:
        self.brought = brought

    def load(self) -> typer.Typer:
        if isinstance(self.brought, Exception):
            raise self.brought
        return self.brought


def announce(monkeypatch: pytest.MonkeyPatch, brought: typer.Typer | Exception) -> list[str]:
    """Announce a subcommand, and note when it is looked for."""
    looked: list[str] = []
    original = importlib.metadata.entry_points

    def entry_points(**wanted: str) -> Any:
        # Others look for entry points too, and remember what they found.
        if wanted.get("group") != command.ENTRY_POINTS:
            return original(**wanted)
        looked.append(wanted["group"])
        return [Entry(brought)]

    command.brought.cache_clear()
    monkeypatch.setattr(importlib.metadata, "entry_points", entry_points)
    return looked


def test_others_bring_commands_that_are_only_loaded_when_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    server = typer.Typer()

    @server.command()
    def serve() -> None:
        """Serve."""
        typer.echo("serving")

    looked = announce(monkeypatch, server)
    try:
        assert CliRunner().invoke(app, ["get", "--help"]).exit_code == 0
        assert looked == []
        assert "  serve " in CliRunner().invoke(app, ["--help"]).stdout
        assert CliRunner().invoke(app, ["serve"]).stdout == "serving\n"
        assert looked == ["groundplan.commands"]
    finally:
        command.brought.cache_clear()


def test_a_broken_distribution_takes_nothing_else_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    announce(monkeypatch, ImportError("No module named 'missing'"))
    try:
        done = CliRunner().invoke(app, ["--help"])
        assert done.exit_code == 0
        assert "The commands of somewhere:app cannot be loaded: No module named 'missing'." in done.stderr
    finally:
        command.brought.cache_clear()
