"""`/api/search/?q=`: one question over every model, most telling finds first."""

from __future__ import annotations

from typing import Any

from sqlalchemy import String, literal, select, union_all
from sqlalchemy import cast as sql_cast
from starlette.responses import Response

from groundplan_server.errors import Invalid, Problem, did_you_mean
from groundplan_server.language.attributes import Look, Scalar
from groundplan_server.registry import all_specs, spec_of
from groundplan_server.spec import Spec
from groundplan_server.store.reading import Reading

from .answers import json_answer
from .call import Call
from .listing import offset_of, page_size
from .wire import Page

_PARAMETERS = ("q", "limit", "offset", "model")


def search(call: Call) -> Response:
    """Objects whose searchable attributes contain the text, by weight: a name before a comment."""
    for name in call.parameters:
        if name not in _PARAMETERS:
            raise Invalid([Problem(f"There is no parameter {name!r}.{did_you_mean(name, _PARAMETERS)}", name)])
    text = (call.one("q") or "").strip()
    if not text:
        raise Invalid([Problem("Say what to look for: ?q=text.", "q")])
    # Who looks for a switch wants the switch, not everything that ever happened to it.
    everything = [spec for spec in all_specs() if not spec.meta.unlogged]
    wanted = [spec_of(m) for m in call.parameters["model"]] if "model" in call.parameters else everything
    limit, offset = page_size(call), offset_of(call)
    with call.reading() as reading:
        parts = [p for s in wanted for p in _parts(reading, s, text)]
        if not parts:
            return json_answer({"count": 0, "next": None, "previous": None, "results": []})
        union = union_all(*parts).subquery()
        rows = reading.connection.execute(select(union).order_by(union.c.weight, union.c.model, union.c.id)).all()
        best: dict[tuple[str, int], Any] = {}
        for row in rows:
            best.setdefault((row.model, row.id), row)
        found = list(best.values())
        page = Page(reading, call.base)
        shown = found[offset : offset + limit]
        by_model: dict[str, set[int]] = {}
        for row in shown:
            by_model.setdefault(row.model, set()).add(row.id)
        briefs = {model: page.brief(spec_of(model), ids) for model, ids in by_model.items()}
        results = [
            {"model": r.model, "object": briefs[r.model][r.id], "field": r.field, "value": r.value, "weight": r.weight}
            for r in shown
        ]
        following = call.address(limit=limit, offset=offset + limit) if offset + limit < len(found) else None
        return json_answer({"count": len(found), "next": following, "previous": None, "results": results})


def _parts(reading: Reading, spec: Spec, text: str) -> list[Any]:
    if (
        spec.meta.private
        or not spec.meta.search
        or not (reading.actor.is_superuser or reading.actor.grants_for(spec, "view"))
    ):
        return []
    found = []
    for name, weight in spec.meta.search.items():
        a = spec.attributes.get(name)
        if isinstance(a, Scalar) and a.look is not Look.JSON and not a.secret:
            column = sql_cast(spec.table.c[name], String)
            statement = select(
                literal(spec.key).label("model"),
                spec.table.c.id.label("id"),
                literal(name).label("field"),
                column.label("value"),
                literal(weight).label("weight"),
            )
            found.append(
                statement.where(column.icontains(text, autoescape=True), *reading.visible(spec))
                .limit(1000)
                .subquery()
                .select()
            )
    return found
