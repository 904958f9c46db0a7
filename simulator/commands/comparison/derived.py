"""Read what a derivation came to, as columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from simulator.truth.frames import INSTANT

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["Derived", "is_derived"]

_TEXT, _NUMBER = pl.String, pl.Float64
_CODES = pl.List(pl.String)
_MARKET = {"market": _TEXT}
_ESTIMATE = {"value": _NUMBER, "low": _NUMBER, "high": _NUMBER, "grade": _TEXT}

_QUERIES: dict[str, tuple[str, dict[str, Any]]] = {
    "snapshots": (
        "SELECT market, snapshot_id, first_at, last_at, grade FROM research.snapshot",
        {**_MARKET, "snapshot_id": _TEXT, "first_at": INSTANT, "last_at": INSTANT, "grade": _TEXT},
    ),
    "populations": (
        'SELECT market, snapshot_id, "of", estimator, value, low, high, grade FROM research.population',
        {**_MARKET, "snapshot_id": _TEXT, "of": _TEXT, "estimator": _TEXT, **_ESTIMATE},
    ),
    "months": (
        """
        SELECT market, month, measure, value, low, high, grade FROM research.market_month
        WHERE measure NOT IN ('transactions_shown', 'turnover_shown_eur')
        UNION ALL
        SELECT v.market, v.month, shown.measure, sum(shown.value), sum(shown.low), sum(shown.high), min(m.grade)
        FROM research.vendor_month v
        JOIN research.market_month m ON m.market = v.market AND m.month = v.month AND m.measure = 'transactions'
        CROSS JOIN LATERAL (VALUES
            ('transactions_shown', v.transactions_shown, v.shown_low, v.shown_high),
            ('turnover_shown_eur', v.turnover_shown_eur, NULL, NULL)
        ) AS shown (measure, value, low, high)
        GROUP BY v.market, v.month, shown.measure
        """,
        {**_MARKET, "month": pl.Date, "measure": _TEXT, **_ESTIMATE},
    ),
    "reviews": (
        "SELECT market, count(*)::float8 AS value FROM research.distinct_review GROUP BY market",
        {**_MARKET, "value": _NUMBER},
    ),
    "bulk": (
        """
        WITH sold AS (
            SELECT t.*, width_bucket(t.asked_eur, ARRAY[10, 20, 50, 100, 200, 500]::float8[]) AS cell
            FROM research.transaction t WHERE t.price_flag NOT IN ('holding', 'free')
        ),
        ratio AS (
            SELECT market, is_tiered, cell, order_ratio, count(*) / sum(count(*)) OVER one AS weight
            FROM sold WHERE order_ratio IS NOT NULL GROUP BY 1, 2, 3, 4
            WINDOW one AS (PARTITION BY market, is_tiered, cell)
        ),
        beyond AS (
            SELECT market, is_tiered, cell, array_agg(order_ratio ORDER BY order_ratio) AS ratios,
                   array_agg(part ORDER BY order_ratio) AS parts
            FROM (
                SELECT r.*, sum(weight) OVER (PARTITION BY market, is_tiered, cell ORDER BY order_ratio DESC) AS part
                FROM ratio r
            ) AS from_here_on
            GROUP BY 1, 2, 3
        ),
        guessed AS (
            SELECT s.market, s.listing_id, count(*) AS n, sum(coalesce(b.parts[i.below + 1], 0))::float8 AS chance
            FROM sold s JOIN beyond b USING (market, is_tiered, cell)
            CROSS JOIN LATERAL (
                SELECT width_bucket(:bulk / nullif(s.asked_eur, 0) * (1 - 1e-9)::float8, b.ratios) AS below
            ) AS i
            WHERE s.order_ratio IS NOT NULL GROUP BY 1, 2
        ),
        alike AS MATERIALIZED (SELECT research.order_alike() AS alike),
        unprinted AS (
            SELECT g.market, sum(g.chance) AS large,
                   sum(g.chance * greatest(0, 1 - g.chance / g.n) * (1 + (g.n - 1) * a.alike)) AS variance
            FROM guessed g CROSS JOIN alike a GROUP BY 1
        ),
        printed AS (
            SELECT market, (count(*) FILTER (WHERE amount_eur >= :bulk AND order_ratio IS NULL))::float8 AS large,
                   (count(*) FILTER (WHERE amount_eur_low >= :bulk AND order_ratio IS NULL))::float8 AS least,
                   (count(*) FILTER (WHERE (amount_eur_high >= :bulk OR amount_eur IS NULL) AND order_ratio IS NULL)
                   )::float8 AS most
            FROM sold GROUP BY 1
        )
        SELECT p.market, p.large + coalesce(u.large, 0) AS value,
               p.least + greatest(0, coalesce(u.large - 1.96 * sqrt(u.variance), 0)) AS low,
               p.most + coalesce(u.large + 1.96 * sqrt(u.variance + 1), 0) AS high
        FROM printed p LEFT JOIN unprinted u USING (market)
        """,
        {**_MARKET, "value": _NUMBER, "low": _NUMBER, "high": _NUMBER},
    ),
    "prices": (
        "SELECT market, listing_id, first_at, price_flag FROM research.listing_price",
        {**_MARKET, "listing_id": _TEXT, "first_at": INSTANT, "price_flag": _TEXT},
    ),
    "moves": (
        "SELECT market, vendor, from_codes, to_codes, moved_from, moved_to FROM research.origin_move",
        {
            **_MARKET,
            "vendor": _TEXT,
            "from_codes": _CODES,
            "to_codes": _CODES,
            "moved_from": INSTANT,
            "moved_to": INSTANT,
        },
    ),
    "exclusions": (
        "SELECT DISTINCT market, listing_id, code AS place FROM research.destination_spell WHERE NOT is_included",
        {**_MARKET, "listing_id": _TEXT, "place": _TEXT},
    ),
    "opened": (
        "SELECT DISTINCT market, listing_id FROM research.listing_snapshot WHERE seen_on = 'page'",
        {**_MARKET, "listing_id": _TEXT},
    ),
    "names": (
        "SELECT market, printed_name, vendor, decision FROM research.account_name",
        {**_MARKET, "printed_name": _TEXT, "vendor": _TEXT, "decision": _TEXT},
    ),
    "links": (
        "SELECT DISTINCT market_a, vendor_a, market_b, vendor_b, decision FROM research.account_link",
        {"market_a": _TEXT, "vendor_a": _TEXT, "market_b": _TEXT, "vendor_b": _TEXT, "decision": _TEXT},
    ),
    "migrations": (
        'SELECT DISTINCT from_market, from_vendor, to_market, "class" FROM research.migration',
        {"from_market": _TEXT, "from_vendor": _TEXT, "to_market": _TEXT, "class": _TEXT},
    ),
    "pages": (
        """
        SELECT DISTINCT
            market, vendor, listing_id, captured_at,
            CASE market WHEN 'empire' THEN occurred_from END AS occurred_from
        FROM research.review
        """,
        {**_MARKET, "vendor": _TEXT, "listing_id": _TEXT, "captured_at": INSTANT, "occurred_from": INSTANT},
    ),
}

_SHARES = """
    SELECT
        market, month, CASE WHEN measure IN ('vendors', 'listings') THEN 'D2' ELSE 'A1' END AS definition, measure,
        share, share_low, share_high, value, value_low, value_high, grade
    FROM research.country_share(:country, 'D2', 'A1', '2010-01-01', '2030-01-01')
    WHERE measure IN ('vendors', 'listings', 'transactions', 'turnover_eur')
"""


class Derived:
    """
    The current derivation, and the observed layer as far as it says what the derivation had to do with.

    Args:
        connection: to the database.
        bulk: from what worth on a sale is called bulk, EUR.
    """

    def __init__(self, connection: Connection, bulk: float) -> None:
        self._connection = connection
        self._bulk = bulk

    def __getitem__(self, name: str) -> pl.DataFrame:
        """
        Read columns.

        ``snapshots``, ``populations``, ``months``, ``reviews``, ``bulk`` (sales), ``prices`` (spells), ``moves``,
        ``exclusions``, ``opened`` (listings whose own page was captured), ``names``, ``links``, ``migrations``, and
        ``pages`` (`simulator.truth.captured`).
        """
        query, schema = _QUERIES[name]
        options = {"parameters": {"bulk": self._bulk}} if ":bulk" in query else {}
        return pl.read_database(
            query, self._connection, schema_overrides=schema, infer_schema_length=None, execute_options=options
        )

    def shares(self, country: str) -> pl.DataFrame:
        """
        Read a country's shares of markets' months.

        Args:
            country: ISO 3166-1 alpha-2.

        Returns:
            ``market, month, definition, measure, grade``, the share as ``share, share_low, share_high``, and what it is
            a share of the whole of as ``value, value_low, value_high``; of vendors and listings by definition D2, of
            sales by attribution A1.
        """
        return pl.read_database(
            _SHARES,
            self._connection,
            schema_overrides={
                **_MARKET,
                "month": pl.Date,
                "definition": _TEXT,
                "measure": _TEXT,
                "grade": _TEXT,
                **dict.fromkeys(
                    (f"{of}{end}" for of in ("share", "value") for end in ("", "_low", "_high")), pl.Float64
                ),
            },
            infer_schema_length=None,
            execute_options={"parameters": {"country": country}},
        )


def is_derived(connection: Connection) -> bool:
    """Tell whether there is a derivation at all."""
    found = pl.read_database("SELECT EXISTS (SELECT FROM research.snapshot) AS found", connection)
    return bool(found.item())
