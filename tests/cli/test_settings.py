"""Which server, and whose token."""

import stat
from pathlib import Path

import pytest

from groundplan import settings
from groundplan.errors import WrongUsage
from groundplan.shelf import Shelf


def test_nothing_need_be_set() -> None:
    assert settings.load() == settings.Settings("http://127.0.0.1:8080", None, None)


def test_the_call_wins_over_the_environment_and_that_over_the_login(monkeypatch: pytest.MonkeyPatch) -> None:
    settings.remember("http://login", "from-login")
    assert settings.load().url == "http://login"
    monkeypatch.setenv("GROUNDPLAN_URL", "http://environment")
    assert settings.load().url == "http://environment"
    assert settings.load("http://call").url == "http://call"


def test_a_token_is_only_sent_to_the_server_that_gave_it() -> None:
    settings.remember("https://one.example", "secret-of-one")
    assert settings.load("https://one.example/").token == "secret-of-one"
    assert settings.load("https://two.example").token is None


def test_logins_are_readable_by_their_owner_alone() -> None:
    file = settings.remember("https://one.example", "secret")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    settings.remember("https://two.example", "other")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert settings.load("https://one.example").token == "secret"


def test_a_token_can_be_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "token").write_text("from-file\n")
    monkeypatch.setenv("FILE__GROUNDPLAN_TOKEN", str(tmp_path / "token"))
    assert settings.load().token == "from-file"
    monkeypatch.setenv("FILE__GROUNDPLAN_TOKEN", str(tmp_path / "nothing"))
    with pytest.raises(WrongUsage, match="cannot be read"):
        settings.load()


@pytest.mark.parametrize("written", ["http://host:8080", "http://host:8080/", "host:8080", "http://host:8080/api/"])
def test_a_url_may_be_written_in_many_ways(written: str) -> None:
    assert settings.normal(written) == "http://host:8080"


def test_a_broken_login_file_is_as_good_as_none() -> None:
    settings.login_file().parent.mkdir(parents=True)
    settings.login_file().write_text("{")
    assert settings.load().token is None


def test_documents_are_kept_with_their_etag(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "cache")
    assert shelf.read("catalog") == ("", None)
    shelf.write("catalog", '"1"', {"models": []})
    assert Shelf(tmp_path / "cache").read("catalog") == ('"1"', {"models": []})
    Shelf(None).write("catalog", '"1"', {})
    assert Shelf(None).read("catalog") == ("", None)
