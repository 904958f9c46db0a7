"""
The schema that researchers query, and the role that sees it and nothing else.

The scripts lie in ``cryptodrug_scraper/store/sql`` and, once released, are never changed: a later migration replaces a
view with a script of its own.
"""

from __future__ import annotations

from alembic import op

from cryptodrug_scraper.store.scripts import research_script, run_script

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SCRIPTS = ("0002_1_schema", "0002_2_listing", "0002_3_vendor", "0002_4_page", "0002_5_month", "0002_6_comments")


def upgrade() -> None:
    """Make the schema, its role, and its views and functions."""
    for name in _SCRIPTS:
        run_script(op.get_bind(), research_script(name))


def downgrade() -> None:
    """Drop the schema. The role stays: other databases of the server may use it."""
    op.execute("DROP SCHEMA research CASCADE")
