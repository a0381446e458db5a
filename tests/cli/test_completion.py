"""What the shell offers."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from groundplan import Client

from .conftest import Running


@pytest.fixture(scope="module", autouse=True)
def network(server: Running) -> None:
    """Something to complete."""
    with Client(server.url, server.token) as client:
        client.create("site", {"name": "AMS 1", "slug": "ams1"})
        client.create("site", {"name": "AMS 2", "slug": "ams2"})


@pytest.fixture
def offered(server: Running, home: Path) -> "Offered":
    return Offered(server, home)


class Offered:
    """Presses Tab at the end of a line, as bash and zsh do."""

    def __init__(self, server: Running, home: Path) -> None:
        self.environment = {
            **os.environ,
            "GROUNDPLAN_URL": server.url,
            "GROUNDPLAN_TOKEN": server.token,
            "XDG_CACHE_HOME": str(home),
        }

    def bash(self, *words: str) -> list[str]:
        extra = {
            "_GROUNDPLAN_COMPLETE": "complete_bash",
            "COMP_WORDS": " ".join(["groundplan", *words]),
            "COMP_CWORD": str(len(words)),
        }
        return self._ask(extra)

    def fish(self, line: str) -> list[str]:
        extra = {
            "_GROUNDPLAN_COMPLETE": "complete_fish",
            "_TYPER_COMPLETE_ARGS": f"groundplan {line}",
            "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        }
        return [line.split("\t")[0] for line in self._ask(extra)]

    def _ask(self, extra: dict[str, str]) -> list[str]:
        script = "from groundplan.command import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", script], env={**self.environment, **extra}, capture_output=True, text=True
        )
        assert done.stderr == ""
        return [line for line in done.stdout.splitlines() if line]


def test_models(offered: Offered) -> None:
    assert offered.bash("get", "sit") == ["sites", "site-groups"]
    assert "device-types" in offered.fish("get device-")


def test_fields_and_their_values(offered: Offered) -> None:
    assert offered.fish("add site stat") == ["status="]
    assert offered.fish("add site status=a") == ["status=active"]
    assert offered.bash("add", "site", "status", "=", "a") == ["active"]
    assert set(offered.fish("get sites status=")) >= {"status=active", "status=planned"}
    assert "name__ic=" in offered.fish("get sites name__i")


def test_keys_come_from_the_server(offered: Offered) -> None:
    assert offered.fish("show site ams") == ["ams1", "ams2"]
    assert offered.fish("add device site=ams") == ["site=ams1", "site=ams2"]


def test_nothing_is_offered_and_nothing_said_where_something_is_wrong(offered: Offered) -> None:
    assert offered.fish("show nothing ams") == []
    offered.environment["GROUNDPLAN_URL"] = "http://127.0.0.1:9"
    assert offered.fish("get sit") == []
