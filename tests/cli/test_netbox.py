"""NetBox, from files and from one that answers, into a real server."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from groundplan import Client
from groundplan.command import app
from groundplan.exchange.conversion import Unknown, convert

from .conftest import DATA, TOKEN, Run, Running, started
from .sample import CATALOG

NETBOX = DATA / "netbox"


def same(_: str, number: int) -> int:
    return number


def nested(number: int, path: str, **facts: Any) -> dict[str, Any]:
    return {"id": number, "url": f"http://netbox/api/{path}/{number}/", "display": str(number), **facts}


def test_an_object_becomes_data() -> None:
    record = {
        "id": 1,
        "url": "…",
        "display": "AMS",
        "name": "AMS",
        "slug": "ams",
        "status": {"value": "active", "label": "Active"},
        "region": nested(7, "dcim/regions"),
        "tags": [nested(3, "extras/tags")],
        "custom_fields": {"x": 1, "unset": None, "owner": nested(9, "dcim/sites")},
        "device_count": 12,
        "owner": None,
        "facility": "DC 3",
        "created": "2020-01-01",
    }
    made = convert(record, CATALOG.model("site"), CATALOG, lambda model, number: number + 100)
    assert made.data == {
        "name": "AMS",
        "slug": "ams",
        "status": "active",
        "region": 107,
        "tags": [103],
        "custom_fields": {"x": 1, "owner": 109},
    }
    assert made.left_out == {"facility": 1}


def test_objects_of_any_model_and_what_must_wait() -> None:
    record = {"id": 1, "address": "10.0.0.1/24", "vrf": None, "assigned_object_type": "dcim.interface"}
    address = CATALOG.model("ip-address")
    made = convert({**record, "assigned_object_id": 5}, address, CATALOG, same)
    assert (made.data["assigned_object_type"], made.data["assigned_object_id"]) == ("dcim.interface", 5)
    made = convert({**record, "assigned_object_id": 5}, address, CATALOG, same, frozenset({"assigned_object"}))
    assert made.data == {"address": "10.0.0.1/24", "vrf": None}
    assert made.later == {"assigned_object_type": "dcim.interface", "assigned_object_id": 5}


def test_what_refers_to_what_is_not_there_is_told() -> None:
    def unknown(model: str, number: int) -> int:
        raise Unknown(model, number)

    with pytest.raises(Unknown, match=r"dcim\.region 7 was not imported"):
        convert({"id": 1, "region": nested(7, "dcim/regions")}, CATALOG.model("site"), CATALOG, unknown)


def summary(output: str) -> str:
    return output.strip().splitlines()[-1]


def test_a_directory_comes_in_once_with_its_ids(run: Run, client: Client, tmp_path: Path) -> None:
    dry = run("import", "netbox", NETBOX, "--dry-run")
    assert dry.exit_code == 0, dry.output
    assert list(client.list("sites")) == []

    first = run("import", "netbox", NETBOX, "--report", tmp_path / "report.json")
    assert first.exit_code == 0, first.output
    source = json.loads((NETBOX / "dcim/devices.json").read_text())
    assert sorted(d["id"] for d in client.list("devices")) == sorted(d["id"] for d in source)
    number = len(json.loads((NETBOX / "dcim/interfaces.json").read_text()))
    assert len(list(client.list("interfaces"))) == number, "components of the type were made as well"
    chassis = json.loads((NETBOX / "dcim/virtual-chassis.json").read_text())[0]
    assert client.get("virtual-chassis", chassis["id"])["master"]["id"] == chassis["master"]["id"]
    assert client.get("devices", chassis["master"]["id"])["virtual_chassis"]["id"] == chassis["id"]
    tenant = next(t for t in json.loads((NETBOX / "tenancy/tenants.json").read_text()) if t["custom_fields"])
    assert client.get("tenants", tenant["id"])["custom_fields"] == tenant["custom_fields"]
    port = json.loads((NETBOX / "dcim/front-ports.json").read_text())[0]
    assert client.get("front-ports", port["id"])["rear_ports"] == port["rear_ports"]

    second = run("import", "netbox", NETBOX)
    assert second.exit_code == 0, second.output
    assert summary(second.output).startswith("0 created, 0 changed, ")


def test_another_object_of_the_same_id_is_not_overwritten(run: Run, client: Client, tmp_path: Path) -> None:
    (tmp_path / "dcim").mkdir()
    (tmp_path / "dcim" / "sites.json").write_text(json.dumps([{"id": 2, "name": "Other", "slug": "other"}]))
    before = client.get("site", 2)["name"]
    done = run("import", "netbox", tmp_path)
    assert done.exit_code == 1
    assert "Another object has this id here: dm-akron" in done.stderr
    assert client.get("site", 2)["name"] == before
    assert run("import", "netbox", tmp_path, "--overwrite").exit_code == 0
    assert client.get("site", 2)["name"] == "Other"
    client.update("site", 2, {"name": before, "slug": "dm-akron"})


@pytest.fixture
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A second server."""
    yield from started(tmp_path_factory.mktemp("other"))


def test_a_server_that_speaks_netboxs_dialect_is_read_like_one(run: Run, server: Running, other: Running) -> None:
    """The first server stands in for NetBox; ids differ, so everything must be found again by name."""
    environment = {"GROUNDPLAN_URL": other.url, "GROUNDPLAN_TOKEN": other.token}
    with Client(other.url, other.token) as client:
        client.create("site", {"name": "Here before", "slug": "here-before"})
        words = ["import", "netbox", server.url, "--token", TOKEN, "--no-keep-ids"]
        CliRunner().invoke(app, words, env=environment, catch_exceptions=False)
        device = client.get("device", "dm-akron/dmi01-akron-rtr01")
        assert device["device_type"]["manufacturer"]["slug"] == "cisco"
        interfaces = list(client.list("interfaces", {"device_id": device["id"]}))
        with Client(server.url, server.token) as there:
            original = there.get("device", "dm-akron/dmi01-akron-rtr01")["id"]
            names = [i["name"] for i in there.list("interfaces", {"device_id": original})]
        assert sorted(i["name"] for i in interfaces) == sorted(names)
        assert client.get("site", "here-before")["id"] == 1


def test_what_was_exported_comes_in_again(run: Run, other: Running, tmp_path: Path) -> None:
    for form in ("yaml", "json"):
        assert run("export", tmp_path / form, "--format", form).exit_code == 0
    assert sorted(p.stem for p in tmp_path.glob("yaml/*/*")) == sorted(p.stem for p in tmp_path.glob("json/*/*"))
    text = (tmp_path / "yaml/dcim/sites.yaml").read_text()
    assert run("export", tmp_path / "yaml").exit_code == 0
    assert (tmp_path / "yaml/dcim/sites.yaml").read_text() == text

    environment = {"GROUNDPLAN_URL": other.url, "GROUNDPLAN_TOKEN": other.token}
    runner = CliRunner()
    done = runner.invoke(app, ["import", "netbox", str(tmp_path / "yaml")], env=environment, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    runner.invoke(app, ["export", str(tmp_path / "again")], env=environment, catch_exceptions=False)
    assert (tmp_path / "again/dcim/sites.yaml").read_text() == text
    for name in ("dcim/devices", "dcim/interfaces", "ipam/prefixes", "dcim/front-ports"):
        assert (tmp_path / f"again/{name}.yaml").read_text() == (tmp_path / f"yaml/{name}.yaml").read_text(), name


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        (["nowhere"], 2, "nowhere is neither a URL nor a directory"),
        (["https://netbox.example"], 2, "needs a token"),
        ([str(DATA / "library")], 1, "holds no files like dcim/sites.json"),
        (["http://127.0.0.1:9", "--token", "x"], 3, "cannot be reached"),
        ([str(NETBOX), "--dry-run", "--no-keep-ids"], 2, "needs --keep-ids"),
    ],
)
def test_what_is_no_source_is_refused(run: Run, words: list[str], code: int, reason: str) -> None:
    done = run("import", "netbox", *words)
    assert reason in done.stderr
    assert done.exit_code == code
