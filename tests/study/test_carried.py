"""Error rates are carried into the figures that they bear on, and into no others."""

from __future__ import annotations

import pytest

from cryptodrug_scraper.measures.estimators.misclassified import contaminated_share, missed_count, true_share
from cryptodrug_scraper.measures.estimators.weighted_rate import Rate, Weighed, wilson
from cryptodrug_scraper.measures.verdicts import Figure
from cryptodrug_scraper.study.carried import carried
from cryptodrug_scraper.study.catalogue import measures

EACH = 10.0


def cell(items: int) -> Weighed:
    """So many items, each of which stands for ten."""
    return Weighed(items, items * EACH, items * EACH * EACH)


CELLS = {
    ("goods", "Cannabis", "Cannabis"): cell(40),
    ("goods", "Cannabis", "Ecstasy"): cell(5),
    ("goods", "Ecstasy", "Ecstasy"): cell(50),
    ("goods", "Ecstasy", "Cannabis"): cell(2),
    ("link", "same", "same"): cell(18),
    ("link", "same", "different"): cell(2),
    ("link", "different", "different"): cell(30),
    ("exclusion", "yes", "yes"): cell(30),
    ("exclusion", "no", "no"): cell(30),
    ("field", "listing.price_amount", "right"): cell(99),
    ("field", "listing.price_amount", "wrong"): cell(1),
    ("field", "review.amount", "right"): cell(50),
}
SHARE = Figure(0.4, 0.35, 0.45, 200, 20, "complete")


def ends(measure: str, figure: Figure = SHARE, **values: object) -> tuple[float | None, float | None]:
    found = carried(figure, measures()[measure], values, CELLS)  # type: ignore[arg-type]
    assert (figure.value, figure.n, figure.vendors) == (found.value, found.n, found.vendors)
    return found.low, found.high


@pytest.mark.parametrize("goods", ["Cannabis", ("Cannabis",), ("Cannabis", "Opioids")])
def test_shares_of_goods_carry_the_errors_in_classes(goods: str | tuple[str, ...]) -> None:
    found, mistaken = (Rate(k / n, *wilson(k / n, n)) for k, n in ((40, 42), (5, 55)))
    share = true_share(Rate(0.4, 0.35, 0.45), found, mistaken, SHARE.n)
    assert share is not None
    low, high = ends("share_of_goods", goods=goods)
    assert (share.low, share.high) == pytest.approx((low, high))
    assert low < 0.35  # type: ignore[operator]


def test_an_interval_holds_what_was_counted() -> None:
    exact = Figure(0.9, 0.9, 0.9, 10**9, 20, "complete")
    certain = {key: Weighed(each.items, each.weight, each.squares / 1e6) for key, each in CELLS.items()}
    found = carried(exact, measures()["share_of_goods"], {"goods": "Cannabis"}, certain)
    assert found.low == 0.9  # what is true lies far above
    assert found.high == pytest.approx(0.9 / (40 / 42 - 5 / 55) - 5 / 55 / (40 / 42 - 5 / 55), abs=1e-2)


@pytest.mark.parametrize(
    ("measure", "values"),
    [
        ("share_of_goods", {"goods": "cocaine"}),
        ("share_of_goods", {"goods": ("Cannabis", "cocaine")}),
        ("location_quotient", {"goods": "Cannabis", "of": "listings"}),
        ("share", {"of": "vendors"}),
        ("turnover_from", {"limit": 100.0}),
        ("level", {"of": "vendors"}),
        ("moves_in", {"places": ("NL",)}),
    ],
)
def test_figures_on_which_no_known_errors_bear_stay_as_they_are(measure: str, values: dict[str, object]) -> None:
    assert carried(SHARE, measures()[measure], values, CELLS) is SHARE  # type: ignore[arg-type]


def test_what_has_no_value_or_interval_and_what_nobody_judged_stays_as_it_is() -> None:
    measure = measures()["excluding"]
    for figure in (Figure(None, None, 0.5, 0, 0, None), Figure(0.5, None, None, 9, 9, "usable")):
        assert carried(figure, measure, {}, CELLS) is figure
    assert carried(SHARE, measure, {}, {}) is SHARE
    only_links = {key: each for key, each in CELLS.items() if key[0] == "link"}
    assert carried(SHARE, measure, {}, only_links) is SHARE
    nobody_excludes = {("exclusion", "no", "no"): cell(30)}
    assert carried(SHARE, measure, {}, nobody_excludes) is SHARE


def test_prices_may_be_wrong_in_any_way_at_the_worst_rate_of_those_that_bear() -> None:
    worst = wilson(0.01, 100 / 0.9)[1]
    other = wilson(0.0, 50 / 0.9)[1]
    assert other > worst
    bounds = contaminated_share(0.35, 0.45, Rate(0.0, 0.0, other), SHARE.n)
    assert bounds == pytest.approx(ends("sales_below", limit=200.0))
    assert bounds[0] < 0.35 - other, "of 200 more may be wrong than of all"


def test_migrants_are_fewer_by_wrong_links_and_more_by_missed_ones() -> None:
    count = Figure(10.0, 8.0, 12.0, 40, 40, "usable")
    right = Rate(0.9, *wilson(0.9, 20 / 0.9))
    missed = Rate(0.0, 0.0, wilson(0.0, 30 / 0.9)[1])
    assert missed_count(10, 8, 12, right, missed, 1.5) == ends("migrants", count)
    alone = {key: each for key, each in CELLS.items() if key[:2] == ("link", "same")}
    found = carried(count, measures()["migrants"], {}, alone)
    assert (missed_count(10, 8, 12, right, Rate(0.0, 0.0, 0.0), 0.0)) == (found.low, found.high)


def test_a_program_that_tells_classes_by_chance_tells_nothing_of_a_share() -> None:
    by_chance = {
        ("goods", told, truth): cell(10) for told in ("Cannabis", "Opioids") for truth in ("Cannabis", "Opioids")
    }
    found = carried(SHARE, measures()["share_of_goods"], {"goods": "Cannabis"}, by_chance)
    assert (0.0, 1.0) == (found.low, found.high)
