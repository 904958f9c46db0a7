"""Addresses of databases: how they are read, how they are shown, and the one at which the reader role is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from cryptodrug_scraper.errors import ConfigurationError

if TYPE_CHECKING:
    from sqlalchemy import URL

__all__ = [
    "OWNER",
    "READER",
    "READER_VARIABLE",
    "URL_VARIABLE",
    "WRITER",
    "for_arguments",
    "for_psql",
    "for_reader",
    "parse",
    "shown",
]

URL_VARIABLE = "CRYPTODRUG_DATABASE_URL"
READER_VARIABLE = "CRYPTODRUG_READER_URL"

OWNER = "cryptodrug"
"""The role that owns the program's database on the embedded server, and the name of that database."""
READER = "cryptodrug_reader"
"""The role that sees the schema research and nothing else, on every server."""
WRITER = "cryptodrug_writer"
"""The role as which the owner's connection takes what is sent by a form: it reads and adds to the tables of forms."""

_KEY_PASSWORD = ("sslpassword",)
_DRIVERS = {"postgres", "postgresql", "postgresql+psycopg2"}


def parse(address: str, variable: str) -> URL:
    """
    Read an address. A user or password among its options moves to where it is known as one.

    Raises:
        ConfigurationError: it is no address of a PostgreSQL server. The message repeats nothing of it but its scheme.
    """
    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as error:  # a port that is no number gives the second
        msg = f"{variable} is no database address: write it as postgresql://user:password@host:5432/database"
        raise ConfigurationError(msg) from error
    if url.drivername not in _DRIVERS:
        msg = f"{variable} begins with {url.drivername}://, and only PostgreSQL will do: write postgresql://…"
        raise ConfigurationError(msg)
    named = {name: str(url.query[name]) for name in ("user", "password") if name in url.query}
    return url.difference_update_query(named).set(
        drivername="postgresql+psycopg2",
        username=named.get("user", url.username),
        password=named.get("password", url.password),
    )


def for_reader(url: URL) -> URL:
    """The address of the same database for the reader role: another role, so another password."""
    return url.set(username=READER)._replace(password=None)


def for_psql(url: URL) -> str:
    """The address in the form that psql and other programs take, with its password."""
    address, mark, options = url.set(drivername="postgresql").render_as_string(hide_password=False).partition("?")
    return address + mark + options.replace("+", "%20")  # which to libpq is a plus, and here a space


def for_arguments(url: URL) -> str:
    """The same without any password: the arguments of a program are seen by all."""
    return for_psql(url._replace(password=None).difference_update_query(_KEY_PASSWORD))


def shown(url: URL) -> str:
    """The address as messages have it: without its password, and that of a key."""
    return url.set(drivername="postgresql").difference_update_query(_KEY_PASSWORD).render_as_string(hide_password=True)
