"""Regular expressions of users: the same answers as Python's, in bounded time."""

from __future__ import annotations

import re
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundplan_server.shapes import bounded_regex
from groundplan_server.shapes.bounded_regex import compiled

atoms = st.sampled_from(
    ["a", "b", "ab", ".", "[ab]", "[^a]", "[a-c_]", r"\d", r"\w", r"\b", r"\B", "^", "$", r"\s", "A", r"\Z", "é"]
)


def _grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    repeats = st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "*?", "{2,}"])
    return st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        st.tuples(inner, repeats).map(lambda two: f"({two[0]}){two[1]}"),
        inner.map(lambda one: f"(?={one})"),
        inner.map(lambda one: f"(?!{one})"),
        inner.map(lambda one: f"(?i:{one})"),
    )


patterns = st.recursive(atoms, _grow, max_leaves=6)


@given(patterns, st.lists(st.text("abA1 \né_c", max_size=8), min_size=1, max_size=5))
def test_the_machine_agrees_with_python(pattern: str, texts: list[str]) -> None:
    bounded_regex._is_harmless, kept = (lambda tree: False), bounded_regex._is_harmless
    compiled.cache_clear()
    try:
        matches = compiled(pattern)
    except ValueError as error:
        refused = str(error)
    else:
        refused = ""
    finally:
        bounded_regex._is_harmless = kept
        compiled.cache_clear()
    if refused:
        assert "look around" in refused or "too large" in refused
        return
    for text in texts:
        assert matches(text) == (re.match(pattern, text) is not None), (pattern, text)


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+$",
        "(a|aa)+$",
        "(a|a)*b",
        "^(.*)*$x",
        "a*a*a*a*a*a*b",
        "(.*a){20}$",
        "^(([a-z])+.)+[A-Z]([a-z])+$",
        "(?=(a+)+$)b?",
    ],
)
def test_patterns_that_ruin_others_are_fast_here(pattern: str) -> None:
    start = time.perf_counter()
    with suppress(ValueError):  # It may say that the value is too long.
        compiled(pattern)("a" * 3000 + "!")
    assert time.perf_counter() - start < 30


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        (r"(a)\1", "backreferences"),
        (r"(?=a(?=b))", "look around"),
        ("[", "not a regular expression"),
        ("(a{1000}){1000}", "too large"),
        ("x" * 501, "longer than 500"),
    ],
)
def test_what_cannot_be_bounded_is_refused(pattern: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        compiled(pattern)


def test_everyday_patterns() -> None:
    assert compiled(r"^[A-Z]{3}\d{2}$")("ABC12")
    assert not compiled(r"^[A-Z]{3}\d{2}$")("ABC123")
    assert compiled(r"^(\d{1,3}\.){3}\d{1,3}$")("10.0.0.1")
    assert compiled(r"^(?!eth)\w+$")("xe1")
    assert not compiled(r"^(?!eth)\w+$")("eth1")
    assert compiled(r"(?<=x)?a")("abc")
