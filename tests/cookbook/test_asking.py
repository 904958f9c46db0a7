"""Queries of the cookbook say what they are asked with, and take nothing else."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import text

from cryptodrug_scraper.cookbook.asking import as_usual, filled, given, headed, values_set
from cryptodrug_scraper.cookbook.kinds import Held, kind_of
from cryptodrug_scraper.cookbook.query import Chart, Query, queries, query_called, read_query
from cryptodrug_scraper.errors import ConfigurationError

PLACES = re.compile(r"belgi|netherlands|dutch|\bgerman", re.IGNORECASE)
HEAD = "-- Some: which?\n--\n-- Notes.\n--\n"


@pytest.mark.parametrize("query", queries(), ids=lambda query: query.name)
def test_a_query_names_the_values_that_its_sql_has(query: Query) -> None:
    assert sorted(each.name for each in query.parameters) == sorted(text(query.sql).compile().params)
    assert not given(query, {}).wrong
    assert ":" not in re.sub(r"::|'[^']*'", "", as_usual(query))


@pytest.mark.parametrize("query", queries(), ids=lambda query: query.name)
def test_a_query_is_true_for_every_country_and_time(query: Query) -> None:
    said = f"{query.name} {query.question} {re.sub('the Netherlands, ', '', query.notes)} {query.sql}"
    if query.name != "excluded-destinations":  # whose notes quote what a vendor writes
        assert PLACES.findall(said) == []
    assert re.findall(r"'20\d\d-|'[A-Z]{2}'|\b(?:19|20)\d\d\b", f"{query.question} {query.sql}") == []


def test_a_query_is_called_by_its_number_or_its_name() -> None:
    assert query_called("4") is query_called("04") is query_called("vendors-on-a-day")
    with pytest.raises(ConfigurationError, match="did you mean vendors-on-a-day"):
        query_called("vendors-on-a-dya")
    with pytest.raises(ConfigurationError, match=rf"it has 1 to {len(queries())}"):
        query_called("0")


def test_a_head_says_values_and_a_chart() -> None:
    lines = (
        "-- :day: the day, as it is (day, 2019-03-01)\n-- chart: line of a from b to c over day, one for each d, e\n"
    )
    query = read_query("07-some.sql", f"{HEAD}{lines}SELECT :day;")
    assert (query.number, query.name, query.section, query.question) == (7, "some", "Some", "Which?")
    assert [(each.name, each.meaning, each.kind, each.usual) for each in query.parameters] == [
        ("day", "the day, as it is", "day", "2019-03-01")
    ]
    assert query.chart == Chart("line", "a", "b", "c", ("day",), ("d", "e"))
    assert read_query("07-some.sql", f"{HEAD}-- chart: bars of a over b, c\nSELECT 1;").chart == Chart(
        "bars", "a", None, None, ("b", "c"), ()
    )


@pytest.mark.parametrize(
    "file",
    [
        f"{HEAD}-- :day the day (day, 2019-03-01)\nSELECT 1;",
        f"{HEAD}-- :day: the day\nSELECT 1;",
        f"{HEAD}-- chart: pie of a over b\nSELECT 1;",
        f"{HEAD}-- chart: line of a from b over c\nSELECT 1;",
        "-- no question\n--\n-- Notes.\nSELECT 1;",
        "SELECT 1;",
    ],
)
def test_a_head_of_another_form_is_refused(file: str) -> None:
    with pytest.raises(ConfigurationError, match=r"07-some\.sql"):
        read_query("07-some.sql", file)


@pytest.mark.parametrize(
    ("kind", "said", "value"),
    [
        ("country", "de", "DE"),
        ("country", "XK", "XK"),
        ("day", "2020-02-29", date(2020, 2, 29)),
        ("market", "empire", "empire"),
        ("market", "elsewhere", "elsewhere"),
        ("substance", "heroin", "heroin"),
        ("definition", "D4", "D4"),
        ("attribution", "A3", "A3"),
        ("event", "exit_scam", "exit_scam"),
        ("event", "withdrawals_stopped", "withdrawals_stopped"),
        ("number", "0.5", 0.5),
        ("number", "1000", 1000),
        ("days", "28", 28),
    ],
)
def test_a_value_of_its_kind_is_read(kind: str, said: str, value: object) -> None:
    assert kind_of(kind, Held(["elsewhere"], ["withdrawals_stopped"])).read(said) == value


@pytest.mark.parametrize(
    ("kind", "said", "why"),
    [
        ("country", "Deutschland", "did you mean DE?"),
        ("country", "QQ", "ISO 3166-1"),
        ("country", "EU", "is no country"),
        ("country", "", "is no country"),
        ("country", "BE' OR 'a' = 'a", "is no country"),
        ("day", "2019-02-29", "day is out of range"),
        ("day", "1.3.2019", "write it as 2019-01-31"),
        ("day", "20190301", "write it as 2019-01-31"),
        ("day", "２０１９-０３-０１", "write it as 2019-01-31"),
        ("day", "2019-W09-5", "write it as 2019-01-31"),
        ("market", "empyre", "did you mean empire?"),
        ("market", "elsewhere", "give one of"),
        ("substance", "herion", "did you mean heroin?"),
        ("definition", "D5", "give one of D1, D2, D3, D4"),
        ("attribution", "a1", "give one of A1, A2, A3"),
        ("event", "rain", "give one of closure_announced"),
        ("event", "opened", "give one of closure_announced"),
        ("number", "0", "above 0"),
        ("number", "-1", "above 0"),
        ("number", "1e9", "above 0"),
        ("number", "nan", "above 0"),
        ("number", "１", "above 0"),
        ("days", "28.5", "a whole number"),
        ("days", "0", "a whole number"),
        ("days", "9999999999999999999999", "a whole number"),
    ],
)
def test_what_is_no_value_of_its_kind_says_what_to_give(kind: str, said: str, why: str) -> None:
    with pytest.raises(ValueError, match=re.escape(why)) as told:
        kind_of(kind).read(said)
    assert repr(said) in str(told.value)


def test_all_that_is_wrong_is_said_at_once_and_what_was_given_is_kept() -> None:
    found = given(
        query_called("share-by-month"), {"country": " Polska ", "first_day": "2019-03-01", "last_day": "2019-02-28"}
    )
    assert found.said["country"] == "Polska"
    assert found.wrong.keys() == {"country", "last_day"}
    assert found.wrong["last_day"] == "'2019-02-28' comes before '2019-03-01'"
    assert found.values["definition"] == "D2"


def test_the_sql_has_its_values_in_it_and_says_which() -> None:
    query = query_called("value-bands")
    said = headed(query, values_set(query, ["country=pl", "first_day=2019-02-01", "second_amount=2000"]))
    assert said.splitlines()[1] == (
        "-- country PL, definition D2, attribution A1, first_day 2019-02-01, last_day 2019-11-30, first_amount 200, "
        "second_amount 2000"
    )
    assert "value_band('PL', 'D2', 'A1', DATE '2019-02-01', DATE '2019-11-30', ARRAY[200, 2000])" in said
    assert headed(query_called("three-totals"), {}).count("\n--") == 0
    assert filled(query_called("three-totals"), {}) == query_called("three-totals").sql


@pytest.mark.parametrize(
    ("pair", "why"),
    [
        ("country", "write it as name=value"),
        ("contry=DE", "did you mean country?"),
        ("zzz=1", "it has country, day"),
        ("day=", "is no day"),
    ],
)
def test_what_is_set_wrongly_is_said(pair: str, why: str) -> None:
    with pytest.raises(ConfigurationError, match=re.escape(why)):
        values_set(query_called("vendors-on-a-day"), [pair])


def test_a_query_without_values_takes_none() -> None:
    with pytest.raises(ConfigurationError, match="it has none"):
        values_set(query_called("three-totals"), ["country=DE"])
