"""Files of the device-type library as operations, with the catalog of a real server."""

from pathlib import Path
from typing import Any

import pytest

from groundplan import Client
from groundplan.catalog import Catalog
from groundplan.errors import Failure
from groundplan.exchange.device_types import TypeOperations, files, operations, read
from groundplan.exchange.library import import_library
from groundplan.exchange.report import Report
from groundplan.slug import slug_of

from .conftest import DATA, Run

LIBRARY = DATA / "library"


def made(catalog: Catalog, path: str) -> TypeOperations:
    return operations(read(LIBRARY / "device-types" / path), catalog)


def written(directory: Path, text: str) -> Path:
    file = directory / "device-types" / "Acme" / "x.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


def of(found: TypeOperations, model: str) -> list[dict[str, Any]]:
    return [operation["data"] for operation in found.operations if operation["model"] == model]


def test_a_type_and_its_components_become_upserts_by_name(catalog: Catalog) -> None:
    found = made(catalog, "Testing/Test-1000.yaml")
    assert {operation["op"] for operation in found.operations} == {"upsert"}
    (own,) = of(found, "dcim.devicetype")
    assert own == {
        "manufacturer": {"slug": "generic"},
        "model": "TEST-1000",
        "slug": "generic-test-1000",
        "u_height": 2,
        "subdevice_role": "parent",
    }
    type_ = {"manufacturer": {"slug": "generic"}, "model": "TEST-1000"}
    assert of(found, "dcim.interfacetemplate")[0] == {
        "device_type": type_,
        "name": "Interface 1",
        "type": "1000base-t",
        "mgmt_only": True,
    }
    assert of(found, "dcim.poweroutlettemplate")[0]["power_port"] == {"device_type": type_, "name": "Power Port 1"}
    rear = {"device_type": type_, "name": "Rear Port 2"}
    assert of(found, "dcim.frontporttemplate")[1]["rear_ports"] == [
        {"position": 1, "rear_port": rear, "rear_port_position": 1}
    ]
    assert len(found.operations) == 31


def test_names_stay_as_they_are_written(catalog: Catalog, tmp_path: Path) -> None:
    text = "manufacturer: Acme\nmodel: 1e3\npart_number: 007\ninterfaces:\n  - name: 1.10\n    type: 1000base-t\n"
    found = operations(read(written(tmp_path, text)), catalog)
    (own,) = of(found, "dcim.devicetype")
    assert (own["model"], own["part_number"]) == ("1e3", "007")
    assert of(found, "dcim.interfacetemplate")[0]["name"] == "1.10"


def test_what_has_no_place_is_left_out_and_told(catalog: Catalog) -> None:
    found = made(catalog, "Panduit/CPPA48FMWBLY.yaml")
    assert dict(found.left_out) == {
        "front_image: pictures are not part of the file": 1,
        "device types: is_powered is not known to this server": 1,
    }


def test_slips_of_authors_are_understood(catalog: Catalog) -> None:
    found = made(catalog, "YAMAHA/SWX2322P-16MT.yaml")
    assert {data.get("poe_mode") for data in of(found, "dcim.interfacetemplate")} == {"pse", None}
    assert not found.left_out


def test_old_files(catalog: Catalog, tmp_path: Path) -> None:
    text = "manufacturer: Acme\nmodel: X\nsubdevice_role: true\nconsole_ports:\n  - name: con\n    form_factor: rj-45\n"
    found = operations(read(written(tmp_path, text)), catalog)
    assert of(found, "dcim.devicetype")[0]["subdevice_role"] == "parent"
    assert of(found, "dcim.consoleporttemplate")[0]["type"] == "rj-45"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("interfaces:\n  - name: a\n    type: nope\n", "a: type cannot be 'nope'."),
        ("interfaces:\n  - {name: a, type: virtual}\n  - {name: a, type: virtual}\n", "two entries named 'a'"),
        ("interfaces:\n  - type: virtual\n", "interfaces has an entry without a name."),
        ("u_height: tall\n", "u_height must be a number, not 'tall'."),
    ],
)
def test_what_is_wrong_is_refused_with_the_reason(catalog: Catalog, tmp_path: Path, text: str, reason: str) -> None:
    found = operations(read(written(tmp_path, f"manufacturer: Acme\nmodel: X\n{text}")), catalog)
    assert len(found.refused) == 1
    assert reason in found.refused[0]


@pytest.mark.parametrize("text", ["[]", "model: X", "manufacturer: [", "\tmanufacturer: x"])
def test_what_is_no_type_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(Failure, match=r"x\.yaml"):
        read(written(tmp_path, text))


def test_slugs_tell_plus_from_nothing() -> None:
    names = [read(file).slug for file in files([LIBRARY / "device-types" / "LANCOM"])]
    assert names == ["lancom-wlc-4025-plus", "lancom-wlc-4025"]
    assert slug_of("Reichle & De-Massari") == "reichle-de-massari"


def test_the_library_comes_in_once(run: Run, client: Client, tmp_path: Path) -> None:
    dry = run("import", "device-types", LIBRARY, "--dry-run")
    assert dry.exit_code == 0, dry.output
    assert "Would be: " in dry.output
    assert list(client.list("device-types")) == []

    first = run("import", "device-types", LIBRARY, "--report", tmp_path / "report.json")
    assert first.exit_code == 0, first.output
    assert "dcim.devicetype: 7 created" in first.output
    assert (tmp_path / "report.json").exists()
    front = client.get("front-port-templates", "generic-test-1000/Front Port 1")
    rear = client.get("rear-port-templates", "generic-test-1000/Rear Port 1")
    assert front["rear_ports"] == [{"position": 1, "rear_port": rear["id"], "rear_port_position": 1}]

    serial = client.request("GET", "/api/status/").headers["X-Groundplan-Serial"]
    second = run("import", "device-types", LIBRARY)
    assert second.exit_code == 0, second.output
    assert "0 created, 0 changed, " in second.output
    assert client.request("GET", "/api/status/").headers["X-Groundplan-Serial"] == serial


def test_a_type_that_is_there_keeps_its_slug(client: Client, tmp_path: Path) -> None:
    client.create("manufacturer", {"name": "Initech", "slug": "initech"})
    client.create("device-type", {"manufacturer": {"slug": "initech"}, "model": "TPS-1", "slug": "our-own"})
    written(tmp_path, "manufacturer: Initech\nmodel: TPS-1\nslug: initech-tps-1\npart_number: T1\n")
    report = Report()
    import_library(client, files([tmp_path]), report, dry_run=False, message="", advance=lambda number: None)
    assert report.refused == []
    assert client.get("device-type", "our-own")["part_number"] == "T1"


def test_one_bad_type_does_not_keep_the_others_out(client: Client, tmp_path: Path) -> None:
    written(tmp_path, "manufacturer: Acme\nmodel: Child\nsubdevice_role: child\nu_height: 1\n")
    other = tmp_path / "device-types" / "Acme" / "y.yaml"
    other.write_text("manufacturer: Acme\nmodel: Good\n")
    twin = tmp_path / "device-types" / "Acme" / "z.yaml"
    twin.write_text("manufacturer: Acme\nmodel: good\n")
    report = Report()
    import_library(client, files([tmp_path]), report, dry_run=False, message="", advance=lambda number: None)
    assert [(r.name, Path(r.source).name) for r in report.refused] == [
        ("Acme good", "z.yaml"),
        ("Acme Child", "x.yaml"),
    ]
    assert "Child device types must be 0U" in report.refused[1].reasons[0]
    assert client.get("device-type", "acme-good")["model"] == "Good"
