"""Space: held against netaddr, and against counting on one's fingers."""

from __future__ import annotations

from itertools import islice, pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from netaddr import IPNetwork, IPSet, iprange_to_cidrs

from groundplan_server.ipam import space

#: Small enough to count, large enough for everything that can happen.
WIDTH = 8
NUMBERS = st.integers(0, 2**WIDTH - 1)
SPANS = st.tuples(NUMBERS, NUMBERS).map(lambda pair: (min(pair), max(pair)))
HOSTS = {4: st.integers(0, 2**32 - 1), 6: st.integers(0, 2**128 - 1)}
NETWORKS = st.sampled_from((4, 6)).flatmap(
    lambda family: st.tuples(
        st.just(family), st.lists(st.tuples(HOSTS[family], st.integers(1, space.WIDTH[family])), max_size=12)
    )
)
NETWORK = NETWORKS.filter(lambda some: bool(some[1])).map(lambda some: (some[0], *some[1][0]))


def counted(spans: list[space.Span]) -> set[int]:
    return {number for first, last in spans for number in range(first, last + 1)}


@given(st.lists(SPANS))
def test_a_union_holds_the_same_numbers_in_spans_that_lie_apart(spans: list[space.Span]) -> None:
    joined = space.union(spans)

    assert counted(joined) == counted(spans)
    assert all(after[0] > before[1] + 1 for before, after in pairwise(joined))
    assert space.size(spans) == len(counted(spans))


@given(SPANS, st.lists(SPANS))
def test_free_is_what_is_not_taken(within: space.Span, taken: list[space.Span]) -> None:
    left = list(space.free(within, sorted(taken)))

    assert counted(left) == counted([within]) - counted(taken)
    assert list(space.numbers(left)) == sorted(counted(left))
    assert space.union(left) == left


def test_taken_spans_are_read_no_further_than_needed() -> None:
    assert list(islice(space.free((1, 9), ((n * 2, n * 2) for n in range(10**9))), 2)) == [(1, 1), (3, 3)]
    assert next(space.numbers(space.free((0, 2**128), [(0, 2**127)]))) == 2**127 + 1


@given(st.lists(SPANS))
def test_blocks_cover_exactly_and_are_as_few_as_can_be(spans: list[space.Span]) -> None:
    joined = space.union(spans)
    found = [space.block(first, length, WIDTH) for first, length in space.blocks(joined, WIDTH)]

    assert sum(last - first + 1 for first, last in found) == len(counted(joined))
    assert counted(found) == counted(joined)
    for first, last in found:
        assert first % (last - first + 1) == 0
    # Two halves of a larger block would have been that block.
    sizes = {(first, last - first + 1) for first, last in found}
    assert not any((first ^ n, n) in sizes for first, n in sizes)


@given(NETWORKS)
@example((4, []))
def test_free_networks_are_those_that_netaddr_finds(networks: tuple[int, list[tuple[int, int]]]) -> None:
    family, some = networks
    whole = IPNetwork("10.0.0.0/8" if family == 4 else "2001:db8::/32")
    # Half of them are moved into the parent, so that something is taken.
    inside = [
        IPNetwork(space.write(whole.first | n % whole.size, family, max(length, whole.prefixlen + 1))).cidr
        for n, length in some
    ]
    free = space.free((whole.first, whole.last), space.union((n.first, n.last) for n in inside))
    ours = [space.write(first, family, length) for first, length in space.blocks(free, space.WIDTH[family])]

    assert ours == [str(n) for n in (IPSet([whole]) - IPSet(inside)).iter_cidrs()]


@given(st.lists(SPANS, max_size=6), st.lists(st.integers(0, WIDTH), max_size=12))
def test_networks_go_to_the_lowest_place_where_they_fit(spans: list[space.Span], lengths: list[int]) -> None:
    joined = space.union(spans)
    left = counted(joined)
    expected: list[int] | None = []
    for length in lengths:
        size = 1 << (WIDTH - length)
        fits = (n for n in range(0, 2**WIDTH, size) if all(n + i in left for i in range(size)))
        first = next(fits, None)
        if first is None:
            expected = None
            break
        assert expected is not None
        expected.append(first)
        left -= set(range(first, first + size))

    assert space.allot(joined, lengths, WIDTH) == expected


def test_a_thousand_networks_of_ipv6_cost_nothing() -> None:
    network = IPNetwork("2001:db8::/32")
    starts = space.allot([(network.first, network.last)], [64] * 1000, 128)

    assert starts is not None
    assert [space.write(n, 6, 64) for n in starts[:2]] == ["2001:db8::/64", "2001:db8:0:1::/64"]
    assert len(set(starts)) == 1000


@given(NETWORK)
def test_enclosing_networks_are_the_supernets(network: tuple[int, int, int]) -> None:
    family, host, length = network
    width = space.WIDTH[family]
    first = host >> (width - length) << (width - length)
    supernets = IPNetwork(space.write(first, family, length)).supernet(0)

    assert space.enclosing(first, length, width) == sorted({int(n.first) for n in supernets} | {first})


@given(st.lists(SPANS))
def test_whatever_overlaps_something_before_it_clashes(spans: list[space.Span]) -> None:
    keyed = [(space.key(first, 4), space.key(last, 4), n) for n, (first, last) in enumerate(spans)]
    overlapping = any(a[0] <= b[1] and b[0] <= a[1] for n, a in enumerate(spans) for b in spans[:n])
    found = list(space.clashes(keyed))

    assert bool(found) == overlapping
    for one, other in found:
        (a, b), (c, d) = spans[one], spans[other]
        assert a <= d
        assert c <= b


@given(NETWORK.map(lambda network: network[:2]))
def test_keys_stand_for_addresses(address: tuple[int, int]) -> None:
    family, number = address

    assert space.of_key(space.key(number, family)) == number
    assert space.read(space.write(number, family, space.WIDTH[family])) == (family, number, number)


@given(st.tuples(NUMBERS, NUMBERS), st.tuples(NUMBERS, NUMBERS))
def test_keys_sort_as_addresses_do(one: tuple[int, int], other: tuple[int, int]) -> None:
    ours = [space.key(number, 4 + 2 * (family % 2)) for family, number in (one, other)]

    assert (ours[0] < ours[1]) == ((one[0] % 2, one[1]) < (other[0] % 2, other[1]))


@given(st.lists(st.integers(0, 40)))
def test_a_listing_reads_back(values: list[int]) -> None:
    text = space.listing(values)
    read = {
        number
        for part in text.split(", ")
        if part
        for number in range(int(part.split("-")[0]), int(part.split("-")[-1]) + 1)
    }

    assert read == set(values)


def test_percent_stays_between_0_and_100() -> None:
    assert space.percent(1, 3) == 33.33
    assert space.percent(5, 4) == 100
    assert space.percent(1, 0) == 0


def test_nonsense_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match=r"^'10\.0\.0\.0/33' is not an IPv4 or IPv6 network\.$"):
        space.read("10.0.0.0/33")


def test_host_bits_are_passed_over() -> None:
    network = IPNetwork("10.0.0.7/29")

    assert space.read("10.0.0.7/29") == (4, network.first, network.last)
    assert list(space.blocks([(network.first, network.last)], 32)) == [(network.first, 29)]
    assert [str(n) for n in iprange_to_cidrs("10.0.0.0", "10.0.0.7")] == ["10.0.0.0/29"]
