"""Many who want what is free at once: nobody gets what another got, nothing is passed over, and few have to wait."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing
from functools import partial
from ipaddress import ip_address, ip_interface, ip_network
from itertools import pairwise
from typing import Any, cast

import pytest

from groundplan_server.ipam.allocation import take_addresses, take_networks, take_vlans
from groundplan_server.registry import spec_of
from groundplan_server.store.batch import Batch
from groundplan_server.store.transaction import Transaction
from tests.server import Api, Json
from tests.store.books import check_books
from tests.store.serving import PATIENCE, Remote, at_once, served

THREADS = 16
EACH = 20


@pytest.fixture
def house(used_database: Callable[[], AbstractContextManager[str]]) -> Iterator[tuple[Api, Remote]]:
    with used_database() as url, closing(Api.on(url)) as api, served(api.app) as remote:
        yield api, remote
        check_books(api.ground.engine)


def all_take(remote: Remote, path: str, times: int, body: Json) -> list[Json]:
    """What as many threads as there are got together, each asking so many times over a connection of its own."""

    def take() -> list[Json]:
        with Remote(str(remote.base_url)) as client:
            return [client.made(path, body) for _ in range(times)]

    got = [answer for answers in at_once(*[take] * THREADS) for answer in answers]
    return [one for answer in got for one in (answer if isinstance(answer, list) else [answer])]


def test_addresses_of_one_prefix(house: tuple[Api, Remote]) -> None:
    remote = house[1]
    prefix = remote.made("ipam/prefixes", prefix="10.0.0.0/22")
    got = all_take(remote, f"ipam/prefixes/{prefix['id']}/available-ips", EACH, {})
    first = ip_address("10.0.0.1")
    assert sorted(ip_interface(a["address"]).ip for a in got) == [first + n for n in range(THREADS * EACH)]


def test_addresses_by_the_dozen_until_none_is_left(house: tuple[Api, Remote]) -> None:
    remote = house[1]
    prefix = remote.made("ipam/prefixes", prefix="10.0.0.0/24")

    def take() -> list[str]:
        got: list[str] = []
        with Remote(str(remote.base_url)) as client:
            while True:
                answer = client.post(f"/api/ipam/prefixes/{prefix['id']}/available-ips/", json=[{}] * 12)
                if answer.status_code != 201:
                    assert answer.status_code == 409, answer.text
                    assert answer.json()["detail"].startswith("Insufficient resources")
                    return got
                got += [row["address"] for row in answer.json()]

    got = [address for each in at_once(*[take] * 8) for address in each]
    hosts = list(ip_network("10.0.0.0/24").hosts())
    assert sorted(ip_interface(a).ip for a in got) == hosts[: len(hosts) // 12 * 12]


def test_addresses_of_prefixes_within_each_other_and_of_a_range(house: tuple[Api, Remote]) -> None:
    """Parents overlap, so no lock of a parent alone could keep their addresses apart."""
    remote = house[1]
    paths = [
        f"ipam/prefixes/{remote.made('ipam/prefixes', prefix=text)['id']}" for text in ("10.0.0.0/23", "10.0.0.0/24")
    ]
    inside = remote.made("ipam/ip-ranges", start_address="10.0.0.1/24", end_address="10.0.0.200/24")
    paths.append(f"ipam/ip-ranges/{inside['id']}")

    def take(path: str) -> list[str]:
        with Remote(str(remote.base_url)) as client:
            return [client.made(f"{path}/available-ips", {})["address"] for _ in range(10)]

    got = [address for each in at_once(*(partial(take, path) for path in paths * 3)) for address in each]
    assert sorted({ip_interface(a).ip for a in got}) == [ip_address("10.0.0.1") + n for n in range(90)]


def test_addresses_where_repeats_are_allowed(house: tuple[Api, Remote]) -> None:
    remote = house[1]
    vrf = remote.made("ipam/vrfs", name="Lax", enforce_unique=False)
    prefix = remote.made("ipam/prefixes", prefix="10.0.0.0/24", vrf=vrf["id"])
    got = all_take(remote, f"ipam/prefixes/{prefix['id']}/available-ips", 3, {})
    assert len({a["address"] for a in got}) == THREADS * 3


def test_prefixes_of_a_container(house: tuple[Api, Remote]) -> None:
    remote = house[1]
    parent = remote.made("ipam/prefixes", prefix="10.0.0.0/20", status="container")
    body = [{"prefix_length": 26}, {"prefix_length": 27}]
    made = all_take(remote, f"ipam/prefixes/{parent['id']}/available-prefixes", 2, body)
    got = [ip_network(prefix["prefix"]) for prefix in made]
    assert len(got) == THREADS * 4
    taken = sorted(got)
    assert not any(one.overlaps(other) for one, other in pairwise(taken))
    # Nothing was passed over: the largest are packed as if one had asked for all of them.
    last = max(int(network.broadcast_address) for network in taken)
    assert last - int(ip_address("10.0.0.0")) < THREADS * 2 * (64 + 32)


def test_vlans_of_a_group(house: tuple[Api, Remote]) -> None:
    remote = house[1]
    group = remote.made("ipam/vlan-groups", name="G", slug="g", vid_ranges=[[100, 120], [200, 300]])

    def take(thread: int) -> list[int]:
        with Remote(str(remote.base_url)) as client:
            path = f"ipam/vlan-groups/{group['id']}/available-vlans"
            return [client.made(path, name=f"v{thread}-{n}")["vid"] for n in range(5)]

    got = sorted(vid for each in at_once(*(partial(take, n) for n in range(THREADS))) for vid in each)
    assert got == [*range(100, 121), *range(200, 200 + THREADS * 5 - 21)]


Taking = Callable[[Batch, Any, Sequence[Json]], Any]

#: What is asked of one parent over HTTP while another parent's allocation takes its time.
APART: dict[str, tuple[str, list[Json], str, Json, Any]] = {
    "addresses": (
        "prefixes",
        [{"prefix": "10.0.0.0/24"}, {"prefix": "10.0.1.0/24"}],
        "available-ips",
        {},
        take_addresses,
    ),
    "prefixes": (
        "prefixes",
        [{"prefix": "10.0.0.0/24"}, {"prefix": "10.0.1.0/24"}],
        "available-prefixes",
        {"prefix_length": 28},
        take_networks,
    ),
    "VLANs": (
        "vlan-groups",
        [{"name": "A", "slug": "a"}, {"name": "B", "slug": "b"}],
        "available-vlans",
        {"name": "v"},
        take_vlans,
    ),
}


@pytest.mark.parametrize("what", APART)
def test_parents_do_not_wait_for_each_other(house: tuple[Api, Remote], what: str) -> None:
    api, remote = house
    if api.ground.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    path, parents, action, body, take = APART[what]
    one, other = (parent["id"] for parent in remote.made(f"ipam/{path}", parents))
    spec = spec_of("ipam.prefix" if path == "prefixes" else "ipam.vlangroup")
    entered, leave = threading.Event(), threading.Event()

    def slow(work: Transaction) -> None:
        take(Batch(work, spec, "update"), cast(Any, work.view.get(spec.model, one)), items=[dict(body)])
        assert not work.problems
        entered.set()
        assert leave.wait(PATIENCE)

    def quick() -> None:
        try:
            assert entered.wait(PATIENCE)
            remote.made(f"ipam/{path}/{other}/{action}", body)
        finally:
            leave.set()

    calls: list[Callable[[], Any]] = [lambda: api.ground.ledger.run(slow), quick]
    at_once(*calls)
    assert len(remote.listed(f"ipam/{path}/{one}/{action}".rpartition("/")[0].rpartition("/")[0])) >= 2
