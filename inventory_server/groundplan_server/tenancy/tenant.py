"""Tenants: whom the things in the network are for."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from groundplan_server.language import Meta, Model, Primary, count, ref, slug, text, unique

if TYPE_CHECKING:
    from groundplan_server.tenancy.tenant_group import TenantGroup


class Tenancy(Model):
    """Can belong to a tenant."""

    tenant: Tenant | None = ref("tenancy.tenant", default=None)


class Tenant(Primary, table=True):
    """A customer or department that parts of the network are for."""

    name: str = text(100, natural=True)
    slug: str = slug()
    group: TenantGroup | None = ref("tenancy.tenantgroup", default=None, related="tenants", on_delete="SET NULL")
    device_count: int = count("dcim.device", "tenant")
    ipaddress_count: int = count("ipam.ipaddress", "tenant")
    prefix_count: int = count("ipam.prefix", "tenant")
    rack_count: int = count("dcim.rack", "tenant")
    site_count: int = count("dcim.site", "tenant")
    virtualmachine_count: int = count("virtualization.virtualmachine", "tenant")
    vlan_count: int = count("ipam.vlan", "tenant")
    vrf_count: int = count("ipam.vrf", "tenant")
    cluster_count: int = count("virtualization.cluster", "tenant")

    meta: ClassVar[Meta] = Meta(
        natural_key=("slug",),
        brief=("name", "slug", "description"),
        unique=(
            unique("group", "name", message="Tenant name must be unique per group."),
            unique("group", "slug", message="Tenant slug must be unique per group."),
        ),
        search={"name": 100, "slug": 110, "description": 500, "comments": 5000},
        columns=("name", "group", "site_count", "device_count", "description", "tags"),
        clone=("group", "description"),
    )
