"""What the inventory plugin can be told, and under which names."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, cast, get_args

from nornir_groundplan.errors import WrongOption

Offline = Literal["fallback"] | bool
Platform = Literal["napalm", "netmiko", "scrapli", "slug"]

#: The names that users of nornir_netbox know.
ALIASES = {
    "nb_url": "url",
    "nb_token": "token",
    "filter_parameters": "filters",
}

#: What `filters` may not name, because the plugin asks for it by an option of its own.
RESERVED = {"vars": "vars", "group_by": "group_by", "interfaces": "interfaces", "vms": "include_vms"}


@dataclass(frozen=True, kw_only=True)
class Connection:
    """How to reach the server, as whom, and which state of it to read."""

    url: str = "http://127.0.0.1:8080"  # else GROUNDPLAN_URL
    token: str | None = None  # else GROUNDPLAN_TOKEN
    branch: str | None = None  # else GROUNDPLAN_BRANCH
    at: str | None = None  # a moment or a serial: the inventory as it was then
    ssl_verify: bool = True
    ca: str | None = None  # a file or folder of certificates to trust
    cert: str | None = None  # a file with the client's own certificate and key
    proxy: str | None = None  # else HTTPS_PROXY and its like
    timeout: float = 60.0  # seconds
    retries: int = 2  # after the first attempt


@dataclass(frozen=True, kw_only=True)
class Options:
    """What to ask for, and what to make of the answer."""

    connection: Connection = field(default_factory=Connection)
    filters: dict[str, Any] = field(default_factory=dict)  # as for devices; the server checks them
    group_by: tuple[str, ...] | None = None  # None: the server's choice
    vars: tuple[str, ...] | None = None  # None: the server's choice
    interfaces: bool = False
    include_vms: bool = False
    platform: Platform = "napalm"  # whose name for the platform becomes host.platform
    flatten_custom_fields: bool = False
    cache: Path | None = None  # the file that keeps the last answer
    offline: Offline = False  # True: do not ask, read the cache; "fallback": read it if nobody answers
    defaults_file: Path = Path("defaults.yaml")
    group_file: Path = Path("groups.yaml")

    @property
    def question(self) -> list[tuple[str, str]]:
        """The query of the one request."""
        query = [(name, word) for name, value in self.filters.items() for word in words(value)]
        if self.group_by is not None:
            query.append(("group_by", ",".join(self.group_by)))
        if self.vars is not None:
            query.append(("vars", ",".join(self.vars)))
        if self.interfaces:
            query.append(("interfaces", "true"))
        if self.include_vms:
            query.append(("vms", "true"))
        return query

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Options:
        """Options from a Nornir configuration; what it leaves out comes from the environment or stays as it is."""
        values = platform_option(unaliased({name: value for name, value in given.items() if value is not None}))
        how = {f.name for f in fields(Connection)}
        what = {f.name for f in fields(cls)} - {"connection"}
        for name in values.keys() - how - what:
            near = get_close_matches(name, [*how, *what, *ALIASES], n=1)
            raise WrongOption(f"There is no option {name!r}" + (f"; did you mean {near[0]!r}?" if near else "."))
        for name in ("cache", "defaults_file", "group_file"):
            if name in values:
                values[name] = Path(values[name]).expanduser()
        for name in ("group_by", "vars"):
            if name in values:
                values[name] = tuple(values[name].split(",") if isinstance(values[name], str) else values[name])
        check(values)
        connection = connection_from({name: value for name, value in values.items() if name in how})
        return cls(connection=connection, **{name: value for name, value in values.items() if name in what})


def unaliased(given: Mapping[str, Any]) -> dict[str, Any]:
    """The options under our names."""
    values: dict[str, Any] = {}
    for name, value in given.items():
        ours = ALIASES.get(name, name)
        if ours in values:
            raise WrongOption(f"{ours!r} is given twice, the second time as {name!r}.")
        values[ours] = value
    return values


def platform_option(values: dict[str, Any]) -> dict[str, Any]:
    """Turns nornir_netbox's two switches for the platform into our one option."""
    slug, napalm = values.pop("use_platform_slug", False), values.pop("use_platform_napalm_driver", False)
    if slug and napalm:
        raise WrongOption("Only one of use_platform_slug and use_platform_napalm_driver can be true.")
    if slug or napalm:
        ours = "slug" if slug else "napalm"
        if values.setdefault("platform", ours) != ours:
            raise WrongOption(f"'platform' says {values['platform']!r}, use_platform_… says {ours!r}.")
    return values


def check(values: Mapping[str, Any]) -> None:
    """Refuses values that would only fail later, and less clearly."""
    if not isinstance(values.get("filters", {}), Mapping):
        raise WrongOption("'filters' is a mapping, such as {'site': 'ams1'}.")
    for name in values.get("filters", {}):
        if name in RESERVED:
            raise WrongOption(f"{name!r} is no filter; use the option {RESERVED[name]!r}.")
    if (platform := values.get("platform", "napalm")) not in get_args(Platform):
        raise WrongOption(f"'platform' is one of {', '.join(get_args(Platform))}; not {platform!r}.")
    if values.get("offline", False) not in (True, False, "fallback"):
        raise WrongOption(f"'offline' is true, false or 'fallback'; not {values['offline']!r}.")
    if values.get("offline") and "cache" not in values:
        raise WrongOption("'offline' needs 'cache': the file that keeps the last answer.")


def connection_from(values: dict[str, Any]) -> Connection:
    """The connection that these options and the environment describe."""
    for name in ("url", "token", "branch"):
        if found := values.get(name) or os.environ.get(f"GROUNDPLAN_{name.upper()}"):
            values[name] = found
    if "url" in values:
        values["url"] = values["url"].rstrip("/")
    verify = values.get("ssl_verify")
    if isinstance(verify, str):  # as in nornir_netbox: the file to trust
        values["ssl_verify"] = True
        values.setdefault("ca", verify)
    for name in ("at", "ca", "cert"):
        if name in values:
            value = values[name]
            values[name] = value.isoformat() if isinstance(value, date) else str(value)
    return Connection(**values)


def words(value: Any) -> list[str]:
    """A filter's value as the words of a query."""
    if isinstance(value, (list, tuple, set)):
        return [word for each in cast("list[Any]", value) for word in words(each)]
    if value is None:
        return ["null"]
    return [str(value).lower() if isinstance(value, bool) else str(value)]
