"""Writers who meet: exactly one gets what only one can have, the others a sentence, and nobody an error."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing
from functools import partial
from typing import Any

import httpx2
import pytest

from groundplan_server.store.ledger import Operation
from groundplan_server.store.transaction import Transaction
from tests.server import Api, Json
from tests.store.books import check_books
from tests.store.operations import create, delete, site, update
from tests.store.serving import PATIENCE, Remote, at_once, served

ROUNDS = 3
WRITERS = 8


class House:
    """A server with a small network in it, reached over HTTP."""

    def __init__(self, api: Api, remote: Remote) -> None:
        self.api = api
        self.remote = remote
        self.engine = api.ground.engine
        # Each thread has a connection of its own.
        self.remotes = [Remote(str(remote.base_url)) for _ in range(WRITERS)]

    def everybody(self, method: str, path: str, *bodies: Json, **headers: str) -> list[httpx2.Response]:
        """Send requests at once: one by each writer, the bodies by turns."""
        calls = [
            partial(self.remotes[n].request, method, f"/api/{path}", json=bodies[n % len(bodies)], headers=headers)
            for n in range(WRITERS)
        ]
        answers = at_once(*calls)
        assert all(answer.status_code < 500 for answer in answers), [a.text for a in answers if a.status_code >= 500]
        return answers

    def one_wins(self, path: str, *bodies: Json) -> None:
        """Everybody wants to create the same, and one does."""
        answers = self.everybody("POST", f"{path}/", *bodies)
        assert sorted(a.status_code for a in answers) == [201] + [400] * (WRITERS - 1), [a.text for a in answers]
        for answer in answers:
            if answer.status_code == 400:
                [sentences] = answer.json().values()
                assert all(sentence.endswith(".") for sentence in sentences), sentences


@pytest.fixture
def house(used_database: Callable[[], AbstractContextManager[str]]) -> Iterator[House]:
    with used_database() as url, closing(Api.on(url)) as api, served(api.app) as remote:
        done = api.ground.ledger.commit(
            [
                Operation("create", "dcim.site", {"name": "AMS", "slug": "ams"}),
                Operation("create", "dcim.site", {"name": "FRA", "slug": "fra"}),
                Operation("create", "dcim.manufacturer", {"name": "ACME", "slug": "acme"}),
                Operation("create", "dcim.devicerole", {"name": "Leaf", "slug": "leaf"}),
                Operation("create", "dcim.devicetype", {"manufacturer": "acme", "model": "Switch", "slug": "switch"}),
                Operation("create", "dcim.rack", {"name": "R1", "site": "ams", "u_height": 42}),
                Operation("create", "ipam.rir", {"name": "RIPE", "slug": "ripe"}),
                Operation("create", "ipam.vrf", {"name": "Red", "rd": "65000:1"}),
                Operation("create", "ipam.vrf", {"name": "Lax", "enforce_unique": False}),
                Operation("create", "ipam.vlangroup", {"name": "G", "slug": "g"}),
            ]
        )
        assert done.serial
        house = House(api, remote)
        yield house
        for each in house.remotes:
            each.close()
        check_books(house.engine)


DEVICE = {"site": "ams", "role": "leaf", "device_type": {"slug": "switch"}}

#: What only one can have, by round.
CONTESTED: dict[str, Callable[[int], tuple[str, list[Json]]]] = {
    "device name in a site": lambda n: ("dcim/devices", [{**DEVICE, "name": f"sw{n}"}, {**DEVICE, "name": f"SW{n}"}]),
    "asset tag": lambda n: ("dcim/devices", [{**DEVICE, "asset_tag": f"{n}"}]),
    "slug": lambda n: ("dcim/regions", [{"name": f"Region {n}", "slug": f"region{n}"}]),
    "VLAN id in a group": lambda n: ("ipam/vlans", [{"group": "g", "vid": n + 2, "name": f"v{n}"}]),
    "VLAN id in a site": lambda n: ("ipam/vlans", [{"site": "ams", "vid": n + 2, "name": f"v{n}"}]),
    "VLAN id anywhere": lambda n: ("ipam/vlans", [{"vid": n + 2, "name": f"v{n}"}]),
    "prefix in a VRF": lambda n: ("ipam/prefixes", [{"prefix": f"10.{n}.0.0/16", "vrf": "Red"}]),
    "prefix in the global table": lambda n: ("ipam/prefixes", [{"prefix": f"10.{n}.0.0/16"}]),
    "IPv6 prefix": lambda n: ("ipam/prefixes", [{"prefix": f"2001:db8:{n}::/48"}, {"prefix": f"2001:DB8:{n}::/48"}]),
    "address in a VRF": lambda n: ("ipam/ip-addresses", [{"address": f"10.0.{n}.1/24", "vrf": "Red"}]),
    "address in the global table": lambda n: (
        "ipam/ip-addresses",
        [{"address": f"10.0.{n}.1/24"}, {"address": f"10.0.{n}.1/32"}],
    ),
    "overlapping range": lambda n: (
        "ipam/ip-ranges",
        [
            {"start_address": f"10.0.{n}.{first}/24", "end_address": f"10.0.{n}.{first + 40}/24"}
            for first in (10, 20, 30)
        ],
    ),
    "overlapping aggregate": lambda n: (
        "ipam/aggregates",
        [{"prefix": f"10.{n * 16}.0.0/{length}", "rir": "ripe"} for length in (12, 16, 24)],
    ),
    "rack unit": lambda n: (
        "dcim/devices",
        [{**DEVICE, "rack": {"name": "R1"}, "position": n * 2 + 1, "face": face} for face in ("front", "rear")],
    ),
}


@pytest.mark.parametrize("what", CONTESTED)
def test_one_of_many_wins(house: House, what: str) -> None:
    for number in range(ROUNDS):
        path, bodies = CONTESTED[what](number)
        house.one_wins(path, *bodies)


def test_devices_that_overlap_by_a_unit_do_not_both_fit(house: House) -> None:
    house.remote.made("dcim/device-types", manufacturer="acme", model="Big", slug="big", u_height=4)
    for bottom in (1, 11, 21):
        big = {**DEVICE, "device_type": {"slug": "big"}, "rack": {"name": "R1"}, "face": "front"}
        house.one_wins("dcim/devices", *({**big, "position": bottom + n} for n in range(4)))


def test_one_key_has_one_effect(house: House) -> None:
    for number in range(ROUNDS):
        operations = {"operations": [site(f"s{number}"), create("dcim.region", name=f"{number}", slug=f"{number}")]}
        answers = house.everybody("POST", "operations/", operations, **{"Idempotency-Key": f"key {number}"})
        assert {answer.status_code for answer in answers} == {200}
        assert len({answer.json()["serial"] for answer in answers}) == 1
    prefix = house.remote.made("ipam/prefixes", prefix="10.0.0.0/24")
    answers = house.everybody("POST", f"ipam/prefixes/{prefix['id']}/available-ips/", {}, **{"Idempotency-Key": "ip"})
    assert {answer.json()["address"] for answer in answers} == {"10.0.0.1/24"}


def test_one_upsert_creates_and_the_others_find_it(house: House) -> None:
    for number in range(ROUNDS):
        upsert = {"op": "upsert", "model": "dcim.site", "data": {"name": f"S{number}", "slug": f"s{number}"}}
        answers = house.everybody("POST", "operations/", {"operations": [upsert]})
        assert {answer.status_code for answer in answers} == {200}, [answer.text for answer in answers]
        outcomes = Counter(answer.json()["results"][0]["outcome"] for answer in answers)
        assert outcomes == {"created": 1, "unchanged": WRITERS - 1}


def test_who_read_before_somebody_wrote_is_told_so(house: House) -> None:
    made = house.remote.made("dcim/regions", name="NL", slug="nl")
    for number in range(ROUNDS):
        tag = house.remote.get(f"/api/dcim/regions/{made['id']}/").headers["ETag"]
        bodies = [{"description": f"{number} {n}"} for n in range(WRITERS)]
        answers = house.everybody("PATCH", f"dcim/regions/{made['id']}/", *bodies, **{"If-Match": tag})
        assert sorted(answer.status_code for answer in answers) == [200] + [412] * (WRITERS - 1)


def test_changes_of_one_object_all_count(house: House) -> None:
    tags = [house.remote.made("extras/tags", name=f"T{n}", slug=f"t{n}") for n in range(WRITERS)]
    made = house.remote.made("dcim/regions", name="NL", slug="nl")
    answers = house.everybody("PATCH", f"dcim/regions/{made['id']}/", *({"add_tags": [tag["id"]]} for tag in tags))
    assert {answer.status_code for answer in answers} == {200}
    [shown] = house.remote.listed("dcim/regions")
    assert {tag["slug"] for tag in shown["tags"]} == {tag["slug"] for tag in tags}


def test_what_is_deleted_while_it_is_changed_is_gone(house: House) -> None:
    for number in range(ROUNDS * 2):
        made = house.remote.made("dcim/regions", name=f"{number}", slug=f"{number}")
        change = update("dcim.region", made["id"], description="x")
        bodies = [{"operations": [delete("dcim.region", made["id"])]}, {"operations": [change]}]
        answers = house.everybody("POST", "operations/", *bodies)
        gone = [answer for answer in answers[::2] if answer.status_code == 200]
        assert len(gone) == 1
        assert house.remote.get(f"/api/dcim/regions/{made['id']}/").status_code == 404


def test_nothing_is_left_hanging_on_what_goes(house: House) -> None:
    """Children of every kind, made while their parent goes: they are refused, or go with it, or keep it there."""
    for number in range(ROUNDS * 2):
        tag = house.remote.made("extras/tags", name=f"T{number}", slug=f"t{number}")["id"]
        device = house.remote.made("dcim/devices", name=f"sw{number}", **DEVICE)["id"]
        port = house.remote.made("dcim/interfaces", device=device, name="e1", type="lag")["id"]
        on_port = {"assigned_object_type": "dcim.interface", "assigned_object_id": port}
        on_device = {"assigned_object_type": "dcim.device", "assigned_object_id": device}
        answers = house.everybody(
            "POST",
            "operations/",
            {"operations": [delete("dcim.device", device), delete("extras.tag", tag)]},
            {"operations": [create("dcim.interface", device=device, name="e2", type="lag")]},
            {"operations": [create("ipam.ipaddress", address=f"10.0.{number}.1/24", **on_port)]},
            {"operations": [create("extras.journalentry", comments="x", **on_device)]},
            {"operations": [update("dcim.interface", port, parent=None, tags=[tag], description="x")]},
            {"operations": [create("dcim.region", name=f"{number}", slug=f"{number}", tags=[tag])]},
        )
        assert any(answer.status_code == 200 for answer in (answers[0], answers[6]))
    there = check_books(house.engine)
    assert not [name for name in there if name[0] in ("dcim.interface", "ipam.ipaddress", "extras.journalentry")]
    assert all(not row["tags"] for name, row in there.items() if name[0] == "dcim.region")


def test_bulks_in_opposite_orders_get_through(house: House) -> None:
    bodies = [{"name": f"{n}", "slug": f"{n}"} for n in range(30)]
    ids = [made["id"] for made in house.remote.made("dcim/regions", bodies)]
    tags = [made["id"] for made in house.remote.made("extras/tags", bodies)]

    def both_kinds(n: int) -> list[Json]:
        order = -1 if n % 2 else 1
        regions = [update("dcim.region", id, description=f"by {n}") for id in ids[::order]]
        labels = [update("extras.tag", id, description=f"by {n}") for id in tags[::order]]
        return regions + labels if n % 4 < 2 else labels + regions

    for _ in range(2):
        answers = house.everybody("POST", "operations/", *({"operations": both_kinds(n)} for n in range(WRITERS)))
        assert {answer.status_code for answer in answers} <= {200, 409}
        assert Counter(answer.status_code for answer in answers)[200] >= 1
        shown = [*house.remote.listed("dcim/regions"), *house.remote.listed("extras/tags")]
        assert len({row["description"] for row in shown}) == 1


def test_serials_have_no_gaps_for_a_reader_who_looks_on(house: House) -> None:
    """Whoever has seen a serial never finds a new commit at or below it."""
    over = threading.Event()
    seen: list[int] = []

    def look_on() -> None:
        while not over.is_set():
            answer = house.remotes[0].get("/api/changes/", params={"since": seen[-1] if seen else 0, "limit": 0}).json()
            fresh = sorted({change["serial"] for change in answer["results"]})
            assert fresh == list(range((seen[-1] if seen else 0) + 1, answer["serial"] + 1))
            seen.extend(fresh)

    def write(writer: int) -> None:
        for n in range(10):
            name = f"{writer}-{n}"
            assert house.remotes[writer].operate([site(name)]).status_code == 200

    def write_all() -> None:
        try:
            at_once(*(partial(write, writer) for writer in range(1, WRITERS)))
        finally:
            over.set()

    calls: list[Callable[[], Any]] = [look_on, write_all]
    at_once(*calls)
    assert len(seen) >= 10


def test_a_reader_by_cursor_meets_every_object_once(house: House) -> None:

    def regions(slugs: Sequence[str]) -> list[int]:
        made = house.remote.made("dcim/regions", [{"name": slug, "slug": slug} for slug in slugs])
        return [region["id"] for region in made]

    stay = set(regions([f"{n}" for n in range(120)]))
    go = regions([f"x{n}" for n in range(60)])
    over = threading.Event()

    def disturb() -> None:
        for n, id in enumerate(go):
            if over.is_set():
                return
            asked = [delete("dcim.region", id), create("dcim.region", name=f"y{n}", slug=f"y{n}")]
            assert house.remotes[1].operate(asked).status_code == 200

    def read() -> list[int]:
        met: list[int] = []
        url: str | None = "/api/dcim/regions/?start=0&limit=7&fields=id"
        while url:
            page = house.remotes[0].get(url).json()
            met += [row["id"] for row in page["results"]]
            url = page["next"]
        return met

    def read_often() -> None:
        try:
            for _ in range(4):
                met = read()
                assert len(met) == len(set(met))
                assert stay <= set(met)
                assert met == sorted(met)
        finally:
            over.set()

    calls: list[Callable[[], Any]] = [read_often, disturb]
    at_once(*calls)


def test_writers_of_different_things_do_not_wait_for_each_other(house: House) -> None:
    if house.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    entered, leave = threading.Event(), threading.Event()

    def slow(work: Transaction) -> None:
        placed = {**DEVICE, "name": "slow", "rack": {"name": "R1"}, "position": 1, "face": "front"}
        work.apply([Operation("create", "dcim.device", placed)])
        entered.set()
        assert leave.wait(PATIENCE)

    def quick() -> None:
        try:
            assert entered.wait(PATIENCE)
            fra = {**DEVICE, "site": "fra"}
            assert house.remotes[0].post("/api/dcim/devices/", json={**fra, "name": "quick"}).status_code == 201
            assert house.remotes[0].patch("/api/dcim/sites/1/", json={"facility": "B2"}).status_code == 200
        finally:
            leave.set()

    calls: list[Callable[[], Any]] = [lambda: house.api.ground.ledger.run(slow), quick]
    at_once(*calls)
