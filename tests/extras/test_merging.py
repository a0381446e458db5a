"""How contexts become one, and where each value of it comes from."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from groundplan_server.extras.merging import dotted, explain, leaves, merge

keys = st.sampled_from(["a", "b", "c.d", "", 'q"'])
data = st.dictionaries(
    keys,
    st.recursive(
        st.none() | st.integers(0, 9) | st.lists(st.integers(0, 9), max_size=2),
        lambda inner: st.dictionaries(keys, inner, max_size=3),
        max_leaves=8,
    ),
    max_size=3,
)
layers = st.lists(data, max_size=5)


@given(layers)
def test_layers_are_left_as_they_are(layers: list[dict[str, Any]]) -> None:
    before = copy.deepcopy(layers)
    merge(layers)
    explain(enumerate(layers))
    assert layers == before


@given(data)
def test_one_layer_is_itself_and_twice_is_once(layer: dict[str, Any]) -> None:
    assert merge([layer]) == layer == merge([layer, layer])


@given(layers, data)
def test_the_last_word_is_heard(layers: list[dict[str, Any]], last: dict[str, Any]) -> None:
    whole, said = leaves(merge([*layers, last])), leaves(last)
    assert said.items() >= {path: whole[path] for path in said if path in whole}.items()
    assert set(said) <= set(whole)


@given(layers)
def test_the_order_of_merging_is_one_after_the_other(layers: list[dict[str, Any]]) -> None:
    step: dict[str, Any] = {}
    for layer in layers:
        step = merge([step, layer])
    assert step == merge(layers)


@given(layers)
def test_every_value_has_a_source_that_says_it(layers: list[dict[str, Any]]) -> None:
    whole, sources = leaves(merge(layers)), explain(enumerate(layers))
    assert sources.keys() == whole.keys()
    for path, source in sources.items():
        assert leaves(layers[source])[path] == whole[path]
        for later in layers[source + 1 :]:
            assert path not in leaves(later)


def test_dictionaries_merge_lists_are_replaced_and_empty_clears() -> None:
    low = {"ntp": {"servers": ["a", "b"], "vrf": "mgmt"}, "snmp": {"community": "x"}}
    high = {"ntp": {"servers": ["c"]}, "snmp": {}}
    assert merge([low, high]) == {"ntp": {"servers": ["c"], "vrf": "mgmt"}, "snmp": {}}
    assert explain([("low", low), ("high", high)]) == {"ntp.servers": "high", "ntp.vrf": "low", "snmp": "high"}


def test_a_key_with_a_dot_is_not_two_keys() -> None:
    assert dotted(["a.b", "c"]) == '"a.b".c' != dotted(["a", "b", "c"])
