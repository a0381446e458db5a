"""Lists of operations, short to write, and what becomes of them."""

from typing import Any

from tests.server import Api, Json


def create(model: str, /, **data: Any) -> Json:
    return {"op": "create", "model": model, "data": data}


def update(model: str, key: Any, /, **data: Any) -> Json:
    return {"op": "update", "model": model, "key": key, "data": data}


def delete(model: str, key: Any) -> Json:
    return {"op": "delete", "model": model, "key": key}


def upsert(model: str, key: Any = None, /, **data: Any) -> Json:
    return {"op": "upsert", "model": model, "data": data, **({} if key is None else {"key": key})}


def site(name: str, **data: Any) -> Json:
    return create("dcim.site", name=name.upper(), slug=name, **data)


#: What a device needs.
DEVICE_BASICS = [
    create("dcim.manufacturer", name="ACME", slug="acme"),
    create("dcim.devicerole", name="Leaf", slug="leaf"),
    create("dcim.devicetype", manufacturer="acme", model="Switch", slug="switch"),
    site("ams"),
]


def device(name: str, **data: Any) -> Json:
    basics = {"site": "ams", "role": "leaf", "device_type": {"slug": "switch"}}
    return create("dcim.device", name=name, **{**basics, **data})


def done(api: Api, *operations: Json, headers: dict[str, str] | None = None, **options: Any) -> Json:
    """The answer to a list that the server must take."""
    answer = api.post("/api/operations/", json={"operations": operations, **options}, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def refused(api: Api, *operations: Json, status: int = 400, **options: Any) -> list[tuple[int, str, str]]:
    """Index, field and sentence of every problem of a list that the server must refuse."""
    answer = api.post("/api/operations/", json={"operations": operations, **options})
    assert answer.status_code == status, answer.text
    return [(error["index"], error["field"], error["message"]) for error in answer.json()["errors"]]


def ids(answer: Json) -> list[int]:
    return [result["id"] for result in answer["results"]]


def outcomes(answer: Json) -> list[str]:
    return [result["outcome"] for result in answer["results"]]


def changes(answer: Json) -> list[tuple[str, str, str]]:
    """Action, model and display of every change, in order."""
    return [(change["action"], change["model"], change["display"]) for change in answer["changes"]]
