"""Sending in pieces: what is refused is told, and does not hold up the rest."""

from collections.abc import Sequence
from typing import Any

import pytest

from groundplan import Client, Commit, Conflict, Invalid, NotAllowed, Problem, Result, TooLarge
from groundplan.exchange.report import Report
from groundplan.exchange.writer import Item, Operation, Writer


class Picky(Client):
    """A client whose server refuses what is called bad, and lists longer than it likes."""

    def __init__(self, most: int = 100) -> None:
        self.url = "http://server"
        self.most = most
        self.sent: list[list[str]] = []

    def operations(self, operations: Sequence[Any], **_: Any) -> Commit:
        names = [operation["data"]["name"] for operation in operations]
        self.sent.append(names)
        if "forbidden" in names:
            raise NotAllowed("You do not have permission.")
        if "taken" in names:
            raise Conflict("In the way of another writer.", [Problem("In the way.", index=0)])
        if len(names) > self.most:
            raise TooLarge("Too large.")
        problems = [Problem("It is bad.", "name", n) for n, name in enumerate(names) if name.startswith("bad")]
        if problems:
            raise Invalid("It is bad.", problems)
        results = [Result(n, "upsert", "created", o["model"], n, "") for n, o in enumerate(operations)]
        return Commit(1, False, results, [])


def upsert(name: str, model: str = "dcim.site") -> Operation:
    return {"op": "upsert", "model": model, "data": {"name": name}}


def written(client: Picky, *items: Item, chunk: int = 100, order: Sequence[str] = ()) -> tuple[Report, int]:
    report, advanced = Report(), 0

    def advance(number: int) -> None:
        nonlocal advanced
        advanced += number

    writer = Writer(client, report, chunk=chunk, order=order, advance=advance)
    for item in items:
        writer.add(item)
    writer.flush()
    return report, advanced


def test_pieces_are_no_larger_than_asked_and_items_stay_whole() -> None:
    client = Picky()
    items = [Item(name, [upsert(f"{name}1"), upsert(f"{name}2")]) for name in "abc"]
    written(client, *items, chunk=4)
    assert client.sent == [["a1", "a2", "b1", "b2"], ["c1", "c2"]]


def test_the_refused_are_told_and_the_rest_is_written() -> None:
    client = Picky()
    items = [Item(name, [upsert(name)], f"{name}.yaml") for name in ("a", "bad1", "b", "bad2")]
    report, advanced = written(client, *items)
    assert client.sent == [["a", "bad1", "b", "bad2"], ["a", "b"]]
    assert [(r.name, r.source, r.reasons) for r in report.refused] == [
        ("bad1", "bad1.yaml", ("name: It is bad.",)),
        ("bad2", "bad2.yaml", ("name: It is bad.",)),
    ]
    assert (report.total("created"), advanced) == (2, 4)


def test_an_item_is_refused_as_a_whole_and_for_its_cause() -> None:
    client = Picky()
    bad_type = Item("t", [upsert("bad", "dcim.devicetype"), upsert("bad too", "dcim.interfacetemplate")])
    bad_part = Item("u", [upsert("u", "dcim.devicetype"), upsert("bad", "dcim.interfacetemplate")])
    report, _ = written(client, bad_type, bad_part)
    assert [r.reasons for r in report.refused] == [
        ("devicetype bad: name: It is bad.",),
        ("interfacetemplate bad: name: It is bad.",),
    ]
    assert report.total("created") == 0


def test_where_nobody_is_to_blame_halves_are_tried() -> None:
    client = Picky(most=2)
    report, advanced = written(client, *(Item(name, [upsert(name)]) for name in "abcde"))
    assert (report.total("created"), report.refused, advanced) == (5, [], 5)
    report, _ = written(Picky(), *(Item(name, [upsert(name)]) for name in ("a", "taken", "b")))
    assert [r.name for r in report.refused] == ["taken"]
    assert report.total("created") == 2


def test_a_refusal_of_the_caller_ends_it() -> None:
    with pytest.raises(NotAllowed):
        written(Picky(), Item("a", [upsert("forbidden")]), Item("b", [upsert("b")]))


def test_models_are_sent_together_and_common_needs_once() -> None:
    client = Picky()
    made: list[str] = []

    def item(name: str) -> Item:
        return Item(
            name,
            [upsert(name, "dcim.devicetype"), upsert(f"{name}/eth0", "dcim.interfacetemplate")],
            needs=lambda: [] if made else [upsert("Cisco", "dcim.manufacturer")],
            done=lambda results: made.append(results[0].model),
        )

    order = ["dcim.devicetype", "dcim.interfacetemplate"]
    report, _ = written(client, item("a"), item("b"), item("c"), chunk=4, order=order)
    assert client.sent == [["Cisco", "a", "b", "a/eth0", "b/eth0"], ["c", "c/eth0"]]
    assert report.counts["created"]["dcim.manufacturer"] == 1
    assert made == ["dcim.devicetype"] * 3


def test_the_report_for_people_and_for_programs(tmp_path: Any) -> None:
    report = Report()
    report.count("created", "dcim.site")
    report.count("updated", "dcim.site")
    report.note("dcim.site.owner is not known to this server", 3)
    report.unsupported["dcim/cables"] = 108
    report.refuse("dcim.site X", ["Too long.", "Too long."], "id 5")
    assert list(report.lines()) == [
        "dcim.site: 1 created, 1 changed",
        "Left out: dcim.site.owner is not known to this server (3 times)",
        "Not supported by this server yet: dcim/cables (108 objects)",
        "Refused: dcim.site X (id 5): Too long.",
        "1 created, 1 changed, 0 unchanged, 1 refused.",
    ]
    report.write(tmp_path / "report.json")
    assert '"unsupported": {\n    "dcim/cables": 108\n  }' in (tmp_path / "report.json").read_text()
