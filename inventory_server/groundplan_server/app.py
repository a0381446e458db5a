"""The application: every door in one place."""

from __future__ import annotations

from fastapi import FastAPI

from . import __version__
from .rest import roots
from .rest.actions import act
from .rest.call import Handler
from .rest.catalog import catalog
from .rest.doors import collection, one
from .rest.endpoint import door
from .rest.history import changes, commit, commits
from .rest.inventory import inventory
from .rest.openapi import docs, schema
from .rest.operations import operate
from .rest.search import search
from .rest.tokens import provision
from .server import Server

_READ = ["GET", "HEAD"]

#: Path, methods, handler; the first that fits answers.
ROUTES: list[tuple[str, list[str], Handler]] = [
    ("/healthz", _READ, roots.alive),
    ("/readyz", _READ, roots.ready),
    ("/api/", _READ, roots.api_root),
    ("/api/status/", _READ, roots.status),
    ("/api/schema/", _READ, schema),
    ("/api/docs/", _READ, docs),
    ("/api/catalog/", _READ, catalog),
    ("/api/search/", _READ, search),
    ("/api/inventory/", _READ, inventory),
    ("/api/operations/", ["POST"], operate),
    ("/api/changes/", _READ, changes),
    ("/api/commits/", _READ, commits),
    ("/api/commits/{serial}/", _READ, commit),
    ("/api/plugins/installed-plugins/", _READ, roots.installed_plugins),
    ("/api/users/tokens/provision/", ["POST"], provision),
    ("/api/{app}/", _READ, roots.app_root),
    ("/api/{app}/{path}/", ["GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"], collection),
    ("/api/{app}/{path}/{id}/", ["GET", "HEAD", "PATCH", "PUT", "DELETE", "OPTIONS"], one),
    ("/api/{app}/{path}/{id}/{action}/", ["GET", "POST"], act),
]


def make_app(server: Server) -> FastAPI:
    """The ASGI application for a server."""
    app = FastAPI(title="Groundplan", version=__version__, openapi_url=None, docs_url=None, redoc_url=None)
    app.state.server = server
    for path, methods, handler in ROUTES:
        app.add_route(path, door(handler), methods=methods, include_in_schema=False)
    app.add_route(
        "/{rest:path}",
        door(roots.missing),
        methods=["GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"],
        include_in_schema=False,
    )
    return app
