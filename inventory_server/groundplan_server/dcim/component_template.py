"""What the templates of all kinds of components have in common."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from groundplan_server.language import Dated, Meta, Refusal, changed, rule, text, unique, was

if TYPE_CHECKING:
    from groundplan_server.dcim.device_type import DeviceType


class ComponentTemplate(Dated):
    """A component that every new device of a type is born with."""

    if TYPE_CHECKING:
        # Each kind of template names its own way back, so each says this for itself.
        device_type: DeviceType

    name: str = text(64, natural=True, description="{vc_position} stands for the position in the virtual chassis.")
    label: str = text(64, default="", description="What is printed beside it.")
    description: str = text(200, default="")

    meta: ClassVar[Meta] = Meta(
        natural_key=("device_type", "name"),
        display=("{name} ({label})", "{name}"),
        ordering=("device_type", "name"),
        unique=(unique("device_type", "name", message="Template names must be unique per device type."),),
        search={"name": 100, "label": 200, "description": 500},
        columns=("device_type", "name", "label", "type", "description"),
        belongs_to="device_type",
    )


@rule(ComponentTemplate)
def stays_in_its_type(template: ComponentTemplate) -> Iterator[Refusal]:
    if was(template) is not None and changed(template, "device_type"):
        yield Refusal("device_type", "Component templates cannot be moved to a different device type.")
