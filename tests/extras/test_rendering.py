"""Templates: what they can do, what they cannot, and that they always come to an end."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from groundplan_server.errors import Invalid
from groundplan_server.extras import rendering, sandbox
from groundplan_server.extras.rendering import render, wrong_params, wrong_syntax


def refusal(source: str, context: dict[str, Any] | None = None, **options: Any) -> str:
    with pytest.raises(Invalid) as caught:
        render(source, context or {}, name="base", **options)
    return caught.value.message


def test_plain_data_goes_in_and_text_comes_out() -> None:
    context = {"device": {"name": "sw1", "interfaces": [{"name": "eth10"}, {"name": "eth2"}]}}
    source = (
        "hostname {{ device.name }}\r\n{% for i in device.interfaces|natural_sort('name') %}{{ i.name }} {% endfor %}"
    )
    assert render(source, context) == "hostname sw1\neth2 eth10 "


@pytest.mark.parametrize(
    ("filter", "result"),
    [
        ("ip", "10.1.2.3"), ("prefixlen", "24"), ("netmask", "255.255.255.0"), ("hostmask", "0.0.0.255"),
        ("network", "10.1.2.0"), ("subnet", "10.1.2.0/24"), ("broadcast", "10.1.2.255"), ("ip_version", "4"),
    ],
)  # fmt: skip
def test_addresses_can_be_taken_apart(filter: str, result: str) -> None:
    source = "{{ a|FILTER }} {{ o|FILTER }}".replace("FILTER", filter)
    assert render(source, {"a": "10.1.2.3/24", "o": {"address": "10.1.2.3/24"}}) == f"{result} {result}"


def test_data_can_be_written_as_json_and_yaml() -> None:
    assert render("{{ x|to_json }}\n{{ x|to_yaml }}", {"x": {"b": [1, "é"], "a": None}}) == (
        '{"b": [1, "é"], "a": null}\nb:\n- 1\n- é\na: null\n'
    )


ENDLESS = [
    "{% for i in range(10**9) %}x{% endfor %}",
    "{% for i in range(10**5) %}{% for j in range(10**5) %}{% endfor %}{% endfor %}",
    "{% for i in range(10**5) %}{% for j in range(10**5) %}{{ j }}{% endfor %}{% endfor %}",
    "{{ 'a' * 10**9 }}",
    "{{ 'a' * 10**20 }}",
    "{{ [1] * 10**9 }}",
    "{{ 10**(10**10) }}",
    "{{ 'a'|center(1000000000) }}",
    "{{ '%01000000000d' % 1 }}",
    "{{ '{:01000000000d}'.format(1) }}",
    "{% set n = namespace(s='aaaa') %}{% for i in range(60) %}{% set n.s = n.s ~ n.s %}{% endfor %}{{ n.s }}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% macro m() %}{{ n() }}{% endmacro %}{% macro n() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% for i in range(99999) recursive %}{{ loop([1]) }}{% endfor %}",
    "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "{{ range(99999)|list|string * 9999 }}",
]


@pytest.mark.parametrize("source", ENDLESS)
def test_it_always_comes_to_an_end(source: str) -> None:
    start = time.perf_counter()
    assert refusal(source, seconds=0.5).startswith("Template 'base'")
    assert time.perf_counter() - start < 30
    assert render("still {{ 'here' }}", {}) == "still here"


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ self.__init__.__globals__ }}",
        "{{ [].append(1) }}",
        "{{ x.update({'a': 2}) }}",
        "{{ ''['__class__']['__mro__'] }}",
        "{{ lipsum.__globals__['os'].popen('id').read() }}",
        "{{ (''|attr('__class__')).__mro__ }}",
        "{{ ['x']|map(attribute='__class__')|first|attr('__mro__')|list|first|attr('a').b }}",
        "{% include 'etc/passwd' %}",
        "{% import 'os' as os %}",
    ],
)
def test_nothing_but_data_can_be_reached(source: str) -> None:
    assert "Template 'base', line 1" in refusal(source, {"x": {"a": 1}})


@pytest.mark.parametrize(
    "source", ["{{ x.__class__ }}", "{{ ''|attr('__class__') }}", "{{ '{0.__class__}'.format(x) }}"]
)
def test_what_lies_behind_data_is_not_there(source: str) -> None:
    assert render(source, {"x": {"a": 1}}) == ""


def test_the_servers_environment_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROUNDPLAN_SECRET_KEY", "swordfish")
    workers = rendering.Workers()
    try:
        worker = workers._take()
        with open(f"/proc/{worker.process.pid}/environ", "rb") as file:
            assert b"swordfish" not in file.read()
        worker.close()
    finally:
        workers.close()


def test_errors_name_template_and_line() -> None:
    assert refusal("\n\n{{ a.b }}") == "Template 'base', line 3: 'a' is undefined."
    assert refusal("\n{% if %}").startswith("Template 'base', line 2: Expected an expression")
    assert refusal("{{ 'x'|netmask }}") == "Template 'base', line 1: 'x' is not an IP address or network."
    quoted = refusal("a\n{{ 1 // 0 }}", debug=True)
    assert quoted.startswith("Template 'base', line 2: ZeroDivisionError: ")
    assert quoted.endswith(" The line reads: {{ 1 // 0 }}")


def test_the_result_has_a_limit() -> None:
    assert "longer than 10 characters" in refusal("{{ 'a' * 11 }}", size=10)
    assert render("{{ 'a' * 10 }}", {}, size=10) == "a" * 10


def test_settings_of_the_environment() -> None:
    source = "{% if true %}\n  x\n{% endif %}\n"
    assert render(source, {}) == "\n  x\n"
    assert render(source, {}, params={"trim_blocks": True, "keep_trailing_newline": True}) == "  x\n"
    assert render("[{ a }]", {"a": 1}, params={"variable_start_string": "[{", "variable_end_string": "}]"}) == "1"
    assert render("{{ a.b.c }}", {}, params={"undefined": "jinja2.ChainableUndefined", "cache_size": 1}) == ""
    assert "'a' is undefined" in refusal("{{ a }}", params={"undefined": "jinja2.StrictUndefined"})


@pytest.mark.parametrize(
    "params",
    [
        {"loader": "x"}, {"extensions": ["jinja2.ext.debug"]}, {"finalize": "os.system"}, {"trim_blocks": "yes"},
        {"undefined": "os.system"}, {"newline_sequence": "x"}, {"block_start_string": ""},
    ],
)  # fmt: skip
def test_settings_that_could_do_harm_are_refused(params: dict[str, Any]) -> None:
    assert len(wrong_params(params)) == 1
    assert refusal("x", params=params)


def test_syntax_is_checked_without_rendering() -> None:
    assert wrong_syntax("{{ a.b.c }}") == ""
    assert wrong_syntax("x\n{{ a|nope }}") == "Line 2: No filter named 'nope'."


def test_many_at_once_get_their_own_answers() -> None:
    with ThreadPoolExecutor(16) as threads:
        answers = list(
            threads.map(lambda n: render("{{ n }} {{ x[-1] }}", {"n": n, "x": list(range(n + 1))}), range(200))
        )
    assert answers == [f"{n} {n}" for n in range(200)]


def test_the_sandbox_answers_requests_in_process_too() -> None:
    request = {"source": "{{ a }}", "params": {}, "size": 10}
    assert sandbox.run({**request, "context": {"a": 1}}) == {"content": "1"}
    assert sandbox.run({**request, "context": None}) == {"content": ""}
    assert sandbox.run({**request, "source": "{{", "context": None})["line"] == 1
