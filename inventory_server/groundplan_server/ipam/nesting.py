"""How prefixes lie within each other: nothing of it is stored, so nothing of it can be wrong.

Within a routing table, everything inside a prefix follows it in the order of `table_key` up to its last address, and
everything around it is found by exact keys, one for each shorter mask. Both are what an ordinary index is good at.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, FromClause, Select, Text, and_, func, or_, select

from groundplan_server.ipam.space import WIDTH, enclosing, key, of_key
from groundplan_server.ipam.tables import table_of
from groundplan_server.ipam.vrf import TABLE_DIGITS, table_key
from groundplan_server.language import View
from groundplan_server.language.columns import any_of

if TYPE_CHECKING:
    from groundplan_server.ipam.prefix import Prefix

#: Sorts after whatever can follow the last address of a prefix in a `table_key`.
END = "~"


def network_key(vrf_id: int | None, first: str, length: int) -> str:
    """The `table_key` of a prefix: its routing table, its first address, its length."""
    return table_key(vrf_id, f"{first}{length:02x}")


def routing_table(row: FromClause) -> ColumnElement[str]:
    """The part of a `table_key` that says which routing table it is in."""
    return func.substr(row.c.table_key, 1, TABLE_DIGITS, type_=Text)


def inside(other: FromClause, prefix: FromClause) -> ColumnElement[bool]:
    """Whether another prefix lies within this one, in the same routing table."""
    end = routing_table(prefix) + prefix.c.last_key + END
    return and_(other.c.table_key > prefix.c.table_key, other.c.table_key < end)


def children_of(prefix: FromClause) -> ColumnElement[int]:
    """How many prefixes lie within this one."""
    other = table_of("ipam.prefix").alias()
    count = select(func.count()).select_from(other).where(inside(other, prefix))
    return count.correlate(prefix).scalar_subquery()


def at_depth(depth: int) -> Select[Any]:
    """The keys of the prefixes that have this many around them: level by level, in one pass over the order each."""
    prefix = table_of("ipam.prefix")
    columns = (prefix.c.table_key, prefix.c.first_key, prefix.c.last_key)
    level: Select[Any] = select(*columns).distinct()
    for _ in range(depth):
        rows = _with_reach(level)
        level = select(*list(rows.c)[:3]).where(rows.c.reach >= rows.c.first_key)
    rows = _with_reach(level)
    return select(rows.c.table_key).where(or_(rows.c.reach.is_(None), rows.c.reach < rows.c.first_key))


def _with_reach(level: Select[Any]) -> Any:
    """Prefixes with how far those before them reach: one that begins beyond that has none around it."""
    rows = level.subquery()
    reach = func.max(rows.c.last_key).over(partition_by=routing_table(rows), order_by=rows.c.table_key, rows=(None, -1))
    return select(*rows.c, reach.label("reach")).subquery()


def children(view: View, prefixes: Sequence[Prefix]) -> list[int]:
    """How many prefixes lie within each of these."""
    table = table_of("ipam.prefix")
    some = any_of(table.c.id, [prefix.id for prefix in prefixes])
    found: dict[int, int] = dict(tuple(row) for row in view.select(select(table.c.id, children_of(table)).where(some)))
    return [found.get(prefix.id, 0) for prefix in prefixes]


def depths(view: View, prefixes: Sequence[Prefix]) -> list[int]:
    """How many prefixes lie around each of these."""
    around = [set(keys_around(prefix)) for prefix in prefixes]
    table = table_of("ipam.prefix")
    some = any_of(table.c.table_key, sorted(set().union(*around)))
    there = {row[0] for row in view.select(select(table.c.table_key).where(some))}
    return [len(keys & there) for keys in around]


def keys_around(prefix: Prefix) -> list[str]:
    """The keys of all networks that contain a prefix in its routing table, whether they are there or not."""
    width, first = WIDTH[prefix.family], of_key(prefix.first_key)
    lengths = range(1, prefix.mask_length)
    starts = (first >> (width - n) << (width - n) for n in lengths)
    return [network_key(prefix.vrf_id, key(start, prefix.family), n) for start, n in zip(starts, lengths, strict=True)]


def around(table: FromClause, family: int, first: int, last: int) -> ColumnElement[bool]:
    """Whether a prefix, of any routing table, contains this network or is it."""
    length = WIDTH[family] - (last - first).bit_length()
    starts = [key(start, family) for start in enclosing(first, length, WIDTH[family])]
    return and_(table.c.first_key.in_(starts), table.c.last_key >= key(last, family))
