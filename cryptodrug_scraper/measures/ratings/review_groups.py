"""
Groups of accounts whose ratings are told apart by themselves, and the steps in which that is done.

A step is a function of frames of one group and of a few values of the whole market, so it does not matter where the
frames lie, which process works a step out, or whether that was done before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

__all__ = ["Groups", "HeldGroups", "Step"]


class Step(NamedTuple):
    """
    What is done in each group.

    Attributes:
        name: of it, among all steps.
        work: takes the frames ``takes`` by name and the values of the market, and gives frames by name.
        takes: the names of frames that it needs.
    """

    name: str
    work: Callable[..., Mapping[str, pl.DataFrame]]
    takes: tuple[str, ...]


class Groups(Protocol):
    """The frames of several groups, by the number of the group, from 0, and a name."""

    def __len__(self) -> int:
        """How many groups there are."""

    def put(self, number: int, name: str, frame: pl.DataFrame) -> None:
        """Put a frame there, in the place of another of the name."""

    def of(self, number: int, name: str) -> pl.DataFrame:
        """The frame of a name."""

    def drop(self, *names: str) -> None:
        """Forget the frames of some names, of all groups."""

    def work(self, step: Step, *market: object) -> None:
        """
        Work a step out in every group: the frames that it gives are there then, by their names.

        Args:
            step: which.
            market: values of the whole market, the same for all groups, whose representations tell them apart.
        """


class HeldGroups:
    """
    Groups in memory, one worked out after the other.

    Args:
        count: how many there are.
    """

    def __init__(self, count: int = 1) -> None:
        self._frames: list[dict[str, pl.DataFrame]] = [{} for _ in range(count)]

    def __len__(self) -> int:
        """How many groups there are."""
        return len(self._frames)

    def put(self, number: int, name: str, frame: pl.DataFrame) -> None:
        """Put a frame there, in the place of another of the name."""
        self._frames[number][name] = frame

    def of(self, number: int, name: str) -> pl.DataFrame:
        """The frame of a name."""
        return self._frames[number][name]

    def drop(self, *names: str) -> None:
        """Forget the frames of some names, of all groups."""
        for frames in self._frames:
            for name in names:
                del frames[name]

    def work(self, step: Step, *market: object) -> None:
        """Work a step out in every group."""
        for frames in self._frames:
            frames.update(step.work({name: frames[name] for name in step.takes}, *market))
