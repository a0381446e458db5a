"""Power over Ethernet."""

from __future__ import annotations

from groundplan_server.language import Choices


class PoEMode(Choices):
    """Whether an interface draws power or gives it."""

    PD = "pd", "PD"
    PSE = "pse", "PSE"


class PoEType(Choices):
    """The standard by which power travels."""

    TYPE1_IEEE802_3AF = "type1-ieee802.3af", "802.3af (Type 1)"
    TYPE2_IEEE802_3AT = "type2-ieee802.3at", "802.3at (Type 2)"
    TYPE3_IEEE802_3BT = "type3-ieee802.3bt", "802.3bt (Type 3)"
    TYPE4_IEEE802_3BT = "type4-ieee802.3bt", "802.3bt (Type 4)"
    PASSIVE_24V_2PAIR = "passive-24v-2pair", "Passive 24V (2-pair)"
    PASSIVE_24V_4PAIR = "passive-24v-4pair", "Passive 24V (4-pair)"
    PASSIVE_48V_2PAIR = "passive-48v-2pair", "Passive 48V (2-pair)"
    PASSIVE_48V_4PAIR = "passive-48v-4pair", "Passive 48V (4-pair)"
