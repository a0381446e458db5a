"""Writes the parts of the documentation that the code knows: the models' reference, and what commands say.

python scripts/reference.py            writes them
python scripts/reference.py --check    says which are not current, and fails
"""

from __future__ import annotations

import inspect
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MODELS = ROOT / "docs" / "reference" / "models.md"
COMMANDS = ROOT / "docs" / "cli.md"
#: More choices than this are not listed.
MANY = 24
#: How wide help is written.
WIDTH = 100


def main() -> int:
    made = {MODELS: models(), COMMANDS: commands(COMMANDS.read_text())}
    old = [path for path, text in made.items() if not path.exists() or path.read_text() != text]
    if "--check" in sys.argv[1:]:
        for path in old:
            print(f"{path.relative_to(ROOT)} is not current; run `python scripts/reference.py`.")
        return 1 if old else 0
    for path in old:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made[path])
        print(f"Wrote {path.relative_to(ROOT)}.")
    return 0


# Models


def models() -> str:
    """The reference of all models, from the registry."""
    from groundplan_server.registry import all_specs

    shown = [spec for spec in all_specs() if not spec.meta.private]
    apps: dict[str, list[Any]] = {}
    for spec in sorted(shown, key=lambda spec: spec.key):
        apps.setdefault(spec.app, []).append(spec)
    lines = [
        "# Models",
        "",
        "Written by `scripts/reference.py` from the models themselves; change those, and run it.",
        "",
        "Every model also has `id`, `url`, `display_url` and `display`; a tree has `_depth`.",
        "References are written by [id, natural key or attributes](../rest-api.md#names-instead-of-ids).",
        "What is stored, referred to or counted is a [filter](../filters.md) by its name; "
        "“also” names the other filters.",
        "",
    ]
    for app, specs in apps.items():
        lines += [f"- {app}: " + ", ".join(f"[{s.label}](#{s.key.replace('.', '')})" for s in specs)]
    for app, specs in apps.items():
        lines += ["", f"## {app}"]
        for spec in specs:
            lines += ["", *_model(spec)]
    return "\n".join(lines) + "\n"


def _model(spec: Any) -> Iterator[str]:
    from groundplan_server.language.attributes import Scalar

    yield f"### {spec.key}"
    yield ""
    yield inspect.cleandoc(spec.model.__doc__)
    yield ""
    facts = [f"`{spec.url}`", f"natural key: {_listed(spec.meta.natural_key, '/')}"]
    facts += ["a tree"] if spec.is_tree else []
    facts += ["written by the server alone"] if spec.meta.read_only else []
    yield "; ".join(facts) + "."
    yield ""
    yield "| attribute | is | |"
    yield "| --- | --- | --- |"
    for a in spec.attributes.values():
        writable = a.writable and not spec.meta.read_only
        if isinstance(a, Scalar) and a.hidden and not writable:
            continue
        yield f"| `{a.name}` | {_kind(a)} | {_cell(_about(a, writable))} |"
    unique = [_rule(rule) for rule in spec.meta.unique]
    if unique:
        yield ""
        yield f"Unique: {'; '.join(unique)}."
    actions = list(dict.fromkeys(behaviour.name for behaviour in spec.behaves("action")))
    if actions:
        yield ""
        yield f"Actions: {_listed(actions)}."
    declared = {behaviour.name for behaviour in spec.behaves("filter")}
    also = sorted(name for name in {*spec.meta.filters, *declared} if name not in spec.attributes)
    if also:
        yield ""
        yield f"Filters also: {_listed(also)}."


def _rule(rule: Any) -> str:
    names = _listed(rule.names, " + ")
    return f"{names} where {_listed(rule.when, ' and ')} is set" if rule.when else names


def _kind(attribute: Any) -> str:
    from groundplan_server.language import attributes as A
    from groundplan_server.registry import load

    match attribute:
        case A.Choice():
            return "choice"
        case A.Scalar():
            return str(attribute.look.value)
        case A.Ref() | A.Refs():
            name = f"[{attribute.target}](#{attribute.target.replace('.', '')})"
            return name if isinstance(attribute, A.Ref) else f"any number of {name}"
        case A.AnyRef(columns=(kind, number)):
            there = ", ".join(target for target in attribute.targets if target in load())
            return f"`{kind}` and `{number}`" + (f": {there}" if there else "")
        case A.Count():
            return f"number of {attribute.source}"
        case A.Backrefs():
            return f"list of {attribute.source}"
        case A.Parts():
            return "list of " + ", ".join(f"`{name}`" for name, _ in attribute.entries)
        case A.FirstOf():
            return f"the first of {_listed(attribute.names)}"
        case A.Follow():
            return f"`{attribute.path}`"
    return "computed"


def _about(attribute: Any, writable: bool) -> str:
    from groundplan_server.language.attributes import Choice, Ref, Scalar

    facts = [attribute.description.rstrip(".")] if attribute.description else []
    if not writable:
        facts.append("read-only")
    elif attribute.required:
        facts.append("required")
    elif isinstance(attribute, Scalar) and (default := _default(attribute)):
        facts.append(f"default `{default}`")
    if isinstance(attribute, Scalar):
        facts += ["unique"] if attribute.unique else []
        facts += ["never shown"] if attribute.secret else []
    if isinstance(attribute, Ref) and attribute.on_delete == "CASCADE":
        facts.append("deleted together with it")
    if isinstance(attribute, Choice):
        members = [f"`{member.value}`" for member in attribute.choices]
        facts.append(", ".join(members) if len(members) <= MANY else f"one of {len(members)}, which OPTIONS lists")
    return "; ".join(facts)


def _default(attribute: Any) -> str:
    """What an attribute is where nothing is said of it, if that is anything."""
    default = attribute.default
    if callable(default) or default in (None, ""):
        return ""
    return str(default).lower() if isinstance(default, bool) else str(getattr(default, "value", default))


def _listed(names: Any, between: str = ", ") -> str:
    return between.join(f"`{name}`" for name in names)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


# Commands


def commands(page: str) -> str:
    """The page with what each command says of itself, between the marks that name it."""
    marked = re.compile(r"(<!-- help: (.*?) -->\n).*?(<!-- end -->)", re.DOTALL)
    return marked.sub(lambda m: f"{m[1]}```text\n{help_of(m[2].split()[1:])}\n```\n{m[3]}", page)


def help_of(words: list[str]) -> str:
    """What `--help` of a command says."""
    import typer.main

    from groundplan.command import app

    os.environ["COLUMNS"] = str(WIDTH)
    command: Any = typer.main.get_command(app)
    widths = {"terminal_width": WIDTH, "max_content_width": WIDTH}
    context = command.make_context("groundplan", [], resilient_parsing=True, **widths)
    for word in words:
        command = command.get_command(context, word)
        context = type(context)(command, parent=context, info_name=word, **widths)
    return "\n".join(line.rstrip() for line in command.get_help(context).splitlines())


def all_commands() -> list[list[str]]:
    """Every command that can be typed, in words."""
    import typer.main

    from groundplan.command import app

    def below(command: Any, words: list[str]) -> Iterator[list[str]]:
        names = command.list_commands(None) if hasattr(command, "list_commands") else []
        if not names:
            yield words
        for name in names:
            yield from below(command.get_command(None, name), [*words, name])

    return list(below(typer.main.get_command(app), []))


if __name__ == "__main__":
    sys.exit(main())
