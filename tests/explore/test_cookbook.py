"""Questions of the cookbook on their pages: fields that say what is wrong, SQL with its values, charts, the schema."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest

from cryptodrug_scraper.cookbook.query import Chart, queries
from cryptodrug_scraper.explore.answer_chart import chart_of
from cryptodrug_scraper.explore.questions import Table
from cryptodrug_scraper.explore.schema import Column, Relation, found_in, used_by
from tests.explore.conftest import OWN, ROOT

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from cryptodrug_scraper.explore.sources import Sources

LINE = Chart("line", "sales", "low", "high", ("month",), ("market",))
BARS = Chart("bars", "sales", None, None, ("goods", "size"), ())
RELATIONS = [
    Relation("snapshot", None, "One row per snapshot.", [Column("grade", "text", "How complete.")]),
    Relation("decision", None, "One row per decision.", [Column("kind", "text", "What it is of.")]),
    Relation("vendors_on", "day date", "Vendors of a day.", [Column("vendor", "text", "Name.")]),
    Relation("share_is_told", "low double precision, high double precision", "Whether it is told.", []),
]


def page(client: FlaskClient, path: str) -> str:
    answer = client.get(f"{ROOT}{path}", base_url=OWN)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def test_every_question_is_listed_and_its_page_has_its_fields(client: FlaskClient) -> None:
    listed = page(client, "/ask")
    for query in queries():
        assert f'<a href="{ROOT}/ask/{query.name}">{query.question}</a>' in listed
        shown = page(client, f"/ask/{query.name}")
        assert query.notes in shown
        assert all(f' name="{each.name}"' in shown for each in query.parameters)
        assert "The answer" not in shown, "nothing is asked before the button is pressed"


def test_a_question_is_found_by_its_number(client: FlaskClient) -> None:
    answer = client.get(f"{ROOT}/ask/12", base_url=OWN)
    assert (303, f"{ROOT}/ask/share-by-month") == (answer.status_code, urlsplit(answer.headers["Location"]).path)
    assert 404 == client.get(f"{ROOT}/ask/nothing", base_url=OWN).status_code


def test_what_was_chosen_before_is_in_the_fields(client: FlaskClient) -> None:
    assert "/ask/reach?country=PL&first_day=2018-12-01" in page(client, "/ask?country=PL&first=2018-12-01")
    shown = page(client, "/ask/reach?country=PL&first_day=2018-12-01")
    assert 'name="country" value="PL"' in shown
    assert "country_reach('PL', 'D2', DATE '2018-12-01'" in shown


def test_another_country_differs_from_the_first(client: FlaskClient, sources: Sources) -> None:
    before, sources._country = sources._country, "NL"
    try:
        shown = page(client, "/ask/several-origins")
    finally:
        sources._country = before
    assert 'name="country" value="NL"' in shown
    assert 'name="other_country" value="BE"' in shown


def test_a_field_says_what_is_wrong_and_keeps_what_was_typed(client: FlaskClient) -> None:
    typed = "country=<b>Deutschland&first_day=2019-02-30&definition=D9&asked=yes"
    answer = client.get(f"{ROOT}/ask/share-by-month?{typed}", base_url=OWN)
    assert "<b>Deutschland" not in answer.text
    shown = unescape(answer.text)
    assert 'type="text" name="country" value="<b>Deutschland" required aria-invalid="true"' in shown
    assert "id=\"why-country\">'<b>Deutschland' is no country:" in shown
    assert 'type="text" name="first_day" value="2019-02-30"' in shown
    assert "'2019-02-30' is no day: day is out of range for month" in shown
    assert '<option value="D9" selected>D9</option>' in shown
    assert "Nothing was asked" in shown
    assert "SELECT" not in shown
    assert "The answer" not in shown


def test_an_answer_is_whole_as_csv(client: FlaskClient) -> None:
    shown = page(client, "/ask/months-without-snapshot?first_day=2019-01-01&last_day=2019-02-28&asked=yes")
    assert "generate_series(date_trunc('month', DATE '2019-01-01'), DATE '2019-02-28'" in shown
    made = client.get(f"{ROOT}/ask/snapshots?asked=yes&csv=answer", base_url=OWN)
    assert made.mimetype == "text/csv"
    assert made.text.startswith('"market","day","pages"')


def test_sql_that_is_refused_says_where(client: FlaskClient) -> None:
    sql = "SELECT market,\n  'ä', marke\nFROM snapshot"
    answer = client.get(f"{ROOT}/ask?sql={quote(sql)}", base_url=OWN)
    assert 404 == answer.status_code
    assert "At line 2, character 8:" in answer.text
    assert '<mark class="words">marke</mark>' in answer.text
    assert f'aria-invalid="true">{sql}</textarea>'.replace("'", "&#39;") in answer.text
    ended = client.get(f"{ROOT}/ask?sql={quote('SELECT (1')}", base_url=OWN)
    assert "At line 1, character 10:" in ended.text
    nowhere = client.get(f"{ROOT}/ask?sql={quote('SELECT 1 / 0')}", base_url=OWN)
    assert "division by zero" in nowhere.text
    assert "At line" not in nowhere.text


def test_the_schema_of_what_sql_asks_stands_beside_it(client: FlaskClient) -> None:
    used = page(client, "/ask/listings-gone").partition("What this SQL asks:")[2].partition("others</summary>")[0]
    assert "<code>listing_presence</code>" in used
    assert "<code>snapshot</code>" in used
    assert "Market and first instant of the snapshot." in used, "the comment of a column"
    assert "timestamp with time zone" in used
    assert "<code>population</code>" not in used
    functions = page(client, "/ask/reach").partition("What this SQL asks:")[2].partition("others</summary>")[0]
    assert "country_reach(country text, definition text, first_day date, last_day date)" in functions


def test_the_schema_is_searched_without_losing_the_question(client: FlaskClient) -> None:
    shown = page(client, "/ask/listings-gone?asked=yes&schema=feedback+rate")
    found = shown.partition("with “feedback rate”")[2]
    assert "<code>vendor_month</code>" in found
    assert "<code>population</code>" not in found
    assert '<input type="hidden" name="asked" value="yes">' in found
    assert "No view, function or column has these words" in page(client, "/ask?schema=zzzz")


@pytest.mark.parametrize(
    ("sql", "used"),
    [
        ("SELECT decision FROM snapshot", ["snapshot"]),
        ("SELECT 1 FROM snapshot s, research.decision AS d", ["snapshot", "decision"]),
        ("SELECT 1 FROM vendors_on('2019-03-01')", ["vendors_on"]),
        ('SELECT share_is_told(1, 2) FROM x JOIN "decision" USING (y)', ["decision", "share_is_told"]),
        ("SELECT 'from snapshot' -- FROM decision\n/* vendors_on( */", []),
        ("TABLE Snapshot", ["snapshot"]),
        ("SELECT vendors_on FROM x", []),
        ("", []),
    ],
)
def test_what_sql_asks_is_told_from_its_names(sql: str, used: list[str]) -> None:
    assert used == [each.name for each in used_by(sql, RELATIONS)]


def test_words_are_looked_for_in_names_and_meanings() -> None:
    assert ["snapshot"] == [each.name for each in found_in(RELATIONS, "COMPLETE how")]
    assert ["vendors_on"] == [each.name for each in found_in(RELATIONS, "day")]
    assert len(RELATIONS) == len(found_in(RELATIONS, ""))


def table(*rows: tuple[object, ...]) -> Table:
    return Table("", "answer", ("market", "month", "sales", "low", "high", "goods", "size"), rows, "")


def test_months_that_do_not_follow_are_not_joined() -> None:
    months = [(2019, 1), (2019, 2), (2019, 4)]
    rows = [("a", date(year, month, 1), Decimal(10), 5, 20, "", "") for year, month in months]
    drawn = chart_of(LINE, table(*rows))
    assert drawn is not None
    assert "sales by month" == drawn[0]
    assert 2 == drawn[2].count('<polyline class="pic-line"')
    assert 2 == drawn[2].count('<polygon class="pic-band"')
    assert "2019-04-01: 10 (5 to 20)" in drawn[2]
    assert "the largest: 20" in drawn[2]


def test_a_figure_that_is_not_told_has_its_interval_alone() -> None:
    rows = [("<a>", date(2019, month, 1), value, 5, 20, "", "") for month, value in ((1, 8), (2, None), (3, 9))]
    drawn = chart_of(LINE, table(*rows))
    assert drawn is not None
    assert 2 == drawn[2].count('<circle class="pic-dot"')
    assert 3 == drawn[2].count('<line class="pic-interval"')
    assert "2019-02-01: too few to say (5 to 20)" in drawn[2]
    assert "<a>" not in drawn[2]


def test_categories_are_bars_of_one_scale() -> None:
    drawn = chart_of(
        BARS, table(("a", None, 50, None, None, "hash", "10 g"), ("a", None, 25.0, None, None, "weed", None))
    )
    assert drawn is not None
    assert 'width="100.0%" height="9"' in drawn[2]
    assert 'width="50.0%" height="9"' in drawn[2]
    assert ">hash, 10 g</text>" in drawn[2]
    assert ">weed</text>" in drawn[2]


@pytest.mark.parametrize("value", [None, 0])
def test_where_nothing_can_be_drawn_there_is_no_chart(value: object) -> None:
    assert chart_of(LINE, table(("a", date(2019, 1, 1), value, None, None, "", ""))) is None
    assert chart_of(BARS, table(("a", date(2019, 1, 1), value, None, None, "", ""))) is None
    assert chart_of(BARS, table()) is None
