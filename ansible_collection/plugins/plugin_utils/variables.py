"""Which variables expressions name, and how data becomes variables."""

from __future__ import annotations

from contextlib import suppress

from ansible.template import trust_as_template
from jinja2 import Environment, TemplateSyntaxError, meta, nodes

MARKERS = ("{{", "{%", "{#")

#: Filters whose result depends on more than their arguments.
RANDOM = frozenset({"password_hash", "random", "random_mac", "shuffle", "vault"})


class Trust:
    """Makes variables of data.

    Ansible evaluates only strings that are marked as trusted, and prints all others as unsafe. So strings that are no
    templates are marked: that is harmless. Those that could be templates are marked only if the user wants them to be.
    """

    def __init__(self, templates):
        self.templates = templates
        self.known = {}  # the same few words stand in thousands of hosts

    def __call__(self, value):
        if isinstance(value, str):
            return self.known.get(value) or self.known.setdefault(value, self.marked(value))
        if isinstance(value, dict):
            return {key: self(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self(each) for each in value]
        return value

    def marked(self, value):
        if not self.templates and any(marker in value for marker in MARKERS):
            return value
        return trust_as_template(value)


class Memory:
    """Evaluates an expression once for all hosts whose variables are the same in what it names.

    Ansible takes half a millisecond for each: a minute for ten expressions and 10,000 hosts.
    """

    def __init__(self):
        self.names = {}
        self.results = {}

    def __call__(self, expression, variables, evaluate):
        names = self.names.get(expression)
        if names is None:
            names = self.names[expression] = determining(expression)
        if not variables.keys() >= names:
            return evaluate(expression, variables)  # it names what is none of ours, such as a lookup
        key = (expression, *[repr(variables[name]) for name in names])
        if key not in self.results:
            try:
                self.results[key] = evaluate(expression, variables), None
            except Exception as error:
                self.results[key] = None, error
        result, error = self.results[key]
        if error:
            raise error.with_traceback(None)
        return result


def determining(expression):
    """The variables that the result depends on; one that nobody has if it depends on more than variables."""
    try:
        tree = Environment().parse(template(expression))
    except TemplateSyntaxError:
        return frozenset({""})
    for node in tree.find_all((nodes.Filter, nodes.Test)):
        name = node.name.removeprefix("ansible.builtin.")
        if name in RANDOM or "." in name:  # who knows what other collections' do
            return frozenset({""})
    return frozenset(meta.find_undeclared_variables(tree))


def named(expressions, templates=()):
    """The variables that these expressions, and texts with expressions in them, name."""
    found = set()
    for text in (*map(template, expressions), *templates):
        with suppress(TemplateSyntaxError):  # Ansible will say so, and where
            found |= meta.find_undeclared_variables(Environment().parse(text))
    return found


def template(expression):
    return "{{ " + str(expression) + " }}"
