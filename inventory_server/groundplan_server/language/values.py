"""Values of the network world: how they are checked, written canonically, and made sortable.

Addresses are kept as text of fixed width (`4` or `6`, then hexadecimal digits), so that one ordinary index answers
"what lies inside" (a range) and "what contains it" (at most 33 or 129 exact keys) on any SQL engine.
"""

from __future__ import annotations

import re
import socket
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import available_timezones

from netaddr import EUI, AddrFormatError, IPAddress, IPNetwork, mac_unix_expanded

_DIGITS = re.compile(r"\d+")
_WIDTH = {4: 32, 6: 128}
#: The largest whole number that a column can hold.
MOST = 2**63 - 1
_AF = {4: socket.AF_INET, 6: socket.AF_INET6}


def natural(text: str | None) -> str:
    """A key that sorts "eth2" before "eth10", ignoring case, in bytewise order."""
    return _DIGITS.sub(lambda digits: digits.group().zfill(12), text.lower()) if text else ""


class Inet(NamedTuple):
    """An address or network in numbers."""

    family: int
    host: int
    length: int

    @property
    def width(self) -> int:
        """The number of bits of an address."""
        return _WIDTH[self.family]

    @property
    def first(self) -> int:
        """The first address of its network."""
        return self.host >> (self.width - self.length) << (self.width - self.length)

    @property
    def last(self) -> int:
        """The last address of its network."""
        return self.host | ((1 << (self.width - self.length)) - 1)

    def __str__(self) -> str:
        return f"{number_text(self.family, self.host)}/{self.length}"


def number_text(family: int, number: int) -> str:
    """An address by its number, as text."""
    return socket.inet_ntop(_AF[family], number.to_bytes(_WIDTH[family] // 8, "big"))


@lru_cache(maxsize=65536)
def inet(text: str) -> Inet:
    """The numbers behind an address or network, with or without a mask. Raises ValueError.

    The operating system's own parser: an import of a hundred thousand addresses spends its time elsewhere.
    """
    host, _, mask = text.strip().partition("/")
    family = 6 if ":" in host else 4
    try:
        number = int.from_bytes(socket.inet_pton(_AF[family], host), "big")
        length = int(mask) if mask.isdigit() else _WIDTH[family] if not mask else IPNetwork(text).prefixlen
    except (OSError, AddrFormatError, UnicodeEncodeError):
        raise ValueError(text) from None
    if length > _WIDTH[family]:
        raise ValueError(text)
    return Inet(family, number, length)


def network(text: Any) -> str:
    """A network in canonical form; host bits are refused with the network that was probably meant."""
    try:
        value = inet(str(text))
    except ValueError:
        raise ValueError(f"{text!r} is not an IPv4 or IPv6 network.") from None
    if value.host != value.first:
        meant = Inet(value.family, value.first, value.length)
        raise ValueError(f"{value} is not a network: its host bits are set. Did you mean {meant}?")
    if value.length == 0:
        raise ValueError("A network with a length of zero is not allowed.")
    return str(value)


def address(text: Any) -> str:
    """A host address with its mask in canonical form; without a mask it becomes /32 or /128."""
    try:
        value = inet(str(text))
    except ValueError:
        raise ValueError(f"{text!r} is not an IPv4 or IPv6 address.") from None
    if value.length == 0:
        raise ValueError("An address with a mask of zero is not allowed.")
    return str(value)


def mac(text: Any) -> str:
    """A MAC address in upper case with colons."""
    try:
        value = EUI(str(text).strip(), version=48, dialect=mac_unix_expanded)
    except (AddrFormatError, ValueError, TypeError):
        raise ValueError(f"{text!r} is not a MAC address.") from None
    return str(value).upper()


def wwn(text: Any) -> str:
    """A 64-bit World Wide Name in upper case with colons."""
    digits = re.sub(r"[^0-9a-fA-F]", "", str(text)).upper()
    if len(digits) != 16:
        raise ValueError(f"{text!r} is not a World Wide Name (16 hexadecimal digits).")
    return ":".join(digits[i : i + 2] for i in range(0, 16, 2))


def color(text: Any) -> str:
    """Six hexadecimal digits in lower case."""
    if not re.fullmatch(r"[0-9a-fA-F]{6}", str(text)):
        raise ValueError(f"{text!r} is not a colour: six hexadecimal digits, such as 'aa1409'.")
    return str(text).lower()


def time_zone(text: Any) -> str:
    """The name of a time zone."""
    if text not in available_timezones():
        raise ValueError(f"{text!r} is not a time zone, such as 'Europe/Amsterdam'.")
    return str(text)


def whole_number(text: str) -> int | None:
    """The number that a text of digits writes; None for any other text, and for numbers no column can hold."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None
    return number if number is not None and is_storable(number) else None


def is_storable(number: float) -> bool:
    """Whether a number fits into a column."""
    return -MOST - 1 <= number <= MOST


def family(text: str) -> int:
    """4 or 6, of an address or network in canonical form."""
    return 6 if ":" in text else 4


def length(text: str) -> int:
    """The mask length of a canonical address or network."""
    return int(text.rpartition("/")[2])


def address_key(value: IPAddress) -> str:
    """The fixed-width sortable form of an address: its family, then its bits in hexadecimal."""
    return f"{value.version}{int(value):0{_WIDTH[value.version] // 4}x}"


def key_address(key: str) -> IPAddress:
    """The address behind a sortable key."""
    return IPAddress(int(key[1:], 16), 6 if key[0] == "6" else 4)


def number_key(family: int, number: int) -> str:
    """The sortable form of an address given by its number."""
    return f"{family}{number:0{_WIDTH[family] // 4}x}"


def first_key(text: str) -> str:
    """The sortable key of the first address of a network."""
    value = inet(text)
    return number_key(value.family, value.first)


def last_key(text: str) -> str:
    """The sortable key of the last address of a network."""
    value = inet(text)
    return number_key(value.family, value.last)


def host_key(text: str) -> str:
    """The sortable key of a host address, whatever its mask."""
    value = inet(text)
    return number_key(value.family, value.host)


def utc(value: datetime) -> datetime:
    """A moment in UTC; one without a zone is taken to be UTC."""
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def plain(value: Any) -> Any:
    """A stored value as JSON carries it."""
    if isinstance(value, datetime):
        return f"{utc(value).replace(tzinfo=None).isoformat()}Z"
    if isinstance(value, date):
        return value.isoformat()
    return value
