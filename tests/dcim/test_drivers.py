"""Driver names of platforms."""

from __future__ import annotations

import pytest

from groundplan_server.dcim.drivers import NETWORK_DRIVERS, drivers_of, normalized


def test_a_network_driver_has_a_name_in_each_library() -> None:
    drivers = drivers_of("cisco_ios")
    assert {name: drivers[name] for name in ("napalm", "netmiko", "scrapli", "ansible")} == {
        "napalm": "ios",
        "netmiko": "cisco_ios",
        "scrapli": "cisco_iosxe",
        "ansible": "cisco.ios.ios",
    }


def test_an_unknown_network_driver_has_none() -> None:
    assert drivers_of("toaster") == {}


@pytest.mark.parametrize("name", ["Cisco-IOS", " cisco_ios ", "cisco ios"])
def test_names_are_normalized(name: str) -> None:
    assert normalized(name) == "cisco_ios"
    assert normalized(name) in NETWORK_DRIVERS


def test_the_callers_copy_is_their_own() -> None:
    drivers_of("cisco_ios").clear()
    assert drivers_of("cisco_ios")
