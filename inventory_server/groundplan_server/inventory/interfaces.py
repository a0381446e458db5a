"""The interfaces of hosts, as automation needs them: names instead of ids, addresses included."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, select

from groundplan_server.language.attributes import Refs
from groundplan_server.language.columns import any_of
from groundplan_server.registry import spec_of
from groundplan_server.spec import Spec
from groundplan_server.store.reading import Reading
from groundplan_server.store.rows import as_dicts

#: Host model -> (interface model, its reference to the host)
_OF = {
    "dcim.device": ("dcim.interface", "device_id"),
    "virtualization.virtualmachine": ("virtualization.vminterface", "virtual_machine_id"),
}
_PLAIN = ("name", "type", "enabled", "mgmt_only", "mtu", "description", "mode", "speed", "duplex", "label")


def interfaces_of(reading: Reading, host: Spec, ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """Interfaces by host, in natural order."""
    key, owner = _OF[host.key]
    spec = spec_of(key)
    t = spec.table
    plain = [c for c in _PLAIN if c in t.c]
    links = [
        c
        for c in ("untagged_vlan_id", "vrf_id", "lag_id", "parent_id", "bridge_id", "primary_mac_address_id")
        if c in t.c
    ]
    statement = select(t.c.id, t.c[owner], *(t.c[c] for c in (*plain, *links))).where(
        any_of(t.c[owner], ids), *reading.visible(spec)
    )
    rows = as_dicts(reading.connection.execute(statement.order_by(t.c[owner], t.c.name_sort, t.c.id)))
    names = {r["id"]: r["name"] for r in rows}
    vids = _column(reading, "ipam.vlan", "vid")
    vrfs = _column(reading, "ipam.vrf", "name")
    macs = _column(
        reading,
        "dcim.macaddress",
        "mac_address",
        [r["primary_mac_address_id"] for r in rows if r["primary_mac_address_id"]],
    )
    addresses = _addresses(reading, spec, ids, owner)
    attribute = spec.attributes["tagged_vlans"]
    assert isinstance(attribute, Refs)
    link = reading.view.link_table(spec, attribute)
    tagged: dict[int, list[int]] = {}
    inner = select(t.c.id).where(any_of(t.c[owner], ids))
    for source, target in reading.connection.execute(
        select(link.c.source_id, link.c.target_id).where(link.c.source_id.in_(inner))
    ).all():
        tagged.setdefault(source, []).append(vids.get(target, 0))
    found: dict[int, list[dict[str, Any]]] = {}
    for r in rows:
        entry = {c: r[c] for c in plain}
        entry["untagged_vlan"] = vids.get(r["untagged_vlan_id"])
        entry["tagged_vlans"] = sorted(tagged.get(r["id"], ()))
        entry["vrf"] = vrfs.get(r["vrf_id"])
        for c in ("lag_id", "parent_id", "bridge_id"):
            if c in links:
                entry[c.removesuffix("_id")] = names.get(r[c])
        entry["mac_address"] = macs.get(r["primary_mac_address_id"])
        entry["addresses"] = addresses.get(r["id"], [])
        found.setdefault(r[owner], []).append(entry)
    return found


def _column(reading: Reading, key: str, column: str, ids: Sequence[int] | None = None) -> dict[Any, Any]:
    spec = spec_of(key)
    statement = select(spec.table.c.id, spec.table.c[column]).where(*reading.visible(spec))
    if ids is not None:
        statement = statement.where(any_of(spec.table.c.id, ids))
    return {row[0]: row[1] for row in reading.connection.execute(statement).all()}


def _addresses(reading: Reading, interface: Spec, ids: Sequence[int], owner: str) -> dict[int, list[str]]:
    spec = spec_of("ipam.ipaddress")
    a, i = spec.table.c, interface.table.c
    joined = and_(a.assigned_object_type == interface.key, a.assigned_object_id == i.id)
    statement = (
        select(i.id, a.address)
        .select_from(interface.table.join(spec.table, joined))
        .where(any_of(i[owner], ids), *reading.visible(spec))
        .order_by(a.host_key)
    )
    found: dict[int, list[str]] = {}
    for id, address in reading.connection.execute(statement).all():
        found.setdefault(id, []).append(address)
    return found
