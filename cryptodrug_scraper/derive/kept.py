"""
What was worked out of groups of ratings, kept in files, so that it is worked out once.

A frame lies in a file that is named by its content. A note, named by all that decides on a result, says which frames
that result is; it is written last, so a result is there whole or not at all.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

__all__ = ["Kept", "packed", "unpacked"]

_FRAME, _NOTE, _NEW = ".arrow", ".json", ".new"
_LENGTH = 20
"""Bytes of a name."""


class Kept:
    """
    Frames and notes in a folder, which other processes may use at the same time.

    Args:
        folder: where they lie; nothing else does.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, frame: pl.DataFrame) -> str:
        """
        Keep a frame, and return its name.

        Raises:
            StoreError: the disk is full, or refuses it.
        """
        return self.put_packed(packed(frame))

    def put_packed(self, content: bytes | memoryview) -> str:
        """
        Keep a frame that `packed` gave, here or on another machine, and return its name.

        Raises:
            StoreError: the disk is full, or refuses it.
        """
        name = _digest(content)
        path = self.folder / f"{name}{_FRAME}"
        if not path.exists():
            self._write(path, content)
        return name

    def get(self, name: str) -> pl.DataFrame:
        """
        Read a frame.

        Raises:
            StoreError: it is damaged.
        """
        path = self.folder / f"{name}{_FRAME}"
        try:
            return pl.read_ipc(path)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise self._unread(path, error) from error

    def content(self, name: str) -> bytes:
        """
        Read a frame as `packed` gave it.

        Raises:
            StoreError: it cannot be read.
        """
        path = self.folder / f"{name}{_FRAME}"
        try:
            return path.read_bytes()
        except OSError as error:
            raise self._unread(path, error) from error

    def named(self, *decides: object) -> str:
        """The name of a result, made of all that decides on it."""
        return _digest(repr(decides).encode())

    def result(self, name: str) -> dict[str, str] | None:
        """The names of the frames of a result; None where it is not there, or was cut off as a machine stopped."""
        try:
            noted = json.loads((self.folder / f"{name}{_NOTE}").read_bytes())
            sizes = {frame: (self.folder / f"{frame}{_FRAME}").stat().st_size for frame, _ in noted.values()}
        except (FileNotFoundError, json.JSONDecodeError):
            return None
        if any(sizes[frame] != size for frame, size in noted.values()):
            return None
        return {of: frame for of, (frame, _) in noted.items()}

    def note(self, name: str, frames: Mapping[str, str]) -> None:
        """
        Note which frames a result is.

        Raises:
            StoreError: the disk is full, or refuses it.
        """
        noted = {of: (frame, (self.folder / f"{frame}{_FRAME}").stat().st_size) for of, frame in frames.items()}
        self._write(self.folder / f"{name}{_NOTE}", json.dumps(noted).encode())

    def once(self, name: str, work: Callable[[], dict[str, pl.DataFrame]]) -> dict[str, pl.DataFrame]:
        """
        Return the frames of a result, which is worked out where it is not there.

        Raises:
            StoreError: the disk is full, or refuses it, or a frame is damaged.
        """
        known = self.result(name)
        if known is not None:
            return {of: self.get(frame) for of, frame in known.items()}
        frames = work()
        self.note(name, {of: self.put(frame) for of, frame in frames.items()})
        return frames

    def remove(self, frames: Collection[str]) -> None:
        """Remove frames that no note names."""
        for frame in frames:
            (self.folder / f"{frame}{_FRAME}").unlink(missing_ok=True)

    def keep_only(self, names: Collection[str]) -> None:
        """Remove all frames and notes but those of some names."""
        for path in self.folder.iterdir():
            if path.stem not in names or path.suffix == _NEW:
                path.unlink()

    def _unread(self, path: Path, error: Exception) -> StoreError:
        msg = f"{path} cannot be read ({error}): remove the folder {self.folder}, and run: cryptodrug derive"
        return StoreError(msg)

    def _write(self, path: Path, content: bytes | memoryview) -> None:
        new = path.with_name(f"{path.stem}-{os.getpid()}{_NEW}")
        try:
            new.touch(0o600)
            new.write_bytes(content)
            new.replace(path)
        except OSError as error:
            new.unlink(missing_ok=True)
            msg = f"ratings cannot be kept in {self.folder}: {error.strerror}; see to that, and run: cryptodrug derive"
            raise StoreError(msg) from error


def packed(frame: pl.DataFrame) -> memoryview:
    """A frame as bytes, the same on any machine."""
    content = io.BytesIO()
    # in the oldest form texts follow one another, so that equal frames are equal bytes however they were made
    frame.rechunk().write_ipc(content, compression="lz4", compat_level=pl.CompatLevel.oldest())
    return content.getbuffer()


def unpacked(content: bytes) -> pl.DataFrame:
    """The frame of what `packed` gave."""
    return pl.read_ipc(io.BytesIO(content))


def _digest(content: bytes | memoryview) -> str:
    return hashlib.blake2b(content, digest_size=_LENGTH).hexdigest()
