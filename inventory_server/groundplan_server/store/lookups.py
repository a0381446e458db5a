"""What may follow a filter's name (`name__ic`), and what each means in SQL. A lookup is one line in a table."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, cast, false, func, not_, or_
from sqlalchemy import Text as TextType

from groundplan_server.errors import Invalid
from groundplan_server.language.attributes import Look
from groundplan_server.language.columns import any_of

Lookup = Callable[[Any, Sequence[Any]], ColumnElement[bool]]


def _each(test: Callable[[Any, Any], ColumnElement[bool]]) -> Lookup:
    return lambda column, values: or_(*(test(column, v) for v in values))


def _ordered(test: Callable[[Any, Any], ColumnElement[bool]]) -> Lookup:
    # Nothing is less or more than what is not set.
    return lambda column, values: or_(false(), *(test(column, v) for v in values if v is not None))


def _not(lookup: Lookup) -> Lookup:
    # What is not set is not the value either.
    return lambda column, values: or_(not_(lookup(column, values)), column.is_(None))


def _exact(column: Any, values: Sequence[Any]) -> ColumnElement[bool]:
    given = [v for v in values if v is not None]
    condition = any_of(column, given) if given else column.is_(None)
    return or_(condition, column.is_(None)) if given and len(given) < len(values) else condition


def equal_any(column: Any, values: Sequence[Any]) -> ColumnElement[bool]:
    """For what is computed, of which a database does not know the type."""
    return or_(*(column == v for v in values))


def _empty(column: Any, values: Sequence[Any]) -> ColumnElement[bool]:
    as_text = cast(column, TextType)
    return or_(column.is_(None), as_text == "") if values[-1] else and_(column.is_not(None), as_text != "")


def _matches(flags: str = "") -> Lookup:
    def matches(column: Any, values: Sequence[Any]) -> ColumnElement[bool]:
        for pattern in values:
            try:
                re.compile(pattern)
            except re.error as error:
                raise Invalid(f"{pattern!r} is not a regular expression: {error}.") from None
        return or_(*(column.regexp_match(f"(?i){p}" if flags else p) for p in values))

    return matches


_TEXT: dict[str, Lookup] = {
    "": _exact,
    "n": _not(_exact),
    "ic": _each(lambda c, v: c.icontains(v, autoescape=True)),
    "nic": _not(_each(lambda c, v: c.icontains(v, autoescape=True))),
    "isw": _each(lambda c, v: c.istartswith(v, autoescape=True)),
    "nisw": _not(_each(lambda c, v: c.istartswith(v, autoescape=True))),
    "iew": _each(lambda c, v: c.iendswith(v, autoescape=True)),
    "niew": _not(_each(lambda c, v: c.iendswith(v, autoescape=True))),
    "ie": _each(lambda c, v: func.lower(c) == str(v).lower()),
    "nie": _not(_each(lambda c, v: func.lower(c) == str(v).lower())),
    "regex": _matches(),
    "iregex": _matches("i"),
    "empty": _empty,
}
_NUMBER: dict[str, Lookup] = {
    "": _exact,
    "n": _not(_exact),
    "lt": _ordered(lambda c, v: c < v),
    "lte": _ordered(lambda c, v: c <= v),
    "gt": _ordered(lambda c, v: c > v),
    "gte": _ordered(lambda c, v: c >= v),
    "empty": _empty,
}
_MOMENT: dict[str, Lookup] = {**_NUMBER, "": _each(lambda c, v: c == v), "n": _not(_each(lambda c, v: c == v))}

#: What each look of attribute can be asked.
LOOKUPS: dict[Look, dict[str, Lookup]] = {
    Look.TEXT: _TEXT,
    Look.CHOICE: {**_TEXT},
    Look.NUMBER: _NUMBER,
    Look.DATE: _MOMENT,
    Look.MOMENT: _MOMENT,
    Look.BOOLEAN: {"": _each(lambda c, v: c == v)},
    Look.JSON: {"empty": _empty},
    Look.NETWORK: {"": _exact, "n": _not(_exact)},
    Look.ADDRESS: {"": _exact, "n": _not(_exact)},
}

#: Lookups whose value is a yes or no, whatever they are asked of.
YES_OR_NO = {"empty"}
#: Lookups that compare text, whatever the attribute's values must look like.
AS_TEXT = {"ic", "nic", "isw", "nisw", "iew", "niew", "ie", "nie", "regex", "iregex"}
