"""Everything that this plugin raises.

GroundplanError
├── WrongOption      an option of the plugin is unknown, missing or contradicts another one
├── NoAnswer         no Groundplan server answers at that address, and there is no answer to fall back on
└── Refused          the server answered that it will not; carries its status and its sentences
    └── NoTemplate   no configuration template applies to the device
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any


class GroundplanError(Exception):
    """What every error of this plugin is."""


class WrongOption(GroundplanError, ValueError):
    """An option of the plugin is unknown, missing or contradicts another one."""


class NoAnswer(GroundplanError):
    """No Groundplan server answers at that address."""


class Refused(GroundplanError):
    """The server answered that it will not; `status` is HTTP's, `sentences` are the server's reasons."""

    def __init__(self, url: str, status: int, sentences: Sequence[str]) -> None:
        super().__init__(f"{url} refused ({status}): {' '.join(sentences) or 'it did not say why.'}")
        self.url = url
        self.status = status
        self.sentences = list(sentences)


class NoTemplate(Refused):
    """No configuration template applies to the device."""


def sentences(body: Any, field: str = "") -> Iterator[str]:
    """The reasons in an error's body, whatever its shape, each with the field that it concerns."""
    if isinstance(body, dict):
        for key, value in body.items():
            whole = key in ("detail", "error", "__all__", "non_field_errors")
            yield from sentences(value, field if whole else f"{field}.{key}".strip("."))
    elif isinstance(body, list):
        for value in body:
            yield from sentences(value, field)
    else:
        yield f"{field}: {body}" if field else str(body)
