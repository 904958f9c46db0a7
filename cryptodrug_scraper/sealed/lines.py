"""JSON, and files of one JSON object a line, the same for the same content."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from cryptodrug_scraper.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["fitting", "from_lines", "if_there", "plain", "read_json", "read_lines", "to_lines"]

T = TypeVar("T")
_NEAR = 1e-9
_LINE = msgspec.json.Encoder(order="sorted")


def plain(value: object) -> Any:  # noqa: ANN401  # what JSON holds
    """
    Return a value of a column as JSON holds it: bytes in hexadecimal, decimals as text without zeros at their end,
    instants in UTC.
    """
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {str(name): plain(each) for name, each in value.items()}
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def to_lines(rows: Iterable[object]) -> bytes:
    """Return one line for each row."""
    return b"".join(_LINE.encode(row) + b"\n" for row in rows)


def from_lines(content: bytes, kind: type[T], name: str) -> list[T]:
    """
    Return the rows of a file.

    Args:
        content: of the file.
        kind: of its rows.
        name: of the file, for who reads what is wrong.

    Raises:
        ArchiveError: a line is no such row; it says which.
    """
    found = []
    for number, line in enumerate(content.splitlines(), start=1):
        try:
            found.append(msgspec.json.decode(line, type=kind))
        except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
            msg = f"{name}, line {number}: {error}"
            raise ArchiveError(msg) from error
    return found


def read_lines(folder: Path, name: str, kind: type[T]) -> list[T]:
    """
    Return the rows of a file of a folder.

    Raises:
        ArchiveError: it cannot be read, or a line is no such row.
    """
    return from_lines(_content(folder, name), kind, name)


def read_json(folder: Path, name: str, kind: type[T]) -> T:
    """
    Return what a file of a folder says.

    Raises:
        ArchiveError: it cannot be read, or says something else.
    """
    try:
        return msgspec.json.decode(_content(folder, name), type=kind)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        msg = f"{name}: {error}"
        raise ArchiveError(msg) from error


def if_there(folder: Path, name: str, kind: type[T]) -> list[T]:
    """
    Return the rows of a file of a folder; none where it is not there.

    Raises:
        ArchiveError: it cannot be read, or a line is no such row.
    """
    return read_lines(folder, name, kind) if (folder / name).exists() else []


def fitting(one: object, other: object) -> bool:
    """
    Whether two values are the same, numbers to nine significant figures: sums made in another order differ in later
    ones.
    """
    if one == other or (isinstance(one, str) and isinstance(other, str)):
        return one == other  # identifiers keep their zeros
    mine, its = _number(one), _number(other)
    return mine is not None and its is not None and abs(mine - its) <= _NEAR * max(abs(mine), abs(its))


def _number(value: object) -> float | None:
    """A number, also one that stands as text, as exact ones do."""
    if isinstance(value, bool):
        return None
    try:
        return float(value) if isinstance(value, int | float | str) else None
    except ValueError:
        return None


def _content(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        msg = f"{name} cannot be read: {error.strerror}"
        raise ArchiveError(msg) from error
