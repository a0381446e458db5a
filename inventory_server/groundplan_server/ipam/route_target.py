"""Route targets: which routes a VRF takes in and gives out."""

from __future__ import annotations

from typing import ClassVar

from groundplan_server.language import Meta, Primary, text
from groundplan_server.tenancy.tenant import Tenancy


class RouteTarget(Tenancy, Primary, table=True):
    """An extended community that says which routes VRFs exchange (RFC 4360)."""

    name: str = text(21, unique=True, natural=True, description="The value, such as 65000:100.")

    meta: ClassVar[Meta] = Meta(
        search={"name": 100, "description": 500, "comments": 5000},
        columns=("name", "tenant", "description", "tags"),
        filters={
            "tenant_group": "tenant.group",
            "importing_vrf": "importing_vrfs",
            "exporting_vrf": "exporting_vrfs",
        },
        clone=("tenant", "description"),
    )
