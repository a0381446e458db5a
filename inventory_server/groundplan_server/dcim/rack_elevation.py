"""Rack elevations: what is mounted where, as a list of half units or as a drawing."""

from __future__ import annotations

from typing import Annotated, Literal, TypedDict
from urllib.parse import urlencode

from groundplan_server.dcim.device import Device
from groundplan_server.dcim.drawings import Box, Scale, rack_face
from groundplan_server.dcim.face import DeviceFace
from groundplan_server.dcim.layout import Mount, slot_name
from groundplan_server.dcim.mounting import mounts_of
from groundplan_server.dcim.rack import Rack
from groundplan_server.dcim.rack_shape import frame_of
from groundplan_server.language import Document, View, action


class ElevationUnit(TypedDict):
    """A half unit of a rack, and who sits there."""

    id: float
    name: str
    face: dict[str, str]
    device: Device | None
    occupied: bool
    display: str
    description: str | None


class Elevation(TypedDict):
    """One face of a rack, or a page of it."""

    count: int
    next: str | None
    previous: str | None
    results: list[ElevationUnit]


@action(Rack)
def elevation(
    view: View,
    rack: Rack,
    *,
    face: DeviceFace = DeviceFace.FRONT,
    render: Literal["json", "svg"] = "json",
    q: str = "",
    exclude: int | None = None,
    expand_devices: bool = True,
    include_images: bool = True,
    highlight: tuple[str, ...] = (),
    unit_width: int = 220,
    unit_height: int = 22,
    legend_width: int = 30,
    margin_width: int = 15,
    limit: int = 0,
    offset: int = 0,
) -> Elevation | Annotated[Document, "image/svg+xml"]:
    """The half units of one face, top to bottom, and who sits in them.

    `exclude` leaves out a device (that is about to move); without `expand_devices`, a device stands in its lowest half
    unit only. `highlight` takes pairs such as `status:active` and dims all other devices in a drawing.
    """
    devices = {device.id: device for device in rack.devices if device.id != exclude}
    mounts = [m for m in mounts_of(devices.values()) if face in m.faces and m.height]
    if render == "svg":
        scale = Scale(unit_width, unit_height, legend_width, margin_width)
        boxes = [_box(m, devices[m.id], face, include_images, highlight) for m in mounts]
        return Document(rack_face(frame_of(rack), boxes, scale), "image/svg+xml")
    found = [u for u in _units(rack, mounts, devices, face, expand_devices) if q.lower() in u["name"].lower()]
    page = found[offset : offset + limit] if limit else found[offset:]
    # The whole rack is one page unless somebody asks for less: it is never longer than 200 half units.
    asked = {"face": face.value, "q": q, "exclude": exclude, "expand_devices": str(expand_devices).lower()}
    given = {name: value for name, value in asked.items() if value not in ("", None)}

    def page_at(start: int) -> str:
        return f"/api/dcim/racks/{rack.id}/elevation/?{urlencode({**given, 'limit': limit, 'offset': start})}"

    return {
        "count": len(found),
        "next": page_at(offset + limit) if limit and offset + limit < len(found) else None,
        "previous": page_at(max(offset - limit, 0)) if limit and offset else None,
        "results": page,
    }


def _units(
    rack: Rack, mounts: list[Mount], devices: dict[int, Device], face: DeviceFace, expand: bool
) -> list[ElevationUnit]:
    there = {slot: devices[m.id] for m in mounts for slot in (m.slots if expand else m.slots[:1])}
    return [
        {
            "id": slot,
            "name": slot_name(slot),
            "face": {"value": face.value, "label": face.label},
            "device": there.get(slot),
            "occupied": slot in there,
            "display": slot_name(slot),
            "description": str(there[slot]) if slot in there else None,
        }
        for slot in frame_of(rack).slots
    ]


def _box(mount: Mount, device: Device, face: DeviceFace, images: bool, highlight: tuple[str, ...]) -> Box:
    kind = device.device_type
    from_behind = bool(device.face) and device.face != face
    image = kind.rear_image if from_behind else kind.front_image
    return Box(
        position=mount.position,
        height=mount.height,
        label=device.name or str(kind),
        hint=_hint(device),
        link=f"/dcim/devices/{device.id}/",
        color="" if from_behind else device.role.color,
        image=image or "" if images else "",
        dimmed=bool(highlight) and not any(_is(device, pair) for pair in highlight),
    )


def _is(device: Device, pair: str) -> bool:
    """Whether a device has a value in one of its columns: "id:7", "status:active"."""
    name, _, value = pair.partition(":")
    return name in Device.table().c and str(getattr(device, name)) == value


def _hint(device: Device) -> str:
    kind = device.device_type
    lines = {
        "Name": device.name,
        "Role": device.role,
        "Status": device.status,
        "Device type": f"{kind.manufacturer} {kind.model} ({kind.u_height:g}U)",
        "Asset tag": device.asset_tag,
        "Serial": device.serial,
        "Description": device.description,
    }
    return "\n".join(f"{name}: {value}" for name, value in lines.items() if value)
