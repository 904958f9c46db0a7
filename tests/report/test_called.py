"""What a report calls markets, those too of which the window has no snapshot."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import polars as pl

from cryptodrug_scraper.report.cells import cells
from cryptodrug_scraper.report.columns import table_columns
from cryptodrug_scraper.report.hidden import Hidden
from cryptodrug_scraper.report.named import titles_of
from cryptodrug_scraper.report.parts import Figure, Study
from cryptodrug_scraper.report.scope import Scope
from cryptodrug_scraper.words.wording import Words

if TYPE_CHECKING:
    from sqlalchemy import Connection

LIVES = [
    SimpleNamespace(market="wallstreet", market_title="Wall Street"),
    SimpleNamespace(market="old", market_title="Old Market"),
]


def test_installed_markets_and_those_of_the_database_are_called_by_their_titles() -> None:
    titles = titles_of(cast("Connection", SimpleNamespace(exec_driver_sql=lambda _: LIVES)))
    assert titles["dream"] == "Dream Market"
    assert (titles["wallstreet"], titles["old"]) == ("Wall Street", "Old Market")


def test_a_market_without_a_snapshot_is_called_by_its_title_in_tables_too() -> None:
    scope, words = Scope("NL", date(2018, 11, 1), date(2019, 11, 30), is_identified=True), Words("en")
    titles = {"dream": "Dream Market", "empire": "Empire Market"}
    asked = Study(scope, words, cast("Any", None), Hidden(), {"empire": "Empire Market"}, titles=titles)
    assert [asked.called(market) for market in ("empire", "dream", "none")] == ["Empire Market", "Dream Market", "none"]
    frame = pl.DataFrame({"market": ["empire", "dream", "all", "none"]})
    told = cells(asked, Figure("a", "a", frame, table_columns(words, "market"), ""))
    assert [row[0].text for row in told] == ["Empire Market", "Dream Market", words("market.all"), "none"]
