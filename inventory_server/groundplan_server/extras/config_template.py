"""Config templates: what a device's configuration is rendered from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, TypedDict

from groundplan_server.extras import rendering
from groundplan_server.language import (
    Dated,
    Meta,
    Refusal,
    View,
    action,
    boolean,
    changed,
    json,
    prepare,
    refs,
    rule,
    text,
)

if TYPE_CHECKING:
    from groundplan_server.extras.tag import Tag


class ConfigTemplate(Dated, table=True):
    """A Jinja template that renders plain data into text."""

    name: str = text(100, natural=True)
    description: str = text(200, default="")
    template_code: str = text(description="Jinja template code.")
    environment_params: dict[str, Any] = json(
        dict[str, Any], default=dict, description="Settings of the Jinja environment, such as trim_blocks."
    )
    mime_type: str = text(50, default="", description="Media type of the result; text/plain unless given.")
    file_name: str = text(200, default="", description="Name of the file that the result is saved as.")
    file_extension: str = text(15, default="", description="Extension of that file.")
    as_attachment: bool = boolean(True, description="Offer the result as a file to save.")
    debug: bool = boolean(False, description="Quote the line of the template in errors.")
    tags: list[Tag] = refs("extras.tag", description="Labels.")

    meta: ClassVar[Meta] = Meta(
        brief=("name", "description"),
        columns=("name", "description", "mime_type", "file_extension", "last_updated"),
        search={"name": 100, "description": 500},
    )


class Rendered(TypedDict):
    """What a template made."""

    configtemplate: ConfigTemplate
    content: str


def rendered(template: ConfigTemplate, context: dict[str, Any]) -> Rendered:
    """A template and what it makes of a context. Raises Invalid that names template and line."""
    content = rendering.render(
        template.template_code, context, name=template.name, params=template.environment_params, debug=template.debug
    )
    return {"configtemplate": template, "content": content}


@prepare(ConfigTemplate)
def no_settings_is_empty(template: ConfigTemplate) -> None:
    template.environment_params = template.environment_params or {}


@rule(ConfigTemplate)
def it_can_be_compiled(template: ConfigTemplate) -> Iterator[Refusal]:
    if not changed(template, "template_code", "environment_params"):
        return
    wrong = rendering.wrong_params(template.environment_params or {})
    for message in wrong:
        yield Refusal("environment_params", message)
    if not wrong and (message := rendering.wrong_syntax(template.template_code, template.environment_params)):
        yield Refusal("template_code", message)


@action(ConfigTemplate, with_body=True, permission="render")
def render(view: View, template: ConfigTemplate, **context: Any) -> Rendered:
    """Render the template with the request's body as its data."""
    return rendered(template, context)
