"""
The tables of the observed layer, and the calendar of the markets.

The statements lie in ``migrations/sql/0001_*.sql`` and, once released, are never changed.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from alembic import op
from sqlalchemy import text

from cryptodrug_scraper.store.scripts import run_script

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_MIGRATIONS = Path(__file__).parents[1]
_FILES = ("0001_market", "0001_capture", "0001_listing", "0001_vendor", "0001_review", "0001_site")
_TABLES = (
    *("site_observation", "exchange_rate", "category_count", "page_total", "review_observation"),
    *("external_rating", "vendor_counter", "vendor_observation"),
    *("listing_place", "shipping_option", "price_tier", "listing_price", "listing_observation"),
    *("text_repair", "text", "parse_issue", "superseded_run", "parse_run", "parser_version"),
    *("capture_origin", "capture", "crawl"),
    *("market_event", "market"),
)
_MARKET = text("INSERT INTO market VALUES (:code, :name, :first_usable_on, :last_usable_on)")
_EVENT = text("INSERT INTO market_event VALUES (:market, :event, :first_on, :last_on, :note, :evidence, :source)")


def upgrade() -> None:
    """Make the tables, the partitions for unknown times, and the calendar."""
    for name in _FILES:
        run_script(op.get_bind(), (_MIGRATIONS / "sql" / f"{name}.sql").read_text(encoding="utf-8"))
    calendar = tomllib.loads((_MIGRATIONS / "data" / "0001_market_calendar.toml").read_text(encoding="utf-8"))
    connection = op.get_bind()
    for market in calendar["market"]:
        events = market.pop("event")
        connection.execute(_MARKET, {"first_usable_on": None, "last_usable_on": None} | market)
        for event in events:
            connection.execute(_EVENT, {"market": market["code"], "source": None} | event)


def downgrade() -> None:
    """Drop the tables with all that is in them, months included."""
    for table in _TABLES:
        op.execute(f"DROP TABLE {table} CASCADE")
    op.execute("DROP SCHEMA partitions CASCADE")
