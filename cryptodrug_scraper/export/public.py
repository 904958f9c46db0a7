"""
Tables that anybody may see: counts and sums of many vendors by month, in which no cell speaks of fewer than five.

A cell of fewer than five vendors has its numbers taken away, and so have the cells without which it, or a sum of such
cells, could be told by adding up and subtracting what all tables show (`cryptodrug_scraper.disclosure`). Numbers of
accounts are rounded to the nearest five.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.disclosure.choice import chosen
from cryptodrug_scraper.disclosure.counts import here_of, rounded_to
from cryptodrug_scraper.disclosure.findings import WITHHELD
from cryptodrug_scraper.disclosure.looks import LOOK_COUNTS, PAGE_COUNTS, pages_of_many, seen_of_many
from cryptodrug_scraper.disclosure.threshold import few
from cryptodrug_scraper.export.country import CountryTable, country_frames
from cryptodrug_scraper.export.reading import columns, read_view
from cryptodrug_scraper.export.table import Field, Table, kind_of, ordered
from cryptodrug_scraper.export.views import VIEWS
from cryptodrug_scraper.output import to_json
from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.study.current import current_asked, current_study

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection

    from cryptodrug_scraper.disclosure.choice import Choice
    from cryptodrug_scraper.disclosure.findings import PublicFindings
    from cryptodrug_scraper.disclosure.sums import Key
    from cryptodrug_scraper.export.selection import Selection

__all__ = ["PUBLIC_VIEWS", "public_choice", "read_public", "suppressed"]

PUBLIC_VIEWS = (
    "market_event",
    "market_life",
    "fx_rate",
    "region_country",
    "derivation",
)
"""Views that speak of markets and rates, and of no vendor: they are exported as they are."""
_NEAREST = "rounded to the nearest five; empty: one to four, or not known"
_SALES = ("transactions", "transactions_c13", "turnover_eur")
_SHARES = ("share", "share_low", "share_high")

_COUNT = (
    "How many vendors the row speaks of, to the nearest five. Empty: fewer than five, or taken away with such a row."
)


@dataclass(frozen=True, slots=True)
class _Cells:
    """
    A table of cells.

    Attributes:
        name: its name.
        meaning: its grain and what it holds.
        key: what tells its rows apart.
        numbers: the columns that tell something of the vendors.
        meanings: of the columns that are none of a view.
        sql: what gives the rows.
        is_of_accounts: whether a row is there since accounts are in it: it is left out where these are few.
    """

    name: str
    meaning: str
    key: tuple[str, ...]
    numbers: tuple[str, ...]
    meanings: Mapping[str, str]
    sql: str
    is_of_accounts: bool = False


_TABLES = (
    _Cells(
        "market_month",
        "One row per market, UTC month and measure: the whole market.",
        ("market", "month", "measure"),
        ("value", "low", "high"),
        {
            "measure": "vendors, listings, transactions, transactions_c13 (sales per month) or turnover_eur.",
            "value": "The estimate. Empty: it is withheld, or cannot be known yet.",
            "low": "Lower end of its 95 % interval.",
            "high": "Upper end of it.",
            "grade": "Of the month's best snapshot: complete, usable or partial.",
        },
        statement(__package__, "market_month"),
    ),
    _Cells(
        "country_month",
        "One row per market, UTC month, country and measure: what falls to a country, by definition D2 (vendors that "
        "named it as an origin in the month) and attribution A1 (sales by the origins of listings).",
        ("market", "month", "country", "measure"),
        ("value", "share", "share_low", "share_high"),
        {
            "country": "ISO 3166-1 alpha-2.",
            "measure": "vendors, listings, transactions or turnover_eur.",
            "value": "What falls to the country. Empty: it is withheld, or cannot be known yet (market_month).",
            "total": "Of how much.",
            "share": "Value over total.",
            "share_low": "Lower end of its 95 % interval, of what happened here.",
            "share_high": "Upper end of it.",
            "grade": "Of the month's best snapshot: complete, usable or partial.",
        },
        statement(__package__, "country_month"),
    ),
    _Cells(
        "product_month",
        "One row per market, UTC month and class of drug: the listings seen in any snapshot of the month.",
        ("market", "month", "drug_class"),
        ("listings",),
        {
            "drug_class": "Class of drug: by the market's category, else by words of the title.",
            "listings": "Listings.",
        },
        statement(__package__, "product_month"),
    ),
    _Cells(
        "origin_product_month",
        "One row per market, UTC month, country of origin and class of drug: estimated sales. Countries of a listing "
        "with several share its sales.",
        ("market", "month", "country", "drug_class"),
        ("transactions", "turnover_eur"),
        {
            "country": "ISO 3166-1 alpha-2; unknown: none is stated.",
            "drug_class": "Class of drug.",
            "transactions": "Estimated sales. Empty: they are withheld, or cannot be known yet (market_month).",
            "turnover_eur": "Their worth, EUR.",
        },
        statement(__package__, "origin_product_month"),
    ),
    _Cells(
        "migration_class",
        "One row per event, market that it struck, class and market where the accounts went.",
        ("event", "from_market", "class", "to_market"),
        (),
        {
            "class": "migrant (first seen elsewhere after the event), multi_homer (before), ambiguous, or lost.",
            "to_market": "Where they were found; none: nowhere.",
        },
        statement(__package__, "migration_class"),
        is_of_accounts=True,
    ),
)
_FINDINGS = _Cells(
    "finding",
    "One row per finding of the study, market and measure, and whether the data bear it out.",
    ("ordinal",),
    ("value", "low", "high", "n", "why", "why_values"),
    {
        "ordinal": "Number of the row.",
        "finding": "Heading of the study under which it stands, such as F1.",
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
        "study": "What the study said; where it said nothing, what is asked.",
        "verdict": "agrees, disagrees or cannot_tell, by the published figure; other_window: the study spoke of other "
        "days, or of more; no_claim: it said nothing; withheld: it would tell of few vendors, alone or with other "
        "figures.",
        "why": "The reason, in English.",
        "why_code": "Code of the reason, the same in each language.",
        "why_values": "What the sentence of the reason tells, by name, as JSON; shares are parts of one.",
        "study_id": "Id of the study.",
        "claim_id": "Id of its claim; of a question, of the claim from which it comes.",
    },
    statement(__package__, "findings"),
)
_EVERYWHERE = {
    "market": "Code of the market.",
    "month": "First day of the UTC month.",
    "event": "The event, as in market_event.",
    "from_market": "The market that it struck.",
    "vendor_count": _COUNT,
    "is_suppressed": "Whether the numbers of the row were taken away, since it speaks of few vendors.",
}


def public_choice(connection: Connection, selection: Selection) -> Choice:
    """
    Choose what a package withholds: of all months that were derived, whatever window is selected.

    Raises:
        StoreError: nothing was derived.
    """
    study = current_study(connection)
    return chosen(connection, current_asked(connection, study), selection.markets, study)


def read_public(connection: Connection, selection: Selection, choice: Choice) -> Iterator[Table]:
    """
    Read the tables of cells.

    Args:
        connection: to the database.
        selection: the window, of whole months, and the markets.
        choice: what is withheld.
    """
    study, asked = choice.findings.study, choice.findings.asked
    sales, listings = choice.sales, choice.listings
    for cells in _TABLES:
        read = columns(connection, cells.sql, selection.values)
        if cells.is_of_accounts:
            frame = _of_many(read)
        else:
            frame = suppressed(read, cells.numbers, _marked(read, sales, listings))
            frame = _with_totals(frame, sales, listings) if cells.name == "country_month" else _of_vendors(frame)
        yield _table(cells, frame)
    read = columns(connection, _FINDINGS.sql, selection.values)
    yield _table(_FINDINGS, _findings(read, choice.findings))
    looks = read_view(connection, VIEWS["snapshot"], selection, None)
    yield _rounded(looks, seen_of_many(looks.frame, listings), LOOK_COUNTS)
    pages = read_view(connection, VIEWS["capture_quality"], selection, None)
    yield _rounded(pages, pages_of_many(pages.frame), PAGE_COUNTS)
    for table, read, marked in country_frames(connection, asked, sales, listings, selection.markets, study):
        frame = _of_many(read) if table.is_of_accounts else suppressed(read, table.numbers, marked)
        yield _table(table, _with_shares(frame) if "reached" in frame.columns else frame)


def _rounded(view: Table, frame: pl.DataFrame, columns: tuple[str, ...]) -> Table:
    """Return a view with its published rows, whose columns say that they are rounded."""
    fields = tuple(replace(field, treatment=_NEAREST) if field.name in columns else field for field in view.fields)
    return replace(view, frame=frame, fields=fields)


def _table(cells: _Cells | CountryTable, frame: pl.DataFrame) -> Table:
    meanings = {**_EVERYWHERE, **cells.meanings}
    fields = tuple(Field(name, kind_of(kind), meanings[name], "kept") for name, kind in frame.schema.items())
    return Table(cells.name, cells.meaning, fields, cells.key, ordered(frame, cells.key))


def suppressed(frame: pl.DataFrame, numbers: tuple[str, ...], marked: pl.Series | None = None) -> pl.DataFrame:
    """
    Take the numbers of small cells away, and those of the cells that would give them away.

    A row without vendors says that there are none, and stays.

    Args:
        frame: cells with ``vendor_count``.
        numbers: the columns that lose their values, as does ``vendor_count``.
        marked: for each row, whether it is suppressed for another reason.

    Returns:
        The same rows, with ``is_suppressed``; numbers of vendors are rounded.
    """
    is_few = frame.select(few("vendor_count")).to_series()
    rows = frame.with_columns((is_few if marked is None else is_few | marked).alias("is_suppressed"))
    rows = rows.with_columns(
        pl.when(~pl.col("is_suppressed")).then(pl.col(name)).alias(name) for name in (*numbers, "vendor_count")
    )
    return rounded_to(rows, "vendor_count").select(*frame.columns, "is_suppressed")


def _of_many(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows that are there since accounts are in them, without those of few: also that they are there would tell."""
    kept = frame.filter(~few("vendor_count"))
    return rounded_to(kept, "vendor_count").with_columns(pl.lit(value=False).alias("is_suppressed"))


def _marked(frame: pl.DataFrame, sales: frozenset[Key], listings: frozenset[Key]) -> pl.Series:
    """Which cells of a table of months are suppressed for what several tables tell together."""
    whole = ("market", "month")
    parts: tuple[str, ...]
    if "measure" not in frame.columns:
        is_of_listings = "country" not in frame.columns
        hidden, parts = (listings, ("drug_class",)) if is_of_listings else (sales, ("country", "drug_class"))
        kind = "kind" if is_of_listings else "goods"
        keys = [(kind, *row) in hidden for row in frame.select(*whole, *parts).rows()]
    else:
        parts = ("country",) if "country" in frame.columns else ()
        kind = "country" if parts else "market"
        keys = [
            (kind, *row) in (listings if measure == "listings" else sales if measure in _SALES else ())
            for measure, *row in frame.select("measure", *whole, *parts).rows()
        ]
    return pl.Series(keys, dtype=pl.Boolean)


def _with_totals(frame: pl.DataFrame, sales: frozenset[Key], listings: frozenset[Key]) -> pl.DataFrame:
    """Months of countries, without the totals that other tables hide, and without the shares that would tell them."""
    hidden = _marked(frame.drop("country"), sales, listings)
    return _with_shares(frame.with_columns(pl.when(~hidden).then(name).alias(name) for name in ("total", *_SHARES)))


def _with_shares(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows with ``reached``, whose shares of vendors are those of numbers as they are published."""
    is_of_vendors = pl.col("measure") == "vendors"
    rounded = here_of(rounded_to(frame, "value", "total"), "value", "total", "reached", _SHARES)
    return frame.with_columns(
        pl.when(is_of_vendors).then(rounded[name]).otherwise(pl.col(name)).alias(name)
        for name in ("value", "total", *_SHARES)
    ).drop("reached")


def _of_vendors(frame: pl.DataFrame) -> pl.DataFrame:
    """Months of markets, with numbers of vendors rounded."""
    if "measure" not in frame.columns:
        return frame
    rounded = rounded_to(frame, "value", "low", "high")
    return frame.with_columns(
        pl.when(pl.col("measure") == "vendors").then(rounded[name]).otherwise(pl.col(name)).alias(name)
        for name in ("value", "low", "high")
    )


def _findings(frame: pl.DataFrame, public: PublicFindings) -> pl.DataFrame:
    """Findings as they are published."""
    schema = {**frame.schema, "value": pl.Float64(), "low": pl.Float64(), "high": pl.Float64(), "n": pl.Int64()}
    schema |= dict.fromkeys(("why_code", "why_values"), pl.String())
    rows = []
    for each in frame.iter_rows(named=True):
        row = public.published(each)
        row["why_values"] = to_json(row["why_values"]).decode()
        rows.append({name: row[name] for name in schema})
    found = pl.DataFrame(rows, schema=schema, infer_schema_length=None)
    return found.with_columns((pl.col("verdict") == WITHHELD).alias("is_suppressed"))
