"""Records as pages state them, by the readings that count: what decisions on their fields are made of and change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import msgspec

from cryptodrug_scraper.decisions.correctable import correctable
from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from cryptodrug_scraper.decisions.subject import Field, Record

__all__ = ["StatedRecord", "stated_records"]

_STATEMENTS: dict[Record, str] = {
    "listing": statement(__package__, "stated_listing"),
    "vendor": statement(__package__, "stated_vendor"),
    "review": statement(__package__, "stated_review"),
}


class StatedRecord(NamedTuple):
    """
    A record of a page, as one reading of it has it.

    Attributes:
        run: the reading.
        parser_version: of the parser whose reading it is.
        of: what the record is of: a listing, an account, or the first digits of the digest of a buyer's words.
        said: its columns, long texts and lists, by their names.
    """

    run: UUID
    parser_version: str
    of: str | None
    said: Mapping[str, Any]

    def read(self, subject: Field) -> Any:  # noqa: ANN401  # what JSON holds
        """Return the value of a field in the form in which it is kept and compared."""
        return correctable(subject.record)[subject.field].read(self.said)


def stated_records(
    ask: Callable[[str, Mapping[str, object]], Iterable[Sequence[Any]]], market: str, subjects: Iterable[Field]
) -> dict[tuple[Record, UUID, int], StatedRecord]:
    """
    Return the records that fields are of, by kind, page and place; those that are not there are left out.

    It looks up these records alone, and takes as long as they are many.

    Args:
        ask: returns the rows of a statement with values.
        market: code of the market.
        subjects: the fields.
    """
    wanted: dict[Record, set[tuple[UUID, int]]] = {}
    for each in subjects:
        wanted.setdefault(each.record, set()).add((each.capture_id, each.ordinal))
    found = {}
    for record, places in wanted.items():
        captures, ordinals = zip(*sorted(places), strict=True)
        values = {"market": market, "captures": [*map(str, captures)], "ordinals": [*ordinals]}
        for capture, ordinal, run, version, of, said in ask(_STATEMENTS[record], values):
            stated = StatedRecord(UUID(run), version, of, msgspec.json.decode(said))
            found[record, UUID(capture), ordinal] = stated
    return found
