"""Cases on disk, and the comparison of what is expected with what is read, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import msgspec

from cryptodrug_scraper.capture import CaptureTime
from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.output import to_json
from cryptodrug_scraper.page.moments import parse_capture_time
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.printed import page_object
from cryptodrug_scraper.whole_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Case", "cases_below", "fields_of", "read_case", "write_expected"]

Json = dict[str, Any]


class _Meta(msgspec.Struct, forbid_unknown_fields=True):
    url: str | None
    captured_at: str | None
    note: str


@dataclass(frozen=True, slots=True)
class Case:
    """One fixture: its folder, and the name that tests give it."""

    folder: Path
    name: str

    @property
    def market(self) -> str:
        """The market that the folder says the page is of; ``none`` for pages of no market."""
        return self.folder.parent.parent.name

    @property
    def kind(self) -> str:
        """The kind that the folder says the page is of."""
        return self.folder.parent.name

    @property
    def body(self) -> bytes:
        """The page."""
        return (self.folder / "body.html").read_bytes()

    @property
    def context(self) -> PageContext:
        """
        Address and capture time.

        Raises:
            ArchiveError: meta.json is not what it should be.
        """
        path = self.folder / "meta.json"
        try:
            meta = msgspec.json.decode(path.read_bytes(), type=_Meta)
        except (OSError, msgspec.MsgspecError) as error:
            msg = f"{path}: {error}: it needs url, captured_at and note"
            raise ArchiveError(msg) from error
        captured: CaptureTime | None = None
        if meta.captured_at is not None:
            captured = parse_capture_time(meta.captured_at)
            if captured is None:
                msg = f"{path}: captured_at {meta.captured_at!r} is no ISO 8601 instant or day"
                raise ArchiveError(msg)
        return PageContext(meta.url, captured)

    @property
    def expected(self) -> Json:
        """What the page should be read as."""
        path = self.folder / "expected.json"
        try:
            return cast("Json", msgspec.json.decode(path.read_bytes()))
        except (OSError, msgspec.MsgspecError) as error:
            msg = f"{path}: {error}: write it by hand, or with cryptodrug fixture rerun, and then read it"
            raise ArchiveError(msg) from error


def cases_below(root: Path) -> list[Case]:
    """The cases below a folder, in the order of their names."""
    folders = sorted(path.parent for path in root.rglob("body.html"))
    return [Case(folder, folder.relative_to(root).as_posix()) for folder in folders]


def read_case(case: Case) -> Json:
    """Read a case with the parser, and return what ``cryptodrug parse`` would print."""
    context = case.context
    page = parse_page(case.body, context)
    return cast("Json", msgspec.json.decode(to_json(page_object(page, context.captured))))


def write_expected(case: Case) -> None:
    """Write what the parser reads now as what is expected: for a person to read and correct."""
    text = msgspec.json.format(to_json(read_case(case)), indent=1)
    write_whole(case.folder / "expected.json", text + b"\n")


def fields_of(page: Json) -> dict[str, Any]:
    """
    The parts of a page's object that are compared one by one: ``market``, ``issues`` …, and for each type of record and
    each field, as ``listing.price``, the values of that field in the order of the page. ``listing`` alone is the list
    of the fields that each record has.
    """
    parts = {name: value for name, value in page.items() if name != "records"}
    for record, fields in _numbered(page["records"]):
        parts.setdefault(record, []).append(sorted(fields))
        for field, value in fields.items():
            parts.setdefault(f"{record}.{field}", []).append(value)
    return parts


def _numbered(records: list[Json]) -> Iterator[tuple[str, Json]]:
    for record in records:
        yield record["record"], {name: value for name, value in record.items() if name != "record"}
