"""What nobody would ask on purpose is answered, and never with a failure of the server."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from typing import Any

import pytest

from tests.rest.described import Described
from tests.server import Api

HUGE = 2**64


@pytest.fixture(scope="module")
def api(used_database: Callable[[], AbstractContextManager[str]]) -> Iterator[Described]:
    """The API of a server with two regions, a tag and a device type; every answer must be as it is described."""
    with used_database() as url, closing(Api.on(url)) as plain:
        described = Described(plain.ground)
        described.made("dcim/regions", [{"name": "Europe", "slug": "europe"}, {"name": "Asia", "slug": "asia"}])
        described.made("extras/tags", name="Core", slug="core")
        described.made("dcim/manufacturers", name="Acme", slug="acme", tags=["core"])
        described.made("dcim/device-types", manufacturer="acme", model="S48", slug="s48")
        described.made("ipam/prefixes", prefix="10.0.0.0/29")
        yield described


@pytest.mark.parametrize("id", [str(HUGE), "9" * 5000, "²", "٣", "-1", "1.0", "x"])
def test_ids_that_no_object_can_have(api: Described, id: str) -> None:
    for path in f"/api/dcim/regions/{id}/", f"/api/ipam/prefixes/{id}/available-ips/", f"/api/commits/{id}/":
        assert api.get(path).status_code == 404


@pytest.mark.parametrize(
    "asked",
    [
        {"id": HUGE},
        {"id": "²"},
        {"id__lt": HUGE},
        {"parent_id": HUGE},
        {"site_count": "nan"},
        {"site_count__gte": "inf"},
        {"site_count": "1e400"},
        {"name": "a\0b"},
        {"name__regex": "("},
        {"created__lt": "long ago"},
        {"start": HUGE},
    ],
    ids=str,
)
def test_values_that_nothing_can_have_are_refused(api: Described, asked: dict[str, Any]) -> None:
    assert api.get("/api/dcim/regions/", params=asked).status_code == 400


def test_nothing_is_less_or_more_than_what_is_not_set(api: Described) -> None:
    for lookup in "lt", "lte", "gt", "gte":
        assert api.listed("dcim/device-types", **{f"weight__{lookup}": "null"}) == []
        assert api.listed("dcim/regions", **{f"created__{lookup}": "null"}) == []
    assert len(api.listed("dcim/device-types", weight="null")) == 1


def test_keys_of_what_only_has_a_number(api: Described) -> None:
    assert len(api.listed("core/object-changes", key="1")) == 1
    assert api.listed("core/object-changes", key="one") == []
    assert api.listed("extras/journal-entries", key="one/two") == []


@pytest.mark.parametrize(
    "key",
    [
        HUGE,
        "9" * 30,
        {"id": HUGE},
        {"id": "x"},
        {"id": [1]},
        {"slug": 5},
        {"slug": None},
        {"slug": {"a": 1}},
        {"weight": "x"},
        {"weight": [1]},
        {"weight": 1.5},
        {"created": "today"},
        {},
    ],
    ids=str,
)
def test_references_that_fit_nothing_are_refused(api: Described, key: Any) -> None:
    for body in {"tags": [key]}, {"parent": key}:
        answer = Api.patch(api, "/api/dcim/regions/1/", json=body)
        assert answer.status_code == 400
        assert set(answer.json()) == set(body)


def test_objects_are_found_by_flags_and_numbers(api: Described) -> None:
    keys: list[dict[str, Any]] = [{"slug": "s48", "is_full_depth": True}, {"model": "S48", "u_height": 1}]
    for number, key in enumerate(keys):
        made = api.made("dcim/interface-templates", device_type=key, name=f"eth{number}", type="other")
        assert made["device_type"]["slug"] == "s48"


def test_numbers_that_no_column_can_hold(api: Described) -> None:
    for number in HUGE, -HUGE, 1e300:
        answer = api.patch("/api/dcim/device-types/1/", json={"weight": number})
        assert answer.status_code == 400
        answer = api.post("/api/ipam/asns/", json={"asn": number})
        assert "asn" in answer.json()


def test_attributes_may_be_asked_for_twice(api: Described) -> None:
    asked = {"include": "manufacturer,tags,slug,slug"}
    for path in "/api/dcim/device-types/", "/api/dcim/device-types/1/":
        assert api.get(path, params=asked).json() == api.get(path).json()
    both = api.get("/api/ipam/prefixes/1/", params={"fields": "_depth,prefix,prefix"}).json()
    assert both == {"prefix": "10.0.0.0/29", "_depth": 0}


def test_nothing_may_be_done_many_times(api: Described) -> None:
    for path in "/api/dcim/regions/", "/api/ipam/prefixes/1/available-ips/":
        answer = api.post(path, json=[])
        assert (answer.status_code, answer.json()) == (201, [])
    assert api.patch("/api/dcim/regions/", json=[]).json() == []
