"""Maintenance windows: times in which a site may be worked on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from groundplan_server.language import (
    Batch,
    Choices,
    Meta,
    Primary,
    Refusal,
    View,
    action,
    choice,
    moment,
    ref,
    rule,
    text,
)

if TYPE_CHECKING:
    from groundplan_server.dcim.site import Site


class WindowStatus(Choices):
    """How far a window is."""

    PLANNED = "planned", "Planned", "cyan"
    AGREED = "agreed", "Agreed", "green"
    CANCELLED = "cancelled", "Cancelled", "gray"


class Window(Primary, table=True):
    """A time in which a site may be worked on."""

    name: str = text(100, unique=True, natural=True)
    site: Site = ref("dcim.site", related="maintenance_windows", on_delete="CASCADE")
    status: WindowStatus = choice(WindowStatus, default=WindowStatus.PLANNED)
    begins: datetime = moment(...)
    ends: datetime = moment(...)

    meta: ClassVar[Meta] = Meta(
        label="maintenance window",
        path="windows",
        brief=("name", "begins", "ends"),
        ordering=("begins",),
        search={"name": 100, "description": 500},
        columns=("name", "site", "status", "begins", "ends"),
        filters={"region": "site.region"},
    )


@rule(Window)
def it_ends_after_it_begins(window: Window) -> Iterator[Refusal]:
    if window.ends <= window.begins:
        yield Refusal("ends", f"{window} must end after it begins, at {window.begins:%Y-%m-%d %H:%M} UTC.")


@action(Window)
def others(view: View, window: Window) -> list[Window]:
    """Other windows of the site that overlap with it."""
    windows = view.find(Window, site=window.site, order=("begins",))
    return [w for w in windows if w != window and w.begins < window.ends and window.begins < w.ends]


@action(Window, writes=True)
def postpone(batch: Batch[Window], window: Window, *, hours: int) -> dict[str, datetime]:
    """Move the window to later, as long as it is."""
    begins, ends = (moment + timedelta(hours=hours) for moment in (window.begins, window.ends))
    batch.update(Window, [(window.id, {"begins": begins, "ends": ends})])
    return {"begins": begins, "ends": ends}
