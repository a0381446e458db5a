"""Device roles: what devices and virtual machines are for."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from groundplan_server.language import Meta, Nested, boolean, color, count, ref, unique

if TYPE_CHECKING:
    from groundplan_server.extras.config_template import ConfigTemplate


class DeviceRole(Nested, table=True):
    """What a device or virtual machine is for: core switch, firewall, hypervisor."""

    parent: DeviceRole | None = ref("self", default=None, related="children", on_delete="CASCADE")
    color: str = color()
    vm_role: bool = boolean(True, label="VM role", description="Virtual machines may have this role.")
    config_template: ConfigTemplate | None = ref("extras.configtemplate", default=None, related="device_roles")
    device_count: int = count("dcim.device", "role", cumulative=True)
    virtualmachine_count: int = count("virtualization.virtualmachine", "role", cumulative=True)

    meta: ClassVar[Meta] = Meta(
        natural_key=("slug",),
        brief=("name", "slug", "description", "device_count", "virtualmachine_count"),
        unique=(
            unique("parent", "name", message="A device role with this name already exists at this level."),
            unique("parent", "slug", message="A device role with this slug already exists at this level."),
        ),
        search={"name": 100, "slug": 110, "description": 500, "comments": 5000},
        columns=("name", "parent", "color", "vm_role", "device_count", "virtualmachine_count", "description"),
        filters={"ancestor": "parent"},
        clone=("parent", "description"),
    )
