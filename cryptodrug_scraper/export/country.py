"""
Public tables of the country and window of the findings, from which these can be computed again.

What is withheld of them is chosen together with all other tables (`cryptodrug_scraper.disclosure`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.export.reading import columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection

    from cryptodrug_scraper.disclosure.sums import Key
    from cryptodrug_scraper.study.asked import Asked

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
        sql: what gives the rows, to be filled in by `Asked.fill`.
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
        """
        SELECT s.market, coalesce(b.band_from::text, 'all') AS band, b.band_from::float8 AS band_from,
               sum(s.weight) AS transactions, sum(s.weight * s.amount_eur) AS turnover_eur,
               count(DISTINCT s.vendor) AS vendor_count
        FROM research.attributed_sale(:country, :definition, :attribution, :first_day, :last_day) s
        CROSS JOIN LATERAL (
            SELECT max(e) AS band_from FROM unnest(ARRAY[0, 20, 50, 100, 200, 500, 1000]) AS e WHERE e <= s.amount_eur
            UNION ALL SELECT NULL) AS b
        WHERE s.weight > 0 AND s.amount_eur IS NOT NULL GROUP BY s.market, b.band_from
        """,
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
        """
        SELECT g.market, g.measure, f.level, f.goods, sum(g.part) AS value, sum(g.whole) AS all_value,
               count(DISTINCT g.vendor) FILTER (WHERE g.part > 0) AS vendor_count
        FROM research.country_goods(:country, :definition, :attribution, :first_day, :last_day) g
        CROSS JOIN LATERAL (VALUES ('all', 'all'), ('drug_class', g.drug_class),
            ('substance', CASE WHEN g.measure <> 'turnover_eur' THEN g.substance END)) AS f(level, goods)
        WHERE f.goods IS NOT NULL GROUP BY 1, 2, 3, 4
        """,
    ),
    CountryTable(
        "country_reach",
        f"One row per market and reach, {_OF}: accounts that send so far, or rule a place out.",
        ("market", "reach"),
        (),
        {"reach": "all; stated: states a place; world; eu_or_world; not_US and others: rules that country out."},
        """
        SELECT r.market, k.reach, count(*) FILTER (WHERE k.is_so) AS vendor_count
        FROM research.country_reach(:country, :definition, :first_day, :last_day) r
        CROSS JOIN LATERAL (
            VALUES ('all', true), ('stated', r.is_stated), ('world', r.is_world),
                ('eu_or_world', r.is_world OR r.is_europe), ('not_US', 'US' = ANY (r.excluded)),
                ('not_AU', 'AU' = ANY (r.excluded)), ('not_GB', 'GB' = ANY (r.excluded)),
                ('not_CA', 'CA' = ANY (r.excluded)), ('not_NZ', 'NZ' = ANY (r.excluded)),
                ('not_NL', 'NL' = ANY (r.excluded))) AS k(reach, is_so)
        GROUP BY 1, 2
        """,
    ),
    CountryTable(
        "country_origins",
        "One row per market and set of countries from which accounts sent in the window of the findings that are the "
        "country's (D2) and have more than one.",
        ("market", "origins"),
        (),
        {"origins": "Their countries, ISO 3166-1 alpha-2."},
        """
        SELECT m.market, array_to_string(m.origin_codes, '+') AS origins, count(*) AS vendor_count
        FROM research.multi_origin(:country, :first_day, :last_day) m GROUP BY 1, 2
        """,
        is_of_accounts=True,
    ),
    CountryTable(
        "origin_moves",
        "One row per market, countries left and countries taken up instead, in the window of the findings: accounts "
        "that moved so.",
        ("market", "from_countries", "to_countries"),
        (),
        {"from_countries": "Countries that they stopped to send from.", "to_countries": "Countries that they took up."},
        """
        SELECT m.market, array_to_string(m.from_codes, '+') AS from_countries,
               array_to_string(m.to_codes, '+') AS to_countries, count(DISTINCT m.vendor) AS vendor_count
        FROM research.origin_move m
        WHERE m.moved_to >= date_trunc('month', :first_day::timestamp) AT TIME ZONE 'UTC'
          AND m.moved_from < (date_trunc('month', :last_day::timestamp) + interval '1 month') AT TIME ZONE 'UTC'
        GROUP BY 1, 2, 3
        """,
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
) -> Iterator[tuple[CountryTable, pl.DataFrame, pl.Series | None]]:
    """
    Read the tables, and say of each row whether it is withheld for what several figures tell together.

    Args:
        connection: to the database.
        asked: what the findings are about.
        sales: sums of sales that are withheld.
        listings: numbers of listings that are.
        markets: which ones; none for all.
    """
    for table in COUNTRY_TABLES:
        frame = columns(connection, asked.filled(table.sql).replace("%", "%%"))
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
        elif table.name == "country_band":
            bands = frame.select("market", "band_from").rows()
            marked = pl.Series([("band", *row) in sales for row in bands], dtype=pl.Boolean)
        yield table, frame, marked


def _goods(kind: str, row: tuple[str, ...]) -> Key:
    market, _, level, goods = row
    return (kind, market, level, goods)
