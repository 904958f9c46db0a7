"""
The revisions of the schema: the one of a database, and those that this version of the program knows.

The name of each migration begins with its revision, and they follow one another in order. Alembic, which takes longer
to load than most commands to run, is left to those who move from one to another: `cryptodrug_scraper.store.migrate`.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = [
    "check_revision",
    "current_revision",
    "head_revision",
    "known_revisions",
    "migrations_folder",
    "why_refused",
]


def current_revision(connection: Connection) -> str | None:
    """Return the revision of the database; None before the first migration."""
    if connection.execute(text("SELECT to_regclass('alembic_version')")).scalar_one() is None:
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return revision


def head_revision() -> str:
    """
    Return the revision that this version of the program works with.

    Raises:
        StoreError: the migrations are missing from the installation.
    """
    known = known_revisions()
    if not known:
        msg = f"there are no migrations in {migrations_folder()}: reinstall the project"
        raise StoreError(msg)
    return known[-1]


def known_revisions() -> list[str]:
    """
    Return the revisions that this version of the program knows, the oldest first; it lacks those of newer programs.

    Raises:
        StoreError: the migrations are missing from the installation.
    """
    return sorted(path.name.partition("_")[0] for path in (migrations_folder() / "versions").glob("[0-9]*_*.py"))


def check_revision(revision: str | None) -> None:
    """
    Check that this version of the program can use a database, perhaps after an upgrade.

    Args:
        revision: that of the database; None before the first migration.

    Raises:
        StoreError: it cannot; or the migrations are missing from the installation.
    """
    if refused := why_refused(revision):
        msg = f"the database is at {refused}"
        raise StoreError(msg)


def why_refused(revision: str | None) -> str:
    """
    Return why this version of the program cannot use what is of a revision, and what to do; empty where it can, perhaps
    after an upgrade.

    Raises:
        StoreError: the migrations are missing from the installation.
    """
    known = known_revisions()
    if revision is None or revision in known:
        return ""
    if revision < min(known):
        return (
            f"revision {revision}, which was in no release and is not brought to any: load the archives again into an "
            "empty database, with CRYPTODRUG_HOME set to a new folder or CRYPTODRUG_DATABASE_URL to a new database: "
            "cryptodrug replay ARCHIVES; nothing was changed"
        )
    return f"revision {revision}, which this version does not know: install a newer cryptodrug"


def migrations_folder() -> Path:
    """
    Return the folder of the migrations: shipped inside the package, or beside it in a checkout.

    Raises:
        StoreError: it is in neither place.
    """
    shipped = Path(str(files("cryptodrug_scraper"))) / "_migrations"
    checkout = Path(__file__).parents[2] / "migrations"
    for folder in (shipped, checkout):
        if (folder / "env.py").is_file():
            return folder
    msg = f"the migrations are neither in {shipped} nor in {checkout}: reinstall the project"
    raise StoreError(msg)
