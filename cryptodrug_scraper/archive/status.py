"""Count what an archive holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptodrug_scraper.archive.index import Index
from cryptodrug_scraper.archive.layout import Layout
from cryptodrug_scraper.archive.losses import gone
from cryptodrug_scraper.errors import ArchiveError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Status", "status_of"]


@dataclass(frozen=True, slots=True)
class Status:
    """
    The counts of an archive, as its index has them.

    Attributes:
        files: sealed WARC files.
        unsealed: files that are being written, or were when their writer died.
        bytes: size of all WARC files.
        records: in sealed files, of all types.
        captures: responses, resources and revisits.
        revisits: of these, those whose body another record has.
        bodies: distinct bodies.
        first: beginning of the earliest capture time, ISO 8601; None without.
        last: end of the latest.
        untimed: captures whose time no source states.
        unknown: sealed files that the index does not know: a writer, an import or ``archive index`` takes them in.
        missing: files that have gone: ``archive verify`` names them.
    """

    files: int
    unsealed: int
    bytes: int
    records: int
    captures: int
    revisits: int
    bodies: int
    first: str | None
    last: str | None
    untimed: int
    unknown: int
    missing: int


def status_of(root: Path) -> Status:
    """
    Count what an archive holds. Changes nothing.

    Raises:
        ArchiveError: there is no archive, or its index cannot be read.
    """
    layout = Layout(root)
    if not layout.database.exists():
        msg = f"{root} is no archive with an index: name one with --archive, or run: cryptodrug archive index"
        raise ArchiveError(msg)
    sealed, unsealed = layout.sealed(), layout.unsealed()
    index = Index(layout.database, read_only=True)
    try:
        known = index.files()
        ((records,),) = index.query("SELECT coalesce(sum(records), 0) FROM file")
        ((captures, revisits, bodies, first, last, untimed),) = index.query(
            "SELECT count(*), coalesce(sum(kind = 'revisit'), 0), count(DISTINCT digest), min(earliest), max(latest),"
            " coalesce(sum(earliest IS NULL), 0) FROM record"
        )
    finally:
        index.close()
    return Status(
        files=len(sealed),
        unsealed=len(unsealed),
        bytes=sum(path.stat().st_size for path in (*sealed, *unsealed)),
        records=int(str(records)),
        captures=int(str(captures)),
        revisits=int(str(revisits)),
        bodies=int(str(bodies)),
        first=None if first is None else str(first),
        last=None if last is None else str(last),
        untimed=int(str(untimed)),
        unknown=sum(known.get(path.name) != path.stat().st_size for path in sealed),
        missing=len(gone(layout, known)),
    )
