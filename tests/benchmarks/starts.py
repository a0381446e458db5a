"""Starting: the server on an empty and on a used database, what it holds in memory, and the command line."""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from statistics import median

from tests.benchmarks.figures import Figure, Ground
from tests.benchmarks.serving import environment, groundplan, program

ANSWER = 4.0  # seconds
MEMORY = 200  # megabytes
HELP = 0.5  # seconds


def first_start(ground: Ground) -> Iterator[Figure]:
    """On an empty database: tables and the first administrator are made."""
    seconds = []
    for _ in range(ground.rounds(4)):
        with ground.fresh() as url, groundplan(url) as served:
            seconds.append(served.seconds_to_answer)
    yield Figure(
        "first start to first answer", median(seconds), "s", at_most=ANSWER, remark=f"best {min(seconds):.2f} s"
    )


def start(ground: Ground) -> Iterator[Figure]:
    """On the database with the network."""
    seconds, computes, memory = [], [], []
    for _ in range(ground.rounds(5)):
        with groundplan(ground.url) as served:
            seconds.append(served.seconds_to_answer)
            computes.append(served.cpu_seconds())
            time.sleep(0.5)
            memory.append(served.megabytes())
    remark = f"best {min(seconds):.2f} s, computes {min(computes):.2f} s"
    yield Figure("start to first answer", median(seconds), "s", at_most=ANSWER, remark=remark)
    yield Figure("memory, idle", median(memory), "MB", at_most=MEMORY)


def memory(ground: Ground) -> Iterator[Figure]:
    """What the server that was asked everything holds."""
    remark = f"{ground.served.megabytes():.0f} MB at the end"
    yield Figure("memory, most", ground.served.megabytes("VmHWM"), "MB", remark=remark)


def command_line() -> Iterator[Figure]:
    """`groundplan --help` beside a Python that does nothing, turn by turn."""
    commands = {"python": [sys.executable, "-c", "pass"], "help": [program("groundplan"), "--help"]}
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(6):
        for name, command in commands.items():
            took = _seconds(command)
            if turn:
                seconds[name].append(took)
    more = median(seconds["help"]) - median(seconds["python"])
    remark = f"{median(seconds['help']):.2f} s, python {median(seconds['python']):.2f} s"
    yield Figure("groundplan --help", more, "s more than python", at_most=HELP, remark=remark)


def _seconds(command: Sequence[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, env=environment(), stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun


MEASURES = (first_start, start, memory)
