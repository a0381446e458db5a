"""The typed client: every request of this distribution is built here."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias
from urllib.parse import parse_qs, urlsplit

import httpx2

from . import settings
from .answers import Commit, Object, commit
from .catalog import Catalog, Model
from .errors import NoAnswer, NotFound, Refused, WrongUsage, refusal
from .shelf import Shelf

Filters: TypeAlias = Mapping[str, Any]
Objects: TypeAlias = list[Object]

#: As many objects as the server gives at once.
PAGE = 1000
#: Statuses by which a proxy says that no server stands behind it.
NOBODY = (502, 504)


class Client:
    """A Groundplan server, as one token sees it.

    Args:
        url: The server; without it, GROUNDPLAN_URL, the last login, or http://127.0.0.1:8080.
        token: The token; without it, GROUNDPLAN_TOKEN or the one stored for that server.
        branch: Read and write this branch instead of main; without it, GROUNDPLAN_BRANCH.
        at: Read the past: a serial or a time.
        timeout: How many seconds an answer may take; finding the server may take 5.
        shelf: Where the catalog is kept between runs; without it, it is fetched once for each client.
        transport: What carries the requests; for tests and unusual networks.
    """

    def __init__(
        self,
        url: str | None = None,
        token: str | None = None,
        *,
        branch: str | None = None,
        at: str | int | None = None,
        timeout: float = 120,
        shelf: Shelf | None = None,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        known = settings.load(url, token, branch)
        self.url, self.token, self.branch = known.url, known.token, known.branch
        self.at = None if at is None else str(at)
        self._shelf = shelf or Shelf(None)
        self._catalog: Catalog | None = None
        self._http = httpx2.Client(timeout=httpx2.Timeout(timeout, connect=5), transport=transport)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def on(self, *, branch: str | None = None, at: str | int | None = None) -> Client:
        """A client of the same server that looks at a branch or at the past. It shares this one's connections."""
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__, branch=branch, at=None if at is None else str(at), _catalog=None)
        return other

    # One request builder; everything below is a use of it.

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Filters | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx2.Response:
        """Any request. Raises Refused for what the server refuses, NoAnswer where none answers."""
        url = f"{self.url}{path}"
        sent = {"Accept": "application/json", "X-Groundplan-Strict": "true"}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        if self.branch:
            sent["X-Groundplan-Branch"] = self.branch
        if self.at:
            sent["X-Groundplan-At"] = self.at
        sent.update(headers or {})
        try:
            request = self._http.build_request(method, url, params=_flat(params), json=body, headers=sent)
            answer = self._send(request)
        except httpx2.TimeoutException as error:
            raise NoAnswer(f"{self.url} did not answer in time.") from error
        except (httpx2.RequestError, httpx2.InvalidURL) as error:
            raise NoAnswer(f"{self.url} cannot be reached: {error}.") from error
        if answer.is_success or answer.status_code == 304:
            return answer
        raise self._failure(answer)

    def _send(self, request: httpx2.Request) -> httpx2.Response:
        try:
            return self._http.send(request)
        except (httpx2.RemoteProtocolError, httpx2.ReadError, httpx2.WriteError):
            # A kept connection that the server has just closed looks like this. Asking again is safe where asking
            # twice does no more than asking once.
            if request.method != "GET" and "Idempotency-Key" not in request.headers:
                raise
            return self._http.send(request)

    def _failure(self, answer: httpx2.Response) -> Exception:
        try:
            body = answer.json()
        except ValueError:
            body = None
        if answer.status_code in NOBODY or answer.is_redirect or (body is None and answer.status_code == 404):
            return NoAnswer(f"{answer.request.url} does not answer like a Groundplan (status {answer.status_code}).")
        error = refusal(answer.status_code, body)
        if answer.status_code in (401, 403) and not self.token:
            advice = f"{error.message} Log in with `groundplan login {self.url}`."
            return type(error)(advice, error.problems, error.status)
        return error

    def _json(self, answer: httpx2.Response) -> Any:
        try:
            return answer.json()
        except ValueError as error:
            raise NoAnswer(f"{answer.request.url} does not answer like a Groundplan.") from error

    # What there is.

    def catalog(self) -> Catalog:
        """The models this server knows. Kept, and only fetched again when it changed."""
        if self._catalog is None:
            etag, document = self._shelf.read(f"catalog {self.url}")
            answer = self.request("GET", "/api/catalog/", headers={"If-None-Match": etag} if etag else None)
            if answer.status_code != 304:
                document = self._json(answer)
                self._shelf.write(f"catalog {self.url}", answer.headers.get("ETag", ""), document)
            self._catalog = Catalog(document)
        return self._catalog

    def last_catalog(self) -> Catalog:
        """The catalog as it was last seen; asks the server only if it never was. For when an answer must be quick."""
        _, document = self._shelf.read(f"catalog {self.url}")
        return Catalog(document) if document else self.catalog()

    def model(self, name: str | Model) -> Model:
        """A model by any of its names."""
        return name if isinstance(name, Model) else self.catalog().model(name)

    def status(self) -> Object:
        """Versions, and that the server is there."""
        status: Object = self._json(self.request("GET", "/api/status/"))
        return status

    # Reading.

    def page(self, path: str, filters: Filters | None = None) -> Object:
        """One page of a list, by path."""
        page: Object = self._json(self.request("GET", path, params=filters))
        return page

    def pages(self, path: str, filters: Filters | None = None) -> Iterator[Objects]:
        """Every page of a list, by path; follows `next`."""
        filters = dict(filters or {})
        while True:
            page = self.page(path, filters)
            yield page["results"]
            if not page.get("next"):
                return
            # Of `next`, only the query: its host is the server's idea of itself, which a proxy may not share.
            filters = dict(parse_qs(urlsplit(page["next"]).query, keep_blank_values=True))

    def list(
        self, model: str | Model, filters: Filters | None = None, *, ordering: str | None = None
    ) -> Iterator[Object]:
        """Every object that the filters leave, page by page.

        Args:
            model: Any name of the model.
            filters: Names and values as the catalog lists them; a list of values means "any of".
            ordering: Attributes to sort by. Without it, objects come by id through a cursor, which neither skips nor
                repeats objects while others write.
        """
        found = self.model(model)
        paging = {"ordering": ordering, "limit": PAGE} if ordering is not None else {"start": 0, "limit": PAGE}
        for page in self.pages(found.url, {**paging, **(filters or {})}):
            yield from page

    def get(self, model: str | Model, key: int | str) -> Object:
        """One object by id or natural key. Raises NotFound, or Refused that names all that it could be."""
        found = self.model(model)
        text = str(key)
        if text.isdigit():
            try:
                one: Object = self._json(self.request("GET", f"{found.url}{text}/"))
                return one
            except NotFound:
                if isinstance(key, int):
                    raise
        matches: Objects = self.page(found.url, {"key": text, "limit": 10})["results"]
        if not matches:
            raise NotFound(f"There is no {found.label} {text!r}.")
        if len(matches) > 1:
            could_be = ", ".join(f"{match['display']} (id {match['id']})" for match in matches)
            raise Refused(f"{text!r} could be any of several {found.plural}: {could_be}. Say which by its id.")
        return matches[0]

    def inventory(self, filters: Filters | None = None) -> Object:
        """Hosts, groups and variables for automation; filters are those of devices, and `vars`, `group_by`…"""
        answer: Object = self._json(self.request("GET", "/api/inventory/", params=filters))
        return answer

    # Writing.

    def create(self, model: str | Model, data: Mapping[str, Any], *, message: str = "") -> Object:
        """A new object."""
        url = self.model(model).url
        created: Object = self._json(self.request("POST", url, body=_with_message(data, message)))
        return created

    def update(self, model: str | Model, key: int | str, data: Mapping[str, Any], *, message: str = "") -> Object:
        """Change what `data` names, leave the rest."""
        found = self.model(model)
        url = f"{found.url}{self._id(found, key)}/"
        updated: Object = self._json(self.request("PATCH", url, body=_with_message(data, message)))
        return updated

    def delete(self, model: str | Model, key: int | str, *, message: str = "") -> None:
        """Delete an object. Raises Conflict where something still needs it."""
        found = self.model(model)
        body = {"changelog_message": message} if message else None
        self.request("DELETE", f"{found.url}{self._id(found, key)}/", body=body)

    def operations(
        self,
        operations: Sequence[Mapping[str, Any]],
        *,
        message: str = "",
        dry_run: bool = False,
        changes: bool = True,
        options: Mapping[str, Any] | None = None,
    ) -> Commit:
        """A list of operations, all or nothing. Raises Invalid that carries every problem with its index.

        Args:
            operations: `{"op": "create|update|delete|upsert", "model": …, "key": …, "data": {…}}` each.
            message: Why, for the history.
            dry_run: Do nothing, and answer what would be done.
            changes: Answer with the changes, not only with one result for each operation.
            options: What else the server takes, for example `{"components": False}`.
        """
        body = {"message": message, "dry_run": dry_run, "changes": changes, "operations": list(operations)}
        if options:
            body["options"] = dict(options)
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        return commit(self._json(self.request("POST", "/api/operations/", body=body, headers=headers)))

    def action(
        self,
        model: str | Model,
        key: int | str,
        name: str,
        options: Any = None,
        *,
        write: bool | None = None,
        dry_run: bool = False,
        accept: str = "application/json",
    ) -> Any:
        """Ask something of one object: JSON, or text where the answer is a document.

        Args:
            model: Any name of the model.
            key: The object's id or natural key.
            name: The action's name, for example `available-ips`.
            options: The action's options; a list where it takes many at once.
            write: Do it rather than look; needed only for actions that can be both.
            dry_run: Answer what would change.
            accept: The media type wanted.
        """
        found = self.model(model)
        action = found.action(name)
        posts = not action.reads if write is None else write or not action.reads
        if posts and not action.posted:
            raise WrongUsage(f"{action.name} of a {found.label} can only be looked at.")
        path = f"{found.url}{self._id(found, key)}/{action.name}/"
        headers = {"Accept": accept}
        if posts:
            params = {"dry_run": "true"} if dry_run and action.writes else None
            answer = self.request("POST", path, params=params, body={} if options is None else options, headers=headers)
        else:
            answer = self.request("GET", path, params=options, headers=headers)
        return self._json(answer) if "json" in answer.headers.get("Content-Type", "") else answer.text

    def _id(self, model: Model, key: int | str) -> int:
        return key if isinstance(key, int) else int(self.get(model, key)["id"])


def _with_message(data: Mapping[str, Any], message: str) -> Object:
    return {**data, "changelog_message": message} if message else dict(data)


def _flat(params: Filters | None) -> Any:
    """Query parameters as the server reads them: repeated for several values, `null` and `true` in its words."""
    if not params:
        return None
    return [(name, _word(value)) for name, values in params.items() for value in _each(values)]


def _each(values: Any) -> Iterable[Any]:
    return values if isinstance(values, list | tuple | set) else (values,)


def _word(value: Any) -> str:
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)
