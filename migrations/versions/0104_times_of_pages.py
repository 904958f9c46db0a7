"""Times of pages: ages as pages print them, how far their clocks tell the time, and what is made of it."""

from __future__ import annotations

from pathlib import Path

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column

from cryptodrug_scraper.store.scripts import run_script

revision = "0104"
down_revision = "0103"
branch_labels = None
depends_on = None

_SQL = Path(__file__).parents[1] / "sql"
_AGE = (
    "age of the rating when the page was made, by what it prints. NULL: the page prints no age, or release 0.2.0 read "
    "it."
)
_STEP = (
    "How finely the clock is printed: 1 to the second, 60 to the minute. NULL: no clock is shown, or release 0.2.0 "
    "read it."
)
_DAY = (
    "Whether the clock prints its day. Where it does not, the source tells it, and it is no evidence. NULL: no clock "
    "is shown, or release 0.2.0 read it."
)


def upgrade() -> None:
    """Add columns and table; readings that are there say nothing in them."""
    op.add_column("review_observation", Column("age_least", BigInteger, comment=f"Least {_AGE}"))
    op.add_column("review_observation", Column("age_most", BigInteger, comment=f"Greatest {_AGE}"))
    op.add_column("site_observation", Column("server_time_step", BigInteger, comment=_STEP))
    op.add_column("site_observation", Column("server_time_has_day", Boolean, comment=_DAY))
    run_script(op.get_bind(), (_SQL / "0104_capture_time.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Drop them with what they say."""
    op.drop_column("distinct_review", "certainty", schema="derived")
    op.drop_table("capture_time", schema="derived")
    op.drop_column("site_observation", "server_time_has_day")
    op.drop_column("site_observation", "server_time_step")
    op.drop_column("review_observation", "age_most")
    op.drop_column("review_observation", "age_least")
