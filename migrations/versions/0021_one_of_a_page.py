"""One listing or vendor of a page is found without reading all others of the page."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from cryptodrug_scraper.store.scripts import research_script, run_script

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_DOWN = Path(__file__).parents[1] / "sql" / "0021_down.sql"
_NAMED = {"listing_observation": "listing_id", "vendor_observation": "vendor"}


def upgrade() -> None:
    """Look rows of a page up by what they name, too."""
    for table, column in _NAMED.items():
        op.execute(f"DROP INDEX {table}_run_idx")
        op.execute(f"CREATE INDEX {table}_run_idx ON {table} (parse_run_id, {column})")
    run_script(op.get_bind(), research_script("0021_1_one_of_a_page"))


def downgrade() -> None:
    """Look them up by their page alone."""
    run_script(op.get_bind(), _DOWN.read_text(encoding="utf-8"))
    for table in _NAMED:
        op.execute(f"DROP INDEX {table}_run_idx")
        op.execute(f"CREATE INDEX {table}_run_idx ON {table} (parse_run_id)")
