"""
Tables that anybody may see: counts and sums of many vendors by month, in which no cell speaks of fewer than five.

A cell of fewer than five vendors has its numbers taken away, and so have the cells without which it, or a sum of such
cells, could be told by adding up and subtracting what all tables show.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.derive.findings.current import current_asked
from cryptodrug_scraper.derive.findings.linked import Linked
from cryptodrug_scraper.derive.findings.telling import reason_alone, telling_of_few
from cryptodrug_scraper.export.country import CountryTable, country_frames
from cryptodrug_scraper.export.linked import LISTINGS, SALES, linked_cells
from cryptodrug_scraper.export.reading import columns
from cryptodrug_scraper.export.table import Field, Table, kind_of, ordered
from cryptodrug_scraper.export.windows import in_window, windowed

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from sqlalchemy import Connection

    from cryptodrug_scraper.derive.findings.asked import Asked
    from cryptodrug_scraper.export.selection import Selection

__all__ = ["FEWEST", "PUBLIC_VIEWS", "read_public", "suppressed"]

FEWEST = 5
"""Vendors of whom a cell must speak to be shown (design, ethics in code)."""
PUBLIC_VIEWS = (
    "snapshot",
    "capture_quality",
    "market_event",
    "market_life",
    "fx_rate",
    "region_country",
    "derivation",
)
"""Views that speak of markets, pages and rates, and of no vendor: they are exported as they are."""

_COUNT = "How many vendors the row speaks of. Empty: fewer than five, or taken away with such a row."


@dataclass(frozen=True, slots=True)
class _Cells:
    """
    A table of cells.

    Attributes:
        name: its name.
        meaning: its grain and what it holds.
        key: what tells its rows apart.
        groups: the columns of cells that add up to something known, which no other table parts.
        numbers: the columns that tell something of the vendors.
        meanings: of the columns that are none of a view.
        sql: what gives the rows.
    """

    name: str
    meaning: str
    key: tuple[str, ...]
    groups: tuple[str, ...]
    numbers: tuple[str, ...]
    meanings: Mapping[str, str]
    sql: str


_TABLES = (
    _Cells(
        "market_month",
        "One row per market, UTC month and measure: the whole market.",
        ("market", "month", "measure"),
        (),
        ("value", "low", "high"),
        {
            "measure": "vendors, listings, transactions, transactions_c13 (sales per month) or turnover_eur.",
            "value": "The estimate.",
            "low": "Lower end of its 95 % interval.",
            "high": "Upper end of it.",
            "grade": "Of the month's best snapshot: complete, usable or partial.",
        },
        "SELECT market, month, measure, value, low, high, vendor_count, grade FROM research.market_month "
        "WHERE WINDOW(month)",
    ),
    _Cells(
        "country_month",
        "One row per market, UTC month, country and measure: what falls to a country, by definition D2 (vendors that "
        "named it as an origin in the month) and attribution A1 (sales by the origins of listings).",
        ("market", "month", "country", "measure"),
        (),
        ("value", "share", "share_low", "share_high"),
        {
            "country": "ISO 3166-1 alpha-2.",
            "measure": "vendors, listings, transactions or turnover_eur.",
            "value": "What falls to the country.",
            "total": "Of how much.",
            "share": "Value over total.",
            "share_low": "Lower end of its 95 % interval.",
            "share_high": "Upper end of it.",
            "grade": "Of the month's best snapshot: complete, usable or partial.",
        },
        """
        SELECT s.market, s.month, c.code AS country, s.measure, s.value, s.total, s.share, s.share_low, s.share_high,
               s.vendor_count, s.grade
        FROM (
            SELECT DISTINCT code FROM research.listing_month, unnest(ever_codes) AS code
            WHERE length(code) = 2 AND code <> 'EU'
        ) AS c
        CROSS JOIN LATERAL research.country_share(
            c.code, 'D2', 'A1',
            coalesce(%(first)s::date, '1970-01-01'::date), coalesce(%(last)s::date, '2100-01-01'::date)
        ) AS s
        WHERE (%(markets)s::text[] IS NULL OR s.market = ANY (%(markets)s))
        """,
    ),
    _Cells(
        "product_month",
        "One row per market, UTC month and class of drug: the listings seen in any snapshot of the month.",
        ("market", "month", "drug_class"),
        (),
        ("listings",),
        {
            "drug_class": "Class of drug: by the market's category, else by words of the title.",
            "listings": "Listings.",
        },
        """
        SELECT market, month, coalesce(drug_class, 'unknown') AS drug_class, count(DISTINCT listing_id) AS listings,
               count(DISTINCT vendor) AS vendor_count
        FROM research.listing_month WHERE WINDOW(month) GROUP BY 1, 2, 3
        """,
    ),
    _Cells(
        "origin_product_month",
        "One row per market, UTC month, country of origin and class of drug: estimated sales. Countries of a listing "
        "with several share its sales.",
        ("market", "month", "country", "drug_class"),
        (),
        ("transactions", "turnover_eur"),
        {
            "country": "ISO 3166-1 alpha-2; unknown: none is stated.",
            "drug_class": "Class of drug.",
            "transactions": "Estimated sales.",
            "turnover_eur": "Their worth, EUR.",
        },
        """
        SELECT market, month, coalesce(code, 'unknown') AS country, coalesce(drug_class, 'unknown') AS drug_class,
               sum(transactions) AS transactions, sum(turnover_eur) AS turnover_eur,
               count(DISTINCT vendor) AS vendor_count
        FROM research.origin_month WHERE WINDOW(month) GROUP BY 1, 2, 3, 4
        """,
    ),
    _Cells(
        "migration_class",
        "One row per event, market that it struck, class and market where the accounts went.",
        ("event", "from_market", "class", "to_market"),
        ("event", "from_market"),
        (),
        {
            "class": "migrant (first seen elsewhere after the event), multi_homer (before), ambiguous, or lost.",
            "to_market": "Where they were found; none: nowhere.",
        },
        """
        SELECT event, from_market, class, coalesce(to_market, 'none') AS to_market,
               count(DISTINCT from_vendor) AS vendor_count
        FROM research.migration
        WHERE %(markets)s::text[] IS NULL OR from_market = ANY (%(markets)s) GROUP BY 1, 2, 3, 4
        """,
    ),
)
_FINDINGS = _Cells(
    "finding",
    "One row per finding of the study, market and measure, and whether the data bear it out.",
    ("ordinal",),
    (),
    ("value", "low", "high", "n", "why"),
    {
        "ordinal": "Number of the row.",
        "finding": "F1 to F8: facts 1 to 8 of the study.",
        "measure": "What is measured.",
        "unit": "Of value, low and high: share, count, eur, eur_per_month or ratio.",
        "value": "The figure.",
        "low": "Lower end of its 95 % interval.",
        "high": "Upper end of it.",
        "n": "How many things it rests on.",
        "country": "ISO 3166-1 alpha-2. Empty: it is about all of the market.",
        "first_day": "First day of the window (UTC).",
        "last_day": "Last day of the window (UTC).",
        "definition": "Who is the country's: D1 to D4.",
        "attribution": "How sales are attributed: A1 to A3.",
        "grade": "Least grade of the window's snapshots that are not partial.",
        "study": "What the study said.",
        "verdict": "agrees, disagrees or cannot_tell.",
        "why": "The reason.",
    },
    """
    SELECT ordinal, finding, market, measure, unit, value, low, high, n, country, first_day, last_day, definition,
           attribution, grade, study, verdict, why, vendor_count
    FROM research.finding WHERE WINDOW(first_day, last_day)
    """,
)
_EVERYWHERE = {
    "market": "Code of the market.",
    "month": "First day of the UTC month.",
    "event": "The event, as in market_event.",
    "from_market": "The market that it struck.",
    "vendor_count": _COUNT,
    "is_suppressed": "Whether the numbers of the row were taken away, since it speaks of few vendors.",
}


def read_public(connection: Connection, selection: Selection) -> Iterator[Table]:
    """
    Read the tables of cells.

    Args:
        connection: to the database.
        selection: the window and the markets.
    """
    hidden = linked_cells(connection, selection)
    asked = current_asked(connection)
    linked = Linked(connection, asked)
    read = columns(connection, windowed(_FINDINGS.sql), in_window(selection))
    found = _findings(connection, asked, linked, read)
    for cells in (*_TABLES, _FINDINGS):
        if cells is _FINDINGS:
            frame = found
        else:
            read = columns(connection, windowed(cells.sql), in_window(selection))
            marked = _marked(read, hidden)
            if marked is not None and cells.name == "country_month":
                marked |= _summed(read, asked.country, linked)
            frame = suppressed(read, cells.groups, cells.numbers, marked)
        yield _table(cells, frame)
    for table, read, marked in country_frames(connection, asked, linked, selection.markets):
        yield _table(table, suppressed(read, table.groups, table.numbers, marked))


def _table(cells: _Cells | CountryTable, frame: pl.DataFrame) -> Table:
    meanings = {**_EVERYWHERE, **cells.meanings}
    fields = tuple(Field(name, kind_of(kind), meanings[name], "kept") for name, kind in frame.schema.items())
    return Table(cells.name, cells.meaning, fields, cells.key, ordered(frame, cells.key))


def suppressed(
    frame: pl.DataFrame, groups: tuple[str, ...], numbers: tuple[str, ...], marked: pl.Series | None = None
) -> pl.DataFrame:
    """
    Take the numbers of small cells away, and those of the cells that would give them away.

    Where a group has a small cell, the smallest of the others is suppressed with it, so that the sum of the group less
    what is shown is of five vendors or more. A row without vendors says that there are none, and stays.

    Args:
        frame: cells with ``vendor_count``.
        groups: the columns of cells whose sum may be known; none where cells add up to nothing.
        numbers: the columns that lose their values, as does ``vendor_count``.
        marked: for each row, whether it is suppressed for another reason.

    Returns:
        The same rows, with ``is_suppressed``.
    """
    count = pl.col("vendor_count")
    few = ((count > 0) & (count < FEWEST)).fill_null(value=False)
    rows = frame.with_row_index("row").with_columns((few if marked is None else few | marked).alias("is_suppressed"))
    if groups:
        left = ~pl.col("is_suppressed") & (count >= FEWEST)
        smallest = pl.struct("vendor_count", "row").filter(left).sort().first().struct.field("row").over(groups)
        goes = pl.col("is_suppressed").any().over(groups) & (pl.col("row") == smallest).fill_null(value=False)
        rows = rows.with_columns(pl.col("is_suppressed") | goes)
    return _without(rows, numbers).select(*frame.columns, "is_suppressed")


def _without(frame: pl.DataFrame, numbers: tuple[str, ...]) -> pl.DataFrame:
    """The rows, of which those that are suppressed have no numbers."""
    return frame.with_columns(
        pl.when(~pl.col("is_suppressed")).then(pl.col(name)).alias(name) for name in (*numbers, "vendor_count")
    )


def _marked(frame: pl.DataFrame, hidden: frozenset[tuple[Hashable, ...]]) -> pl.Series | None:
    """Which cells of a table are suppressed for what several tables tell together."""
    if "month" not in frame.columns:
        return None
    absent = pl.lit(None, dtype=pl.String)
    parts = [pl.col(name) if name in frame.columns else absent.alias(name) for name in ("country", "drug_class")]
    measure = (
        pl.col("measure")
        if "measure" in frame.columns
        else pl.lit(LISTINGS if "listings" in frame.columns else SALES[0])
    )
    what = pl.when(measure.is_in(SALES)).then(pl.lit("sales")).when(measure == LISTINGS).then(pl.lit("listings"))
    keys = frame.select(what.alias("what"), "market", "month", *parts).rows()
    return pl.Series([key in hidden for key in keys], dtype=pl.Boolean)


def _summed(frame: pl.DataFrame, country: str, linked: Linked) -> pl.Series:
    """Which months of the country of the findings these, or a report, would tell by their sum."""
    rows = frame.select("country", "market", "measure", "month").rows()
    return pl.Series([row[0] == country and ("month", *row[1:]) in linked.months for row in rows], dtype=pl.Boolean)


def _findings(connection: Connection, asked: Asked, linked: Linked, frame: pl.DataFrame) -> pl.DataFrame:
    """Findings, without those that tell of few, and with the reason of the verdict alone."""
    few = telling_of_few(connection, asked, frame.iter_rows(named=True)) | linked.told(frame["measure"].unique())
    names = frame.select("market", "measure").rows()
    told = frame.with_columns(pl.col("why").map_elements(reason_alone, return_dtype=pl.String))
    return suppressed(told, (), _FINDINGS.numbers, pl.Series([name in few for name in names], dtype=pl.Boolean))
