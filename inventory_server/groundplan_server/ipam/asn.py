"""AS numbers: who we are to other networks."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from groundplan_server.language import Meta, Primary, backrefs, count, integer, ref, stored
from groundplan_server.tenancy.tenant import Tenancy

if TYPE_CHECKING:
    from groundplan_server.dcim.site import Site
    from groundplan_server.ipam.rir import RIR
    from groundplan_server.ipam.role import Role


def prefixed(asn: int) -> str:
    """An AS number as people write it; a large one with its two halves, too."""
    return f"AS{asn}" if asn < 1 << 16 else f"AS{asn} ({asn >> 16}.{asn & 0xFFFF})"


class ASN(Tenancy, Primary, table=True):
    """An autonomous system number, of 16 or 32 bits."""

    asn: int = integer(1, 2**32 - 1, unique=True, description="The number, as a whole (not in two halves).")
    rir: RIR = ref("ipam.rir", related="asns")
    role: Role | None = ref("ipam.role", default=None, related="asns", on_delete="SET NULL")
    prefixed_name: str = stored(lambda asn: prefixed(asn.asn))
    site_count: int = count("dcim.site", "asns")
    sites: list[Site] = backrefs("dcim.site", "asns")

    meta: ClassVar[Meta] = Meta(
        natural_key=("asn",),
        display=("{prefixed_name}",),
        brief=("asn", "description"),
        ordering=("asn",),
        search={"asn": 100, "prefixed_name": 110, "description": 500, "comments": 5000},
        columns=("asn", "rir", "role", "tenant", "site_count", "description", "tags"),
        filters={"tenant_group": "tenant.group", "site": "sites", "site_group": "sites.group"},
        clone=("rir", "role", "tenant", "description"),
    )
