"""Which months a report withholds: those that are chosen, of sales and of listings each by themselves."""

from __future__ import annotations

from datetime import date

import pytest

from cryptodrug_scraper.report.hidden import Hidden

JANUARY, MAY = date(2019, 1, 1), date(2019, 5, 1)
HIDDEN = Hidden(frozenset({("own", "dream", JANUARY)}), frozenset({("market", "dream", MAY)}))


@pytest.mark.parametrize(
    ("kind", "market", "measure", "month", "is_hidden"),
    [
        ("own", "dream", "transactions", JANUARY, True),
        ("own", "dream", "turnover_eur", JANUARY, True),
        ("own", "dream", "transactions", MAY, False),
        ("market", "dream", "transactions", JANUARY, False),
        ("own", "empire", "transactions", JANUARY, False),
        ("own", "dream", "listings", JANUARY, False),
        ("market", "dream", "listings", MAY, True),
        ("market", "dream", "vendors", MAY, False),
    ],
)
def test_a_month_is_hidden_where_it_was_chosen(
    kind: str, market: str, measure: str, month: date, is_hidden: bool
) -> None:
    assert is_hidden == HIDDEN.month(kind, market, measure, month)


def test_of_a_report_that_is_identified_nothing_is_hidden() -> None:
    assert not Hidden().month("own", "dream", "transactions", JANUARY)
