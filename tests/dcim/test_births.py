"""Devices of a type that has components of all ten kinds: what they are born with, over the API."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event

from tests.server import Api, Json
from tests.store.books import check_books
from tests.store.operations import changes, create, done

PANEL = {"slug": "panel"}
INTERFACES = ["Gi{vc_position:1}/0/1", "Gi{vc_position:1}/0/2", "br{vc_position}"]

#: How many components of each kind a device gets.
KINDS = {
    "dcim/console-ports": 1,
    "dcim/console-server-ports": 1,
    "dcim/power-ports": 2,
    "dcim/power-outlets": 3,
    "dcim/interfaces": 3,
    "dcim/rear-ports": 2,
    "dcim/front-ports": 3,
    "dcim/module-bays": 2,
    "dcim/device-bays": 1,
    "dcim/inventory-items": 3,
}


def template(kind: str, name: str, **data: Any) -> Json:
    return create(f"dcim.{kind}template", device_type=PANEL, name=name, **data)


def of_panel(name: str) -> Json:
    """One of the type's templates by name, as operations refer to it."""
    return {"device_type": PANEL, "name": name}


BUILT = [
    create("dcim.site", name="AMS", slug="ams"),
    create("dcim.devicerole", name="Any", slug="any"),
    create("dcim.manufacturer", name="ACME", slug="acme"),
    create("dcim.inventoryitemrole", name="Part", slug="part"),
    create("dcim.devicetype", manufacturer="acme", model="Panel", slug="panel", u_height=2, subdevice_role="parent"),
    create("dcim.virtualchassis", name="stack"),
    template("consoleport", "con{vc_position}", type="rj-45", label="C{vc_position:9}"),
    template("consoleserverport", "csp", type="rj-45"),
    template("powerport", "PSU1", type="iec-60320-c14", maximum_draw=400, allocated_draw=200),
    template("powerport", "PSU2", type="iec-60320-c14"),
    template("poweroutlet", "Out 1", power_port=of_panel("PSU1"), feed_leg="A", color="ff0000"),
    template("poweroutlet", "Out 2", power_port=of_panel("PSU2")),
    template("poweroutlet", "Out 3"),
    template("interface", INTERFACES[2], type="bridge"),
    template("interface", INTERFACES[0], type="1000base-t", bridge=of_panel(INTERFACES[2]), poe_mode="pse"),
    template("interface", INTERFACES[1], type="1000base-t", bridge=of_panel(INTERFACES[2]), mgmt_only=True),
    template("rearport", "Rear A", type="mpo", positions=4, color="00ff00"),
    template("rearport", "Rear B", type="mpo", positions=2),
    template(
        "frontport",
        "Front 1",
        type="lc",
        positions=2,
        rear_ports=[
            {"position": 1, "rear_port": of_panel("Rear A"), "rear_port_position": 3},
            {"position": 2, "rear_port": of_panel("Rear B"), "rear_port_position": 1},
        ],
    ),
    template(
        "frontport",
        "Front 2",
        type="lc",
        rear_ports=[{"position": 1, "rear_port": of_panel("Rear A"), "rear_port_position": 1}],
    ),
    template("frontport", "Front 3", type="lc"),
    template("modulebay", "Bay {module}", position="1"),
    template("modulebay", "Bay {vc_position:0}", position="2"),
    template("devicebay", "Slot"),
    template("inventoryitem", "Board", role="part", manufacturer="acme", part_id="B-1"),
    template(
        "inventoryitem",
        "Module",
        parent=of_panel("Board"),
        component_type="dcim.interfacetemplate",
        component_id=of_panel(INTERFACES[0]),
    ),
    template("inventoryitem", "Laser", parent=of_panel("Module")),
]


@pytest.fixture
def workshop(api: Api) -> Iterator[Api]:
    done(api, *BUILT)
    yield api
    check_books(api.ground.engine)


def device(name: str, **data: Any) -> Json:
    return {"name": name, "site": "ams", "role": "any", "device_type": PANEL, **data}


def parts(api: Api, path: str, device: int) -> dict[str, Json]:
    return {row["name"]: row for row in api.listed(path, device_id=device)}


@pytest.mark.parametrize("number", [1, 10, 50])
def test_every_device_gets_every_component(workshop: Api, number: int) -> None:
    made = workshop.made("dcim/devices", [device(f"p{n}") for n in range(number)])
    for path, each in KINDS.items():
        rows = workshop.listed(path)
        assert len(rows) == each * number, path
        assert all(sum(row["device"]["id"] == one["id"] for row in rows) == each for one in made), path


def test_components_are_as_their_templates_say(workshop: Api) -> None:
    first, alone = workshop.made(
        "dcim/devices", [device("p1", virtual_chassis={"name": "stack"}, vc_position=3), device("p2")]
    )
    assert sorted(parts(workshop, "dcim/interfaces", first["id"])) == ["Gi3/0/1", "Gi3/0/2", "br3"]
    assert sorted(parts(workshop, "dcim/interfaces", alone["id"])) == ["Gi1/0/1", "Gi1/0/2", "br0"]
    [console] = parts(workshop, "dcim/console-ports", first["id"]).values()
    assert (console["name"], console["label"], console["type"]["value"]) == ("con3", "C3", "rj-45")
    [console] = parts(workshop, "dcim/console-ports", alone["id"]).values()
    assert (console["name"], console["label"]) == ("con0", "C9")
    # A module token waits for a module: a device's own bays are in no other.
    assert set(parts(workshop, "dcim/module-bays", first["id"])) == {"Bay {module}", "Bay 3"}
    for one, position in ((first, "3"), (alone, "1")):
        ports = parts(workshop, "dcim/interfaces", one["id"])
        bridge = next(port for name, port in ports.items() if name.startswith("br"))
        bridged = ports[f"Gi{position}/0/1"], ports[f"Gi{position}/0/2"]
        assert [port["bridge"]["id"] for port in bridged] == [bridge["id"]] * 2
        assert (bridged[0]["poe_mode"]["value"], bridged[1]["mgmt_only"]) == ("pse", True)


def test_what_templates_tie_together_is_tied_on_each_device(workshop: Api) -> None:
    for made in workshop.made("dcim/devices", [device("p1"), device("p2"), device("p3")]):
        power, outlets = (parts(workshop, f"dcim/power-{kind}", made["id"]) for kind in ("ports", "outlets"))
        assert (power["PSU1"]["maximum_draw"], power["PSU1"]["allocated_draw"]) == (400, 200)
        tied = {name: outlet["power_port"] and outlet["power_port"]["id"] for name, outlet in outlets.items()}
        assert tied == {"Out 1": power["PSU1"]["id"], "Out 2": power["PSU2"]["id"], "Out 3": None}
        assert (outlets["Out 1"]["feed_leg"]["value"], outlets["Out 1"]["color"]) == ("A", "ff0000")
        fronts, rears = (parts(workshop, f"dcim/{side}-ports", made["id"]) for side in ("front", "rear"))
        assert {name: rear["positions"] for name, rear in rears.items()} == {"Rear A": 4, "Rear B": 2}
        mapped = {
            (name, end["position"], end["rear_port"], end["rear_port_position"])
            for name, front in fronts.items()
            for end in front["rear_ports"]
        }
        rear_a, rear_b = rears["Rear A"]["id"], rears["Rear B"]["id"]
        assert mapped == {("Front 1", 1, rear_a, 3), ("Front 1", 2, rear_b, 1), ("Front 2", 1, rear_a, 1)}
        items = parts(workshop, "dcim/inventory-items", made["id"])
        assert items["Board"]["parent"] is None
        assert items["Module"]["parent"]["id"] == items["Board"]["id"]
        assert items["Laser"]["parent"]["id"] == items["Module"]["id"]
        port = parts(workshop, "dcim/interfaces", made["id"])["Gi1/0/1"]
        assert (items["Module"]["component_type"], items["Module"]["component_id"]) == ("dcim.interface", port["id"])
        assert (items["Board"]["role"]["slug"], items["Board"]["part_id"]) == ("part", "B-1")


def test_as_many_statements_for_one_device_as_for_fifty(workshop: Api) -> None:
    counted: list[str] = []

    @event.listens_for(workshop.ground.engine, "before_cursor_execute")
    def count(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        counted.append(statement)

    def statements(number: int) -> int:
        counted.clear()
        workshop.made("dcim/devices", [device(f"{number}-{n}") for n in range(number)])
        return len(counted)

    statements(2)  # what is read once and remembered
    assert statements(1) == statements(10) == statements(50)


def test_birth_and_death_are_one_commit_each(workshop: Api) -> None:
    brought = sum(KINDS.values()) + 3  # three mappings of ports
    born = done(workshop, create("dcim.device", **device("p1")), create("dcim.device", **device("p2")))
    assert [action for action, _, _ in changes(born)].count("create") == 2 * (1 + brought)
    gone = done(workshop, {"op": "delete", "model": "dcim.device", "key": "ams/p1"})
    deleted = {(change["model"], change["id"]) for change in gone["changes"] if change["action"] == "delete"}
    assert len(deleted) == 1 + brought
    assert all(len(workshop.listed(path)) == each for path, each in KINDS.items())


def test_a_device_without_its_components(workshop: Api) -> None:
    """As an importer wants it, who brings the components himself."""
    done(workshop, create("dcim.device", **device("p1")), options={"components": False})
    assert not any(workshop.listed(path) for path in KINDS)
