"""CSV as operations, and problems by row and column."""

from pathlib import Path

import pytest

from groundplan.errors import Problem, WrongUsage
from groundplan.exchange.csv_file import Rows, read
from groundplan.values import custom_field

from .sample import CATALOG


def rows(directory: Path, text: str, model: str = "site", upsert: bool = False) -> Rows:
    file = directory / "rows.csv"
    file.write_text(text, encoding="utf-8")
    found = CATALOG.model(model)
    return read(
        file, found, CATALOG, lambda _, key: len(key), lambda _, name: custom_field(name, "integer"), upsert=upsert
    )


def test_a_row_is_an_object_and_an_empty_cell_says_nothing(tmp_path: Path) -> None:
    made = rows(tmp_path, "name,slug,status,region,tags,cf.floor\nAMS 1,ams1,Active,nl,core,3\nFRA,fra,,,,\n")
    assert made.operations == [
        {
            "op": "create",
            "model": "dcim.site",
            "data": {
                "name": "AMS 1",
                "slug": "ams1",
                "status": "active",
                "region": "nl",
                "tags": ["core"],
                "custom_fields": {"floor": 3},
            },
        },
        {"op": "create", "model": "dcim.site", "data": {"name": "FRA", "slug": "fra"}},
    ]


def test_a_row_with_an_id_is_a_change_and_an_empty_cell_empties(tmp_path: Path) -> None:
    made = rows(tmp_path, "id,name,region,tags\n5,AMS,,\n,FRA,nl,\n", upsert=True)
    assert made.operations == [
        {"op": "update", "model": "dcim.site", "data": {"name": "AMS", "region": None, "tags": []}, "key": 5},
        {"op": "upsert", "model": "dcim.site", "data": {"name": "FRA", "region": "nl"}},
    ]


def test_accessors_narrow_a_reference(tmp_path: Path) -> None:
    made = rows(tmp_path, "name,device.name,device.site.slug\neth0,sw1,ams1\n", "interface")
    assert made.operations[0]["data"] == {"name": "eth0", "device": {"name": "sw1", "site": {"slug": "ams1"}}}


def test_quotes_newlines_other_separators_and_a_byte_order_mark(tmp_path: Path) -> None:
    made = rows(tmp_path, '\ufeffname;slug\n"AMS; one\nand two";ams1\n')
    assert made.operations[0]["data"] == {"name": "AMS; one\nand two", "slug": "ams1"}


def test_all_that_is_wrong_is_told_by_row_and_column(tmp_path: Path) -> None:
    made = rows(tmp_path, "id,name,status,latitude\n,A,nope,north\nx,B,,\n,C,active,1,2\n")
    assert made.problems == [
        "row 2, column status: status cannot be 'nope'. It can be planned, active.",
        "row 2, column latitude: latitude must be a number, not 'north'.",
        "row 3, column id: 'x' is no id.",
        "row 4: There are 5 cells and only 4 columns.",
    ]


def test_the_servers_problems_come_back_to_their_row_and_column(tmp_path: Path) -> None:
    made = rows(tmp_path, "name,device.name\neth0,sw1\n\neth1,sw1\n", "interface")
    assert made.said(Problem("There is no such device.", "device", 1)) == (
        "row 4, column device.name: There is no such device."
    )
    assert made.said(Problem("Names must be unique.", index=0)) == "row 2: Names must be unique."
    assert made.said(Problem("Too large.")) == "Too large."


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("name,nme", "A site has no attribute 'nme'. Did you mean 'name'"),
        ("name,name", "The column 'name' is there twice"),
        ("name.slug", "name of a site is no reference"),
        ("device_count", "worked out by the server"),
    ],
)
def test_columns_that_cannot_be_are_refused(tmp_path: Path, header: str, reason: str) -> None:
    with pytest.raises(WrongUsage, match=reason):
        rows(tmp_path, f"{header}\n1,2\n")
