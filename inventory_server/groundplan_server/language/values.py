"""Values of the network world: how they are checked, written canonically, and made sortable.

Addresses are kept as text of fixed width (`4` or `6`, then hexadecimal digits), so that one ordinary index answers
"what lies inside" (a range) and "what contains it" (at most 33 or 129 exact keys) on any SQL engine.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timezone
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from netaddr import EUI, AddrFormatError, IPAddress, IPNetwork, mac_unix_expanded

_DIGITS = re.compile(r"\d+")
_WIDTH = {4: 32, 6: 128}


def natural(text: str | None) -> str:
    """A key that sorts "eth2" before "eth10", ignoring case, in bytewise order."""
    return _DIGITS.sub(lambda digits: digits.group().zfill(12), text.lower()) if text else ""


def network(text: Any) -> str:
    """A network in canonical form; host bits are refused with the network that was probably meant."""
    try:
        value = IPNetwork(str(text).strip())
    except (AddrFormatError, ValueError):
        raise ValueError(f"{text!r} is not an IPv4 or IPv6 network.") from None
    if value.ip != value.network:
        raise ValueError(f"{value} is not a network: its host bits are set. Did you mean {value.cidr}?")
    if value.prefixlen == 0:
        raise ValueError("A network with a length of zero is not allowed.")
    return str(value.cidr)


def address(text: Any) -> str:
    """A host address with its mask in canonical form; without a mask it becomes /32 or /128."""
    try:
        value = IPNetwork(str(text).strip())
    except (AddrFormatError, ValueError):
        raise ValueError(f"{text!r} is not an IPv4 or IPv6 address.") from None
    if value.prefixlen == 0:
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
    return IPAddress(int(key[1:], 16), int(key[0]))


@lru_cache(maxsize=65536)
def first_key(text: str) -> str:
    """The sortable key of the first address of a network."""
    return address_key(IPAddress(IPNetwork(text).first, family(text)))


@lru_cache(maxsize=65536)
def last_key(text: str) -> str:
    """The sortable key of the last address of a network."""
    return address_key(IPAddress(IPNetwork(text).last, family(text)))


@lru_cache(maxsize=65536)
def host_key(text: str) -> str:
    """The sortable key of a host address, whatever its mask."""
    return address_key(IPNetwork(text).ip)


def utc(value: datetime) -> datetime:
    """A moment in UTC; one without a zone is taken to be UTC."""
    return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)


def plain(value: Any) -> Any:
    """A stored value as JSON carries it."""
    if isinstance(value, datetime):
        return utc(value).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    return value
