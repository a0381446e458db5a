"""Cluster groups: clusters that belong together."""

from __future__ import annotations

from typing import ClassVar

from groundplan_server.language import Meta, Organizational, count


class ClusterGroup(Organizational, table=True):
    """Clusters that belong together, in whatever sense."""

    cluster_count: int = count("virtualization.cluster", "group")

    meta: ClassVar[Meta] = Meta(
        natural_key=("slug",),
        brief=("name", "slug", "description", "cluster_count"),
        search={"name": 100, "slug": 110, "description": 500, "comments": 5000},
        columns=("name", "cluster_count", "description", "tags"),
        clone=("description",),
    )
