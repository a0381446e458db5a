"""Reading: pages of lists, one object, search."""

import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from statistics import median

from tests.benchmarks import serving
from tests.benchmarks.figures import Figure, Ground, milliseconds, timed
from tests.benchmarks.serving import Served

NETBOX_DEVICES = 527  # a second; version 4.6.8, the same network, another run
PAGES = {
    "interfaces": ("/api/dcim/interfaces/", ""),
    "addresses": ("/api/ipam/ip-addresses/", ""),
    "prefixes": ("/api/ipam/prefixes/", ""),
    "devices in brief": ("/api/dcim/devices/", "&brief=1"),
}
BLOCK = 50  # requests to one server before it is the other one's turn


def page_of_devices(ground: Ground) -> Iterator[Figure]:
    """Everything there is to say about a thousand devices, a different thousand each time."""
    first = ground.got(f"/api/dcim/devices/?limit={ground.page}")["results"]
    assert len(first) == ground.page
    assert all(each["config_context"] for each in first)
    offsets = islice(cycle(range(0, ground.devices, ground.page)), ground.rounds(20) + 2)
    paths = [f"/api/dcim/devices/?limit={ground.page}&offset={offset}" for offset in offsets]
    times = timed(ground.served, ground.reading(paths), warm=2)
    speed = ground.page / times.median
    reference = f"{speed / NETBOX_DEVICES:.0f} times NetBox's {NETBOX_DEVICES} (reference, other run); {times.said}"
    yield Figure(f"page of {ground.page:,} devices, whole", speed, "devices/s", at_least=25_000, remark=reference)


def other_pages(ground: Ground) -> Iterator[Figure]:
    """Pages of what there is most of."""
    for name, (path, more) in PAGES.items():
        asked = f"{path}?limit=1000{more}"
        count = len(ground.got(asked)["results"])
        times = timed(ground.served, ground.reading([asked] * ground.rounds(10)))
        yield Figure(f"page of {name}", count / times.median, "objects/s", remark=f"{count:,} objects; {times.said}")


def one_device(ground: Ground) -> Iterator[Figure]:
    """One device by id and by name, turn by turn with an empty route."""
    blocks = ground.rounds(12)
    with serving.empty() as empty:
        asked: dict[str, tuple[Served, Callable[[int], str]]] = {
            "an empty route": (empty, lambda n: "/"),
            "one device by id": (ground.served, lambda n: f"/api/dcim/devices/{n + 1}/"),
            "one device by name": (ground.served, lambda n: f"/api/dcim/devices/?name=dev{n:05d}"),
        }
        seconds: dict[str, list[float]] = {name: [] for name in asked}
        cpu = dict.fromkeys(asked, 0.0)
        for block in range(blocks + 1):
            for name, (served, path) in asked.items():
                before = served.cpu_seconds()
                for n in range(BLOCK):
                    where = path((block * BLOCK + n) * 7 % ground.devices)
                    start = time.perf_counter()
                    answer = served.client.get(where)
                    if block:
                        seconds[name].append(time.perf_counter() - start)
                    assert answer.status_code == 200
                if block:
                    cpu[name] += (served.cpu_seconds() - before) / blocks / BLOCK
    floor, *ours = asked
    p50 = {name: median(values) for name, values in seconds.items()}
    yield Figure(floor, p50[floor] * 1000, "ms", remark=f"p50; computes {milliseconds(cpu[floor])}")
    for name in ours:
        took = f"p50 {milliseconds(p50[name])}, server computes {milliseconds(cpu[name])}"
        yield Figure(name, p50[name] / p50[floor], "times an empty route", at_most=3, remark=took)


def search(ground: Ground) -> Iterator[Figure]:
    """What people type: a name, an address, a word that stands everywhere, a word that stands nowhere."""
    words = {"a name": "dev00042", "an address": "10.0.0.7", "a common word": "dev", "nothing": "absent"}
    for name, word in words.items():
        path = f"/api/search/?q={word}"
        found = ground.got(path)["count"]
        times = timed(ground.served, ground.reading([path] * ground.rounds(8)))
        yield Figure(f"search: {name}", times.median * 1000, "ms", remark=f"{found} found; {times.said}")


MEASURES = (page_of_devices, other_pages, one_device, search)
