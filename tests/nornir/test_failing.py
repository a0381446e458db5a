"""What can go wrong, and what one is told then."""

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nornir.core import Nornir

from nornir_groundplan import GroundplanInventory, NoAnswer, Refused, WrongOption, client
from nornir_groundplan.options import Options
from tests.nornir.stub import TOKEN, Stub

Start = Callable[..., Nornir]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "FIRST_PAUSE", 0.001)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"filterz": {}}, "There is no option 'filterz'; did you mean 'filters'?"),
        ({"xyzzy": 1}, "There is no option 'xyzzy'."),
        ({"filters": "site=ams1"}, "'filters' is a mapping"),
        ({"filters": {"vms": True}}, "use the option 'include_vms'"),
        ({"platform": "pyez"}, "'platform' is one of napalm, netmiko, scrapli, slug; not 'pyez'."),
        ({"offline": "sometimes", "cache": "c"}, "not 'sometimes'"),
        ({"offline": True}, "'offline' needs 'cache'"),
        ({"url": "http://a", "nb_url": "http://b"}, "'url' is given twice"),
        ({"use_platform_slug": True, "use_platform_napalm_driver": True}, "Only one of"),
        ({"use_platform_slug": True, "platform": "netmiko"}, "'platform' says 'netmiko'"),
    ],
)
def test_wrong_options(options: dict[str, Any], said: str) -> None:
    with pytest.raises(WrongOption) as refused:
        GroundplanInventory(**options)
    assert said in str(refused.value)


def test_the_environment_fills_in(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("URL", "TOKEN", "BRANCH"):
        monkeypatch.setenv(f"GROUNDPLAN_{name}", name.lower())
    connection = Options.read({"url": "http://here/"}).connection
    assert (connection.url, connection.token, connection.branch) == ("http://here", "token", "branch")


def test_ssl_verify_may_be_a_file_as_in_nornir_netbox() -> None:
    connection = Options.read({"ssl_verify": "/etc/ca.pem"}).connection
    assert (connection.ssl_verify, connection.ca) == (True, "/etc/ca.pem")


def test_an_unknown_filter_is_one_clear_error(nornir: Start) -> None:
    with pytest.raises(Refused, match="There is no filter 'sit'; did you mean 'site'") as refused:
        nornir(filters={"sit": "ams1"})
    assert refused.value.status == 400
    assert refused.value.sentences == ["sit: There is no filter 'sit'; did you mean 'site'?"]


def test_a_wrong_token_is_no_empty_inventory(nornir: Start) -> None:
    with pytest.raises(Refused, match=r"refused \(403\): Invalid v1 token"):
        nornir(token="wrong")


def test_a_busy_server_is_asked_again(nornir: Start, stub: Stub) -> None:
    stub.failures = 2
    assert len(nornir(retries=2).inventory.hosts) == 3
    stub.failures = 2
    with pytest.raises(NoAnswer, match="busy or starting"):
        nornir(retries=1)


def test_something_else_answers(nornir: Start, stub: Stub) -> None:
    stub.prepared = b"<html>Please log in.</html>"
    with pytest.raises(NoAnswer, match="not as a Groundplan server does"):
        nornir()


def test_nobody_answers(nornir: Start, stub: Stub) -> None:
    with pytest.raises(NoAnswer, match="does not answer"):
        nornir(url="http://127.0.0.1:9")


def test_an_unchanged_inventory_is_not_sent_again(nornir: Start, stub: Stub, tmp_path: Path) -> None:
    cache = tmp_path / "made" / "inventory.json"
    first = nornir(cache=str(cache)).inventory
    stub.devices = []  # the stub's ETag does not change, so the cache must be what is read
    second = nornir(cache=str(cache)).inventory
    assert stub.headers[1]["if-none-match"] == stub.etag
    assert second.dict() == first.dict()
    assert stat.S_IMODE(cache.stat().st_mode) == 0o600
    assert TOKEN not in cache.read_text()


def test_a_changed_inventory_is_read(nornir: Start, stub: Stub, tmp_path: Path) -> None:
    cache = tmp_path / "inventory.json"
    nornir(cache=cache)
    stub.devices, stub.etag = stub.devices[:1], 'W/"13"'
    assert len(nornir(cache=cache).inventory.hosts) == 1


@pytest.mark.parametrize("changed", [{"filters": {"site": "ams1"}}, {"branch": "blue"}, {"vars": ["status"]}])
def test_a_kept_answer_to_another_question_is_of_no_use(
    nornir: Start, stub: Stub, tmp_path: Path, changed: dict[str, Any]
) -> None:
    cache = tmp_path / "inventory.json"
    nornir(cache=cache)
    nornir(cache=cache, **changed)
    assert "if-none-match" not in stub.headers[1]


def test_another_token_may_see_other_things(nornir: Start, stub: Stub, tmp_path: Path) -> None:
    cache = tmp_path / "inventory.json"
    nornir(cache=cache)
    with pytest.raises(Refused):
        nornir(cache=cache, token="another")
    assert "if-none-match" not in stub.headers[1]


@pytest.mark.parametrize("damage", ["", "no json\n{}", "[]\n{}", '{"question": 1}\n{}'])
def test_a_damaged_cache_is_none(nornir: Start, tmp_path: Path, damage: str) -> None:
    cache = tmp_path / "inventory.json"
    cache.write_text(damage)
    assert len(nornir(cache=cache).inventory.hosts) == 3


def test_a_cache_that_cannot_be_written_stops_nobody(
    nornir: Start, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    assert len(nornir(cache=tmp_path / "file" / "cache").inventory.hosts) == 3
    assert "cannot be kept" in caplog.text


def test_server_gone_and_a_cache_to_fall_back_on(
    nornir: Start, stub: Stub, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    cache = tmp_path / "inventory.json"
    first = nornir(cache=cache, offline="fallback").inventory
    stub.failures = 100
    assert nornir(cache=cache, offline="fallback").inventory.dict() == first.dict()
    assert f"does not answer: it is busy or starting (503). The inventory is the one kept in {cache}" in caplog.text
    with pytest.raises(NoAnswer):
        nornir(cache=cache)
    with pytest.raises(NoAnswer, match="keeps no answer to this question either"):
        nornir(cache=cache, offline="fallback", filters={"site": "ams1"})


def test_offline_asks_nobody(nornir: Start, stub: Stub, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    cache = tmp_path / "inventory.json"
    nornir(cache=cache)
    assert len(nornir(cache=cache, offline=True).inventory.hosts) == 3
    assert len(stub.asked) == 1
    assert "was not asked" in caplog.text


def test_a_refusal_is_never_papered_over(nornir: Start, tmp_path: Path) -> None:
    cache = tmp_path / "inventory.json"
    nornir(cache=cache, offline="fallback")
    with pytest.raises(Refused):
        nornir(cache=cache, offline="fallback", token="wrong")


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("groups.yaml", "a: {groups: [b]}", "The group 'a' has a parent that is nowhere described: 'b'."),
        ("groups.yaml", "- a", "groups.yaml is a mapping, not a list."),
        ("defaults.yaml", "a: {", "defaults.yaml is no YAML"),
    ],
)
def test_files_that_are_wrong(nornir: Start, tmp_path: Path, file: str, content: str, said: str) -> None:
    (tmp_path / file).write_text(content)
    with pytest.raises(WrongOption) as refused:
        nornir()
    assert said in str(refused.value)
