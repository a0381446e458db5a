"""Registries: who hands out addresses and AS numbers."""

from __future__ import annotations

from typing import ClassVar

from groundplan_server.language import Meta, Organizational, boolean, count


class RIR(Organizational, table=True):
    """A regional registry such as RIPE, or a standard such as RFC 1918, that address space comes from."""

    is_private: bool = boolean(False, description="Space of this registry is for private use.")
    aggregate_count: int = count("ipam.aggregate", "rir")

    meta: ClassVar[Meta] = Meta(
        natural_key=("slug",),
        brief=("name", "slug", "description", "aggregate_count"),
        search={"name": 100, "slug": 110, "description": 500, "comments": 5000},
        columns=("name", "is_private", "aggregate_count", "description", "tags"),
        clone=("is_private", "description"),
    )
