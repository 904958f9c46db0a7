"""
Run the migrations of the schema, from a checkout or from the installed package, and make the views of this version.

Every change runs in one transaction under a lock, so two processes that start at once make the schema once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy.exc import DBAPIError

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.store.calendar import write_calendars
from cryptodrug_scraper.store.locks import Lock, take
from cryptodrug_scraper.store.refusal import reason_of
from cryptodrug_scraper.store.revisions import (
    check_revision,
    current_revision,
    head_revision,
    known_revisions,
    migrations_folder,
)
from cryptodrug_scraper.store.scripts import run_script, shipped_script
from cryptodrug_scraper.store.showing import hide, is_shown, show

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

__all__ = ["alembic_config", "downgrade", "tried_downgrade", "upgrade"]

_T = TypeVar("_T")


def alembic_config(connection: Connection | None = None) -> Config:
    """
    Return Alembic's settings. They are made here, since an installed program has no file of settings.

    Args:
        connection: what the migrations run on; only looking at the scripts needs none.
    """
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection, revision: str = "head") -> None:
    """
    Bring the schema forward, and with it the views, the calendars of the installed markets, and rights that a restored
    dump lacks. Does nothing if all is there already.

    Raises:
        StoreError: there is no such revision, or it lies behind; the database is of a revision that this version cannot
            use, or something rests on its views that is not of this program; or the server refuses.
    """
    with connection.begin():
        _move(connection, revision, command.upgrade)


def downgrade(connection: Connection, revision: str) -> None:
    """
    Take the schema back to a revision, or with ``base`` to an empty database. Data of later revisions are deleted.

    Raises:
        StoreError: there is no such revision, or it lies ahead; or as `upgrade`.
    """
    with connection.begin():
        _move(connection, revision, command.downgrade)


def tried_downgrade(connection: Connection, revision: str, look: Callable[[Connection], _T]) -> _T:
    """
    Return what is seen after a downgrade, which is taken back.

    Raises:
        StoreError: as `downgrade`.
    """
    with connection.begin() as transaction:
        _move(connection, revision, command.downgrade)
        seen = look(connection)
        transaction.rollback()
    return seen


def _move(connection: Connection, revision: str, run: Callable[[Config, str], None]) -> None:
    """
    Migrate the tables, in the transaction that is open, without the views, which are made anew at the newest revision.

    The views of an older one are for its own version of the program to make.

    Raises:
        StoreError: as `upgrade`.
    """
    take(connection, Lock.MIGRATE)
    before = current_revision(connection)
    check_revision(before)
    try:
        is_there = revision == "head" and before == head_revision() and is_shown(connection)
        if before is not None and not is_there:
            hide(connection)
        run(alembic_config(connection), revision)
        if current_revision(connection) == head_revision():
            if not is_there:
                show(connection)
            _finish(connection)
    except CommandError as error:
        known = ", ".join(known_revisions())
        msg = f"the schema cannot be brought to {revision!r}: {error}; the revisions are base, {known}"
        raise StoreError(msg) from error
    except (DBAPIError, connection.dialect.loaded_dbapi.Error) as error:  # from alembic, and from a script
        msg = f"the server refuses to bring the schema to {revision!r}: {reason_of(error)}; nothing was changed"
        raise StoreError(msg) from error


def _finish(connection: Connection) -> None:
    write_calendars(connection)
    for script in ("rights", "settings"):
        run_script(connection, shipped_script(script))
