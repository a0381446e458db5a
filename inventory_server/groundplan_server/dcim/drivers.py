"""What each automation library calls an operating system."""

from __future__ import annotations

from netutils.lib_mapper import MAIN_LIB_MAPPER, NAME_TO_ALL_LIB_MAPPER

#: The names that the libraries' names are looked up by, such as "cisco_ios".
NETWORK_DRIVERS: frozenset[str] = frozenset(MAIN_LIB_MAPPER)


def normalized(name: str) -> str:
    """A name as the table knows it: "Cisco-IOS" -> "cisco_ios"."""
    return name.strip().lower().replace("-", "_").replace(" ", "_")


def drivers_of(network_driver: str) -> dict[str, str]:
    """The name of its driver in each library that has one: {"napalm": "ios", "netmiko": "cisco_ios", …}."""
    return dict(NAME_TO_ALL_LIB_MAPPER.get(network_driver, {}))
