"""A small server that speaks the part of Groundplan's HTTP that its automation clients use."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.nornir.network import VARS, inventory

TOKEN = "nbt_0123456789ab.0123456789abcdef0123456789abcdef01234567"
FILTERS = ["name", "site", "role", "status", "platform", "tag", "has_primary_ip", "key"]
CATALOG = [
    {"key": f"{app}.{name}", "app": app, "path": path, "url": f"/api/{app}/{path}/", "plural": path}
    for app, name, path in (
        ("dcim", "device", "devices"),
        ("dcim", "site", "sites"),
        ("dcim", "interface", "interfaces"),
        ("virtualization", "vminterface", "interfaces"),
    )
]


class Refusal(Exception):
    """An answer that is no success."""

    def __init__(self, status: int, body: Any) -> None:
        self.status, self.body = status, body


class Stub(ThreadingHTTPServer):
    """The server: what it knows, what it was asked, and how it is to misbehave."""

    daemon_threads = True

    def __init__(self, devices: list[dict[str, Any]]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.devices = devices
        self.sites: dict[str, dict[str, Any]] = {}
        self.templates: dict[int, str] = {}
        self.etag = 'W/"12"'
        self.failures = 0  # so many requests are answered 503 first
        self.scheme = "http"
        self.prepared: bytes | None = None  # an inventory to answer as it is
        self.asked: list[tuple[str, str, dict[str, list[str]], dict[str, str], Any]] = []

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.server_address[1]}"

    @property
    def queries(self) -> list[dict[str, list[str]]]:
        return [query for _, _, query, _, _ in self.asked]

    @property
    def headers(self) -> list[dict[str, str]]:
        return [headers for _, _, _, headers, _ in self.asked]

    @property
    def paths(self) -> list[str]:
        return [f"{method} {path}" for method, path, _, _, _ in self.asked]

    def found(self, query: dict[str, list[str]]) -> list[dict[str, Any]]:
        """The devices that these filters leave."""
        for name in query:
            if name not in FILTERS:
                near = get_close_matches(name, FILTERS, n=1)
                said = f"There is no filter {name!r}" + (f"; did you mean {near[0]!r}?" if near else ".")
                raise Refusal(400, {name: [said]})

        def matches(each: dict[str, Any], name: str, values: list[str]) -> bool:
            if name == "key":
                return any(value in (each["name"], f"{each['site']}/{each['name']}") for value in values)
            return True if name in ("has_primary_ip", "tag") else each[name] in values

        return [each for each in self.devices if all(matches(each, *pair) for pair in query.items())]


@contextmanager
def serving(devices: list[dict[str, Any]], certificate: Path | None = None) -> Iterator[Stub]:
    """The server, while the block lasts; with TLS if it gets a certificate."""
    with Stub(devices) as stub:
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            stub.socket = context.wrap_socket(stub.socket, server_side=True)
            stub.scheme = "https"
        thread = Thread(target=stub.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield stub
        finally:
            stub.shutdown()
            thread.join()


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Stub
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self.respond("GET")

    def do_POST(self) -> None:
        self.respond("POST")

    def log_message(self, format: str, *args: Any) -> None:
        """Tests are quiet."""

    def respond(self, method: str) -> None:
        parts = urlsplit(self.path)
        query = parse_qs(parts.query, keep_blank_values=True)
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length) or b"null")
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.asked.append((method, parts.path, dict(query), headers, body))
        try:
            if self.server.failures:
                self.server.failures -= 1
                raise Refusal(503, {"detail": "The database does not answer."})
            if headers.get("authorization") != f"Bearer {TOKEN}":
                raise Refusal(403, {"detail": "Invalid v1 token"})
            self.answer(200, *self.told(method, parts.path, query, body, headers))
        except Refusal as refusal:
            self.answer(refusal.status, refusal.body)

    def told(self, method: str, path: str, query: dict[str, list[str]], body: Any, headers: dict[str, str]) -> Any:
        if method == "GET" and headers.get("if-none-match") == self.server.etag:
            raise Refusal(304, None)
        words = path.strip("/").split("/")
        match [method, *words[1:]]:
            case ["GET", "inventory"]:
                return (self.inventory(query),)
            case ["GET", "catalog"]:
                return ({"version": "1", "models": CATALOG},)
            case ["GET", "dcim", "devices"]:
                return (self.page(path, query),)
            case ["POST", "operations"]:
                return (self.operate(body),)
            case ["POST", "dcim", "devices", number, "render-config"]:
                if int(number) not in self.server.templates:
                    raise Refusal(400, {"error": "No config template found for this device."})
                return self.server.templates[int(number)], "text/plain"
        raise Refusal(404, {"detail": "Not found."})

    def inventory(self, query: dict[str, list[str]]) -> Any:
        if self.server.prepared is not None:
            return self.server.prepared
        asked = {name: ",".join(query.pop(name)) for name in ("vars", "group_by", "interfaces", "vms") if name in query}
        variables = [name for name in asked["vars"].split(",") if name] if "vars" in asked else None
        for name in variables or ():
            if name not in VARS:
                near = get_close_matches(name, VARS, n=1)
                raise Refusal(400, {"vars": [f"There is no variable {name!r}; did you mean {near}?"]})
        kinds = [kind for kind in asked["group_by"].split(",") if kind] if "group_by" in asked else None
        return inventory(self.server.found(query), variables, kinds, "interfaces" in asked)

    def page(self, path: str, query: dict[str, list[str]]) -> Any:
        limit, offset = int(query.pop("limit", ["50"])[-1]), int(query.pop("offset", ["0"])[-1])
        filters = urlencode(query, doseq=True)
        found = self.server.found(query)
        rest = f"https://elsewhere.example{path}?{filters}&limit={limit}&offset={offset + limit}"
        results = [{"id": each["id"], "name": each["name"]} for each in found[offset : offset + limit]]
        more = rest if offset + limit < len(found) else None
        return {"count": len(found), "next": more, "previous": None, "results": results}

    def operate(self, body: Any) -> Any:
        """Sites by slug; as strict as the real thing about fields."""
        results, changes, sites = [], [], self.server.sites
        for index, operation in enumerate(body["operations"]):
            data, key = operation.get("data") or {}, operation.get("key")
            for name in data:
                if name not in ("name", "slug", "status", "description"):
                    said = f"A site has no {name!r}; did you mean 'name'?"
                    raise Refusal(400, {"errors": [{"index": index, "field": name, "message": said}]})
            slug = key["slug"] if isinstance(key, dict) else key or data["slug"]
            before = sites.get(slug)
            after = (
                None if operation["op"] == "delete" else {"slug": slug, "status": "active", **(before or {}), **data}
            )
            outcome = {(True, True): "updated", (True, False): "deleted", (False, True): "created"}.get(
                (before is not None, after is not None), "unchanged"
            )
            outcome = "unchanged" if before == after else outcome
            about = {"model": operation["model"], "id": 5, "display": slug}
            results.append({"index": index, "op": operation["op"], "outcome": outcome, **about})
            if outcome != "unchanged":
                changes.append({**about, "action": outcome[:-1], "before": before, "after": after})
            if not body["dry_run"] and after is not None:
                sites[slug] = after
            elif not body["dry_run"]:
                sites.pop(slug, None)
        serial = None if body["dry_run"] else 13
        return {"serial": serial, "dry_run": body["dry_run"], "results": results, "changes": changes}

    def answer(self, status: int, body: Any, kind: str = "application/json") -> None:
        content = (
            body if isinstance(body, bytes) else body.encode() if kind == "text/plain" else json.dumps(body).encode()
        )
        if status == 304:
            content = b""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("ETag", self.server.etag)
        self.end_headers()
        self.wfile.write(content)
