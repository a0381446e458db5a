"""The words models are written with. Each stands in a class body where a default would: `name: str = text(100)`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints
from sqlalchemy import JSON, BigInteger, Boolean, Date, Float, Integer, String, Text
from sqlalchemy.dialects.postgresql import DOUBLE_PRECISION, JSONB, TEXT, VARCHAR

from . import values
from .attributes import (
    REQUIRED,
    AnyRef,
    Backrefs,
    Choice,
    Computed,
    Count,
    FirstOf,
    Follow,
    Look,
    OnDelete,
    Parts,
    Ref,
    Refs,
    Scalar,
)
from .choices import Choices, NumberChoices
from .columns import Moment

# Text sorts and compares bytewise on both databases; people's order comes from sort keys (`natural=True`).
_LONG_TEXT = Text().with_variant(TEXT(collation="C"), "postgresql")
_JSON = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
_FLOAT = Float(53).with_variant(DOUBLE_PRECISION(), "postgresql")


def varchar(length: int) -> Any:
    """The column type of short text."""
    return String(length).with_variant(VARCHAR(length, collation="C"), "postgresql")


def _scalar(look: Look, type_: Any, column_type: Any, default: Any, **facts: Any) -> Any:
    return Scalar(look=look, type=type_, column_type=column_type, default=default, nullable=default is None, **facts)


def text(
    max_length: int | None = None,
    *,
    default: Any = REQUIRED,
    unique: bool = False,
    index: bool = False,
    natural: bool = False,
    pattern: str | None = None,
    check: Callable[[str], str] | None = None,
    **facts: Any,
) -> Any:
    """A string. Without a default it must be given and not be blank; with `default=None` an empty string means null."""
    blank = default is not REQUIRED
    shape: Any = Annotated[
        str,
        Field(coerce_numbers_to_str=True),
        StringConstraints(
            strip_whitespace=True,
            min_length=None if blank else 1,
            max_length=max_length,
            pattern=pattern if not blank else None,
        ),
    ]
    if pattern and blank:
        shape = Annotated[shape, AfterValidator(_matches_or_blank(pattern))]
    if check:
        shape = Annotated[shape, AfterValidator(lambda value: check(value) if value else value)]
    return _scalar(
        Look.TEXT,
        shape,
        varchar(max_length) if max_length else _LONG_TEXT,
        default,
        unique=unique,
        index=index,
        sort=values.natural if natural else None,
        empty_is_null=default is None,
        **facts,
    )


def _matches_or_blank(pattern: str) -> Callable[[str], str]:
    compiled = re.compile(pattern)

    def check(value: str) -> str:
        if value and not compiled.search(value):
            raise ValueError(f"{value!r} does not match the pattern {pattern}")
        return value

    return check


def slug(*, unique: bool = False) -> Any:
    """A URL-friendly name."""
    return text(
        100,
        unique=unique,
        pattern=r"^[-a-zA-Z0-9_]+$",
        description="URL-friendly name: letters, digits, hyphens and underscores.",
    )


def color(default: Any = "9e9e9e", **facts: Any) -> Any:
    """An RGB colour, six hexadecimal digits."""
    return text(6, default=default, check=values.color, **facts)


def mac(default: Any = REQUIRED, **facts: Any) -> Any:
    """A MAC address."""
    return text(17, default=default, check=values.mac, index=True, **facts)


def wwn(default: Any = None, **facts: Any) -> Any:
    """A World Wide Name."""
    return text(23, default=default, check=values.wwn, **facts)


def time_zone(default: Any = None, **facts: Any) -> Any:
    """A time zone by name."""
    return text(63, default=default, check=values.time_zone, **facts)


def integer(ge: int | None = None, le: int | None = None, *, default: Any = REQUIRED, **facts: Any) -> Any:
    """A whole number within bounds."""
    wide = le is None or le > 2**31 - 1
    le = values.MOST if le is None else le
    return _scalar(
        Look.NUMBER, Annotated[int, Field(ge=ge, le=le)], BigInteger() if wide else Integer(), default, **facts
    )


def number(
    digits: int, places: int, *, ge: float | None = None, le: float | None = None, default: Any = REQUIRED, **facts: Any
) -> Any:
    """A decimal number with at most `digits` digits, `places` of them after the point."""

    def check(value: float) -> float:
        if round(value, places) != value:
            raise ValueError(f"Ensure that there are no more than {places} decimal places.")
        if abs(value) >= 10 ** (digits - places):
            raise ValueError(f"Ensure that there are no more than {digits - places} digits before the decimal point.")
        return value

    return _scalar(
        Look.NUMBER,
        Annotated[float, Field(ge=ge, le=le, allow_inf_nan=False), AfterValidator(check)],
        _FLOAT,
        default,
        **facts,
    )


def boolean(default: Any = False, **facts: Any) -> Any:
    """True or false."""
    return _scalar(Look.BOOLEAN, bool, Boolean(), default, **facts)


def date(default: Any = None, **facts: Any) -> Any:
    """A day."""
    return _scalar(Look.DATE, dt.date, Date(), default, **facts)


def moment(default: Any = None, **facts: Any) -> Any:
    """A point in time, in UTC."""
    return _scalar(Look.MOMENT, Annotated[dt.datetime, AfterValidator(values.utc)], Moment(), default, **facts)


def json(shape: Any = Any, *, default: Any = None, **facts: Any) -> Any:
    """Structured data; `shape` says what it must look like."""
    return _scalar(Look.JSON, shape, _JSON, default, **facts)


def choice(choices: type[Choices | NumberChoices], *, default: Any = REQUIRED, **facts: Any) -> Any:
    """One of a fixed set of values."""
    is_number = issubclass(choices, int)
    column_type = Integer() if is_number else varchar(50)
    return Choice(
        look=Look.CHOICE,
        type=choices,
        choices=choices,
        column_type=column_type,
        default=default,
        nullable=default is None,
        empty_is_null=default is None,
        **facts,
    )


def network(default: Any = REQUIRED, **facts: Any) -> Any:
    """An IPv4 or IPv6 network, without host bits."""
    return _scalar(
        Look.NETWORK,
        Annotated[str, BeforeValidator(values.network), Field(examples=["10.0.0.0/24"])],
        varchar(43),
        default,
        index=True,
        **facts,
    )


def address(default: Any = REQUIRED, **facts: Any) -> Any:
    """An IPv4 or IPv6 host address with its mask."""
    return _scalar(
        Look.ADDRESS,
        Annotated[str, BeforeValidator(values.address), Field(examples=["10.0.0.1/24"])],
        varchar(43),
        default,
        index=True,
        **facts,
    )


def secret(max_length: int, *, default: Any = "", **facts: Any) -> Any:
    """Text that can be written and is never shown again."""
    return text(max_length, default=default, secret=True, **facts)


def stored(
    function: Callable[[Any], Any],
    *,
    look: Look = Look.TEXT,
    index: bool = False,
    hidden: bool = True,
    choices: type[Choices | NumberChoices] | None = None,
    **facts: Any,
) -> Any:
    """A column computed from the rest of the row at every write, so that it can be filtered and sorted by."""
    common = dict(
        look=look, stored=function, index=index, hidden=hidden, writable=False, default=None, nullable=True, **facts
    )
    if choices:
        return Choice(
            choices=choices,
            type=choices,
            column_type=Integer() if issubclass(choices, int) else varchar(50),
            **{**common, "look": Look.CHOICE},
        )
    column_type: Any = {Look.NUMBER: BigInteger(), Look.BOOLEAN: Boolean(), Look.JSON: _JSON}.get(look, _LONG_TEXT)
    type_ = {Look.NUMBER: int, Look.BOOLEAN: bool, Look.JSON: Any}.get(look, str)
    return Scalar(type=type_, column_type=column_type, **common)


def ref(
    target: str,
    *,
    default: Any = REQUIRED,
    related: str | None = None,
    on_delete: OnDelete = "PROTECT",
    unique: bool = False,
    **facts: Any,
) -> Any:
    """A reference to one object of `target` ("app.model" or "self"); `related` names the way back."""
    return Ref(
        target=target,
        default=default,
        nullable=default is None,
        related=related,
        on_delete=on_delete,
        unique=unique,
        **facts,
    )


def any_ref(
    *targets: str,
    default: Any = REQUIRED,
    prefix: str = "",
    related: str | None = None,
    on_delete: OnDelete = "PROTECT",
    **facts: Any,
) -> Any:
    """A reference to one object of any of `targets`; its columns are `<prefix>_type` and `<prefix>_id`."""
    return AnyRef(
        targets=targets,
        default=default,
        nullable=default is None,
        prefix=prefix,
        related=related,
        on_delete=on_delete,
        **facts,
    )


def refs(target: str, *, related: str | None = None, **facts: Any) -> Any:
    """References to any number of objects of `target`."""
    return Refs(target=target, related=related, default=list, **facts)


def count(source: str, via: str, *, cumulative: bool = False, **facts: Any) -> Any:
    """How many objects of `source` have this one as their `via`; `cumulative` adds those of descendants in a tree."""
    return Count(source=source, via=via, cumulative=cumulative, **facts)


def backrefs(source: str, via: str, **facts: Any) -> Any:
    """The objects of `source` that have this one as their `via`."""
    return Backrefs(source=source, via=via, **facts)


def parts(source: str, via: str, entries: dict[str, str], **facts: Any) -> Any:
    """Objects of `source` that are only this one's, as `{name here: value}`; `entries` maps to their attributes."""
    return Parts(source=source, via=via, entries=tuple(entries.items()), default=list, **facts)


def first_of(*names: str, **facts: Any) -> Any:
    """The first of these references that is set."""
    return FirstOf(names=names, nullable=True, **facts)


def follow(path: str, **facts: Any) -> Any:
    """An attribute of a referenced object, by dotted path."""
    return Follow(path=path, nullable=True, **facts)


def computed(function: Callable[..., Sequence[Any]], type_: Any = Any, *, costly: bool = False, **facts: Any) -> Any:
    """What `function(view, records)` returns: a value for each record, in order, with a fixed number of statements."""
    return Computed(function=function, type=type_, costly=costly, **facts)
