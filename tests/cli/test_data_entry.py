"""What people type, against a real server."""

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from groundplan import Client
from groundplan.command import app

from .conftest import Run, Running


@pytest.fixture(scope="module", autouse=True)
def network(server: Running) -> None:
    """Two sites and a device, for all tests of this module."""
    with Client(server.url, server.token) as client:
        client.operations(
            [
                {"op": "create", "model": "dcim.region", "data": {"name": "NL", "slug": "nl"}},
                {"op": "create", "model": "dcim.site", "data": {"name": "AMS 1", "slug": "ams1", "region": "nl"}},
                {"op": "create", "model": "dcim.site", "data": {"name": "FRA 1", "slug": "fra1", "status": "planned"}},
                {"op": "create", "model": "dcim.manufacturer", "data": {"name": "Acme", "slug": "acme"}},
                {
                    "op": "create",
                    "model": "dcim.devicetype",
                    "data": {"manufacturer": "acme", "model": "X", "slug": "x"},
                },
                {"op": "create", "model": "dcim.devicerole", "data": {"name": "Leaf", "slug": "leaf"}},
                {
                    "op": "create",
                    "model": "dcim.device",
                    "data": {"name": "sw1", "site": "ams1", "device_type": "x", "role": "leaf"},
                },
                {
                    "op": "create",
                    "model": "dcim.interface",
                    "data": {"device": "ams1/sw1", "name": "eth0", "type": "virtual"},
                },
                {"op": "create", "model": "ipam.prefix", "data": {"prefix": "10.0.0.0/24"}},
                {"op": "create", "model": "extras.tag", "data": {"name": "Core", "slug": "core"}},
                {
                    "op": "create",
                    "model": "extras.customfield",
                    "data": {"name": "floor", "type": "text", "object_types": ["dcim.site"]},
                },
            ]
        )


def test_a_table_has_the_models_columns(run: Run) -> None:
    done = run("get", "sites", "status=Planned")
    assert done.exit_code == 0
    header, row = done.stdout.splitlines()
    assert header.split()[:3] == ["id", "name", "status"]
    assert row.split()[1:4] == ["FRA", "1", "Planned"]


def test_json_yaml_and_csv(run: Run) -> None:
    names = [site["name"] for site in json.loads(run("get", "sites", "-o", "json").stdout)]
    assert names[:2] == ["AMS 1", "FRA 1"]
    assert "- id: " in run("get", "sites", "-o", "yaml", "-c", "id,name").stdout
    rows = list(csv.DictReader(io.StringIO(run("get", "sites", "-o", "csv", "-c", "name,region", "ams").stdout)))
    assert rows == [{"name": "AMS 1", "region": "nl"}]
    assert json.loads(run("get", "sites", "name__ic=nowhere", "-o", "json").stdout) == []


def test_limits_and_order(run: Run) -> None:
    shown = json.loads(run("get", "sites", "-o", "json", "-n", "1", "-s", "-name").stdout)
    assert [site["name"] for site in shown] == ["FRA 1"]


def test_one_object_in_full(run: Run) -> None:
    assert json.loads(run("show", "device", "ams1/sw1", "-o", "json").stdout)["name"] == "sw1"
    assert "sw1" in run("show", "device", "ams1/sw1").stdout


def test_a_dry_run_shows_the_difference_and_does_nothing(run: Run) -> None:
    done = run("add", "site", "name=LON 1", "slug=lon1", "tags=core", "--dry-run")
    assert done.exit_code == 0
    assert "+ dcim.site LON 1" in done.stdout
    assert "    name: LON 1" in done.stdout
    assert "Would do: 1 created." in done.stdout
    assert run("show", "site", "lon1").exit_code == 1


def test_add_set_history_delete(run: Run) -> None:
    assert run("add", "site", "name=PAR 1", "slug=par1", "status=planned", "-m", "New site.").exit_code == 0
    done = run("set", "site", "par1", "status=Active", "tags=core", "region=nl", "cf.floor=3")
    assert "    status: planned → active" in done.stdout
    site = json.loads(run("show", "site", "par1", "-o", "json").stdout)
    assert (site["status"]["value"], site["region"]["slug"]) == ("active", "nl")
    assert site["custom_fields"] == {"floor": "3"}
    history = run("history", "site", "par1").stdout
    assert "status: planned → active" in history
    assert "New site." in history
    assert "New site." in run("history").stdout
    assert "- dcim.site PAR 1" in run("delete", "site", "par1").stdout
    assert run("show", "site", "par1").exit_code == 1


def test_nothing_to_change(run: Run) -> None:
    assert "nothing to change" in run("set", "site", "ams1", "status=active").stdout.lower()


def test_an_address_on_an_interface(run: Run) -> None:
    done = run("add", "ip-address", "address=192.0.2.1/24", "assigned_object=interface:ams1/sw1/eth0")
    assert done.exit_code == 0, done.output
    shown = json.loads(run("show", "ip-address", "192.0.2.1/24", "-o", "json").stdout)
    assert shown["assigned_object"]["name"] == "eth0"


def test_the_next_address_comes_bare(run: Run) -> None:
    assert run("next", "ip", "10.0.0.0/24", "--dry-run").exit_code == 0
    first = run("next", "ip", "10.0.0.0/24", "dns_name=www1", "-m", "For the web.")
    assert first.stdout == "10.0.0.1/24\n", first.output
    assert run("next", "ip", "10.0.0.0/24", "--count", "2").stdout == "10.0.0.2/24\n10.0.0.3/24\n"
    assert run("next", "prefix", "10.0.0.0/24", "--length", "28").exit_code == 0
    taken = json.loads(run("show", "ip-address", "10.0.0.1/24", "-o", "json").stdout)
    assert taken["dns_name"] == "www1"


def test_actions_are_looked_at_before_they_are_done(run: Run) -> None:
    looked = run("do", "prefix", "10.0.0.0/24", "available-ips", "-o", "json")
    assert looked.exit_code == 0, looked.output
    assert json.loads(looked.stdout)[0]["address"].startswith("10.0.0.")
    assert run("do", "prefix", "10.0.0.0/24", "available-ip").exit_code == 2


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        (["get", "sits"], 2, "There is no model 'sits'. Did you mean 'sites'"),
        (["get", "sites", "stat=active"], 2, "sites cannot be filtered by 'stat'. Did you mean 'status'"),
        (["get", "sites", "-o", "xml"], 2, "xml"),
        (["add", "site", "nme=x"], 2, "A site has no attribute 'nme'. Did you mean 'name'"),
        (["add", "site", "name=x", "status=nope"], 2, "status cannot be 'nope'. It can be planned"),
        (["add", "site", "name=Only a name"], 1, "slug: This field is required."),
        (["set", "site", "ams1"], 2, "Say what to change"),
        (["set", "site", "nowhere", "status=active"], 1, "There is no site 'nowhere'"),
        (["delete", "site", "ams1"], 1, "Unable to delete"),
        (["sohw", "site", "ams1"], 2, "No such command 'sohw'"),
    ],
)
def test_refusals_say_why_and_what_would_be_right(run: Run, words: list[str], code: int, reason: str) -> None:
    done = run(*words)
    assert reason in done.stderr, done.output
    assert (done.exit_code, done.stdout) == (code, "")


def test_nobody_answers(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    done = CliRunner().invoke(app, ["get", "sites"], env={"GROUNDPLAN_URL": "http://127.0.0.1:9"})
    assert done.exit_code == 3
    assert "http://127.0.0.1:9 cannot be reached" in done.stderr


def test_where_one_is(run: Run, server: Running) -> None:
    status = json.loads(run("status", "-o", "json").stdout)
    assert (status["server"], status["branch"], status["at"]) == (server.url, "main", "now")
    assert status["token"] == f"…{server.token[-4:]}"


@pytest.mark.parametrize("lens", [("--at", "1"), ("--branch", "nowhere")])
def test_the_lens_may_stand_anywhere_on_the_line(run: Run, lens: tuple[str, str]) -> None:
    before, after = run(*lens, "get", "sites"), run("get", "sites", *lens)
    assert (before.exit_code, before.stdout) == (after.exit_code, after.stdout)
    # Whether there was nothing then, or the server says that it cannot look there: main is not what is shown.
    assert "AMS 1" not in before.stdout


def test_login_with_a_token_is_remembered(run: Run, server: Running) -> None:
    runner = CliRunner()
    assert runner.invoke(app, ["login", server.url, "--token", "0" * 40]).exit_code == 1
    done = runner.invoke(app, ["login", server.url, "--token", server.token])
    assert done.exit_code == 0, done.output
    assert runner.invoke(app, ["get", "sites"]).exit_code == 0


def test_login_with_a_password_gets_a_token(server: Running) -> None:
    runner = CliRunner()
    done = runner.invoke(app, ["login", server.url, "-u", "admin"], input="correct horse\n")
    assert done.exit_code == 0, done.output
    assert runner.invoke(app, ["get", "sites"]).exit_code == 0
    assert runner.invoke(app, ["login", server.url, "-u", "admin"], input="wrong\n").exit_code == 1
    assert runner.invoke(app, ["login", server.url]).exit_code == 2


def test_csv_comes_in_whole_or_not_at_all(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "sites.csv"
    file.write_text("name,slug,region.slug,status\nOSL 1,osl1,nl,active\nHEL 1,hel1,nowhere,active\n")
    done = run("import", "csv", "sites", file)
    assert done.exit_code == 1
    assert "row 3, column region.slug: " in done.stderr
    assert run("show", "site", "osl1").exit_code == 1
    file.write_text("name,slug,region.slug,status\nOSL 1,osl1,nl,active\nHEL 1,hel1,,planned\n")
    assert "2 created" in run("import", "csv", "sites", file).stdout
    assert "2 unchanged" in run("import", "csv", "sites", file, "--upsert").stdout
    number = json.loads(run("show", "site", "hel1", "-o", "json").stdout)["id"]
    file.write_text(f"id,status,region\n{number},active,nl\n")
    assert "1 changed" in run("import", "csv", "sites", file).stdout
    shown = run("get", "sites", "slug=hel1", "-o", "csv", "-c", "id,status,region").stdout
    assert shown == f"id,status,region\n{number},active,nl\n"


def test_inventories(run: Run, tmp_path: Path) -> None:
    listed = json.loads(run("inventory", "--list").stdout)
    assert listed["site__ams1"]["hosts"] == ["sw1"]
    assert json.loads(run("inventory", "--host", "sw1").stdout)["site"] == "ams1"
    assert run("inventory", "--host", "nobody").exit_code == 1
    assert run("inventory", "sit=ams1").exit_code == 2
    assert "ams1" in run("inventory", "site=ams1", "--format", "nornir").stdout
    assert run("inventory", "--format", "nornir", "--directory", tmp_path / "nornir").exit_code == 0
    assert sorted(file.name for file in (tmp_path / "nornir").iterdir()) == [
        "defaults.yaml",
        "groups.yaml",
        "hosts.yaml",
    ]
    assert run("inventory", "--format", "ssh-config").exit_code == 0


def test_rendering(run: Run, client: Client) -> None:
    client.create("config-template", {"name": "base", "template_code": "hostname {{ device.name }}"})
    client.update("device", "ams1/sw1", {"config_template": {"name": "base"}})
    assert run("render", "ams1/sw1").stdout == "hostname sw1\n"
    assert json.loads(run("render", "ams1/sw1", "-o", "json").stdout)["content"] == "hostname sw1"


def test_a_client_writes_and_reads(client: Client) -> None:
    made = client.create("tag", {"name": "Lab", "slug": "lab"}, message="For the lab.")
    assert client.update("tag", "lab", {"color": "00ff00"})["color"] == "00ff00"
    client.delete("tag", made["id"], message="Not needed.")
    assert [tag["slug"] for tag in client.list("tags")] == ["core"]
    assert client.inventory({"vars": ["name"]})["hosts"]["sw1"]
