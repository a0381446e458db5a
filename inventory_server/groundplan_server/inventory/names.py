"""What an inventory can be asked for: variables, ways to group, and where each comes from."""

from __future__ import annotations

from dataclasses import dataclass

from groundplan_server.errors import Invalid, Problem, did_you_mean


@dataclass(frozen=True)
class Place:
    """Something hosts are sorted by: a model, and the way from a host to it (`device_type.manufacturer`)."""

    model: str
    path: str
    slug: str = "slug"
    label: str = "name"


#: How hosts can be grouped and what names they carry: kind -> where it is.
PLACES: dict[str, Place] = {
    "site": Place("dcim.site", "site"),
    "region": Place("dcim.region", "site.region"),
    "site_group": Place("dcim.sitegroup", "site.group"),
    "location": Place("dcim.location", "location"),
    "rack": Place("dcim.rack", "rack", slug="name"),
    "device_role": Place("dcim.devicerole", "role"),
    "device_type": Place("dcim.devicetype", "device_type", label="model"),
    "manufacturer": Place("dcim.manufacturer", "device_type.manufacturer"),
    "platform": Place("dcim.platform", "platform"),
    "tenant": Place("tenancy.tenant", "tenant"),
    "tenant_group": Place("tenancy.tenantgroup", "tenant.group"),
    "cluster": Place("virtualization.cluster", "cluster", slug="name"),
    "cluster_type": Place("virtualization.clustertype", "cluster.type"),
    "cluster_group": Place("virtualization.clustergroup", "cluster.group"),
    "virtual_chassis": Place("dcim.virtualchassis", "virtual_chassis", slug="name"),
}
#: Ways to group that are not places.
VALUES = ("status", "tag")
#: What people also call them.
ALIASES = {"role": "device_role"}

#: Variables that are columns of the host.
PLAIN = (
    "id", "name", "status", "position", "face", "serial", "asset_tag", "vc_position", "description", "comments",
    "custom_fields", "local_context_data", "vcpus", "memory", "disk",
)  # fmt: skip
ADDRESSES = ("primary_ip", "primary_ip4", "primary_ip6", "oob_ip")
VARIABLES = (*PLAIN, *(k for k in PLACES if k != "device_role"), "role", "tags", "config_context", *ADDRESSES, "url")

DEFAULT_VARIABLES = (
    "status", "site", "role", "device_type", "manufacturer", "platform", "tenant", "serial", "tags", "custom_fields",
    "primary_ip4", "primary_ip6", "config_context",
)  # fmt: skip
DEFAULT_GROUPS = ("site", "device_role", "platform", "manufacturer", "device_type")


def chosen(parameter: str, text: str | None, known: tuple[str, ...], default: tuple[str, ...]) -> tuple[str, ...]:
    """The names that a parameter lists, or the default. Raises Invalid that names the nearest."""
    if text is None:
        return default
    names = tuple(
        ALIASES.get(n, n) if parameter == "group_by" else n for n in (part.strip() for part in text.split(",")) if n
    )
    wrong = [n for n in names if n not in known]
    if wrong:
        raise Invalid(
            [
                Problem(
                    f"{n!r} is not possible here.{did_you_mean(n, known)} Choose from {', '.join(known)}.", parameter
                )
                for n in wrong
            ]
        )
    return names
