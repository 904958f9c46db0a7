"""Words of listings and vendors, and the sales and snapshots of one of them, are found by an index."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from cryptodrug_scraper.store.scripts import run_script

revision = "0117"
down_revision = "0116"
branch_labels = None
depends_on = None

_LOOKED_UP = (
    *(("sale", by) for by in ("vendor", "listing", "time")),
    *(("listing_state", "listing"), ("vendor_state", "vendor")),
)
_SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    """Add the texts that are searched, of all that was loaded before, the indexes, and sums of what was derived."""
    for name in ("search", "looked_up"):
        run_script(op.get_bind(), (_SQL / f"0117_{name}.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Drop them. The extension stays, which may serve others."""
    op.execute("DROP STATISTICS derived.sale_middle")
    for table, by in _LOOKED_UP:
        op.drop_index(f"{table}_{by}_idx", table, schema="derived")
    op.drop_table("part_sum")
    op.drop_table("search_entry")
    op.drop_table("search_text")
    op.execute("DROP FUNCTION search_form(text)")
