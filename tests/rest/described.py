"""A client that holds every request and answer against the server's own OpenAPI document."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import orjson
from jsonschema_rs import Draft202012Validator, Registry

from groundplan_server.server import Server
from tests.server import TOKEN, Api, Json

_HERE = "urn:openapi"


def refer(schema: Json) -> Json:
    """A schema of the document with its references made absolute."""
    if isinstance(schema, dict):
        return {k: f"{_HERE}{v}" if k == "$ref" else refer(v) for k, v in schema.items()}
    return [refer(v) for v in schema] if isinstance(schema, list) else schema


class Document:
    """The OpenAPI document, and what it says of a request."""

    def __init__(self, text: bytes) -> None:
        self.whole: dict[str, Json] = orjson.loads(text)
        self._registry = Registry([(_HERE, self.whole)])
        self._validators: dict[bytes, Draft202012Validator] = {}

    def wrong(self, schema: Json, value: Json) -> list[str]:
        """What is wrong with a value, in sentences."""
        key = orjson.dumps(schema)
        if key not in self._validators:
            self._validators[key] = Draft202012Validator(refer(schema), registry=self._registry, validate_formats=True)
        errors = self._validators[key].iter_errors(value)
        return [f"{'/'.join(map(str, e.instance_path))}: {e.message[:500]}" for e in errors]

    def resolved(self, node: Json) -> Json:
        """What a node says itself, or where it refers to."""
        while "$ref" in node:
            at = self.whole
            for part in node["$ref"].removeprefix("#/").split("/"):
                at = at[part.replace("~1", "/")]
            node = at
        return node

    def operations(self) -> Iterator[tuple[str, str, Json]]:
        """Path, method and operation of everything that can be asked."""
        for path, item in self.whole["paths"].items():
            for method, operation in item.items():
                if method != "parameters":
                    yield path, method, operation

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], Json]]:
        # Concrete paths come before those with variables.
        paths = sorted(self.whole["paths"].items(), key=lambda pair: pair[0].count("{"))
        return [(re.compile(re.sub(r"\{\w+\}", "[^/]+", path) + "$"), item) for path, item in paths]

    def operation(self, method: str, path: str) -> Json:
        """What the document says about a request."""
        for pattern, item in self._patterns:
            if pattern.match(path) and method.lower() in item:
                return item[method.lower()]
        raise AssertionError(f"{method} {path} is not described.")

    def response(self, operation: Json, status: int) -> Json:
        """What the document says about answers with this status."""
        known = operation["responses"]
        found = known.get(str(status)) or known.get(f"{status // 100}XX")
        assert found is not None, f"{operation['operationId']}: {status} is not described."
        return self.resolved(found)


class Described(Api):
    """The API of a server; whatever is asked through it must be as described, and so must be the answers."""

    def __init__(self, server: Server, token: str = TOKEN) -> None:
        super().__init__(server, token)
        self.document = Document(super().request("GET", "/api/schema/").content)

    def request(self, method: str, url: Any, **facts: Any) -> Any:
        response = super().request(method, url, **facts)
        operation = self.document.operation(method, urlsplit(str(url)).path)
        named = f"{method} {url}: {response.status_code}"
        if "json" in facts and facts["json"] is not None and response.is_success:
            body = self.document.resolved(operation["requestBody"])
            wrong = self.document.wrong(body["content"]["application/json"]["schema"], facts["json"])
            assert wrong == [], f"{named}: accepted, but {facts['json']} is not as described"
        content = self.document.response(operation, response.status_code).get("content", {})
        kind = response.headers.get("content-type", "").partition(";")[0]
        if response.content or content:
            assert kind in content, f"{named}: {kind or 'nothing'} is not described"
        if kind == "application/json":
            wrong = self.document.wrong(content[kind]["schema"], response.json())
            assert wrong == [], f"{named}: {response.text[:1000]} is not as described"
        return response

    def whole(self, path: str) -> Json:
        """The schema of a whole object at `dcim/sites`."""
        answers = self.document.operation("GET", f"/api/{path}/1/")["responses"]
        return answers["200"]["content"]["application/json"]["schema"]["anyOf"][0]
