"""Which server, which token, which branch: from the call, the environment, or the last `groundplan login`."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import WrongUsage

#: Where `groundplan serve` listens unless told otherwise.
DEFAULT_URL = "http://127.0.0.1:8080"


@dataclass(frozen=True)
class Settings:
    """What a client needs to know before it can ask anything."""

    url: str
    token: str | None
    branch: str | None


def load(url: str | None = None, token: str | None = None, branch: str | None = None) -> Settings:
    """Settings; what the caller gives wins over the environment, and that over the last login."""
    logins = _read_logins()
    url = url or _variable("GROUNDPLAN_URL") or logins.get("current") or DEFAULT_URL
    url = normal(url)
    # A token belongs to the server that gave it: one stored for another server is never sent to this one.
    stored = logins.get("servers", {}).get(url, {}).get("token")
    return Settings(url, token or _variable("GROUNDPLAN_TOKEN") or stored, branch or _variable("GROUNDPLAN_BRANCH"))


def normal(url: str) -> str:
    """A server's URL as it is compared and stored: with a scheme, without `/api` or a slash at the end."""
    url = url.strip().rstrip("/")
    if "://" not in url:
        url = f"http://{url}"
    return url.removesuffix("/api").rstrip("/")


def remember(url: str, token: str) -> Path:
    """Keep a token for a server, readable by this user alone, and make that server the one that is asked."""
    logins = _read_logins()
    logins["current"] = normal(url)
    logins.setdefault("servers", {})[normal(url)] = {"token": token}
    file = login_file()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = file.with_suffix(".new")
    new.unlink(missing_ok=True)
    # Created with its mode: a file that is made first and restricted after can be opened in between.
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(logins, stream, indent=2)
    new.replace(file)
    return file


def login_file() -> Path:
    """Where logins are kept."""
    return config_directory() / "login.json"


def config_directory() -> Path:
    """The user's directory for settings of this command."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", Path.home())) / "groundplan"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "groundplan"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "groundplan"


def cache_directory() -> Path:
    """The user's directory for what can be fetched again."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "groundplan" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "groundplan"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "groundplan"


def _variable(name: str) -> str | None:
    """An environment variable, or the content of the file that its FILE__ sibling names."""
    if value := os.environ.get(name):
        return value
    if file := os.environ.get(f"FILE__{name}"):
        try:
            return Path(file).read_text(encoding="utf-8").strip() or None
        except OSError as error:
            raise WrongUsage(f"FILE__{name} names {file}, which cannot be read: {error.strerror}.") from error
    return None


def _read_logins() -> dict[str, Any]:
    try:
        logins = json.loads(login_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return logins if isinstance(logins, dict) else {}
