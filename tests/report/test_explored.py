"""A figure leads to its rows in explore: as many as its number says, with its definition, attribution and window."""

from __future__ import annotations

import csv
import io
import re
import shlex
from html import escape, unescape
from typing import TYPE_CHECKING, Any

import pytest

from cryptodrug_scraper.explore.sources import Sources
from cryptodrug_scraper.store.database import open_for_reader
from tests.explore.conftest import OWN, ROOT, let_in
from tests.explore.test_in_chromium import served, visit
from tests.support.derived_windows import WINDOWS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask.testing import FlaskClient

    from cryptodrug_scraper.report.study import Report
    from tests.support.browsing import Page
    from tests.support.derived_windows import Opened

_WINDOW = "first=2018-11-01&last=2019-11-30"
_CHOICES = [
    *(("BE", "D2", attribution) for attribution in ("A1", "A2", "A3")),
    *(("NL", "D1", "A2"), ("DE", "D3", "A2"), ("NL", "D4", "A2"), ("US", "D2", "A1"), ("DE", "D2", "A3")),
]
_COMPACT = 31
"""Pixels of a row of one line."""


@pytest.fixture
def sources(shared: Opened, windows: object) -> Iterator[Sources]:  # noqa: ARG001  # by it, the copy is opened
    with open_for_reader() as views:
        yield Sources(views.engine, shared.database.engine, [WINDOWS])


@pytest.fixture
def client(sources: Sources) -> FlaskClient:
    return let_in(sources)


def page(client: FlaskClient, path: str) -> str:
    answer = client.get(f"{ROOT}{path}", base_url=OWN)
    assert answer.status_code == 200, answer.text
    return answer.text.replace(ROOT, "")


def rows(client: FlaskClient, path: str) -> list[dict[str, str]]:
    """All rows of the table of a page."""
    kind = re.fullmatch(r"/figures/(\w+)\?.*", path)
    assert kind is not None, path
    return list(csv.DictReader(io.StringIO(page(client, f"{path}&csv={kind[1]}"))))


def leads(client: FlaskClient, path: str, column: str) -> list[str]:
    """Where the values of a column lead, in the order of the rows."""
    table = page(client, path).partition("<table>")[2]
    names = re.findall(r'<th scope="col"[^>]*>(?:<a [^>]*>)?(\w+)<', table)
    lines = re.findall(r"<tr>(.*?)</tr>", table.partition("<tbody>")[2], re.DOTALL)
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", line, re.DOTALL)[names.index(column)] for line in lines]
    return [unescape(found[1]) if (found := re.match(r'<a href="([^"]*)"', cell)) else "" for cell in cells]


@pytest.mark.parametrize(
    ("country", "definition", "attribution"),
    [pytest.param(*each, marks=() if nth % 2 else pytest.mark.slow) for nth, each in enumerate(_CHOICES)],
)
def test_ratings_of_each_market_lead_to_as_many_sales(
    client: FlaskClient, country: str, definition: str, attribution: str
) -> None:
    choice = f"country={country}&definition={definition}&attribution={attribution}&{_WINDOW}"
    path = f"/figures/rated_sales?{choice}"
    months = rows(client, path)
    assert {"dream", "empire", "wallstreet"} == {row["market"] for row in months}
    for market in ("dream", "empire", "wallstreet"):
        own = [
            (row, lead)
            for row, lead in zip(months, leads(client, path, "rating_count"), strict=True)
            if row["market"] == market
        ]
        row, lead = max(own, key=lambda each: int(each[0]["rating_count"]))
        sold = rows(client, lead)
        assert len(sold) == int(row["rating_count"]), lead
        assert sum(float(sale["part_of_country"]) for sale in sold) == pytest.approx(float(row["rated"]))
        whole = rows(client, f"/figures/transaction?{choice}&market={market}")
        assert len(whole) >= sum(int(each["rating_count"]) for each, _ in own) >= len(sold)
    for row in months:
        if row["rate"]:
            assert float(row["rated"]) / float(row["rate"]) == pytest.approx(float(row["sales"]))


def test_an_attribution_is_not_lost_on_the_way(client: FlaskClient) -> None:
    counts = {
        attribution: len(rows(client, f"/figures/transaction?country=BE&attribution={attribution}&{_WINDOW}"))
        for attribution in ("A1", "A2", "A3")
    }
    assert counts["A1"] < counts["A2"] == counts["A3"], "whole vendors sell more than their listings from there"
    parts = rows(client, f"/figures/transaction?country=BE&attribution=A3&{_WINDOW}")
    assert any(float(row["part_of_country"]) < 1 for row in parts)


@pytest.mark.parametrize(
    "definition", ["D2", *(pytest.param(each, marks=pytest.mark.slow) for each in ("D1", "D3", "D4"))]
)
def test_vendors_and_listings_of_a_month_lead_to_as_many_rows(client: FlaskClient, definition: str) -> None:
    path = f"/figures/country_share?country=NL&definition={definition}&market=dream&{_WINDOW}"
    shares = rows(client, path)
    found = list(zip(shares, leads(client, path, "value"), leads(client, path, "vendor_count"), strict=True))
    for row, values, vendors in found[:8]:
        if row["measure"] in {"vendors", "listings"}:
            assert len(rows(client, values)) == float(row["value"])
        assert len(rows(client, vendors)) == int(row["vendor_count"])


@pytest.mark.slow
def test_each_figure_of_the_report_has_its_rows_in_explore(
    client: FlaskClient, reported: Callable[..., Report]
) -> None:
    report = reported(is_identified=True)
    unquoted = report.html.replace("&#39;", "'")
    figures = {figure.name: figure for section in report.sections for figure in section.figures}
    for name, figure in figures.items():
        if figure.explore:
            assert escape(f"cryptodrug explore --at {shlex.quote(figure.explore)}", quote=False) in unquoted
            assert page(client, figure.explore)
        if re.match("levels-|shares-(vendors|listings|transactions|turnover_eur)", name):
            assert len(rows(client, figure.explore)) == figure.frame.height > 0
    who: dict[str, set[str]] = {}
    for row in rows(client, figures["shares-who"].explore):
        who.setdefault(row["market"], set()).add(row["vendor"])
    assert {market: len(vendors) for market, vendors in who.items()} == dict(
        figures["shares-who"].frame.select("market", "value").rows()
    )
    sold = rows(client, figures["bands-all"].explore)
    assert len(sold) >= figures["bands-all"].frame["transactions"].sum() > 0


@pytest.mark.slow
def test_no_row_is_high_because_a_hidden_column_is_long(sources: Sources, page: Page) -> None:
    heights = "[...document.querySelectorAll('tbody tr')].map((row) => row.getBoundingClientRect().height)"
    with served(sources) as (started, enter):
        page.call("Page.navigate", url=enter)
        page.wait(f"document.readyState === 'complete' && location.href === '{started}/'")
        for path in ("/", "/figures/finding", f"/figures/transaction?country=BE&{_WINDOW}", "/search?q=a"):
            for width in (1280, 390):
                visit(page, started, path, width=width)
                found: list[Any] = page.ask(heights)
                assert found or path == "/figures/finding"
                assert max(found, default=0) <= _COMPACT, (path, width)
