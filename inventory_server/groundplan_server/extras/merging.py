"""How config contexts become one: dictionaries merge, everything else is replaced by what comes later.

An empty dictionary replaces too: it is how a later context clears what earlier ones set.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

S = TypeVar("S")


def merge(layers: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """One dictionary of many, later ones winning. The layers stay as they are; their values are shared, not copied."""
    merged: dict[str, Any] = {}
    for layer in layers:
        merged = _over(merged, layer)
    return merged


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        beneath = merged.get(key)
        merged[key] = (
            _over(beneath, value) if value and isinstance(value, dict) and isinstance(beneath, dict) else value
        )
    return merged


def explain(layers: Iterable[tuple[S, Mapping[str, Any]]]) -> dict[str, S]:
    """For each value of the merged whole, by dotted path: the source that had the last word."""
    sources: dict[tuple[str, ...], S] = {}
    merged: dict[str, Any] = {}
    for source, layer in layers:
        _trace(sources, source, merged, layer, ())
        merged = _over(merged, layer)
    return {dotted(path): source for path, source in sources.items()}


def _trace(
    sources: dict[tuple[str, ...], S],
    source: S,
    below: Mapping[str, Any],
    above: Mapping[str, Any],
    path: tuple[str, ...],
) -> None:
    for key, value in above.items():
        here, beneath = (*path, key), below.get(key)
        if isinstance(value, dict) and value:
            if not isinstance(beneath, dict) or not beneath:
                beneath = {}
                sources.pop(here, None)
            _trace(sources, source, beneath, value, here)
        else:
            if isinstance(beneath, dict):
                for gone in [known for known in sources if known[: len(here)] == here]:
                    del sources[gone]
            sources[here] = source


def leaves(data: Mapping[str, Any], path: tuple[str, ...] = ()) -> dict[str, Any]:
    """Every value that is no filled dictionary, by dotted path."""
    found: dict[str, Any] = {}
    for key, value in data.items():
        if isinstance(value, dict) and value:
            found |= leaves(value, (*path, key))
        else:
            found[dotted((*path, key))] = value
    return found


def dotted(path: Iterable[str]) -> str:
    """A path in one string; keys that would be misread are quoted."""
    return ".".join(json.dumps(key) if not key or "." in key or '"' in key else key for key in path)
