"""Regular expressions whose cost is bounded, for patterns that users write and values that other users send.

Python's own engine tries alternatives one after the other, which for some patterns takes longer than anyone can wait.
Patterns it cannot get lost in are left to it; any other runs on a machine that follows all alternatives at once, so
that its work grows with the value and never explodes. What such a machine cannot do (backreferences) is refused when
the pattern is saved.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from typing import Any

_parser: Any = import_module("re._parser")
_MAX_PATTERN = 500
_MAX_STATES = 2000
_MAX_STEPS = 300_000
#: How long a value may be for Python's own engine to check it.
_MAX_DIRECT = 2000

Test = Callable[[str], bool]
#: (kind, what, where to go on, where else): "char", "split", "at", "look", "end".
State = tuple[str, Any, int, int]


@lru_cache(maxsize=512)
def compiled(pattern: str) -> Callable[[str], bool]:
    """Whether a text matches from its beginning, as a function. Raises ValueError, in a sentence."""
    if len(pattern) > _MAX_PATTERN:
        raise ValueError(f"The pattern is longer than {_MAX_PATTERN} characters.")
    try:
        direct = re.compile(pattern)
        tree = _parser.parse(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        raise ValueError(f"{pattern!r} is not a regular expression: {error}.") from None
    machine = _Program(tree.state.flags)
    machine.add(tree)
    machine.states.append(("end", None, 0, 0))
    harmless = _is_harmless(tree)

    def matches(text: str) -> bool:
        if harmless and len(text) <= _MAX_DIRECT:
            return direct.match(text) is not None
        return machine.run(text, 0)

    return matches


def _is_harmless(tree: Any) -> bool:
    """No repetition within a repetition, and at most two that may go on for long: quadratic at worst."""
    long = 0

    def walk(nodes: Any, repeated: bool) -> bool:
        nonlocal long
        for op, value in nodes:
            name = str(op)
            if name in ("MAX_REPEAT", "MIN_REPEAT"):
                low, high, body = value
                varies = low != high
                if varies and repeated:
                    return False
                long += varies and high > 16
                if not walk(body, repeated or high > 1):
                    return False
            elif name == "SUBPATTERN":
                if not walk(value[3], repeated):
                    return False
            elif name == "BRANCH":
                if repeated or not all(walk(branch, repeated) for branch in value[1]):
                    return False
            elif name in ("ASSERT", "ASSERT_NOT"):
                return False
        return True

    return walk(tree, False) and long <= 2


@dataclass
class _Program:
    """A pattern as states that are followed all at once."""

    flags: int
    states: list[State] = field(default_factory=list)

    def put(self, kind: str, what: Any = None) -> int:
        if len(self.states) >= _MAX_STATES:
            raise ValueError("The pattern is too large: its repetitions multiply.")
        here = len(self.states)
        self.states.append((kind, what, here + 1, -1))
        return here

    def aim(self, state: int, onward: int, other: int = -1) -> None:
        kind, what, _, _ = self.states[state]
        self.states[state] = (kind, what, onward, other)

    def add(self, nodes: Any) -> None:
        for op, value in nodes:
            match str(op):
                case "SUBPATTERN":
                    _, extra, less, body = value
                    flags, self.flags = self.flags, (self.flags | extra) & ~less
                    self.add(body)
                    self.flags = flags
                case "BRANCH":
                    self._branch(value[1])
                case "MAX_REPEAT" | "MIN_REPEAT":
                    self._repeat(*value)
                case "AT":
                    self.put("at", _position(str(value), self.flags))
                case "ASSERT" | "ASSERT_NOT":
                    self._look(str(op) == "ASSERT", *value)
                case "LITERAL" | "NOT_LITERAL" | "ANY" | "IN":
                    self.put("char", _test(str(op), value, self.flags))
                case name:
                    words = {"GROUPREF": "backreferences", "GROUPREF_EXISTS": "conditions on groups"}
                    raise ValueError(f"Patterns may not use {words.get(name, name.lower().replace('_', ' ') + 's')}.")

    def _branch(self, branches: Any) -> None:
        ends = []
        for position, branch in enumerate(branches):
            if position < len(branches) - 1:
                fork = self.put("split")
                self.add(branch)
                ends.append(self.put("split"))
                self.aim(fork, fork + 1, len(self.states))
            else:
                self.add(branch)
        for end in ends:
            self.aim(end, len(self.states))

    def _repeat(self, low: int, high: int, body: Any) -> None:
        for _ in range(low):
            self.add(body)
        if high == _parser.MAXREPEAT:
            fork = self.put("split")
            self.add(body)
            self.aim(self.put("split"), fork)
            self.aim(fork, fork + 1, len(self.states))
            return
        forks = []
        for _ in range(high - low):
            forks.append(self.put("split"))
            self.add(body)
        for fork in forks:
            self.aim(fork, fork + 1, len(self.states))

    def _look(self, wanted: bool, direction: int, body: Any) -> None:
        inner = _Program(self.flags)
        inner.add(body)
        if any(kind == "look" for kind, *_ in inner.states):
            raise ValueError("Patterns may not look around while looking around.")
        inner.states.append(("end", None, 0, 0))
        back = body.getwidth()[0] if direction < 0 else 0
        self.put("look", (inner, wanted, back))

    def run(self, text: str, start: int, budget: list[int] | None = None) -> bool:
        """Whether the text matches from `start` on. Raises ValueError where that is too much work."""
        left = budget if budget is not None else [_MAX_STEPS]
        threads = [0]
        for position in range(start, len(text) + 1):
            seen: set[int] = set()
            following: list[int] = []
            while threads:
                at = threads.pop()
                if at in seen:
                    continue
                seen.add(at)
                left[0] -= 1
                if left[0] < 0:
                    raise ValueError("The value is too long for this pattern.")
                kind, what, onward, other = self.states[at]
                if kind == "char":
                    if position < len(text) and what(text[position]):
                        following.append(onward)
                elif kind == "split":
                    threads.append(onward)
                    if other >= 0:
                        threads.append(other)
                elif kind == "end":
                    return True
                elif kind == "at":
                    if what(text, position):
                        threads.append(onward)
                else:
                    inner, wanted, back = what
                    if (position >= back and inner.run(text, position - back, left)) == wanted:
                        threads.append(onward)
            if not following:
                return False
            threads = following
        return False


def _position(name: str, flags: int) -> Callable[[str, int], bool]:
    many = bool(flags & re.MULTILINE)
    if name in ("AT_BEGINNING", "AT_BEGINNING_STRING"):
        lines = many and name == "AT_BEGINNING"
        return lambda text, at: at == 0 or (lines and text[at - 1] == "\n")
    if name == "AT_END":
        return lambda text, at: at == len(text) or (text[at] == "\n" and (many or at == len(text) - 1))
    if name == "AT_END_STRING":
        return lambda text, at: at == len(text)
    word = re.compile(r"\w", flags & re.ASCII).match
    wanted = name == "AT_BOUNDARY"

    def boundary(text: str, at: int) -> bool:
        before, after = at > 0 and bool(word(text[at - 1])), at < len(text) and bool(word(text[at]))
        # Python before 3.14 finds no position that is not a boundary in an empty text.
        return (before != after) == wanted and (wanted or bool(text))

    return boundary


def _test(op: str, value: Any, flags: int) -> Test:
    """Whether one character is accepted."""
    if op == "ANY":
        return (lambda char: True) if flags & re.DOTALL else (lambda char: char != "\n")
    items = [("LITERAL", value)] if op != "IN" else [(str(kind), what) for kind, what in value]
    negated = op == "NOT_LITERAL" or items[0][0] == "NEGATE"
    tests = [_item(kind, what, flags) for kind, what in items if kind != "NEGATE"]
    if flags & re.IGNORECASE:
        plain = tests
        tests = [lambda char: any(test(c) for test in plain for c in (char, char.lower(), char.upper()))]
    return lambda char: any(test(char) for test in tests) != negated


def _item(kind: str, what: Any, flags: int) -> Test:
    if kind == "LITERAL":
        return lambda char: char == chr(what)
    if kind == "RANGE":
        low, high = what
        return lambda char: len(char) == 1 and low <= ord(char) <= high
    letter = {"DIGIT": "d", "SPACE": "s", "WORD": "w"}[str(what).rpartition("_")[2]]
    letter = letter.upper() if "_NOT_" in str(what) else letter
    accepts = re.compile(f"\\{letter}", flags & re.ASCII).match
    return lambda char: accepts(char) is not None
