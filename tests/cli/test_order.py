"""Dependency order: what is referred to is there, and circles are cut where it costs least."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from groundplan.catalog import Attribute, Catalog, Model
from groundplan.exchange.order import by_level, is_shown_elsewhere, steps

from .sample import CATALOG, DOCUMENT, attribute, model, reference


def alike(_: Model, __: Attribute) -> int:
    return 1


def order(keys: Iterable[str]) -> list[tuple[str, frozenset[str]]]:
    return [(step.model.key, step.deferred) for step in steps([CATALOG.models[k] for k in keys], CATALOG, alike)]


def test_what_is_referred_to_comes_first() -> None:
    keys = [key for key, _ in order(["dcim.site", "dcim.device", "dcim.devicetype", "dcim.region", "extras.tag"])]
    assert keys.index("dcim.region") < keys.index("dcim.site") < keys.index("dcim.device")
    assert keys.index("extras.tag") < keys.index("dcim.site")


def test_a_circle_is_cut_at_what_may_be_empty_and_costs_least() -> None:
    keys = ["dcim.device", "dcim.interface", "ipam.ipaddress", "dcim.site", "dcim.devicetype"]
    costs = {"primary_ip4": 3, "assigned_object": 100}
    models = [CATALOG.models[key] for key in keys]
    found = steps(models, CATALOG, lambda _, attribute: costs.get(attribute.name, 1))
    deferred = {step.model.key: step.deferred for step in found if step.deferred}
    assert deferred == {"dcim.device": {"primary_ip4"}}
    assert [step.model.key for step in found][-3:] == ["dcim.device", "dcim.interface", "ipam.ipaddress"]


def test_what_is_not_imported_is_not_waited_for() -> None:
    assert order(["dcim.device"]) == [("dcim.device", frozenset())]


def test_ports_that_show_each_other_are_written_once() -> None:
    rear, front = CATALOG.models["dcim.rearport"], CATALOG.models["dcim.frontport"]
    assert is_shown_elsewhere(rear, rear.attributes["front_ports"], CATALOG)
    assert is_shown_elsewhere(front, front.attributes["rear_ports"], CATALOG)
    site = CATALOG.models["dcim.site"]
    assert not is_shown_elsewhere(site, site.attributes["tags"], CATALOG)


def test_ends_of_a_cable_come_before_the_cable() -> None:
    cable = model("dcim.cable", "cables", [attribute("a_terminations", "parts"), reference("tenant", "dcim.region")])
    catalog = Catalog({"models": [cable, *DOCUMENT["models"]]})
    found = [step.model.key for step in steps([m for m in catalog if not m.read_only], catalog, alike)]
    assert found[-1] == "dcim.cable"


@given(st.lists(st.integers(0, 30), min_size=1, max_size=30))
def test_trees_of_any_shape_come_parents_first(parents: list[int]) -> None:
    records = [{"id": number + 1, "parent": parent} for number, parent in enumerate(parents)]
    # A parent with a smaller id, or none: no circles.
    own = {record["id"]: [record["parent"]] if 0 < record["parent"] < record["id"] else [] for record in records}
    levels = by_level(records, lambda record: own[int(str(record["id"]))])
    seen: set[int] = set()
    for level in levels:
        assert all(set(own[int(str(record["id"]))]) <= seen for record in level)
        seen |= {int(str(record["id"])) for record in level}
    assert seen == {record["id"] for record in records}


def test_a_circle_of_records_ends() -> None:
    records = [{"id": 1}, {"id": 2}, {"id": 3}]
    parents = {1: [2], 2: [1], 3: [0]}
    levels = by_level(records, lambda record: parents[int(str(record["id"]))])
    assert [[record["id"] for record in level] for level in levels] == [[3], [1, 2]]
