"""How operations name objects: keys, natural keys and ids, of what is there and of what the same list makes."""

from typing import Any

import pytest

from tests.server import Api, Json
from tests.store.operations import (
    DEVICE_BASICS,
    create,
    delete,
    device,
    done,
    ids,
    outcomes,
    refused,
    site,
    update,
    upsert,
)


def test_operations_may_name_what_operations_before_them_made(ledger: Api) -> None:
    made = done(
        ledger,
        *DEVICE_BASICS,
        create("dcim.rack", name="R1", site="ams"),
        create("ipam.vrf", name="Red", rd="65000:1"),
        device("sw1", rack={"name": "R1", "site": "ams"}, position=4, face="front"),
        create("dcim.interface", device="ams/sw1", name="e1", type="lag"),
        create(
            "ipam.ipaddress",
            address="10.0.0.1/24",
            vrf="Red",
            assigned_object_type="dcim.interface",
            assigned_object_id="ams/sw1/e1",
        ),
        update("dcim.device", "ams/sw1", primary_ip4={"address": "10.0.0.1/24", "vrf": "Red"}),
    )
    assert outcomes(made) == ["created"] * 9 + ["updated"]
    shown = ledger.listed("dcim/devices")[0]
    assert shown["primary_ip4"]["address"] == "10.0.0.1/24"
    assert shown["rack"]["name"] == "R1"


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [1, 0, 2], [2, 0, 1]])
def test_parents_may_stand_before_or_after_their_children(ledger: Api, order: list[int]) -> None:
    chain = [
        create("dcim.region", name="EU", slug="eu"),
        create("dcim.region", name="NL", slug="nl", parent="eu"),
        create("dcim.region", name="NH", slug="nh", parent="nl"),
    ]
    made = done(ledger, *(chain[n] for n in order))
    assert [result["index"] for result in made["results"]] == [0, 1, 2]
    shown = {r["slug"]: (r["parent"] or {}).get("slug") for r in ledger.listed("dcim/regions")}
    assert shown == {"eu": None, "nl": "eu", "nh": "nl"}


def test_parents_that_are_each_others_children_are_refused(ledger: Api) -> None:
    a = create("dcim.region", name="A", slug="a", parent="b")
    b = create("dcim.region", name="B", slug="b", parent="a")
    assert [(index, field) for index, field, _ in refused(ledger, a, b)] == [(0, "parent"), (1, "parent")]
    done(ledger, create("dcim.region", name="A", slug="a"), create("dcim.region", name="B", slug="b", parent="a"))
    [(index, field, _)] = refused(ledger, update("dcim.region", "a", parent="b"))
    assert (index, field) == (0, "parent")


def test_upserts_find_what_is_there_by_its_natural_key(ledger: Api) -> None:
    def both(facility: str) -> Json:
        return done(
            ledger,
            upsert("dcim.site", slug="ams", name="AMS", facility=facility),
            upsert("dcim.location", site="ams", slug="hall", name="Hall", facility=facility),
            upsert("ipam.prefix", prefix="10.0.0.0/24", description=facility),
            upsert("dcim.site", "fra", slug="fra", name="FRA", facility=facility),
        )

    assert outcomes(both("1")) == ["created"] * 4
    assert outcomes(both("1")) == ["unchanged"] * 4
    assert outcomes(both("2")) == ["updated"] * 4
    assert len(ledger.listed("dcim/sites")) == 2


def test_an_object_may_be_changed_more_than_once_in_a_list(ledger: Api) -> None:
    done(ledger, site("ams"))
    twice = done(
        ledger,
        update("dcim.site", "ams", facility="B1", description="first"),
        update("dcim.site", "ams", facility="B2"),
        upsert("dcim.site", slug="ams", name="Amsterdam"),
        upsert("dcim.site", slug="ams", name="Amsterdam"),
        update("dcim.site", "ams", slug="ams1"),
        update("dcim.site", "ams1", facility="B3"),
    )
    assert outcomes(twice) == ["updated", "updated", "updated", "unchanged", "updated", "updated"]
    [shown] = ledger.listed("dcim/sites")
    assert (shown["facility"], shown["description"], shown["slug"]) == ("B3", "first", "ams1")
    [(index, _, _)] = refused(ledger, delete("dcim.site", "ams1"), delete("dcim.site", "ams1"))
    assert index == 1


@pytest.mark.parametrize("op", ["update", "upsert"])
def test_one_object_may_take_what_another_lets_go_of(ledger: Api, op: str) -> None:
    def named(slug: str, name: str, **data: Any) -> Json:
        return {"op": op, "model": "dcim.site", "key": slug, "data": {"name": name, "slug": slug, **data}}

    done(ledger, site("a"), site("b"), site("c"))
    done(ledger, named("c", "Other"), named("a", "Another", facility="B2"), named("b", "A"))
    assert [s["name"] for s in ledger.listed("dcim/sites", ordering="slug")] == ["Another", "A", "Other"]
    if op == "upsert":
        done(ledger, named("b", "Yet another"), named("d", "A"))
    assert {index for index, _, _ in refused(ledger, named("a", "Other"), named("c", "Another"))} == {0, 1}


def test_upserts_may_refer_to_each_other(ledger: Api) -> None:
    done(ledger, create("dcim.region", name="NL", slug="nl"))
    both = upsert("dcim.region", slug="nl", name="NL", parent="eu"), upsert("dcim.region", slug="eu", name="EU")
    assert outcomes(done(ledger, *both)) == ["updated", "created"]
    assert outcomes(done(ledger, *both)) == ["unchanged", "unchanged"]


# Ids


@pytest.mark.parametrize("model", ["dcim.site", "dcim.region", "extras.tag"])
def test_ids_are_never_used_again(ledger: Api, model: str) -> None:
    seen: set[int] = set()
    for number in range(4):
        made = ids(done(ledger, *(create(model, name=f"{number}{n}", slug=f"{number}{n}") for n in range(3))))
        assert seen.isdisjoint(made)
        assert not seen or min(made) > max(seen)
        seen |= set(made)
        done(ledger, *(delete(model, id) for id in made))


def test_ids_that_were_chosen_are_kept_and_counted_on_from(ledger: Api) -> None:
    chosen = done(ledger, site("ams", id=500), site("fra"))
    assert ids(chosen)[0] == 500
    assert ids(done(ledger, site("lon")))[0] > 500
    [(index, field, _)] = refused(ledger, site("par", id=500))
    assert (index, field) == (0, "id")
    [(index, field, _)] = refused(ledger, site("par", id=600), site("ber", id=600))
    assert (index, field) == (1, "id")


@pytest.mark.parametrize("id", [0, -1, 2**63, 10**30, 1.5, "x", True])
def test_an_id_that_no_object_can_have_is_refused(ledger: Api, id: Json) -> None:
    [(index, field, _)] = refused(ledger, site("ams", id=id))
    assert (index, field) == (0, "id")
