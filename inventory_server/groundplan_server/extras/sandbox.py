"""The process in which templates run: it knows nothing but the text and plain data it is sent, and may be killed.

Run as `python -m groundplan_server.extras.sandbox`: one JSON request a line on standard input, one JSON answer a line
on standard output. Jinja's sandbox keeps templates away from Python's insides; the process's own limits on time and
memory hold against everything else a template can do (endless loops, huge strings and numbers), which no check inside
the interpreter can promise.
"""

from __future__ import annotations

import json
import re
import signal
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

import jinja2
import yaml
from jinja2.sandbox import ImmutableSandboxedEnvironment
from netaddr import AddrFormatError, IPNetwork

#: What `environment_params` may set, and of which type.
PARAMS: dict[str, type] = {
    "autoescape": bool, "keep_trailing_newline": bool, "lstrip_blocks": bool, "trim_blocks": bool, "undefined": str,
    "newline_sequence": str, "block_start_string": str, "block_end_string": str, "variable_start_string": str,
    "variable_end_string": str, "comment_start_string": str, "comment_end_string": str, "line_statement_prefix": str,
    "line_comment_prefix": str,
}  # fmt: skip

#: How templates are compiled and kept, which is not a template's business: accepted, and without effect.
IGNORED_PARAMS = frozenset({"auto_reload", "cache_size", "enable_async", "optimized"})

#: What a name that is not there becomes.
UNDEFINED: dict[str, type[jinja2.Undefined]] = {
    "jinja2.Undefined": jinja2.Undefined,
    "jinja2.StrictUndefined": jinja2.StrictUndefined,
    "jinja2.ChainableUndefined": jinja2.ChainableUndefined,
    "jinja2.DebugUndefined": jinja2.DebugUndefined,
}

_DIGITS = re.compile(r"(\d+)")


def _network(value: Any) -> IPNetwork:
    """An address or network, given as text or as an object that has one."""
    if isinstance(value, Mapping):
        value = value.get("address") or value.get("prefix")
    try:
        return IPNetwork(str(value))
    except (AddrFormatError, ValueError):
        raise ValueError(f"{value!r} is not an IP address or network.") from None


def _natural_key(value: Any) -> list[tuple[int, int, str]]:
    parts = _DIGITS.split(str(value).lower())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]


def natural_sort(values: Iterable[Any], attribute: str | None = None) -> list[Any]:
    """In the order people expect: "eth2" before "eth10"."""

    def key(value: Any) -> Any:
        for step in attribute.split(".") if attribute else ():
            value = value[step]
        return _natural_key(value)

    return sorted(values, key=key)


def to_yaml(value: Any, indent: int = 2) -> str:
    """As YAML, keys in the order they have."""
    text: str = yaml.safe_dump(value, indent=indent, sort_keys=False, allow_unicode=True, default_flow_style=False)
    return text.removesuffix("...\n")


FILTERS: dict[str, Callable[..., Any]] = {
    "ip": lambda value: str(_network(value).ip),
    "prefixlen": lambda value: _network(value).prefixlen,
    "netmask": lambda value: str(_network(value).netmask),
    "hostmask": lambda value: str(_network(value).hostmask),
    "network": lambda value: str(_network(value).network),
    "subnet": lambda value: str(_network(value).cidr),
    "broadcast": lambda value: str(_network(value).broadcast or ""),
    "ip_version": lambda value: _network(value).version,
    "natural_sort": natural_sort,
    "to_json": lambda value, indent=None: json.dumps(value, indent=indent, ensure_ascii=False),
    "to_yaml": to_yaml,
}


@lru_cache(maxsize=32)
def _environment(params: str) -> ImmutableSandboxedEnvironment:
    given = {name: value for name, value in json.loads(params).items() if name not in IGNORED_PARAMS}
    if "undefined" in given:
        given["undefined"] = UNDEFINED[given["undefined"]]
    environment = ImmutableSandboxedEnvironment(**given)
    environment.filters.update(FILTERS)
    return environment


@lru_cache(maxsize=256)
def _compiled(source: str, params: str) -> jinja2.Template:
    return _environment(params).from_string(source)


class TooLong(Exception):
    """The result is longer than allowed."""


def run(request: Mapping[str, Any]) -> dict[str, Any]:
    """Render one template. The answer is its `content`, or an `error` and the `line` where it happened."""
    try:
        template = _compiled(request["source"], json.dumps(request["params"], sort_keys=True))
        parts, size = [], 0
        for part in template.generate(request["context"]) if request["context"] is not None else ():
            size += len(part)
            if size > request["size"]:
                raise TooLong(f"The result is longer than {request['size']} characters.")
            parts.append(part)
        return {"content": "".join(parts)}
    except jinja2.TemplateSyntaxError as error:
        return {"error": error.message or "The syntax is wrong.", "line": error.lineno}
    except RecursionError as error:
        return {"error": "It calls itself too deeply.", "line": _line(error)}
    except MemoryError as error:
        return {"error": "It needs too much memory.", "line": _line(error)}
    except (jinja2.TemplateError, OverflowError, ValueError, TooLong) as error:
        return {"error": str(error) or type(error).__name__, "line": _line(error)}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}", "line": _line(error)}


def _line(error: BaseException) -> int | None:
    """The line of the template in which an error happened, innermost last."""
    line, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _limit_memory(megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # No such limit on this system; the time limit holds.
        return
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))


def _alarm(seconds: float) -> None:
    """Have the system end this process in so many seconds, whatever it is doing then. Zero calls it off."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def main(megabytes: int) -> None:
    """Answer requests until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory(megabytes)
    while line := sys.stdin.buffer.readline():
        request = json.loads(line)
        _alarm(request["seconds"])
        answer = json.dumps(run(request)).encode()
        _alarm(0)
        sys.stdout.buffer.write(answer + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
