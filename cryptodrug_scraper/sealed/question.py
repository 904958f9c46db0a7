"""What a sealed answer answers, and what it is made of: the forms of its files."""

from __future__ import annotations

from datetime import date  # noqa: TC003  # fields of structs
from typing import Any, Literal
from uuid import UUID  # noqa: TC003

import msgspec

__all__ = ["CaptureLine", "Fact", "NameLine", "ObservationLine", "Question", "SpanLine", "WordsLine"]

Value = str | int | float | bool | list[str] | None
"""What fills a statement, as JSON holds it."""


class _Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class Question(_Line, frozen=True, kw_only=True):
    """
    What is asked, and by what it is answered.

    Attributes:
        kind: ``finding`` (a measure of a study's claim), ``sql`` (SQL of one's own), or ``absence``.
        title: the question in words.
        markets: codes.
        first_day: first day of the window; None: SQL of one's own has none.
        last_day: its last day.
        statement: name of the statement of the study's catalogue that gave the figure; None: it is none of these.
        family: name of the statements that gave the rows and give the figure again; None: there are none.
        values: what fills the statements, by name.
        compared: the columns of the figure that can be given again of the rows; none: it cannot be.
        columns: of the rows.
        counts: how many lines the files have, by their paths.
        lacking: facts whose page was not in the archives, with why, each a line of the file of facts.
        program: version of the program.
        parsers: version of the parser of each market.
        measures: version of the measures.
        derive_run: the derivation.
        database: digests of what was observed and derived; None: not known.
        is_simulated: whether any page was made by a simulator; None: not known.
        key: name of the key of the pseudonyms.
        made_at: when it was made (UTC).
    """

    kind: Literal["finding", "sql", "absence"]
    title: str
    markets: list[str]
    first_day: date | None = None
    last_day: date | None = None
    statement: str | None = None
    family: str | None = None
    values: dict[str, Value] = {}
    compared: list[str] = []
    columns: list[str] = []
    counts: dict[str, int] = {}
    lacking: int = 0
    program: str
    parsers: dict[str, str]
    measures: str
    derive_run: str
    database: dict[str, str] | None = None
    is_simulated: bool | None = None
    key: str
    made_at: str


class NameLine(_Line, frozen=True, kw_only=True):
    """Whose a pseudonym is: its kind, and the market within which the value means something; None: everywhere."""

    pseudonym: str
    kind: str
    market: str | None
    value: str


class Fact(_Line, frozen=True, kw_only=True):
    """
    What a figure rests on.

    Attributes:
        table: of the observation: ``listing_observation``, ``vendor_observation`` or ``review_observation``.
        observation: its identifier.
        bears: whether the figure counts it, and not only the whole of which it is a part.
        row: its columns.
        differs: those columns that are otherwise on the page, since what is derived says them, or a person decided so.
        lacking: why its page is not in the package; None: it is.
    """

    table: str
    observation: UUID
    bears: bool
    row: dict[str, Any]
    differs: list[str] = []
    lacking: str | None = None


class ObservationLine(_Line, frozen=True, kw_only=True):
    """A row of the database that a page states, with the page, the reading that gave it and its place on the page."""

    observation: UUID
    table: str
    capture_id: UUID
    parser_version: str
    ordinal: int
    row: dict[str, Any]


class CaptureLine(_Line, frozen=True, kw_only=True):
    """
    A page.

    Attributes:
        capture_id: made of digest, address without host and time.
        sha256: of its bytes.
        url_key: its address without host; None: not known.
        captured_from: earliest instant at which it can have been captured; None: not known.
        captured_to: latest instant.
        market: whose page it is.
        record: the file of the WARC record with its bytes.
        revisit: the file of the record that says when the same bytes were met again; None: it is none.
        stated_by: what states its address and time: ``record``, ``revisit``, or ``database`` alone.
        is_copied: whether the record is, byte for byte, that of the archive; else it was made of the bytes of the page.
    """

    capture_id: UUID
    sha256: str
    url_key: str | None
    captured_from: str | None
    captured_to: str | None
    market: str | None
    record: str
    revisit: str | None = None
    stated_by: Literal["record", "revisit", "database"]
    is_copied: bool


class SpanLine(_Line, frozen=True, kw_only=True):
    """A stretch of a page, in bytes of its text as UTF-8, with what stands there; of an attribute its name."""

    start: int
    end: int
    text: str
    tag: str
    attribute: str | None = None


class WordsLine(_Line, frozen=True, kw_only=True):
    """
    Where a field of an observation was read.

    Attributes:
        observation: its identifier.
        field: of the record.
        value: what was read.
        role: ``words`` give the value; ``labels`` say that there is one; ``address`` and ``time``: it follows from the
            page's address or the time of its capture; ``place``: from where the record stands; ``unknown``: it was not
            found.
        spans: the stretches.
        is_altering: whether the reader reads another value where these stretches are altered.
    """

    observation: UUID
    field: str
    value: Any
    role: Literal["words", "labels", "address", "time", "place", "unknown"]
    spans: list[SpanLine] = []
    is_altering: bool = False
