"""
CDXJ: the sorted index in which pywb and other replay tools look addresses up.

Each WARC file gets one of its own when it is sealed, since pywb reads all that lie in ``indexes/``: the cost is that of
the file, whatever the archive holds already. ``archive index`` merges them into one.
"""

from __future__ import annotations

import json
import re
from itertools import chain
from typing import TYPE_CHECKING

from cryptodrug_scraper.warc.dates import read_date
from cryptodrug_scraper.warc.writing import digest_text
from cryptodrug_scraper.whole_file import whole_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import TextIO

    from cryptodrug_scraper.archive.scan import Row
    from cryptodrug_scraper.capture import CaptureTime

__all__ = ["merge_cdxj", "names_in", "write_cdxj"]

_REVISIT = "warc/revisit"
_FILENAME = re.compile(r'"filename": "([^"\\]+)"')
_NO_DIGITS = re.compile(r"\D")
_IN_MEMORY = 32_000_000
"""Characters of lines that are sorted in memory."""


def write_cdxj(path: Path, name: str, rows: Iterable[Row]) -> None:
    """Write or replace the CDXJ of one WARC file. Records without a date cannot be looked up, and get no line."""
    from cryptodrug_scraper.archive.lookup_key import lookup_key  # noqa: PLC0415  # slow to load: readers need it not

    dated = ((row, time) for row in rows if (time := read_date(row.date)) is not None)
    _write_sorted(path, (f"{lookup_key(row.target)} {_rest(name, row, time)}" for row, time in dated))


def merge_cdxj(path: Path, parts: Iterable[Path]) -> None:
    """Merge sorted files into one and remove them. The result may take the place of one of them."""
    parts = list(parts)
    _write_sorted(path, _lines(parts))
    for part in parts:
        if part != path:
            part.unlink()


def names_in(path: Path) -> set[str]:
    """Return the names of the WARC files that a CDXJ leads to; none if it is not there."""
    if not path.exists():
        return set()
    return {match[1] for line in _lines([path]) if (match := _FILENAME.search(line)) is not None}


def _lines(parts: Iterable[Path]) -> Iterator[str]:
    for part in parts:
        with part.open(encoding="utf-8") as file:
            yield from file


def _write_sorted(path: Path, lines: Iterable[str]) -> None:
    """Write lines in order, without repeats. Memory is bounded: more than 32 MB are sorted on disk."""
    with whole_file(path) as new, new.open("w", encoding="utf-8") as file:
        left = iter(lines)
        held: list[str] = []
        size = 0
        for line in left:
            held.append(line)
            size += len(line)
            if size > _IN_MEMORY:
                _sort_on_disk(chain(held, left), file)
                break
        else:
            file.writelines(sorted(set(held)))


def _sort_on_disk(lines: Iterable[str], file: TextIO) -> None:
    from cdxj_indexer.main import SortingWriter  # noqa: PLC0415  # slow to load, and seldom needed

    writer = SortingWriter(file)
    for line in lines:
        writer.write(line)
    writer.flush()


def _rest(name: str, row: Row, time: CaptureTime) -> str:
    """What follows the lookup key in a line."""
    fields = {
        "url": row.target,
        "mime": _REVISIT if row.kind == "revisit" else row.mime,
        "status": None if row.status is None else str(row.status),
        "digest": digest_text(row.digest),
        "length": str(row.length),
        "offset": str(row.offset),
        "filename": name,
    }
    text = json.dumps({key: value for key, value in fields.items() if value is not None})
    return f"{_NO_DIGITS.sub('', time.earliest.isoformat()[:19])} {text}\n"
