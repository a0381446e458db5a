"""What is measured: figures, each with its unit, its bar and whether it is met, and where they are measured."""

import itertools
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

import httpx2

from tests.benchmarks.databases import Fresh
from tests.benchmarks.serving import Served
from tests.server import Json


@dataclass(frozen=True)
class Figure:
    """One row of the table. Without a bar it only informs."""

    name: str
    value: float
    unit: str
    at_least: float | None = None
    at_most: float | None = None
    remark: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the bar is met, if there is one."""
        if self.at_least is not None:
            return self.value >= self.at_least
        if self.at_most is not None:
            return self.value <= self.at_most
        return None

    @property
    def bar(self) -> str:
        """The bar as people read it."""
        if self.at_least is not None:
            return f"≥ {self.at_least:,g}"
        return "" if self.at_most is None else f"≤ {self.at_most:,g}"


@dataclass
class Ground:
    """A server with a network in it, and all that a measure needs to ask it."""

    database: str
    url: str
    devices: int
    served: Served
    directory: Path
    #: Makes databases like the one that is measured, but empty.
    fresh: Fresh
    quick: bool = False
    #: Numbers that no object of the network has yet, for those that are to be written.
    _unused: Iterator[int] = field(default_factory=itertools.count)

    @property
    def client(self) -> httpx2.Client:
        """The superuser's."""
        return self.served.client

    @property
    def page(self) -> int:
        """The largest page there is."""
        return min(self.devices, 1000)

    @cached_property
    def sites(self) -> int:
        """How many sites there are."""
        return int(self.got("/api/dcim/sites/?brief=1&limit=1")["count"])

    def rounds(self, wanted: int) -> int:
        """How often to measure."""
        return max(2, wanted // 4) if self.quick else wanted

    def unused(self) -> int:
        """A number to name something new by."""
        return next(self._unused)

    def reading(self, paths: Iterable[str]) -> list[Callable[[], httpx2.Response]]:
        """A request for each path, to be timed."""
        return [partial(self.client.get, path) for path in paths]

    def got(self, path: str) -> Json:
        """The answer to a GET."""
        answer = self.client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:500]}"
        return answer.json()

    def made(self, path: str, body: Json) -> Json:
        """The answer to a POST that makes something."""
        answer = self.client.post(path, json=body)
        assert answer.status_code in (200, 201), f"{path}: {answer.status_code} {answer.text[:500]}"
        return answer.json()


Measure = Callable[[Ground], Iterable[Figure]]


@dataclass(frozen=True)
class Times:
    """How long each round took, in seconds, and how much of it the server computed."""

    seconds: Sequence[float]
    cpu: float

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def said(self) -> str:
        """What the median leaves out; on a busy machine the server's own time tells more."""
        return f"best {milliseconds(min(self.seconds))}, server computes {milliseconds(self.cpu)}"


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:,.{1 if seconds < 0.1 else 0}f} ms"


def timed(served: Served, rounds: Sequence[Callable[[], object]], warm: int = 1) -> Times:
    """Run each once, one after the other; the first ones are not counted."""
    for each in rounds[:warm]:
        each()
    before, seconds = served.cpu_seconds(), []
    for each in rounds[warm:]:
        start = time.perf_counter()
        each()
        seconds.append(time.perf_counter() - start)
    return Times(seconds, (served.cpu_seconds() - before) / len(seconds))
