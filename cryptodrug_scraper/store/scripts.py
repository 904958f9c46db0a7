"""SQL scripts that ship with the package."""

from __future__ import annotations

from contextlib import closing
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["run_script", "shipped_script"]


def shipped_script(name: str) -> str:
    """A script of ``store/sql``, by its name without ``.sql``."""
    return (files("cryptodrug_scraper.store") / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def run_script(connection: Connection, script: str) -> None:
    """Run the statements of a script in the connection's transaction, with no character of it read as a parameter."""
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute(script)
