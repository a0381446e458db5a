"""Racks against the simplest model there is: a grid of (face, half unit) cells that somebody colours in."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from groundplan_server.dcim.layout import (
    BOTH,
    Frame,
    Mount,
    collisions,
    faces_of,
    free_positions,
    occupants,
    outside,
    slot_name,
)

halves = st.integers(0, 40).map(lambda n: n / 2)
faces = st.sampled_from([frozenset({"front"}), frozenset({"rear"}), BOTH])
frames = st.builds(Frame, st.integers(1, 15), st.integers(1, 10), st.booleans())
mounts = st.lists(st.tuples(halves, halves.filter(lambda h: h <= 6), faces), max_size=8).map(
    lambda rows: [Mount(number, *row) for number, row in enumerate(rows, 1)]
)


def cells(mount: Mount) -> set[tuple[str, float]]:
    """The grid cells of a mount, found by walking the whole grid instead of by arithmetic."""
    grid = [n / 2 for n in range(200)]
    return {(f, s) for f in mount.faces for s in grid if mount.position <= s < mount.position + mount.height}


@given(frames)
def test_a_frame_has_two_slots_for_each_unit(frame: Frame) -> None:
    slots = frame.slots
    assert len(slots) == len(set(slots)) == 2 * frame.height
    assert min(slots) == frame.start
    assert max(slots) == frame.start + frame.height - 0.5
    assert slots == sorted(slots, reverse=not frame.descending)


@given(mounts)
def test_collisions_are_the_pairs_that_share_a_cell(mounted: list[Mount]) -> None:
    expected = {(a.id, b.id) for a, b in combinations(mounted, 2) if cells(a) & cells(b)}
    found = [(a.id, b.id) for a, b in collisions(mounted)]
    assert set(found) == expected
    assert len(found) == len(expected)


@given(frames, mounts)
def test_outside_are_those_with_a_cell_the_frame_lacks(frame: Frame, mounted: list[Mount]) -> None:
    real = [m for m in mounted if m.height]
    known = set(frame.slots)
    assert outside(frame, real) == [m for m in real if {slot for _, slot in cells(m)} - known]


@given(mounts, st.sampled_from(["front", "rear"]))
def test_occupants_are_who_coloured_the_cell(mounted: list[Mount], face: str) -> None:
    seen = occupants(mounted, face)
    assert set(seen) == {slot for m in mounted for f, slot in cells(m) if f == face}
    assert all((face, slot) in cells(mount) for slot, mount in seen.items())


@given(frames, mounts, halves.filter(lambda h: 0 < h <= 6), faces)
def test_free_positions_are_all_that_collide_with_nothing(
    frame: Frame, mounted: list[Mount], height: float, wanted: frozenset[str]
) -> None:
    def is_free(position: float) -> bool:
        candidate = Mount(0, position, height, wanted)
        return not outside(frame, [candidate]) and not any(cells(candidate) & cells(m) for m in mounted)

    assert free_positions(frame, mounted, height, wanted) == [s for s in sorted(frame.slots) if is_free(s)]


def test_faces_of_a_device() -> None:
    assert faces_of("front", full_depth=True) == BOTH
    assert faces_of("rear", full_depth=False) == {"rear"}
    assert faces_of(None, full_depth=False) == BOTH


def test_slot_names() -> None:
    assert [slot_name(s) for s in (42.0, 4.5)] == ["U42", "U4.5"]
