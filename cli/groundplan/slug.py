"""Names as they may stand in a URL."""

from __future__ import annotations

import re
import unicodedata


def slug_of(name: str) -> str:
    """`AMS 1` is `ams-1`, `Reichle & De-Massari` is `reichle-de-massari`."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9_]+", "-", ascii_only.lower()).strip("-")
