"""Handing out what is free: addresses, networks and VLAN IDs, the lowest first.

What is free is found and taken under one lock per parent, for everything a request asks for at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from typing import Any, TypedDict

from sqlalchemy import func, select

from groundplan_server.errors import Invalid, NoSpaceLeft, Problem
from groundplan_server.ipam import space
from groundplan_server.ipam.conflicts import lock_around
from groundplan_server.ipam.ip_address import IPAddress
from groundplan_server.ipam.ip_range import IPRange
from groundplan_server.ipam.nesting import END
from groundplan_server.ipam.prefix import Prefix
from groundplan_server.ipam.vlan import VLAN
from groundplan_server.ipam.vlan_group import VLANGroup
from groundplan_server.ipam.vrf import VRF, table_key
from groundplan_server.language import Batch, View, action, t

#: How many free ones a list shows unless told otherwise, and at most.
USUAL, MOST = 50, 1000
#: How many addresses are read at once.
FEW = 4096
#: The option that keeps addresses out of prefixes that lie within the one they are asked of.
SKIP = "skip_child_prefixes"


@dataclass(frozen=True)
class Pool:
    """Where addresses are taken from."""

    vrf_id: int | None
    family: int
    length: int
    #: What can be handed out if it is not taken.
    usable: space.Span
    #: What is never handed out.
    closed: Sequence[space.Span] = ()
    #: Whether addresses of every VRF count as taken, as in a container of the global table.
    every_table: bool = False


class FreeAddress(TypedDict):
    """An address that can be handed out."""

    family: int
    address: str
    vrf: VRF | None


class FreePrefix(TypedDict):
    """A network that can be handed out."""

    family: int
    prefix: str
    vrf: VRF | None


class FreeVLAN(TypedDict):
    """A VLAN ID that can be handed out."""

    vid: int
    group: VLANGroup


class WantedAddress(TypedDict, total=False):
    """What may be said of an address that is to be made, beside its own attributes."""

    prefix_length: int
    skip_child_prefixes: bool


class WantedPrefix(TypedDict):
    """What must be said of a prefix that is to be made, beside its own attributes."""

    prefix_length: int


class WantedVLAN(TypedDict):
    """Nothing need be said of a VLAN that is to be made, beside its own attributes."""


@action(Prefix, "available-ips")
def free_addresses(
    view: View, prefix: Prefix, *, limit: int = USUAL, skip_child_prefixes: bool = False
) -> list[FreeAddress]:
    """The lowest free addresses of a prefix; those within its child prefixes, too, unless they are to be skipped."""
    return _shown(view, _pool_of_prefix(view, prefix, skip_child_prefixes), prefix.vrf, limit)


@action(Prefix, "available-ips", writes=True, many=True, permission="view")
def take_addresses(batch: Batch[Prefix], prefix: Prefix, *, items: list[WantedAddress]) -> list[IPAddress]:
    """Create addresses at the lowest free places of a prefix."""
    batch.lock("available-ips", [prefix.id])
    _lock_lenient(batch, prefix)
    skip = any(item.get(SKIP) for item in items)
    return _take(batch, _pool_of_prefix(batch.view, prefix, skip), items)


@action(IPRange, "available-ips")
def free_addresses_of_range(view: View, row: IPRange, *, limit: int = USUAL) -> list[FreeAddress]:
    """The lowest free addresses of a range."""
    return _shown(view, _pool_of_range(row), row.vrf, limit)


@action(IPRange, "available-ips", writes=True, many=True, permission="view")
def take_addresses_of_range(batch: Batch[IPRange], row: IPRange, *, items: list[WantedAddress]) -> list[IPAddress]:
    """Create addresses at the lowest free places of a range."""
    batch.lock("available-ips-of-range", [row.id])
    _lock_lenient(batch, row)
    return _take(batch, _pool_of_range(row), items)


@action(Prefix, "available-prefixes")
def free_networks(view: View, prefix: Prefix, *, limit: int = 0) -> list[FreePrefix]:
    """The largest networks that are free within a prefix, in the order of their addresses."""
    found = space.blocks(_free_space(view, prefix), space.WIDTH[prefix.family])
    return [
        {"family": int(prefix.family), "prefix": space.write(first, prefix.family, length), "vrf": prefix.vrf}
        for first, length in (islice(found, limit) if limit > 0 else found)
    ]


@action(Prefix, "available-prefixes", writes=True, many=True, permission="view")
def take_networks(batch: Batch[Prefix], prefix: Prefix, *, items: list[WantedPrefix]) -> list[Prefix]:
    """Create prefixes of the wanted lengths, each at the lowest address where it fits."""
    family, width = prefix.family, space.WIDTH[prefix.family]
    lengths = [_length(item, index, 0, width, family) for index, item in enumerate(items)]
    wanted = [length for length in lengths if length is not None]
    if len(wanted) < len(lengths):
        missing = [index for index, length in enumerate(lengths) if length is None]
        raise Invalid([Problem("this field can not be missing", "prefix_length", index) for index in missing])
    batch.lock("available-prefixes", [prefix.id])
    starts = space.allot(_free_space(batch.view, prefix), wanted, width)
    if starts is None:
        raise NoSpaceLeft
    return batch.create(
        Prefix,
        [
            {**_rest(item), "prefix": space.write(first, family, length), "vrf": prefix.vrf_id}
            for item, first, length in zip(items, starts, wanted, strict=True)
        ],
    )


@action(VLANGroup, "available-vlans")
def free_vlans(view: View, group: VLANGroup, *, limit: int = USUAL) -> list[FreeVLAN]:
    """The lowest free VLAN IDs of a group."""
    return [{"vid": vid, "group": group} for vid in islice(_free_vids(view, group), _bounded(limit))]


@action(VLANGroup, "available-vlans", writes=True, many=True, permission="view")
def take_vlans(batch: Batch[VLANGroup], group: VLANGroup, *, items: list[WantedVLAN]) -> list[VLAN]:
    """Create VLANs with the lowest free IDs of a group."""
    batch.lock("ipam.vlangroup", [group.id])
    vids = list(islice(_free_vids(batch.view, group), len(items)))
    if len(vids) < len(items):
        raise NoSpaceLeft
    return batch.create(VLAN, [{**item, "vid": vid, "group": group.id} for item, vid in zip(items, vids, strict=True)])


def _bounded(limit: int) -> int:
    return min(limit, MOST) if limit > 0 else MOST


def _rest(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name not in ("prefix_length", SKIP)}


def _length(item: Mapping[str, Any], index: int, least: int, width: int, family: int) -> int | None:
    """The `prefix_length` that an item asks for. Raises Invalid."""
    length = item.get("prefix_length")
    if length is None:
        return None
    if not isinstance(length, int) or isinstance(length, bool):
        problem = "this field must be int type"
    elif length > width or length < 1:
        problem = f"Invalid prefix length ({length}) for IPv{family}"
    elif length < least:
        problem = f"Prefix length must be greater than or equal to the parent mask length ({least})"
    else:
        return length
    raise Invalid([Problem(problem, "prefix_length", index)])


def _lock_lenient(batch: Batch[Any], parent: Prefix | IPRange) -> None:
    """Where repeats are allowed, only waiting keeps parents that overlap from handing out the same address."""
    if parent.vrf is not None and not parent.vrf.enforce_unique:
        batch.lock("ipam.vrf", [parent.vrf.id])


def _pool_of_prefix(view: View, prefix: Prefix, skip_children: bool) -> Pool:
    family, length = int(prefix.family), prefix.mask_length
    first, last = space.of_key(prefix.first_key), space.of_key(prefix.last_key)
    if not prefix.is_pool and length < (31 if family == 4 else 127):
        # The first address names the network (or, of IPv6, any router of it), the last of IPv4 everyone in it.
        first, last = first + 1, last - 1 if family == 4 else last
    closed = _populated(view, prefix)
    if skip_children:
        closed += _child_spans(view, prefix)
    everywhere = prefix.vrf_id is None and prefix.status == "container"
    return Pool(prefix.vrf_id, family, length, (first, last), space.union(closed), everywhere)


def _pool_of_range(row: IPRange) -> Pool:
    span = space.of_key(row.first_key), space.of_key(row.last_key)
    length = int(row.start_address.rpartition("/")[2])
    return Pool(row.vrf_id, int(row.family), length, span, [span] if row.mark_populated else ())


def _populated(view: View, prefix: Prefix) -> list[space.Span]:
    """The ranges in a prefix, wholly or in part, whose addresses something else hands out."""
    row = t(IPRange)
    where = (row.c.mark_populated, row.c.first_key <= prefix.last_key, row.c.last_key >= prefix.first_key)
    own = row.c.vrf_id == prefix.vrf_id if prefix.vrf_id is not None else row.c.vrf_id.is_(None)
    return [_span(r) for r in view.select(select(row.c.first_key, row.c.last_key).where(*where, own))]


def _child_spans(view: View, prefix: Prefix) -> list[space.Span]:
    child = t(Prefix)
    end = table_key(prefix.vrf_id, f"{prefix.last_key}{END}")
    where = (child.c.table_key > prefix.table_key, child.c.table_key < end)
    statement = select(child.c.first_key, child.c.last_key).where(*where).order_by(child.c.table_key)
    return [_span(row) for row in view.select(statement)]


def _span(row: Sequence[str]) -> space.Span:
    return space.of_key(row[0]), space.of_key(row[1])


def _free_space(view: View, prefix: Prefix) -> Iterator[space.Span]:
    whole = space.of_key(prefix.first_key), space.of_key(prefix.last_key)
    return space.free(whole, space.union(_child_spans(view, prefix)))


def _taken(view: View, pool: Pool) -> Iterator[space.Span]:
    """The addresses that exist, in order. What is all taken, or not at all, is counted instead of read."""
    row = t(IPAddress)
    column = row.c.host_key if pool.every_table else row.c.table_key
    table = "" if pool.every_table else table_key(pool.vrf_id, "")
    (start, end), step = pool.usable, FEW
    while start <= end:
        stop = min(end, start + step - 1)
        first, last = (f"{table}{space.key(number, pool.family)}" for number in (start, stop))
        some = (column >= first, column <= last)
        taken = view.select(select(func.count(column.distinct())).where(*some))[0][0]
        if taken == stop - start + 1:
            yield start, stop
        elif taken > FEW:
            step //= 4
            continue
        elif taken:
            keys = view.select(select(column).where(*some).distinct().order_by(column))
            yield from ((number, number) for number in (space.of_key(key.removeprefix(table)) for (key,) in keys))
        start, step = stop + 1, step * 4


def _free_numbers(view: View, pool: Pool) -> Iterator[int]:
    """The addresses of a pool that can be handed out, lowest first."""
    return space.numbers(space.free(pool.usable, merge(pool.closed, _taken(view, pool))))


def _shown(view: View, pool: Pool, vrf: VRF | None, limit: int) -> list[FreeAddress]:
    return [
        {"family": pool.family, "address": space.write(number, pool.family, pool.length), "vrf": vrf}
        for number in islice(_free_numbers(view, pool), _bounded(limit))
    ]


def _take(batch: Batch[Any], pool: Pool, items: Sequence[Mapping[str, Any]]) -> list[IPAddress]:
    width = space.WIDTH[pool.family]
    lengths = [_length(item, i, pool.length, width, pool.family) or pool.length for i, item in enumerate(items)]
    numbers = _claimed(batch, pool, len(items))
    return batch.create(
        IPAddress,
        [
            {**_rest(item), "address": space.write(number, pool.family, length), "vrf": pool.vrf_id}
            for item, number, length in zip(items, numbers, lengths, strict=True)
        ],
    )


def _claimed(batch: Batch[Any], pool: Pool, count: int) -> list[int]:
    """The lowest free addresses, with the right to create them: other parents may overlap. Raises NoSpaceLeft."""
    held: set[str] = set()
    while True:
        numbers = list(islice(_free_numbers(batch.view, pool), count))
        if len(numbers) < count:
            raise NoSpaceLeft
        keys = {space.key(number, pool.family) for number in numbers}
        if keys <= held:
            return numbers
        # What was free before the lock was there may not be any more.
        lock_around(batch, "ipam.address", ((pool.vrf_id, key) for key in keys))
        held |= keys


def _free_vids(view: View, group: VLANGroup) -> Iterator[int]:
    vlan = t(VLAN)
    taken = [(vid, vid) for (vid,) in view.select(select(vlan.c.vid).where(vlan.c.group_id == group.id))]
    taken.sort()
    for low, high in space.union((low, high) for low, high in group.vid_ranges):
        yield from space.numbers(space.free((low, high), taken))
