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
from cryptodrug_scraper.store.revisions import current_revision, known_revisions, migrations_folder
from cryptodrug_scraper.store.scripts import research_script, run_script
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
        StoreError: there is no such revision, or it lies behind; or the server refuses.
    """
    _move(connection, revision, command.upgrade, _finish if revision == "head" else None)


def downgrade(connection: Connection, revision: str) -> None:
    """
    Take the schema back to a revision, or with ``base`` to an empty database. Data of later revisions are deleted.

    Raises:
        StoreError: there is no such revision, or it lies ahead; or the server refuses.
    """
    _move(connection, revision, command.downgrade)


def tried_downgrade(connection: Connection, revision: str, look: Callable[[Connection], _T]) -> _T:
    """
    Return what is seen after a downgrade, which is taken back.

    Raises:
        StoreError: as `downgrade`.
    """
    with connection.begin() as transaction:
        _move_within(connection, revision, command.downgrade)
        seen = look(connection)
        transaction.rollback()
    return seen


def _move(
    connection: Connection,
    revision: str,
    run: Callable[[Config, str], None],
    finish: Callable[[Connection], None] | None = None,
) -> None:
    with connection.begin():
        _move_within(connection, revision, run, finish)


def _move_within(
    connection: Connection,
    revision: str,
    run: Callable[[Config, str], None],
    finish: Callable[[Connection], None] | None = None,
) -> None:
    take(connection, Lock.MIGRATE)
    try:
        before = current_revision(connection)
        run(alembic_config(connection), revision)
        if finish is not None:
            if current_revision(connection) != before or not is_shown(connection):
                hide(connection)
                show(connection)
            finish(connection)
    except CommandError as error:
        known = ", ".join(known_revisions())
        msg = f"the schema cannot be brought to {revision!r}: {error}; the revisions are base, {known}"
        raise StoreError(msg) from error
    except (DBAPIError, connection.dialect.loaded_dbapi.Error) as error:  # from alembic, and from a script
        msg = f"the server refuses to bring the schema to {revision!r}: {reason_of(error)}; nothing was changed"
        raise StoreError(msg) from error


def _finish(connection: Connection) -> None:
    write_calendars(connection)
    run_script(connection, research_script("0009_1_rights"))
