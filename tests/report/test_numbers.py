"""The numbers of a report are those of the views, asked by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from cryptodrug_scraper.cookbook.asking import as_usual
from cryptodrug_scraper.cookbook.query import query_called
from tests.report.test_study import figure, figures

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptodrug_scraper.report.study import Report
    from tests.support.derived_windows import Opened

COMPUTED = {"concentrated-market", "concentrated-country", "migration-all", "migration-country", "migration-arrivals"}
"""What a measure makes of the rows that the query gives."""


def as_shown(value: Any) -> Any:
    """A value as reports hold it: numbers with ten figures."""
    return float(f"{float(value):.10g}") if hasattr(value, "__float__") and not isinstance(value, bool) else value


@pytest.mark.slow
def test_each_row_is_one_that_its_sql_gives(reported: Callable[..., Report], shared: Opened) -> None:
    checked = 0
    with shared.database.engine.connect() as connection:
        for found in figures(reported(is_identified=True)):
            if not found.sql or ";\n" in found.sql or found.name in COMPUTED or found.name == "migration-growth":
                continue
            result = connection.exec_driver_sql(found.sql.replace("%", "%%"))
            names = [name for name in result.keys() if name in found.frame.columns]  # noqa: SIM118  # no mapping
            numbers = [name for name in names if found.frame.schema[name].is_numeric()]
            rows = [{name: as_shown(getattr(row, name)) for name in numbers} for row in result]
            for shown in found.frame.select(numbers).iter_rows(named=True):
                told = {name: value for name, value in shown.items() if value is not None}
                assert any(all(row[name] == value for name, value in told.items()) for row in rows), (found.name, told)
                checked += len(told)
    assert checked > 3000


def test_the_share_of_the_top_tenth_is_that_of_the_rows(reported: Callable[..., Report], shared: Opened) -> None:
    rows = figure(reported(is_identified=True), "concentrated-market").frame
    for market, month, total, hhi in (
        rows.filter(pl.col("measure") == "turnover_eur").select("market", "month", "total", "hhi").iter_rows()
    ):
        ((sum_of, squares),) = shared.rows(
            "SELECT sum(turnover_eur), sum(turnover_eur ^ 2) / sum(turnover_eur) ^ 2 FROM research.vendor_month "
            "WHERE market = :market AND month = :month",
            market=market,
            month=month,
        )
        assert (total, hhi) == (pytest.approx(sum_of), pytest.approx(squares))


def test_migrants_are_those_of_the_view(reported: Callable[..., Report], shared: Opened) -> None:
    rows = figure(reported(is_identified=True), "migration-all").frame.filter(pl.col("to_market") != "any")
    assert rows.height >= 3
    for row in rows.iter_rows(named=True):
        count = shared.one(
            "SELECT count(DISTINCT from_vendor) FROM research.migration WHERE event = :event AND to_market = :to "
            "AND from_market = :from AND class = 'migrant'",
            **{"event": row["event"], "to": row["to_market"], "from": row["from_market"]},
        )
        assert row["migrant_count"] == count


def test_growth_is_that_of_the_cookbook(reported: Callable[..., Report], shared: Opened) -> None:
    """Counts are the same; the interval of the report, of a share, is near that of the quotient."""
    query = query_called("growth-after-a-closure")
    rows = figure(reported(is_identified=True), "migration-growth").frame
    found = rows.filter((pl.col("from_market") == "dream") & (pl.col("measure") == "transactions"))
    with shared.database.engine.connect() as connection:
        connection.exec_driver_sql("SET search_path = research, public")
        asked = {row.market: row for row in connection.exec_driver_sql(as_usual(query))}
    assert set(found["to_market"]) == set(asked) == {"empire", "wallstreet"}
    for row in found.iter_rows(named=True):
        other = asked[row["to_market"]]
        assert (row["before"], row["after"], row["vendor_count"]) == (other.before, other.after, other.vendors)
        assert (row["ratio"] is None) == (other.times is None)
        if row["ratio"] is not None:
            assert row["ratio"] == pytest.approx(float(other.times), abs=0.01)
            assert row["low"] == pytest.approx(float(other.low), rel=0.1)
            assert row["high"] == pytest.approx(float(other.high), rel=0.1)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "what was sold in it cannot be known yet."),
        ("fr", "ne peut pas encore être connu."),
        ("nl", "is nog niet te weten."),
    ],
)
def test_a_month_that_cannot_be_known_yet_says_why(
    reported: Callable[..., Report], shared: Opened, language: str, said: str
) -> None:
    unknown = shared.rows("SELECT market, month FROM research.market_month WHERE reason_code IS NOT NULL")
    for measure in ("transactions", "turnover_eur"):
        found = figure(reported(is_identified=True, language=language), f"levels-{measure}")
        rows = found.frame.filter(pl.col("reason_code").is_not_null())
        assert rows.height
        assert set(rows.select("market", "month").rows()) <= {tuple(row) for row in unknown}
        assert rows.select(pl.col("value", "low", "high", "whole", "whole_low", "whole_high").null_count()).row(0) == (
            *[rows.height] * 6,
        )
        assert [text for text in found.sentences if text.endswith(said)] == list(found.sentences[-rows.height :])
