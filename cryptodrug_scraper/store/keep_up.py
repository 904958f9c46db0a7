"""Keep the embedded server up for other programs, such as R, DBeaver or Grafana, until it is told to stop."""

from __future__ import annotations

import os
from contextlib import closing
from typing import TYPE_CHECKING

import psycopg2
from psycopg2.extensions import encrypt_password

from cryptodrug_scraper.errors import ConfigurationError, StoreError
from cryptodrug_scraper.home import data_home
from cryptodrug_scraper.store.address import OWNER, READER, URL_VARIABLE
from cryptodrug_scraper.store.database import open_database
from cryptodrug_scraper.store.server.keep_mark import password_at, read_mark

if TYPE_CHECKING:
    from cryptodrug_scraper.store.server.postmaster import Postmaster

__all__ = ["DEFAULT_PORT", "start_embedded", "tcp_address"]

DEFAULT_PORT = 54320
"""The port of 127.0.0.1 where the embedded server listens if it is told to listen at all."""


def start_embedded(tcp_port: int | None = None, *, new_password: bool = False) -> str:
    """
    Start the embedded server, and let it stay up when the last command that uses it ends.

    Args:
        tcp_port: the port of 127.0.0.1 where it is to listen too, and let in the role cryptodrug_reader with a
            password; None for none.
        new_password: give the role another password.

    Returns:
        The address for other programs: by TCP with the password, else by a socket, where whoever runs this is let in.

    Raises:
        ConfigurationError: a server is named, which its own administrator starts.
        StoreError: it cannot be started, or it listens elsewhere, and a command uses it.
    """
    if os.environ.get(URL_VARIABLE):
        msg = f"{URL_VARIABLE} names a server, which its own administrator starts: unset it to start the embedded one"
        raise ConfigurationError(msg)
    from cryptodrug_scraper.store.server.embedded import keep_embedded_server  # noqa: PLC0415  # needs a POSIX system

    home = data_home()
    server = keep_embedded_server(home, tcp_port)
    with open_database():  # makes roles and schema, if they are not there
        if tcp_port is not None:
            _set_password(server, password_at(home, new=new_password))
    return server.uri(OWNER, READER) if tcp_port is None else tcp_address()


def tcp_address() -> str:
    """
    Return the address by TCP, with the password.

    Raises:
        ConfigurationError: the server does not listen, or is one that is named.
    """
    mark = None if os.environ.get(URL_VARIABLE) else read_mark(data_home())
    if mark is None or mark.tcp_port is None:
        msg = "the embedded server does not listen on TCP: run cryptodrug db start --tcp"
        raise ConfigurationError(msg)
    return f"postgresql://{READER}:{password_at(data_home())}@127.0.0.1:{mark.tcp_port}/{OWNER}"


def _set_password(server: Postmaster, password: str) -> None:
    try:
        with closing(psycopg2.connect(server.uri(OWNER))) as connection, connection, connection.cursor() as cursor:
            kept = encrypt_password(password, READER, connection, "scram-sha-256")  # the server never has the password
            cursor.execute(f"ALTER ROLE {READER} PASSWORD %s", (kept,))
    except psycopg2.Error as error:
        msg = f"the password of {READER} cannot be set: {' '.join(str(error).split())}"
        raise StoreError(msg) from error
