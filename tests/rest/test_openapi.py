"""The OpenAPI document says exactly what the server does: everything asked here is held against it."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from typing import Any

import jsonschema_rs
import pytest
import yaml

from groundplan_server import __version__
from groundplan_server.registry import all_specs
from groundplan_server.rest.openapi import document
from groundplan_server.shapes.inputs import shape
from groundplan_server.spec import Spec
from groundplan_server.store.filters import filters_of
from tests.maker import WRITABLE, Maker, path_of
from tests.rest.described import Described, Document
from tests.rest.sample import CHANGES, SAMPLE
from tests.server import PASSWORD, SUPERUSER, Api

SPECS = [spec for spec in all_specs() if not spec.meta.private]


@pytest.fixture(scope="module")
def api(used_database: Callable[[], AbstractContextManager[str]]) -> Iterator[Described]:
    """The API of a server with the sample in it, made through the API itself; models it lacks have one object."""
    with used_database() as url, closing(Api.on(url)) as plain:
        described = Described(plain.ground)
        for path, body in SAMPLE:
            described.made(path, body)
        for path, id, change in CHANGES:
            assert described.patch(f"/api/{path}/{id}/", json=change).status_code == 200
        make = Maker(described)
        for spec in WRITABLE:
            if not described.listed(path_of(spec)):
                make.make(spec)
        yield described


@pytest.fixture(scope="module")
def described(api: Described) -> Document:
    return api.document


# The document itself


def test_everything_referred_to_is_there(described: Document) -> None:
    def references(node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            if isinstance(node.get("$ref"), str):
                yield node["$ref"]
            for value in node.values():
                yield from references(value)
        elif isinstance(node, list):
            for value in node:
                yield from references(value)

    found = set(references(described.whole))
    assert all(described.resolved({"$ref": one}) is not None for one in found)
    schemas = {f"#/components/schemas/{name}" for name in described.whole["components"]["schemas"]}
    assert schemas - found == set(), "Nothing refers to these."


def test_every_schema_is_one(described: Document) -> None:
    for name, schema in described.whole["components"]["schemas"].items():
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})
        assert schema, f"{name} says nothing."


def test_operations_are_well_formed(described: Document) -> None:
    ids = []
    for path, method, operation in described.operations():
        ids.append(operation["operationId"])
        around = described.whole["paths"][path].get("parameters", [])
        parameters = [described.resolved(p) for p in (*around, *operation.get("parameters", []))]
        names = [(p["in"], p["name"]) for p in parameters]
        assert len(names) == len(set(names)), f"{method} {path} has a parameter twice."
        assert {n for where, n in names if where == "path"} == set(re.findall(r"\{(\w+)\}", path))
        assert all(p["required"] for p in parameters if p["in"] == "path")
        assert operation["tags"]
        assert operation["summary"].endswith((".", "?"))
        assert all(described.resolved(r)["description"] for r in operation["responses"].values())
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", id) for id in ids)


def test_every_route_and_method_is_described(described: Document) -> None:
    for spec in SPECS:
        one = f"{spec.url}{{id}}/"
        wanted = {"get"} if spec.meta.read_only else {"get", "post", "put", "patch", "delete"}
        assert set(described.whole["paths"][spec.url]) == wanted
        assert set(described.whole["paths"][one]) - {"parameters"} == wanted - {"post"}
        for action in spec.behaves("action"):
            method = "post" if action.writes or action.with_body else "get"
            assert method in described.whole["paths"][f"{one}{action.name}/"]


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_every_filter_is_listed_where_clients_read_names(described: Document, spec: Spec) -> None:
    names = [p["name"] for p in described.whole["paths"][spec.url]["get"]["parameters"]]
    assert {*filters_of(spec), "limit", "offset", "ordering", "brief", "fields"} <= set(names)


@pytest.mark.parametrize("spec", WRITABLE, ids=lambda spec: spec.key)
def test_bodies_are_described_as_they_are_checked(described: Document, spec: Spec) -> None:
    body = described.whole["paths"][f"{spec.url}{{id}}/"]["patch"]["requestBody"]["content"]["application/json"]
    update = described.resolved(body["schema"])
    assert set(update["properties"]) == {*shape(spec, creating=False).known, *spec.meta.aliases, "changelog_message"}
    body = described.whole["paths"][f"{spec.url}{{id}}/"]["put"]["requestBody"]["content"]["application/json"]
    known = shape(spec, creating=True).known
    required = {name for name, (_, is_required) in known.items() if is_required}
    assert set(described.resolved(body["schema"]).get("required", ())) == required


def test_it_says_which_release_of_netbox_it_speaks_like(api: Described) -> None:
    info, status = api.document.whole["info"], api.get("/api/status/").json()
    assert info["version"] == f"{status['netbox-version']} (4.6)"
    assert info["x-groundplan-version"] == __version__ == status["groundplan-version"]


# How it is served


def test_document_needs_no_token(api: Described) -> None:
    for headers in {}, {"Authorization": "Token of nobody"}:
        answer = Api.get(api, "/api/schema/", headers={"Authorization": "", **headers})
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/json"


def test_document_comes_as_yaml_where_it_is_asked_for(api: Described) -> None:
    as_yaml = api.get("/api/schema/", params={"format": "yaml"})
    assert as_yaml.headers["content-type"].startswith("application/yaml")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    assert yaml.load(as_yaml.text, loader) == api.get("/api/schema/", params={"format": "json"}).json()
    assert api.get("/api/schema/", headers={"Accept": "application/yaml"}).text == as_yaml.text
    assert api.get("/api/schema/", params={"format": "xml"}).status_code == 400


def test_document_is_sent_once_and_packed(api: Described) -> None:
    first = api.get("/api/schema/", headers={"Accept-Encoding": "gzip"})
    assert first.headers["content-encoding"] == "gzip"
    assert int(first.headers["content-length"]) < 100_000
    assert api.get("/api/schema/", headers={"Accept-Encoding": "identity"}).content == first.content
    assert api.get("/api/schema/", headers={"If-None-Match": first.headers["etag"]}).status_code == 304


def test_paths_begin_with_the_prefix_that_the_server_has() -> None:
    assert all(path.startswith("/ground/") for path in document("/ground")["paths"])


def test_page_fetches_nothing_from_elsewhere(api: Described) -> None:
    page = api.get("/api/docs/", headers={"Authorization": ""})
    assert page.status_code == 200
    assert "connect-src 'self'" in page.headers["content-security-policy"]
    assert not re.search(r"(src|href)=|@import|url\(|https?:", page.text)


# What is answered


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_objects_are_as_described(api: Described, spec: Spec) -> None:
    path = path_of(spec)
    found = api.listed(path)
    assert found
    for one in (*found, *(api.get(f"{spec.url}{o['id']}/").json() for o in found[:3])):
        assert api.document.wrong(api.whole(path), one) == []


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_parts_of_objects_are_as_described(api: Described, spec: Spec) -> None:
    id = api.listed(path_of(spec))[0]["id"]
    for place in spec.url, f"{spec.url}{id}/":
        for asked in {"brief": "1"}, {"fields": "id,display"}, {"omit": spec.meta.brief[0]}:
            assert api.get(place, params=asked).status_code == 200
    every = [n for n, a in spec.attributes.items() if not getattr(a, "secret", False)]
    assert len(api.get(f"{spec.url}{id}/", params={"fields": ",".join(every)}).json()) >= len(every)
    assert api.get(spec.url, params={"include": ",".join(every)}).status_code == 200


def test_pages_and_refusals_of_lists_are_as_described(api: Described) -> None:
    assert api.get("/api/dcim/interfaces/?limit=2&offset=2").json()["previous"]
    assert api.get("/api/dcim/interfaces/?limit=2&start=0").json()["count"] is None
    assert api.get("/api/dcim/interfaces/?start=1&offset=1").status_code == 400
    assert api.get("/api/dcim/interfaces/?nme=1").status_code == 400
    assert api.get("/api/dcim/interfaces/999/").status_code == 404
    etag = api.get("/api/dcim/interfaces/").headers["etag"]
    assert api.get("/api/dcim/interfaces/", headers={"If-None-Match": etag}).status_code == 304
    assert api.get("/api/dcim/interfaces/", headers={"Authorization": "Token nobody"}).status_code == 403


def test_what_may_not_be_seen_is_as_described(api: Described) -> None:
    plain = [spec for spec in SPECS if spec.app != "users"]
    for spec in plain:
        only = api.restricted({"object_types": [spec.key], "actions": ["view"]})
        for one in Described.held_with(api, only.headers["authorization"].partition(" ")[2]).listed(path_of(spec)):
            assert api.document.wrong(api.whole(path_of(spec)), one) == []


def test_writes_are_as_described(api: Described) -> None:
    sites = "/api/dcim/sites/"
    made = api.post(sites, json=[{"name": f"New {n}", "slug": f"new-{n}"} for n in range(3)]).json()
    ids = [one["id"] for one in made]
    assert api.post(sites, json={"name": "No", "slug": "no"}, params={"dry_run": True}).status_code == 200
    assert api.post(sites, json={"name": "No"}).status_code == 400
    assert api.post(sites, json=[{"name": "No"}, {"name": "No", "slug": "no"}]).status_code == 400
    for method in api.put, api.patch:
        assert method(sites, json=[{"id": id, "name": f"Newer {id}"} for id in ids]).status_code == 200
        assert method(sites, json=[{"id": ids[0], "name": ""}]).status_code == 400
        assert method(sites, json=[{"id": ids[0], "name": "Not"}], params={"dry_run": True}).status_code == 200
    one = f"{sites}{ids[0]}/"
    assert api.put(one, json={"name": "Whole", "slug": "whole", "url": "ignored"}).status_code == 200
    assert api.patch(one, json={"latitude": 1.5, "status": "retired", "region": None}).status_code == 200
    assert api.patch(one, json={"latitude": "", "time_zone": "", "tenant": "dunder"}).status_code == 200
    assert api.patch(one, json={"name": "Dry"}, params={"dry_run": True}).json()["dry_run"] is True
    assert api.patch(one, json={"name": "Late"}, headers={"If-Match": 'W/"0-1"'}).status_code == 412
    assert api.delete(one, params={"dry_run": True}).json()["changes"]
    assert api.request("DELETE", one, json={"changelog_message": "Enough."}).status_code == 204
    assert api.request("DELETE", sites, json=[{"id": ids[1]}], params={"dry_run": True}).status_code == 200
    assert api.request("DELETE", sites, json=[{"id": id} for id in ids[1:]]).status_code == 204
    assert api.delete(f"{sites}1/").status_code == 409


def test_answers_that_were_read_can_be_written_back(api: Described) -> None:
    """What is read-only is ignored where NetBox's clients send it along."""
    read_only = {"id", "url", "display", "created", "last_updated", "device_count"}
    site = {k: v for k, v in api.get("/api/dcim/sites/2/").json().items() if k in read_only}
    assert api.patch("/api/dcim/sites/2/", json={**site, "name": "Amsterdam Two"}).status_code == 200


# Actions and the places that belong to no model


def test_actions_are_as_described(api: Described) -> None:
    prefix, group, device = "/api/ipam/prefixes/1/", "/api/ipam/vlan-groups/1/", "/api/dcim/devices/1/"
    assert api.get(f"{prefix}available-ips/", params={"limit": 3}).json()[0]["vrf"] is None
    assert api.get("/api/ipam/prefixes/2/available-ips/").json()[0]["vrf"]["name"] == "blue"
    assert api.get("/api/ipam/ip-ranges/1/available-ips/").json()
    assert api.post(f"{prefix}available-ips/", json={}).status_code == 201
    assert api.post(f"{prefix}available-ips/", json={"dns_name": "a.example", "prefix_length": 32}).status_code == 201
    assert api.post(f"{prefix}available-ips/", json=[{}, {"description": "b"}]).status_code == 201
    assert api.post(f"{prefix}available-ips/", json={}, params={"dry_run": True}).status_code == 200
    assert api.post(f"{prefix}available-ips/", json={"dns_nam": ""}).status_code == 400
    assert api.post("/api/ipam/ip-ranges/1/available-ips/", json={"status": "reserved"}).status_code == 201
    assert api.get(f"{prefix}available-prefixes/").json()
    assert api.post(f"{prefix}available-prefixes/", json={"prefix_length": 26}).status_code == 201
    assert api.post(f"{prefix}available-prefixes/", json={"prefix_length": 8}).status_code in (400, 409)
    assert api.post(f"{prefix}available-prefixes/", json={}).status_code == 400
    assert api.get(f"{group}available-vlans/").json()[0]["group"]["slug"] == "office"
    assert api.post(f"{group}available-vlans/", json=[{"name": "v"}]).status_code == 201
    assert api.get("/api/dcim/racks/1/elevation/").json()["count"] == 24
    assert api.get("/api/dcim/racks/1/elevation/", params={"limit": 5, "face": "rear"}).json()["next"]
    drawing = api.get("/api/dcim/racks/1/elevation/", params={"render": "svg"})
    assert drawing.headers["content-type"].startswith("image/svg+xml")
    assert api.get(f"{device}config-context/").json()["sources"]
    assert api.get("/api/virtualization/virtual-machines/1/config-context/").json()["context"]
    rendered = api.post(f"{device}render-config/", json={"more": 1})
    assert rendered.json() == {
        "configtemplate": api.get("/api/extras/config-templates/1/", params={"brief": 1}).json(),
        "content": "hostname sw1",
    }
    assert api.post(f"{device}render-config/", json={}, headers={"Accept": "text/plain"}).text == "hostname sw1"
    assert api.post("/api/extras/config-templates/1/render/", json={"device": {"name": "x"}}).status_code == 200
    assert api.get("/api/extras/custom-field-choice-sets/1/choices/", params={"q": "go"}).json()["count"] == 1


def test_inventory_is_as_described(api: Described) -> None:
    whole = {"interfaces": "true", "vms": "true", "group_by": "site,tag,status,role", "vars": "status,tags,url"}
    assert set(api.get("/api/inventory/", params=whole).json()["hosts"]) >= {"sw1", "sw2", "vm1"}
    plain = api.get("/api/inventory/", params={"site": "ams1", "name": ["sw1", "sw2"]})
    assert plain.json()["contexts"]
    assert api.get("/api/inventory/", headers={"If-None-Match": plain.headers["etag"]}).status_code in (200, 304)
    assert api.get("/api/inventory/", params={"vars": "nmae"}).status_code == 400


def test_operations_are_as_described(api: Described) -> None:
    region = {"model": "dcim.region", "data": {"name": "Asia", "slug": "asia"}}
    operations = [{"op": "upsert", **region}, {"op": "delete", "model": "dcim.region", "key": "asia"}]
    for facts in {"dry_run": True}, {"changes": False, "message": "Twice."}, {}:
        assert api.post("/api/operations/", json={"operations": operations, **facts}).status_code == 200
    refused: list[Any] = [[{"op": "create", "model": "dcim.region"}], [{"op": "delete", "model": "dcim.regio"}], {}]
    for wrong in refused:
        assert api.post("/api/operations/", json={"operations": wrong}).status_code == 400
    protected = [{"op": "delete", "model": "dcim.site", "key": "ams1"}]
    assert api.post("/api/operations/", json={"operations": protected}).status_code in (400, 409)


def test_history_is_as_described(api: Described) -> None:
    assert len(api.get("/api/changes/", params={"limit": 1000}).json()["results"]) > len(SAMPLE)
    assert api.get("/api/changes/", params={"since": 5, "limit": 2, "model": "dcim.site"}).status_code == 200
    assert api.get("/api/changes/", params={"sinse": 5}).status_code == 400
    assert api.get("/api/commits/").json()["results"]
    assert api.get("/api/commits/2/").json()["changes"]
    assert api.get("/api/commits/99999/").status_code == 404


def test_other_places_are_as_described(api: Described) -> None:
    for place in "/healthz", "/readyz", "/api/", "/api/status/", "/api/plugins/installed-plugins/", "/api/catalog/":
        assert api.get(place).status_code == 200
    for app in {spec.app for spec in SPECS}:
        assert api.get(f"/api/{app}/").status_code == 200
    etag = api.get("/api/catalog/").headers["etag"]
    assert api.get("/api/catalog/", headers={"If-None-Match": etag}).status_code == 304
    assert api.get("/api/search/", params={"q": "a", "limit": 1000}).json()["count"] > 20
    assert api.get("/api/search/").status_code == 400


def test_token_for_a_password_is_as_described(api: Described) -> None:
    known = {"username": SUPERUSER, "password": PASSWORD}
    assert len(api.post("/api/users/tokens/provision/", json=known).json()["token"]) == 40
    assert api.post("/api/users/tokens/provision/", json={**known, "password": "wrong"}).status_code == 403
    assert api.post("/api/users/tokens/provision/", json={}).status_code == 400
