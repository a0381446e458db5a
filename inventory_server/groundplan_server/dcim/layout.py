"""Where things sit in a rack, computed without a database.

A rack is counted in half units: one that starts at unit 1 and is 42 units high has the slots 1.0, 1.5 … 42.5.
Halves are exact in binary, so plain floats are safe here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from .face import DeviceFace

BOTH: frozenset[str] = frozenset(face.value for face in DeviceFace)


@dataclass(frozen=True)
class Frame:
    """The slots a rack offers."""

    height: int
    start: int = 1
    descending: bool = False

    @property
    def slots(self) -> list[float]:
        """Every half unit, top to bottom."""
        upwards = [half / 2 for half in range(2 * self.start, 2 * (self.start + self.height))]
        return upwards if self.descending else upwards[::-1]


@dataclass(frozen=True)
class Mount:
    """Something in a rack: its lowest unit, how many units it takes, and on which faces."""

    id: int
    position: float
    height: float
    faces: frozenset[str] = BOTH

    @property
    def slots(self) -> list[float]:
        """Every half unit it takes, upwards."""
        return [half / 2 for half in range(round(2 * self.position), round(2 * (self.position + self.height)))]


def faces_of(face: str | None, full_depth: bool) -> frozenset[str]:
    """The faces that a device takes: both if it is as deep as the rack or nobody said which."""
    return BOTH if full_depth or not face else frozenset({str(face)})


def slot_name(slot: float) -> str:
    """What is written beside a slot: U4, U4.5."""
    return f"U{slot:g}"


def outside(frame: Frame, mounts: Iterable[Mount]) -> list[Mount]:
    """Those that do not lie wholly within the rack."""
    return [m for m in mounts if m.position < frame.start or m.position + m.height > frame.start + frame.height]


def collisions(mounts: Iterable[Mount]) -> Iterator[tuple[Mount, Mount]]:
    """Every pair that wants the same slot on the same face, each pair once."""
    taken: dict[tuple[str, float], list[Mount]] = {}
    for mount in mounts:
        others = {o.id: o for face in mount.faces for slot in mount.slots for o in taken.get((face, slot), ())}
        for other in others.values():
            yield other, mount
        for face in mount.faces:
            for slot in mount.slots:
                taken.setdefault((face, slot), []).append(mount)


def occupants(mounts: Iterable[Mount], face: str) -> dict[float, Mount]:
    """Who sits in each slot of a face."""
    return {slot: mount for mount in mounts if face in mount.faces for slot in mount.slots}


def free_positions(
    frame: Frame, mounts: Iterable[Mount], height: float = 1, faces: Collection[str] = BOTH
) -> list[float]:
    """Where something of this height fits, lowest unit first."""
    taken = {slot for mount in mounts if mount.faces & set(faces) for slot in mount.slots}
    return [s for s in sorted(frame.slots) if fits(frame, taken, Mount(0, s, height))]


def fits(frame: Frame, taken: Collection[float], mount: Mount) -> bool:
    """Whether a mount lies within the rack and none of its slots is taken."""
    return not outside(frame, [mount]) and not any(slot in taken for slot in mount.slots)
