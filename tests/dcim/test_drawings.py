"""Rack drawings: well-formed for any text, every box inside the rack and where its units are."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from groundplan_server.dcim.drawings import Box, Scale, rack_face, readable_on, top_of
from groundplan_server.dcim.layout import Frame

frames = st.builds(Frame, st.integers(1, 50), st.integers(1, 10), st.booleans())
# XML knows no control characters; names cannot hold any either.
words = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF), max_size=60)
SVG = "{http://www.w3.org/2000/svg}"


@given(frames, words, words)
def test_drawings_are_well_formed(frame: Frame, label: str, hint: str) -> None:
    box = Box(frame.start, 1, label, hint, link=f"/?{label}", color="aa1409", image=hint)
    drawing = ElementTree.fromstring(rack_face(frame, [box], Scale()))
    assert len(drawing.findall(f".//{SVG}rect[@class='slot']")) == frame.height
    assert [t.text for t in drawing.findall(f"./{SVG}text[@class='unit']")] == [
        str(frame.start + n) for n in range(frame.height)
    ]


@given(frames, st.data())
def test_a_box_begins_at_the_slot_nearest_the_top(frame: Frame, data: st.DataObject) -> None:
    halves = 2 * frame.height
    first = data.draw(st.integers(0, halves - 1))
    size = data.draw(st.integers(1, halves - first))
    taken = [frame.start + (first + n) / 2 for n in range(size)]
    assert top_of(frame, taken[0], size / 2) == min(frame.slots.index(slot) for slot in taken) / 2


def test_text_is_readable() -> None:
    assert readable_on("ffffff") == "#000000"
    assert readable_on("aa1409") == "#ffffff"
