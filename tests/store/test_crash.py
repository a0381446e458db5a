"""A server that is killed while it writes: what it had not finished never was, and it serves again at once."""

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import pairwise

import httpx2
import pytest
from sqlalchemy import Engine

from groundplan_server import registry
from groundplan_server.store.engine import make_engine
from tests.server import Json
from tests.store.books import check_books
from tests.store.operations import create
from tests.store.serving import Process, at_once, process_on

pytestmark = pytest.mark.slow

DEVICES = 600
PORTS = ("e1", "e2")
#: When to kill, in parts of the time that the whole request takes.
MOMENTS = (0.1, 0.5, 0.9, 0.97)
#: Seconds from the start of a process until it answers, at most; most of it is Python's own.
AT_ONCE = 30


def batch(name: str) -> list[Json]:
    device = {"site": "ams", "role": "leaf", "device_type": {"slug": "switch"}}
    return [
        create("dcim.region", name=name, slug=name),
        *(create("dcim.device", name=f"{name}-{n}", **device) for n in range(DEVICES)),
        create("dcim.site", name=name, slug=name, region=name),
    ]


def prepare(server: Process) -> None:
    basics = [
        create("dcim.manufacturer", name="ACME", slug="acme"),
        create("dcim.devicerole", name="Leaf", slug="leaf"),
        create("dcim.devicetype", manufacturer="acme", model="Switch", slug="switch"),
        *(create("dcim.interfacetemplate", device_type={"slug": "switch"}, name=p, type="lag") for p in PORTS),
        create("dcim.site", name="ams", slug="ams"),
    ]
    assert server.client.operate(basics).status_code == 200


def check_whole(engine: Engine, certain: set[str], possible: set[str]) -> set[str]:
    """The books balance and every batch is there with all that belongs to it, or not at all. Returns those there."""
    there = check_books(engine)
    batches = {row["name"] for (model, _), row in there.items() if model == "dcim.region"}
    assert certain <= batches <= certain | possible
    models = ("dcim.device", "dcim.interface", "dcim.site")
    counted = {model: sum(name[0] == model for name in there) for model in models}
    whole = len(batches)
    assert counted == {
        "dcim.device": whole * DEVICES,
        "dcim.interface": whole * DEVICES * len(PORTS),
        "dcim.site": whole + 1,
    }
    return batches


def send(server: Process, name: str) -> Future[int | None]:
    """Send a batch, and its status in the end; None if the server never answered."""

    def ask() -> int | None:
        try:
            return server.client.operate(batch(name)).status_code
        except httpx2.TransportError:
            return None

    pool = ThreadPoolExecutor(1)
    future = pool.submit(ask)
    pool.shutdown(wait=False)
    return future


def test_killed_while_it_writes(database_url: str) -> None:
    registry.load()
    engine = make_engine(database_url)
    try:
        certain: set[str] = set()
        with process_on(database_url) as server:
            prepare(server)
            began = time.monotonic()
            assert server.client.operate(batch("calm")).status_code == 200
            takes = time.monotonic() - began
            certain = check_whole(engine, {"calm"}, set())
        for moment in MOMENTS:
            began = time.monotonic()
            with process_on(database_url) as server:
                assert time.monotonic() - began < AT_ONCE
                name = f"killed-at-{moment * 100:.0f}"
                asked = send(server, name)
                time.sleep(takes * moment)
                server.kill()
                answered = asked.result()
            # What was promised is there; what was not may have been finished in the last moment.
            assert answered in (None, 200)
            certain = check_whole(engine, certain | ({name} if answered else set()), {name})
        assert "killed-at-10" not in certain
        with process_on(database_url) as server:
            assert server.client.get("/api/status/").json()["serial"] == len(certain) + 2
            assert {row["name"] for row in server.client.listed("dcim/regions")} == certain
            assert server.client.operate(batch("after")).status_code == 200
        check_whole(engine, certain | {"after"}, set())
    finally:
        engine.dispose()


def test_killed_among_many_small_writes(database_url: str) -> None:
    """Every write that was answered is there, and the serials of all have no gap."""
    registry.load()
    engine = make_engine(database_url)
    promised: list[str] = []

    def write(server: Process, writer: int, stop: threading.Event) -> None:
        number = 0
        while not stop.is_set():
            name = f"{server.process.pid}-{writer}-{number}"
            try:
                answer = server.client.operate([create("dcim.region", name=name, slug=name)])
            except httpx2.TransportError:
                return
            assert answer.status_code == 200, answer.text
            promised.append(name)
            number += 1

    def kill(server: Process, stop: threading.Event) -> None:
        time.sleep(0.7)
        server.kill()
        stop.set()

    try:
        for _ in range(3):
            with process_on(database_url) as server:
                stop = threading.Event()
                at_once(*(partial(write, server, n, stop) for n in range(4)), partial(kill, server, stop))
            there = {row["name"] for (model, _), row in check_books(engine).items() if model == "dcim.region"}
            assert set(promised) <= there
        assert len(promised) > 10
    finally:
        engine.dispose()


def test_two_processes_serve_one_database(database_url: str) -> None:
    """Neither knows of the other, and nobody notices."""
    registry.load()
    engine = make_engine(database_url)
    try:
        with process_on(database_url) as one, process_on(database_url) as other:
            prefix = one.client.made("ipam/prefixes", prefix="10.0.0.0/24")["id"]

            def take(server: Process) -> list[str]:
                return [server.client.made(f"ipam/prefixes/{prefix}/available-ips", {})["address"] for _ in range(15)]

            taken = at_once(*(partial(take, server) for server in (one, other) * 2))
            got = [address for each in taken for address in each]
            assert sorted(int(address.split("/")[0].rpartition(".")[2]) for address in got) == list(range(1, 61))
            serials = [server.client.get("/api/status/").json()["serial"] for server in (one, other)]
            assert serials == [62, 62]
            tags = [server.client.get("/api/dcim/regions/").headers["ETag"] for server in (one, other)]
            made = other.client.made("dcim/regions", name="NL", slug="nl")
            assert one.client.get(f"/api/dcim/regions/{made['id']}/").json()["name"] == "NL"
            fresh = one.client.get("/api/dcim/regions/", headers={"If-None-Match": tags[0]})
            assert (fresh.status_code, fresh.json()["count"]) == (200, 1)
            assert all(before != after for before, after in pairwise([*tags[:1], fresh.headers["ETag"]]))
        check_books(engine)
    finally:
        engine.dispose()
