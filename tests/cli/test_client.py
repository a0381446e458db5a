"""How requests are built and answers read; the server here is a function."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest

from groundplan import Client, Invalid, NoAnswer, NotAllowed, NotFound, Refused, WrongUsage
from groundplan.shelf import Shelf

from .sample import DOCUMENT

Answer = Callable[[httpx2.Request], httpx2.Response]


def talking_to(answer: Answer, **facts: Any) -> Client:
    """A client of a server that knows the sample catalog and answers everything else as told."""

    def handle(request: httpx2.Request) -> httpx2.Response:
        if request.url.path == "/api/catalog/":
            return httpx2.Response(200, json=DOCUMENT, headers={"ETag": '"1"'})
        return answer(request)

    return Client("http://server", "t0ken", transport=httpx2.MockTransport(handle), **facts)


def page(results: list[Any], next_: str | None = None) -> httpx2.Response:
    return httpx2.Response(200, json={"count": len(results), "next": next_, "previous": None, "results": results})


def test_every_request_says_who_asks_and_through_which_lens() -> None:
    seen: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, json={})

    client = talking_to(answer, branch="work", at=7)
    client.status()
    client.on(branch="other").status()
    first, second = seen
    assert first.headers["Authorization"] == "Bearer t0ken"
    assert first.headers["X-Groundplan-Strict"] == "true"
    assert (first.headers["X-Groundplan-Branch"], first.headers["X-Groundplan-At"]) == ("work", "7")
    assert second.headers["X-Groundplan-Branch"] == "other"
    assert "X-Groundplan-At" not in second.headers
    assert client.branch == "work"


def test_lists_go_by_cursor_and_trust_only_the_query_of_next() -> None:
    asked: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(str(request.url))
        if request.url.params["start"] == "0":
            return page([{"id": 1}], "http://behind-a-proxy:9999/api/dcim/sites/?limit=1000&start=2&status=active")
        return page([{"id": 2}])

    assert [o["id"] for o in talking_to(answer).list("sites", {"status": ["active"]})] == [1, 2]
    assert asked == [
        "http://server/api/dcim/sites/?start=0&limit=1000&status=active",
        "http://server/api/dcim/sites/?limit=1000&start=2&status=active",
    ]


def test_an_order_of_ones_own_goes_by_offset() -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        assert "start" not in request.url.params
        assert request.url.params["ordering"] == "-name"
        return page([{"id": 1}])

    assert list(talking_to(answer).list("sites", ordering="-name")) == [{"id": 1}]


def test_filters_are_repeated_and_put_in_the_servers_words() -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        assert request.url.query == b"start=0&limit=1000&name=a&name=b&region=null&enabled=true"
        return page([])

    assert list(talking_to(answer).list("sites", {"name": ["a", "b"], "region": None, "enabled": True})) == []


def test_one_object_by_id_or_natural_key() -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.url.path == "/api/dcim/sites/5/":
            return httpx2.Response(200, json={"id": 5})
        if request.url.path.startswith("/api/dcim/sites/6"):
            return httpx2.Response(404, json={"detail": "No Site matches the given query."})
        found: dict[str, list[Any]] = {
            "ams1": [{"id": 1}],
            "64512": [{"id": 9}],
            "sw": [{"id": 1, "display": "a"}, {"id": 2, "display": "b"}],
        }
        return page(found.get(request.url.params["key"], []))

    client = talking_to(answer)
    assert client.get("site", 5) == client.get("site", "5") == {"id": 5}
    assert client.get("site", "ams1") == {"id": 1}
    assert client.get("site", "64512") == {"id": 9}
    with pytest.raises(NotFound, match="There is no site 'nowhere'"):
        client.get("site", "nowhere")
    with pytest.raises(Refused, match=r"several sites: a \(id 1\), b \(id 2\)"):
        client.get("site", "sw")
    with pytest.raises(NotFound):
        client.get("site", 64512)


def test_operations_say_what_became_of_each() -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        body = json.loads(request.content)
        assert body["operations"] == [{"op": "create", "model": "dcim.site", "data": {"name": "A"}}]
        assert (body["message"], body["dry_run"], body["options"]) == ("why", True, {"components": False})
        assert request.headers["Idempotency-Key"]
        result = {"index": 0, "op": "create", "outcome": "created", "model": "dcim.site", "id": 5, "display": "A"}
        change = {"model": "dcim.site", "id": 5, "display": "A", "action": "create", "before": None, "after": {}}
        return httpx2.Response(200, json={"serial": None, "dry_run": True, "results": [result], "changes": [change]})

    done = talking_to(answer).operations(
        [{"op": "create", "model": "dcim.site", "data": {"name": "A"}}],
        message="why",
        dry_run=True,
        options={"components": False},
    )
    assert (done.serial, done.dry_run, done.results[0].id, done.changes[0].action) == (None, True, 5, "create")


def test_a_connection_that_was_closed_meanwhile_is_tried_once_more_where_that_is_safe() -> None:
    tries: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        tries.append(request.method)
        if len(tries) == 1:
            raise httpx2.RemoteProtocolError("Server disconnected without sending a response.")
        return httpx2.Response(200, json={"serial": 3, "results": [], "changes": []})

    assert talking_to(answer).operations([]).serial == 3
    tries.clear()
    with pytest.raises(NoAnswer):
        talking_to(answer).create("site", {"name": "A"})


def test_nobody_there() -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("Connection refused")

    with pytest.raises(NoAnswer, match="http://server cannot be reached: Connection refused"):
        talking_to(answer).status()


@pytest.mark.parametrize(
    "response",
    [
        httpx2.Response(200, text="<html>It works!</html>"),
        httpx2.Response(404, text="<html>nginx</html>"),
        httpx2.Response(502, text="Bad gateway"),
        httpx2.Response(302, headers={"Location": "/login"}),
    ],
)
def test_somebody_else_there(response: httpx2.Response) -> None:
    with pytest.raises(NoAnswer, match="does not answer like a Groundplan"):
        talking_to(lambda _: response).status()


def test_without_a_token_the_way_to_one_is_named() -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(403, json={"detail": "Authentication credentials were not provided."})

    client = Client("http://server", transport=httpx2.MockTransport(answer))
    with pytest.raises(NotAllowed, match="Log in with `groundplan login http://server`"):
        client.status()
    with pytest.raises(NotAllowed, match=r"not provided\.$"):
        talking_to(answer).status()


def test_refusals_carry_their_problems() -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(400, json={"name": ["This field is required."]})

    with pytest.raises(Invalid) as refused:
        talking_to(answer).create("site", {})
    assert refused.value.problems[0].field == "name"


def test_the_catalog_is_kept_and_only_fetched_when_it_changed(tmp_path: Path) -> None:
    statuses: list[int] = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        same = request.headers.get("If-None-Match") == '"1"'
        statuses.append(304 if same else 200)
        return httpx2.Response(304) if same else httpx2.Response(200, json=DOCUMENT, headers={"ETag": '"1"'})

    for _ in range(2):
        with Client("http://server", shelf=Shelf(tmp_path), transport=httpx2.MockTransport(handle)) as client:
            assert client.model("sites").key == client.model("site").key == "dcim.site"
    assert statuses == [200, 304]
    with Client("http://server", shelf=Shelf(tmp_path), transport=httpx2.MockTransport(handle)) as client:
        assert client.last_catalog().model("sites").key == "dcim.site"
    assert statuses == [200, 304]


def test_actions_are_asked_as_the_catalog_says() -> None:
    seen: list[tuple[str, str]] = []
    document = json.loads(json.dumps(DOCUMENT))
    device = next(m for m in document["models"] if m["key"] == "dcim.device")
    device["actions"] = [
        {"name": "render-config", "reads": False, "writes": False, "with_body": True},
        {"name": "trace", "reads": True, "writes": False},
        {"name": "available", "reads": True, "writes": True},
    ]

    def handle(request: httpx2.Request) -> httpx2.Response:
        if request.url.path == "/api/catalog/":
            return httpx2.Response(200, json=document)
        seen.append((request.method, str(request.url.raw_path, "ascii")))
        return httpx2.Response(200, text="hostname sw1", headers={"Content-Type": "text/plain"})

    client = Client("http://server", transport=httpx2.MockTransport(handle))
    assert client.action("device", 1, "render-config", accept="text/plain") == "hostname sw1"
    client.action("device", 1, "trace")
    client.action("device", 1, "available", {"limit": 3})
    client.action("device", 1, "available", write=True, dry_run=True)
    with pytest.raises(WrongUsage, match="can only be looked at"):
        client.action("device", 1, "trace", write=True)
    root = "/api/dcim/devices/1"
    assert seen == [
        ("POST", f"{root}/render-config/"),
        ("GET", f"{root}/trace/"),
        ("GET", f"{root}/available/?limit=3"),
        ("POST", f"{root}/available/?dry_run=true"),
    ]
