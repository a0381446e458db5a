"""A network to measure on: as many devices as wanted, with interfaces and addresses, built by the ledger in bulk."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from groundplan_server.store.ledger import Intent, Ledger, Operation

INTERFACES = 24
ADDRESSES = 11
CHUNK = 1000


def build(ledger: Ledger, devices: int, say: Callable[[str], None] = lambda text: None) -> None:
    """Fill an empty database: sites, racks, VLANs, prefixes, contexts, tags, then devices with all they carry."""
    start = time.perf_counter()
    sites = max(devices // 200, 2)
    _commit(ledger, _surroundings(sites))
    say(f"surroundings {time.perf_counter() - start:.1f} s")
    for chunk in _chunks(range(devices), CHUNK):
        _commit(ledger, [Operation("create", "dcim.device", device(n, sites)) for n in chunk])
    say(f"{devices} devices {time.perf_counter() - start:.1f} s")
    for chunk in _chunks(range(devices), CHUNK // ADDRESSES):
        _commit(ledger, [Operation("create", "ipam.ipaddress", address(n, k)) for n in chunk for k in range(ADDRESSES)])
    say(f"{devices * ADDRESSES} addresses {time.perf_counter() - start:.1f} s")
    for chunk in _chunks(range(devices), CHUNK):
        _commit(ledger, [Operation("update", "dcim.device", {"primary_ip4": n * ADDRESSES + 1}, n + 1) for n in chunk])
    say(f"primary addresses {time.perf_counter() - start:.1f} s")


def device(n: int, sites: int) -> dict[str, Any]:
    """The n-th device."""
    return {
        "name": f"dev{n:05d}", "serial": f"S{n:07d}", "site": n % sites + 1, "tenant": n % 10 + 1,
        "device_type": n % 4 + 1, "role": n % 5 + 1, "platform": n % 3 + 1, "tags": [n % 5 + 1, (n + 1) % 5 + 1],
    }  # fmt: skip


def address(n: int, k: int) -> dict[str, Any]:
    """The k-th address of the n-th device, on its k-th interface."""
    host = n * 16 + k + 1
    text = f"10.{host >> 16 & 255}.{host >> 8 & 255}.{host & 255}/20"
    return {"address": text, "assigned_object_type": "dcim.interface", "assigned_object_id": n * INTERFACES + k + 1}


def _surroundings(sites: int) -> list[Operation]:
    def made(model: str, rows: Iterable[dict[str, Any]]) -> list[Operation]:
        return [Operation("create", model, row) for row in rows]

    def named(word: str, count: int) -> list[dict[str, Any]]:
        return [{"name": f"{word} {i}", "slug": f"{word}-{i}"} for i in range(1, count + 1)]

    return [
        *made("dcim.region", named("region", 10)),
        *made("tenancy.tenantgroup", named("group", 2)),
        *made("tenancy.tenant", [{**t, "group": i % 2 + 1} for i, t in enumerate(named("tenant", 10))]),
        *made("dcim.site", [{**s, "region": i % 10 + 1} for i, s in enumerate(named("site", sites))]),
        *made("dcim.rack", [{"name": f"r{i}", "site": i % sites + 1} for i in range(sites * 10)]),
        *made("dcim.manufacturer", named("maker", 2)),
        *made("dcim.platform", [{"name": p, "slug": p} for p in ("cisco-ios", "arista-eos", "juniper-junos")]),
        *made("dcim.devicerole", named("role", 5)),
        *made("dcim.devicetype", [_device_type(i) for i in range(5)]),
        *made("dcim.interfacetemplate", [_template(t, i) for t in range(4) for i in range(INTERFACES)]),
        *made("extras.tag", named("tag", 5)),
        *made("ipam.vlangroup", named("vlans", 2)),
        *made("ipam.vlan", [{"vid": i % 500 + 2, "name": f"v{i}", "group": i // 500 + 1} for i in range(1000)]),
        *made("ipam.prefix", [{"prefix": f"10.{i >> 4 & 255}.{(i & 15) << 4}.0/20"} for i in range(2000)]),
        *made("extras.configcontext", [_context(i, sites) for i in range(20)]),
    ]  # fmt: skip


def _device_type(i: int) -> dict[str, Any]:
    return {"model": f"m{i}", "slug": f"m{i}", "manufacturer": i % 2 + 1, "u_height": 0}


def _template(device_type: int, i: int) -> dict[str, Any]:
    return {"device_type": device_type + 1, "name": f"Ethernet{i + 1}", "type": "1000base-t"}


def _context(i: int, sites: int) -> dict[str, Any]:
    scope: dict[str, Any] = [
        {"sites": [i % sites + 1]},
        {"roles": [i % 5 + 1]},
        {"platforms": [i % 3 + 1]},
        {"tags": [i % 5 + 1]},
        {},
    ][i % 5]
    data = {"ntp": {"servers": [f"10.0.0.{i}"]}, f"key{i}": {"nested": list(range(10)), "text": "x" * 40}}
    return {"name": f"context {i}", "weight": 1000 + i, "data": data, **scope}


def _commit(ledger: Ledger, operations: Sequence[Operation]) -> None:
    ledger.commit(operations, Intent(source="bench"))


def _chunks(items: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
