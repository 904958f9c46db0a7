"""
Public tables of the country and window of the findings, from which these can be computed again.

What is withheld of them is chosen together with all other tables (`cryptodrug_scraper.disclosure`).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.export.reading import columns
from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection

    from cryptodrug_scraper.disclosure.sums import Key
    from cryptodrug_scraper.study.asked import Asked
    from cryptodrug_scraper.study.claims import Study

__all__ = ["COUNTRY_TABLES", "CountryTable", "country_frames"]


@dataclass(frozen=True, slots=True)
class CountryTable:
    """
    A table of the country of the findings.

    Attributes:
        name: its name.
        meaning: its grain and what it holds.
        key: what tells its rows apart.
        numbers: the columns that tell something of the vendors.
        meanings: of its columns.
        sql: what gives the rows; its parameters are what the findings are asked for (`Asked`), and places.
        is_of_accounts: whether a row is there since accounts are in it: it is left out where these are few.
    """

    name: str
    meaning: str
    key: tuple[str, ...]
    numbers: tuple[str, ...]
    meanings: Mapping[str, str]
    sql: str
    is_of_accounts: bool = False


_OF = "of the country and window of the findings, by their definition and attribution"
COUNTRY_TABLES = (
    CountryTable(
        "country_window",
        f"One row per market and measure, {_OF}: what falls to the country in all months of the window together.",
        ("market", "measure"),
        ("value", "share", "share_low", "share_high"),
        {
            "measure": "vendors (each once), listings (of each month, added up), transactions or turnover_eur.",
            "value": "What falls to the country.",
            "total": "Of how much.",
            "share": "Value over total.",
            "share_low": "Lower end of its 95 % interval, of what happened here.",
            "share_high": "Upper end of it.",
            "grade": "Least grade of the window's snapshots that are not partial.",
            "unknown_month_count": "Months whose sales cannot be known yet, and are not counted: those of "
            "market_month without a value.",
        },
        statement(__package__, "country_window"),
    ),
    CountryTable(
        "country_band",
        f"One row per market and band of what an order was worth, {_OF}: sales for which a rating stands.",
        ("market", "band"),
        ("transactions", "turnover_eur"),
        {
            "band": "Least EUR of the band, which ends before the next one; all: all orders.",
            "band_from": "The same as a number.",
            "transactions": "Sales.",
            "turnover_eur": "Their worth, EUR.",
        },
        statement(__package__, "country_band"),
    ),
    CountryTable(
        "country_goods",
        f"One row per market, measure, level and goods, {_OF}: how much is the country's, and how much there is.",
        ("market", "measure", "level", "goods"),
        ("value", "all_value"),
        {
            "measure": "listings of the window; transactions and turnover_eur for which a rating stands.",
            "level": "drug_class or substance; all: goods that are known to be drugs.",
            "goods": "The class or substance; all.",
            "value": "What is the country's.",
            "all_value": "What there is on the market.",
        },
        statement(__package__, "country_goods"),
    ),
    CountryTable(
        "country_reach",
        f"One row per market and reach, {_OF}: accounts that send so far, or rule a place out.",
        ("market", "reach"),
        (),
        {"reach": "all; stated: states a place; world; eu_or_world; not_ and a country: rules it out."},
        statement(__package__, "country_reach"),
    ),
    CountryTable(
        "country_origins",
        "One row per market and set of countries from which accounts sent in the window of the findings that are the "
        "country's (D2) and have more than one.",
        ("market", "origins"),
        (),
        {"origins": "Their countries, ISO 3166-1 alpha-2."},
        statement(__package__, "country_origins"),
        is_of_accounts=True,
    ),
    CountryTable(
        "origin_moves",
        "One row per market, countries left and countries taken up instead, in the window of the findings: accounts "
        "that moved so.",
        ("market", "from_countries", "to_countries"),
        (),
        {"from_countries": "Countries that they stopped to send from.", "to_countries": "Countries that they took up."},
        statement(__package__, "origin_moves"),
        is_of_accounts=True,
    ),
)
"""In the order in which a package lists them."""


def country_frames(
    connection: Connection,
    asked: Asked,
    sales: frozenset[Key],
    listings: frozenset[Key],
    markets: tuple[str, ...],
    study: Study,
) -> Iterator[tuple[CountryTable, pl.DataFrame, pl.Series | None]]:
    """
    Read the tables, and say of each row whether it is withheld for what several figures tell together.

    Args:
        connection: to the database.
        asked: what the findings are about.
        sales: sums of sales that are withheld.
        listings: numbers of listings that are.
        markets: which ones; none for all.
        study: whose claims name places that are ruled out.
    """
    ruled_out = {place for claim in study.claims if claim.measure == "excluding" for place in claim.places}
    for table in COUNTRY_TABLES:
        frame = columns(connection, table.sql, {**asdict(asked), "places": sorted(ruled_out)})
        if markets:
            frame = frame.filter(pl.col("market").is_in(markets))
        marked = None
        if table.name == "country_goods":
            rows = frame.select("market", "measure", "level", "goods").rows()
            is_hidden, marked = (
                pl.Series(
                    [_goods(kind, row) in (listings if row[1] == "listings" else sales) for row in rows],
                    dtype=pl.Boolean,
                )
                for kind in ("anyones", "theirs")
            )
            frame = frame.with_columns(pl.when(~is_hidden).then("all_value").alias("all_value"))
        elif table.name == "country_window":
            parts, wholes = (
                pl.Series([_is_withheld(kind, asked, row, sales, listings) for row in rows], dtype=pl.Boolean)
                for rows in [frame.select("market", "measure").rows()]
                for kind in ("window", "every")
            )
            shares = ("total", "share", "share_low", "share_high")
            frame, marked = frame.with_columns(pl.when(~wholes).then(name).alias(name) for name in shares), parts
        elif table.name == "country_band":
            bands = frame.select("market", "band_from").rows()
            marked = pl.Series([("band", *row) in sales for row in bands], dtype=pl.Boolean)
        yield table, frame, marked


def _is_withheld(
    kind: str, asked: Asked, row: tuple[str, ...], sales: frozenset[Key], listings: frozenset[Key]
) -> bool:
    """Whether a sum of the window, or all of which it is a part, is withheld; numbers of accounts never are."""
    market, measure = row
    if measure == "listings":
        return (kind, market, asked.definition) in listings
    own = (asked.definition, asked.attribution) if kind == "window" else ()
    return measure != "vendors" and (kind, market, *own) in sales


def _goods(kind: str, row: tuple[str, ...]) -> Key:
    market, _, level, goods = row
    return (kind, market, level, goods)
