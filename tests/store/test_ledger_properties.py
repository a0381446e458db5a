"""Whatever is asked in whatever order, the books balance, and what is refused leaves no trace."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel

from groundplan_server.core.commit import Commit
from groundplan_server.core.object_change import ObjectChange
from groundplan_server.core.outbox import Outbox
from groundplan_server.errors import Refused
from groundplan_server.language.attributes import AnyRef, Ref, Refs
from groundplan_server.language.model import link_table_name
from groundplan_server.registry import spec_of
from groundplan_server.server import Server
from groundplan_server.store.engine import writing
from groundplan_server.store.ledger import Operation
from tests.server import Api
from tests.store.books import State, check_books, dump

REGION, SITE, TAG, TENANT = "dcim.region", "dcim.site", "extras.tag", "tenancy.tenant"
LOCATION, PREFIX, NOTE = "dcim.location", "ipam.prefix", "extras.journalentry"
MODELS = (REGION, SITE, TAG, TENANT, LOCATION, PREFIX, NOTE)

# Few names, so that operations meet.
names = {
    REGION: st.sampled_from(["r1", "r2", "r3"]),
    SITE: st.sampled_from(["s1", "s2"]),
    TAG: st.sampled_from(["t1", "t2"]),
    TENANT: st.sampled_from(["c1", "c2"]),
    LOCATION: st.sampled_from(["l1", "l2", "l3"]),
    PREFIX: st.sampled_from(["10.0.0.0/8", "10.1.0.0/16", "2001:db8::/32"]),
}
words = st.sampled_from(["", "one", "two"])
titles = st.sampled_from(["One", "Two"])


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def some(**strategies: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Any of these attributes."""
    return st.fixed_dictionaries({}, optional=strategies)


tags = st.lists(names[TAG], max_size=2, unique=True)
scopes = st.one_of(
    st.just((None, None)), st.tuples(st.just(REGION), names[REGION]), st.tuples(st.just(SITE), names[SITE])
).map(lambda scope: {"scope_type": scope[0], "scope_id": scope[1]})
nothing: st.SearchStrategy[dict[str, Any]] = st.just({})
scope = st.one_of(nothing, scopes)

facts: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    REGION: some(name=titles, parent=maybe(names[REGION]), description=words, tags=tags),
    SITE: some(
        name=titles, region=maybe(names[REGION]), tenant=maybe(names[TENANT]), facility=words, tags=tags, add_tags=tags
    ),
    TAG: some(description=words, weight=st.integers(1, 3)),
    TENANT: some(name=titles, description=words, tags=tags, remove_tags=tags),
    LOCATION: some(site=names[SITE], parent=maybe(names[LOCATION]), facility=words),
    PREFIX: st.builds(lambda a, b: a | b, some(description=words, tags=tags, tenant=maybe(names[TENANT])), scope),
}


def named(model: str, name: str) -> dict[str, str]:
    """What must be said of a new object, from its short name alone."""
    return {"prefix": name} if model == PREFIX else {"name": name.upper(), "slug": name}


def operations_of(model: str) -> st.SearchStrategy[Operation]:
    name, about = names[model], facts[model]
    renamed = st.one_of(nothing, st.builds(lambda new: named(model, new), name))

    def made(op: str, own: str, more: dict[str, Any]) -> Operation:
        return Operation(op, model, {**named(model, own), **more})

    changed = st.builds(lambda key, more, new: Operation("update", model, more | new, key), name, about, renamed)
    return st.one_of(
        st.builds(made, st.just("create"), name, about),
        st.builds(made, st.just("upsert"), name, about),
        changed,
        changed,
        st.builds(lambda key: Operation("delete", model, None, key), name),
    )


notes = st.one_of(
    *(
        st.builds(
            lambda key, text, model=model: Operation(
                "create", NOTE, {"assigned_object_type": model, "assigned_object_id": key, "comments": text}
            ),
            names[model],
            st.sampled_from(["a", "b"]),
        )
        for model in (REGION, SITE, PREFIX)
    )
)
operations = st.one_of(*(operations_of(model) for model in MODELS[:-1]), notes)
lists = st.lists(operations, min_size=1, max_size=8)

#: A small world, so that most operations have something to do.
WORLD = [
    Operation("create", TAG, named(TAG, "t1")),
    Operation("create", TENANT, named(TENANT, "c1")),
    Operation("create", REGION, named(REGION, "r1") | {"tags": ["t1"]}),
    Operation("create", REGION, named(REGION, "r2") | {"parent": "r1"}),
    Operation("create", SITE, named(SITE, "s1") | {"region": "r2", "tenant": "c1", "tags": ["t1"]}),
    Operation("create", LOCATION, named(LOCATION, "l1") | {"site": "s1"}),
    Operation("create", LOCATION, named(LOCATION, "l2") | {"site": "s1", "parent": "l1"}),
    Operation("create", PREFIX, {"prefix": "10.0.0.0/8", "scope_type": SITE, "scope_id": "s1", "tags": ["t1"]}),
    Operation("create", NOTE, {"assigned_object_type": SITE, "assigned_object_id": "s1", "comments": "a"}),
]

quick = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


def clear(server: Server) -> None:
    """Leave what a first start leaves."""
    tables = SQLModel.metadata.tables
    with writing(server.engine) as connection:
        for model in MODELS:
            spec = spec_of(model)
            for name in (*(link_table_name(model, a.name) for a in spec.of(Refs)), spec.table.name):
                connection.execute(tables[name].delete())
        change, outbox, commit = ObjectChange.table(), Outbox.table(), Commit.table()
        connection.execute(change.delete().where(change.c.commit_id > 1))
        connection.execute(outbox.delete().where(outbox.c.serial > 1))
        connection.execute(commit.delete().where(commit.c.id > 1))


@pytest.fixture(scope="module")
def world(module_api: Api) -> Callable[[], Server]:
    """Makes the small world anew."""

    def make() -> Server:
        clear(module_api.ground)
        module_api.ground.ledger.commit(WORLD)
        return module_api.ground

    return make


def attempt(server: Server, asked: Sequence[Operation]) -> bool:
    """Whether the server took a list; it must never break."""
    try:
        server.ledger.commit(asked)
    except Refused:
        return False
    return True


def by_rank(found: State) -> State:
    """A state without what differs between two runs: times, and ids as such (their order stays)."""
    ranks: dict[tuple[str | None, int | None], int | None] = {(None, None): None}
    for model in {model for model, _ in found}:
        ranks |= {(model, id): n for n, id in enumerate(sorted(i for m, i in found if m == model))}
    shown: State = {}
    for (model, id), row in found.items():
        row = {name: value for name, value in row.items() if name not in ("created", "last_updated", "title")}
        for a in spec_of(model).attributes.values():
            match a:
                case Ref(columns=[column]) if row[column] is not None:
                    row[column] = ranks[a.target, row[column]]
                case AnyRef(columns=[kind, number]):
                    row[number] = ranks[row[kind], row[number]]
                case Refs(name=name):
                    row[name] = sorted(str(ranks[a.target, i]) for i in row[name])
        shown[model, ranks[model, id] or 0] = row | {"id": None}
    return {key: row for key, row in shown.items() if key[0] in MODELS}


@quick
@given(asked=st.lists(lists, min_size=1, max_size=5))
def test_the_tables_are_what_the_ledger_says(world: Callable[[], Server], asked: list[list[Operation]]) -> None:
    server = world()
    for one in asked:
        before = dump(server.engine)
        if not attempt(server, one):
            assert dump(server.engine) == before
        check_books(server.engine)


@quick
@given(asked=lists, place=st.integers(0, 8))
def test_a_failing_operation_anywhere_leaves_no_trace(
    world: Callable[[], Server], asked: list[Operation], place: int
) -> None:
    server = world()
    before = dump(server.engine)
    nobody = Operation("update", SITE, {"facility": "x"}, "nobody")
    assert not attempt(server, [*asked[:place], nobody, *asked[place:]])
    assert dump(server.engine) == before


@quick
@given(asked=lists)
def test_a_list_does_what_its_operations_do_one_by_one(world: Callable[[], Server], asked: list[Operation]) -> None:
    server = world()
    taken = [operation for operation in asked if attempt(server, [operation])]
    one_by_one = by_rank(check_books(server.engine))
    server = world()
    server.ledger.commit(taken)
    assert by_rank(check_books(server.engine)) == one_by_one


@quick
@given(asked=lists)
def test_what_is_asked_again_as_upserts_changes_nothing(world: Callable[[], Server], asked: list[Operation]) -> None:
    server = world()
    upserts = [o for o in asked if o.op == "upsert"]
    if not upserts or not attempt(server, upserts[:1]):
        return
    before = dump(server.engine)
    assert server.ledger.commit(upserts[:1]).serial is None
    assert dump(server.engine) == before
