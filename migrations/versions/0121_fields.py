"""What more pages state: packaging, variants, stock without a number, subscribers, delivery, a buyer's level, fees."""

from __future__ import annotations

from pathlib import Path

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Numeric, Text

from cryptodrug_scraper.store.scripts import run_script

revision = "0121"
down_revision = "0120"
branch_labels = None
depends_on = None

_SQL = Path(__file__).parents[1] / "sql"
_EMPTY = (
    "NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields)."
)
_COLUMNS = (
    (
        "listing_observation",
        "stock_is_available",
        Boolean,
        "Whether the page says that units are left without saying how many. NULL: it says how many, or nothing.",
    ),
    ("listing_observation", "packaging", Text, f"How it is packed, as printed. {_EMPTY}"),
    ("vendor_observation", "subscriber_count", BigInteger, f"Users who follow the account, as printed. {_EMPTY}"),
    ("review_observation", "delivery_days", Numeric, f"Days that delivery took, as the rating says. {_EMPTY}"),
    ("review_observation", "buyer_level", BigInteger, f"Level that the market gives the buyer. {_EMPTY}"),
)


def upgrade() -> None:
    """Add columns and tables; readings that are there say nothing in them."""
    for table, name, kind, comment in _COLUMNS:
        op.add_column(table, Column(name, kind, comment=comment))
    run_script(op.get_bind(), (_SQL / "0121_fields.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Drop them with what they say."""
    op.drop_table("fee")
    op.drop_table("listing_variant")
    for table, name, *_ in reversed(_COLUMNS):
        op.drop_column(table, name)
