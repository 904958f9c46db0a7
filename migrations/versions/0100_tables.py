"""All tables: of what pages state, of crawls and schedules, and of what is derived."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from cryptodrug_scraper.store.scripts import run_script

revision = "0100"
down_revision = None
branch_labels = None
depends_on = None

_SQL = Path(__file__).parents[1] / "sql"
_FILES = (
    *("schemas", "market", "capture", "parse", "text", "frame", "listing", "listing_parts", "vendor", "review", "site"),
    *("crawl", "schedule", "replayed", "reference_rates"),
    *("derived_run", "derived_rate", "derived_snapshot", "derived_listing", "derived_vendor", "derived_review"),
    *("derived_country", "derived_month", "derived_account", "derived_finding"),
)
_TABLES = (
    *("market_event", "market", "capture_origin", "future_capture", "capture"),
    *("superseded_run", "parse_issue", "parse_run", "parser_version", "page_structure", "text_repair", "text"),
    *("category_count", "exchange_rate", "listing_exclusion", "listing_price", "price_tier", "shipping_option"),
    *("listing_observation", "external_rating", "vendor_counter", "vendor_observation"),
    *("review_observation", "review_list", "page_total", "site_observation"),
    *("crawl_count", "mirror_check", "crawl", "schedule_run", "schedule_entry", "replayed_file", "reference_rate_file"),
)


def upgrade() -> None:
    """Make them."""
    for name in _FILES:
        run_script(op.get_bind(), (_SQL / f"0100_{name}.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Drop them with all that is in them, months included."""
    op.execute(f"DROP TABLE {', '.join(_TABLES)}")
    op.execute("DROP SCHEMA partitions CASCADE")
    op.execute("DROP SCHEMA derived CASCADE")
