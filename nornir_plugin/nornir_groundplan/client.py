"""The few requests that this plugin sends."""

from __future__ import annotations

import json
import ssl
import time
import weakref
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import httpx2

from nornir_groundplan import __version__
from nornir_groundplan.errors import NoAnswer, NoTemplate, Refused, WrongOption, sentences
from nornir_groundplan.options import Connection

#: What a server that is starting, full or behind a restarting proxy answers; worth another try.
BUSY = frozenset({429, 502, 503, 504})
FIRST_PAUSE = 0.2  # seconds; doubled for every further try


class Client:
    """Speaks to one server; may be shared by threads."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.http = httpx2.Client(
            base_url=connection.url,
            headers=headers(connection),
            timeout=connection.timeout,
            proxy=connection.proxy,
            verify=trust(connection),
            follow_redirects=True,
        )
        self.close = weakref.finalize(self, self.http.close)  # at the latest with the client or the process

    def inventory(self, query: Sequence[tuple[str, str]], etag: str | None = None) -> httpx2.Response:
        """The inventory, or a 304 without it if the answer with that ETag still holds."""
        extra = {"If-None-Match": etag} if etag else {}
        return self.send("GET", "api/inventory/", params=httpx2.QueryParams(tuple(query)), headers=extra)

    def rendered(self, path: str) -> str:
        """The text that the server renders for the device or machine at that path."""
        return self.send("POST", f"api/{path}/render-config/", json={}, headers={"Accept": "text/plain"}).text

    def send(self, method: str, path: str, **request: Any) -> httpx2.Response:
        """Sends until somebody answers or the tries are used up; raises unless the answer is good."""
        pause = FIRST_PAUSE
        for tries_left in reversed(range(self.connection.retries + 1)):
            try:
                answer = self.http.request(method, path, **request)
            except (httpx2.TransportError, httpx2.InvalidURL) as reason:
                failure = f"{self.connection.url} does not answer: {reason or type(reason).__name__}"
            else:
                if answer.status_code not in BUSY:
                    return judged(answer)
                failure = f"{self.connection.url} does not answer: it is busy or starting ({answer.status_code})."
            if tries_left:
                time.sleep(pause)
                pause *= 2
        raise NoAnswer(failure)


@lru_cache(maxsize=8)
def shared(connection: Connection) -> Client:
    """One client for all hosts of a run, so that they share connections; lives as long as the process."""
    return Client(connection)


def headers(connection: Connection) -> Mapping[str, str]:
    """What every request says."""
    said = {
        "Accept": "application/json",
        "User-Agent": f"nornir-groundplan/{__version__}",
        "X-Groundplan-Strict": "true",
    }
    if connection.token:
        said["Authorization"] = f"Bearer {connection.token}"
    if connection.branch:
        said["X-Groundplan-Branch"] = connection.branch
    if connection.at:
        said["X-Groundplan-At"] = connection.at
    return said


def trust(connection: Connection) -> ssl.SSLContext | bool:
    """Whose certificates to accept, and our own."""
    if not connection.url.startswith("https"):
        return False  # loading certificates takes a tenth of a second
    if connection.ca is None and connection.cert is None:
        return connection.ssl_verify
    folder = connection.ca if connection.ca and Path(connection.ca).is_dir() else None
    try:
        context = ssl.create_default_context(cafile=None if folder else connection.ca, capath=folder)
        if connection.cert is not None:
            context.load_cert_chain(connection.cert)
    except OSError as reason:  # also what is wrong inside the files
        raise WrongOption(f"'ca' or 'cert' is of no use: {reason}") from reason
    if not connection.ssl_verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def judged(answer: httpx2.Response) -> httpx2.Response:
    """The answer if it is one, else the error that it stands for."""
    status, url = answer.status_code, str(answer.request.url.copy_with(query=None))
    if answer.is_success or status == httpx2.codes.NOT_MODIFIED:
        return answer
    try:
        said = list(sentences(json.loads(answer.content)))
    except ValueError:
        what = "fails; its log says why" if answer.is_server_error else "is no part of a Groundplan server"
        raise NoAnswer(f"{url} {what} ({status}).") from None
    if status == httpx2.codes.BAD_REQUEST and any("no config template" in sentence.lower() for sentence in said):
        raise NoTemplate(url, status, said)
    raise Refused(url, status, said)
