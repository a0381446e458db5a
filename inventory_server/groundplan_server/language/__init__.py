"""Everything a model file needs to import."""

from .attributes import Look
from .bases import Dated, Extensible, Nested, Organizational, Primary
from .behaviour import (
    Batch,
    Document,
    Refusal,
    View,
    action,
    batch_rule,
    changed,
    consequence,
    filters,
    prepare,
    rule,
    t,
    was,
)
from .choices import Choices, NumberChoices
from .meta import Meta, unique
from .model import Model
from .words import (
    address,
    any_ref,
    backrefs,
    boolean,
    choice,
    color,
    computed,
    count,
    date,
    first_of,
    follow,
    integer,
    json,
    mac,
    moment,
    network,
    number,
    parts,
    ref,
    refs,
    secret,
    slug,
    stored,
    text,
    time_zone,
    wwn,
)  # fmt: skip

__all__ = [
    "Batch", "Choices", "Dated", "Document", "Extensible", "Look", "Meta", "Model", "Nested", "NumberChoices",
    "Organizational", "Primary", "Refusal", "View", "action", "address", "any_ref", "backrefs", "batch_rule",
    "boolean", "changed", "choice", "color", "computed", "consequence", "count", "date", "filters", "first_of",
    "follow", "integer", "json", "mac", "moment", "network", "number", "parts", "prepare", "ref", "refs", "rule",
    "secret", "slug", "stored", "t", "text", "time_zone", "unique", "was", "wwn",
]  # fmt: skip
