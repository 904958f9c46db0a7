"""``cryptodrug db start``, ``db stop`` and ``db url``: the embedded server, for other programs."""

from __future__ import annotations

import sys

import click

from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.output import to_json

__all__ = ["start", "stop", "url"]

_PORTS = click.IntRange(1024, 65535)


@click.command
@click.option("--tcp", is_flag=True, help="Listen on 127.0.0.1 too, for programs that cannot use a socket.")
@click.option("--port", type=_PORTS, help="Port for --tcp.  [default: 54320]")
@click.option("--new-password", is_flag=True, help="With --tcp: make another password; the old one is void.")
@click.option("--json", "as_json", is_flag=True, help="Print the address as JSON.")
def start(tcp: bool, port: int | None, new_password: bool, as_json: bool) -> None:  # flags
    """
    Start the embedded server for R, DBeaver, Excel or Grafana, and print the address for them. It stays up until
    cryptodrug db stop.

    Whoever connects is the role cryptodrug_reader, which sees the schema research and nothing else; names of that
    schema need no prefix. By the socket the server lets in who runs this program. By --tcp it lets in programs of this
    machine that have the password, which lies in the file reader.password of the data home. It is not printed here,
    where a terminal or a log would keep it; cryptodrug db url --tcp prints the address with it.

    \b
    Example:
      psql "$(cryptodrug db start)"
      cryptodrug db start --tcp

    \b
    Exit codes:
      0  the server runs now
      2  CRYPTODRUG_DATABASE_URL names a server, which this program does not start; or an option needs --tcp
      5  it cannot be started, or would have to start again while another command uses it
    """
    from cryptodrug_scraper.home import data_home  # --help is quick without these
    from cryptodrug_scraper.store.address import URL_VARIABLE, for_arguments, parse
    from cryptodrug_scraper.store.keep_up import DEFAULT_PORT, start_embedded
    from cryptodrug_scraper.store.server.keep_mark import PASSWORD_FILE

    if not tcp and (port is not None or new_password):
        msg = "--port and --new-password are for --tcp"
        raise click.UsageError(msg)
    address = start_embedded((port or DEFAULT_PORT) if tcp else None, new_password=new_password)
    secret = data_home() / PASSWORD_FILE if tcp else None
    if secret is not None:
        address = for_arguments(parse(address, URL_VARIABLE))
    if as_json:
        found = {"address": address} | ({} if secret is None else {"password_file": str(secret)})
        sys.stdout.buffer.write(to_json(found) + b"\n")
        return
    say(address)
    if secret is not None:
        say(f"The password lies in {secret}. To have the address with it: cryptodrug db url --tcp", err=True)
    say("The server stays up until: cryptodrug db stop", err=True)


@click.command
@click.option("--force", is_flag=True, help="Stop it even while another command uses it, which then breaks off.")
def stop(force: bool) -> None:  # a flag
    """
    Stop the embedded server that db start keeps up, or that a command which was killed left running.

    Otherwise it stops by itself when the last command that uses it ends. Programs that are connected lose it.

    \b
    Example:
      cryptodrug db stop

    \b
    Exit codes:
      0  the server does not run now
      2  CRYPTODRUG_DATABASE_URL names a server, which this program does not stop
      5  another command uses it; when that ends it stops
    """
    from cryptodrug_scraper.store.database import stop_embedded  # --help is quick without it

    say("stopped" if stop_embedded(force=force) else "it was not running")


@click.command
@click.option("--owner", is_flag=True, help="The address with which the program itself works, and may change data.")
@click.option("--tcp", is_flag=True, help="The address on 127.0.0.1 of a server that db start --tcp keeps up.")
def url(owner: bool, tcp: bool) -> None:  # flags
    """
    Print the address of the database for psql and other programs, with the password if there is one.

    It is that of the role cryptodrug_reader, which sees the schema research and nothing else. The embedded server
    answers there while a command of this program runs, or after cryptodrug db start until db stop. For SQL see
    cryptodrug query.

    \b
    Example:
      cryptodrug db start
      psql "$(cryptodrug db url)"

    \b
    Exit codes:
      0  done
      2  CRYPTODRUG_DATABASE_URL or CRYPTODRUG_READER_URL is no database address; or --tcp, and the embedded server does
         not listen
      5  the server cannot be used
    """
    from cryptodrug_scraper.home import data_home  # --help is quick without these
    from cryptodrug_scraper.store.database import open_database, open_for_reader
    from cryptodrug_scraper.store.keep_up import tcp_address
    from cryptodrug_scraper.store.server.keep_mark import read_mark

    if owner and tcp:
        msg = "--tcp is for the role cryptodrug_reader, and not for the owner"
        raise click.UsageError(msg)
    if tcp:
        say(tcp_address())
        return
    with open_database(any_revision=True) if owner else open_for_reader() as database:
        say(database.dsn)
    if database.is_embedded and read_mark(data_home()) is None:
        say("The server answers there while a command runs. To keep it up, run first: cryptodrug db start", err=True)
