"""A month of which it cannot be known yet what was sold has no figure, and none counts its first orders as all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from cryptodrug_scraper import export
from cryptodrug_scraper.disclosure.sales import sales_sums
from cryptodrug_scraper.explore import pages
from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.study.asked import Asked
from cryptodrug_scraper.study.filling import sql_of
from cryptodrug_scraper.study.installed import study_named
from tests.derive.small_world import SmallWorld, day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

FIRST, LAST = day(2).date(), day(3, 31).date()
WINDOW = f"'{FIRST}', '{LAST}'"
WHY = "what was sold in it cannot be known yet"


@pytest.fixture
def connection(scratch: Engine) -> Iterator[Connection]:
    """Six accounts of DE and one of SE sell twice in February; in March, not known yet, that one sells thirty times."""
    with scratch.connect() as opened:
        world = SmallWorld(opened)
        for month in (2, 3):
            world.snapshot("m", day(month, 15))
        for vendor in range(7):
            world.listing("m", f"v{vendor}", str(vendor), ["DE" if vendor < 6 else "SE"] * 2, drug_class="Cannabis")
            for order in range(2):
                world.sale("m", f"v{vendor}", str(vendor), day(2, 3 + order), 10)
        for order in range(30):
            world.sale("m", "v6", "6", day(3, 1 + order % 14), 10)
        for measure, worth in (("transactions", 14.0), ("turnover_eur", 140.0)):
            told = {"market": "m", "measure": measure, "vendor_count": 7}
            known = {"value": worth, "low": worth, "high": worth, "grade": "complete"}
            world.add("market_month", **told, **known, month=day(2).date())
            why = {"reason": WHY, "reason_code": "warning.not_yet_rated", "reason_values": {"share": 0.4}}
            world.add("market_month", **told, **why, grade="partial", month=day(3).date())
        world.all_is_known("m")
        world.write()
        yield opened
        opened.rollback()


def asked(connection: Connection, query: str) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(text(query)).mappings()]


@pytest.mark.parametrize("attribution", ["A1", "A2", "A3"])
def test_its_share_is_unknown_and_says_why(connection: Connection, attribution: str) -> None:
    rows = asked(connection, f"SELECT * FROM research.country_share('DE', 'D2', '{attribution}', {WINDOW})")
    february, march = ({row["measure"]: row for row in rows if row["month"].month == month} for month in (2, 3))
    for measure in ("transactions", "turnover_eur"):
        assert february[measure]["share"] == pytest.approx(12 / 14)
        assert february[measure]["reason"] is None
        figures = (
            "value",
            "total",
            "share",
            "share_low",
            "share_high",
            "value_low",
            "value_high",
            "draw_low",
            "reached",
        )
        assert {None} == {march[measure][name] for name in figures}
        assert march[measure]["reason"] == WHY
    for measure in ("vendors", "listings"):
        assert march[measure]["share"] == pytest.approx(6 / 7), "these are counted, and not rated"


@pytest.mark.parametrize("attribution", ["A1", "A2", "A3"])
def test_a_window_counts_the_months_that_are_known_and_says_how_many_are_not(
    connection: Connection, attribution: str
) -> None:
    rows = asked(connection, f"SELECT * FROM research.country_window('DE', 'D2', '{attribution}', {WINDOW})")
    sold = {row["measure"]: row for row in rows}
    for measure, worth in (("transactions", 1), ("turnover_eur", 10)):
        assert (sold[measure]["value"], sold[measure]["total"]) == (
            pytest.approx(12 * worth),
            pytest.approx(14 * worth),
        )
        assert (sold[measure]["month_count"], sold[measure]["unknown_month_count"]) == (2, 1)
    assert {0} == {sold[measure]["unknown_month_count"] for measure in ("vendors", "listings")}
    (march,) = asked(
        connection,
        "SELECT value, share, unknown_month_count, vendor_count, all_vendor_count FROM research.country_window("
        f"'DE', 'D2', '{attribution}', '2019-03-01', '2019-03-31') WHERE measure = 'transactions'",
    )
    counts = {"vendor_count": 0, "all_vendor_count": 1}  # who has a rating, as in the month of country_share
    assert march == {"value": None, "share": None, "unknown_month_count": 1, **counts}


def test_a_finding_is_of_the_months_that_are_known(connection: Connection) -> None:
    study, of = study_named(), Asked("DE", FIRST, LAST, "D2", "A1")
    (found,) = asked(connection, sql_of(study, "share", of, "m", {"of": "transactions"}))
    assert found["value"] == pytest.approx(12 / 14)
    assert found["details"] == {"months": 1, "unknown": 1}


@pytest.mark.parametrize(
    ("page", "said"),
    [("country_share", WHY), ("country_window", "1 of 2 months left out: their sales cannot be known yet")],
)
def test_explore_says_why_and_not_that_it_is_too_few(connection: Connection, page: str, said: str) -> None:
    connection.execute(text("SET LOCAL search_path TO research, public"))
    values = {"country": "DE", "definition": "D2", "attribution": "A1", "market": "m", "measure": "transactions"}
    rows = connection.execute(
        text(statement(pages.__name__, page)), {**values, "first": FIRST, "last": LAST}
    ).mappings()
    told = [dict(row) for row in rows]
    assert told[-1]["remark"] == said
    assert {row["remark"] for row in told[:-1]} <= {None}


def test_a_package_sums_no_first_orders_up_to_a_month(connection: Connection) -> None:
    values = {"first": None, "last": None, "markets": None}
    rows = connection.execute(text(statement(export.__name__, "origin_product_month")), values).mappings()
    sold = {(row["month"].month, row["country"]): row["transactions"] for row in rows}
    assert sold == {(2, "DE"): 12, (2, "SE"): 2, (3, "SE"): None}


def test_what_is_withheld_is_chosen_by_the_sums_that_are_shown(connection: Connection) -> None:
    sums = sales_sums(connection, Asked("DE", FIRST, LAST, "D2", "A1"))["m"].sums
    months = {of[1] for of in sums["every", "m"]}
    assert {FIRST} == months
    assert {FIRST, day(3).date()} == {of[1] for key, part in sums.items() if key[0] == "market" for of in part}
