"""Which contexts apply: against the rule written out, and fast enough for a whole inventory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from groundplan_server.extras.matching import CRITERIA, Facts, Matcher, lineages

ids = st.frozensets(st.integers(1, 5), max_size=3)
contexts = st.lists(st.dictionaries(st.sampled_from(CRITERIA), ids, max_size=4), max_size=6)
objects = st.lists(st.dictionaries(st.sampled_from(CRITERIA), ids), max_size=6)


def applies(context: Mapping[str, frozenset[int]], found: Mapping[str, frozenset[int]]) -> bool:
    """Every criterion that a context has must be met by one of its values."""
    return all(not wanted or wanted & found.get(name, frozenset()) for name, wanted in context.items())


def facts_of(matcher: Matcher, found: Mapping[str, frozenset[int]]) -> Facts:
    return tuple(tuple(sorted(found.get(name, ()))) for name in matcher.used)


@given(contexts, objects)
def test_and_across_criteria_or_within(
    contexts: list[dict[str, frozenset[int]]], objects: list[dict[str, frozenset[int]]]
) -> None:
    matcher = Matcher(contexts)
    answer = matcher.applicable(facts_of(matcher, found) for found in objects)
    for found, positions in zip(objects, answer, strict=True):
        assert positions == tuple(n for n, context in enumerate(contexts) if applies(context, found))


def test_what_an_object_cannot_have_it_does_not_meet() -> None:
    """A virtual machine has no location and no device type, so a context that asks for one never applies to it."""
    matcher = Matcher([{}, {"locations": {1}}, {"device_types": {1}}, {"sites": {1}}])
    assert matcher.used == ("sites", "locations", "device_types")
    assert matcher.applicable([((1,), (), ())]) == [(0, 3)]


def test_no_contexts() -> None:
    assert Matcher([]).applicable([(), ()]) == [(), ()]


@given(st.dictionaries(st.integers(1, 30), st.integers(1, 30)))
def test_a_lineage_is_the_way_up(raw: dict[int, int]) -> None:
    parents: dict[int, int | None] = {node: (parent if parent < node else None) for node, parent in raw.items()}
    found = lineages(parents)
    assert set(parents) <= set(found)
    for node in parents:
        way, step = [], node
        while True:
            way.append(step)
            onward = parents.get(step)
            if onward is None:
                break
            step = onward
        assert found[node] == tuple(way)


def test_a_loop_in_a_broken_tree_ends() -> None:
    assert lineages({1: 2, 2: 1})[1] == (1, 2)


def test_ten_thousand_devices_and_twenty_contexts_are_matched_one_by_one() -> None:
    contexts: list[dict[str, Any]] = [
        {CRITERIA[n % 13]: {n, n + 1, n + 2}, CRITERIA[(n + 5) % 13]: set(range(40))} for n in range(20)
    ]
    matcher = Matcher(contexts)
    devices = [tuple((n % (7 + c), n % 3) for c in range(len(matcher.used))) for n in range(10_000)]
    answer = matcher.applicable(devices)
    assert len(answer) == 10_000
