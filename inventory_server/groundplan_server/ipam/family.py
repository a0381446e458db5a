"""The two families of addresses."""

from __future__ import annotations

from groundplan_server.language import NumberChoices


class IPFamily(NumberChoices):
    """IPv4 or IPv6."""

    V4 = 4, "IPv4"
    V6 = 6, "IPv6"
