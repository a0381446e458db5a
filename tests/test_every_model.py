"""What holds for every model because it is derived: each is created, read, filtered, changed, deleted and remembered.

Nothing here names a model. A new one is tested from the moment that it is declared.
"""

import re
from collections.abc import Sequence
from typing import Any

import pytest

from groundplan_server.language.attributes import AnyRef, Choice, Look, Parts, Ref, Refs, Scalar
from groundplan_server.registry import load
from groundplan_server.spec import Spec
from tests.maker import WRITABLE, Maker
from tests.server import Api, Json, counted

STRICT = {"X-Groundplan-Strict": "true"}
every_model = pytest.mark.parametrize("spec", WRITABLE, ids=lambda spec: spec.key)


@pytest.fixture(scope="module")
def make(module_api: Api) -> Maker:
    return Maker(module_api)


def changes_of(api: Api, spec: Spec, id: int) -> list[Json]:
    """What the ledger says of an object, oldest first."""
    answer = api.get("/api/changes/", params={"model": spec.key, "id": id})
    found: list[Json] = answer.json()["results"]
    return found


def text_of(spec: Spec) -> str:
    """An attribute that is free text, for a change that no rule minds."""
    texts = [a for a in spec.of(Scalar) if a.look is Look.TEXT and a.writable and not a.secret]
    free = [a.name for a in texts if not a.required and a.name not in ("label", "digest")]
    preferred = [name for name in ("description", "comments") if name in free]
    return (preferred or free or [a.name for a in texts if not a.unique])[0]


# Creating and reading


@every_model
def test_what_was_created_can_be_read(make: Maker, spec: Spec) -> None:
    body = make.body(spec)
    answer = make.api.post(spec.url, json=body)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert answer.headers["Location"] == made["url"] == f"http://testserver{spec.url}{made['id']}/"

    read = make.api.get(made["url"]).json()
    # A new token is shown once, in the answer that creates it.
    assert read | {"token": None} == made | {"token": None}
    for name, value in body.items():
        a = spec.attributes.get(name)
        if isinstance(a, Choice):
            assert read[name]["value"] == value
            assert read[name]["label"] == a.choices(value).label
        elif isinstance(a, Ref):
            assert read[name]["id"] == value
            assert {"id", "url", "display"} <= read[name].keys()
        elif isinstance(a, Scalar) and not a.secret:
            assert read[name] == value


@every_model
def test_it_is_in_the_list_and_found_by_id_and_by_natural_key(make: Maker, spec: Spec) -> None:
    id = make.make(spec)["id"]
    listed = make.api.listed(f"{spec.app}/{spec.path}", ordering="id")
    assert [entry["id"] for entry in listed] == sorted(entry["id"] for entry in listed)
    assert id in {entry["id"] for entry in listed}
    assert [entry["id"] for entry in make.api.listed(f"{spec.app}/{spec.path}", id=id)] == [id]
    if "key" not in spec.meta.filters:  # A token has another key than its natural one.
        assert id in {entry["id"] for entry in make.api.listed(f"{spec.app}/{spec.path}", key=str(id))}
    for wrong in (10**9, 10**15):
        assert make.api.listed(f"{spec.app}/{spec.path}", id=wrong) == []
        assert make.api.get(f"{spec.url}{wrong}/").status_code == 404


@every_model
def test_more_or_less_of_it_can_be_shown(make: Maker, spec: Spec) -> None:
    url = make.make(spec)["url"]
    brief = {"id", "url", "display", *spec.meta.brief} | ({"_depth"} if spec.is_tree else set())
    assert make.api.get(url, params={"brief": "true"}).json().keys() - {"display_url"} == brief
    assert make.api.get(url, params={"fields": "id,display"}).json().keys() == {"id", "display"}
    name = text_of(spec)
    whole = make.api.get(url).json()
    assert make.api.get(url, params={"omit": name}).json() == {k: v for k, v in whole.items() if k != name}
    refused = make.api.get(url, params={"fields": f"{name}z"})
    assert refused.status_code == 400
    assert f"Did you mean '{name}'" in refused.json()["fields"][0]


# Changing and remembering


@every_model
def test_a_change_is_made_and_remembered(make: Maker, spec: Spec) -> None:
    made, name = make.make(spec), text_of(spec)
    answer = make.api.patch(made["url"], json={name: "something else", "changelog_message": "Why not."})
    assert answer.status_code == 200, answer.text
    assert answer.json()[name] == "something else"
    same = make.api.patch(made["url"], json={name: "something else"})
    assert same.headers["X-Groundplan-Serial"] == answer.headers["X-Groundplan-Serial"]

    create, update = changes_of(make.api, spec, made["id"])
    assert (create["action"], create["before"], create["after"]["id"]) == ("create", None, made["id"])
    assert (update["action"], update["message"], update["user"]) == ("update", "Why not.", "admin")
    assert update["before"][name] == made[name]
    assert update["after"][name] == "something else"
    different = {k for k in update["after"] if update["after"][k] != update["before"].get(k)}
    assert different - {"last_updated"} == {name}

    which = {"changed_object_type": spec.key, "changed_object_id": made["id"], "ordering": "id"}
    logged = make.api.listed("core/object-changes", **which)
    assert [entry["action"]["value"] for entry in logged] == ["create", "update"]
    assert logged[1]["prechange_data"][name] == made[name]
    assert logged[1]["postchange_data"][name] == "something else"
    assert logged[1]["changed_object"]["url"].endswith(f"{spec.url}{made['id']}/")


@every_model
def test_putting_back_what_was_read_changes_nothing(make: Maker, spec: Spec) -> None:
    """As clients do that read an object, change one key and send all of it."""
    made = make.make(spec)
    whole = make.api.get(made["url"]).json()
    plain = {
        name: value["value"] if isinstance(spec.attributes.get(name), Choice) and value else _ids(value)
        for name, value in whole.items()
        if name not in ("password",)
    }
    answer = make.api.patch(made["url"], json=plain)
    assert answer.status_code == 200, answer.text
    assert len(changes_of(make.api, spec, made["id"])) == 1


def _ids(value: Any) -> Any:
    if isinstance(value, dict) and "url" in value:
        return value["id"]
    return [_ids(v) for v in value] if isinstance(value, list) else value


@every_model
def test_a_dry_run_leaves_nothing(make: Maker, spec: Spec) -> None:
    made, name = make.make(spec), text_of(spec)
    before = make.api.get("/api/status/").json()["serial"]
    count = len(make.api.listed(f"{spec.app}/{spec.path}", fields="id"))
    for method, url, body in (
        ("POST", spec.url, make.body(spec)),
        ("PATCH", made["url"], {name: "something else"}),
        ("DELETE", made["url"], None),
    ):
        answer = make.api.request(method, url, params={"dry_run": "true"}, json=body)
        assert answer.status_code == 200, answer.text
        action = {"POST": "create", "PATCH": "update", "DELETE": "delete"}[method]
        assert (spec.key, action) in {(c["model"], c["action"]) for c in answer.json()["changes"]}
    assert make.api.get("/api/status/").json()["serial"] == before
    assert len(make.api.listed(f"{spec.app}/{spec.path}", fields="id")) == count
    assert make.api.get(made["url"]).json()[name] == made[name]


@every_model
def test_deleting_is_remembered(make: Maker, spec: Spec) -> None:
    made = make.make(spec)
    answer = make.api.delete(made["url"])
    assert (answer.status_code, answer.content) == (204, b""), answer.text
    assert make.api.get(made["url"]).status_code == 404
    assert make.api.delete(made["url"]).status_code == 404
    last = changes_of(make.api, spec, made["id"])[-1]
    assert (last["action"], last["before"]["id"], last["after"]) == ("delete", made["id"], None)
    assert last["display"] == made["display"]


def _protected() -> list[Any]:
    """Every reference that keeps what it points at from being deleted, and that can be made without further ado."""
    found = []
    for spec in WRITABLE:
        for key, name in spec.pointers:
            a = load()[key].attributes[name]
            if isinstance(a, Ref) and a.required and a.on_delete == "PROTECT" and load()[key] in WRITABLE:
                found.append(pytest.param(spec, load()[key], name, id=f"{spec.key} by {key}.{name}"))
    return found


@pytest.mark.parametrize(("spec", "by", "name"), _protected())
def test_what_is_needed_is_not_deleted(make: Maker, spec: Spec, by: Spec, name: str) -> None:
    made = make.make(spec)
    dependant = make.make(by, **{name: made["id"]})
    refused = make.api.delete(made["url"])
    assert refused.status_code == 409
    assert refused.json()["detail"].startswith("Unable to delete object. 1 dependent objects were found:")
    assert dependant["display"] in refused.json()["detail"]
    assert make.api.get(made["url"]).status_code == 200


# Refusing


@every_model
def test_unknown_names_are_refused_with_the_nearest(make: Maker, spec: Spec) -> None:
    name = text_of(spec)
    answer = make.api.post(spec.url, json={**make.body(spec), f"{name}z": 1})
    assert answer.status_code == 400
    assert f"Did you mean '{name}'" in answer.json()[f"{name}z"][0]
    answer = make.api.get(spec.url, params={f"{name}z": 1, "ids": 1})
    assert answer.status_code == 400
    assert f"'{name}'" in answer.json()[f"{name}z"][0]
    assert "ids" in answer.json()
    answer = make.api.get(spec.url, params={"ordering": f"-{name}z"})
    assert answer.status_code == 400
    assert f"'{name}'" in answer.json()["ordering"][0]
    lenient = make.api.get(spec.url, params={f"{name}z": 1}, headers={"X-Groundplan-Strict": "false"})
    assert (lenient.status_code, lenient.headers["X-Groundplan-Ignored"]) == (200, f"{name}z")


@every_model
def test_values_of_a_wrong_kind_are_refused_by_name(make: Maker, spec: Spec) -> None:
    made = make.make(spec)
    wrong: list[Any]
    for a in spec.attributes.values():
        match a:
            case _ if not a.writable:
                continue
            case Scalar(look=Look.JSON):
                wrong = []
            case Choice():
                wrong = ["nonsense", {"value": "x"}, []]
            case Scalar(look=Look.TEXT):
                wrong = [{"a": 1}, ["a"], *([] if a.nullable else [None])]
            case Scalar():
                wrong = ["nonsense", {"a": 1}, []]
            case Ref():
                wrong = [[1], 1.5, True, 10**30, -1, "no-such-thing", {"id": 10**9}, {"nope": 1}]
            case Refs():
                wrong = [1, "x", [[1]], [10**9], ["no-such-thing"], [True]]
            case Parts():
                wrong = [1, [1], [{"nope": 1}]]
            case _:
                wrong = []
        for value in wrong:
            answer = make.api.patch(made["url"], json={a.name: value})
            assert answer.status_code == 400, f"{a.name}={value!r}: {answer.status_code} {answer.text}"
            assert a.name in answer.json(), f"{a.name}={value!r}: {answer.text}"
        if isinstance(a, AnyRef):
            kind, number = a.columns
            for body in ({kind: "no.model", number: 1}, {kind: a.targets[-1], number: 10**9}, {kind: 1, number: "x"}):
                answer = make.api.patch(made["url"], json=body)
                assert answer.status_code == 400, f"{body}: {answer.status_code} {answer.text}"
                assert {kind, number} & answer.json().keys()
    assert make.api.get(made["url"]).json() == make.api.get(made["url"]).json() | {"display": made["display"]}


@every_model
def test_what_must_be_said_is_asked_for_all_at_once(make: Maker, spec: Spec) -> None:
    answer = make.api.post(spec.url, json={})
    required = {a.name if len(a.columns) < 2 else a.columns[0] for a in spec.attributes.values() if a.required}
    if required:
        assert answer.status_code == 400
        assert {name for name, why in answer.json().items() if why == ["This field is required."]} >= required
    for body in ("x", 1, None, [1]):
        answer = make.api.post(spec.url, json=body)
        assert answer.status_code == 400, f"{body!r}: {answer.status_code} {answer.text}"


@every_model
def test_choices_can_be_asked_for(make: Maker, spec: Spec) -> None:
    fields = make.api.options(spec.url).json()["actions"]["POST"]
    for choice in spec.of(Choice):
        expected = [{"value": m.value, "display_name": m.label} for m in choice.choices]
        assert fields[choice.name]["choices"] == expected
    for a in spec.attributes.values():
        for name in a.columns if isinstance(a, AnyRef) else (a.name,):
            assert fields[name]["required"] == a.required
            assert fields[name]["read_only"] == (not a.writable)


# Many at once


@every_model
def test_many_cost_as_many_statements_as_one(make: Maker, spec: Spec) -> None:
    first, *bodies = make.full_bodies(spec, 34)
    make.api.made(f"{spec.app}/{spec.path}", first)
    with counted(make.api) as for_few:
        ids = [made["id"] for made in make.api.made(f"{spec.app}/{spec.path}", bodies[:3])]
    with counted(make.api) as for_many:
        ids += [made["id"] for made in make.api.made(f"{spec.app}/{spec.path}", bodies[3:])]
    assert _plain(for_few) == _plain(for_many), "Creating them."
    assert len(ids) == 33

    for shown in ({}, {"brief": "true"}, {"include": ",".join(_costly(spec))}):
        statements = []
        for number in (1, 3, 30):
            with counted(make.api) as sent:
                found = make.api.listed(f"{spec.app}/{spec.path}", id=ids[:number], **shown)
            assert len(found) == number
            statements.append(_plain(sent))
        assert statements[0] == statements[1] == statements[2], f"Listing them, {shown or 'whole'}."

    name = text_of(spec)
    for number in (3, 30):
        with counted(make.api) as sent:
            answer = make.api.patch(spec.url, json=[{"id": id, name: f"changed {number}"} for id in ids[:number]])
        assert answer.status_code == 200, answer.text
        statements.append(_plain(sent))
    assert statements[-2] == statements[-1], "Changing them."

    for some in (ids[:3], ids[3:33]):
        with counted(make.api) as sent:
            answer = make.api.request("DELETE", spec.url, json=[{"id": id} for id in some])
        assert answer.status_code == 204, answer.text
        statements.append(_plain(sent))
    assert statements[-2] == statements[-1], "Deleting them."


def _costly(spec: Spec) -> Sequence[str]:
    return [a.name for a in spec.attributes.values() if getattr(a, "costly", False)]


def _plain(statements: Sequence[str]) -> list[str]:
    """Statements in a form in which two are the same if they only differ in how many values they take."""
    value = r"(\?|%\(\w+\)s(::\w+)?)"
    return [re.sub(rf"IN \({value}(, {value})*\)", "IN (…)", statement) for statement in statements]
