"""
What questions, pages and commands cost where a database holds a year.

Every query of the cookbook, every view of schema research and every function of days is asked. A view with a time is
asked for one month, any other as a whole. The floor is the time in which the server gives the same rows from a table
that holds nothing else. Months are those whose tables the server looked into, of all that there are.

The pages of explore are the first of each kind that a reader comes to (`benchmarks.first_views`), beside the time in
which each is made of answers that are there; commands are the reports, findings and states (`benchmarks.commands`).

    python -m benchmarks.year HOME --accounts 10 --terms 3    # copies what a small derived home holds, which changes it
    python -m benchmarks.year HOME                            # asks all of these
    python -m benchmarks.year HOME --what pages --only search # or some: questions, pages, commands
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from benchmarks.commands import ran
from benchmarks.first_views import first_views, forget_files
from benchmarks.grown import grow
from cryptodrug_scraper.cookbook.asking import as_usual
from cryptodrug_scraper.cookbook.query import queries as queries_of_cookbook
from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.store.database import URL_VARIABLE, open_database, open_for_reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from benchmarks.commands import Ran
    from benchmarks.first_views import View

FIRST, NEXT = "2019-04-01", "2019-05-01"
"""The month that is asked for, and the next."""
_LAST = "2019-04-30"
_ARGUMENTS = {
    "country": "'BE'",
    "origin": "'BE'",
    "definition": "'D2'",
    "attribution": "'A1'",
    "edge": "1000",
    "first_day": f"'{FIRST}'",
    "last_day": f"'{_LAST}'",
    "day": "'2019-04-16'",
}
_TIMES = (
    *("captured_at", "month", "day", "stated_at", "first_at", "snapshot_first_at", "occurred_from", "stated_from"),
    *("from_earliest", "moved_from", "first_seen_from", "active_from"),
)
"""The columns that tell to which month a row of a view belongs, the first that it has."""
_SAID = {
    "review": f"month = '{FIRST}' AND ",
    "review_page": f"occurred_from >= '{FIRST}' AND occurred_from < '2019-04-02' AND ",
}
"""What is said besides: the month of a list, and a day of what looks each rating up."""
_MONTH = re.compile(r"_(\d{4}_\d{2}|unknown)$")
_VIEWS = text(
    "SELECT relname, array_agg(attname::text) FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid "
    "WHERE attnum > 0 AND relnamespace = 'research'::regnamespace AND relkind = 'v' GROUP BY 1 ORDER BY 1"
)
_FUNCTIONS = text(
    "SELECT proname, trim_array(proargnames, cardinality(proargnames) - pronargs) FROM pg_proc "
    "WHERE pronamespace = 'research'::regnamespace AND proretset "
    "AND proargnames[pronargs - pronargdefaults] ~ 'day|edge|origin' ORDER BY 1"
)


@dataclass(frozen=True)
class Asked:
    """
    What one question cost.

    Attributes:
        name: what was asked.
        seconds: of the clock; the time after which it was given up, where `rows` is None.
        rows: how many rows it gave.
        months: the months that were looked into, and ``unknown``.
        floor: seconds in which a table gives the same rows.
    """

    name: str
    seconds: float
    rows: int | None = None
    months: frozenset[str] = frozenset()
    floor: float = 0.0


def questions(connection: Connection) -> Iterator[tuple[str, str]]:
    """Give each question, with its name."""
    for query in queries_of_cookbook():
        yield f"cookbook {query.number:02d}-{query.name}", as_usual(query).rstrip(";")
    for name, columns in connection.execute(_VIEWS).all():
        at = next((each for each in _TIMES if each in columns), None)
        window = f" WHERE {_SAID.get(name, '')}{at} >= '{FIRST}' AND {at} < '{NEXT}'" if at else ""
        yield f"view {name}", f"SELECT * FROM {name}{window}"  # noqa: S608  # names of views
    for name, arguments in connection.execute(_FUNCTIONS).all():
        given = ", ".join(_ARGUMENTS[each] for each in arguments if each in _ARGUMENTS)
        yield f"function {name}", f"SELECT * FROM {name}({given})"  # noqa: S608  # names of functions


def ask(connection: Connection, name: str, sql: str, most: int) -> Asked:
    """Ask a question as it is, then again for its plan, then for its rows from a table."""
    connection.exec_driver_sql(f"SET statement_timeout TO '{most}s'")
    sql = sql.replace("%", "%%")
    try:
        rows = connection.exec_driver_sql(f"SELECT count(*) FROM ({sql}) asked").scalar_one()  # noqa: S608
        connection.exec_driver_sql(f"CREATE TEMP TABLE given AS {sql}")
        began = time.perf_counter()
        plan = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}").scalar_one()
        seconds = time.perf_counter() - began
        began = time.perf_counter()
        connection.exec_driver_sql("EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) SELECT * FROM given").scalar_one()
        floor = time.perf_counter() - began
    except OperationalError:
        connection.rollback()
        return Asked(name, float(most))
    connection.rollback()
    return Asked(name, seconds, rows, frozenset(_months(plan[0]["Plan"])), floor)


def _months(plan: dict[str, Any]) -> Iterator[str]:
    """The months of the tables that a plan has looked into."""
    found = _MONTH.search(plan.get("Relation Name", ""))
    if found and plan["Actual Loops"]:
        yield found[1]
    for below in plan.get("Plans", ()):
        yield from _months(below)


def main() -> None:
    """Fill, or ask and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("home", type=Path, help="the data home, of which you have a copy")
    options.add_argument("--accounts", type=int, default=1, help="how many times as many accounts it is to hold")
    options.add_argument("--terms", type=int, default=1, help="how many times as many months it is to hold")
    options.add_argument("--months", type=int, default=5, help="how many months it holds")
    options.add_argument("--most", type=int, default=60, help="seconds after which a question is given up")
    options.add_argument("--what", choices=("questions", "pages", "commands"), help="all by default")
    options.add_argument("--only", default="", help="what the names of the questions or pages hold")
    chosen = options.parse_args()
    os.environ.pop(URL_VARIABLE, None)
    os.environ[HOME_VARIABLE] = str(chosen.home)
    if chosen.accounts * chosen.terms > 1:
        with open_database() as database, database.engine.connect() as connection:
            grow(connection, chosen.accounts, chosen.terms, chosen.months)
        return
    if chosen.what in {None, "pages"}:
        forget_files(chosen.home)
        with open_database() as database, open_for_reader() as reader:
            _print_pages(first_views(reader.engine, database.engine), chosen.only)
    with open_database() as database, database.engine.connect() as connection:
        if chosen.what in {None, "commands"}:
            _print_commands(ran(connection))
        if chosen.what in {None, "questions"}:
            _print_questions(connection, chosen.most, chosen.only)


def _print_pages(views: Iterator[View], only: str) -> None:
    print(f"{'':8}{'cold':>8}{'warm':>8}{'processor':>11}{'floor':>8}{'statements':>12}  page")
    for view in views:
        if only in view.path:
            seconds = f"{view.cold:8.2f}{view.warm:8.2f}{view.processor:11.2f}{view.floor:8.2f}"
            print(f"{view.status:8}{seconds}{view.statements:12}  {view.path}")
            sys.stdout.flush()


def _print_commands(commands: Iterator[Ran]) -> None:
    print(f"{'':30}{'seconds':>9}{'processor':>11}{'memory MB':>11}{'exit':>6}")
    for each in commands:
        print(f"{each.command:30}{each.seconds:9.1f}{each.processor:11.1f}{each.memory / 1e6:11.0f}{each.code:6}")
        sys.stdout.flush()


def _print_questions(connection: Connection, most: int, only: str) -> None:
    connection.exec_driver_sql("SET search_path = research, public")
    connection.commit()
    asked = list(questions(connection))
    connection.rollback()
    print(f"{'':46}{'seconds':>9}{'floor':>9}{'rows':>10}  months")
    for name, sql in asked:
        if only in name:
            _print(ask(connection, name, sql, most))


def _print(told: Asked) -> None:
    if told.rows is None:
        print(f"{told.name:46}{'over':>9}{told.seconds:9.0f}")
    else:
        months = len(told.months) if len(told.months) > 2 else " ".join(sorted(told.months))
        print(f"{told.name:46}{told.seconds:9.3f}{told.floor:9.3f}{told.rows:10}  {months}")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
