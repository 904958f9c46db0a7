"""Groups of ratings whose frames lie in files, and whose steps are worked out by several processes, each once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptodrug_scraper.derive.sent_step import SentStep

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from cryptodrug_scraper.derive.kept import Kept
    from cryptodrug_scraper.derive.on_cluster import ClusterWorkers
    from cryptodrug_scraper.derive.workers import Workers
    from cryptodrug_scraper.measures.ratings.review_groups import Step

__all__ = ["KeptGroups"]


@dataclass(frozen=True)
class _Work:
    """
    A step of a group, to be worked out.

    Attributes:
        weight: rows of the group.
        number: of the group.
        result: the name of the result.
    """

    weight: int
    number: int
    result: str
    kept: Kept
    step: Step
    frames: Mapping[str, str]
    market: tuple[object, ...]

    def __call__(self) -> dict[str, str]:
        """Work it out, keep what it gives, and return the names of the frames."""
        given = self.step.work({name: self.kept.get(frame) for name, frame in self.frames.items()}, *self.market)
        names = {name: self.kept.put(frame) for name, frame in given.items()}
        self.kept.note(self.result, names)
        return names

    def sent(self) -> SentStep:
        """What another machine needs to work it out."""
        frames = {name: self.kept.content(frame) for name, frame in self.frames.items()}
        return SentStep(self.step, frames, self.market)

    def take(self, given: Mapping[str, bytes]) -> dict[str, str]:
        """Keep what another machine gave, and return the names of the frames."""
        names = {name: self.kept.put_packed(content) for name, content in given.items()}
        self.kept.note(self.result, names)
        return names


class KeptGroups:
    """
    Groups as `measures.ratings.review_groups.Groups`.

    Args:
        kept: where frames lie, and what was worked out before.
        count: how many groups there are.
        workers: processes, or workers of a cluster, that work steps out.

    Attributes:
        made: by the name of a step, in how many groups it was worked out now.
    """

    def __init__(self, kept: Kept, count: int, workers: Workers | ClusterWorkers) -> None:
        self._kept, self._workers = kept, workers
        self._frames: list[dict[str, str]] = [{} for _ in range(count)]
        self._weights = [0] * count
        self._used: set[str] = set()
        self.made: dict[str, int] = {}

    def __len__(self) -> int:
        """How many groups there are."""
        return len(self._frames)

    def put(self, number: int, name: str, frame: pl.DataFrame) -> None:
        """Put a frame there, in the place of another of the name."""
        self._frames[number][name] = self._kept.put(frame)
        self._weights[number] = max(self._weights[number], frame.height)

    def of(self, number: int, name: str) -> pl.DataFrame:
        """The frame of a name."""
        return self._kept.get(self._frames[number][name])

    def drop(self, *names: str) -> None:
        """Forget the frames of some names, of all groups."""
        gone = {frames.pop(name) for frames in self._frames for name in names}
        needed = {frame for frames in self._frames for frame in frames.values()}
        self._kept.remove(gone - needed - self._used)

    def work(self, step: Step, *market: object) -> None:
        """Work a step out in every group in which that was not done before with the same frames and values."""
        left = []
        for number, frames in enumerate(self._frames):
            taken = {name: frames[name] for name in step.takes}
            result = self._kept.named(step.name, taken, market)
            names = self._kept.result(result)
            if names is None:
                left.append(_Work(self._weights[number], number, result, self._kept, step, taken, market))
            else:
                self._take(number, result, names)
        self.made[step.name] = len(left)
        for work, names in self._workers.run(left):
            self._take(work.number, work.result, names)

    def keep(self) -> None:
        """Remove all that is kept but what these groups used: they are done."""
        self._kept.keep_only(self._used)

    def _take(self, number: int, result: str, names: Mapping[str, str]) -> None:
        self._frames[number].update(names)
        self._used |= {result, *names.values()}
