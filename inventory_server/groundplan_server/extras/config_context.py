"""Config contexts: data that devices and virtual machines get by where and what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from groundplan_server.language import Dated, Meta, boolean, integer, json, refs, text

if TYPE_CHECKING:
    from groundplan_server.dcim.device_role import DeviceRole
    from groundplan_server.dcim.device_type import DeviceType
    from groundplan_server.dcim.location import Location
    from groundplan_server.dcim.platform import Platform
    from groundplan_server.dcim.region import Region
    from groundplan_server.dcim.site import Site
    from groundplan_server.dcim.site_group import SiteGroup
    from groundplan_server.extras.tag import Tag
    from groundplan_server.tenancy.tenant import Tenant
    from groundplan_server.tenancy.tenant_group import TenantGroup
    from groundplan_server.virtualization.cluster import Cluster
    from groundplan_server.virtualization.cluster_group import ClusterGroup
    from groundplan_server.virtualization.cluster_type import ClusterType


class ConfigContext(Dated, table=True):
    """Data for the devices and virtual machines that meet all of its criteria; of one criterion, any value will do."""

    name: str = text(100, unique=True, natural=True)
    weight: int = integer(0, 32767, default=1000, description="A context with a higher weight has the last word.")
    description: str = text(200, default="")
    is_active: bool = boolean(True)
    regions: list[Region] = refs("dcim.region")
    site_groups: list[SiteGroup] = refs("dcim.sitegroup")
    sites: list[Site] = refs("dcim.site")
    locations: list[Location] = refs("dcim.location")
    device_types: list[DeviceType] = refs("dcim.devicetype")
    roles: list[DeviceRole] = refs("dcim.devicerole")
    platforms: list[Platform] = refs("dcim.platform")
    cluster_types: list[ClusterType] = refs("virtualization.clustertype")
    cluster_groups: list[ClusterGroup] = refs("virtualization.clustergroup")
    clusters: list[Cluster] = refs("virtualization.cluster")
    tenant_groups: list[TenantGroup] = refs("tenancy.tenantgroup")
    tenants: list[Tenant] = refs("tenancy.tenant")
    tags: list[Tag] = refs("extras.tag")
    data: dict[str, Any] = json(dict[str, Any], default=..., description="What it contributes, as a JSON object.")

    meta: ClassVar[Meta] = Meta(
        ordering=("weight", "name"),
        brief=("name", "description"),
        columns=("name", "weight", "is_active", "description", "last_updated"),
        search={"name": 100, "description": 500},
        clone=(
            "weight", "is_active", "regions", "site_groups", "sites", "locations", "device_types", "roles", "platforms",
            "cluster_types", "cluster_groups", "clusters", "tenant_groups", "tenants", "tags", "data",
        ),
        filters={
            "region": "regions",
            "site_group": "site_groups",
            "site": "sites",
            "location": "locations",
            "device_type": "device_types",
            "device_role": "roles",
            "platform": "platforms",
            "cluster_type": "cluster_types",
            "cluster_group": "cluster_groups",
            "cluster": "clusters",
            "tenant_group": "tenant_groups",
            "tenant": "tenants",
        },
    )  # fmt: skip
