"""What cannot be in one routing table at the same time.

No database constraint can say these rules, since a VRF decides for itself. So whoever writes an address first takes the
right to the few addresses around it; writers elsewhere do not wait.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeVar
from zlib import crc32

from sqlalchemy import case, func, or_, select

from groundplan_server.ipam.ip_address import SHARED, IPAddress
from groundplan_server.ipam.ip_range import IPRange
from groundplan_server.ipam.prefix import Prefix
from groundplan_server.ipam.vrf import VRF
from groundplan_server.language import Batch, batch_rule, changed, t, was
from groundplan_server.language.columns import any_of

M = TypeVar("M", Prefix, IPAddress)

#: Whether the global table, too, refuses what it has already.
ENFORCE_GLOBAL_UNIQUE = True
_LOCKS = 1024


def strict_tables(batch: Batch[Any], vrfs: Collection[int | None], enforce_global: bool) -> set[int | None]:
    """Which of these routing tables refuse repeats, until this is committed; None is the global table."""
    vrf = t(VRF)
    numbers = sorted(number for number in vrfs if number is not None)

    def ask() -> set[int | None]:
        rows = batch.view.select(select(vrf.c.id).where(any_of(vrf.c.id, numbers), vrf.c.enforce_unique))
        return {row[0] for row in rows}

    strict = ask() if numbers else set()
    lenient = [number for number in numbers if number not in strict]
    if lenient:
        # Somebody may be making one strict right now, having looked before this was written.
        batch.lock("ipam.vrf", lenient)
        strict = ask()
    return strict | {None} if enforce_global and None in vrfs else strict


def _where(record: Prefix | IPAddress) -> str:
    return f"VRF {record.vrf}" if record.vrf else "global table"


def lock_around(batch: Batch[Any], name: str, keys: Iterable[tuple[int | None, str]]) -> None:
    """Take the right to decide about these keys, and a few around each, in these routing tables."""
    # Of which there may be any number, while the locks that a database can hold are few: strangers may share one.
    batch.lock(name, {crc32(f"{vrf_id or 0}:{key[:-2]}".encode()) % _LOCKS for vrf_id, key in keys})


def _strict(batch: Batch[M], moved: Sequence[M], enforce_global: bool) -> list[M]:
    tables = strict_tables(batch, {record.vrf_id for record in moved}, enforce_global) if moved else set()
    return [record for record in moved if record.vrf_id in tables]


@batch_rule(Prefix)
def prefixes_once(batch: Batch[Prefix], enforce_global: bool = ENFORCE_GLOBAL_UNIQUE) -> None:
    moved = _strict(batch, [p for p in batch if changed(p, "prefix", "vrf")], enforce_global)
    if not moved:
        return
    lock_around(batch, "ipam.prefix", {(p.vrf_id, p.first_key) for p in moved})
    checked = {p.id for p in moved}
    found = batch.view.find(Prefix, table_key=sorted({p.table_key for p in moved}))
    there = {p.table_key: p for p in (*found, *batch) if p.id not in checked}
    for prefix in moved:
        other = there.setdefault(prefix.table_key, prefix)
        if other is not prefix:
            batch.refuse(prefix, "prefix", f"Duplicate prefix found in {_where(prefix)}: {other}.")


@batch_rule(IPAddress)
def addresses_once(batch: Batch[IPAddress], enforce_global: bool = ENFORCE_GLOBAL_UNIQUE) -> None:
    """But for those whose role it is to be in several places; then all that are the same must have such a role."""
    moved = _strict(batch, [a for a in batch if changed(a, "address", "vrf", "role")], enforce_global)
    if not moved:
        return
    lock_around(batch, "ipam.address", {(a.vrf_id, a.host_key) for a in moved})
    checked = {a.id for a in moved}
    found = batch.view.find(IPAddress, table_key=sorted({a.table_key for a in moved}))
    there: dict[str, dict[int, IPAddress]] = defaultdict(dict)
    for other in (*found, *batch):
        if other.id not in checked:
            there[other.table_key][other.id] = other
    for row in moved:
        same = there[row.table_key]
        if same and not (row.role in SHARED and all(other.role in SHARED for other in same.values())):
            other = next(iter(same.values()))
            batch.refuse(row, "address", f"Duplicate IP address found in {_where(row)}: {other}.")
        same[row.id] = row


@batch_rule(IPAddress)
def populated_ranges_are_left_alone(batch: Batch[IPAddress]) -> None:
    """Something else hands out the addresses of a range that is marked as populated."""
    moved = [a for a in batch if changed(a, "address", "vrf")]
    if not moved:
        return
    keys = [a.host_key for a in moved]
    table = t(IPRange)
    ranges: dict[int | None, list[IPRange]] = defaultdict(list)
    near = (table.c.first_key <= max(keys), table.c.last_key >= min(keys))
    for row in batch.view.find(IPRange, *near, mark_populated=True):
        ranges[row.vrf_id].append(row)
    for address in moved:
        around = [r for r in ranges.get(address.vrf_id, ()) if r.first_key <= address.host_key <= r.last_key]
        if around:
            verb = "create" if was(address) is None else "move"
            batch.refuse(address, "address", f"Cannot {verb} IP address {address} inside range {around[0]}.")


@batch_rule(VRF, "update")
def repeats_end_first(batch: Batch[VRF]) -> None:
    """A VRF cannot begin to refuse repeats while it holds some."""
    strict = {vrf.id: vrf for vrf in batch if vrf.enforce_unique and changed(vrf, "enforce_unique")}
    if not strict:
        return
    batch.lock("ipam.vrf", strict)
    prefix, address = t(Prefix), t(IPAddress)
    alone = func.sum(case((or_(address.c.role.is_(None), address.c.role.not_in(SHARED)), 1), else_=0))
    for what, statement in (
        (
            "prefix",
            select(prefix.c.vrf_id, func.min(prefix.c.prefix), func.count())
            .where(any_of(prefix.c.vrf_id, list(strict)))
            .group_by(prefix.c.vrf_id, prefix.c.table_key)
            .having(func.count() > 1),
        ),
        (
            "IP address",
            select(address.c.vrf_id, func.min(address.c.address), func.count())
            .where(any_of(address.c.vrf_id, list(strict)))
            .group_by(address.c.vrf_id, address.c.table_key)
            .having(func.count() > 1, alone > 0),
        ),
    ):
        repeats: dict[int, list[str]] = defaultdict(list)
        for vrf_id, text, times in batch.view.select(statement):
            repeats[vrf_id].append(f"{text} ({times} times)")
        for vrf_id, texts in repeats.items():
            some = ", ".join(sorted(texts)[:3])
            batch.refuse(
                strict[vrf_id], "enforce_unique", f"VRF {strict[vrf_id]} holds the same {what} more than once: {some}."
            )
