"""The reader role may log in, and what every role may do by default is taken from it."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from cryptodrug_scraper.store.scripts import research_script, run_script

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    """Let the role log in, and take the rights, as far as the role that runs this may: doctor names what is left."""
    run_script(op.get_bind(), (_SQL / "0009_login.sql").read_text(encoding="utf-8"))
    run_script(op.get_bind(), research_script("0009_1_rights"))


def downgrade() -> None:
    """Give everybody the rights back. The role may still log in: other databases of the server may use it."""
    run_script(op.get_bind(), (_SQL / "0009_down.sql").read_text(encoding="utf-8"))
