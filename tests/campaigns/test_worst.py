"""The short form of worst: some vendors of the shipped windows, each replaced by the worst in some ways."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from cryptodrug_scraper.derive.connection import steady_view
from cryptodrug_scraper.derive.parameters import read_parameters
from cryptodrug_scraper.measures.sales.plausible_counters import LEAST_PACE, MOST_TIMES
from tests.campaigns.worst.around import AROUND
from tests.campaigns.worst.changes import FIGURES, change_of
from tests.campaigns.worst.compared import Honest, worst_of
from tests.campaigns.worst.frames import taken
from tests.campaigns.worst.told import distribution
from tests.campaigns.worst.verdicts import Verdicts
from tests.campaigns.worst.world import MARKETS, World

if TYPE_CHECKING:
    from tests.support.derived_windows import Opened

MOST = 1.6
"""Factor by which a figure of another vendor may move; leaving an honest vendor out moves some by 1.25."""
SHORT = (
    "amounts 9,999",
    "amounts 1e14",
    "one amount of 9,999,999,999,999.99",
    "prices 1e10",
    "amounts and prices 99,999, of bulk",
    "moving amounts",
    "counters 1e12",
    "last counter 99,999,999",
    "no rating beside 99,999,999",
    "counters 1e9 and bands to match",
    "counters without rounding",
    "bands 1e9",
    "ratings of 2500",
    "tiers from 1e15",
    "many dear ratings, counters and bands",
    "rates times 1e12",
)


AROUND_SHORT = (*AROUND, "bands 1,000", "bands 1e9")
"""What must make no snapshot partial of which it was not known before."""
MOST_WENT = 4
"""Others of whom it may be told otherwise where they went, as one account may print the keys of five."""


ALWAYS = ("amounts 1e14", "prices 1e10", "counters 1e12", "ratings of 2500")
"""One for each figure that pages print, on the market that prints all of them."""


@pytest.fixture(scope="module")
def honest_world(shared: Opened) -> Honest:
    with steady_view(shared.database) as observed:
        return Honest.of(World({market: taken(observed, market) for market in MARKETS}, read_parameters()))


@pytest.mark.parametrize(
    ("market", "kinds"),
    [("wallstreet", ALWAYS), *(pytest.param(name, SHORT, marks=pytest.mark.campaign) for name in MARKETS)],
)
@pytest.mark.slow
def test_the_worst_vendor_moves_no_other_by_more_than_an_honest_one_could(
    honest_world: Honest, market: str, kinds: tuple[str, ...]
) -> None:
    world, honest = honest_world.world, honest_world.tables[market]
    sizes = honest["vendor_month"].group_by("vendor").agg(pl.col("transactions").sum()).sort("transactions")
    others = sizes["transactions"][-2]
    pages = world.markets[market].of["pages"]["captured_at"]
    days = (pages.max() - pages.min()).total_seconds() / 86_400 + 31  # type: ignore[operator, union-attr]
    found = list(worst_of(honest_world, market, kinds, vendors=1))
    assert len(found) == len(kinds) + 1
    for each in found:
        assert each.change.factor <= MOST, each
        if "ratings" not in each.kind or "no rating" in each.kind:
            most = MOST_TIMES * max(others, LEAST_PACE * days) + sizes["transactions"][-1] * MOST_TIMES
            assert each.own <= most, each
    worth = {each.kind: each.turnover_eur for each in found}
    true = honest["market_month"].filter(pl.col("measure") == "turnover_eur")["value"].sum()
    for kind in {"amounts 1e14", "one amount of 9,999,999,999,999.99", "prices 1e10", "tiers from 1e15"} & {*kinds}:
        assert worth[kind] <= 2 * true, kind


@pytest.mark.campaign
@pytest.mark.parametrize("market", MARKETS)
def test_what_pages_print_around_makes_no_snapshot_partial_and_merges_nobody(honest_world: Honest, market: str) -> None:
    found = list(worst_of(honest_world, market, AROUND_SHORT, vendors=1))[1:]
    assert [each.kind for each in found] == list(AROUND_SHORT)
    for each in found:
        assert each.change.factor <= MOST, each
        assert each.grades[1] == 0, each
        assert each.names == 0, each


@pytest.mark.campaign
@pytest.mark.parametrize("market", MARKETS)
def test_keys_of_others_move_no_figures_and_hardly_anybody_s_ways(honest_world: Honest, market: str) -> None:
    kinds = list(honest_world.keys)
    found = list(worst_of(honest_world, market, kinds, vendors=1))[1:]
    assert len(found) == len(kinds)
    for each in found:
        assert each.change.factor == 1.0, each
        assert each.names == 0, each
        assert max(each.ways) <= MOST_WENT, each


def test_of_each_kind_the_vendor_that_moves_most_is_told() -> None:
    change = {"factor": 1.25, "figure": "turnover_eur"}
    row = {"kind": "bands 0", "market": "x", "grades": (1, 0), "names": 0, "ways": (0, 3), "shares": {"hhi": 0.5}}
    row["verdicts"] = (2, 1)
    rows = [row | {"vendor": f"v{place}", "change": change | {"factor": 1 + place / 8}} for place in range(3)]
    told = distribution([*rows, row | {"kind": "absent", "vendor": "ÿl", "change": change | {"factor": 9.0}}])
    _, first, second = told.splitlines()
    assert first.split()[:4] == ["absent", "9.000", "9.000", "9.000"]
    assert second.split()[2:9] == ["1.125", "1.250", "1.250", "turnover_eur", "x", "v2", "0"]
    assert "0.500" in second
    assert second.split()[-2:] == ["2", "1"]


@pytest.mark.campaign
def test_verdicts_are_those_of_the_tables_that_are_put_in_and_then_as_they_were(
    honest_world: Honest, own: Opened
) -> None:
    findings = Verdicts.of(own.database, honest_world.world.parameters)
    assert (0, 0) == findings.changed({"dream": honest_world.tables["dream"]})
    nobody = {name: rows.clear() for name, rows in honest_world.tables["dream"].items()}
    differing, contrary = findings.changed({"dream": nobody})
    assert 0 == contrary < differing
    assert own.one("SELECT count(*) FROM derived.derive_run") == 1
    assert (0, 0) == findings.changed({})


def test_the_largest_change_of_each_figure_is_found_and_that_of_the_vendor_itself_is_not() -> None:
    months = {"vendor": ["ÿl", "bo", "worst"], "month": [date(2018, 12, 1)] * 3}
    known = pl.DataFrame(months | {figure: [99.0, 0.0, 7.0] for figure in FIGURES})
    worse = known.with_columns(
        transactions_high=pl.Series([199.0, 9.0, 1e12]), turnover_eur=pl.Series([99.0, None, 7.0])
    )
    found = {change.figure: change for change in change_of(known, worse, "worst")}
    assert (found["transactions_high"].factor, found["transactions_high"].vendor) == (10.0, "bo")
    assert (found["turnover_eur"].factor, found["turnover_eur"].now) == (float("inf"), None)
    assert found["transactions"].factor == 1.0
    gone = change_of(known, known.filter(pl.col("vendor") != "bo"), "worst")
    assert {change.factor for change in gone} == {float("inf")}
