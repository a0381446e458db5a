"""Values of custom fields: all thirteen types, what is stored of them, and what is refused."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundplan_server.shapes.field_values import Definition, check, choices_of, referenced
from groundplan_server.shapes.iso_3166 import ISO_3166

GOOD: list[tuple[Definition, Any, Any]] = [
    (Definition(type="text", regex="^[a-z]+$"), "abc", "abc"),
    (Definition(type="longtext"), "a\nb", "a\nb"),
    (Definition(type="integer", minimum=1, maximum=5), 5, 5),
    (Definition(type="integer"), 0, 0),
    (Definition(type="decimal"), "1.50", 1.5),
    (Definition(type="decimal", minimum=-1), -1, -1.0),
    (Definition(type="boolean"), False, False),
    (Definition(type="boolean"), 1, True),
    (Definition(type="date"), "2026-02-28", "2026-02-28"),
    (Definition(type="date"), dt.date(2026, 2, 28), "2026-02-28"),
    (Definition(type="datetime"), "2026-02-28 12:00:00", "2026-02-28T12:00:00Z"),
    (Definition(type="datetime"), "2026-02-28T12:00:00.5+02:00", "2026-02-28T10:00:00.500000Z"),
    (Definition(type="url"), "https://example.com/?q=a:b", "https://example.com/?q=a:b"),
    (Definition(type="url"), "example.com:8080/x", "example.com:8080/x"),
    (Definition(type="json"), {"a": [1]}, {"a": [1]}),
    (Definition(type="json"), [], []),
    (Definition(type="select", choices={"a", "b"}), "a", "a"),
    (Definition(type="select", choice_pattern="^[A-Z]{3}$"), "AMS", "AMS"),
    (Definition(type="multiselect", choices={"a", "b"}), ["b", "a", "b"], ["b", "a"]),
    (Definition(type="object", related_model="dcim.site"), {"id": 3, "name": "x"}, 3),
    (Definition(type="multiobject", related_model="dcim.site"), [3, {"id": 1}, 3], [3, 1]),
    (Definition(type="text"), "", None),
    (Definition(type="multiselect"), [], None),
]

BAD: list[tuple[Definition, Any, str]] = [
    (Definition(type="text"), 5, "Value must be a string."),
    (Definition(type="text", regex="^a+$"), "b", "Value must match regex '^a+$'."),
    (Definition(type="text", regex="^(a|aa)+$"), "a" * 2_000_001, "The value is too long for this pattern."),
    (Definition(type="integer"), 1.0, "Value must be an integer."),
    (Definition(type="integer"), True, "Value must be an integer."),
    (Definition(type="integer", minimum=2), 1, "Value must be at least 2."),
    (Definition(type="decimal", maximum=1.5), 2, "Value must not exceed 1.5."),
    (Definition(type="decimal"), "x", "Value must be a decimal."),
    (Definition(type="decimal"), float("nan"), "Value must be a decimal."),
    (Definition(type="boolean"), "true", "Value must be true or false."),
    (Definition(type="boolean"), 2, "Value must be true or false."),
    (Definition(type="date"), "28.2.2026", "Date values must be in ISO 8601 format (YYYY-MM-DD)."),
    (Definition(type="date"), 5, "Date values must be in ISO 8601 format (YYYY-MM-DD)."),
    (Definition(type="datetime"), "noon", "Date and time values must be in ISO 8601 format (YYYY-MM-DD HH:MM:SS)."),
    (Definition(type="select", choices={"a"}, choice_set="Set"), "b", "Invalid choice (b) for choice set Set."),
    (
        Definition(type="multiselect", choices={"a"}, choice_set="Set"),
        ["a", 1],
        "Invalid choice(s) (1) for choice set Set.",
    ),
    (Definition(type="multiselect", choices={"a"}), "a", "Value must be a list of choices."),
    (Definition(type="object"), "x", "Value must be an object ID, not str."),
    (Definition(type="multiobject"), 3, "Value must be a list of object IDs, not int."),
    (Definition(required=True), None, "Required field cannot be empty."),
    (Definition(required=True), "", "Required field cannot be empty."),
]


@pytest.mark.parametrize(("field", "given", "stored"), GOOD)
def test_good_values_are_stored_canonically(field: Definition, given: Any, stored: Any) -> None:
    value, problem = check(field, given)
    assert (value, problem) == (stored, "")
    assert type(value) is type(stored)
    assert check(field, value) == (value, ""), "what is stored can be written back"


@pytest.mark.parametrize(("field", "given", "why"), BAD)
def test_bad_values_are_refused_in_a_sentence(field: Definition, given: Any, why: str) -> None:
    assert check(field, given) == (None, why)


def test_links_that_could_run_are_refused() -> None:
    assert "permitted URL scheme" in check(Definition(type="url"), "javascript:alert(1)")[1]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda x: st.lists(x) | st.dictionaries(st.text(), x),
)
types = st.sampled_from([
    "text", "longtext", "integer", "decimal", "boolean", "date", "datetime", "url", "select", "multiselect", "object",
    "multiobject",
])  # fmt: skip


@given(types, anything)
def test_whatever_is_sent_there_is_an_answer(type_: str, value: Any) -> None:
    field = Definition(type=type_, choices={"a"}, regex="^a*$" if type_ == "text" else "")
    stored, problem = check(field, value)
    assert problem == "" or (stored is None and problem.endswith("."))
    if not problem:
        assert check(field, stored) == (stored, "")


def test_a_record_is_as_good_as_a_definition() -> None:
    chosen = SimpleNamespace(
        name="S", base_choices=None, extra_choices=[["b", "B"], ["a", "A"]], order_alphabetically=True
    )
    field = SimpleNamespace(
        name="f", type="select", required=False, default=None, validation_minimum=None, validation_maximum=None,
        validation_regex="", choice_set=chosen, related_object_type=None,
    )  # fmt: skip
    assert check(field, "a") == ("a", "")
    assert check(field, "c")[1] == "Invalid choice (c) for choice set S."
    assert choices_of(chosen) == [("a", "A"), ("b", "B")]


def test_countries_are_known() -> None:
    assert len(ISO_3166) == 249
    assert ("NL", "NL (Netherlands)") in ISO_3166
    assert all(len(code) == 2 and label.startswith(f"{code} (") and label.endswith(")") for code, label in ISO_3166)


def test_what_values_point_at() -> None:
    one = Definition(name="one", type="object", related_model="dcim.site")
    more = Definition(name="more", type="multiobject", related_model="dcim.site")
    assert referenced([one, more], {"one": 1, "more": [2, 3]}) == {"dcim.site": {1, 2, 3}}
    assert referenced([one], {}) == {}
