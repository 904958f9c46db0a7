"""What findings are summed from, by the worked example MINI-1 of the methods, and against the formulas in Python."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from cryptodrug_scraper.measures.estimators.quantiles import student_quantile
from tests.derive.small_world import SmallWorld, day
from tests.support.ratio_limits import ratio_limits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, Engine

WINDOW = "'2019-02-01', '2019-04-01'"


@pytest.fixture
def connection(scratch: Engine) -> Iterator[Connection]:
    with scratch.connect() as opened:
        yield opened
        opened.rollback()


@pytest.fixture
def mini(connection: Connection) -> Connection:
    """MINI-1: two Belgians of several origins at once, one that moved, and others."""
    world = SmallWorld(connection)
    for month in (2, 3, 4):
        world.snapshot("m", day(month))
    listings: dict[str, list[str | None]] = {
        "A1": ["BE", "BE", "BE"],
        "B1": ["BE", "BE", "BE"],
        "B2": ["NL", "NL", "NL"],
        "C1": ["NL", "NL", "BE"],
        "D1": ["DE", "DE", None],
        "D2": [None, "BE", "BE"],
        "E1": ["US", "US", "US"],
        "E2": ["", "", ""],
    }
    for listing, codes in listings.items():
        goods = {"drug_class": "Stimulants", "substance": "amphetamine"} if listing[0] in "AD" else {}
        world.listing("m", listing[0], listing, codes, **{"drug_class": "Cannabis", **goods})
    february = [("A1", 50), ("A1", 50), ("B1", 90), ("C1", 40), ("D1", 120), ("E1", 400)]
    march = [("A1", 180), ("B2", 250), ("C1", 60), ("D2", 30), ("E1", 20), ("E2", 5)]
    for month, sales in ((2, february), (3, march)):
        for listing, eur in sales:
            world.sale("m", listing[0], listing, day(month, 10), eur, drug_class="Cannabis")
    world.write()
    return connection


def rows(connection: Connection, query: str, **values: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.execute(text(query), values)]


@pytest.mark.parametrize(("attribution", "transactions", "eur"), [("A1", 5, 400), ("A2", 9, 870), ("A3", 6, 575)])
def test_the_country_has_of_sales_what_the_attribution_gives_it(
    mini: Connection, attribution: str, transactions: float, eur: float
) -> None:
    found = rows(
        mini,
        "SELECT measure, sum(part), sum(whole) FROM research.country_part('BE', 'D2', :a, '2019-02-01', '2019-03-31') "
        "WHERE measure IN ('transactions', 'turnover_eur') GROUP BY 1 ORDER BY 1",
        a=attribution,
    )
    sold = rows(
        mini,
        "SELECT sum(weight), sum(weight * amount_eur), count(*) FROM "
        f"research.attributed_sale('BE', 'D2', :a, {WINDOW})",
        a=attribution,
    )
    if attribution == "A1":
        assert [("transactions", pytest.approx(transactions), 12), ("turnover_eur", pytest.approx(eur), 1295)] == found
    assert [(pytest.approx(transactions), pytest.approx(eur), 12)] == sold


@pytest.mark.parametrize("definition", ["D1", "D2", "D3", "D4"])
@pytest.mark.parametrize("attribution", ["A1", "A2", "A3"])
def test_parts_sum_up_to_the_values_of_country_share(mini: Connection, definition: str, attribution: str) -> None:
    asked = {"d": definition, "a": attribution}
    shares = rows(
        mini,
        f"SELECT month, measure, value, total, grade FROM research.country_share('BE', :d, :a, {WINDOW}) ORDER BY 1, 2",
        **asked,
    )
    parts = rows(
        mini,
        "SELECT month, measure, sum(part), sum(whole), min(grade) "
        f"FROM research.country_part('BE', :d, :a, {WINDOW}) GROUP BY 1, 2 ORDER BY 1, 2",
        **asked,
    )
    assert len(shares) == 10  # three months of vendors and listings, two of sales
    assert [(*row[:2], *map(pytest.approx, row[2:4]), row[4]) for row in shares] == parts


@pytest.mark.parametrize(
    ("call", "said"),
    [("country_part('BE', 'D5', 'A1', ", "definition is"), ("attributed_sale('BE', 'D2', 'a1', ", "attribution is")],
)
def test_what_is_no_choice_is_refused(mini: Connection, call: str, said: str) -> None:
    with pytest.raises(DBAPIError, match=said):
        rows(mini, f"SELECT * FROM research.{call}{WINDOW})")


def test_several_origins_are_those_of_the_window_at_once_or_one_after_the_other(mini: Connection) -> None:
    found = rows(mini, f"SELECT * FROM research.multi_origin('be', {WINDOW})")
    assert [
        ("m", "B", ["BE", "NL"], True, 3),
        ("m", "C", ["BE", "NL"], False, 3),
        ("m", "D", ["BE", "DE"], True, 3),
    ] == found
    assert [] == rows(mini, "SELECT * FROM research.multi_origin('BE', '2019-04-01', '2019-04-30') WHERE vendor = 'C'")


@pytest.mark.parametrize(
    ("attribution", "cut", "sales", "turnover"), [("A2", 200, 1 / 9, 0.2874), ("A1", 100, 1 / 5, 0.45)]
)
def test_bands_of_value_are_those_of_the_worked_example(
    mini: Connection, attribution: str, cut: float, sales: float, turnover: float
) -> None:
    low, high = rows(
        mini,
        "SELECT band_from, band_to, transaction_share, turnover_share, transactions FROM "
        f"research.value_band('BE', 'D2', :a, {WINDOW}, ARRAY[:cut]::double precision[])",
        a=attribution,
        cut=cut,
    )
    assert (0, cut, pytest.approx(1 - sales), pytest.approx(1 - turnover, abs=1e-4)) == low[:4]
    assert (cut, None, pytest.approx(sales), pytest.approx(turnover, abs=1e-4)) == high[:4]


def test_the_mix_sets_the_countrys_share_of_goods_against_all(mini: Connection) -> None:
    found = rows(
        mini,
        "SELECT goods, value, share, all_share, quotient, vendor_count FROM "
        f"research.country_mix('BE', 'D2', 'A1', {WINDOW}) WHERE measure = 'listings' AND level = 'drug_class'",
    )
    # the country's of the window: A1, B1, C1 and D2; of all eight, A1, D1 and D2 are stimulants
    assert [
        ("Cannabis", 2, 0.5, 5 / 8, pytest.approx(0.8), 2),
        ("Stimulants", 2, 0.5, 3 / 8, pytest.approx(4 / 3), 2),
    ] == found


def test_the_mix_is_of_drugs_and_a_price_that_holds_a_place_is_no_turnover(connection: Connection) -> None:
    world = SmallWorld(connection)
    world.snapshot("m", day(2))
    for vendor, code in (("x", "BE"), ("y", "DE")):
        world.listing("m", vendor, f"{vendor}1", [code], drug_class="Cannabis")
        world.listing("m", vendor, f"{vendor}2", [code], drug_class="Digital Goods")
        world.listing("m", vendor, f"{vendor}3", [code])
    world.listing("m", "y", "y4", ["DE"], drug_class="Ecstasy")
    world.sale("m", "x", "x1", day(2, 3), 30, drug_class="Cannabis")
    world.sale("m", "x", "x1", day(2, 4), 9999, drug_class="Cannabis", price_flag="holding")
    world.sale("m", "x", "x2", day(2, 5), 70, drug_class="Digital Goods")
    world.sale("m", "x", "x3", day(2, 6), 50)
    world.write()
    found = rows(
        connection,
        f"SELECT measure, goods, value, all_share, quotient, vendor_count FROM research.country_mix('BE', 'D2', 'A1', "
        f"{WINDOW}) WHERE level = 'drug_class' ORDER BY 1, 2",
    )
    assert [
        ("listings", "Cannabis", 1, pytest.approx(2 / 3), pytest.approx(1.5), 1),
        ("listings", "Ecstasy", 0, pytest.approx(1 / 3), 0, 0),
        ("transactions", "Cannabis", 2, 1, 1, 1),
        ("turnover_eur", "Cannabis", 30, 1, 1, 1),
    ] == found


def test_a_band_holds_its_lower_end_and_no_price_that_holds_a_place(connection: Connection) -> None:
    world = SmallWorld(connection)
    world.snapshot("m", day(2))
    world.listing("m", "x", "x1", ["BE"], drug_class="Cannabis")
    world.listing("m", "y", "y1", ["BE NL"], drug_class="Cannabis")
    for eur in (19.99, 20, 50, 100, 200, 500, 1000, 5000):
        world.sale("m", "x", "x1", day(2, 3), eur)
    world.sale("m", "x", "x1", day(2, 4), 9999, price_flag="holding")
    world.sale("m", "x", "x1", day(2, 4), 0, price_flag="free")
    world.sale("m", "y", "y1", day(2, 5), 30)
    world.write()
    found = rows(
        connection,
        "SELECT band_from, transactions, turnover_eur, vendor_count "
        f"FROM research.value_band('BE', 'D2', 'A1', {WINDOW})",
    )
    assert [
        (0, 1, 19.99, 1),
        (20, 1.5, 35, 2),  # half of what is sent from two countries
        (50, 1, 50, 1),
        (100, 1, 100, 1),
        (200, 1, 200, 1),
        (500, 1, 500, 1),
        (1000, 2, 6000, 1),
    ] == found


def clusters(seed: int, size: int = 12) -> np.ndarray[Any, np.dtype[np.float64]]:
    numbers = np.random.default_rng(seed)
    whole = np.exp(numbers.normal(0, 1.2, size)) * 10
    return np.column_stack((whole * numbers.uniform(0, 1, size), whole))


@pytest.mark.parametrize("seed", range(4))
def test_a_share_of_sums_has_the_limits_of_the_measures(connection: Connection, seed: int) -> None:
    part, whole = clusters(seed).T
    low, high = ratio_limits(pl.col("part"), pl.col("whole"))
    expected = pl.DataFrame({"part": part, "whole": whole}).select(low.alias("low"), high.alias("high")).row(0)
    found = share(connection, part.tolist(), whole.tolist())
    assert (pytest.approx(part.sum() / whole.sum()), *map(pytest.approx, expected)) == found
    assert tuple(map(pytest.approx, found)) == share(connection, part[::-1].tolist(), whole[::-1].tolist())


@pytest.mark.parametrize(
    ("part", "whole"), [([0.0, 0.0, 0.0], [1.0, 2.0, 3.0]), ([1.0, 2.0], [1.0, 2.0]), ([1.0], [2.0]), ([], [])]
)
def test_a_share_at_its_ends_has_the_limits_of_the_measures(
    connection: Connection, part: list[float], whole: list[float]
) -> None:
    low, high = ratio_limits(pl.col("part"), pl.col("whole"))
    frame = pl.DataFrame({"part": part, "whole": whole}, schema={"part": pl.Float64, "whole": pl.Float64})
    expected = frame.select(low.alias("low"), high.alias("high")).row(0)
    found = share(connection, part, whole)[1:]
    assert [None if each is None else pytest.approx(each) for each in expected] == list(found)


def share(connection: Connection, part: Sequence[float], whole: Sequence[float]) -> tuple[Any, ...]:
    query = "SELECT * FROM research.cluster_share(:part ::double precision[], :whole ::double precision[])"
    return rows(connection, query, part=list(part), whole=list(whole))[0]


def quotient(connection: Connection, *columns: Sequence[float] | None) -> tuple[Any, ...]:
    named = dict(
        zip("abcd", (None if each is None else [float(number) for number in each] for each in columns), strict=True)
    )
    arrays = ", ".join(f"cast(:{name} AS double precision[])" for name in named)
    return rows(connection, f"SELECT * FROM research.cluster_quotient({arrays})", **named)[0]


@pytest.mark.parametrize("seed", range(4))
def test_a_location_quotient_has_linearised_limits_over_vendors(connection: Connection, seed: int) -> None:
    a, b = clusters(seed).T
    c, d = (clusters(seed + 100) + np.column_stack((a, b))).T
    value = a.sum() / b.sum() / (c.sum() / d.sum())
    residual = (a / a.sum() - b / b.sum() - c / c.sum() + d / d.sum()) / (1 - b / b.sum())
    degrees = max(2, (residual**2).sum() ** 2 / (residual**4).sum())
    width = math.sqrt((residual**2).sum()) * student_quantile(0.975, degrees)
    found = quotient(connection, a, b, c, d)
    assert pytest.approx(value) == found[0]
    assert pytest.approx(value * math.exp(-width), rel=0.02) == found[1]  # Student's t is an approximation
    assert pytest.approx(value * math.exp(width), rel=0.02) == found[2]
    assert tuple(map(pytest.approx, found)) == quotient(connection, a[::-1], b[::-1], c[::-1], d[::-1])


def test_a_quotient_of_two_sums_stands_alone(connection: Connection) -> None:
    value, low, high = quotient(connection, [2, 4, 6], [1, 2, 3.3], None, None)
    assert pytest.approx(12 / 6.3) == value
    assert low < value < high


def test_a_quotient_of_nothing_has_an_upper_limit_only_and_of_one_vendor_none(connection: Connection) -> None:
    assert (0, 0, pytest.approx((1 - 0.05 ** (1 / 4)) / 0.25)) == quotient(
        connection, [0, 0, 0, 0, 0], [1, 1, 1, 1, 0], [1, 0, 0, 0, 1], [2, 2, 2, 2, 0]
    )
    assert (pytest.approx(2), None, None) == quotient(connection, [1, 0], [2, 0], [1, 1], [3, 5])
    assert (None, None, None) == quotient(connection, [1, 0], [0, 0], None, None)


def test_the_location_quotient_of_a_class_of_which_a_country_sells_more_than_others(connection: Connection) -> None:
    """Of the country's 100 sales 30 are of the class, and of all 1,000 are 120."""
    value, low, high = quotient(connection, [3] * 10 + [0] * 90, [10] * 10 + [0] * 90, [3] * 10 + [1] * 90, [10] * 100)
    assert pytest.approx(2.5) == value
    assert 1.8 < low < 2.5 < high < 3.6


@pytest.mark.parametrize(
    ("k", "n", "low", "high"), [(2, 3, 20.8, 93.9), (5, 11, 21.3, 72.0), (9, 20, 25.8, 65.8), (14, 31, 29.2, 62.2)]
)
def test_wilson_as_published(connection: Connection, k: int, n: int, low: float, high: float) -> None:
    found = rows(connection, "SELECT 100 * low, 100 * high FROM research.wilson(:k, :n)", k=k, n=n)
    assert [(pytest.approx(low, abs=0.05), pytest.approx(high, abs=0.05))] == found


@pytest.mark.parametrize(("k", "n"), [(2, 3), (0, 7), (7, 7), (9, 20), (14, 31)])
def test_wilson_and_none_of_are_those_of_their_formulas(connection: Connection, k: int, n: int) -> None:
    from statsmodels.stats.proportion import proportion_confint  # of no use to other tests, and slow to import

    low, high = proportion_confint(k, n, method="wilson")
    expected = (pytest.approx(k / n), pytest.approx(float(low), abs=1e-12), pytest.approx(float(high)))
    assert [expected] == rows(connection, "SELECT * FROM research.wilson(:k, :n)", k=k, n=n)
    assert [(pytest.approx(1 - 0.05 ** (1 / n)),)] == rows(connection, "SELECT research.none_of(:n)", n=n)


def test_a_share_of_none_is_none(connection: Connection) -> None:
    assert [(None, None, None)] == rows(connection, "SELECT share, low, high FROM research.wilson(0, 0)")
    assert [(1,)] == rows(connection, "SELECT research.none_of(0)")
    assert [(pytest.approx(0.0020, abs=5e-5),)] == rows(connection, "SELECT research.none_of(1500)")


@pytest.mark.parametrize("values", [[1, 3, 4], [5, 5, 9, 12, 11, 20]])
def test_a_trend_is_a_straight_line_with_students_interval(connection: Connection, values: list[float]) -> None:
    from scipy.stats import linregress

    fit = linregress(range(len(values)), values)
    width = fit.stderr * student_quantile(0.975, len(values) - 2)
    found = trend(connection, values)
    assert pytest.approx(fit.slope) == found[0]
    assert (pytest.approx(fit.slope - width, rel=0.02), pytest.approx(fit.slope + width, rel=0.02)) == found[1:3]
    assert len(values) == found[3]


@pytest.mark.parametrize(("values", "slope"), [([4, 4, 4, 4], 0), ([6, 5, 4], -1), ([0.1, 0.2, 0.3], 0.1)])
def test_points_that_happen_to_lie_on_a_line_are_no_certainty(
    connection: Connection, values: list[float], slope: float
) -> None:
    assert (pytest.approx(slope, abs=1e-9), None, None, len(values)) == trend(connection, values)


@pytest.mark.parametrize("values", [[6, 6, 6], [6, 5, 4], [2, 4, 6, 8, 10, 12]])
def test_a_slope_of_counts_is_no_surer_than_chance_in_them_leaves_it(
    connection: Connection, values: list[float]
) -> None:
    at = np.arange(len(values)) - (len(values) - 1) / 2
    width = 1.959963984540054 * math.sqrt((at**2 * np.array(values)).sum()) / (at**2).sum()
    slope, low, high, _ = trend(connection, values, values)
    assert (low, high) == (pytest.approx(slope - width), pytest.approx(slope + width))


def test_a_slope_of_points_that_lie_far_from_a_line_is_as_unsure_as_they_are(connection: Connection) -> None:
    assert trend(connection, [1, 30, 4], [1, 30, 4]) == trend(connection, [1, 30, 4])


def test_of_nothing_there_is_no_chance_and_at_one_time_no_slope(connection: Connection) -> None:
    assert (0, None, None, 3) == trend(connection, [0, 0, 0], [0, 0, 0])
    query = "SELECT * FROM research.trend(ARRAY[1, 1, 1]::float8[], ARRAY[2, 3, 4]::float8[])"
    assert [(None, None, None, 3)] == rows(connection, query)
    unknown = "SELECT * FROM research.trend(ARRAY[1, 2, 3]::float8[], ARRAY[NULL, NULL, NULL]::float8[])"
    assert [(None, None, None, 0)] == rows(connection, unknown)


@pytest.mark.parametrize("values", [[], [1], [1, 3]])
def test_fewer_than_three_points_are_no_trend(connection: Connection, values: list[float]) -> None:
    assert (None, None, None, len(values)) == trend(connection, values)


def trend(connection: Connection, values: Sequence[float], chances: Sequence[float] | None = None) -> tuple[Any, ...]:
    names = ", ".join(f"cast(:{name} AS double precision[])" for name in ("x", "y", "c"))
    of = None if chances is None else list(chances)
    return rows(connection, f"SELECT * FROM research.trend({names})", x=list(range(len(values))), y=list(values), c=of)[
        0
    ]


def test_the_grade_of_a_window_is_the_least_that_is_not_partial(connection: Connection) -> None:
    world = SmallWorld(connection)
    for month, grade in ((1, "complete"), (2, "usable"), (3, "partial"), (4, "complete")):
        world.snapshot("m", day(month), grade)
    world.write()
    windows = {"2019-01-31": "complete", "2019-03-15": "usable"}
    for last, grade in windows.items():
        assert [(grade,)] == rows(connection, f"SELECT research.window_grade('m', '2019-01-01', '{last}')")
    assert [("partial",)] == rows(connection, "SELECT research.window_grade('m', '2019-03-20', '2019-03-21')")
    assert [(None,)] == rows(connection, "SELECT research.window_grade('m', '2019-05-01', '2019-05-31')")
