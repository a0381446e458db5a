"""Operations: all or nothing, every problem at once, and every change in the books."""

import pytest
from sqlalchemy import select

from groundplan_server.core.commit import Commit
from groundplan_server.store.engine import reading
from tests.server import Api, Json
from tests.store.books import check_books, dump, state
from tests.store.operations import (
    DEVICE_BASICS,
    changes,
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


def commits(api: Api) -> list[Json]:
    with reading(api.ground.engine) as connection:
        rows = connection.execute(select(Commit.table()).order_by(Commit.table().c.id)).mappings()
        return [dict(row) for row in rows]


def without_times(row: Json) -> Json:
    return {name: value for name, value in row.items() if name not in ("created", "last_updated")}


# All or nothing


def test_every_problem_is_named_with_its_operation_and_field_and_nothing_is_done(ledger: Api) -> None:
    before = dump(ledger.ground.engine)
    problems = refused(
        ledger,
        site("ams"),
        create("dcim.site", name="AMS", slug="other"),
        create("dcim.site", name="Fra", slug="no slug", status="open"),
        create("dcim.site"),
        create("dcim.sit", name="x"),
        update("dcim.site", "nowhere", name="x"),
        delete("dcim.region", 7),
        {"op": "replace", "model": "dcim.site"},
        device("sw1", site="fra", role="spine"),
        upsert("dcim.site", name="Without a slug"),
    )
    assert [(index, field) for index, field, _ in problems] == [
        (1, "name"),
        (2, "slug"),
        (2, "status"),
        (3, "name"),
        (3, "slug"),
        (4, "model"),
        (5, "id"),
        (6, "id"),
        (7, "op"),
        (8, "device_type"),
        (8, "role"),
        (8, "site"),
        (9, "__all__"),
    ]
    assert dump(ledger.ground.engine) == before


@pytest.mark.parametrize("place", [0, 2, 4])
def test_one_bad_operation_anywhere_undoes_the_good_ones(ledger: Api, place: int) -> None:
    done(ledger, *DEVICE_BASICS, create("extras.tag", name="T", slug="t"))
    before = dump(ledger.ground.engine)
    good = [
        site("fra", tags=["t"]),
        device("sw1"),
        update("dcim.site", "ams", facility="B2"),
        delete("extras.tag", "t"),
    ]
    bad = create("dcim.site", name="AMS", slug="ams")
    assert {index for index, _, _ in refused(ledger, *good[:place], bad, *good[place:])} == {place}
    assert dump(ledger.ground.engine) == before


def test_bulk_requests_say_what_is_wrong_beside_what_is_fine(ledger: Api) -> None:
    before = dump(ledger.ground.engine)
    bodies = [{"name": "A", "slug": "a"}, {"name": "B"}, {"name": "A", "slug": "c"}]
    answer = ledger.post("/api/dcim/sites/", json=bodies)
    assert answer.status_code == 400
    fine, missing, twice = answer.json()
    assert fine == {}
    assert missing == {"slug": ["This field is required."]}
    assert list(twice) == ["name"]
    assert dump(ledger.ground.engine) == before


def test_a_dry_run_says_what_it_would_do_and_leaves_no_trace(ledger: Api) -> None:
    template = create("dcim.interfacetemplate", device_type={"slug": "switch"}, name="e1", type="lag")
    done(ledger, *DEVICE_BASICS, template)
    before = dump(ledger.ground.engine)
    operations = [device("sw1"), update("dcim.site", "ams", facility="B2"), delete("dcim.device", "ams/sw1")]
    said = done(ledger, *operations, dry_run=True)
    assert (said["serial"], said["dry_run"]) == (None, True)
    assert dump(ledger.ground.engine) == before
    really = done(ledger, *operations)
    assert changes(really) == changes(said)
    assert [a for a, _, _ in changes(said)] == ["create", "create", "update", "delete", "delete"]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/dcim/sites/", {"name": "Fra", "slug": "fra"}),
        ("POST", "/api/dcim/sites/", [{"name": "Fra", "slug": "fra"}]),
        ("PATCH", "/api/dcim/sites/{ams}/", {"facility": "B2"}),
        ("PATCH", "/api/dcim/sites/", [{"id": "{ams}", "facility": "B2"}]),
        ("DELETE", "/api/dcim/sites/{ams}/", None),
        ("POST", "/api/ipam/prefixes/{net}/available-ips/", [{}, {}]),
    ],
)
def test_any_write_can_be_tried_first(ledger: Api, method: str, path: str, body: Json) -> None:
    ams, net = ids(done(ledger, site("ams"), create("ipam.prefix", prefix="10.0.0.0/24")))
    if isinstance(body, list):
        body = [{k: ams if v == "{ams}" else v for k, v in entry.items()} for entry in body]
    before = dump(ledger.ground.engine)
    answer = ledger.request(method, path.format(ams=ams, net=net), params={"dry_run": "true"}, json=body)
    assert answer.status_code == 200, answer.text
    said = answer.json()
    assert said["serial"] is None
    assert said["changes"]
    assert dump(ledger.ground.engine) == before


# What the books say


def test_changes_carry_the_whole_object_before_and_after(ledger: Api) -> None:
    made = done(ledger, create("extras.tag", name="T", slug="t"), site("ams", tags=["t"], facility="B1"))
    changed = done(ledger, update("dcim.site", "ams", facility="B2", tags=[]))
    gone = done(ledger, delete("dcim.site", "ams"))
    [_, creation], [change], [deletion] = made["changes"], changed["changes"], gone["changes"]
    assert creation["before"] is None
    assert creation["after"]["tags"] == ids(made)[:1]
    assert change["before"] == creation["after"]
    assert {n: v for n, v in change["after"].items() if change["before"][n] != v and n != "last_updated"} == {
        "facility": "B2",
        "tags": [],
    }
    assert deletion["before"] == change["after"]
    assert deletion["after"] is None


def test_what_a_device_brings_along_is_in_the_same_commit(ledger: Api) -> None:
    done(
        ledger,
        *DEVICE_BASICS,
        *(create("dcim.interfacetemplate", device_type={"slug": "switch"}, name=f"e{n}", type="lag") for n in (1, 2)),
    )
    made = done(ledger, device("sw1"))
    assert changes(made) == [
        ("create", "dcim.device", "sw1"),
        ("create", "dcim.interface", "e1"),
        ("create", "dcim.interface", "e2"),
    ]
    shown = ledger.get("/api/core/object-changes/", params={"serial": made["serial"]}).json()["results"]
    assert [change["related_object_type"] for change in shown].count("dcim.device") == 2


def test_cascades_are_logged_one_by_one(ledger: Api) -> None:
    done(
        ledger,
        *DEVICE_BASICS,
        create("dcim.interfacetemplate", device_type={"slug": "switch"}, name="e1", type="lag"),
        device("sw1"),
        create(
            "ipam.ipaddress",
            address="10.0.0.1/24",
            assigned_object_type="dcim.interface",
            assigned_object_id="ams/sw1/e1",
        ),
        update("dcim.device", "ams/sw1", primary_ip4="10.0.0.1/24"),
    )
    gone = done(ledger, delete("dcim.device", "ams/sw1"))
    assert sorted(changes(gone)) == [
        ("delete", "dcim.device", "sw1"),
        ("delete", "dcim.interface", "e1"),
        ("delete", "ipam.ipaddress", "10.0.0.1/24"),
    ]


def test_whole_trees_go_from_the_leaves_up(ledger: Api) -> None:
    names = ["a", "b", "c", "d"]
    done(
        ledger,
        *(
            create("dcim.region", name=n, slug=n, parent=above)
            for n, above in zip(names, [None, *names[:-1]], strict=True)
        ),
        site("ams", region="c"),
    )
    gone = done(ledger, delete("dcim.region", "a"))
    assert changes(gone)[0] == ("update", "dcim.site", "AMS")
    assert sorted(changes(gone)[1:]) == [("delete", "dcim.region", n) for n in names]
    assert without_times(gone["changes"][0]["after"])["region"] is None


def test_letting_go_of_a_tag_is_a_change_of_all_that_carried_it(ledger: Api) -> None:
    tagged = [site("ams", tags=["t"]), site("fra", tags=["t"])]
    done(ledger, create("extras.tag", name="T", slug="t"), *tagged, site("lon"))
    gone = done(ledger, delete("extras.tag", "t"))
    assert changes(gone) == [
        ("update", "dcim.site", "AMS"),
        ("update", "dcim.site", "FRA"),
        ("delete", "extras.tag", "T"),
    ]
    assert [change["after"]["tags"] for change in gone["changes"][:2]] == [[], []]


def test_a_chassis_lets_its_members_go(ledger: Api) -> None:
    done(ledger, *DEVICE_BASICS, device("sw1"), device("sw2"))
    done(ledger, create("dcim.virtualchassis", name="vc", master="ams/sw1"))
    done(ledger, update("dcim.device", "ams/sw2", virtual_chassis="vc", vc_position=2))
    gone = done(ledger, delete("dcim.virtualchassis", "vc"))
    freed = {c["display"] for c in gone["changes"] if c["model"] == "dcim.device" and c["after"]["vc_position"] is None}
    assert freed == {"sw1", "sw2"}


def test_what_is_needed_stays_and_says_who_needs_it(ledger: Api) -> None:
    done(ledger, *DEVICE_BASICS, device("sw1"), site("fra"))
    before = dump(ledger.ground.engine)
    [(index, _, sentence)] = refused(ledger, delete("dcim.site", "ams"), status=409)
    assert index == 0
    assert "sw1 (device " in sentence
    [ams, fra] = ledger.listed("dcim/sites", ordering="slug")
    answer = ledger.delete(f"/api/dcim/sites/{ams['id']}/")
    assert answer.status_code == 409
    assert "1 dependent objects were found: sw1" in answer.json()["detail"]
    answer = ledger.request("DELETE", "/api/dcim/sites/", json=[{"id": fra["id"]}, {"id": ams["id"]}])
    assert answer.status_code == 409
    assert "sw1" in answer.text
    [(index, _, sentence)] = refused(ledger, delete("dcim.site", "fra"), delete("dcim.site", "ams"), status=409)
    assert index == 1
    assert "sw1" in sentence
    assert dump(ledger.ground.engine) == before


def test_the_books_are_open_to_readers(ledger: Api) -> None:
    start = commits(ledger)[-1]["id"]
    done(ledger, site("ams"), site("fra"))
    done(ledger, update("dcim.site", "ams", facility="B2"))
    done(ledger, delete("dcim.site", "fra"))
    told = ledger.get("/api/changes/", params={"since": start}).json()
    assert told["serial"] == start + 3
    assert [(c["serial"] - start, c["action"], c["display"]) for c in told["results"]] == [
        (1, "create", "AMS"),
        (1, "create", "FRA"),
        (2, "update", "AMS"),
        (3, "delete", "FRA"),
    ]
    assert ("dcim.site", ids(done(ledger, update("dcim.site", "ams", facility="B2")))[0]) in state(ledger.ground.engine)
    check_books(ledger.ground.engine)


# Serials and what is noted beside them


def test_serials_count_commits_and_skip_nothing(ledger: Api) -> None:
    start = commits(ledger)[-1]["id"]
    serials = []
    for number in range(5):
        serials.append(done(ledger, site(f"s{number}"))["serial"])
        refused(ledger, site(f"s{number}"))
        done(ledger, site(f"t{number}"), dry_run=True)
        assert done(ledger, update("dcim.site", f"s{number}", facility=""))["serial"] is None
    assert serials == list(range(start + 1, start + 6))


def test_a_commit_knows_who_asked_what_for(ledger: Api) -> None:
    done(ledger, site("ams"), message="Open Amsterdam", headers={"X-Request-ID": "ticket-7"})
    ledger.post(
        "/api/dcim/sites/",
        json={"name": "Fra", "slug": "fra", "changelog_message": "Open Frankfurt"},
        headers={"X-Request-ID": "ticket-8"},
    )
    noted = [(c["user_name"], c["message"], c["request_id"], c["source"]) for c in commits(ledger)[-2:]]
    assert noted == [
        ("admin", "Open Amsterdam", "ticket-7", "operations"),
        ("admin", "Open Frankfurt", "ticket-8", "rest"),
    ]


@pytest.mark.parametrize("length", [64, 65, 1000])
def test_long_request_ids_and_messages_are_cut(ledger: Api, length: int) -> None:
    answer = done(ledger, site("ams"), message="m" * length, headers={"X-Request-ID": "i" * length})
    noted = commits(ledger)[-1]
    assert noted["id"] == answer["serial"]
    assert noted["request_id"] == ("i" * length)[:64]
    assert noted["message"] == ("m" * length)[:200]


@pytest.mark.parametrize("message", [5, ["a"], {"a": 1}, "a\0b"])
def test_a_message_is_text(ledger: Api, message: Json) -> None:
    before = dump(ledger.ground.engine)
    answer = ledger.post("/api/dcim/sites/", json={"name": "A", "slug": "a", "changelog_message": message})
    assert answer.status_code == 400, answer.text
    refused(ledger, site("ams"), message=message)
    assert dump(ledger.ground.engine) == before


def test_an_update_that_changes_nothing_writes_nothing(ledger: Api) -> None:
    [tag, ams] = ids(done(ledger, create("extras.tag", name="T", slug="t"), site("ams", tags=["t"], latitude=52.1)))
    before = dump(ledger.ground.engine)
    same = done(ledger, update("dcim.site", "ams", name="AMS", tags=[tag], latitude="52.1", status="active"))
    assert (same["serial"], outcomes(same), same["changes"]) == (None, ["unchanged"], [])
    answer = ledger.patch(f"/api/dcim/sites/{ams}/", json={"name": "AMS", "tags": ["t"]})
    assert answer.status_code == 200
    assert outcomes(done(ledger, upsert("dcim.site", slug="ams", latitude=52.1))) == ["unchanged"]
    assert dump(ledger.ground.engine) == before
