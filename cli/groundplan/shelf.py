"""Documents kept between runs, each with the ETag it came with."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any


class Shelf:
    """A directory of JSON documents by name; without a directory, nothing is kept."""

    def __init__(self, directory: Path | None) -> None:
        self._directory = directory

    def read(self, name: str) -> tuple[str, Any]:
        """A document and its ETag; empty and None if it is not there or unreadable."""
        if self._directory is None:
            return "", None
        try:
            kept = json.loads(self._file(self._directory, name).read_text(encoding="utf-8"))
            return str(kept["etag"]), kept["document"]
        except (OSError, ValueError, KeyError, TypeError):
            return "", None

    def write(self, name: str, etag: str, document: Any) -> None:
        """Keep a document. A shelf that cannot be written is no reason to fail."""
        if self._directory is None or not etag:
            return
        with suppress(OSError):
            self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = self._file(self._directory, name)
            # Written aside and moved: another command may read at this moment.
            new = file.with_suffix(f".{os.getpid()}")
            new.write_text(json.dumps({"etag": etag, "document": document}), encoding="utf-8")
            new.replace(file)

    def _file(self, directory: Path, name: str) -> Path:
        return directory / f"{hashlib.sha256(name.encode()).hexdigest()[:24]}.json"
