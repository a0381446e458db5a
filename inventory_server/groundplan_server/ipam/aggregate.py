"""Aggregates: the address space that everything else is taken from."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar

from groundplan_server.ipam.family import IPFamily
from groundplan_server.ipam.space import clashes
from groundplan_server.ipam.utilization import of_aggregates
from groundplan_server.language import (
    Batch,
    Look,
    Meta,
    Primary,
    batch_rule,
    changed,
    computed,
    date,
    network,
    ref,
    stored,
    t,
    values,
)
from groundplan_server.tenancy.tenant import Tenancy

if TYPE_CHECKING:
    from groundplan_server.ipam.rir import RIR


class Aggregate(Tenancy, Primary, table=True):
    """A block of address space from a registry. Aggregates do not overlap."""

    prefix: str = network(unique=True, description="The network with its mask, such as 10.0.0.0/8.")
    family: IPFamily = stored(lambda aggregate: values.family(aggregate.prefix), choices=IPFamily, hidden=False)
    rir: RIR = ref("ipam.rir", related="aggregates", label="RIR")
    date_added: dt.date | None = date(description="When the registry handed it out.")
    utilization: float = computed(of_aggregates, float, costly=True, description="How full it is, in percent.")

    first_key: str = stored(lambda aggregate: values.first_key(aggregate.prefix), index=True)
    last_key: str = stored(lambda aggregate: values.last_key(aggregate.prefix))
    mask_length: int = stored(lambda aggregate: values.length(aggregate.prefix), look=Look.NUMBER)

    meta: ClassVar[Meta] = Meta(
        natural_key=("prefix",),
        display=("{prefix}",),
        brief=("family", "prefix", "description"),
        ordering=("first_key", "mask_length"),
        search={"prefix": 120, "description": 500, "date_added": 2000, "comments": 5000},
        columns=("prefix", "rir", "tenant", "date_added", "description", "tags"),
        filters={"tenant_group": "tenant.group"},
        clone=("rir", "tenant", "date_added", "description"),
    )


@batch_rule(Aggregate)
def aggregates_lie_apart(batch: Batch[Aggregate]) -> None:
    """There are few aggregates, so all of them are looked at, and whoever adds one waits for the others."""
    moved = {aggregate.id: aggregate for aggregate in batch if changed(aggregate, "prefix")}
    if not moved:
        return
    batch.lock("ipam.aggregate")
    table, mine = t(Aggregate), {aggregate.id for aggregate in batch}
    first, last = min(a.first_key for a in moved.values()), max(a.last_key for a in moved.values())
    near = batch.view.find(Aggregate, table.c.first_key <= last, table.c.last_key >= first)
    others = [aggregate for aggregate in near if aggregate.id not in mine]
    for one, other in clashes((a.first_key, a.last_key, a) for a in (*others, *batch)):
        # Networks overlap only by lying within each other: the one that was there before decides what the matter is.
        if other.id in moved:
            covered = f"{other.prefix} is already covered by an existing aggregate ({one.prefix})."
            batch.refuse(other, "prefix", f"Aggregates cannot overlap. {covered}")
        elif one.id in moved:
            covers = f"{one.prefix} covers an existing aggregate ({other.prefix})."
            batch.refuse(one, "prefix", f"Prefixes cannot overlap aggregates. {covers}")
