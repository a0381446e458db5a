"""Lists: filters, order, pages, and which attributes are shown."""

from __future__ import annotations

from functools import lru_cache

from starlette.responses import Response

from groundplan_server.errors import Invalid, Problem, did_you_mean
from groundplan_server.language.attributes import AnyRef
from groundplan_server.language.values import whole_number
from groundplan_server.spec import Spec
from groundplan_server.store.filters import where
from groundplan_server.store.reading import order_of

from .answers import empty_answer, json_answer
from .call import Call
from .wire import Page, wire

_ALWAYS = ("id", "url", "display_url", "display")


def list_objects(call: Call, spec: Spec) -> Response:
    """A page of a model's objects."""
    with call.reading() as reading:
        reading.actor.require(spec, "view")
        call.etag = f'W/"{reading.serial}-{reading.actor.id}"'
        if call.headers.get("if-none-match") == call.etag:
            return empty_answer(304)
        conditions, ignored = where(reading.view, spec, call.parameters, strict=call.strict)
        call.ignored |= set(ignored)
        conditions += reading.visible(spec)
        which, names, keep = shown_names(call, spec, "list")
        limit = page_size(call)
        start = call.one("start")
        if start is not None:
            return _by_cursor(call, spec, reading, conditions, start, limit, which, names, keep)
        offset = offset_of(call)
        order = order_of(spec, call.one("ordering"), strict=call.strict)
        shape = wire(spec, which, reading.connection.dialect.name, names)
        count = reading.count(spec, conditions)
        rows = reading.rows(shape.columns, spec, conditions, order, limit, offset) if offset < count else []
        results = shape.page(Page(reading, call.base), rows)
        if keep:
            results = [{k: v for k, v in entry.items() if k in keep} for entry in results]
        following = call.address(limit=limit, offset=offset + limit) if offset + limit < count else None
        back = max(offset - limit, 0)
        previous = None if offset <= 0 else call.address(limit=limit, offset=back or None)
        return json_answer({"count": count, "next": following, "previous": previous, "results": results})


def _by_cursor(call, spec, reading, conditions, start, limit, which, names, keep) -> Response:  # type: ignore[no-untyped-def]
    """Pages by id: neither skips nor repeats an object while others write."""
    if call.one("offset") is not None or call.one("ordering") is not None:
        return json_answer(["'start' cannot be combined with 'offset' or 'ordering'."], 400)
    first = whole_number(start)
    if first is None:
        return json_answer([f"Invalid start value: {start!r} is not a whole number."], 400)
    shape = wire(spec, which, reading.connection.dialect.name, names)
    table = spec.table
    rows = reading.rows(shape.columns, spec, [*conditions, table.c.id >= first], [table.c.id], limit + 1)
    results = shape.page(Page(reading, call.base), rows[:limit])
    if keep:
        results = [{k: v for k, v in entry.items() if k in keep} for entry in results]
    following = call.address(limit=limit, start=results[-1]["id"] + 1) if len(rows) > limit else None
    return json_answer({"count": None, "next": following, "previous": None, "results": results})


def page_size(call: Call) -> int:
    """How many objects a page holds: 0 asks for the most there may be."""
    settings = call.server.settings
    wanted = _number(call.one("limit"), settings.page_size)
    return settings.max_page_size if wanted == 0 else min(wanted, settings.max_page_size)


def offset_of(call: Call) -> int:
    """How many objects come before a page."""
    return _number(call.one("offset"), 0)


def _number(text: str | None, default: int) -> int:
    number = whole_number(text or "")
    return default if number is None else number


def shown_names(call: Call, spec: Spec, otherwise: str) -> tuple[str, tuple[str, ...], frozenset[str]]:
    """Which representation a request wants: its kind, the attributes it needs, and the keys to keep (empty: all)."""
    if call.one("brief"):
        return "brief", (), frozenset()
    fields, omit = call.one("fields"), call.one("omit") or call.one("exclude")
    include = tuple(filter(None, (call.one("include") or "").split(",")))
    if not fields and not omit and not include:
        return otherwise, (), frozenset()
    return _chosen(spec, fields or "", omit or "", include, otherwise, call.strict)


@lru_cache(maxsize=1024)
def _chosen(
    spec: Spec, fields: str, omit: str, include: tuple[str, ...], otherwise: str, strict: bool
) -> tuple[str, tuple[str, ...], frozenset[str]]:
    keys = {
        key: a.name
        for a in spec.attributes.values()
        if not getattr(a, "secret", False)
        for key in (a.name, *(a.columns if isinstance(a, AnyRef) else ()))
    }
    known = {**dict.fromkeys((*_ALWAYS, "_depth"), ""), **keys}
    wanted = [n.strip() for n in fields.split(",") if n.strip()]
    left_out = [n.strip() for n in omit.split(",") if n.strip()]
    wrong = [n for n in (*wanted, *left_out, *include) if n not in known]
    if wrong and strict and any(n not in ("config_context",) for n in wrong):
        parameter = "fields" if wrong[0] in wanted else "omit"
        raise Invalid(
            [Problem(f"A {spec.label} has no attribute {n!r}.{did_you_mean(n, known)}", parameter) for n in wrong]
        )
    if wanted:
        names = tuple(dict.fromkeys(known[n] for n in wanted if known.get(n)))
        return "chosen", names, frozenset(wanted)
    shown = wire(spec, otherwise, "sqlite").shown
    more = (keys[n] for n in include if n in keys)
    names = tuple(dict.fromkeys(n for n in (*shown, *more) if n not in left_out))
    keep = frozenset(k for k in (*_ALWAYS, "_depth", *keys) if k not in left_out) if left_out else frozenset()
    return "chosen", names, keep
