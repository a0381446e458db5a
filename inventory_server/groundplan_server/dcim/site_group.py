"""Site groups: sorting sites by what they are, beside where they are."""

from __future__ import annotations

from typing import ClassVar

from groundplan_server.language import Meta, Nested, count, ref, unique


class SiteGroup(Nested, table=True):
    """A kind of site: a data centre, a branch office."""

    parent: SiteGroup | None = ref("self", default=None, related="children", on_delete="CASCADE")
    site_count: int = count("dcim.site", "group", cumulative=True)
    prefix_count: int = count("ipam.prefix", "scope")

    meta: ClassVar[Meta] = Meta(
        natural_key=("slug",),
        brief=("name", "slug", "description", "site_count"),
        unique=(
            unique("parent", "name", message="A site group with this name already exists at this level."),
            unique("parent", "slug", message="A site group with this slug already exists at this level."),
        ),
        search={"name": 100, "slug": 110, "description": 500, "comments": 5000},
        columns=("name", "parent", "site_count", "description", "tags"),
        filters={"ancestor": "parent"},
        clone=("parent", "description"),
    )
