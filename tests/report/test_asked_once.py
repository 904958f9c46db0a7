"""A report asks nothing twice."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.report.ahead import Ahead, fetched
from cryptodrug_scraper.report.asking import Asking
from cryptodrug_scraper.report.scope import Scope
from cryptodrug_scraper.report.study import Report, study
from cryptodrug_scraper.statements import statement
from tests.report.conftest import TODAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from tests.support.derived_windows import Opened

SCOPE = Scope("BE", date(2018, 11, 1), date(2019, 11, 30))
DEAR = ("place_reach", "capture_quality", "listing_presence")
"""What takes all rows of a table that has one for each page, or each listing and snapshot."""


def test_a_report_asks_what_is_dear_once(shared: Opened) -> None:
    asked: Counter[tuple[str, str]] = Counter()

    def note(_connection: Any, _cursor: Any, sql: str, values: Any, *_: Any) -> None:
        asked[sql, repr(values)] += 1

    with shared.database.engine.connect() as connection:
        event.listen(connection, "before_cursor_execute", note)
        study(connection, SCOPE, language="en", today=date(2026, 1, 1))
    assert {count for (sql, _), count in asked.items() if any(name in sql for name in DEAR)} == {1}
    for name in ("place_reach(", "capture_quality", "country_share("):
        assert sum(name in sql for sql, _ in asked) == 1, name


def test_what_was_asked_already_has_the_same_answer(shared: Opened) -> None:
    with shared.database.engine.connect() as connection:
        ask = Asking(connection, SCOPE)
        first = ask("SELECT :country AS country, random() AS value, :other AS other", other=1)
        assert ask("SELECT :country AS country, random() AS value, :other AS other", other=1) is first
        assert ask("SELECT :country AS country, random() AS value, :other AS other", other=2) is not first
        assert len(ask.asked) == 2


def test_rows_that_are_kept_give_what_the_view_gives(shared: Opened) -> None:
    with shared.database.engine.connect() as connection:
        for package, name in (("questions", "pages_read"), ("questions", "refused"), ("questions", "levels")):
            sql = statement(f"cryptodrug_scraper.report.{package}", name)
            asked = Asking(connection, SCOPE)(sql).frame
            _, rows = fetched(connection, sql, SCOPE.values())
            assert asked.height == len(rows) > 0
            for column, values in zip(asked.columns, zip(*rows, strict=True), strict=True):
                for ours, theirs in zip(asked[column], values, strict=True):
                    assert ours == theirs or float(ours) == pytest.approx(float(theirs), rel=1e-9), (name, column)


@pytest.mark.slow
def test_a_report_is_the_same_where_another_connection_asks_ahead(
    shared: Opened, reported: Callable[..., Report]
) -> None:
    engine = shared.database.engine
    with engine.connect() as connection:
        scope = replace(SCOPE, is_identified=True)
        made = study(connection, scope, language="en", today=TODAY, beside=engine)
    assert made.html == reported(is_identified=True).html


def test_what_is_asked_ahead_has_the_same_answer_and_what_fails_is_asked_again(shared: Opened) -> None:
    engine = shared.database.engine
    with engine.connect() as connection:
        ask = Asking(connection, SCOPE)
        with ask.ahead(
            engine, [("SELECT :country AS country, pg_backend_pid() AS pid", {}), ("SELECT 1 / 0 AS no", {})]
        ):
            answer = ask("SELECT :country AS country, pg_backend_pid() AS pid")
            with pytest.raises(StoreError, match="division by zero"):
                ask("SELECT 1 / 0 AS no")
            connection.rollback()
        ours = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    assert answer.frame["country"].to_list() == ["BE"]
    assert answer.frame["pid"].to_list() != [ours]


def failing(connection: Connection) -> None:
    connection.exec_driver_sql("SELECT 1 / 0")


def refused(_connection: Connection) -> None:
    msg = "the database refuses it"
    raise StoreError(msg)


def pid(connection: Connection) -> int:
    found: int = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    return found


def test_other_questions_are_answered_by_the_other_connection_or_not_at_all(shared: Opened) -> None:
    engine = shared.database.engine
    with engine.connect() as connection:
        ask = Asking(connection, SCOPE)
        assert ask.answered("pid") is None
        with ask.ahead(engine, [], {"failing": failing, "refused": refused, "pid": pid}):
            assert ask.answered("failing") is None
            assert ask.answered("refused") is None
            assert ask.answered("pid") not in {None, pid(connection)}
            assert ask.answered("another") is None


def sleep(connection: Connection) -> None:
    connection.exec_driver_sql("SELECT pg_sleep(60)")


def test_what_nobody_needs_is_not_waited_for(shared: Opened) -> None:
    began = time.monotonic()
    with Ahead(shared.database.engine, dict.fromkeys("abc", sleep)) as ahead:
        assert ahead.take("b") is None  # it was not begun
    assert time.monotonic() - began < 30
