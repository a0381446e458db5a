"""Objects as people and files see them."""

from groundplan.shown import cell, flat, key_of, own_data

from .sample import CATALOG

NESTED = {"id": 3, "url": "http://x/api/dcim/sites/3/", "display": "AMS 1", "name": "AMS 1", "slug": "ams1"}
ACTIVE = {"value": "active", "label": "Active"}


def test_cells_for_people() -> None:
    shown = [cell(value) for value in (None, True, ACTIVE, NESTED, [NESTED, NESTED], {}, {"a": 1}, 1.5)]
    assert shown == ["", "true", "Active", "AMS 1", "AMS 1, AMS 1", "", '{"a": 1}', "1.5"]


def test_cells_that_can_be_read_back() -> None:
    shown = [flat(value) for value in (None, True, ACTIVE, NESTED, [NESTED, NESTED], {"a": 1}, [[1, 2]])]
    assert shown == ["", "true", "active", "ams1", "ams1,ams1", '{"a": 1}', "[[1, 2]]"]


def test_natural_keys_as_they_are_typed() -> None:
    assert key_of(CATALOG.model("device"), {"name": "sw1", "site": NESTED}, CATALOG) == "ams1/sw1"
    address = CATALOG.model("ip-address")
    assert key_of(address, {"address": "10.0.0.1/24", "vrf": None}, CATALOG) == "10.0.0.1/24"
    vrf = {"id": 1, "url": "…", "name": "blue"}
    assert key_of(address, {"address": "10.0.0.1/24", "vrf": vrf}, CATALOG) == "10.0.0.1/24@blue"
    unnamed = {"name": None, "site": NESTED}
    assert key_of(CATALOG.model("device"), unnamed, CATALOG) is None


def test_files_hold_what_can_be_written_and_no_links() -> None:
    record = {"id": 1, "url": "…", "name": "AMS", "slug": "ams", "status": ACTIVE, "region": NESTED, "device_count": 9}
    assert own_data(CATALOG.model("site"), {**record, "tags": [NESTED]}) == {
        "id": 1,
        "name": "AMS",
        "slug": "ams",
        "status": "active",
        "region": {"id": 3, "name": "AMS 1", "slug": "ams1"},
        "tags": [{"id": 3, "name": "AMS 1", "slug": "ams1"}],
    }
