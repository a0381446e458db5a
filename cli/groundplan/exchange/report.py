"""What became of an import."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

OUTCOMES = {"created": "created", "updated": "changed", "unchanged": "unchanged", "deleted": "deleted"}


@dataclass(frozen=True)
class RefusedObject:
    """One object that was not imported, and why."""

    name: str
    reasons: tuple[str, ...]
    source: str = ""


@dataclass
class Report:
    """Counts by outcome and model, every refused object, and what was left out."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    refused: list[RefusedObject] = field(default_factory=list)
    #: What was left out although nothing is wrong with it, and how often.
    notes: Counter[str] = field(default_factory=Counter)
    #: Endpoints that this server does not have, and how many objects they hold.
    unsupported: dict[str, int] = field(default_factory=dict)
    dry_run: bool = False

    def count(self, outcome: str, model: str) -> None:
        self.counts.setdefault(OUTCOMES.get(outcome, outcome), Counter())[model] += 1

    def refuse(self, name: str, reasons: Iterable[str], source: str = "") -> None:
        self.refused.append(RefusedObject(name, tuple(dict.fromkeys(reasons)), source))

    def note(self, text: str, number: int = 1) -> None:
        self.notes[text] += number

    def total(self, outcome: str) -> int:
        return self.counts.get(outcome, Counter()).total()

    @property
    def summary(self) -> str:
        """One sentence."""
        done = ", ".join(f"{self.total(word)} {word}" for word in ("created", "changed", "unchanged"))
        return f"{'Would be: ' if self.dry_run else ''}{done}, {len(self.refused)} refused."

    def lines(self) -> Iterator[str]:
        """The report for people, the summary last."""
        models = sorted({model for counter in self.counts.values() for model in counter})
        for model in models:
            done = [f"{counter[model]} {outcome}" for outcome, counter in self.counts.items() if counter[model]]
            yield f"{model}: {', '.join(done)}"
        for text, number in sorted(self.notes.items()):
            yield f"Left out: {text}" + (f" ({number} times)" if number > 1 else "")
        for endpoint, number in sorted(self.unsupported.items()):
            yield f"Not supported by this server yet: {endpoint} ({number} objects)"
        for refused in self.refused:
            source = f" ({refused.source})" if refused.source else ""
            yield f"Refused: {refused.name}{source}: {' '.join(refused.reasons)}"
        yield self.summary

    def write(self, file: Path) -> None:
        """The report as JSON."""
        document: dict[str, Any] = {
            "dry_run": self.dry_run,
            **{word: dict(self.counts.get(word, {})) for word in ("created", "changed", "unchanged")},
            "refused": [{"name": r.name, "source": r.source, "reasons": list(r.reasons)} for r in self.refused],
            "notes": dict(self.notes),
            "unsupported": self.unsupported,
        }
        file.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
