"""The places that are about the server itself: roots, status, health."""

from __future__ import annotations

import platform
import socket
from functools import lru_cache

from starlette.responses import Response

from groundplan_server import __version__
from groundplan_server.errors import NotFound, did_you_mean
from groundplan_server.registry import all_specs
from groundplan_server.store.engine import reading

from .answers import NETBOX_VERSION, json_answer
from .call import Call


@lru_cache(maxsize=1)
def _endpoints() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for spec in all_specs():
        if not spec.meta.private:
            found.setdefault(spec.app, {})[spec.path] = spec.url
    return {app: dict(sorted(paths.items())) for app, paths in sorted(found.items())}


def api_root(call: Call) -> Response:
    """`/api/`: the apps and where they are."""
    with call.reading():
        apps = {app: f"{call.base}/api/{app}/" for app in [*_endpoints(), "plugins", "status"]}
        return json_answer(dict(sorted(apps.items())))


def app_root(call: Call) -> Response:
    """`/api/<app>/`: the models of an app and where they are."""
    app = call.path_parameters["app"]
    if app not in _endpoints():
        raise NotFound(f"There is no app {app!r}.{did_you_mean(app, _endpoints())}")
    with call.reading():
        return json_answer({path: f"{call.base}{url}" for path, url in _endpoints()[app].items()})


def status(call: Call) -> Response:
    """`/api/status/`: what runs here, with the keys that NetBox's clients read."""
    with call.reading() as found:
        return json_answer(
            {
                "django-version": None,
                "groundplan-version": __version__,
                "hostname": socket.gethostname(),
                "installed_apps": {},
                "netbox-full-version": NETBOX_VERSION,
                "netbox-version": NETBOX_VERSION,
                "plugins": {},
                "python-version": platform.python_version(),
                "rq-workers-running": 0,
                "serial": found.serial,
                "database": call.server.engine.dialect.name,
            }
        )


def installed_plugins(call: Call) -> Response:
    """`/api/plugins/installed-plugins/`: NetBox's plugins, of which there are none."""
    with call.reading():
        return json_answer([])


def alive(call: Call) -> Response:
    """`/healthz`: the process answers."""
    return json_answer({"status": "ok"})


def ready(call: Call) -> Response:
    """`/readyz`: the database answers, too."""
    with reading(call.server.engine) as connection:
        connection.exec_driver_sql("SELECT 1")
    return json_answer({"status": "ok"})


def missing(call: Call) -> Response:
    """Any other path. Reading without the slash at the end leads to where the slash is, as NetBox's clients expect."""
    if call.method in ("GET", "HEAD") and call.path.startswith("/api") and not call.path.endswith("/"):
        query = f"?{call.query_string}" if call.query_string else ""
        return Response(status_code=301, headers={"Location": f"{call.path}/{query}"})
    raise NotFound(f"There is nothing at {call.path}.")
