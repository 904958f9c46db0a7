"""Read files of an object store, in blocks, as files are read."""

from __future__ import annotations

import errno
import io
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import WriteableBuffer
    from upath import UPath

__all__ = ["open_remote", "told_as_system"]

_BLOCK = 8 * 1024 * 1024
"""Bytes that are fetched at a time: a quarter of the shortest stretch, after whose end one block goes to waste."""
_PIECE = 1024 * 1024


@contextmanager
def told_as_system() -> Iterator[None]:
    """
    Use a store in the block. Each has errors of its own, which tell what errors of a disk tell.

    Raises:
        OSError: it cannot be used.
    """
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        raise OSError(errno.EIO, f"{type(error).__name__}: {error}") from error


def open_remote(path: UPath) -> IO[bytes]:
    """
    Open a file; one can seek in it.

    Raises:
        OSError: it cannot be opened, or later: read.
    """
    with told_as_system():
        file = path.fs.open(path.path, "rb", block_size=_BLOCK, cache_type="readahead")
        return io.BufferedReader(_Raw(file), _PIECE)


class _Raw(io.RawIOBase):
    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        with told_as_system():
            data = self._file.read(len(view))
        view[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        self._file.close()
        super().close()
