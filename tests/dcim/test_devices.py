"""Devices and what is in them, written through the ledger on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from sqlalchemy import Connection, event, exists, select
from sqlmodel import SQLModel

from groundplan_server import registry
from groundplan_server.errors import Invalid, StillReferenced
from groundplan_server.store.engine import make_engine, reading, writing
from groundplan_server.store.ledger import Ledger, Operation

DEVICE, INTERFACE, CHASSIS, BAY = "dcim.device", "dcim.interface", "dcim.virtualchassis", "dcim.devicebay"


class House:
    """A small data centre: sites ams (1) and fra (2); types switch (1), chassis (2), blade (3) and half-deep (4)."""

    def __init__(self, url: str) -> None:
        registry.load()
        self.engine = make_engine(url)
        with writing(self.engine) as connection:
            SQLModel.metadata.create_all(connection)
        self.ledger = Ledger(self.engine)
        self.new("dcim.site", {"name": "AMS", "slug": "ams"}, {"name": "FRA", "slug": "fra"})
        self.new("dcim.location", {"name": "Hall", "slug": "hall", "site": 1})
        self.new("dcim.manufacturer", {"name": "ACME", "slug": "acme"}, {"name": "Other", "slug": "other"})
        self.new("dcim.platform", {"name": "OS", "slug": "os"}, {"name": "XOS", "slug": "xos", "manufacturer": 2})
        self.new("dcim.devicerole", {"name": "Any", "slug": "any"})
        self.new(
            "dcim.devicetype",
            {"manufacturer": 1, "model": "Switch", "slug": "switch", "airflow": "passive", "default_platform": 1},
            {"manufacturer": 1, "model": "Chassis", "slug": "chassis", "u_height": 4, "subdevice_role": "parent"},
            {"manufacturer": 1, "model": "Blade", "slug": "blade", "u_height": 0, "subdevice_role": "child"},
            {"manufacturer": 1, "model": "Half", "slug": "half", "is_full_depth": False},
        )
        self.new("dcim.rack", {"name": "R1", "site": 1, "location": 1, "u_height": 10}, {"name": "R2", "site": 2})
        names = ["Gi{vc_position:1}/0/1", "Gi{vc_position:1}/0/2", "br0"]
        self.new("dcim.interfacetemplate", *({"device_type": 1, "name": n, "type": "1000base-t"} for n in names))
        self.change("dcim.interfacetemplate", 1, bridge=3)
        self.new("dcim.powerporttemplate", *({"device_type": 1, "name": n} for n in ("PSU0", "PSU1")))
        self.new("dcim.poweroutlettemplate", {"device_type": 1, "name": "Out", "power_port": 2})
        self.new("dcim.rearporttemplate", {"device_type": 1, "name": "Rear", "type": "mpo", "positions": 4})
        led = {"position": 1, "rear_port": 1, "rear_port_position": 3}
        self.new("dcim.frontporttemplate", {"device_type": 1, "name": "F", "type": "lc", "rear_ports": [led]})
        self.new("dcim.inventoryitemtemplate", {"device_type": 1, "name": "Board"})
        on = {"component_type": "dcim.interfacetemplate", "component_id": 2}
        self.new("dcim.inventoryitemtemplate", {"device_type": 1, "name": "SFP", "parent": 1, **on})
        self.new("dcim.devicebaytemplate", *({"device_type": 2, "name": f"Bay {n}"} for n in (1, 2)))
        self.new("virtualization.clustertype", {"name": "KVM", "slug": "kvm"})
        with reading(self.engine) as connection:
            tables = SQLModel.metadata.tables.values()
            self.kept = {t.name for t in tables if connection.execute(select(exists(select(t)))).scalar()}

    def new(self, model: str, *rows: dict[str, Any]) -> list[int]:
        return [result.id for result in self.ledger.commit([Operation("create", model, row) for row in rows]).results]

    def device(self, **facts: Any) -> int:
        return self.new(DEVICE, {"site": 1, "role": 1, "device_type": 1, **facts})[0]

    def change(self, model: str, id: int, **facts: Any) -> None:
        self.ledger.commit([Operation("update", model, facts, id)])

    def delete(self, model: str, id: int) -> None:
        self.ledger.commit([Operation("delete", model, None, id)])

    def rows(self, model: str, **values: Any) -> list[dict[str, Any]]:
        table = registry.spec_of(model).table
        statement = select(table).filter_by(**values).order_by(table.c.id)
        with reading(self.engine) as connection:
            return [dict(row) for row in connection.execute(statement).mappings()]

    def row(self, model: str, **values: Any) -> dict[str, Any]:
        [only] = self.rows(model, **values)
        return only

    def clear(self) -> None:
        """Leave what every test begins with."""
        with writing(self.engine) as connection:
            for table in SQLModel.metadata.tables.values():
                if table.name not in self.kept:
                    connection.execute(table.delete())


@pytest.fixture(scope="module")
def built(fresh_database: Callable[[], AbstractContextManager[str]]) -> Iterator[House]:
    with fresh_database() as url:
        house = House(url)
        yield house
        house.engine.dispose()


@pytest.fixture
def house(built: House) -> Iterator[House]:
    yield built
    built.clear()


def test_device_is_born_with_the_components_of_its_type(house: House) -> None:
    first, second = house.device(name="sw1"), house.device(name="sw2")
    for device in (first, second):
        assert [i["name"] for i in house.rows(INTERFACE, device_id=device)] == ["Gi1/0/1", "Gi1/0/2", "br0"]
        one, two, bridge = house.rows(INTERFACE, device_id=device)
        assert one["bridge_id"] == bridge["id"]
        outlet = house.row("dcim.poweroutlet", device_id=device)
        assert outlet["power_port_id"] == house.row("dcim.powerport", device_id=device, name="PSU1")["id"]
        front = house.row("dcim.frontport", device_id=device)
        mapping = house.row("dcim.portmapping", front_port_id=front["id"])
        assert mapping["rear_port_id"] == house.row("dcim.rearport", device_id=device)["id"]
        assert mapping["rear_port_position"] == 3
        board, part = house.rows("dcim.inventoryitem", device_id=device)
        assert (part["parent_id"], part["component_type"], part["component_id"]) == (board["id"], INTERFACE, two["id"])
        born = house.row(DEVICE, id=device)
        assert (born["platform_id"], born["airflow"]) == (1, "passive")


def test_as_many_statements_for_many_devices_as_for_two(house: House) -> None:
    counted: list[str] = []

    @event.listens_for(house.engine, "before_cursor_execute")
    def count(connection: Connection, cursor: Any, statement: str, *rest: Any) -> None:
        counted.append(statement)

    def statements(prefix: str, number: int) -> int:
        counted.clear()
        house.new(DEVICE, *({"name": f"{prefix}{n}", "site": 1, "role": 1, "device_type": 1} for n in range(number)))
        return len(counted)

    assert statements("a", 2) == statements("b", 30)


def test_same_name_after_filling_in_is_refused(house: House) -> None:
    [kind] = house.new("dcim.devicetype", {"manufacturer": 1, "model": "Twins", "slug": "twins"})
    names = ("Gi{vc_position:1}/0", "Gi1/0")
    house.new("dcim.interfacetemplate", *({"device_type": kind, "name": n, "type": "lag"} for n in names))
    with pytest.raises(Invalid, match="same name more than once: Gi1/0"):
        house.device(device_type=kind, name="sw")


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"name": "SW1"}, "Device name must be unique per site"),
        ({"rack": 1, "position": 1, "face": "rear"}, "sw1 is at U1. The lowest that is free is U2"),
        ({"rack": 1, "position": 0.5, "face": "rear"}, "greater than or equal to 1"),
        ({"rack": 1, "position": 11, "face": "rear"}, "does not fit between U1 and U10"),
        ({"rack": 1, "position": 2.3, "face": "rear"}, "whole or half rack unit"),
        ({"rack": 1, "position": 3}, "Must specify rack face"),
        ({"face": "front"}, "only in a rack"),
        ({"rack": 2}, "does not belong to site AMS"),
        ({"site": 2, "location": 1}, "does not belong to site FRA"),
        ({"device_type": 3, "rack": 1, "position": 5, "face": "front"}, "takes no position"),
        ({"platform": 2}, "is for devices of Other"),
        ({"vc_position": -1}, "greater than or equal to 0"),
    ],
)
def test_device_is_refused(house: House, facts: dict[str, Any], reason: str) -> None:
    house.device(name="sw1", rack=1, position=1, face="front")
    with pytest.raises(Invalid, match=reason):
        house.device(**facts)


def test_units_are_shared_only_back_to_back(house: House) -> None:
    front, rear = ({"device_type": 4, "rack": 1, "position": 9, "face": face} for face in ("front", "rear"))
    house.device(**front)
    house.device(**rear)
    place = {"site": 1, "role": 1, "device_type": 1, "rack": 1, "face": "front"}
    with pytest.raises(Invalid) as refusal:
        house.new(DEVICE, {**place, "position": 5, "name": "x"}, {**place, "position": 5.5, "name": "y"})
    assert [problem.index for problem in refusal.value.problems] == [1]


def test_device_is_where_its_rack_is(house: House) -> None:
    device = house.device(rack=1)
    assert house.row(DEVICE, id=device)["location_id"] == 1
    house.change(DEVICE, device, rack=2, site=2)
    assert house.row(DEVICE, id=device)["location_id"] is None


def test_child_is_where_its_chassis_is(house: House) -> None:
    chassis, blade, other = house.device(device_type=2), house.device(device_type=3, site=2), house.device()
    first, second = (bay["id"] for bay in house.rows(BAY, device_id=chassis))
    house.change(BAY, first, installed_device=blade)
    assert house.row(DEVICE, id=blade)["site_id"] == 1
    house.change(DEVICE, chassis, site=2)
    assert house.row(DEVICE, id=blade)["site_id"] == 2
    for wrong, reason in ((blade, "already exists"), (chassis, "into itself"), (other, "no child device")):
        with pytest.raises(Invalid, match=reason):
            house.change(BAY, second, installed_device=wrong)
    with pytest.raises(Invalid, match="does not support device bays"):
        house.new(BAY, {"device": other, "name": "Bay"})


def test_virtual_chassis_lives_and_ends(house: House) -> None:
    master, member, stranger = (house.device(name=name) for name in ("one", "two", "three"))
    [stack] = house.new(CHASSIS, {"name": "stack", "master": master})
    assert house.row(DEVICE, id=master)["vc_position"] == 1
    with pytest.raises(Invalid, match="needs a position"):
        house.change(DEVICE, member, virtual_chassis=stack)
    house.change(DEVICE, member, virtual_chassis=stack, vc_position=2)
    with pytest.raises(Invalid, match="is the master"):
        house.change(DEVICE, master, virtual_chassis=None)
    with pytest.raises(Invalid, match="is not assigned to this virtual chassis"):
        house.change(CHASSIS, stack, master=stranger)
    with pytest.raises(StillReferenced):
        house.delete(DEVICE, master)

    [group] = house.new(INTERFACE, {"device": master, "name": "po1", "type": "lag"})
    far, stray = (house.row(INTERFACE, device_id=device, name="br0")["id"] for device in (member, stranger))
    house.change(INTERFACE, far, lag=group)
    with pytest.raises(Invalid, match="belongs to one"):
        house.change(INTERFACE, stray, lag=group)
    with pytest.raises(Invalid, match="hangs on po1"):
        house.delete(CHASSIS, stack)
    with pytest.raises(Invalid, match="hangs on po1"):
        house.change(DEVICE, member, virtual_chassis=None)
    house.change(INTERFACE, far, lag=None)
    house.delete(CHASSIS, stack)
    assert [house.row(DEVICE, id=device)["vc_position"] for device in (master, member)] == [None, None]


def test_primary_address_is_on_an_interface_of_the_device(house: House) -> None:
    device, other = house.device(name="one"), house.device(name="two")
    port = house.row(INTERFACE, device_id=device, name="br0")["id"]
    on = {"assigned_object_type": INTERFACE, "assigned_object_id": port}
    four, six = house.new("ipam.ipaddress", {"address": "10.0.0.1/24", **on}, {"address": "2001:db8::1/64", **on})
    [outside] = house.new("ipam.ipaddress", {"address": "192.0.2.1/24", "nat_inside": four})
    house.change(DEVICE, device, primary_ip4=four, primary_ip6=six, oob_ip=outside)
    with pytest.raises(Invalid, match="is not an IPv4 address"):
        house.change(DEVICE, device, primary_ip4=six)
    with pytest.raises(Invalid, match="is not assigned to an interface of two"):
        house.change(DEVICE, other, oob_ip=six)


def test_interface_carries_vlans_of_its_site_as_its_mode_allows(house: House) -> None:
    device = house.device()
    port = house.row(INTERFACE, device_id=device, name="br0")["id"]
    here, there, everywhere = house.new(
        "ipam.vlan", {"vid": 1, "name": "a", "site": 1}, {"vid": 2, "name": "b", "site": 2}, {"vid": 3, "name": "c"}
    )
    with pytest.raises(Invalid, match="give the interface a mode"):
        house.change(INTERFACE, port, untagged_vlan=here)
    house.change(INTERFACE, port, mode="tagged", untagged_vlan=here, tagged_vlans=[everywhere])
    with pytest.raises(Invalid, match="must belong to the same site"):
        house.change(INTERFACE, port, tagged_vlans=[there])
    with pytest.raises(Invalid, match="clear them in the same request"):
        house.change(INTERFACE, port, mode="access")
    house.change(INTERFACE, port, mode="access", tagged_vlans=[])


def test_primary_mac_address_becomes_its_own_and_stays(house: House) -> None:
    device = house.device()
    one, two, _ = (port["id"] for port in house.rows(INTERFACE, device_id=device))
    [free] = house.new("dcim.macaddress", {"mac_address": "aabb.ccdd.ee01"})
    house.change(INTERFACE, one, primary_mac_address=free)
    assert house.row("dcim.macaddress", id=free)["assigned_object_id"] == one
    with pytest.raises(Invalid, match="assigned to a different interface"):
        house.change(INTERFACE, two, primary_mac_address=free)
    with pytest.raises(Invalid, match="is the primary MAC address of"):
        house.change("dcim.macaddress", free, assigned_object_type=None, assigned_object_id=None)


def test_inventory_moves_as_a_whole(house: House) -> None:
    device, other = house.device(name="one"), house.device(name="two", device_type=4)
    board, part = (item["id"] for item in house.rows("dcim.inventoryitem", device_id=device))
    with pytest.raises(Invalid, match="without its child item SFP"):
        house.change("dcim.inventoryitem", board, device=other)
    house.ledger.commit([Operation("update", "dcim.inventoryitem", {"device": other}, id) for id in (board, part)])
    assert house.row("dcim.inventoryitem", id=part)["component_id"] is None


def test_positions_of_ports_stay_mapped(house: House) -> None:
    device = house.device()
    front, rear = (house.row(f"dcim.{side}port", device_id=device)["id"] for side in ("front", "rear"))
    with pytest.raises(Invalid, match="Position 3 is mapped to F"):
        house.change("dcim.rearport", rear, positions=2)
    house.change("dcim.rearport", rear, positions=2, front_ports=[{"position": 2, "front_port": front}])
    with pytest.raises(Invalid, match="has 2 positions only"):
        house.change("dcim.frontport", front, rear_ports=[{"rear_port": rear, "rear_port_position": 3}])


def test_virtual_machine_is_where_its_hosts_are(house: House) -> None:
    at = {"scope_type": "dcim.site", "scope_id": 1}
    [cluster] = house.new("virtualization.cluster", {"name": "C", "type": 1, **at})
    machine, machines = "virtualization.virtualmachine", "virtual machine must be assigned to"
    with pytest.raises(Invalid, match=machines):
        house.new(machine, {"name": "vm"})
    [vm] = house.new(machine, {"name": "vm", "cluster": cluster})
    assert house.row(machine, id=vm)["site_id"] == 1
    with pytest.raises(Invalid, match="belongs to a different site"):
        house.device(site=2, cluster=cluster)
    with pytest.raises(Invalid, match="must be unique per cluster"):
        house.new(machine, {"name": "VM", "cluster": cluster})
    house.change("virtualization.cluster", cluster, scope_type="dcim.site", scope_id=2)
    assert house.row(machine, id=vm)["site_id"] == 2
    host = house.device(site=2, cluster=cluster)
    assert host
    with pytest.raises(Invalid, match="hosts for this cluster but are not in site"):
        house.change("virtualization.cluster", cluster, scope_type="dcim.site", scope_id=1)
    with pytest.raises(StillReferenced):
        house.delete("virtualization.cluster", cluster)
