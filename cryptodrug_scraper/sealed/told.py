"""What was found of a sealed answer: part by part, what holds, what was changed, and what was not checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Line", "State", "Told"]

State = Literal["holds", "changed", "not checked"]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at: the part of the package, how it stands, and a sentence."""

    part: str
    state: State
    said: str


@dataclass
class Told:
    """
    All that was found.

    Attributes:
        root: of the tree of the manifest that is there, in hexadecimal; empty where there is none.
        lines: in the order in which it was looked at.
    """

    root: str = ""
    lines: list[Line] = field(default_factory=list)

    def holds(self, part: str, said: str) -> None:
        """Tell what holds."""
        self.lines.append(Line(part, "holds", said))

    def is_changed(self, part: str, said: str) -> None:
        """Tell what is not as it was sealed, or contradicts another part."""
        self.lines.append(Line(part, "changed", said))

    def is_unchecked(self, part: str, said: str) -> None:
        """Tell what was not checked, and why."""
        self.lines.append(Line(part, "not checked", said))

    @property
    def changed(self) -> list[Line]:
        """What was changed."""
        return [line for line in self.lines if line.state == "changed"]

    @property
    def is_good(self) -> bool:
        """Whether nothing was changed."""
        return not self.changed
