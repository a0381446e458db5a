"""From a refusing answer to an error that says everything at once."""

import pytest

from groundplan.errors import Conflict, Invalid, NotFound, Problem, Refused, did_you_mean, refusal


def test_operations_are_blamed_by_index_and_field() -> None:
    error = refusal(400, {"errors": [{"index": 3, "field": "site", "message": "There is no such site."}]})
    assert isinstance(error, Invalid)
    assert error.problems == [Problem("There is no such site.", "site", 3)]
    assert error.message == "site: There is no such site."


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"name": ["This field is required."]}, "name: This field is required."),
        ({"__all__": ["Device name must be unique per site."]}, "Device name must be unique per site."),
        ({"custom_fields": {"nope": "There is no such field."}}, "custom_fields.nope: There is no such field."),
        ({"detail": "Gone."}, "Gone."),
        ([{}, {"name": ["Too long."]}], "name: Too long."),
        (["'start' cannot be combined with 'offset'."], "'start' cannot be combined with 'offset'."),
        (None, "The server answered with status 400."),
    ],
)
def test_every_form_of_a_refusal_becomes_sentences(body: object, message: str) -> None:
    assert refusal(400, body).message == message


def test_a_bulk_refusal_keeps_the_place() -> None:
    assert refusal(400, [{}, {"name": ["Too long."]}]).problems[0].index == 1


@pytest.mark.parametrize(("status", "kind"), [(404, NotFound), (409, Conflict), (418, Refused)])
def test_the_status_decides_the_kind(status: int, kind: type[Refused]) -> None:
    error = refusal(status, {"detail": "No."})
    assert type(error) is kind
    assert (error.status, error.exit_code) == (status, 1)


def test_the_nearest_names_are_offered_once() -> None:
    assert did_you_mean("sits", ["sites", "site", "site", "vlan"]) == " Did you mean 'sites' or 'site'?"
    assert did_you_mean("zzz", ["sites"]) == ""
