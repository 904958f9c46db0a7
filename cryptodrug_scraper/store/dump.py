"""Dump the whole database into a file, and restore it from one, with the server's own tools."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import ConfigurationError, StoreError
from cryptodrug_scraper.store import migrate
from cryptodrug_scraper.store.database import open_database
from cryptodrug_scraper.store.revisions import head_revision, why_refused
from cryptodrug_scraper.store.server.programs import server_programs
from cryptodrug_scraper.store.showing import hide
from cryptodrug_scraper.whole_file import whole_file

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.store.database import Database

__all__ = ["dump", "restore"]

_OF_OTHERS = re.compile(" ACL pg_catalog | DEFAULT ACL ")
_REVISION = re.compile(r"^COPY public\.alembic_version \(version_num\) FROM stdin;\n(\S+)\n", re.MULTILINE)


def dump(target: Path) -> int:
    """
    Write the whole database into a file that is not there yet, in the custom format of pg_dump; return its size.

    Raises:
        ConfigurationError: the file is there, or cannot be written, or there is no pg_dump.
        StoreError: the database cannot be used, or pg_dump fails.
    """
    if target.exists():
        msg = f"{target} is there already: name a file that is not"
        raise ConfigurationError(msg)
    try:
        with whole_file(target, mode=0o600, only_new=True) as new, open_database(any_revision=True) as database:
            _run(database, "pg_dump", "--format=custom", "--file", str(new), "--dbname")
    except OSError as error:
        msg = f"the dump {target} cannot be written: {error.strerror}"
        raise ConfigurationError(msg) from error
    return target.stat().st_size


def restore(source: Path) -> str:
    """
    Fill an empty database from a dump, and bring it to the newest revision, which is returned.

    Raises:
        ConfigurationError: there is no pg_restore.
        StoreError: the database is not empty, or cannot be used; the dump is of a revision that this version cannot
            use; or pg_restore fails: then nothing was changed.
    """
    with open_database(any_revision=True) as database:
        if database.revision is not None:
            msg = (
                f"{database.shown_dsn} is not empty: set CRYPTODRUG_HOME to a new folder, or name an empty database "
                "with CRYPTODRUG_DATABASE_URL"
            )
            raise StoreError(msg)
        _check_revision(database, source)
        with NamedTemporaryFile("w", prefix="cryptodrug-", encoding="utf-8") as listed:
            listed.write(_without_rights_of_others(database, source))
            listed.flush()
            options = ("--no-owner", "--exit-on-error", "--single-transaction", "--use-list", listed.name, "--dbname")
            _run(database, "pg_restore", *options, after=(str(source),))
        database.engine.dispose()
        with database.engine.connect() as connection:
            with connection.begin():
                hide(connection)  # so that they are made with the rights that they have here
            migrate.upgrade(connection)
    return head_revision()


def _check_revision(database: Database, source: Path) -> None:
    options = ("--data-only", "--table", "alembic_version", "--file", "-")
    command = [_program("pg_restore", is_embedded=database.is_embedded), *options, str(source)]
    found = _REVISION.search(_said(command, "pg_restore", dict(os.environ)))
    if refused := why_refused(None if found is None else found[1]):
        msg = f"{source} is a dump of {refused}"
        raise StoreError(msg)


def _without_rights_of_others(database: Database, source: Path) -> str:
    """
    The contents of a dump, but for rights on the server's own functions, which only its superuser may give, and what
    the role that made the database would give to others, which may have another name here. On the embedded server the
    first are as they should be before anything is restored; the second are given by the role that restores.

    Raises:
        StoreError: it is no dump.
    """
    command = [_program("pg_restore", is_embedded=database.is_embedded), "--list", str(source)]
    lines = _said(command, "pg_restore", dict(os.environ)).splitlines(keepends=True)
    return "".join(line for line in lines if not _OF_OTHERS.search(line))


def _run(database: Database, name: str, *options: str, after: tuple[str, ...] = ()) -> None:
    """Run a tool of the server's version; its password, if there is one, goes through a file that nobody else reads."""
    address, password = database.dsn_and_password
    command = [_program(name, is_embedded=database.is_embedded), "--no-password", *options, address, *after]
    with NamedTemporaryFile("w", prefix="cryptodrug-", encoding="utf-8") as file:
        environment = dict(os.environ)
        if password is not None:
            file.write("*:*:*:*:" + re.sub(r"([\\:])", r"\\\1", password) + "\n")
            file.flush()
            environment["PGPASSFILE"] = file.name
        _said(command, name, environment)


def _said(command: list[str], name: str, environment: dict[str, str]) -> str:
    """
    What a tool prints.

    Raises:
        StoreError: it fails.
    """
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True, errors="replace")
    if done.returncode:
        msg = f"{name} fails: {' '.join(done.stderr.split())[:500]}"
        raise StoreError(msg)
    return done.stdout


def _program(name: str, *, is_embedded: bool) -> str:
    if is_embedded:
        return str(server_programs() / name)
    found = shutil.which(name)
    if found is None:
        msg = f"there is no {name} here: install postgresql-client of the server's version"
        raise ConfigurationError(msg)
    return found
