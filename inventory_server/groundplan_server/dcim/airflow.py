"""Ways that air moves through equipment."""

from __future__ import annotations

from groundplan_server.language import Choices


class DeviceAirflow(Choices):
    """The way air moves through a device."""

    FRONT_TO_REAR = "front-to-rear", "Front to rear"
    REAR_TO_FRONT = "rear-to-front", "Rear to front"
    LEFT_TO_RIGHT = "left-to-right", "Left to right"
    RIGHT_TO_LEFT = "right-to-left", "Right to left"
    SIDE_TO_REAR = "side-to-rear", "Side to rear"
    REAR_TO_SIDE = "rear-to-side", "Rear to side"
    BOTTOM_TO_TOP = "bottom-to-top", "Bottom to top"
    TOP_TO_BOTTOM = "top-to-bottom", "Top to bottom"
    PASSIVE = "passive", "Passive"
    MIXED = "mixed", "Mixed"


class RackAirflow(Choices):
    """The way air moves through a rack."""

    FRONT_TO_REAR = "front-to-rear", "Front to rear"
    REAR_TO_FRONT = "rear-to-front", "Rear to front"
