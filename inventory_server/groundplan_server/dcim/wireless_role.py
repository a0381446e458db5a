"""Roles of radios."""

from __future__ import annotations

from groundplan_server.language import Choices


class WirelessRole(Choices):
    """Which end of a wireless network an interface is."""

    AP = "ap", "Access point"
    STATION = "station", "Station"
