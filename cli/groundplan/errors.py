"""Everything that can go wrong on this side of the wire, and the exit code it becomes.

Failure
├── WrongUsage      2  what was asked for cannot be understood: no such model, no such attribute, not a number
├── NoAnswer        3  nobody answered, or whoever did is no Groundplan
└── Refused         1  the server understood and said no; `status` is the HTTP status
    ├── Invalid            400  what was sent is wrong; `problems` lists everything that is
    ├── NotAllowed         403  the token may not do this, or there is none
    ├── NotFound           404  there is no such thing, as far as the token may know
    ├── Conflict           409  the state of the data forbids it
    ├── Stale              412  the object changed since it was read
    ├── TooLarge           413  the server takes no request of this size
    └── Unavailable        503  the server runs, its database does not
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

#: The field name of a problem that concerns an object, or a request, as a whole.
WHOLE = "__all__"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: in which operation (None: the request as a whole), where and why."""

    message: str
    field: str = WHOLE
    index: int | None = None

    def __str__(self) -> str:
        return self.message if self.field == WHOLE else f"{self.field}: {self.message}"


class Failure(Exception):
    """What was asked for was not done. The message is for the person who asked."""

    exit_code = 1

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class WrongUsage(Failure):
    """What was asked for cannot be understood."""

    exit_code = 2


class NoAnswer(Failure):
    """Nobody answered, or whoever did is no Groundplan."""

    exit_code = 3


class Refused(Failure):
    """The server understood the request and did not do it."""

    status = 400

    def __init__(self, message: str, problems: Sequence[Problem] = (), status: int | None = None) -> None:
        super().__init__(message)
        self.problems = list(problems)
        self.status = status or type(self).status


class Invalid(Refused):
    """What was sent is wrong; `problems` lists everything that is."""


class NotAllowed(Refused):
    """The token may not do this, or there is none."""

    status = 403


class NotFound(Refused):
    """There is no such thing, as far as the token may know."""

    status = 404


class Conflict(Refused):
    """The state of the data forbids it."""

    status = 409


class Stale(Refused):
    """The object changed since it was read."""

    status = 412


class TooLarge(Refused):
    """The server takes no request of this size."""

    status = 413


class Unavailable(Refused):
    """The server runs, its database does not."""

    status = 503


_BY_STATUS: dict[int, type[Refused]] = {
    kind.status: kind for kind in (Invalid, NotAllowed, NotFound, Conflict, Stale, TooLarge, Unavailable)
}


def refusal(status: int, body: Any) -> Refused:
    """The error that a refusing answer stands for."""
    problems = list(_problems(body))
    message = "\n".join(str(problem) for problem in problems) or f"The server answered with status {status}."
    return _BY_STATUS.get(status, Refused)(message, problems, status)


def _problems(body: Any) -> Iterable[Problem]:
    match body:
        case {"errors": [*errors]}:
            for error in errors:
                yield Problem(str(error.get("message", error)), error.get("field") or WHOLE, error.get("index"))
        case {"detail": message}:
            yield Problem(str(message))
        case dict():
            for field, messages in body.items():
                yield from (Problem(text, name) for name, text in _sentences(field, messages))
        case list():
            for index, entry in enumerate(body):
                for problem in _problems(entry):
                    yield Problem(problem.message, problem.field, index)
        case None | "":
            return
        case _:
            yield Problem(str(body))


def _sentences(field: str, messages: Any) -> Iterable[tuple[str, str]]:
    match messages:
        case dict():
            for name, inner in messages.items():
                yield from _sentences(f"{field}.{name}", inner)
        case list():
            for inner in messages:
                yield from _sentences(field, inner)
        case _:
            yield field, str(messages)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The tail of a refusal: the nearest valid names, if any is near."""
    near = get_close_matches(word, list(dict.fromkeys(known)), n=3, cutoff=0.6)
    return f" Did you mean {' or '.join(repr(name) for name in near)}?" if near else ""
