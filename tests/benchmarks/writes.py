"""Writing: in bulk and by many at once; history, rules and permissions included, as nobody can write without them."""

import ipaddress
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from typing import TypeVar

from tests.benchmarks import serving
from tests.benchmarks.figures import Figure, Ground, milliseconds, timed
from tests.benchmarks.network import INTERFACES
from tests.server import Json

OBJECTS_A_SECOND = {"sqlite": 4000, "postgresql": 2500}
BULK = 1000
CLIENTS = 16
WITH_INTERFACES, WITHOUT = 1, 5  # device types of the network
FREE = ipaddress.ip_address("100.64.0.0")  # the network has nothing from here on
TEMPLATE = """hostname {{ device.name }}
{% for server in ntp.servers %}ntp server {{ server }}
{% endfor %}{% for interface in device.interfaces %}interface {{ interface.name }}
{% endfor %}"""


T = TypeVar("T")


def new_device(ground: Ground, device_type: int) -> Json:
    """One that the network does not have."""
    n = ground.unused()
    return {"name": f"new{n:06d}", "device_type": device_type, "role": n % 5 + 1, "site": n % ground.sites + 1}


def new_address(ground: Ground) -> Json:
    """One that the network does not have."""
    n = ground.unused()
    return {"address": f"{FREE + n}/10", "dns_name": f"host{n}.example.net"}


def bulk_addresses(ground: Ground) -> Iterator[Figure]:
    """A thousand addresses in one request."""
    yield _bulk(ground, f"create {BULK:,} addresses", "/api/ipam/ip-addresses/", lambda: new_address(ground))


def bulk_devices(ground: Ground) -> Iterator[Figure]:
    """A thousand devices in one request; they are changed, then deleted."""
    path = "/api/dcim/devices/"
    made: list[int] = []
    yield _bulk(ground, f"create {BULK:,} devices without components", path, lambda: new_device(ground, WITHOUT), made)
    bulks = [made[start : start + BULK] for start in range(0, len(made), BULK)]
    for word, method, change in (("change", "PATCH", {"serial": "changed"}), ("delete", "DELETE", {})):
        bodies = [[{"id": id, **change} for id in bulk] for bulk in bulks]
        times = timed(ground.served, [_sent(ground, method, path, body) for body in bodies], warm=0)
        yield Figure(f"{word} {BULK:,} devices", BULK / times.median, "objects/s", remark=times.said)


def whole_devices(ground: Ground) -> Iterator[Figure]:
    """Devices that bring their interfaces with them."""
    path, many = "/api/dcim/devices/", 100
    bodies = [[new_device(ground, WITH_INTERFACES) for _ in range(many)] for _ in range(ground.rounds(4) + 1)]
    times = timed(ground.served, [_sent(ground, "POST", path, body) for body in bodies])
    speed = many * (1 + INTERFACES) / times.median
    yield Figure(f"create {many} devices with {INTERFACES} interfaces", speed, "objects/s", remark=times.said)
    times = timed(ground.served, [_sent(ground, "POST", path, new_device(ground, WITH_INTERFACES)) for _ in range(20)])
    yield Figure(f"create one device with {INTERFACES} interfaces", times.median * 1000, "ms", remark=times.said)


def one_address(ground: Ground) -> Iterator[Figure]:
    """What a script does that knows no bulks."""
    path = "/api/ipam/ip-addresses/"
    times = timed(ground.served, [_sent(ground, "POST", path, new_address(ground)) for _ in range(ground.rounds(100))])
    yield Figure("create one address", times.median * 1000, "ms", remark=times.said)


def allocation(ground: Ground) -> Iterator[Figure]:
    """Many clients take the next free address of one prefix, one at a time."""
    each = ground.rounds(50)
    prefix = ground.made("/api/ipam/prefixes/", {"prefix": "198.18.0.0/20"})
    path = f"/api/ipam/prefixes/{prefix['id']}/available-ips/"

    def take(_: int) -> list[tuple[str, float]]:
        taken = []
        with serving.client(ground.served.url) as client:
            for _ in range(each):
                start = time.perf_counter()
                answer = client.post(path, json={})
                assert answer.status_code == 201, answer.text
                taken.append((answer.json()["address"], time.perf_counter() - start))
        return taken

    seconds, taken = _at_once(take, range(CLIENTS))
    numbers = [int(ipaddress.ip_interface(address)) for client in taken for address, _ in client]
    slowest = max(s for client in taken for _, s in client)
    p50 = median(s for client in taken for _, s in client)
    waits = f"p50 {milliseconds(p50)}, slowest {milliseconds(slowest)}"
    yield Figure(f"{CLIENTS} clients take {each} free addresses", len(numbers) / seconds, "addresses/s", remark=waits)
    yield Figure("taken twice", len(numbers) - len(set(numbers)), "addresses", at_most=0)
    yield Figure("skipped", max(numbers) - min(numbers) + 1 - len(set(numbers)), "addresses", at_most=0)


def render_config(ground: Ground) -> Iterator[Figure]:
    """Configurations of devices, four requests at a time."""
    template = ground.made("/api/extras/config-templates/", {"name": "benchmark", "template_code": TEMPLATE})
    roles = ground.got("/api/dcim/device-roles/?brief=1")["results"]
    changed = ground.client.patch(
        "/api/dcim/device-roles/", json=[{"id": role["id"], "config_template": template["id"]} for role in roles]
    )
    assert changed.status_code == 200, changed.text
    many = ground.rounds(200)

    def render(number: int) -> int:
        answer = ground.client.post(f"/api/dcim/devices/{number % ground.devices + 1}/render-config/")
        assert answer.status_code == 200, answer.text
        assert answer.json()["content"].count("interface ") == INTERFACES
        return len(answer.content)

    render(0)
    seconds, _ = _at_once(render, range(many), clients=4)
    yield Figure("render a configuration", many / seconds, "configurations/s", remark="4 requests at a time")


def _bulk(ground: Ground, name: str, path: str, new: Callable[[], Json], made: list[int] | None = None) -> Figure:
    bodies = [[new() for _ in range(BULK)] for _ in range(ground.rounds(6) + 1)]
    times = timed(ground.served, [_sent(ground, "POST", path, body, made) for body in bodies])
    bar = OBJECTS_A_SECOND[ground.database]
    return Figure(name, BULK / times.median, "objects/s", at_least=bar, remark=times.said)


def _sent(ground: Ground, method: str, path: str, body: Json, made: list[int] | None = None) -> Callable[[], None]:
    """A request that is ready to be sent, and must succeed."""
    request = ground.client.build_request(method, path, json=body)

    def send() -> None:
        answer = ground.client.send(request)
        assert answer.status_code in (200, 201, 204), f"{answer.status_code} {answer.text[:500]}"
        if made is not None:
            made.extend(each["id"] for each in answer.json())

    return send


def _at_once(work: Callable[[int], T], items: Sequence[int], clients: int = CLIENTS) -> tuple[float, list[T]]:
    with ThreadPoolExecutor(clients) as pool:
        start = time.perf_counter()
        done = list(pool.map(work, items))
        return time.perf_counter() - start, done


MEASURES = (bulk_addresses, bulk_devices, whole_devices, one_address, allocation, render_config)
