"""Growth of other markets after an end: ratings that are still to come, and what is unsure of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from cryptodrug_scraper.disclosure.spans import Spans
from cryptodrug_scraper.study.asked import Asked
from cryptodrug_scraper.study.installed import study_named
from tests.derive.small_world import SmallWorld, day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

ASKED = Asked("NL", date(2019, 1, 1), date(2019, 12, 31), "D2", "A1")
_GROWTH = """
    SELECT * FROM research.orders_growth('m', '2019-02-01Z', '2019-03-01Z', '2019-03-01Z', '2019-03-29Z')
    WHERE measure = :measure
"""


@pytest.fixture
def connection(scratch: Engine) -> Iterator[Connection]:
    with scratch.connect() as opened:
        yield opened
        opened.rollback()


def grown(
    connection: Connection,
    *,
    before: int = 1,
    after: int = 4,
    days: float = 5.0,
    made: float = 1.0,
    measure: str = "transactions",
    lasts: int = 28,
) -> dict[str, Any]:
    """Ratings a day of each of two vendors, and after an end of 1 March; the last look ends with the 28th."""
    world = SmallWorld(connection)
    for at in (day(1), day(3, 28) + timedelta(hours=19)):
        world.snapshot("m", at)
        world.rows["snapshot"][-1] |= {
            "vendor_completeness": 1.0,
            "listing_completeness": 1.0,
            "review_completeness": 1.0,
        }
    world.add("rating_delay", market="m", days=days, error_days=0.0)
    for vendor in ("één", "twee"):
        world.listing("m", vendor, f"{vendor}1", ["NL", "NL"])
        for passed in range(-35, lasts):
            at = day(3) + timedelta(days=passed)
            for number in range(after if passed >= 0 else before):
                world.sale("m", vendor, f"{vendor}1", at + timedelta(hours=number), 20)
        for month in (1, 2, 3):
            shown = sum(row["vendor"] == vendor and row["occurred_from"].month == month for row in world.rows["sale"])
            world.add(
                "vendor_month", market="m", vendor=vendor, month=date(2019, month, 1), review_count=shown,
                transactions_shown=shown, shown_low=shown, shown_high=shown, transactions=shown * made,
                transactions_low=shown * made, transactions_high=shown * made, turnover_shown_eur=0.0,
                turnover_raw_eur=0.0, turnover_imputed_eur=0.0, is_truncated=False,
            )  # fmt: skip
    world.write()
    return dict(connection.execute(text(_GROWTH), {"measure": measure}).mappings().one())


def test_orders_that_wait_for_their_rating_count(connection: Connection) -> None:
    """Five days of orders wait on 1 March, at a pace between both, and four weeks later at that of after."""
    row = grown(connection)
    assert (row["before"], row["after"]) == (2 * 28, 2 * 28 * 4)
    waiting_at_first, waiting, waiting_at_last = 5 * 2 * 1, 5 * 2 * (3 * 1 + 4 * 4) / 7, 5 * 2 * 4
    orders = (2 * 28 * 4 + waiting_at_last - waiting) / (2 * 28 + waiting - waiting_at_first)
    assert row["quotient"] == pytest.approx(orders, rel=0.03)
    assert row["low"] < row["quotient"] < row["high"]
    assert row["quotient"] < 3.6, "ratings alone would say four times"


def test_without_a_delay_growth_is_that_of_ratings(connection: Connection) -> None:
    row = grown(connection, days=0.0)
    assert row["quotient"] == pytest.approx(4)
    assert (row["low"], row["high"]) == pytest.approx((4, 4)), "all orders are rated, of all vendors, at once"


def test_orders_that_nobody_rates_make_it_unsure(connection: Connection) -> None:
    row = grown(connection, days=0.0, made=2.0)
    assert row["high"] / row["low"] == pytest.approx(2.7182818 ** (2 * 1.96 * (0.5 / 56 + 0.5 / 224) ** 0.5), rel=0.01)


def test_of_a_handful_of_ratings_there_are_no_ends(connection: Connection) -> None:
    row = grown(connection, before=0)
    assert (row["before"], row["low"], row["high"]) == (0, None, None)


def test_days_around_an_end_are_whole_ones_and_the_same_wherever_they_are_told(connection: Connection) -> None:
    """The last look at the market ends 20 days and 14 hours after Dream's announcement of 26 March."""
    world = SmallWorld(connection)
    world.snapshot("m", day(4, 15) + timedelta(hours=9))
    for number, at in enumerate((day(3, 5), day(3, 6), day(4, 14), day(4, 15) + timedelta(hours=1)), start=1):
        world.listing("m", f"v{number}", str(number), ["NL"])
        world.sale("m", f"v{number}", str(number), at, 20)
    world.write()
    query = text(
        "SELECT days, before, after FROM research.growth_after_end() "
        "WHERE from_market = 'dream' AND market = 'm' AND measure = 'transactions'"
    )
    assert [(20, 1, 1)] == [tuple(row) for row in connection.execute(query)], "without the first, and a part of a day"
    spans = Spans(connection, ASKED, study_named("ndarc"))
    assert {day(3, 6), day(3, 26), day(4, 15)} <= set(spans.edges("m"))
    assert not {edge for edge in spans.edges("m") if edge > day(4, 15)}


def test_a_market_that_stopped_itself_has_not_shrunk_to_nothing(connection: Connection) -> None:
    """What is rated in its first days was ordered before: no order of those days is left to tell a growth of."""
    row = grown(connection, before=4, after=4, lasts=4)
    assert (row["before"], row["after"]) == (224, 32)
    assert (row["quotient"], row["low"], row["high"]) == (None, None, None)
    connection.rollback()
    assert grown(connection, before=4, after=4, lasts=20)["low"] > 0.4, "three weeks of orders were made"
