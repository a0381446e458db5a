"""Device bay templates: where child devices go into new chassis."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from groundplan_server.dcim.component_template import ComponentTemplate
from groundplan_server.dcim.device_type import SubdeviceRole
from groundplan_server.language import Meta, Refusal, boolean, ref, rule

if TYPE_CHECKING:
    from groundplan_server.dcim.device_type import DeviceType


class DeviceBayTemplate(ComponentTemplate, table=True):
    """A device bay of new devices."""

    device_type: DeviceType = ref("dcim.devicetype", related="device_bay_templates", on_delete="CASCADE")
    enabled: bool = boolean(True)

    meta: ClassVar[Meta] = replace(
        ComponentTemplate.meta,
        brief=("name", "enabled", "description"),
        columns=("device_type", "name", "label", "enabled", "description"),
    )


@rule(DeviceBayTemplate)
def type_is_a_parent(bay: DeviceBayTemplate) -> Iterator[Refusal]:
    if bay.device_type.subdevice_role != SubdeviceRole.PARENT:
        yield Refusal(
            "device_type",
            f'Subdevice role of device type ({bay.device_type}) must be set to "parent" to allow device bays.',
        )
