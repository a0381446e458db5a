"""Which addresses may stand for a whole device or virtual machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from groundplan_server.language import Refusal
from groundplan_server.language.values import family

if TYPE_CHECKING:
    from groundplan_server.ipam.ip_address import IPAddress


def objections(
    owner: object, addresses: dict[str, tuple[IPAddress | None, int | None]], owns: Callable[[Any], bool]
) -> Iterator[Refusal]:
    """What speaks against these addresses, given by attribute with the family they must have.

    An address must sit on an interface of the owner, or be translated to one that does.
    """
    for name, (address, version) in addresses.items():
        if address is None:
            continue
        if version and family(address.address) != version:
            yield Refusal(name, f"{address} is not an IPv{version} address.")
        inside = address.nat_inside
        places: list[Any] = [address.assigned_object, inside.assigned_object if inside else None]
        if not any(place is not None and owns(place) for place in places):
            yield Refusal(name, f"{address} is not assigned to an interface of {owner}; assign it to one first.")
