"""
Rows of one market of a kind of which there are many, ratings and statements of listings, in groups of which one is held
at a time.

Few rows are one group, in memory. Of more, each group lies in files of a folder that is gone when its market is done.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import MutableMapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import TYPE_CHECKING, TypeAlias

import polars as pl
import psutil

from cryptodrug_scraper.derive.observed import PAGE_ORDER, in_page_order
from cryptodrug_scraper.measures.pieces import united

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

__all__ = ["ROWS_OF_GROUP", "Frames", "Rows", "frames_on_disk", "temporary_folder"]

ROWS_OF_GROUP = 50_000
"""Rows that a group has on average at most."""
_ROWS_TOGETHER = 200_000
"""Rows that are collected before they are put into groups: else there would be many small files."""
_GROUP = "__group"
_PREFIX = "cryptodrug-derive-"

Frames: TypeAlias = "MutableMapping[tuple[int, str], pl.DataFrame]"
"""Frames by the number of their group and a name."""


class _Files(MutableMapping[tuple[int, str], pl.DataFrame]):
    """Frames in files of a folder, read anew whenever one is asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[tuple[int, str], Path] = {}

    def __getitem__(self, key: tuple[int, str]) -> pl.DataFrame:
        return pl.read_ipc(self._known[key])

    def some(self, key: tuple[int, str], names: Sequence[str]) -> pl.DataFrame:
        """Some columns of a frame, of which the others are not read; all if none is named."""
        return pl.read_ipc(self._known[key], columns=list(names)).select(names) if names else self[key]

    def __setitem__(self, key: tuple[int, str], frame: pl.DataFrame) -> None:
        path = self._folder / f"{key[0]}-{key[1]}.arrow"
        frame.write_ipc(path, compression="lz4")
        self._known[key] = path

    def __delitem__(self, key: tuple[int, str]) -> None:
        self._known.pop(key).unlink()

    def __iter__(self) -> Iterator[tuple[int, str]]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


@contextmanager
def frames_on_disk() -> Iterator[Frames]:
    """Keep frames in a folder of nobody else's for as long as the block runs."""
    with temporary_folder() as folder:
        yield _Files(folder)


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder of nobody else's for as long as the block runs."""
    _remove_left()
    with TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-") as folder:
        yield Path(folder)


def _remove_left() -> None:
    """Remove the folders of derivations that were killed: they hold names of accounts."""
    for folder in Path(gettempdir()).glob(f"{_PREFIX}*"):
        number = folder.name.removeprefix(_PREFIX).partition("-")[0]
        is_ours = folder.lstat().st_uid == os.getuid() and not folder.is_symlink()
        if is_ours and number.isdecimal() and not psutil.pid_exists(int(number)):
            shutil.rmtree(folder)


class Rows:
    """
    Rows in groups.

    Args:
        frames: where the rows lie, if there are several groups.
        groups: how many there are.
        name: of these rows, among others that lie there.

    Attributes:
        groups: how many there are.
        frames: where what is worked out of each group may lie, too.
    """

    def __init__(self, frames: Frames, groups: int, name: str) -> None:
        self.frames: Frames = frames if groups > 1 else {}
        self.groups, self._name = groups, name
        self._parts: list[list[str]] = [[] for _ in range(groups)]
        self._columns: list[str] = []
        self._waiting: list[pl.DataFrame] = []

    @classmethod
    def for_rows(cls, rows: int, frames: Frames, name: str) -> Rows:
        """
        Make as many groups as so many rows need: a power of two, so that what belongs together stays so for long.

        Args:
            rows: how many there are.
            frames: see above.
            name: see above.
        """
        return cls(frames, 1 << (max(1, -(-rows // ROWS_OF_GROUP)) - 1).bit_length(), name)

    def like(self, name: str) -> Rows:
        """Make as many groups of other rows in the same place."""
        return Rows(self.frames, self.groups, name)

    def beside(self, name: str, rows: pl.DataFrame) -> Rows:
        """Put all rows of a frame that is needed again into the first group of others in the same place."""
        kept = self.like(name)
        kept.replace(0, rows)
        return kept

    def add(self, rows: pl.DataFrame, by: pl.Expr | pl.Series) -> None:
        """
        Add rows, each to the group that a number names.

        Args:
            rows: a block of them; the first may have no row, but has all columns.
            by: any number for each; rows in which it is equal are of one group.
        """
        if self.groups == 1:
            self._put(0, rows)
            return
        self._waiting.append(rows.with_columns((by % self.groups).alias(_GROUP)))
        if sum(each.height for each in self._waiting) >= _ROWS_TOGETHER:
            self._part()

    def _part(self) -> None:
        """Put the rows that wait into their groups."""
        if not self._waiting:
            return
        rows = pl.concat(self._waiting)
        self._waiting = []
        found = rows.partition_by(_GROUP, as_dict=True, include_key=False)
        for number, parts in enumerate(self._parts):
            part = found.get((number,))
            if part is not None:
                self._put(number, part)
            elif not parts:
                self._put(number, rows.clear().drop(_GROUP))

    def replace(self, number: int, rows: pl.DataFrame) -> None:
        """Put other rows in the place of those of a group."""
        self.drop(number)
        self._put(number, rows)

    def drop(self, number: int) -> None:
        """Forget the rows of a group."""
        self._part()
        for name in self._parts[number]:
            del self.frames[number, name]
        self._parts[number] = []

    def forget(self) -> None:
        """Forget all rows."""
        for number in range(self.groups):
            self.drop(number)

    def of(self, number: int) -> pl.DataFrame:
        """The rows of a group, in page order."""
        self._part()
        return in_page_order(pl.concat([self.frames[number, name] for name in self._parts[number]]))

    def each(self) -> Iterator[pl.DataFrame]:
        """The rows of each group, one after the other."""
        return (self.of(number) for number in range(self.groups))

    def columns(self, *names: str) -> pl.DataFrame:
        """
        Some columns of all rows, those of the first group first; of rows in files no other column is read.

        Args:
            names: of the columns.
        """
        self._part()
        return pl.concat(self.some(number, *names) for number in range(self.groups) if self._parts[number])

    def ordered(self, *names: str) -> pl.DataFrame:
        """Some columns of all rows, or all if none is named, in page order."""
        self._part()
        wanted = names or self._columns
        read = self.columns(*dict.fromkeys((*wanted, *(name for name in PAGE_ORDER if name in self._columns))))
        return in_page_order(read).select(wanted)

    @property
    def names(self) -> tuple[str, ...]:
        """Of the columns."""
        return tuple(self._columns)

    def pieces(self, *names: str) -> Iterable[pl.DataFrame]:
        """Some columns of the rows of each group, one after the other, as often as they are asked for."""
        return _Pieces(self, names)

    def distinct(self, *names: str) -> pl.DataFrame:
        """What rows have in some columns, each once, in no order; of one group all rows are held at a time."""
        return united(self.some(number, *names) for number in range(self.groups))

    def some(self, number: int, *names: str) -> pl.DataFrame:
        """Some columns of the rows of a group, or all if none is named, in the order in which they came."""
        self._part()
        keys = [(number, name) for name in self._parts[number]]
        if isinstance(self.frames, _Files):
            return pl.concat(self.frames.some(key, names) for key in keys)
        return pl.concat(self.frames[key].select(names or pl.all()) for key in keys)

    def asked(self) -> list[Callable[[], pl.DataFrame]]:
        """For each group what gives its rows when it is called."""
        return [lambda number=number: self.of(number) for number in range(self.groups)]  # type: ignore[misc]

    def _put(self, number: int, rows: pl.DataFrame) -> None:
        name, self._columns = f"{self._name}{len(self._parts[number])}", rows.columns
        self.frames[number, name] = rows
        self._parts[number].append(name)


class _Pieces:
    def __init__(self, rows: Rows, names: tuple[str, ...]) -> None:
        self._rows, self._names = rows, names

    def __iter__(self) -> Iterator[pl.DataFrame]:
        return (self._rows.some(number, *self._names) for number in range(self._rows.groups))
