"""What adding up and subtracting the figures of a public report tells of single vendors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import polars as pl
import pytest

from cryptodrug_scraper.disclosure import dominance
from cryptodrug_scraper.disclosure.threshold import PERCENT
from cryptodrug_scraper.disclosure.withheld import choose
from cryptodrug_scraper.report.scope import Scope
from cryptodrug_scraper.report.study import Report, study
from tests.report.conftest import TODAY
from tests.support.combining import given_away, of_sums

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from tests.support.derived_windows import Opened

    Part = dict[tuple[Hashable, ...], float]

CHOICES = [*((code, "A2") for code in ("D1", "D2", "D3", "D4")), ("D2", "A1"), ("D2", "A3")]


@dataclass(frozen=True)
class Published:
    """A report of a country, in which cells of so many vendors are shown."""

    country: str
    fewest: int
    report: Report

    def tells_of_few(self, sums: Iterable[Part]) -> set[frozenset[Hashable]]:
        return given_away(*of_sums([part for part in sums if part]), size=self.fewest - 1)


@pytest.fixture(
    scope="module",
    params=[
        ("BE", 2),
        pytest.param(("BE", 5), marks=pytest.mark.slow),
        pytest.param(("US", 2), marks=pytest.mark.campaign),
    ],
    ids=str,
)
def public(shared: Opened, request: pytest.FixtureRequest) -> Published:
    """The windows' countries have few vendors: some reports are made as if two were enough."""
    country, fewest = request.param
    with shared.database.engine.connect() as connection, pytest.MonkeyPatch.context() as patch:
        for name in ("sales", "listings"):
            patch.setattr(f"cryptodrug_scraper.disclosure.{name}.choose", partial(choose, fewest=fewest))
        for rule in (dominance.dominated, dominance.tells_largest):
            patch.setattr(rule, "__defaults__", (PERCENT if fewest == 5 else 0,))  # else each of two is the largest
        patch.setattr("cryptodrug_scraper.disclosure.counts.BASE", 5 if fewest == 5 else 1)  # else two are none
        for name in ("report.small", "disclosure.counts"):
            patch.setattr(f"cryptodrug_scraper.{name}.few", lambda column: pl.col(column).is_between(1, fewest - 1))
        scope = Scope(country, date(2018, 11, 1), date(2019, 11, 30))
        made = study(connection, scope, language="en", today=TODAY)
    return Published(country, fewest, made)


def frame(report: Report, name: str) -> pl.DataFrame:
    (found,) = [figure for section in report.sections for figure in section.figures if figure.name == name]
    return found.frame


def parts(shared: Opened, country: str, definition: str, attribution: str) -> dict[tuple[str, str], Part]:
    """By market and measure, what of each vendor's month is the country's."""
    found: dict[tuple[str, str], Part] = {}
    for market, measure, vendor, month, share in shared.rows(
        "SELECT market, measure, vendor, month, part / whole FROM research.country_part("
        ":country, :definition, :attribution, '2018-11-01', '2019-11-30') WHERE whole > 0",
        country=country,
        definition=definition,
        attribution=attribution,
    ):
        found.setdefault((market, measure), {})[vendor, month] = share
    return found


def months_and_choices(shared: Opened, country: str, report: Report) -> dict[tuple[str, str], list[Part]]:
    """By market and measure, all that the report shows of months and of the window."""
    own, shown = parts(shared, country, "D2", "A1"), {}
    partial = set(shared.rows("SELECT market, month FROM research.market_month WHERE grade = 'partial'"))
    for (market, measure), part in own.items():
        rows = frame(report, f"levels-{measure}").filter(pl.col("market") == market)
        told = [{of: 1.0 for of in part if of[1] == month} for month in rows.drop_nulls("whole")["month"]]
        told += [
            {of: share for of, share in part.items() if of[1] == month} for month in rows.drop_nulls("value")["month"]
        ]
        found = frame(report, "found-all").filter(
            (pl.col("market") == market) & (pl.col("code") == f"share_of_{measure}")
        )
        if found["value"].drop_nulls().len():
            told.append({of: share for of, share in part.items() if (market, of[1]) not in partial})
        totals = frame(report, "concentrated-country").filter(
            (pl.col("market") == market) & (pl.col("measure") == measure)
        )
        if totals["total"].drop_nulls().len():
            told.append(part)
        shown[market, measure] = told
    rows = frame(report, "shares-choices")
    for definition, attribution in CHOICES:
        of_choice = parts(shared, country, definition, attribution)
        for (market, measure), told in shown.items():
            row = rows.filter(
                (pl.col("market") == market)
                & (pl.col("measure") == measure)
                & pl.col("definition").is_null().or_(pl.col("definition") == definition)
                & pl.col("attribution").is_null().or_(pl.col("attribution") == attribution)
            )
            is_count = measure in {"vendors", "listings"}
            if row["value"].drop_nulls().len() and (not is_count or attribution == "A2"):
                told.append(of_choice[market, measure])
    return shown


def test_months_the_window_and_its_definitions_tell_of_no_few_vendors(public: Published, shared: Opened) -> None:
    told = months_and_choices(shared, public.country, public.report)
    assert {measure for _, measure in told} == {"vendors", "listings", "transactions", "turnover_eur"}
    for name, sums in told.items():
        if name[1] == "vendors":
            continue  # rounded: no difference of them is one to four
        assert public.tells_of_few(sums) == set(), name


def goods(shared: Opened, country: str, report: Report) -> Iterator[list[Part]]:
    sold: dict[tuple[str, str], list[tuple[str, str, str, bool]]] = {}
    for market, measure, vendor, kind, substance, part, whole in shared.rows(
        "SELECT * FROM research.country_goods(:country, 'D2', 'A1', '2018-11-01', '2019-11-30')", country=country
    ):
        rows = sold.setdefault((market, measure), [])
        rows += [(vendor, kind, substance, True)] * (part > 0) + [(vendor, kind, substance, False)] * (whole > part)
    for (market, measure), rows in sold.items():
        told: list[Part] = [dict.fromkeys(rows, 1.0)]
        for level, place in (("drug_class", 1), ("substance", 2)):
            if level == "drug_class" or measure == "transactions":
                shown = frame(report, f"goods-{level}-{measure}").filter(pl.col("market") == market)
                theirs = set(shown.filter(pl.col("value") > 0)["goods"])
                if theirs:  # their share tells the total
                    told.append({row: 1.0 for row in rows if row[3]})
                told += [{row: 1.0 for row in rows if row[3] and row[place] == name} for name in theirs]
                names = shown.drop_nulls("all_share")["goods"]
                told += [{row: 1.0 for row in rows if row[place] == name} for name in names]
        yield told


def test_classes_and_substances_tell_of_no_few_vendors(public: Published, shared: Opened) -> None:
    systems = list(goods(shared, public.country, public.report))
    assert len(systems) == 9
    for sums in systems:
        assert public.tells_of_few(sums) == set()


def test_bands_and_what_lies_above_a_value_tell_of_no_few_vendors(public: Published, shared: Opened) -> None:
    sold: dict[str, set[tuple[str, float, float]]] = {}
    for market, vendor, amount in shared.rows(
        "SELECT market, vendor, amount_eur FROM research.attributed_sale(:country, 'D2', 'A1', '2018-11-01', "
        "'2019-11-30') WHERE weight > 0 AND amount_eur IS NOT NULL",
        country=public.country,
    ):
        band = max(least for least in (0, 20, 50, 100, 200, 500, 1000) if least <= amount)
        sold.setdefault(market, set()).add((vendor, band, max((e for e in (0, 200, 1000) if amount > e), default=0)))
    bands, above = frame(public.report, "bands-all"), frame(public.report, "bands-above")
    for market, rows in sold.items():
        shown = bands.filter((pl.col("market") == market) & (pl.col("transactions") > 0))["band_from"]
        edges = above.filter((pl.col("market") == market) & (pl.col("transactions") > 0))["band_from"]
        shares = bands.filter((pl.col("market") == market) & (pl.col("transaction_share") > 0))
        told: list[Part] = [dict.fromkeys(rows, 1.0)] if shares.height or edges.len() else []
        told += [{row: 1.0 for row in rows if row[1] == least} for least in shown]
        told += [{row: 1.0 for row in rows if row[2] >= edge} for edge in edges]
        assert not told or public.tells_of_few(told) == set(), market


def test_something_is_shown_where_there_are_enough_vendors(public: Published) -> None:
    shown = frame(public.report, "shares-turnover_eur")["value"].drop_nulls()
    assert (shown > 0).any() == (public.fewest == 2)
