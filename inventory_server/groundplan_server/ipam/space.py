"""Space between numbers: what is free inside a span, and what fits there.

Addresses and VLAN IDs are whole numbers here, and a span is (first, last), both included. What a function costs depends
on how many spans it is given, never on how many numbers they hold: an IPv6 /32 is as cheap as an IPv4 /30.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import heapify, heappop, heappush
from typing import TypeVar

from netaddr import AddrFormatError, IPAddress, IPNetwork

Span = tuple[int, int]
T = TypeVar("T")

#: Bits of an address, by family.
WIDTH = {4: 32, 6: 128}


def union(spans: Iterable[Span]) -> list[Span]:
    """The same space as few spans as possible, in order."""
    joined: list[Span] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def size(spans: Iterable[Span]) -> int:
    """How many numbers are in at least one of these spans."""
    return sum(last - first + 1 for first, last in union(spans))


def free(within: Span, taken: Iterable[Span]) -> Iterator[Span]:
    """What is left of a span, in order. `taken` comes ordered by its starts, and is read no further than needed."""
    start, end = within
    for first, last in taken:
        if first > end:
            break
        if first > start:
            yield start, first - 1
        start = max(start, last + 1)
    if start <= end:
        yield start, end


def numbers(spans: Iterable[Span]) -> Iterator[int]:
    """Every number in these spans."""
    for first, last in spans:
        yield from range(first, last + 1)


def clashes(spans: Iterable[tuple[str, str, T]]) -> Iterator[tuple[T, T]]:
    """Things whose spans, given by sortable keys, overlap: each that overlaps some before it, with one of those."""
    reach, farthest = "", None
    # Of those that start together, the longest comes first: the others lie within it.
    for first, last, thing in sorted(sorted(spans, key=lambda span: span[1], reverse=True), key=lambda span: span[0]):
        if farthest is not None and first <= reach:
            yield farthest, thing
        if farthest is None or last > reach:
            reach, farthest = last, thing


def block(first: int, length: int, width: int) -> Span:
    """The span of a network."""
    return first, first + (1 << (width - length)) - 1


def blocks(spans: Iterable[Span], width: int) -> Iterator[tuple[int, int]]:
    """The fewest networks (first, length) that cover exactly these spans, which are in order and lie apart."""
    for first, last in spans:
        while first <= last:
            # As large as the alignment of its first address and the end of the span allow.
            bits = min((first & -first).bit_length() - 1 if first else width, (last - first + 1).bit_length() - 1)
            yield first, width - bits
            first += 1 << bits


def allot(spans: Iterable[Span], lengths: Sequence[int], width: int) -> list[int] | None:
    """Where networks of these lengths go, each at the lowest address where it fits; None unless all of them fit."""
    # Free networks by length; what is left of a larger one goes back as one network of each length in between.
    heaps: list[list[int]] = [[] for _ in range(width + 1)]
    for first, length in blocks(spans, width):
        heaps[length].append(first)
    for heap in heaps:
        heapify(heap)
    found: list[int] = []
    for wanted in lengths:
        fitting = [(heaps[length][0], length) for length in range(wanted + 1) if heaps[length]]
        if not fitting:
            return None
        first, length = min(fitting)
        heappop(heaps[length])
        for rest in range(length + 1, wanted + 1):
            heappush(heaps[rest], first + (1 << (width - rest)))
        found.append(first)
    return found


def enclosing(first: int, length: int, width: int) -> list[int]:
    """The first addresses of all networks that contain this one or are it, each once."""
    starts = {first >> (width - n) << (width - n) for n in range(length + 1)}
    return sorted(starts)


def percent(part: float, whole: float) -> float:
    """How much of the whole that is, between 0 and 100, to two places."""
    return round(min(100 * part / whole, 100), 2) if whole > 0 else 0.0


def listing(values: Iterable[int]) -> str:
    """Numbers as people write them: 1-3, 7."""
    spans = union((value, value) for value in values)
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)


def read(text: str) -> tuple[int, int, int]:
    """The family, first and last address of a network; host bits are passed over. Raises ValueError."""
    try:
        network = IPNetwork(text.strip())
    except (AddrFormatError, ValueError):
        raise ValueError(f"{text!r} is not an IPv4 or IPv6 network.") from None
    return int(network.version), int(network.first), int(network.last)


def write(number: int, family: int, length: int) -> str:
    """An address or network as text."""
    return f"{IPAddress(number, 6 if family == 6 else 4)}/{length}"


def key(number: int, family: int) -> str:
    """The sortable key of an address, as it is stored."""
    return f"{family}{number:0{WIDTH[family] // 4}x}"


def of_key(text: str) -> int:
    """The address behind a sortable key, as a number."""
    return int(text[1:], 16)
