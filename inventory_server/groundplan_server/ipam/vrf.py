"""VRFs: routing tables beside the global one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import ColumnElement, Select, Table, or_, select

from groundplan_server.ipam.tables import Ids, linked, links_of
from groundplan_server.language import Meta, Model, Primary, boolean, count, filters, refs, t, text
from groundplan_server.tenancy.tenant import Tenancy

if TYPE_CHECKING:
    from groundplan_server.ipam.route_target import RouteTarget


class VRF(Tenancy, Primary, table=True):
    """A routing table of its own, in which addresses of others may appear again."""

    name: str = text(100, natural=True)
    rd: str | None = text(21, default=None, unique=True, description="Route distinguisher (RFC 4364).")
    enforce_unique: bool = boolean(True, description="Refuse prefixes and addresses that are in this VRF already.")
    import_targets: list[RouteTarget] = refs("ipam.routetarget", related="importing_vrfs")
    export_targets: list[RouteTarget] = refs("ipam.routetarget", related="exporting_vrfs")
    ipaddress_count: int = count("ipam.ipaddress", "vrf")
    prefix_count: int = count("ipam.prefix", "vrf")

    meta: ClassVar[Meta] = Meta(
        natural_key=("name",),
        display=("{name} ({rd})", "{name}"),
        brief=("name", "rd", "description", "prefix_count"),
        lookup=("rd", "name"),
        ordering=("name", "rd"),
        search={"name": 100, "rd": 200, "description": 500, "comments": 5000},
        columns=("name", "rd", "tenant", "enforce_unique", "prefix_count", "ipaddress_count", "description"),
        filters={
            "tenant_group": "tenant.group",
            "import_target": "import_targets",
            "export_target": "export_targets",
        },
        clone=("tenant", "enforce_unique", "description"),
    )


class InVRF(Model):
    """Belongs to one routing table: that of its `vrf`, or the global one."""


#: How many characters of a `table_key` say which routing table it is in.
TABLE_DIGITS = 8


def table_key(vrf_id: int | None, key: str) -> str:
    """A sortable key of an address or network within its routing table; the global one comes first."""
    return f"{vrf_id or 0:0{TABLE_DIGITS}x}{key}"


def named(values: Sequence[str]) -> Select[Any]:
    """The ids of VRFs with one of these route distinguishers or names."""
    vrf = t(VRF)
    return select(vrf.c.id).where(or_(vrf.c.rd.in_(values), vrf.c.name.in_(values)))


@filters(InVRF, "present_in_vrf")
def present_in_vrf(table: Table, values: list[str]) -> ColumnElement[bool]:
    """In this VRF, or in one whose routes it imports; by route distinguisher or name."""
    return _present(table, named(values))


@filters(InVRF, "present_in_vrf_id", int)
def present_in_vrf_id(table: Table, values: list[int]) -> ColumnElement[bool]:
    """In this VRF, or in one whose routes it imports."""
    return _present(table, values)


def _present(table: Table, vrfs: Ids) -> ColumnElement[bool]:
    exports = links_of(VRF.key, "export_targets")
    imported = linked(VRF.key, "import_targets", vrfs)
    sources = select(exports.c.source_id).where(exports.c.target_id.in_(imported))
    return or_(table.c.vrf_id.in_(vrfs), table.c.vrf_id.in_(sources))
