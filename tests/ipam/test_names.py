"""How ranges, AS numbers and VLAN groups are written and looked up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundplan_server.ipam.asn import prefixed
from groundplan_server.ipam.ip_address import dns_name
from groundplan_server.ipam.ip_range import brief_name, size
from groundplan_server.ipam.vlan_group import FIRST, LAST, digits, total, within
from groundplan_server.ipam.vrf import table_key

VIDS = st.integers(FIRST, LAST)
RANGES = st.lists(st.tuples(VIDS, VIDS).map(lambda pair: sorted(pair)), max_size=4)


@pytest.mark.parametrize(
    ("start", "end", "name"),
    [
        ("192.168.1.0/22", "192.168.1.49/22", "192.168.1.0-49/22"),
        ("10.0.0.200/8", "10.0.1.20/8", "10.0.0.200-1.20/8"),
        ("10.1.0.1/8", "10.2.0.1/8", "10.1.0.1-2.0.1/8"),
        ("2001:db8::1/64", "2001:db8::ff/64", "2001:db8::1-ff/64"),
        ("10.0.0.1/24", "10.0.0.1/24", "10.0.0.1-10.0.0.1/24"),
    ],
)
def test_a_range_does_not_repeat_what_its_ends_share(start: str, end: str, name: str) -> None:
    assert brief_name(start, end) == name


@pytest.mark.parametrize(
    ("start", "end", "addresses"),
    [
        ("10.0.0.1/24", "10.0.0.1/24", 1),
        ("10.0.0.1/24", "10.0.0.9/24", 9),
        ("10.0.0.9/24", "10.0.0.1/24", 0),
        ("10.0.0.9/24", "2001:db8::/24", 0),
    ],
)
def test_a_range_knows_its_size(start: str, end: str, addresses: int) -> None:
    assert size(start, end) == addresses


def test_large_as_numbers_show_their_halves() -> None:
    assert prefixed(65535) == "AS65535"
    assert prefixed(65536) == "AS65536 (1.0)"
    assert prefixed(4294967295) == "AS4294967295 (65535.65535)"


def test_host_names_are_kept_in_lower_case() -> None:
    assert dns_name("*.Example.COM.") == "*.example.com."
    with pytest.raises(ValueError, match=r"^Only alphanumeric characters"):
        dns_name("not a name")


@given(RANGES, VIDS)
def test_digits_say_which_ids_lie_in_the_ranges(ranges: list[list[int]], vid: int) -> None:
    digit = int(digits(ranges)[vid // 4], 16)

    assert bool(digit & (8 >> vid % 4)) == within(vid, ranges)


@given(RANGES)
def test_the_total_counts_every_id_once(ranges: list[list[int]]) -> None:
    assert total(ranges) == sum(within(vid, ranges) for vid in range(FIRST, LAST + 1))


def test_the_global_table_comes_first() -> None:
    assert table_key(None, "4ffffffff") < table_key(1, "400000000") < table_key(20, "400000000")
