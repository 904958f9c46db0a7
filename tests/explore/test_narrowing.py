"""Tables are narrowed by facets, whose counts are those of the rows that they lead to, and sorted by the database."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote

import pytest

from cryptodrug_scraper.explore.pages.figure_facets import NARROWING
from tests.explore.conftest import OWN, ROOT, let_in

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from cryptodrug_scraper.explore.sources import Sources

FACET = re.compile(r'<a href="\?([^"]+)">([^<]+)</a> <span class="count">([\d,]+)</span>')
CHOSEN = re.compile(r'<span class="chosen">(.+?) \(([\d,]+)\) <a href="\?([^"]*)"')
SNAPSHOT = "/snapshot/wallstreet-20190218T080000Z"


@pytest.fixture(scope="module")
def browser(derived: Sources) -> FlaskClient:
    return let_in(derived)


def page(browser: FlaskClient, path: str) -> str:
    answer = browser.get(f"{ROOT}{path}", base_url=OWN)
    assert answer.status_code == 200, (path, answer.text[-3000:])
    return unescape(answer.text)


def rows(browser: FlaskClient, path: str, name: str) -> list[dict[str, str]]:
    """All rows of a table, as its CSV has them."""
    text = page(browser, f"{path}{'&' if '?' in path else '?'}csv={name}")
    return list(csv.DictReader(io.StringIO(text)))


def facets(shown: str) -> list[tuple[str, str, int]]:
    """Each facet's link, value and count."""
    return [(link, value, int(count.replace(",", ""))) for link, value, count in FACET.findall(shown)]


def test_a_window_that_ends_before_it_begins_is_refused(browser: FlaskClient) -> None:
    for kind in ("country_share", "market_month"):
        answer = browser.get(f"{ROOT}/figures/{kind}?first=2019-05-01&last=2019-03", base_url=OWN)
        assert answer.status_code == 404
        assert "the window ends before it begins: from 2019-05-01 to 2019-03-31" in unescape(answer.text)
    assert "<table" in page(browser, "/figures/market_month?first=2019-03&last=2019-03-31")


def test_where_no_finding_is_kept_the_page_says_what_keeps_and_what_prints_them(browser: FlaskClient) -> None:
    other = page(browser, "/figures/finding?country=us")
    assert (
        "The derivation keeps those of BE by D2, and no others: cryptodrug findings --country US prints others" in other
    )
    assert "to have others kept, derive with other parameters ([findings])." in other
    assert "--definition D4 prints" in page(browser, "/figures/finding?definition=D4")
    assert "--country" not in page(browser, "/figures/finding?country=zz;rm").partition("No rows.")[2]
    assert "None of those that the derivation keeps are so." in page(browser, "/figures/finding?country=be&market=none")
    assert "No rows" not in page(browser, "/figures/finding?country=be")


def test_one_row_is_one(browser: FlaskClient) -> None:
    one = "/figures/market_month?market=dream&measure=vendors&first=2019-03&last=2019-03"
    assert len(rows(browser, one, "market_month")) == 1
    assert re.search(r"CSV</a>\s+1 row\.", page(browser, one))


@pytest.mark.parametrize(
    ("path", "name", "least"),
    [
        ("/figures/transaction", "transaction", 30),
        pytest.param(
            "/figures/transaction?origin=NL&first=2019-01&last=2019-03", "transaction", 5, marks=pytest.mark.campaign
        ),
        ("/figures/transaction?country=BE&definition=D2&attribution=A2", "transaction", 8),
        ("/figures/distinct_review?market=dream", "distinct_review", 10),
        pytest.param("/figures/listing_month", "listing_month", 20, marks=pytest.mark.campaign),
        pytest.param(
            "/figures/listing_month?definition=D1&market=dream", "listing_month", 10, marks=pytest.mark.campaign
        ),
        ("/figures/listing_month?definition=D4&category=Cannabis", "listing_month", 8),
        pytest.param("/figures/market_month?first=2019-02&last=2019-03", "market_month", 8, marks=pytest.mark.campaign),
        ("/figures/country_share?country=NL&first=2019-03&last=2019-03", "country_share", 6),
        pytest.param("/search?q=a", "listings", 8, marks=pytest.mark.campaign),
        ("/search?q=speed&country=BE", "listings", 1),
        (SNAPSHOT, "listings", 6),
    ],
)
def test_a_facet_counts_the_rows_that_it_leads_to(browser: FlaskClient, path: str, name: str, least: int) -> None:
    found = facets(page(browser, path))
    assert len(found) >= least
    before = parse_qs(path.partition("?")[2])
    for link, value, count in found[:: max(1, len(found) // 6)]:
        assert before.items() <= parse_qs(link).items(), "what was chosen before stays"
        assert [value] in parse_qs(link).values()
        assert count == len(rows(browser, f"{path.partition('?')[0]}?{link}", name)), (link, value)


def test_facets_combine_and_are_taken_away(browser: FlaskClient) -> None:
    path = "/figures/transaction?market=empire&category=Cannabis&price=ok"
    shown = page(browser, path)
    count = len(rows(browser, path, "transaction"))
    assert count > 10
    found = CHOSEN.findall(shown)
    assert {("empire", f"{count:,}"), ("Cannabis", f"{count:,}"), ("ok", f"{count:,}")} == {each[:2] for each in found}
    without = [parse_qs(link) for _, _, link in found]
    assert {"market": ["empire"], "price": ["ok"]} in without
    assert {"market": ["empire"], "category": ["Cannabis"]} in without
    assert '<input type="hidden" name="price" value="ok">' in shown, "the form keeps what is no field of it"
    assert '<input type="hidden" name="market"' not in shown


@pytest.mark.parametrize(
    ("path", "name", "column"),
    [
        ("/figures/transaction?first=2019-01", "transaction", "amount_eur"),
        pytest.param("/figures/distinct_review?market=dream", "distinct_review", "stars", marks=pytest.mark.campaign),
        pytest.param("/figures/listing_month?market=empire", "listing_month", "vendor", marks=pytest.mark.campaign),
        ("/figures/market_month?measure=turnover_eur", "market_month", "high"),
        ("/search?q=a", "listings", "pages"),
        pytest.param("/search?q=a", "vendors", "listings", marks=pytest.mark.campaign),
        (SNAPSHOT, "vendors", "listing_count"),
        ("/market/empire/vendor/{vendor}", "sales", "amount_eur"),
        pytest.param("/market/empire/vendor/{vendor}", "listings", "last_eur", marks=pytest.mark.campaign),
    ],
)
@pytest.mark.slow
def test_rows_are_sorted_by_a_column(browser: FlaskClient, derived: Sources, path: str, name: str, column: str) -> None:
    sql = "SELECT vendor FROM transaction WHERE market = 'empire' GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
    path = path.format(vendor=derived.ask("", "", sql).rows[0][0])
    sign = "&" if "?" in path else "?"
    usual = rows(browser, path, name)
    assert len({row[column] for row in usual}) > 2
    for down in (False, True):
        sorted_by = f"{path}{sign}sort={name}.{'-' if down else ''}{column}"
        found = rows(browser, sorted_by, name)
        assert sorted(map(str, found)) == sorted(map(str, usual))
        values = [row[column] for row in found]
        known = [value if column == "vendor" else float(value) for value in values if value]
        assert known == sorted(known, reverse=down)
        assert values == [*values[: len(known)], *[""] * (len(values) - len(known))], "what is not known comes last"
        head = f'aria-sort="{"descending" if down else "ascending"}"><a href="?'
        shown = page(browser, sorted_by)
        link = re.escape(f"sort={name}.{column if down else f'-{column}'}")
        assert re.search(rf'{head}[^"]*{link}">{column}</a>'.replace("?", r"\?"), shown), "its head turns it round"
        assert "Usual order" in shown


def test_the_sql_that_is_shown_gives_the_rows_that_are_shown(browser: FlaskClient, derived: Sources) -> None:
    path = "/figures/transaction?origin=NL&price=ok&sort=transaction.-amount_eur"
    shown = re.search(r"<summary>SQL</summary><pre>(.*?)</pre>", page(browser, path), re.DOTALL)
    assert shown is not None
    found = derived.ask("", "", shown[1].replace(":", r"\:"), most=None).mappings
    assert [str(row["transaction_id"]) for row in found] == [
        row["transaction_id"] for row in rows(browser, path, "transaction")
    ]


def test_of_very_many_rows_nothing_is_counted_or_sorted_for_the_first_view(
    browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = rows(browser, "/figures/transaction", "transaction")
    few = replace(NARROWING["transaction"], most=(100, 200))
    monkeypatch.setitem(NARROWING, "transaction", few)
    shown = page(browser, "/figures/transaction?sort=transaction.amount_eur")
    assert [] == facets(shown)
    assert "They are not counted, since there are many rows" in shown
    assert ">empire</a>" in shown, "what is known without counting leads on all the same"
    assert "more than 200 rows, which are not sorted by amount_eur: narrow them first" in shown
    assert 'aria-sort="ascending"' not in shown
    assert rows(browser, "/figures/transaction?sort=transaction.amount_eur", "transaction") == usual
    whole = facets(page(browser, "/figures/transaction?count=transaction"))
    assert sum(count for link, _, count in whole if "market=" in link) == len(usual)
    narrow = page(browser, "/figures/transaction?market=empire&month=2019-05&sort=transaction.amount_eur")
    assert 'aria-sort="ascending"' in narrow


@pytest.mark.parametrize(
    "sort", ['transaction.a"; DROP TABLE x; --', "transaction", ".", "listing_month.vendor", "transaction.--vendor"]
)
def test_what_names_no_column_sorts_nothing(browser: FlaskClient, sort: str) -> None:
    assert "Usual order" not in page(browser, f"/figures/transaction?sort={quote(sort)}")


def test_a_column_that_is_not_there_is_refused(browser: FlaskClient) -> None:
    answer = browser.get(f"{ROOT}/figures/transaction?sort=transaction.nothing", base_url=OWN)
    assert 404 == answer.status_code
    assert "nothing" in answer.text


def test_a_facet_without_rows_says_so(browser: FlaskClient) -> None:
    shown = page(browser, f"/figures/transaction?price={quote(chr(39) + ' OR 1 = 1 --')}")
    assert "No rows." in shown
    assert "remove</a>" in shown
