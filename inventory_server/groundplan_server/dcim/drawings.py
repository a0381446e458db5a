"""Drawings of racks, as SVG that stands on its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from groundplan_server.dcim.layout import Frame

_BORDER = 2
_STYLE = """
text { font: 13px system-ui, sans-serif; text-anchor: middle; dominant-baseline: central; }
.unit { fill: #757575; font-size: 10px; }
.slot { fill: #f7f7f7; stroke: #dee2e6; }
.box rect { stroke: #1f2328; stroke-width: .5; }
.closed { fill: url(#hatched); }
.dimmed { opacity: .35; }
.frame { fill: none; stroke: #1f2328; stroke-width: 2; }
"""
_HATCHED = (
    '<pattern id="hatched" width="10" height="10" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="10" height="10" fill="#f7f7f7"/><rect width="5" height="10" fill="#d7d7d7"/></pattern>'
)


@dataclass(frozen=True)
class Box:
    """Something on the face of a rack."""

    position: float
    height: float
    label: str
    #: What a pointer resting on it shows.
    hint: str = ""
    link: str = ""
    #: Six hexadecimal digits; a box without a colour is hatched: one sees that something is there, from behind.
    color: str = ""
    image: str = ""
    dimmed: bool = False


@dataclass(frozen=True)
class Scale:
    """How large things are drawn, in pixels."""

    unit_width: int = 220
    unit_height: int = 22
    legend_width: int = 30
    margin_width: int = 15


def rack_face(frame: Frame, boxes: Iterable[Box], scale: Scale | None = None) -> str:
    """One face of a rack, top to bottom, with its units beside it."""
    scale = scale or Scale()
    width = scale.legend_width + scale.unit_width + scale.margin_width + 2 * _BORDER
    height = scale.unit_height * frame.height + 2 * _BORDER
    border = (
        f'<rect class="frame" x="{scale.legend_width + _BORDER / 2:g}" y="{_BORDER / 2:g}" '
        f'width="{scale.unit_width + _BORDER}" height="{height - _BORDER}"/>'
    )
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">',
            f"<defs><style>{_STYLE}</style>{_HATCHED}</defs>",
            *_units(frame, scale),
            *(_box(frame, scale, box) for box in boxes),
            border,
            "</svg>",
        ]
    )


def top_of(frame: Frame, position: float, height: float) -> float:
    """How many units something begins below the top of the rack."""
    return position - frame.start if frame.descending else frame.start + frame.height - position - height


def readable_on(color: str) -> str:
    """Black or white, whichever is easier to read on a colour."""
    red, green, blue = (int(color[i : i + 2], 16) for i in (0, 2, 4))
    return "#000000" if red * 0.299 + green * 0.587 + blue * 0.114 > 150 else "#ffffff"


def _units(frame: Frame, scale: Scale) -> Iterator[str]:
    for unit in range(frame.start, frame.start + frame.height):
        y = _BORDER + top_of(frame, unit, 1) * scale.unit_height
        yield (
            f'<text class="unit" x="{scale.legend_width / 2:g}" y="{y + scale.unit_height / 2:g}">{unit}</text>'
            f'<rect class="slot" x="{scale.legend_width + _BORDER}" y="{y:g}" '
            f'width="{scale.unit_width}" height="{scale.unit_height}"/>'
        )


def _box(frame: Frame, scale: Scale, box: Box) -> str:
    x = scale.legend_width + _BORDER
    y = _BORDER + top_of(frame, box.position, box.height) * scale.unit_height
    width, height = scale.unit_width, box.height * scale.unit_height
    place = f'x="{x}" y="{y:g}" width="{width}" height="{height:g}"'
    rect = f'<rect {place} fill="#{escape(box.color)}"/>' if box.color else f'<rect class="closed" {place}/>'
    image = f'<image {place} href="{escape(box.image)}" preserveAspectRatio="xMidYMid slice"/>' if box.image else ""
    fill = readable_on(box.color) if box.color else "#000000"
    label = escape(_shortened(box.label, width))
    text = f'<text x="{x + width / 2:g}" y="{y + height / 2:g}" fill="{fill}">{label}</text>'
    hint = f"<title>{escape(box.hint)}</title>" if box.hint else ""
    body = f'<g class="box{" dimmed" if box.dimmed else ""}">{hint}{rect}{image}{text}</g>'
    return f'<a href="{escape(box.link)}" target="_parent">{body}</a>' if box.link else body


def _shortened(label: str, width: int) -> str:
    # A letter of the label's font is about eight pixels wide.
    most = max(1, width // 8)
    return label if len(label) <= most else f"{label[: most - 1]}…"
