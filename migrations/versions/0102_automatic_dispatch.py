"""How many units of a listing the market itself hands over at once."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column

revision = "0102"
down_revision = "0101"
branch_labels = None
depends_on = None

_COUNT = (
    "Units that the market itself hands over at once. NULL: the page shows none, or as many as are asked for "
    "(automatic_is_unlimited)."
)
_UNLIMITED = "Whether the market itself hands over as many units as are asked for. NULL: the page does not say so."


def upgrade() -> None:
    """Add the columns; readings that are there say nothing in them."""
    op.add_column("listing_observation", Column("automatic_count", BigInteger, comment=_COUNT))
    op.add_column("listing_observation", Column("automatic_is_unlimited", Boolean, comment=_UNLIMITED))


def downgrade() -> None:
    """Drop them with what they say."""
    op.drop_column("listing_observation", "automatic_is_unlimited")
    op.drop_column("listing_observation", "automatic_count")
