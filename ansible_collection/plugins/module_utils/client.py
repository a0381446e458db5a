"""The HTTP side of every plugin of this collection: Ansible's own, and nothing else.

GroundplanError
├── NoAnswer   no Groundplan server answers at that address
└── Refused    the server answered that it will not; carries its status and what it said
"""

from __future__ import annotations

import json
import time
import uuid
from ssl import SSLError
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qsl, urlencode, urlsplit

from ansible.module_utils.basic import env_fallback
from ansible.module_utils.urls import Request, make_context

#: What a server that is starting, full or behind a restarting proxy answers; worth another try.
BUSY = (429, 502, 503, 504)
PAGE = 1000

#: The options of every module; plugins of the controller document the same ones.
ARGUMENTS = {
    "url": {"type": "str", "default": "http://127.0.0.1:8080", "fallback": (env_fallback, ["GROUNDPLAN_URL"])},
    "token": {"type": "str", "no_log": True, "fallback": (env_fallback, ["GROUNDPLAN_TOKEN"])},
    "branch": {"type": "str", "fallback": (env_fallback, ["GROUNDPLAN_BRANCH"])},
    "validate_certs": {"type": "bool", "default": True},
    "ca_path": {"type": "path"},
    "client_cert": {"type": "path"},
    "client_key": {"type": "path"},
    "use_proxy": {"type": "bool", "default": True},
    "timeout": {"type": "int", "default": 60},
    "retries": {"type": "int", "default": 2},
}

#: The options that make a client, for whoever reads them one by one.
CONNECTION = (*ARGUMENTS, "at")


class GroundplanError(Exception):
    """What every error of this file is; its text is for the person who runs the play."""


class NoAnswer(GroundplanError):
    """No Groundplan server answers at that address."""


class Refused(GroundplanError):
    """The server answered that it will not."""

    def __init__(self, url, status, body):
        said = " ".join(sentences(body)) or "it did not say why."
        super().__init__(f"{url} refused ({status}): {said}")
        self.status = status
        self.body = body


class Answer:
    """A good answer: 200, or 304 if what the caller has still holds."""

    def __init__(self, status, headers, content):
        self.status = status
        self.etag = headers.get("ETag", "")
        self.content = content

    def json(self):
        return json.loads(self.content)


class Client:
    """Speaks to one server."""

    def __init__(
        self, url, token=None, branch=None, at=None, timeout=60, retries=2, use_proxy=True, ca_path=None, **tls
    ):
        self.url = url.rstrip("/")
        self.retries = retries
        headers = {"Accept": "application/json", "X-Groundplan-Strict": "true"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if branch:
            headers["X-Groundplan-Branch"] = str(branch)
        if at:
            headers["X-Groundplan-At"] = str(at)
        self.http = Request(
            headers=headers,
            unredirected_headers=["Authorization"],
            timeout=timeout,
            use_proxy=use_proxy,
            use_netrc=False,  # it would replace our token
            http_agent="ansible-groundplan.core",
            context=make_context(cafile=ca_path, **tls),  # once, since it takes longer than a request
        )

    def get(self, path, query=(), etag=None):
        extra = {"If-None-Match": etag} if etag else {}
        return self.send("GET", f"{path}?{urlencode(list(query))}" if query else path, headers=extra)

    def post(self, path, body, accept="application/json"):
        """Sends a body; with a key, so that a second try can do no second harm."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4()), "Accept": accept}
        return self.send("POST", path, data=json.dumps(body), headers=headers)

    def pages(self, path, query):
        """All results of a list, whatever address the server believes to have."""
        query = [*query, *([] if any(name == "limit" for name, _ in query) else [("limit", PAGE)])]
        while query:
            page = self.get(path, query).json()
            yield from page["results"]
            query = parse_qsl(urlsplit(page["next"]).query, keep_blank_values=True) if page["next"] else []

    def send(self, method, path, headers, data=None):
        """Sends until somebody answers or the tries are used up."""
        url = f"{self.url}/api/{path}"
        for attempt in range(self.retries + 1):
            if attempt:
                time.sleep(0.1 * 2**attempt)
            try:
                response = self.http.open(method, url, data=data, headers=headers)
                return Answer(response.status, response.headers, response.read())
            except HTTPError as refusal:
                if refusal.code == 304:
                    return Answer(304, refusal.headers, b"")
                if refusal.code not in BUSY:
                    raise refused(url, refusal) from None
                reason = f"it is busy or starting ({refusal.code})"
            except (URLError, SSLError, OSError) as failure:
                reason = getattr(failure, "reason", failure) or type(failure).__name__
        raise NoAnswer(f"{self.url} does not answer: {reason}.")


def refused(url, answer):
    """The error that an answer stands for."""
    url = url.partition("?")[0]
    try:
        return Refused(url, answer.code, json.loads(answer.read()))
    except ValueError:
        what = "fails; its log says why" if answer.code >= 500 else "is no part of a Groundplan server"
        return NoAnswer(f"{url} {what} ({answer.code}).")


def sentences(body, field=""):
    """The reasons in an error's body, whatever its shape, each with the field that it concerns."""
    if isinstance(body, dict) and "message" in body:
        yield from sentences(body["message"], body.get("field", "").replace("__all__", ""))
    elif isinstance(body, dict):
        for key, value in body.items():
            whole = key in ("detail", "error", "errors", "__all__", "non_field_errors")
            yield from sentences(value, field if whole else f"{field}.{key}".strip("."))
    elif isinstance(body, list):
        for value in body:
            yield from sentences(value, field)
    else:
        yield f"{field}: {body}" if field else str(body)


def query_of(filters):
    """Filters as the pairs of a query."""
    return [(name, word) for name, value in filters.items() for word in words(value)]


def words(value):
    if isinstance(value, (list, tuple)):
        return [word for each in value for word in words(each)]
    if value is None:
        return ["null"]
    return [str(value).lower() if isinstance(value, bool) else str(value)]
