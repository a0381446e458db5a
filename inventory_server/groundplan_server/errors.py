"""Every refusal of the server, and the HTTP status it becomes.

Refused
├── Invalid             400  what was asked is wrong; carries every problem at once
├── NotAllowed          403  the caller may not do this (or did not say who they are)
├── NotFound            404  there is no such thing, or the caller may not see it
├── Conflict            409  the state of the data forbids it
│   ├── StillReferenced      something that would be left behind points at it
│   └── NoSpaceLeft          an allocator has nothing left to hand out
├── Stale               412  the object changed since the caller read it
├── TooLarge            413  the request is larger than the server takes
└── Unavailable         503  the database does not answer, is full, or is read-only
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

#: The field name of a problem that concerns the object as a whole (NetBox's name for it).
WHOLE = "__all__"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where (operation index, field path) and why, in a sentence."""

    message: str
    field: str = WHOLE
    index: int = 0
    #: 409 where nothing is wrong with the request but the state of the data forbids it.
    status: int = 400

    def __str__(self) -> str:
        return self.message if self.field == WHOLE else f"{self.field}: {self.message}"


class Refused(Exception):
    """The server will not do what was asked. The message is one sentence for the person who asked."""

    status = 400

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


class Invalid(Refused):
    """What was asked is wrong; `problems` lists everything that is, not only the first thing."""

    status = 400

    def __init__(self, problems: Sequence[Problem] | str) -> None:
        self.problems = [Problem(problems)] if isinstance(problems, str) else list(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems))
        # A conflict among mistakes is the lesser news.
        if self.problems and all(problem.status == 409 for problem in self.problems):
            self.status = 409


class NotAllowed(Refused):
    """The caller may not do this."""

    status = 403

    def __init__(self, message: str = "You do not have permission to perform this action.") -> None:
        super().__init__(message)


class NotFound(Refused):
    """There is no such thing, as far as the caller may know."""

    status = 404


class Conflict(Refused):
    """The state of the data forbids it."""

    status = 409


class StillReferenced(Conflict):
    """Something that would be left behind points at what was to be deleted; `reasons` says so for each object by id."""

    def __init__(self, message: str, reasons: Mapping[int, str]) -> None:
        super().__init__(message)
        self.reasons = reasons


class NoSpaceLeft(Conflict):
    """An allocator has nothing left to hand out."""

    def __init__(self, message: str = "Insufficient resources are available to satisfy the request.") -> None:
        super().__init__(message)


class Stale(Refused):
    """The object changed since the caller read it."""

    status = 412

    def __init__(self, message: str = "Precondition failed.") -> None:
        super().__init__(message)


class TooLarge(Refused):
    """The request is larger than the server takes."""

    status = 413


class Unavailable(Refused):
    """The database does not answer, is full, or takes no writes."""

    status = 503


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The tail of a refusal: the nearest valid names, if any is near."""
    near = get_close_matches(word, list(known), n=3, cutoff=0.6)
    return f" Did you mean {' or '.join(repr(name) for name in near)}?" if near else ""
