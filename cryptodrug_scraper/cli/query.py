"""``cryptodrug query``: SQL, read-only."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from itertools import chain, islice
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.cli.csv_lines import csv_line
from cryptodrug_scraper.cli.screen import say, say_lines
from cryptodrug_scraper.cli.tables import print_table
from cryptodrug_scraper.cli.values import FilePath
from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.errors import ConfigurationError, StoreError
from cryptodrug_scraper.output import to_json
from cryptodrug_scraper.statements import each_statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from cryptodrug_scraper.store.database import Database

__all__ = ["query"]

_SHOWN = 1000
"""Rows of a result that are shown on a terminal unless all are asked for."""


@click.command
@click.argument("sql", required=False)
@click.option("--file", "path", type=FilePath(exists=True, dir_okay=False), help="Read the SQL from this file.")
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json"]), help="Format of the result.  [default: table]"
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, as --format json does.")
@click.option("--list", "list_all", is_flag=True, help="Print the views and functions, and what a row of each is.")
@click.option(
    "--cookbook",
    "called",
    is_flag=False,
    flag_value="",
    metavar="[NUMBER]",
    help="Ask a question of the cookbook, by its number or name. Without one, list all questions.",
)
@click.option("--set", "pairs", multiple=True, metavar="NAME=VALUE", help="A value for --cookbook; may be repeated.")
@click.option("--show-sql", is_flag=True, help="Print the SQL of --cookbook with its values, and ask nothing.")
@click.option("--all", "all_rows", is_flag=True, help="Print all rows of a table, and not only the first 1,000.")
@click.option(
    "--for-spreadsheet",
    is_flag=True,
    help="Print CSV in which no text of a page becomes a formula; see docs/output.md.",
)
def query(
    *,
    sql: str | None,
    path: Path | None,
    form: str | None,
    as_json: bool,
    list_all: bool,
    called: str | None,
    pairs: tuple[str, ...],
    show_sql: bool,
    all_rows: bool,
    for_spreadsheet: bool,
) -> None:
    """
    Run SQL on the database, read-only, and print the result. Without SQL, open psql.

    Views and functions of the schema research need no prefix. Of several statements each result is printed, under the
    comment that stands before the statement.

    SQL runs as the role cryptodrug_reader, which sees that schema and nothing else. On a named server that asks it for
    a password, CRYPTODRUG_READER_URL is its address, or PGPASSFILE the file that has the password.

    Ctrl-C ends a statement at the server, too. In psql it ends the statement, and not the session.

    --cookbook lists questions that studies ask, with the values that each is asked with; --cookbook NUMBER asks one.
    Values that are not set are those of the list. --show-sql prints its SQL, to copy and change. See docs/cookbook.md.

    A table shows the first 1,000 rows and says how many there are; CSV and JSON have all. Rows that are wider than the
    terminal are printed as blocks, a line for each column.

    \b
    Example:
      cryptodrug query --list
      cryptodrug query "SELECT * FROM snapshot_month" --format csv
      cryptodrug query --cookbook 12 --set country=DE --set first_day=2019-02-01

    \b
    Exit codes:
      0  done
      2  no SQL was given, and there is no psql; options contradict one another; the cookbook has no such question, or
         it cannot be asked with such a value; or CRYPTODRUG_READER_URL names a role that may do more
      5  the database cannot be used, or refuses the SQL
    """
    from cryptodrug_scraper.cookbook.query import query_called  # --help is quick without these
    from cryptodrug_scraper.store.cancelling import statements_can_be_cancelled
    from cryptodrug_scraper.store.database import open_for_reader

    if (sql is not None) + (path is not None) + list_all + (called is not None) > 1:
        msg = "give SQL, --file, --list or --cookbook, and only one of them"
        raise click.UsageError(msg)
    if (pairs or show_sql) and not called:
        msg = "--set and --show-sql are for a question of the cookbook: name it with --cookbook NUMBER"
        raise click.UsageError(msg)
    if as_json:
        form = "json"
    if for_spreadsheet and form not in {None, "csv"}:
        msg = f"--for-spreadsheet is for CSV, not for {form}"
        raise click.UsageError(msg)
    text = path.read_text(encoding="utf-8") if path is not None else sql
    shape = "spreadsheet" if for_spreadsheet else form or "table"
    if called == "":
        _list_cookbook(shape)
        return
    if called is not None:
        query_called(called)  # before a server is started
    with open_for_reader() as database, statements_can_be_cancelled():
        if called is not None:
            text = _of_cookbook(database, called, pairs)
        if show_sql:
            say_lines((text or "").splitlines())
        elif list_all:
            _list(database, shape)
        elif text is None:
            _open_psql(database)
        else:
            _run(database, text, shape, None if all_rows else _SHOWN)


def _open_psql(database: Database) -> None:
    program = shutil.which("psql")
    if program is None:
        msg = 'there is no psql here: give SQL, as in cryptodrug query "SELECT 1", or install postgresql-client'
        raise ConfigurationError(msg)
    settings = "-c search_path=research,public -c default_transaction_read_only=on"
    address, secret = database.dsn_and_password
    with _password_file(secret) as file:
        environment = os.environ | {"PGOPTIONS": settings} | ({} if file is None else {"PGPASSFILE": file})
        with _interrupts_left_to_it():
            done = subprocess.run([program, address], env=environment, check=False)
    if done.returncode:
        raise click.exceptions.Exit(StoreError.exit_code)


@contextmanager
def _interrupts_left_to_it() -> Iterator[None]:
    """Leave Ctrl-C to the program that runs: in psql it ends a statement, and not the session."""
    before = signal.signal(signal.SIGINT, lambda _number, _frame: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _password_file(password: str | None) -> Iterator[str | None]:
    """A file from which libpq takes the password: arguments of a program are seen by all. None without a password."""
    if password is None:
        yield None
        return
    with NamedTemporaryFile("w", prefix="cryptodrug-", encoding="utf-8") as file:  # only its owner can read it
        file.write("*:*:*:*:" + re.sub(r"([\\:])", r"\\\1", password) + "\n")
        file.flush()
        yield file.name


def _list(database: Database, form: str) -> None:
    from cryptodrug_scraper.cli.advice import names_of_research

    with database.engine.connect() as connection:
        _print(["view or function", "a row"], names_of_research(connection), form, None)


def _list_cookbook(form: str) -> None:
    from cryptodrug_scraper.cookbook.query import queries

    rows = [
        (each.number, each.name, each.question, ", ".join(f"{of.name}={of.usual}" for of in each.parameters))
        for each in queries()
    ]
    _print(["number", "name", "question", "values"], rows, form, None)


def _of_cookbook(database: Database, called: str, pairs: tuple[str, ...]) -> str:
    """The SQL of a question of the cookbook, with its values in it."""
    from cryptodrug_scraper.cookbook.asking import headed, values_set
    from cryptodrug_scraper.cookbook.kinds import EVENTS_HELD, MARKETS_HELD, Held
    from cryptodrug_scraper.cookbook.query import query_called

    asked = query_called(called)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("SET search_path = research, public")
        markets, events = (connection.exec_driver_sql(sql).scalars().all() for sql in (MARKETS_HELD, EVENTS_HELD))
    return headed(asked, values_set(asked, pairs, Held(markets, events)))


def _run(database: Database, text: str, form: str, most: int | None) -> None:
    with database.engine.connect() as connection:
        connection.exec_driver_sql("SET search_path = research, public")
        for statement in each_statement(text):
            _answer(connection, statement, form, most)


def _answer(connection: Connection, statement: str, form: str, most: int | None) -> None:
    """Print what a statement gives, while it comes."""
    from cryptodrug_scraper.cli.advice import why_empty
    from cryptodrug_scraper.store.streamed import streamed

    with _refusals_told(connection):
        rows = streamed(connection, statement.replace("%", "%%"))
    if rows is None:
        return
    with _refusals_told(connection, "; rows that were printed before are not all"):
        _print(rows.names, islice(rows, most) if form == "table" else rows, form, _heading(statement))
        left = rows.pass_by()
    if left:
        all_rows, are = counted((most or 0) + left, "row", ","), "is" if left == 1 else "are"
        say(f"{left:,} of {all_rows} {are} not shown: add --all, or --format csv.", err=True)
    if rows.is_empty and form == "table":
        why = why_empty(connection, statement) or "nothing in the database is like that"
        say(f"No rows: {why}", err=True)


@contextmanager
def _refusals_told(connection: Connection, and_so: str = "") -> Iterator[None]:
    from sqlalchemy.exc import DBAPIError

    from cryptodrug_scraper.cli.advice import meant_by

    try:
        yield
    except DBAPIError as error:
        if error.connection_invalidated:  # it refuses nothing: it is lost
            raise
        said = str(error.orig).strip()
        connection.rollback()
        first, line_break, rest = said.partition("\n")
        msg = f"the database refuses this SQL: {first}{meant_by(connection, first)}{and_so}{line_break}{rest}"
        raise StoreError(msg) from error


def _heading(statement: str) -> str | None:
    lines = [line[2:].strip() for line in statement.strip().splitlines() if line.startswith("--")]
    return " ".join(lines) or None


def _print(names: list[str], rows: Iterable[tuple[object, ...]], form: str, heading: str | None) -> None:
    if form == "table":
        print_table(names, rows, title=heading)
    elif form == "json":
        _write(to_json(dict(zip(names, row, strict=True))) + b"\n" for row in rows)
    else:
        _write(csv_line(row, for_spreadsheet=form == "spreadsheet") for row in chain([names], rows))


def _write(lines: Iterable[bytes]) -> None:
    for line in lines:
        sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()
