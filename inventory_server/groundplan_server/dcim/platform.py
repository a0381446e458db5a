"""Platforms: the operating systems of devices and virtual machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import ColumnElement, or_, select

from groundplan_server.dcim.device_type import DeviceType
from groundplan_server.dcim.drivers import NETWORK_DRIVERS, drivers_of, normalized
from groundplan_server.errors import did_you_mean
from groundplan_server.language import (
    Meta,
    Nested,
    Refusal,
    View,
    changed,
    computed,
    count,
    filters,
    prepare,
    ref,
    rule,
    t,
    text,
    unique,
    was,
)

if TYPE_CHECKING:
    from groundplan_server.dcim.manufacturer import Manufacturer
    from groundplan_server.extras.config_template import ConfigTemplate

#: Libraries whose name for a platform can be set by hand -> the attribute that holds it.
CHOSEN = {
    "napalm": "napalm_driver",
    "netmiko": "netmiko_driver",
    "scrapli": "scrapli_driver",
    "ansible": "ansible_driver",
}


def all_drivers(view: View, platforms: Sequence[Platform]) -> list[dict[str, str]]:
    """For each platform, what every library calls it; a name set by hand wins."""
    chosen = ({library: getattr(p, name) for library, name in CHOSEN.items() if getattr(p, name)} for p in platforms)
    return [drivers_of(platform.network_driver) | names for platform, names in zip(platforms, chosen, strict=True)]


class Platform(Nested, table=True):
    """An operating system: what to say to a device, and through which driver."""

    parent: Platform | None = ref("self", default=None, related="children", on_delete="CASCADE")
    manufacturer: Manufacturer | None = ref(
        "dcim.manufacturer", default=None, related="platforms", description="Whose devices may run it; blank: any."
    )
    config_template: ConfigTemplate | None = ref("extras.configtemplate", default=None, related="platforms")
    network_driver: str = text(
        100, default="", description="Name such as cisco_ios from which the names in all libraries follow."
    )
    napalm_driver: str = text(100, default="", label="NAPALM driver", description="Blank: follows network_driver.")
    netmiko_driver: str = text(100, default="", description="Blank: follows network_driver.")
    scrapli_driver: str = text(100, default="", description="Blank: follows network_driver.")
    ansible_driver: str = text(
        100, default="", description="Value of ansible_network_os. Blank: follows network_driver."
    )
    drivers: dict[str, str] = computed(all_drivers, dict[str, str], description="Driver name by library.")
    device_count: int = count("dcim.device", "platform", cumulative=True)
    virtualmachine_count: int = count("virtualization.virtualmachine", "platform", cumulative=True)

    meta: ClassVar[Meta] = Meta(
        natural_key=("slug",),
        brief=("name", "slug", "description", "device_count", "virtualmachine_count"),
        unique=(
            unique("manufacturer", "name", message="Platform name must be unique per manufacturer."),
            unique("manufacturer", "slug", message="Platform slug must be unique per manufacturer."),
        ),
        search={"name": 100, "slug": 110, "description": 500, "comments": 5000},
        columns=("name", "parent", "manufacturer", "network_driver", "device_count", "virtualmachine_count"),
        filters={"ancestor": "parent"},
        clone=("parent", "description", "network_driver"),
    )


@prepare(Platform)
def name_network_driver(platform: Platform) -> None:
    """A new platform whose slug is a known name needs no other: those from elsewhere have drivers at once."""
    platform.network_driver = normalized(platform.network_driver)
    if was(platform) is None and not platform.network_driver and normalized(platform.slug) in NETWORK_DRIVERS:
        platform.network_driver = normalized(platform.slug)


@prepare(Platform)
def follow_network_driver(platform: Platform) -> None:
    """Driver names nobody chose follow the network driver, so that what is stored is what is to be used."""
    before = was(platform)
    old = drivers_of(before.network_driver) if before else {}
    new = drivers_of(platform.network_driver)
    for library, name in CHOSEN.items():
        if getattr(platform, name) in ("", old.get(library)):
            setattr(platform, name, new.get(library, ""))


@rule(Platform)
def network_driver_is_known(platform: Platform) -> Iterator[Refusal]:
    name = platform.network_driver
    if name and changed(platform, "network_driver") and name not in NETWORK_DRIVERS:
        yield Refusal(
            "network_driver",
            f"{name!r} is not a known network driver; leave it blank and set the drivers one by one if there is none."
            f"{did_you_mean(name, NETWORK_DRIVERS)}",
        )


@filters(Platform, "available_for_device_type", int)
def available_for_device_type(table: Any, values: list[int]) -> ColumnElement[bool]:
    """Platforms of the type's manufacturer, and those of none."""
    makers = select(t(DeviceType).c.manufacturer_id).where(t(DeviceType).c.id.in_(values))
    return or_(table.c.manufacturer_id.is_(None), table.c.manufacturer_id.in_(makers))
