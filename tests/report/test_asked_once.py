"""A report asks nothing twice."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from cryptodrug_scraper.report.asking import Asking
from cryptodrug_scraper.report.scope import Scope
from cryptodrug_scraper.report.study import study

if TYPE_CHECKING:
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
    assert sum("place_reach(" in sql for sql, _ in asked) == 1


def test_what_was_asked_already_has_the_same_answer(shared: Opened) -> None:
    with shared.database.engine.connect() as connection:
        ask = Asking(connection, SCOPE)
        first = ask("SELECT :country AS country, random() AS value, :other AS other", other=1)
        assert ask("SELECT :country AS country, random() AS value, :other AS other", other=1) is first
        assert ask("SELECT :country AS country, random() AS value, :other AS other", other=2) is not first
        assert len(ask.asked) == 2
