"""Device types: the models of hardware that can be bought."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from groundplan_server.dcim.airflow import DeviceAirflow
from groundplan_server.dcim.weight import Weight
from groundplan_server.language import (
    Choices,
    Meta,
    Primary,
    Refusal,
    boolean,
    choice,
    count,
    number,
    ref,
    rule,
    slug,
    text,
    unique,
    was,
)

if TYPE_CHECKING:
    from groundplan_server.dcim.device import Device
    from groundplan_server.dcim.device_bay_template import DeviceBayTemplate
    from groundplan_server.dcim.manufacturer import Manufacturer
    from groundplan_server.dcim.platform import Platform


class SubdeviceRole(Choices):
    """Whether devices hold other devices in bays, or sit in one."""

    PARENT = "parent", "Parent"
    CHILD = "child", "Child"


class DeviceType(Weight, Primary, table=True):
    """A model of hardware, and the components that every device of it is born with."""

    if TYPE_CHECKING:  # ways back
        instances: ClassVar[list[Device]]
        device_bay_templates: ClassVar[list[DeviceBayTemplate]]

    manufacturer: Manufacturer = ref("dcim.manufacturer", related="device_types")
    default_platform: Platform | None = ref(
        "dcim.platform", default=None, on_delete="SET NULL", description="Platform of new devices that name none."
    )
    model: str = text(100, natural=True)
    slug: str = slug()
    part_number: str = text(50, default="")
    u_height: float = number(4, 1, ge=0, default=1.0, label="Height (U)", description="0 if it is not for racks.")
    exclude_from_utilization: bool = boolean(description="Does not count as use of a rack.")
    is_full_depth: bool = boolean(True, description="Takes both faces of a rack.")
    subdevice_role: SubdeviceRole | None = choice(SubdeviceRole, default=None, label="Parent/child status")
    airflow: DeviceAirflow | None = choice(DeviceAirflow, default=None)
    front_image: str | None = text(500, default=None, description="Address of a picture of the front.")
    rear_image: str | None = text(500, default=None, description="Address of a picture of the rear.")
    device_count: int = count("dcim.device", "device_type")
    console_port_template_count: int = count("dcim.consoleporttemplate", "device_type")
    console_server_port_template_count: int = count("dcim.consoleserverporttemplate", "device_type")
    power_port_template_count: int = count("dcim.powerporttemplate", "device_type")
    power_outlet_template_count: int = count("dcim.poweroutlettemplate", "device_type")
    interface_template_count: int = count("dcim.interfacetemplate", "device_type")
    front_port_template_count: int = count("dcim.frontporttemplate", "device_type")
    rear_port_template_count: int = count("dcim.rearporttemplate", "device_type")
    device_bay_template_count: int = count("dcim.devicebaytemplate", "device_type")
    module_bay_template_count: int = count("dcim.modulebaytemplate", "device_type")
    inventory_item_template_count: int = count("dcim.inventoryitemtemplate", "device_type")

    meta: ClassVar[Meta] = Meta(
        natural_key=("slug",),
        display=("{model}",),
        brief=("manufacturer", "model", "slug", "description", "device_count"),
        ordering=("manufacturer", "model"),
        unique=(
            unique("manufacturer", "model", message="Device type model must be unique per manufacturer."),
            unique("manufacturer", "slug", message="Device type slug must be unique per manufacturer."),
        ),
        search={"model": 100, "part_number": 200, "description": 500, "comments": 5000},
        columns=("model", "manufacturer", "part_number", "u_height", "is_full_depth", "device_count", "description"),
        clone=(
            "manufacturer",
            "default_platform",
            "u_height",
            "is_full_depth",
            "subdevice_role",
            "airflow",
            "weight",
            "weight_unit",
        ),
    )


@rule(DeviceType)
def height_is_in_halves(device_type: DeviceType) -> Iterator[Refusal]:
    if device_type.u_height % 0.5:
        yield Refusal("u_height", "U height must be in increments of 0.5 rack units.")
    if device_type.u_height and device_type.subdevice_role == SubdeviceRole.CHILD:
        yield Refusal("u_height", "Child device types must be 0U.")


@rule(DeviceType)
def bays_need_a_parent(device_type: DeviceType) -> Iterator[Refusal]:
    before = was(device_type)
    was_parent = before is not None and before.subdevice_role == SubdeviceRole.PARENT
    if was_parent and device_type.subdevice_role != SubdeviceRole.PARENT and device_type.device_bay_templates:
        yield Refusal(
            "subdevice_role",
            "Must delete all device bay templates associated with this device before declassifying it as a parent"
            " device.",
        )
