"""`field=value` as the server takes it."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundplan.catalog import Attribute, Choice, Model
from groundplan.errors import WrongUsage
from groundplan.values import body, choice, custom_field, filters, parsed, split

from .sample import CATALOG


def found(model: Model, key: str) -> int:
    """An id for every key: its length, so that tests can tell."""
    return len(key)


def data(model: str, *words: str, custom: Attribute | None = None) -> dict[str, Any]:
    return body(words, CATALOG.model(model), CATALOG, found, lambda _, name: custom)


def test_each_value_is_read_by_the_kind_of_its_attribute() -> None:
    assert data("site", "name=AMS 1", "status=active", "latitude=52.3", "region=nl", "tags=core,lab") == {
        "name": "AMS 1",
        "status": "active",
        "latitude": 52.3,
        "region": "nl",
        "tags": ["core", "lab"],
    }


def test_a_choice_may_be_written_by_its_label() -> None:
    assert data("site", "status=Planned") == {"status": "planned"}
    numbered = Attribute(name="width", kind="choice", choices=(Choice(19, "19 inches"),))
    assert choice(numbered, "19") == 19


def test_a_choice_that_is_none_is_refused_by_naming_them() -> None:
    with pytest.raises(WrongUsage, match=r"status cannot be 'actve'\. It can be planned, active"):
        data("site", "status=actve")


@pytest.mark.parametrize(
    ("word", "value"),
    [("region=12", 12), ("region=nl", "nl"), ('region={"name": "NL"}', {"name": "NL"}), ("region=null", None)],
)
def test_another_object_is_an_id_a_key_or_attributes(word: str, value: object) -> None:
    assert data("site", word) == {"region": value}


def test_an_object_of_any_model_is_named_with_its_model() -> None:
    assert data("ip-address", "assigned_object=interface:ams1/sw1/eth0") == {
        "assigned_object_type": "dcim.interface",
        "assigned_object_id": len("ams1/sw1/eth0"),
    }
    assert data("ip-address", "assigned_object=null") == {"assigned_object_type": None, "assigned_object_id": None}
    with pytest.raises(WrongUsage, match=r"as in assigned_object=dcim\.interface:eth0"):
        data("ip-address", "assigned_object=eth0")
    with pytest.raises(WrongUsage, match="cannot be a site"):
        data("ip-address", "assigned_object=site:ams1")


def test_booleans_numbers_lists_and_json() -> None:
    assert data("device", "enabled=yes", 'local_context_data={"ntp": ["10.0.0.1"]}') == {
        "enabled": True,
        "local_context_data": {"ntp": ["10.0.0.1"]},
    }
    assert data("interface", "speeds=1000,10g") == {"speeds": [1000, "10g"]}
    assert data("interface", "speeds=[[1, 2]]") == {"speeds": [[1, 2]]}
    for word, reason in (("enabled=maybe", "must be true or false"), ("local_context_data={", "must be JSON")):
        with pytest.raises(WrongUsage, match=reason):
            data("device", word)
    with pytest.raises(WrongUsage, match="latitude must be a number, not 'north'"):
        data("site", "latitude=north")


def test_a_value_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "notes.md"
    file.write_text("line one\nline two\n")
    assert data("site", f"name=@{file}") == {"name": "line one\nline two\n"}
    assert data("site", "name=@@home") == {"name": "@home"}
    with pytest.raises(WrongUsage, match="cannot be read"):
        data("site", "name=@nowhere")


def test_custom_fields_are_read_by_their_type() -> None:
    assert data("site", "cf.x=10", custom=custom_field("x", "text")) == {"custom_fields": {"x": "10"}}
    assert data("site", "cf.x=10", custom=custom_field("x", "integer")) == {"custom_fields": {"x": 10}}
    assert data("site", "cf.x=10") == {"custom_fields": {"x": 10}}
    assert data("site", "cf.x=ten") == {"custom_fields": {"x": "ten"}}


def test_what_the_server_works_out_cannot_be_given() -> None:
    with pytest.raises(WrongUsage, match="device_count of a site is worked out by the server"):
        data("site", "device_count=1")


@pytest.mark.parametrize("word", ["name", "=x", "na me=x", ""])
def test_what_is_no_field_and_value_is_refused(word: str) -> None:
    with pytest.raises(WrongUsage, match="not of the form field=value"):
        split(word)


@given(st.text(max_size=50).filter(lambda text: not text.startswith("@")))
def test_any_text_arrives_as_it_was_typed(text: str) -> None:
    assert split(f"name={text}") == ("name", text)
    if text != "null":
        assert parsed(Attribute(name="name"), text) == text


def test_filters_are_checked_and_repeated_ones_mean_any_of() -> None:
    site = CATALOG.model("site")
    assert filters(["name__ic=core", "status=Active", "status=planned", "cf.x=1", "ams"], site) == {
        "name__ic": ["core"],
        "status": ["active", "planned"],
        "cf_x": ["1"],
        "q": ["ams"],
    }
    with pytest.raises(WrongUsage, match=r"sites cannot be filtered by 'stat'\. Did you mean 'status'"):
        filters(["stat=active"], site)
