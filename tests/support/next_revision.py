"""A revision that a later version of the program adds to those that there are, for as long as a test lasts."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from cryptodrug_scraper.store import migrate, revisions

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

__all__ = ["NextRevision"]

_SCRIPT = """
from alembic import op

revision = {name!r}
down_revision = {before!r}
branch_labels = None
depends_on = None


def upgrade():
    op.execute({up!r})


def downgrade():
    op.execute({down!r})
"""


class NextRevision:
    """
    The revision, once it is made.

    Args:
        folder: where the migrations are copied to.
        patch: by which the program finds them there.
    """

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self._folder, self._patch = folder / "migrations", patch
        self.name = "9000"

    def __call__(self, *, up: str, down: str) -> None:
        """Make it, of the statements that bring a database forward and back."""
        before = revisions.head_revision()
        shutil.copytree(revisions.migrations_folder(), self._folder, ignore=shutil.ignore_patterns("__pycache__"))
        script = _SCRIPT.format(name=self.name, before=before, up=up, down=down)
        (self._folder / "versions" / f"{self.name}_later.py").write_text(script, encoding="utf-8")
        for module in (migrate, revisions):
            self._patch.setattr(module, "migrations_folder", lambda: self._folder)

    def forget(self) -> None:
        """Return to the version that does not know it."""
        (self._folder / "versions" / f"{self.name}_later.py").unlink()
