"""Where another system's objects come from: a directory of exported files, or a NetBox that answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from groundplan.errors import Failure, NoAnswer, NotAllowed, refusal

Record = dict[str, Any]


class Source(Protocol):
    """Objects by endpoint, `dcim/sites`, each as NetBox's REST API shows it."""

    name: str

    def counts(self) -> dict[str, int]:
        """Every endpoint there is, and how many objects it holds."""

    def objects(self, endpoint: str) -> Iterator[Record]:
        """All objects of an endpoint."""

    def close(self) -> None:
        """Give back what reading it took."""


class Directory:
    """`<app>/<endpoint>.json` or `.yaml`, each a list of objects; what `groundplan export` writes, too."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._files = {
            f"{file.parent.name}/{file.stem}": file
            for file in sorted(path.glob("*/*"))
            if file.suffix in (".json", ".yaml", ".yml")
        }
        self._read: dict[str, list[Record]] = {}
        if not self._files:
            raise Failure(f"{path} holds no files like dcim/sites.json.")

    def counts(self) -> dict[str, int]:
        return {endpoint: len(self._records(endpoint)) for endpoint in self._files}

    def objects(self, endpoint: str) -> Iterator[Record]:
        yield from self._records(endpoint)

    def close(self) -> None:
        self._read.clear()

    def _records(self, endpoint: str) -> list[Record]:
        if endpoint not in self._read:
            self._read[endpoint] = _list_in(self._files[endpoint])
        return self._read[endpoint]


def _list_in(file: Path) -> list[Record]:
    import yaml

    try:
        text = file.read_text(encoding="utf-8")
        if file.suffix == ".json":
            document = json.loads(text)
        else:
            document = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise Failure(f"{file} cannot be read: {' '.join(str(error).split())}.") from error
    if isinstance(document, dict) and isinstance(document.get("results"), list):
        document = document["results"]
    if not isinstance(document, list):
        # Some endpoints serve an object (`plugins/installed-plugins` a list of no objects); there is nothing to take.
        return []
    return [record for record in document if isinstance(record, dict) and "id" in record]


#: Expensive to serve, and worked out anew by whoever reads it.
EXCLUDE = {"dcim/devices": "config_context", "virtualization/virtual-machines": "config_context"}
#: Entries of an API's root that are no apps.
NO_APPS = ("status", "schema", "authentication-check", "plugins", "graphql")


class Live:
    """A NetBox that answers, read page by page through its REST API."""

    def __init__(self, url: str, token: str, *, transport: Any = None) -> None:
        import httpx2

        self.name = url = url.rstrip("/").removesuffix("/api")
        scheme = "Bearer" if token.startswith("nbt_") else "Token"
        self._http = httpx2.Client(
            base_url=f"{url}/api/",
            headers={"Authorization": f"{scheme} {token}", "Accept": "application/json"},
            timeout=httpx2.Timeout(120, connect=5),
            follow_redirects=True,
            transport=transport,
        )

    def close(self) -> None:
        self._http.close()

    def counts(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for app in self._get(""):
            if app in NO_APPS:
                continue
            for path in self._get(f"{app}/"):
                endpoint = f"{app}/{path}"
                try:
                    page = self._get(f"{endpoint}/", limit=1, brief=1)
                except Failure:
                    # What this token may not see, or what is no list (`users/config`), is not there for us.
                    continue
                if isinstance(page, dict) and isinstance(page.get("count"), int):
                    found[endpoint] = page["count"]
        return found

    def objects(self, endpoint: str) -> Iterator[Record]:
        query: dict[str, Any] = {"limit": 1000, "offset": 0, "ordering": "id"}
        if endpoint in EXCLUDE:
            query["exclude"] = EXCLUDE[endpoint]
        while True:
            page = self._get(f"{endpoint}/", **query)
            yield from page["results"]
            query["offset"] += len(page["results"])
            if not page.get("next") or not page["results"]:
                return

    def _get(self, path: str, **query: Any) -> Any:
        import httpx2

        try:
            answer = self._http.get(path, params=query)
        except httpx2.HTTPError as error:
            raise NoAnswer(f"{self.name} cannot be reached: {error}.") from error
        try:
            body = answer.json()
        except ValueError:
            raise NoAnswer(f"{answer.request.url} does not answer like a NetBox.") from None
        if answer.status_code in (401, 403) and path == "":
            raise NotAllowed(f"{self.name} does not accept this token: {refusal(answer.status_code, body).message}")
        if not answer.is_success:
            raise refusal(answer.status_code, body)
        return body
