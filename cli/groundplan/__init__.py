"""Groundplan from a terminal or a program: a typed client and the `groundplan` command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .answers import Change, Commit, Object, Result
    from .catalog import Action, Attribute, Catalog, Choice, Model
    from .client import Client
    from .errors import (
        Conflict,
        Failure,
        Invalid,
        NoAnswer,
        NotAllowed,
        NotFound,
        Problem,
        Refused,
        Stale,
        TooLarge,
        Unavailable,
        WrongUsage,
    )

__version__ = "0.1.0"

__all__ = [
    "Action",
    "Attribute",
    "Catalog",
    "Change",
    "Choice",
    "Client",
    "Commit",
    "Conflict",
    "Failure",
    "Invalid",
    "Model",
    "NoAnswer",
    "NotAllowed",
    "NotFound",
    "Object",
    "Problem",
    "Refused",
    "Result",
    "Stale",
    "TooLarge",
    "Unavailable",
    "WrongUsage",
]

_HOMES = {
    "answers": ("Change", "Commit", "Object", "Result"),
    "catalog": ("Action", "Attribute", "Catalog", "Choice", "Model"),
    "client": ("Client",),
}


def __getattr__(name: str) -> Any:
    """Public names, imported when first used: the command must start without loading an HTTP client."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    home = next((home for home, names in _HOMES.items() if name in names), "errors")
    return getattr(import_module(f".{home}", __name__), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
