"""Requests that are sent again: the first does its work, the others get its answer."""

import pytest

from tests.server import Api, Json
from tests.store.books import dump
from tests.store.operations import create, done, ids, site

KEY = {"Idempotency-Key": "one"}


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/api/operations/", {"operations": [site("fra")]}, 200),
        ("POST", "/api/dcim/sites/", {"name": "Fra", "slug": "fra"}, 201),
        ("POST", "/api/dcim/sites/", [{"name": "Fra", "slug": "fra"}, {"name": "Lon", "slug": "lon"}], 201),
        ("PATCH", "/api/dcim/sites/{ams}/", {"facility": "B2"}, 200),
        ("PATCH", "/api/dcim/sites/", [{"id": "{ams}", "slug": "ams1"}], 200),
        ("DELETE", "/api/dcim/sites/{ams}/", None, 204),
        ("DELETE", "/api/dcim/sites/", [{"id": "{ams}"}], 204),
        ("POST", "/api/ipam/prefixes/{net}/available-ips/", {}, 201),
        ("POST", "/api/ipam/prefixes/{net}/available-ips/", [{}, {"description": "second"}], 201),
        ("POST", "/api/ipam/prefixes/{net}/available-prefixes/", {"prefix_length": 28}, 201),
        ("POST", "/api/ipam/vlan-groups/{group}/available-vlans/", {"name": "new"}, 201),
    ],
)
def test_the_same_request_has_the_same_answer(ledger: Api, method: str, path: str, body: Json, status: int) -> None:
    network = create("ipam.prefix", prefix="10.0.0.0/24")
    ams, net, group = ids(done(ledger, site("ams"), network, create("ipam.vlangroup", name="G", slug="g")))
    path = path.format(ams=ams, net=net, group=group)
    if isinstance(body, list):
        body = [{name: ams if value == "{ams}" else value for name, value in entry.items()} for entry in body]
    first = ledger.request(method, path, json=body, headers=KEY)
    assert first.status_code == status, first.text
    after = dump(ledger.ground.engine)
    for _ in range(2):
        again = ledger.request(method, path, json=body, headers=KEY)
        assert again.status_code == status
        assert (again.json() if again.content else None) == (first.json() if first.content else None)
    assert dump(ledger.ground.engine) == after


def test_the_same_key_for_another_request_is_a_conflict(ledger: Api) -> None:
    done(ledger, site("ams"), headers=KEY)
    before = dump(ledger.ground.engine)
    for path, body in (
        ("/api/operations/", {"operations": [site("fra")]}),
        ("/api/operations/?dry_run=false", {"operations": [site("ams")]}),
        ("/api/dcim/sites/", {"name": "Fra", "slug": "fra"}),
    ):
        answer = ledger.post(path, json=body, headers=KEY)
        assert answer.status_code == 409
        assert "was used for another request." in answer.text
    assert dump(ledger.ground.engine) == before


def test_what_was_refused_may_be_mended_and_sent_again(ledger: Api) -> None:
    assert ledger.post("/api/dcim/sites/", json={"name": "Fra"}, headers=KEY).status_code == 400
    assert ledger.post("/api/dcim/sites/", json={"name": "Fra", "slug": "fra"}, headers=KEY).status_code == 201


def test_trying_first_does_not_use_a_key_up(ledger: Api) -> None:
    done(ledger, site("ams"), headers=KEY, dry_run=True)
    done(ledger, site("ams"), headers=KEY)
    answer = ledger.post("/api/dcim/sites/?dry_run=1", json={"name": "Fra", "slug": "fra"}, headers=KEY)
    assert answer.json()["dry_run"]


def test_keys_are_each_users_own(ledger: Api) -> None:
    everything = {"object_types": ["dcim.site"], "actions": ["view", "add"]}
    others = [ledger.restricted(everything), ledger.restricted(everything)]
    for client, slug in zip([ledger, *others], ["a", "b", "c"], strict=True):
        assert client.post("/api/dcim/sites/", json={"name": slug, "slug": slug}, headers=KEY).status_code == 201


def test_a_key_that_is_too_long_is_refused(ledger: Api) -> None:
    key = {"Idempotency-Key": "k" * 201}
    answer = ledger.post("/api/dcim/sites/", json={"name": "Fra", "slug": "fra"}, headers=key)
    assert answer.status_code == 400
    assert "200 characters" in answer.text
