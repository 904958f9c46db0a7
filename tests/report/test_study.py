"""What a report of the shipped windows says, against the views and against what it must not say."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any

import altair as alt
import polars as pl
import pytest

from cryptodrug_scraper.reason import Reason
from cryptodrug_scraper.words.reasons import sentence
from cryptodrug_scraper.words.wording import LANGUAGES, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cryptodrug_scraper.report.parts import Figure
    from cryptodrug_scraper.report.study import Report
    from tests.support.derived_windows import Opened

SECTIONS = [
    *("findings", "levels", "shares", "goods", "origins", "destinations", "bands", "concentrated", "migration"),
    *("coverage", "times", "reading", "refused", "methods", "dictionary"),
]


def figures(report: Report) -> Iterator[Figure]:
    for section in report.sections:
        yield from section.figures


def figure(report: Report, name: str) -> Figure:
    (found,) = [figure for figure in figures(report) if figure.name == name]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_is_there_and_each_is_stamped_as_simulated(
    reported: Callable[..., Report], language: str
) -> None:
    made = reported(language, is_identified=language != "en")
    assert [section.name for section in made.sections] == SECTIONS
    assert made.source.simulated == made.source.captures
    stamps = made.html.count('<p class="mark">') - made.html.count("<noscript>")
    assert stamps == len(SECTIONS) + 2  # the summary, and how to cite
    assert "{" not in re.sub(r"<(script|style|pre)\b.*?</\1>", "", made.html, flags=re.DOTALL)


@pytest.mark.slow
def test_every_chart_is_one_of_vega_lite(reported: Callable[..., Report]) -> None:
    """Making a report leaves the check out, which takes a quarter of its time."""
    charts = [chart for found in figures(reported(is_identified=True)) for chart in found.charts]
    assert len(charts) > 20
    for chart in charts:
        data = {name: rows[:2] for name, rows in chart.spec.get("datasets", {}).items()}  # of any form, for the schema
        alt.Chart.from_dict({**chart.spec, "datasets": data}, validate=True)


@pytest.mark.slow
def test_every_figure_has_what_it_rests_on_its_rows_and_its_sql(
    reported: Callable[..., Report], shared: Opened
) -> None:
    made = reported(is_identified=True)
    for found in figures(made):
        if found.name.startswith(("methods", "view-")):
            continue
        headings = [heading for heading, _ in found.facts]
        assert headings[:4] == ["n", "Interval", "Definition", "Grade"], found.name
        assert found.sql, found.name
        assert found.frame.height, found.name
    for sql in {found.sql for found in figures(made) if found.sql}:
        for statement in sql.split(";\n"):
            assert "public." not in statement
            assert shared.rows(statement.replace(":", "\\:")) is not None


def test_figures_are_those_of_the_views(reported: Callable[..., Report], shared: Opened) -> None:
    made = reported(is_identified=True)
    expected = shared.rows(
        "SELECT market, month, value, share, share_low, share_high FROM research.country_share('BE', 'D2', 'A1', "
        "'2018-11-01', '2019-11-30') WHERE measure = 'turnover_eur' ORDER BY market, month"
    )
    shown = figure(made, "shares-turnover_eur").frame
    rounded = [
        (market, month, *(number and float(f"{number:.10g}") for number in rest)) for market, month, *rest in expected
    ]
    assert shown.select("market", "month", "value", "share", "share_low", "share_high").rows() == rounded
    levels = figure(made, "levels-vendors").frame.filter(pl.col("market") == "empire")
    assert levels["whole"].to_list() == [
        value
        for (value,) in shared.rows(
            "SELECT value FROM research.market_month WHERE market = 'empire' AND measure = 'vendors' ORDER BY month"
        )
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_estimator_of_populations_is_shown_with_its_figures_or_why_there_are_none(
    reported: Callable[..., Report], language: str
) -> None:
    made = reported(language, is_identified=language != "en")
    found = figure(made, "coverage-population")
    shown = found.frame.filter(pl.col("estimator") == "uneven")
    assert shown.height == found.frame.filter(pl.col("estimator") == "seen").height > 0
    assert shown.filter(pl.col("value").is_null())["warning_code"].null_count() == 0
    words, page = Words(language), html.unescape(made.html)
    assert f">{words('estimator.uneven')}<" in page
    for code, values in shown.filter(pl.col("value").is_null()).select("warning_code", "warning_values").rows():
        reason = Reason.of(code, values)
        assert reason is not None
        assert sentence(words, reason) in page


def test_warnings_in_a_report_for_the_public_have_no_exact_number(reported: Callable[..., Report]) -> None:
    identified = figure(reported(is_identified=True), "coverage-population").frame
    public = figure(reported(), "coverage-population").frame
    exact = pl.col("warning_code").is_in(["warning.too_few", "warning.too_wide", "warning.hangs_on_unseen"])
    assert identified.filter(exact).height == public.filter(pl.col("warning_code").str.contains("_alone")).height > 0
    assert not public.filter(exact).height
    assert "too few met again: " in html.unescape(reported(is_identified=True).html)
    page = html.unescape(reported().html)
    assert "too few met again" in page
    assert "too few met again: " not in page


def test_the_pictures_hold_the_values_of_their_rows(reported: Callable[..., Report]) -> None:
    found = figure(reported(is_identified=True), "shares-vendors")
    (picture,) = found.charts
    drawn: list[dict[str, Any]] = (
        next(iter(picture.spec["datasets"].values()))
        if "datasets" in picture.spec
        else (
            picture.spec["layer"][0]["data"]["values"]
            if "data" in picture.spec["layer"][0]
            else picture.spec["data"]["values"]
        )
    )
    values = {(row["market"], row["month"]): row["low"] for row in drawn if row["low"] is not None}
    titles = {"dream": "Dream Market", "wallstreet": "Wall Street Market", "empire": "Empire Market"}
    assert values == {
        (titles[market], month.isoformat()): low
        for market, month, low in found.frame.select("market", "month", "share_low").rows()
    }
    assert not [row for row in drawn if row["value"] is not None]  # of fewer than five vendors each


def test_small_cells_and_handles_are_in_no_report_for_the_public(
    reported: Callable[..., Report], shared: Opened
) -> None:
    page = html.unescape(reported().html)
    seen = re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    handles = [name for (name,) in shared.rows("SELECT DISTINCT vendor FROM research.vendor_presence")]
    assert len(handles) > 30
    assert not [handle for handle in handles if re.search(rf"\b{re.escape(handle)}\b", seen)]
    for found in figures(reported()):
        if "vendor_count" in found.frame.columns and "is_hidden" in found.frame.columns:
            assert not found.frame["vendor_count"].drop_nulls().is_between(1, 4).any(), found.name
    assert ">withheld<" in seen
    assert ".onion" not in page


def test_an_identified_report_shows_them_and_says_so(reported: Callable[..., Report]) -> None:
    page = reported(is_identified=True).html
    assert "KindlyAnchor" in page
    assert "Identified: this report shows handles" in page
    assert ">withheld<" not in page


def test_a_hidden_value_is_in_no_picture_either(reported: Callable[..., Report]) -> None:
    made = reported()
    hidden = figure(made, "shares-vendors")
    assert hidden.frame["is_hidden"].any()
    told = json.dumps([dict(chart.spec) for found in figures(made) for chart in found.charts])
    for share in figure(reported(is_identified=True), "shares-vendors").frame.filter(pl.col("vendor_count") > 0)[
        "share"
    ]:
        if len(repr(share)) > 8:  # shorter ones may be anything
            assert repr(share) not in told


def test_the_citation_names_program_parsers_derivation_and_digest(
    reported: Callable[..., Report], shared: Opened
) -> None:
    source = reported().source
    assert source.digest == shared.digest()
    (run,) = shared.rows("SELECT derive_run::text FROM research.derivation WHERE is_current")
    line = re.search(r'<p class="cite">(.*?)</p>', reported().html, re.DOTALL)
    assert line is not None
    for part in (*run, source.digest, *(version for _, version in source.parsers), "26 November 2026", "D2, A1"):
        assert part in line[1]
    assert [market for market, _ in source.parsers] == ["dream", "empire", "wallstreet"]


def test_the_dictionary_holds_what_was_asked_and_each_column_has_a_meaning(reported: Callable[..., Report]) -> None:
    (section,) = [section for section in reported().sections if section.name == "dictionary"]
    names = {found.name for found in section.figures}
    assert {"view-market_month", "view-snapshot", "view-migration", "functions"} <= names
    for found in section.figures:
        assert found.frame["meaning"].null_count() == 0, found.name


@pytest.mark.slow
def test_the_same_database_gives_the_same_page(reported: Callable[..., Report], shared: Opened) -> None:
    from datetime import date

    from cryptodrug_scraper.report.scope import Scope
    from cryptodrug_scraper.report.study import study

    with shared.database.engine.connect() as connection:
        scope = Scope("BE", date(2018, 11, 1), date(2019, 11, 30))
        again = study(connection, scope, language="en", today=date(2026, 11, 26))
    assert again.html == reported().html


def test_a_class_is_called_the_largest_only_where_it_is_shown_and_is(reported: Callable[..., Report]) -> None:
    (section,) = [section for section in reported().sections if section.name == "goods"]
    assert not section.headlines  # of few vendors all
    (section,) = [section for section in reported(is_identified=True).sections if section.name == "goods"]
    assert not section.headlines  # nor is the trade of fewer than five vendors summed up where they are shown


def test_what_a_vendor_rules_out_is_not_sent_to_though_a_region_holds_it(reported: Callable[..., Report]) -> None:
    rows = figure(reported(is_identified=True), "destinations-places").frame
    assert (rows["named"] + rows["vendor_count"] <= rows["total"]).all()
    assert rows.filter(pl.col("code") == "NL")["vendor_count"].item() >= 3


@pytest.mark.slow
def test_findings_of_another_country_are_measured_and_not_those_that_are_kept(
    reported: Callable[..., Report], shared: Opened
) -> None:
    from datetime import date

    from cryptodrug_scraper.report.scope import Scope
    from cryptodrug_scraper.report.study import study

    with shared.database.engine.connect() as connection:
        scope = Scope("NL", date(2018, 11, 1), date(2019, 11, 30), is_identified=True)
        made = study(connection, scope, language="en", today=date(2026, 11, 26))
    ours = figure(reported(is_identified=True), "found-all").frame
    keys = ("finding", "market", "code")
    other = pl.concat([figure(made, name).frame for name in ("found-asked", "found-all")], how="vertical_relaxed")
    assert other.select(keys).rows() == ours.select(keys).rows()
    of_sales = pl.col("code") == "share_of_transactions"
    assert (other.filter(of_sales)["value"] != ours.filter(of_sales)["value"]).all()
    assert {"F8"} == set(figure(made, "found-all").frame["finding"])
