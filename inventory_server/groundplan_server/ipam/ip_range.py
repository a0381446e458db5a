"""IP ranges: addresses from one to another, for DHCP pools and the like."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import ColumnElement, Table, and_, or_

from groundplan_server.ipam import asked, space
from groundplan_server.ipam.family import IPFamily
from groundplan_server.ipam.utilization import of_ranges
from groundplan_server.ipam.vrf import InVRF, table_key
from groundplan_server.language import (
    Batch,
    Choices,
    Look,
    Meta,
    Primary,
    Refusal,
    address,
    batch_rule,
    boolean,
    changed,
    choice,
    computed,
    filters,
    ref,
    rule,
    stored,
    t,
    values,
)
from groundplan_server.tenancy.tenant import Tenancy

if TYPE_CHECKING:
    from groundplan_server.ipam.role import Role
    from groundplan_server.ipam.vrf import VRF

#: The largest range, in addresses.
LARGEST = 2**32 - 1


class IPRangeStatus(Choices):
    """What a range is used for at the moment."""

    ACTIVE = "active", "Active", "blue"
    RESERVED = "reserved", "Reserved", "cyan"
    DEPRECATED = "deprecated", "Deprecated", "red"


def size(start: str, end: str) -> int:
    """How many addresses there are from one to another, both included; none where they are not in order."""
    if values.family(start) != values.family(end):
        return 0
    return max(0, space.of_key(values.host_key(end)) - space.of_key(values.host_key(start)) + 1)


def brief_name(start: str, end: str) -> str:
    """A range without repeating what both ends begin with: 192.0.2.10-20/24."""
    (first, _, length), (last, _, _) = start.partition("/"), end.partition("/")
    if first == last:
        return f"{first}-{last}/{length}"
    mark = ":" if ":" in first else "."
    ours, theirs = first.split(mark), last.split(mark)
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(ours, theirs, strict=False)))
    return f"{first}-{mark.join(theirs[common:])}/{length}"


class IPRange(InVRF, Tenancy, Primary, table=True):
    """A run of addresses in a VRF or in the global table, from the first to the last."""

    vrf_id: ClassVar[int | None]

    start_address: str = address(description="The first address, with its mask.")
    end_address: str = address(description="The last address, with the same mask.")
    family: IPFamily = stored(lambda row: values.family(row.start_address), choices=IPFamily, hidden=False)
    size: int = stored(lambda row: size(row.start_address, row.end_address), look=Look.NUMBER, hidden=False)
    vrf: VRF | None = ref("ipam.vrf", default=None, related="ip_ranges", label="VRF")
    status: IPRangeStatus = choice(IPRangeStatus, default=IPRangeStatus.ACTIVE)
    role: Role | None = ref("ipam.role", default=None, related="ip_ranges", on_delete="SET NULL")
    mark_populated: bool = boolean(description="Something else hands these out: no address is created within it.")
    mark_utilized: bool = boolean(description="Count it as full.")
    utilization: float = computed(of_ranges, float, costly=True, description="How full it is, in percent.")

    name: str = stored(lambda row: brief_name(row.start_address, row.end_address))
    first_key: str = stored(lambda row: values.host_key(row.start_address), index=True)
    last_key: str = stored(lambda row: values.host_key(row.end_address))
    table_key: str = stored(lambda row: table_key(row.vrf_id, values.host_key(row.start_address)), index=True)

    meta: ClassVar[Meta] = Meta(
        label="IP range",
        natural_key=("start_address", "vrf"),
        display=("{name}",),
        brief=("family", "start_address", "end_address", "description"),
        ordering=("table_key",),
        search={"start_address": 100, "end_address": 300, "description": 500, "comments": 5000},
        columns=("start_address", "end_address", "size", "status", "vrf", "role", "tenant", "description"),
        filters={"tenant_group": "tenant.group"},
        clone=("vrf", "tenant", "status", "role", "description", "mark_populated", "mark_utilized"),
    )


@rule(IPRange)
def ends_match(row: IPRange) -> Iterator[Refusal]:
    start, end = row.start_address, row.end_address
    if values.family(start) != values.family(end):
        yield Refusal("end_address", "Starting and ending IP address versions must match.")
    elif values.length(start) != values.length(end):
        yield Refusal("end_address", "Starting and ending IP address masks must match.")
    elif row.size == 0:
        yield Refusal("end_address", f"Ending address must be greater than or equal to the starting address ({start}).")
    elif row.size > LARGEST:
        yield Refusal("", f"Defined range exceeds maximum supported size ({LARGEST}).")


@batch_rule(IPRange)
def ranges_lie_apart(batch: Batch[IPRange]) -> None:
    """Within a routing table. Whoever changes ranges of one waits for others who do."""
    moved = {row.id for row in batch if changed(row, "start_address", "end_address", "vrf")}
    tables = {row.vrf_id for row in batch if row.id in moved}
    if not tables:
        return
    batch.lock("ipam.iprange", [vrf_id or 0 for vrf_id in tables])
    table, mine = t(IPRange), {row.id for row in batch}
    first = min(row.first_key for row in batch if row.id in moved)
    last = max(row.last_key for row in batch if row.id in moved)
    near = batch.view.find(IPRange, table.c.first_key <= last, table.c.last_key >= first)
    by_table: dict[int | None, list[IPRange]] = defaultdict(list)
    for row in (*(row for row in near if row.id not in mine), *batch):
        by_table[row.vrf_id].append(row)
    for vrf_id in tables:
        for one, other in space.clashes((row.first_key, row.last_key, row) for row in by_table[vrf_id]):
            if one.id in moved or other.id in moved:
                late, early = (other, one) if other.id in moved else (one, other)
                where = f"VRF {late.vrf}" if late.vrf else "the global table"
                batch.refuse(late, "", f"Defined addresses overlap with range {early} in {where}.")


@filters(IPRange, "start_address")
def start_address(table: Table, given: list[str]) -> ColumnElement[bool]:
    """Beginning with one of these addresses; without a mask, with any mask."""
    return asked.same_address("start_address", given, table.c.start_address, table.c.first_key)


@filters(IPRange, "end_address")
def end_address(table: Table, given: list[str]) -> ColumnElement[bool]:
    """Ending with one of these addresses; without a mask, with any mask."""
    return asked.same_address("end_address", given, table.c.end_address, table.c.last_key)


@filters(IPRange, "contains")
def contains(table: Table, given: list[str]) -> ColumnElement[bool]:
    """Around one of these addresses, whatever its mask."""
    keys = asked.hosts("contains", given)
    return or_(*(and_(table.c.first_key <= key, table.c.last_key >= key) for key in keys))


@filters(IPRange, "parent")
def parent(table: Table, given: list[str]) -> ColumnElement[bool]:
    """Wholly inside one of these networks."""
    return asked.between("parent", given, table.c.first_key, table.c.last_key)
