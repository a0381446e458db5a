"""How full things are, in percent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, FromClause, and_, exists, func, not_, select

from groundplan_server.ipam import space
from groundplan_server.ipam.nesting import inside, routing_table
from groundplan_server.ipam.tables import table_of
from groundplan_server.language import View
from groundplan_server.language.columns import any_of

if TYPE_CHECKING:
    from groundplan_server.ipam.aggregate import Aggregate
    from groundplan_server.ipam.ip_range import IPRange
    from groundplan_server.ipam.prefix import Prefix
    from groundplan_server.ipam.vlan_group import VLANGroup

Keyed = dict[int, list[space.Span]]


def of_prefixes(view: View, prefixes: Sequence[Prefix]) -> list[float]:
    """Of a container, the part that prefixes inside it cover; of any other, the part of its hosts that are in use."""
    containers = [p for p in prefixes if p.status == "container" and not p.mark_utilized]
    networks = [p for p in prefixes if p.status != "container" and not p.mark_utilized]
    children = _children(view, containers) if containers else {}
    ranges = _full_ranges(view, networks) if networks else {}
    hosts = _hosts(view, networks) if networks else {}

    def measure(prefix: Prefix) -> float:
        first, last = _span(prefix)
        whole = last - first + 1
        if prefix.mark_utilized:
            return 100.0
        if prefix.status == "container":
            return space.percent(space.size(children.get(prefix.id, ())), whole)
        if prefix.family == 4 and prefix.mask_length < 31 and not prefix.is_pool:
            whole -= 2
        return space.percent(space.size(ranges.get(prefix.id, ())) + hosts.get(prefix.id, 0), whole)

    return [measure(prefix) for prefix in prefixes]


def of_aggregates(view: View, aggregates: Sequence[Aggregate]) -> list[float]:
    """The part that prefixes of any routing table cover."""
    aggregate, prefix = table_of("ipam.aggregate"), table_of("ipam.prefix")
    covered = _spans(
        view,
        select(aggregate.c.id, prefix.c.first_key, prefix.c.last_key).where(
            any_of(aggregate.c.id, [a.id for a in aggregates]),
            prefix.c.first_key >= aggregate.c.first_key,
            prefix.c.first_key <= aggregate.c.last_key,
            prefix.c.last_key <= aggregate.c.last_key,
        ),
    )
    return [space.percent(space.size(covered.get(a.id, ())), space.size([_span(a)])) for a in aggregates]


def of_ranges(view: View, ranges: Sequence[IPRange]) -> list[float]:
    """The part of the addresses that exist."""
    row = table_of("ipam.iprange")
    hosts = _count_hosts(view, row, [r.id for r in ranges])
    return [100.0 if r.mark_utilized else space.percent(hosts.get(r.id, 0), r.size) for r in ranges]


def of_vlan_groups(view: View, groups: Sequence[VLANGroup]) -> list[str]:
    """The part of the VLAN IDs that are taken, as text: clients of the field's API know it so."""
    vlan = table_of("ipam.vlan")
    some = any_of(vlan.c.group_id, [group.id for group in groups])
    statement = select(vlan.c.group_id, func.count()).where(some).group_by(vlan.c.group_id)
    taken: dict[int, int] = dict(tuple(row) for row in view.select(statement))
    return [str(space.percent(taken.get(group.id, 0), group.total_vlan_ids)) for group in groups]


def _span(row: Any) -> space.Span:
    return space.of_key(row.first_key), space.of_key(row.last_key)


def _spans(view: View, statement: Any) -> Keyed:
    """Spans by id, from rows of id, first and last key."""
    found: Keyed = defaultdict(list)
    for id, first, last in view.select(statement):
        found[id].append((space.of_key(first), space.of_key(last)))
    return found


def _children(view: View, prefixes: Iterable[Prefix]) -> Keyed:
    prefix = table_of("ipam.prefix")
    child = prefix.alias()
    return _spans(
        view,
        select(prefix.c.id, child.c.first_key, child.c.last_key)
        .where(any_of(prefix.c.id, [p.id for p in prefixes]), inside(child, prefix))
        .order_by(child.c.table_key),
    )


def _within(row: FromClause, prefix: FromClause) -> ColumnElement[bool]:
    """Whether a range lies within a prefix, in the same routing table."""
    table = routing_table(prefix)
    return and_(
        row.c.table_key >= table + prefix.c.first_key,
        row.c.table_key <= table + prefix.c.last_key,
        row.c.last_key <= prefix.c.last_key,
    )


def _full_ranges(view: View, prefixes: Iterable[Prefix]) -> Keyed:
    prefix, row = table_of("ipam.prefix"), table_of("ipam.iprange")
    return _spans(
        view,
        select(prefix.c.id, row.c.first_key, row.c.last_key).where(
            any_of(prefix.c.id, [p.id for p in prefixes]), row.c.mark_utilized, _within(row, prefix)
        ),
    )


def _hosts(view: View, prefixes: Iterable[Prefix]) -> dict[int, int]:
    """How many hosts exist in each, those aside that a range counts as in use already."""
    prefix, row = table_of("ipam.prefix"), table_of("ipam.iprange")

    def counted(address: FromClause) -> ColumnElement[bool]:
        there = and_(row.c.first_key <= address.c.host_key, row.c.last_key >= address.c.host_key)
        covered = exists(select(row.c.id).where(row.c.mark_utilized, _within(row, prefix), there).correlate_except(row))
        return not_(covered)

    return _count_hosts(view, prefix, [p.id for p in prefixes], counted)


def _count_hosts(view: View, row: FromClause, ids: Sequence[int], *where: Any) -> dict[int, int]:
    """How many different hosts exist between the first and last address of prefixes or ranges, by their id."""
    address = table_of("ipam.ipaddress")
    table = routing_table(row)
    counts = (
        select(func.count(address.c.host_key.distinct()))
        .where(address.c.table_key >= table + row.c.first_key, address.c.table_key <= table + row.c.last_key)
        .where(*(condition(address) for condition in where))
        .correlate(row)
        .scalar_subquery()
    )
    found: dict[int, int] = dict(
        tuple(r) for r in view.select(select(row.c.id, counts).where(any_of(row.c.id, list(ids))))
    )
    return found
