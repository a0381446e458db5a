"""Names of components: patterns that stand for many names, and tokens that are filled in when a device is made.

Ethernet1/[1-48]          forty-eight names
[ge,xe]-0/0/[0-3]         eight names, the last bracket counting fastest
Gi{vc_position:1}/0/1     the position in the virtual chassis, 1 where there is none
{module}/1                the position of the module bay
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from itertools import islice, product
from typing import TypeVar

N = TypeVar("N", bound=Hashable)

#: More names than this from one pattern are a slip of the hand.
MOST = 10_000

# Brackets without a comma or hyphen are an ordinary part of a name.
_BRACKETS = re.compile(r"\[((?:[0-9A-Za-z]+[,-])+[0-9A-Za-z]+)\]")
_RANGE = re.compile(r"(?P<first>\d+)-(?P<last>\d+)|(?P<from>[a-z])-(?P<to>[a-z])|(?P<From>[A-Z])-(?P<To>[A-Z])")
_MODULE = "{module}"
_CHASSIS = re.compile(r"\{vc_position(?::(?P<otherwise>[^}]*))?\}")


def expand(pattern: str) -> list[str]:
    """Every name that a pattern stands for, in order; a name without brackets stands for itself."""
    parts = _BRACKETS.split(pattern)
    choices = [_items(part) if number % 2 else [part] for number, part in enumerate(parts)]
    names = ["".join(combination) for combination in islice(product(*choices), MOST + 1)]
    if len(names) > MOST:
        raise ValueError(f"The pattern {pattern!r} stands for more than {MOST} names.")
    return names


def is_pattern(name: str) -> bool:
    """Whether a name stands for several."""
    return _BRACKETS.search(name) is not None


def _items(inside: str) -> list[str]:
    return [value for item in inside.split(",") for value in (_range(item) if "-" in item else [item])]


def _range(item: str) -> list[str]:
    bounds = _RANGE.fullmatch(item)
    if bounds is None:
        raise ValueError(f"{item!r} is not a range of numbers or of letters, such as 1-48 or a-d.")
    first, last = (part for part in bounds.groups() if part is not None)
    low, high = (int(first), int(last)) if first.isdigit() else (ord(first), ord(last))
    if low > high:
        raise ValueError(f"The range {item!r} runs backwards. Did you mean {last}-{first}?")
    if high - low >= MOST:
        raise ValueError(f"The range {item!r} stands for more than {MOST} names.")
    # 01-12 keeps its zeros, as people write it who want them.
    width = len(first) if first.startswith("0") else 0
    return [f"{number:0{width}d}" if first.isdigit() else chr(number) for number in range(low, high + 1)]


def fill(text: str, *, vc_position: int | None = None, bays: Sequence[str] = ()) -> str:
    """A template's name or label with its tokens filled in.

    `bays` are the positions of the module bays it is mounted in, outermost first: none for what sits in the device
    itself. One `{module}` is the innermost of them; several must be as many as there are.
    """
    if _MODULE in text and bays:
        count = text.count(_MODULE)
        if count not in (1, len(bays)):
            raise ValueError(f"{text!r} has {count} module tokens, but the module sits {len(bays)} bays deep.")
        head, *rest = text.split(_MODULE)
        text = head + "".join(position + after for position, after in zip(bays[-count:], rest, strict=True))
    return _CHASSIS.sub(lambda token: _position(vc_position, token["otherwise"]), text)


def _position(position: int | None, otherwise: str | None) -> str:
    return str(position) if position is not None else otherwise or "0"


def doubled(names: Iterable[N]) -> list[N]:
    """The names that occur more than once, each named once."""
    return [name for name, times in Counter(names).items() if times > 1]
