"""The two faces of a rack."""

from __future__ import annotations

from groundplan_server.language import Choices


class DeviceFace(Choices):
    """The face of a rack that a device is mounted on."""

    FRONT = "front", "Front"
    REAR = "rear", "Rear"
