"""Views and functions have the columns that researchers rely on, one grain, and no figure of what nobody looked at."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from tests.derive.views import CONTRACT, JUDGED, KEYS

if TYPE_CHECKING:
    from tests.support.derived_windows import Opened

MONTHS = {
    "dream": ("2018-11", "2019-03"),
    "wallstreet": ("2018-11", "2019-04"),
    "empire": ("2019-04", "2019-11"),
}
"""The first and the last month that was crawled; there is none without a crawl between them."""
LAST_DAYS = {"dream": date(2019, 4, 30), "wallstreet": date(2019, 5, 10)}
WIDE = "country_share('BE', 'D2', 'A1', '2017-01-01', '2021-12-31')"


def columns_of(opened: Opened, view: str) -> set[str]:
    return {
        name
        for (name,) in opened.rows(
            "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass('research.' || :view) AND attnum > 0",
            view=view,
        )
    }


@pytest.mark.parametrize("relation", CONTRACT)
def test_a_relation_has_the_columns_of_the_contract(shared: Opened, relation: str) -> None:
    columns = ", ".join(f'"{name}"' for name in CONTRACT[relation].split())
    names = columns if "country_share" in relation or "destination(" in relation else f"{columns}, derive_run"

    assert shared.rows(f"SELECT {names} FROM research.{relation} LIMIT 1")


def test_every_view_of_derived_rows_has_a_natural_key(shared: Opened) -> None:
    shown = {
        name
        for (name,) in shared.rows(
            "SELECT relname FROM pg_class WHERE relnamespace = 'research'::regnamespace AND relkind = 'v' "
            "AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = pg_class.oid AND attname = 'derive_run')"
        )
    }
    assert shown == set(KEYS)


@pytest.mark.parametrize("view", KEYS)
def test_a_natural_key_tells_all_rows_apart(shared: Opened, view: str) -> None:
    key = ", ".join(f'"{name}"' for name in KEYS[view])

    rows, keys = shared.rows(f"SELECT count(*), count(DISTINCT ({key})) FROM research.{view}")[0]

    assert rows == keys
    assert (rows > 0) == (view not in JUDGED), "there nobody judged or decided anything"
    nulls = " OR ".join(f'"{name}" IS NULL' for name in KEYS[view])
    assert 0 == shared.one(f"SELECT count(*) FROM research.{view} WHERE {nulls}")


def test_what_one_look_alone_shows_is_what_its_ratings_say(shared: Opened) -> None:
    """Worked out in the derivation and, here, of the rows that it made."""
    told = shared.rows("SELECT market, month, seen_once FROM research.rating_month ORDER BY 1, 2")
    asked = shared.rows("""
        SELECT market, date_trunc('month', occurred_from AT TIME ZONE 'UTC')::date,
               avg((last_seen_at - first_seen_at <= span)::int)::float8
        FROM research.distinct_review
        JOIN (SELECT market, max(last_at - first_at) AS span FROM research.snapshot GROUP BY 1) longest USING (market)
        WHERE occurred_from IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2
    """)
    assert [row[:2] for row in told] == [row[:2] for row in asked]
    assert [row[2] for row in told] == pytest.approx([row[2] for row in asked])
    assert len({row[2] for row in told}) > 3


def pairs(opened: Opened) -> list[tuple[str, str]]:
    """Views of which the finer one has the natural key of the coarser one among its columns."""
    columns = {view: columns_of(opened, view) for view in KEYS}
    return [(fine, coarse) for fine, coarse in permutations(KEYS, 2) if set(KEYS[coarse]) <= columns[fine]]


def test_joining_two_views_on_a_natural_key_never_multiplies_the_finer_one(shared: Opened) -> None:
    found = pairs(shared)
    for fine, coarse in found:
        key = ", ".join(f'"{name}"' for name in KEYS[coarse])
        own = ", ".join(f'f."{name}"' for name in KEYS[fine])
        joined, apart, rows = shared.rows(
            f"SELECT count(*), count(DISTINCT ({own})), (SELECT count(*) FROM research.{fine}) "
            f"FROM research.{fine} f JOIN research.{coarse} c USING ({key})"
        )[0]
        assert (joined, True) == (apart, joined <= rows), (fine, coarse)
    assert {
        ("listing_presence", "snapshot"),
        ("listing_presence", "vendor_presence"),
        ("population", "snapshot"),
        ("transaction_origin", "transaction"),
        ("origin_month", "vendor_month"),
    } <= set(found)


def test_a_sale_is_a_review_that_was_left_and_each_has_its_months(shared: Opened) -> None:
    joined = "FROM research.transaction t JOIN research.distinct_review r ON r.review_id = t.transaction_id"
    assert shared.one("SELECT count(*) FROM research.distinct_review") == shared.one(f"SELECT count(*) {joined}")
    assert 0 == shared.one(f"SELECT count(*) {joined} WHERE (t.market, t.vendor) <> (r.market, r.vendor)")
    of_sales = "SELECT DISTINCT market, vendor FROM research.transaction"
    assert [] == shared.rows(f"{of_sales} EXCEPT SELECT market, vendor FROM research.vendor_month")
    weights = "SELECT sum(weight) AS whole FROM research.transaction_origin GROUP BY transaction_id"
    assert [(True,)] == shared.rows(f"SELECT DISTINCT whole BETWEEN 0 AND 1.0000001 FROM ({weights}) w")


def test_a_month_without_a_snapshot_has_no_row_of_what_only_a_snapshot_tells(shared: Opened) -> None:
    for query in (
        "SELECT market, month FROM research.market_month WHERE measure IN ('vendors', 'listings', 'transactions_c13')",
        "SELECT market, month FROM research.listing_month",
        f"SELECT market, month FROM research.{WIDE}",
        (
            "SELECT s.market, date_trunc('month', s.first_at, 'UTC') AS month FROM research.population "
            "JOIN research.snapshot s USING (snapshot_id)"
        ),
    ):
        assert MONTHS == {market: (first, last) for market, first, last, _ in months(shared, query)}
        assert {"dream": 5, "wallstreet": 6, "empire": 8} == {row[0]: row[3] for row in months(shared, query)}


def months(opened: Opened, query: str) -> list[tuple[str, str, str, int]]:
    return opened.rows(
        f"SELECT market, to_char(min(month), 'YYYY-MM'), to_char(max(month), 'YYYY-MM'), count(DISTINCT month) "
        f"FROM ({query}) q GROUP BY market"
    )


def test_sales_of_a_month_without_a_snapshot_are_graded_partial(shared: Opened) -> None:
    grades = dict(
        shared.rows(
            "SELECT m.grade, count(*) FROM research.market_month m WHERE m.measure = 'transactions' AND NOT EXISTS "
            "(SELECT FROM research.snapshot s WHERE s.market = m.market "
            "AND date_trunc('month', s.first_at, 'UTC')::date = m.month) GROUP BY 1"
        )
    )
    assert {"partial"} == set(grades)
    assert grades["partial"] > 0


def test_no_figure_is_zero_where_nothing_was_seen(shared: Opened) -> None:
    assert 0 == shared.one(
        "SELECT count(*) FROM research.market_month WHERE value = 0 AND measure IN ('vendors', 'listings')"
    )
    assert 0 == shared.one("SELECT count(*) FROM research.market_month WHERE value < low OR value > high")
    assert 0 == shared.one(
        f"SELECT count(*) FROM research.{WIDE} WHERE total <= 0 OR share < share_low "
        "OR share > share_high OR share NOT BETWEEN 0 AND 1"
    )


@pytest.mark.parametrize("function", ["listings_on", "vendors_on"])
def test_nothing_is_live_before_the_first_look_or_after_the_last_day_of_a_market(shared: Opened, function: str) -> None:
    def there(day: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for market, presence in shared.rows(f"SELECT DISTINCT market, presence FROM research.{function}('{day}')"):
            found.setdefault(market, set()).add(presence)
        return found

    assert {} == there("2018-11-17")
    assert {"dream": {"seen"}, "wallstreet": {"seen"}} == there("2018-11-18")
    assert {"dream": {"between"}, "wallstreet": {"between"}} == there("2018-12-30")
    assert {"censored"} == there("2019-04-05")["dream"]
    assert {"wallstreet": {"censored"}, "empire": {"between"}} == there("2019-05-10")
    assert {"empire": {"between"}} == there("2019-05-11")
    assert {} == there("2020-09-01")
    for market, last in LAST_DAYS.items():
        assert [] == shared.rows(
            f"SELECT d FROM generate_series(date '{last}' + 1, date '{last}' + 90, interval '11 days') d, "
            f"research.{function}(d::date) WHERE market = '{market}'"
        )


def test_what_is_censored_ends_when_the_next_look_was_due(shared: Opened) -> None:
    last, due = shared.rows(
        "SELECT max(d)::date, (SELECT (max(last_at) + interval '31 days')::date FROM research.snapshot "
        "WHERE market = 'empire') FROM generate_series(date '2019-11-18', date '2020-03-01', interval '1 day') d, "
        "LATERAL (SELECT FROM research.listings_on(d::date) WHERE market = 'empire' LIMIT 1) l"
    )[0]
    assert abs((last - due).days) <= 1


@pytest.mark.parametrize("arguments", ["'BE', 'D9', 'A1'", "'BE', 'D1', 'B1'"])
def test_a_definition_that_there_is_not_is_refused(shared: Opened, arguments: str) -> None:
    with pytest.raises(Exception, match=r"(definition|attribution) is [DA]1, .*, not [DB]"):
        shared.rows(f"SELECT * FROM research.country_share({arguments}, '2019-01-01', '2019-02-01')")
