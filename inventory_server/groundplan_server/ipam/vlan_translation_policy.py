"""VLAN translation policies: named sets of rules by which an interface swaps VLAN ids."""

from __future__ import annotations

from typing import ClassVar

from groundplan_server.language import Meta, Primary, text


class VLANTranslationPolicy(Primary, table=True):
    """A named set of VLAN translations that interfaces share."""

    name: str = text(100, unique=True, natural=True)

    meta: ClassVar[Meta] = Meta(
        plural="VLAN translation policies",
        search={"name": 100, "description": 500, "comments": 5000},
        columns=("name", "description"),
    )
