"""Groups of tenants: kinds of customers, departments."""

from __future__ import annotations

from typing import ClassVar

from groundplan_server.language import Meta, Nested, count, ref, slug, text


class TenantGroup(Nested, table=True):
    """A way to sort tenants into a tree."""

    parent: TenantGroup | None = ref("self", default=None, related="children", on_delete="CASCADE")
    name: str = text(100, unique=True, natural=True)
    slug: str = slug(unique=True)
    tenant_count: int = count("tenancy.tenant", "group", cumulative=True)

    meta: ClassVar[Meta] = Meta(
        natural_key=("slug",),
        brief=("name", "slug", "description", "tenant_count"),
        search={"name": 100, "slug": 110, "description": 500, "comments": 5000},
        columns=("name", "parent", "tenant_count", "description", "tags"),
        filters={"ancestor": "parent"},
        clone=("parent", "description"),
    )
