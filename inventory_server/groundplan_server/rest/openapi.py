"""`/api/schema/` and `/api/docs/`: the API described exactly, made from the specs when it is first asked for."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from urllib.parse import urlsplit

import orjson
import yaml
from starlette.responses import Response

from groundplan_server import __version__
from groundplan_server.errors import Invalid, Problem
from groundplan_server.registry import all_specs

from .answer_types import DryRun
from .answers import API_VERSION, NETBOX_VERSION, empty_answer
from .call import Call
from .paths import BODIES, PARAMETERS, RESPONSES, Described, ModelPaths
from .places import Places
from .schemas import Schemas

_ABOUT = """\
The network source of truth, in NetBox's dialect and beyond it.

**Lists** are pages; filters are joined by *and*, several values of one filter by *or*. `cf_<name>` filters by a custom
field. `brief`, `fields`, `omit` and `include` choose which attributes are shown.
**References** in bodies are ids, natural keys (`ams1/sw1`), or attributes that single out one object.
Values may be written as NetBox's clients write them, too: `"5"` for 5, keys that can only be read are ignored.
With the header `X-Groundplan-Strict: true`, such keys are refused.
**Every answer** has `X-Groundplan-Serial`, the newest commit it reflects; what is read has an `ETag`, so that
`If-None-Match` gets 304 while nothing changed. Every write takes `dry_run`, and the header `Idempotency-Key`: the same
key gets the first answer again.
"""
_TOKEN = {"description": "`Token <token>`, or `Bearer <token>`."}
_YAML = "application/yaml"


@dataclass(frozen=True)
class Written:
    """The document as it is sent."""

    body: bytes
    packed: bytes
    etag: str
    media_type: str


def schema(call: Call) -> Response:
    """The document, in JSON unless YAML is asked for. No token is needed: it says nothing about anybody's network."""
    wanted = call.one("format") or ("yaml" if "yaml" in call.headers.get("accept", "") else "json")
    if wanted not in ("json", "yaml"):
        raise Invalid([Problem("The document comes as 'json' or 'yaml'.", "format")])
    written = _written(urlsplit(call.base).path, wanted)
    call.etag = written.etag
    if call.headers.get("if-none-match") == call.etag:
        return empty_answer(304)
    headers = {"API-Version": API_VERSION, "Vary": "Accept, Accept-Encoding"}
    if "gzip" in call.headers.get("accept-encoding", ""):
        return Response(written.packed, media_type=written.media_type, headers={**headers, "Content-Encoding": "gzip"})
    return Response(written.body, media_type=written.media_type, headers=headers)


def docs(call: Call) -> Response:
    """A page that shows the document; whatever it needs is in it."""
    only_itself = "default-src 'none'; connect-src 'self'; script-src 'unsafe-inline'; style-src 'unsafe-inline'"
    return Response(
        _page(), media_type="text/html", headers={"API-Version": API_VERSION, "Content-Security-Policy": only_itself}
    )


@lru_cache(maxsize=1)
def _page() -> bytes:
    return files(__package__).joinpath("docs.html").read_bytes()


@lru_cache(maxsize=4)
def _written(prefix: str, format: str) -> Written:
    body = orjson.dumps(document(prefix))
    if format == "yaml":
        # Read once more, so that nothing in it is the same object twice: YAML would make that an alias.
        dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
        body = yaml.dump(orjson.loads(body), Dumper=dumper, sort_keys=False, allow_unicode=True, width=120).encode()
    etag = f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    return Written(body, gzip.compress(body, 6, mtime=0), etag, "application/json" if format == "json" else _YAML)


def document(prefix: str = "") -> Described:
    """The OpenAPI document of a server whose paths begin with a prefix."""
    schemas = Schemas()
    schemas.of(DryRun)
    paths = Places(schemas).paths
    for spec in all_specs():
        if not spec.meta.private:
            paths |= ModelPaths(schemas, spec).all()
    tags = {o["tags"][0] for path in paths.values() for o in path.values() if isinstance(o, dict)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Groundplan",
            # NetBox's clients compare the beginning with what /api/status/ says.
            "version": f"{NETBOX_VERSION} ({API_VERSION})",
            "x-groundplan-version": __version__,
            "description": _ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "tags": [{"name": tag} for tag in sorted(tags)],
        "paths": {f"{prefix}{path}": described for path, described in sorted(paths.items())},
        "components": {
            "schemas": dict(sorted(schemas.made.items())),
            "parameters": PARAMETERS,
            "responses": RESPONSES,
            "requestBodies": BODIES,
            "securitySchemes": {"token": {"type": "apiKey", "in": "header", "name": "Authorization", **_TOKEN}},
        },
    }
