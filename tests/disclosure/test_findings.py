"""Findings that rest on many vendors, and yet tell of few: they are not published, nor what was judged of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace
from sqlalchemy import text

from cryptodrug_scraper.disclosure.findings import WITHHELD, PublicFindings, trend_of
from cryptodrug_scraper.disclosure.sales import sales_sums, sales_withheld
from cryptodrug_scraper.study.asked import Asked
from cryptodrug_scraper.study.installed import study_named
from tests.derive.small_world import SmallWorld, day
from tests.study.test_findings import ASKED
from tests.study.two_markets import wall_street

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine


@pytest.fixture
def connection(scratch: Engine) -> Iterator[Connection]:
    with scratch.connect() as opened:
        yield opened
        opened.rollback()


def row(measure: str, value: float | None, n: int = 20, vendors: int = 20, high: float | None = None) -> dict[str, Any]:
    known = {"market": "wallstreet", "claim_id": measure, "value": value, "low": None, "high": high, "n": n}
    days = {"first_day": ASKED.first_day, "last_day": ASKED.last_day}
    told = {
        "verdict": "agrees",
        "why": "there are 3",
        "why_code": "why.one_case",
        "why_values": {"of": {"code": "case.migrants", "values": {}}},
    }
    return {**known, **days, **told, "vendor_count": vendors, "grade": "usable"}


def published(connection: Connection, measure: str, *args: Any, **others: Any) -> dict[str, Any]:
    return PublicFindings(connection, ASKED, frozenset(), frozenset()).published(row(measure, *args, **others))


@pytest.mark.parametrize(
    ("measure", "value"),
    [("vendors_not_to_us", 0.15), ("vendors_not_to_us", 0.0), ("moves_in", 3.0), ("moves_in", 0.0), ("migrants", 4.0)],
)
def test_of_fewer_than_five_accounts_neither_figure_nor_verdict_is_published(
    connection: Connection, measure: str, value: float
) -> None:
    found = published(connection, measure, value)
    assert found["verdict"] == WITHHELD
    assert [found[name] for name in ("value", "low", "high", "n", "vendor_count")] == [None] * 5
    assert "3" not in found["why"]
    assert published(connection, "share_of_vendors", 0.1, vendors=4)["verdict"] == WITHHELD


def test_a_share_of_accounts_is_that_of_the_numbers_that_are_published_and_judged_by_it(connection: Connection) -> None:
    found = published(connection, "vendors_to_eu_or_world", 18 / 23, n=23, vendors=23)  # 20 of 25
    assert (found["value"], found["n"], found["vendor_count"]) == (0.8, 25, 25)
    assert found["low"] < 0.8 < found["high"]
    assert found["verdict"] == "cannot_tell"  # 18 of 23 alone were surely more than half
    assert found["low"] < 18 / 27  # 18 of 27 is published so, too
    assert f"{100 * found['low']:.1f} %" in found["why"]  # that of what is published, and not of 18 of 23
    assert published(connection, "vendors_to_eu_or_world", 48 / 53, n=53, vendors=53)["verdict"] == "agrees"


@pytest.mark.parametrize(
    ("count", "n", "verdict", "why"),
    [(6, 7, "cannot_tell", "why.rounded"), (28, 30, "cannot_tell", "why.rounded"), (50, 50, "agrees", None)],
)
def test_nearly_all_is_not_borne_out_where_that_is_so_by_rounding_alone(
    connection: Connection, count: int, n: int, verdict: str, why: str | None
) -> None:
    """Five of five may be six of seven, of which nine tenths are not borne out."""
    connection.execute(
        text(
            "CREATE OR REPLACE FUNCTION research.place_reach(first_day date, last_day date) "
            "RETURNS TABLE (market text, reached double precision) LANGUAGE sql AS $$ SELECT 'dream', 1.0::float8 $$"
        )
    )
    claimed = row("multi_origin_with_partner_dream", count / n, n=n, vendors=n) | {"market": "dream"}
    found = PublicFindings(connection, ASKED, frozenset(), frozenset()).published(claimed)
    assert (found["verdict"], found["why_code"] if why else None) == (verdict, why)


def test_a_slope_of_rounded_numbers_is_not_surer_than_that_of_the_numbers(connection: Connection) -> None:
    """Of 13, 14, 15, 16 and 17 nothing but 15 is published: no slope, and yet they grew."""
    for counts in ([13, 14, 15, 16, 17], [28, 34, 37, 33, 42, 47], [12, 8, 13, 7, 12, 13], [9, 8, 30], [17, 17, 17]):
        at = [float(number) for number in range(len(counts))]
        exact = connection.execute(
            text("SELECT low, high FROM research.trend(:at ::float8[], :of ::float8[], :of ::float8[])"),
            {"at": at, "of": [float(count) for count in counts]},
        ).one()
        _, low, high = trend_of(connection, at, counts)
        assert low is not None
        assert high is not None
        assert low <= exact.low <= exact.high <= high
        assert low < high


def test_a_number_of_moves_has_the_interval_that_rounding_leaves(connection: Connection) -> None:
    moved = PublicFindings(connection, ASKED, frozenset(), frozenset()).published(
        row("moves_in", 15.0, high=16.0) | {"low": 15.0}
    )
    assert (moved["value"], moved["low"], moved["high"]) == (15, 13, 17)


def test_one_vendor_of_large_orders_is_told_by_the_share_of_them(connection: Connection) -> None:
    world = SmallWorld(connection)
    wall_street(world)
    world.sale("wallstreet", "B\u00e907", "l7", day(1, 20), 1500, drug_class="Ecstasy", substance="mdma")
    world.write()
    hidden = frozenset(sales_withheld(sales_sums(connection, ASKED)))
    assert {("above", "wallstreet", 1000), ("band", "wallstreet", 1000.0)} <= hidden
    public = PublicFindings(connection, ASKED, hidden, frozenset())
    assert public.published(row("transactions_above_1000_eur", 0.1))["verdict"] == WITHHELD
    assert ("share", "wallstreet") not in hidden


def test_bands_and_goods_are_withheld_together(connection: Connection) -> None:
    """Six sell drugs, and three of them what is none: all orders less all drugs would be those of these three."""
    world = SmallWorld(connection)
    for month in (1, 2):
        world.snapshot("empire", day(month))
    for vendor in range(9):
        name, kind = f"v{vendor}", "Ecstasy" if vendor < 6 else "Digital Goods"
        world.listing("empire", name, f"l{vendor}", ["NL", "NL"], drug_class=kind, substance=None)
        for order in range(2):
            world.sale("empire", name, f"l{vendor}", day(1, 5 + order), 60 + vendor, drug_class=kind)
    world.write()
    asked = Asked("NL", ASKED.first_day, ASKED.last_day, "D2", "A1")
    hidden = frozenset(sales_withheld(sales_sums(connection, asked)))
    orders, drugs = {("band", "empire", None), ("small", "empire")}, {("anyones", "empire", "all", "all")}
    assert (orders <= hidden) != (drugs <= hidden)  # one or the other, and not both


@pytest.mark.parametrize(("after", "is_hidden"), [(2, True), (9, False)])
def test_sales_after_an_end_that_are_of_few_are_not_told_by_how_a_market_grew(
    connection: Connection, after: int, is_hidden: bool
) -> None:
    world = SmallWorld(connection)
    for month, number in ((3, 1), (4, 20)):  # before and after 26 March 2019
        world.snapshot("wallstreet", day(month, number))
    for vendor in range(9):
        world.listing("wallstreet", f"v{vendor}", f"l{vendor}", ["NL", "NL"], drug_class="Ecstasy", substance="mdma")
        for order in range(2):
            world.sale("wallstreet", f"v{vendor}", f"l{vendor}", day(3, 5 + order), 60, drug_class="Ecstasy")
            if vendor < after:
                world.sale("wallstreet", f"v{vendor}", f"l{vendor}", day(4, 5 + order), 60, drug_class="Ecstasy")
    world.write()
    hidden = frozenset(sales_withheld(sales_sums(connection, ASKED)))
    assert (("days_after", "wallstreet") in hidden) == is_hidden
    public = PublicFindings(connection, ASKED, hidden, frozenset())
    found = public.published(row("transactions_after_over_before", 1.0))
    assert (found["verdict"] == WITHHELD) == is_hidden


@pytest.mark.parametrize(
    ("first", "last", "verdict"),
    [
        (date(2018, 11, 1), date(2019, 11, 30), "agrees"),
        (date(2018, 11, 20), date(2020, 6, 1), "agrees"),  # nothing is known of the months between
        (date(2018, 12, 1), date(2019, 11, 30), WITHHELD),
        (date(2018, 11, 1), date(2019, 3, 31), WITHHELD),
    ],
)
def test_what_is_of_fewer_months_than_the_rest_is_not_published(
    connection: Connection, first: date, last: date, verdict: str
) -> None:
    world = SmallWorld(connection)
    wall_street(world)
    world.write()
    found = PublicFindings(connection, ASKED, frozenset(), frozenset()).published(
        row("vendors_to_eu_or_world", 0.9) | {"first_day": first, "last_day": last}
    )
    assert found["verdict"] == verdict
    assert (verdict == WITHHELD) == ("subtracted from it would tell of the days between" in found["why"])


def test_what_is_made_of_sums_that_nobody_looks_at_is_not_published(connection: Connection) -> None:
    study = study_named()
    changed = {"sales_below": 300, "turnover_from": 200.5, "sales_above": 100}
    claims = [
        replace(each, values={**each.values, "limit": changed[each.measure]}) if each.measure in changed else each
        for each in study.claims
    ]
    other = PublicFindings(connection, ASKED, frozenset(), frozenset(), replace(study, claims=tuple(claims)))
    for claim in ("transactions_below_200_eur", "turnover_of_larger_transactions", "transactions_above_1000_eur"):
        assert published(connection, claim, 0.2, 100)["verdict"] != WITHHELD
        assert other.published(row(claim, 0.2, 100))["verdict"] == WITHHELD


def test_a_question_is_published_without_a_verdict_and_withheld_where_a_claim_would_be(connection: Connection) -> None:
    asked = {"verdict": "no_claim", "why_code": "why.no_claim", "why_values": {}}
    public = PublicFindings(connection, ASKED, frozenset(), frozenset())
    found = public.published(row("vendors_to_eu_or_world", 18 / 23, n=23, vendors=23) | asked)
    assert (found["verdict"], found["why_code"], found["value"], found["n"]) == ("no_claim", "why.no_claim", 0.8, 25)
    assert public.published(row("moves_in", 3.0) | asked)["verdict"] == WITHHELD
