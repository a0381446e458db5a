"""A plugin: a package with an entry point brings a model with all that follows from one."""

import tomllib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from sqlalchemy import inspect

from groundplan_server.store.engine import make_engine
from tests.pages import ROOT, Reader, fences, surroundings
from tests.server import TOKEN
from tests.store.serving import Process, Remote, process_on

EXAMPLE = ROOT / "tests" / "plugin_example"
PAGE = ROOT / "docs" / "plugins.md"
WINDOW = {"name": "Core upgrade", "site": "ams1", "begins": "2027-03-01T22:00:00Z", "ends": "2027-03-02T02:00:00Z"}


def installed(folder: Path) -> str:
    """The search path of a Python in which the example is installed."""
    project = tomllib.loads((EXAMPLE / "pyproject.toml").read_text())
    name, version = project["project"]["name"].replace("-", "_"), project["project"]["version"]
    facts = folder / f"{name}-{version}.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text(f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\n")
    points = project["project"]["entry-points"]["groundplan.apps"]
    (facts / "entry_points.txt").write_text("[groundplan.apps]\n" + "".join(f"{k} = {v}\n" for k, v in points.items()))
    (folder / "acme_maintenance").symlink_to(EXAMPLE / "acme_maintenance")
    return str(folder)


@pytest.fixture(scope="module")
def server(
    used_database: Callable[[], AbstractContextManager[str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Process, str]]:
    """A server with the plugin, on a database that a server without it was started on before."""
    with pytest.MonkeyPatch.context() as patch, used_database() as url:
        patch.setenv("PYTHONPATH", installed(tmp_path_factory.mktemp("installed")))
        with process_on(url) as process:
            yield process, url


@pytest.fixture(scope="module")
def remote(server: tuple[Process, str]) -> Remote:
    client = server[0].client
    client.made("dcim/regions", name="Netherlands", slug="nl")
    client.made("dcim/sites", name="Amsterdam 1", slug="ams1", region="nl")
    client.made("maintenance/windows", WINDOW)
    return client


def test_its_table_is_made_at_the_start(server: tuple[Process, str], remote: Remote) -> None:
    engine = make_engine(server[1])
    assert "maintenance_window" in inspect(engine).get_table_names()
    engine.dispose()


def test_its_model_is_served_like_any_other(remote: Remote) -> None:
    assert "windows" in remote.get("/api/maintenance/").json()
    window = remote.get("/api/maintenance/windows/1/").json()
    assert (window["display"], window["site"]["slug"]) == ("Core upgrade", "ams1")
    assert window["begins"] == "2027-03-01T22:00:00Z"
    assert window["status"] == {"value": "planned", "label": "Planned"}


@pytest.mark.parametrize(
    "filters",
    [
        {"site": "ams1"},
        {"region": "nl"},
        {"key": "Core upgrade"},
        {"begins__gte": "2027-01-01T00:00:00Z"},
        {"q": "upgrade"},
    ],
)
def test_its_filters_are_derived(remote: Remote, filters: dict[str, str]) -> None:
    assert [w["name"] for w in remote.listed("maintenance/windows", **filters)] == ["Core upgrade"]


def test_an_unknown_filter_names_the_nearest(remote: Remote) -> None:
    answer = remote.get("/api/maintenance/windows/?begin=2027-01-01")
    assert answer.status_code == 400
    assert "Did you mean 'begins'" in answer.text


def test_the_catalog_and_the_schema_tell_of_it(remote: Remote) -> None:
    models = {m["key"]: m for m in remote.get("/api/catalog/").json()["models"]}
    window = models["maintenance.window"]
    assert window["label"] == "maintenance window"
    assert {a["name"]: a["writes"] for a in window["actions"]} == {"others": False, "postpone": True}
    assert "/api/maintenance/windows/{id}/postpone/" in remote.get("/api/schema/").json()["paths"]


def test_its_rules_hold(remote: Remote) -> None:
    answer = remote.post("/api/maintenance/windows/", json={**WINDOW, "name": "Too short", "ends": WINDOW["begins"]})
    assert answer.status_code == 400
    assert answer.json() == {"ends": ["Too short must end after it begins, at 2027-03-01 22:00 UTC."]}


def test_its_actions_read_and_write(remote: Remote) -> None:
    night = {"begins": "2027-03-02T01:00:00Z", "ends": "2027-03-02T03:00:00Z"}
    remote.made("maintenance/windows", {**WINDOW, "name": "Power", **night})
    assert [w["name"] for w in remote.get("/api/maintenance/windows/1/others/").json()] == ["Power"]
    answer = remote.post("/api/maintenance/windows/1/postpone/", json={"hours": 24})
    assert answer.status_code == 200
    assert remote.get("/api/maintenance/windows/1/").json()["begins"] == "2027-03-02T22:00:00Z"
    assert remote.get("/api/maintenance/windows/1/others/").json() == []


def test_its_changes_are_history(remote: Remote) -> None:
    changes = remote.listed("core/object-changes", changed_object_type="maintenance.window", changed_object_id=1)
    assert changes[-1]["action"]["value"] == "create"
    assert {c["object_repr"] for c in changes} == {"Core upgrade"}


def test_it_goes_with_what_it_belongs_to(remote: Remote) -> None:
    remote.made("dcim/sites", name="Utrecht 1", slug="utr1")
    made = remote.made("maintenance/windows", {**WINDOW, "name": "Move", "site": "utr1"})
    site = remote.listed("dcim/sites", slug="utr1")[0]["id"]
    assert remote.delete(f"/api/dcim/sites/{site}/").status_code == 204
    assert remote.get(f"/api/maintenance/windows/{made['id']}/").status_code == 404


def test_the_page_about_plugins_shows_this_plugin() -> None:
    shown = {fence.file: fence.text for fence in fences(PAGE) if fence.file}
    assert shown == {name: (EXAMPLE / name).read_text() for name in ("pyproject.toml", "acme_maintenance/window.py")}


def test_the_page_about_plugins_is_true(
    used_database: Callable[[], AbstractContextManager[str]], tmp_path: Path
) -> None:
    path = tmp_path / "installed"
    path.mkdir()
    folder = tmp_path / "reader"
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch, used_database() as database:
        patch.setenv("PYTHONPATH", installed(path))
        with process_on(database) as process:
            url = str(process.client.base_url).rstrip("/")
            environment = surroundings(folder, GROUNDPLAN_URL=url, GROUNDPLAN_TOKEN=TOKEN)
            with Reader(folder, environment, url, TOKEN) as somebody:
                somebody.read(PAGE)
