"""What a page says of one rating, listing or vendor is found without reading all others of the page."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from cryptodrug_scraper.store.scripts import research_script, run_script

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_DOWN = Path(__file__).parents[1] / "sql" / "0019_down.sql"


def upgrade() -> None:
    """Look a rating up by its place in its list, which its identifier ends with, and cards by what they name."""
    op.execute("DROP INDEX review_observation_list_idx")
    op.execute("CREATE INDEX review_observation_list_idx ON review_observation (review_list_id, ordinal)")
    run_script(op.get_bind(), research_script("0019_1_one_row"))


def downgrade() -> None:
    """Let the view and the functions be as they were."""
    op.execute("DROP INDEX review_observation_list_idx")
    op.execute("CREATE INDEX review_observation_list_idx ON review_observation (review_list_id)")
    run_script(op.get_bind(), _DOWN.read_text(encoding="utf-8"))
