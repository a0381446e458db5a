"""Which config contexts apply to which objects: plain ids in, plain numbers out.

A context names, for each criterion it cares about, the ids it accepts. It applies to an object that has an accepted id
for every one of them. Contexts are bits of a number, so an object costs one lookup for each of its ids, however many
contexts there are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

#: What a context can be restricted by.
CRITERIA: tuple[str, ...] = (
    "regions", "site_groups", "sites", "locations", "device_types", "roles", "platforms", "cluster_types",
    "cluster_groups", "clusters", "tenant_groups", "tenants", "tags",
)  # fmt: skip

#: The ids an object has for each criterion in `Matcher.used`, in that order; of a tree, the ids of ancestors too.
Facts = tuple[tuple[int, ...], ...]


class Matcher:
    """Contexts, given as {criterion: accepted ids}, ready to be asked which of them apply."""

    def __init__(self, contexts: Sequence[Mapping[str, Collection[int]]]) -> None:
        self.all = (1 << len(contexts)) - 1
        #: The criteria that any context uses; nobody needs to gather other facts.
        self.used: tuple[str, ...] = tuple(name for name in CRITERIA if any(c.get(name) for c in contexts))
        self._tests = [_test(name, contexts, self.all) for name in self.used]

    def applicable(self, objects: Iterable[Facts]) -> list[tuple[int, ...]]:
        """For each object, the positions of the contexts that apply to it, in the order in which they were given."""
        by_facts: dict[Facts, tuple[int, ...]] = {}
        by_bits: dict[int, tuple[int, ...]] = {}
        answer = []
        for facts in objects:
            positions = by_facts.get(facts)
            if positions is None:
                bits = self._bits(facts)
                positions = by_facts[facts] = by_bits.setdefault(bits, _positions(bits))
            answer.append(positions)
        return answer

    def _bits(self, facts: Facts) -> int:
        bits = self.all
        for (anyone, accepting), ids in zip(self._tests, facts, strict=True):
            matching = anyone
            for id in ids:
                matching |= accepting.get(id, 0)
            bits &= matching
        return bits


def _test(name: str, contexts: Sequence[Mapping[str, Collection[int]]], everything: int) -> tuple[int, dict[int, int]]:
    """The contexts that do not care about a criterion, and those that accept each id."""
    accepting: dict[int, int] = {}
    caring = 0
    for position, context in enumerate(contexts):
        for id in context.get(name, ()):
            accepting[id] = accepting.get(id, 0) | 1 << position
            caring |= 1 << position
    return everything & ~caring, accepting


def _positions(bits: int) -> tuple[int, ...]:
    return tuple(position for position in range(bits.bit_length()) if bits >> position & 1)


def lineages(parents: Mapping[int, int | None]) -> dict[int, tuple[int, ...]]:
    """Of every node of a tree, given as {id: id of its parent}: itself and its ancestors, nearest first."""
    known: dict[int, tuple[int, ...]] = {}
    for node in parents:
        path: list[int] = []
        step: int | None = node
        while step is not None and step not in known and step not in path:
            path.append(step)
            step = parents.get(step)
        tail = known.get(step, ()) if step is not None else ()
        for position, passed in enumerate(path):
            known[passed] = (*path[position:], *tail)
    return known
