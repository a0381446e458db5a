"""Module bays: where modules go into a device."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from groundplan_server.dcim.component import BuiltIn, Component
from groundplan_server.language import Meta, View, boolean, computed, ref, text

if TYPE_CHECKING:
    from groundplan_server.dcim.device import Device


def empty(view: View, bays: Sequence[ModuleBay]) -> list[bool]:
    """Until there are modules, no bay is occupied."""
    return [False for _ in bays]


class ModuleBay(BuiltIn, table=True):
    """A slot of a device that takes a module."""

    device: Device = ref("dcim.device", related="module_bays", on_delete="CASCADE")
    position: str = text(30, default="", description="What {module} stands for in the names of a module's components.")
    enabled: bool = boolean(True)
    _occupied: bool = computed(empty, bool)

    meta: ClassVar[Meta] = replace(
        Component.meta,
        brief=("name", "enabled", "description", "_occupied"),
        columns=("device", "name", "label", "position", "enabled", "description", "tags"),
        clone=("device", "enabled"),
    )
