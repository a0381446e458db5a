"""Names of components: patterns and tokens."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundplan_server.dcim.naming import MOST, doubled, expand, fill, is_pattern

PLAIN = st.text(string.ascii_letters + string.digits + "/-_. ", max_size=20)
WORDS = st.lists(st.text(string.ascii_letters + string.digits, min_size=1, max_size=4), min_size=2, max_size=6)
POSITION = st.integers(0, 99)


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("eth0", ["eth0"]),
        ("eth[0-2]", ["eth0", "eth1", "eth2"]),
        ("[a,b,c]", ["a", "b", "c"]),
        ("[ge,xe]-0/0/[0-1]", ["ge-0/0/0", "ge-0/0/1", "xe-0/0/0", "xe-0/0/1"]),
        ("Gi1/0/[1-2,5,x]", ["Gi1/0/1", "Gi1/0/2", "Gi1/0/5", "Gi1/0/x"]),
        ("port [A-C]", ["port A", "port B", "port C"]),
        ("[08-11]", ["08", "09", "10", "11"]),
        ("[9-10]", ["9", "10"]),
        ("psu[0]", ["psu[0]"]),
        ("[a,b", ["[a,b"]),
    ],
)
def test_pattern_stands_for_names(pattern: str, names: list[str]) -> None:
    assert expand(pattern) == names
    assert is_pattern(pattern) == (names != [pattern])


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("eth[3-1]", "backwards. Did you mean 1-3"),
        ("eth[a-9]", "not a range"),
        ("eth[aa-cc]", "not a range"),
        ("eth[a-C]", "not a range"),
        ("eth[1-2-3]", "not a range"),
        ("[0-99][0-99][0-99]", "more than"),
        ("[0-99999999999]", "more than"),
    ],
)
def test_what_is_no_pattern_is_refused_with_a_reason(pattern: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        expand(pattern)


@given(PLAIN)
def test_name_without_brackets_stands_for_itself(name: str) -> None:
    assert expand(name) == [name]
    assert fill(name, vc_position=7, bays=["1"]) == name


@given(PLAIN, st.integers(0, 2000), st.integers(0, MOST - 1), PLAIN)
def test_range_counts_from_first_to_last(before: str, first: int, more: int, after: str) -> None:
    names = expand(f"{before}[{first}-{first + more}]{after}")
    assert [name.removeprefix(before).removesuffix(after) for name in (names[0], names[-1])] == [
        str(first),
        str(first + more),
    ]
    assert len(set(names)) == more + 1


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_brackets_multiply_and_the_last_counts_fastest(lists: list[list[str]]) -> None:
    names = expand(".".join(f"[{','.join(words)}]" for words in lists))
    expected = [""]
    for words in lists:
        expected = [f"{name}.{word}" if name else word for name in expected for word in words]
    assert names == expected


@given(st.one_of(st.none(), POSITION), st.text(string.ascii_letters, max_size=3))
def test_chassis_position_falls_back(position: int | None, fallback: str) -> None:
    known = None if position is None else str(position)
    assert fill("Gi{vc_position}/0", vc_position=position) == f"Gi{known or 0}/0"
    assert fill(f"Gi{{vc_position:{fallback}}}/0", vc_position=position) == f"Gi{known or fallback or 0}/0"


@given(st.lists(st.text(string.digits + "{}", max_size=8), min_size=1, max_size=5))
def test_one_token_is_the_innermost_bay_and_all_are_the_whole_way_in(bays: list[str]) -> None:
    positions = [bay.replace("{", "").replace("}", "") for bay in bays]
    assert fill("slot {module}", bays=positions) == f"slot {positions[-1]}"
    assert fill("/".join(["{module}"] * len(positions)), bays=positions) == "/".join(positions)


def test_tokens_must_match_the_depth() -> None:
    with pytest.raises(ValueError, match="2 module tokens, but the module sits 3 bays deep"):
        fill("{module}/{module}", bays=["1", "2", "3"])


def test_what_sits_in_the_device_itself_has_no_bay() -> None:
    assert fill("{module}/1") == "{module}/1"


@given(st.lists(st.sampled_from("abc")))
def test_doubled_names_are_those_that_occur_again(names: list[str]) -> None:
    assert set(doubled(names)) == {name for name in names if names.count(name) > 1}
    assert len(doubled(names)) == len(set(doubled(names)))
