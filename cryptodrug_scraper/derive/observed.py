"""
Read the observed layer of one market as columns.

Each frame has one row per row of its table, of the newest reading of each capture of known time that was not yet to
come when it was loaded, without repeats within a page. ``page`` numbers the captures of the market in the order of
time, from 0; what is of one page has the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.store.future import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from adbc_driver_postgresql.dbapi import Connection

__all__ = ["FRAMES", "Observed", "read_market"]

_ORDER = ("page", "listing_ordinal", "vendor_ordinal", "ordinal")
_COUNTED = counted("run")
_OF_MARKET = f"""
    JOIN parse_run run ON run.parse_run_id = o.parse_run_id AND run.captured_at = o.captured_at
    WHERE run.market = $1 AND {_COUNTED}
"""
_PART_OF_LISTING = f"""
    JOIN listing_observation l
      ON l.parse_run_id = o.parse_run_id AND l.ordinal = o.listing_ordinal AND l.captured_at = o.captured_at
    {_OF_MARKET} AND NOT l.is_repeat AND l.listing_id IS NOT NULL
"""
_PART_OF_VENDOR = f"""
    JOIN vendor_observation v
      ON v.parse_run_id = o.parse_run_id AND v.ordinal = o.vendor_ordinal AND v.captured_at = o.captured_at
    {_OF_MARKET} AND NOT v.is_repeat
"""

_QUERIES = {
    "pages": """
        SELECT
            uuid_send(run.parse_run_id) AS run, run.captured_at, c.url_key, run.kind, run.is_wall,
            run.is_complete, run.listing_count, run.vendor_count, run.review_count,
            run.menu_id::text, run.rate_table_id::text,
            (SELECT min(origin.crawl_id::text) FROM capture_origin origin WHERE origin.capture_id = run.capture_id)
                AS crawl_id,
            (SELECT min(s.display_currency) FROM site_observation s
             WHERE s.parse_run_id = run.parse_run_id AND s.captured_at = run.captured_at) AS display_currency
        FROM parse_run run
        JOIN capture c ON c.capture_id = run.capture_id AND c.captured_at = run.captured_at
        WHERE run.market = $1 AND {live}
    """,
    "listings": """
        SELECT
            uuid_send(o.parse_run_id) AS run, o.ordinal, o.listing_id, o.seen_on, o.title, o.vendor,
            array_to_string(o.category_path, '/') AS category_path, o.price_amount::float8 AS price, o.price_currency,
            o.origin_codes, o.destination_codes, o.destination_excluded, o.product_class, o.stock_count, o.sold_count,
            o.sold_since, o.sold_is_exact, o.description_sha256, o.drug_class, o.substance, o.quantity_grams::float8,
            o.quantity_units::float8, o.quantity_unit
        FROM listing_observation o {of_market} AND NOT o.is_repeat AND o.listing_id IS NOT NULL
    """,
    "tiers": """
        SELECT
            uuid_send(o.parse_run_id) AS run, o.listing_ordinal, o.ordinal, o.min_quantity::float8,
            o.max_quantity::float8, o.price_amount::float8 AS price, o.price_currency
        FROM price_tier o {part_of_listing}
    """,
    "prices": """
        SELECT
            uuid_send(o.parse_run_id) AS run, o.listing_ordinal, o.ordinal, o.amount::float8 AS price,
            o.currency AS price_currency
        FROM listing_price o {part_of_listing}
    """,
    "shipping": """
        SELECT
            uuid_send(o.parse_run_id) AS run, o.listing_ordinal, o.ordinal, o.price_amount::float8 AS price,
            o.price_currency, o.per
        FROM shipping_option o {part_of_listing}
    """,
    "exclusions": """
        SELECT
            uuid_send(o.parse_run_id) AS run, o.listing_ordinal, o.ordinal, o.code, o.source, o.span
        FROM listing_exclusion o {part_of_listing}
    """,
    "vendors": """
        SELECT
            uuid_send(o.parse_run_id) AS run, o.ordinal, o.vendor, o.seen_on, o.sales_count, o.sales_since,
            o.sales_is_exact, o.rating_count, o.member_since, o.last_active_on, o.profile_sha256, o.pgp_fingerprint,
            o.pgp_key_sha256, o.origin_codes
        FROM vendor_observation o {of_market} AND NOT o.is_repeat
    """,
    "counters": """
        SELECT
            uuid_send(o.parse_run_id) AS run, o.vendor_ordinal, v.vendor, o.counter, o.window_or_band, o.value,
            o.is_exact, o.since
        FROM vendor_counter o {part_of_vendor}
    """,
    "external": """
        SELECT
            uuid_send(o.parse_run_id) AS run, o.vendor_ordinal, v.vendor, o.external_market, o.sales_count
        FROM external_rating o {part_of_vendor}
    """,
    "reviews": """
        SELECT
            uuid_send(run.parse_run_id) AS run, o.ordinal, o.position, o.vendor, o.listing_id, o.stars::float8, o.sign,
            substr(o.comment_sha256, 1, 8) AS comment, o.is_default_comment, o.buyer_mask, o.amount::float8,
            o.amount_currency, o.amount_step::float8, o.occurred_from, o.occurred_to
        FROM review_observation o
        JOIN parse_run run ON run.review_list_id = o.review_list_id
        WHERE run.market = $1 AND run.captured_at IS NOT NULL AND {live}
    """,
    "totals": """
        SELECT
            uuid_send(o.parse_run_id) AS run, o.ordinal, o.listed_kind, o.total_count, o.page_count, o.page_number,
            o.hidden_count
        FROM page_total o {of_market}
    """,
    "menus": """
        SELECT menu.menu_id::text, menu.ordinal, array_to_string(menu.category_path, '/') AS category_path,
            menu.listing_count
        FROM category_count menu
        WHERE menu.menu_id IN (SELECT run.menu_id FROM parse_run run WHERE run.market = $1 AND {live})
    """,
    "rate_tables": """
        SELECT run.rate_table_id::text, run.captured_at
        FROM parse_run run
        WHERE run.market = $1 AND run.captured_at IS NOT NULL AND {live}
    """,
    "rates": """
        SELECT DISTINCT ON (rate.rate_table_id, rate.base, rate.quote)
            rate.rate_table_id::text, rate.base, rate.quote, rate.rate::float8
        FROM exchange_rate rate
        WHERE rate.rate_table_id IN (SELECT run.rate_table_id FROM parse_run run WHERE run.market = $1 AND {live})
        ORDER BY rate.rate_table_id, rate.base, rate.quote, rate.ordinal
    """,
    "texts": """
        SELECT t.sha256, t.body FROM text t
        WHERE t.sha256 IN (
            SELECT o.description_sha256 FROM listing_observation o {of_market}
            UNION SELECT o.profile_sha256 FROM vendor_observation o {of_market}
        )
    """,
    "events": "SELECT event, first_on, last_on, evidence FROM market_event WHERE market = $1",
}

FRAMES = {
    name: query.format(
        live=_COUNTED, of_market=_OF_MARKET, part_of_listing=_PART_OF_LISTING, part_of_vendor=_PART_OF_VENDOR
    )
    for name, query in _QUERIES.items()
}
"""The query of each frame; ``$1`` is the market."""


@dataclass(frozen=True)
class Observed:
    """
    What the pages of one market state, as columns.

    Args:
        market: code of the market.
        blocks: gives the rows of the frame of a name in `FRAMES`, as the database has it, a block at a time; at least
            one block, which may be empty.
    """

    market: str
    blocks: Callable[[str], Iterator[pl.DataFrame]]

    def read(self, name: str) -> pl.DataFrame:
        """The rows of a frame, as the database has it."""
        return pl.concat(self.blocks(name))

    def pages(self) -> pl.DataFrame:
        """The captures in the order of time, one row each, with their number as ``page``."""
        return self.read("pages").sort("captured_at", "run").with_row_index("page")

    def frame(self, name: str, pages: pl.DataFrame) -> pl.DataFrame:
        """
        The rows of a frame with ``page``, ``captured_at`` and, if the pages have one, ``snapshot_id``, in page order.

        Args:
            name: one of `FRAMES`.
            pages: of `pages`, or some of them; rows of others are left out.
        """
        carried = [column for column in ("run", "page", "captured_at", "snapshot_id") if column in pages.columns]
        known, blocks = pages.select(carried), []
        for block in self.blocks(name):
            if "run" not in block.columns:
                blocks.append(block)
                continue
            # a block at a time, so that the long names of pages are never there for all rows
            blocks.append(block.join(known, on="run", how="inner").drop("run"))
        rows = pl.concat(blocks)
        order = [column for column in _ORDER if column in rows.columns]
        return rows.sort(order) if "page" in rows.columns else rows.sort(pl.all())


def read_market(connection: Connection, market: str) -> Observed:
    """
    Return what reads the frames of a market; each call reads from the database anew.

    Args:
        connection: of the database, by ADBC.
        market: code of the market.
    """

    def blocks(name: str) -> Iterator[pl.DataFrame]:
        with connection.cursor() as cursor:
            cursor.execute(FRAMES[name], [market])
            reader = cursor.fetch_record_batch()
            yield pl.DataFrame(reader.schema.empty_table())
            for batch in reader:
                yield pl.DataFrame(batch)

    return Observed(market, blocks)
