"""Module bay templates: where modules go into new devices."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from groundplan_server.dcim.component_template import ComponentTemplate
from groundplan_server.language import Meta, boolean, ref, text

if TYPE_CHECKING:
    from groundplan_server.dcim.device_type import DeviceType


class ModuleBayTemplate(ComponentTemplate, table=True):
    """A module bay of new devices."""

    device_type: DeviceType = ref("dcim.devicetype", related="module_bay_templates", on_delete="CASCADE")
    position: str = text(30, default="", description="What {module} stands for in the names of a module's components.")
    enabled: bool = boolean(True)

    meta: ClassVar[Meta] = replace(
        ComponentTemplate.meta,
        brief=("name", "enabled", "description"),
        columns=("device_type", "name", "label", "position", "enabled", "description"),
    )
