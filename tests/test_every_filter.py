"""What holds for every filter of every model: it can be asked, and asking costs the same however much there is."""

import pytest
from sqlalchemy import select

from groundplan_server.errors import Invalid
from groundplan_server.spec import Spec
from groundplan_server.store.actor import SYSTEM
from groundplan_server.store.engine import reading
from groundplan_server.store.filter_values import Filter
from groundplan_server.store.filters import filters_of
from groundplan_server.store.reading import Reading
from tests.maker import WRITABLE, Maker
from tests.server import Api, counted


@pytest.fixture(scope="module")
def make(module_api: Api) -> Maker:
    return Maker(module_api)


def plausible(f: Filter) -> list[str]:
    """What somebody might ask a filter for; at least one of these makes sense to it."""
    if f.choices:
        return [f.choices[0], f.choices[-1]]
    examples = {
        "number": ["1", "0"],
        "boolean": ["true", "false"],
        "date": ["2026-01-31"],
        "moment": ["2026-01-31T12:00:00Z", "2026-01-31"],
        "network": ["10.0.0.0/8"],
        "address": ["10.0.0.1/24"],
        "reference": ["null"],
    }
    return examples.get(f.look, ["a", "1", "10.0.0.1/24"])


#: What only a mistake, a scanner or a bad day asks for.
ODD = ["", "null", "nonsense", "-1", "1.5", "99999999999999999999", "[", "%", "é💥", "a/b@c", "0001-01-01"]


@pytest.fixture(scope="module")
def asked_odd() -> set[tuple[str, ...]]:
    """The kinds of filters that were asked for odd things already: one of a kind is enough."""
    return set()


@pytest.mark.parametrize("spec", WRITABLE, ids=lambda spec: spec.key)
def test_every_filter_can_be_asked(make: Maker, spec: Spec, asked_odd: set[tuple[str, ...]]) -> None:
    """By values that make sense, without an error; by others, with an error that says so, or nothing found."""
    for body in make.full_bodies(spec, 3):
        make.api.made(f"{spec.app}/{spec.path}", body)
    wrong = []
    for f in filters_of(spec).values():
        _, _, lookup = f.name.partition("__")
        kind = (f.clause.__qualname__, f.look, lookup) if lookup else (spec.key, f.name)
        odd = [] if kind in asked_odd else ODD
        asked_odd.add(kind)
        refusals = []
        for value in [*plausible(f), *odd]:
            statements, refusal = _asked(make.api, spec, f, value)
            if isinstance(refusal, Exception) and not isinstance(refusal, Invalid):
                wrong.append(f"{f.name}={value}: {type(refusal).__name__} {str(refusal)[:200]}")
            # The question itself, and what its value has to be looked up by.
            if statements > 6:
                wrong.append(f"{f.name}={value}: {statements} statements")
            refusals.append(str(refusal or ""))
        if not any(
            refusal == "" or "Select a valid choice. 1 " in refusal for refusal in refusals[: len(plausible(f))]
        ):
            wrong.append(f"{f.name}: {refusals[0]}")
    assert wrong == []


def _asked(api: Api, spec: Spec, f: Filter, value: str) -> tuple[int, Exception | None]:
    """How many statements a question takes, and what it was refused with."""
    with counted(api) as statements:
        try:
            with reading(api.ground.engine) as connection:
                read = Reading(connection, SYSTEM)
                connection.execute(select(spec.table.c.id).where(f.clause(read.view, [value]))).all()
        except Exception as trouble:
            return len(statements), trouble
    return len(statements), None
