"""Roles: what prefixes, ranges, VLANs and AS numbers are for."""

from __future__ import annotations

from typing import ClassVar

from groundplan_server.language import Meta, Organizational, count, integer


class Role(Organizational, table=True):
    """What a prefix or VLAN is for: customers, infrastructure, management."""

    weight: int = integer(0, 32767, default=1000, description="Lighter roles are listed first.")
    prefix_count: int = count("ipam.prefix", "role")
    vlan_count: int = count("ipam.vlan", "role")
    asn_count: int = count("ipam.asn", "role")

    meta: ClassVar[Meta] = Meta(
        natural_key=("slug",),
        brief=("name", "slug", "description", "prefix_count", "vlan_count", "asn_count"),
        ordering=("weight", "name"),
        search={"name": 100, "slug": 110, "description": 500, "comments": 5000},
        columns=("name", "weight", "prefix_count", "vlan_count", "asn_count", "description"),
        clone=("weight", "description"),
    )
