"""A person is asked for what is missing."""

import json

import pytest

from groundplan import Client

from .conftest import Run, Running


@pytest.fixture(scope="module", autouse=True)
def network(server: Running) -> None:
    with Client(server.url, server.token) as client:
        client.create("site", {"name": "AMS 1", "slug": "ams1"})
        client.create("manufacturer", {"name": "Acme", "slug": "acme"})
        client.create("device-type", {"manufacturer": {"slug": "acme"}, "model": "X", "slug": "x"})
        client.create("device-role", {"name": "Leaf", "slug": "leaf"})


@pytest.fixture(autouse=True)
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("groundplan.commands.writing.is_typing", lambda: True)


def test_what_is_missing_is_asked_with_what_can_be_answered(run: Run) -> None:
    answers = "acme-x\nx\nnowhere\nleaf\nams1\n"
    done = run("add", "device", "name=sw1", "-m", "By hand.", input=answers)
    assert "ams1" in done.stderr
    assert "leaf" in done.stderr
    assert done.exit_code == 0, done.output
    assert json.loads(run("show", "device", "ams1/sw1", "-o", "json").stdout)["role"]["slug"] == "leaf"


def test_what_cannot_be_is_asked_again(run: Run) -> None:
    done = run("add", "device", "name=sw2", "site=ams1", "role=leaf", input="nothing\nx\n")
    assert "There is no device type 'nothing'." in done.stderr
    assert done.exit_code == 0, done.output


def test_a_slug_is_suggested(run: Run) -> None:
    done = run("add", "site", "name=Frankfurt 1", input="\n")
    assert "[frankfurt-1]" in done.stderr
    assert json.loads(run("show", "site", "frankfurt-1", "-o", "json").stdout)["name"] == "Frankfurt 1"


def test_nothing_is_asked_where_nothing_is_missing(run: Run) -> None:
    assert run("add", "site", "name=Oslo", "slug=oslo", input="").exit_code == 0


def test_who_gives_no_answer_ends_it(run: Run) -> None:
    assert run("add", "site", input="").exit_code == 1
