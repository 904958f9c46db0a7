from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from cryptodrug_scraper.measures.money.rates import FX, daily_dollars, exchange_rates, implausible_tables

D = date
ECB = pl.DataFrame(
    [
        (D(2018, 11, 19), "USD", 1.1427),
        (D(2018, 11, 19), "CNY", 7.9247),
        (D(2018, 11, 20), "USD", 1.1421),
        (D(2019, 4, 18), "USD", 1.1250),
        (D(2019, 4, 23), "USD", 1.1245),
    ],
    schema={"day": pl.Date, "currency": pl.String, "per_eur": pl.Float64},
    orient="row",
)


def pages(*rows: tuple[str | None, datetime]) -> pl.DataFrame:
    schema = {"rate_table_id": pl.String(), "captured_at": pl.Datetime("us", "UTC")}
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def rates(*rows: tuple[str, str, str, float]) -> pl.DataFrame:
    schema = {"rate_table_id": pl.String(), "base": pl.String(), "quote": pl.String(), "rate": pl.Float64()}
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def at(day: int, hour: int = 12, month: int = 11) -> datetime:
    return datetime(2018, month, day, hour, tzinfo=UTC)


def look(fx: pl.DataFrame, day: date, currency: str) -> tuple[Any, ...]:
    row = fx.row(by_predicate=(pl.col("day") == day) & (pl.col("currency") == currency), named=True)
    return row["eur"], row["source"], row["origin_day"]


DREAM = rates(("t", "BTC", "USD", 5275.1), ("t", "BTC", "EUR", 4620.1), ("t", "BTC", "XMR", 60.0))


def test_a_coin_is_worth_its_dollars_at_the_banks_rate_and_not_its_printed_euros() -> None:
    fx = exchange_rates(pages(("t", at(19))), DREAM, ECB, first_day=D(2018, 11, 19), last_day=D(2018, 11, 19))
    eur, source, origin = look(fx, D(2018, 11, 19), "BTC")
    assert eur == pytest.approx(5275.1 / 1.1427)
    assert (source, origin) == ("page", D(2018, 11, 19))
    assert round(0.0012 * eur, 2) == 5.54
    assert look(fx, D(2018, 11, 19), "XMR")[0] == pytest.approx(5275.1 / 60 / 1.1427)
    assert look(fx, D(2018, 11, 19), "EUR") == (1.0, "ecb", D(2018, 11, 19))
    assert look(fx, D(2018, 11, 19), "CNH")[0] == pytest.approx(1 / 7.9247)
    assert fx.schema == FX


def test_the_last_published_day_counts_on_a_holiday_but_not_for_ever() -> None:
    fx = exchange_rates(pages(), rates(), ECB, first_day=D(2019, 4, 18), last_day=D(2019, 5, 3))
    assert look(fx, D(2019, 4, 22), "USD") == (pytest.approx(1 / 1.125), "ecb", D(2019, 4, 18))
    assert look(fx, D(2019, 4, 23), "USD") == (pytest.approx(1 / 1.1245), "ecb", D(2019, 4, 23))
    assert look(fx, D(2019, 5, 2), "USD") == (None, None, None)


def test_between_page_series_and_line_the_order_is_kept() -> None:
    given = pages(("a", at(19)), ("b", at(23)))
    tables = rates(("a", "BTC", "USD", 5000.0), ("b", "BTC", "USD", 4000.0))
    series = pl.DataFrame({"day": [D(2018, 11, 19), D(2018, 11, 20)], "currency": ["BTC", "BTC"], "usd": [1.0, 4600.0]})
    fx = exchange_rates(given, tables, ECB, series, first_day=D(2018, 11, 18), last_day=D(2018, 11, 24))
    dollar = 1 / 1.1421
    assert look(fx, D(2018, 11, 18), "BTC") == (None, None, None)
    assert look(fx, D(2018, 11, 19), "BTC")[1:] == ("page", D(2018, 11, 19))
    assert look(fx, D(2018, 11, 20), "BTC") == (pytest.approx(4600 * dollar), "series", D(2018, 11, 20))
    assert look(fx, D(2018, 11, 21), "BTC") == (pytest.approx(4400 * dollar), "interpolated", D(2018, 11, 20))
    assert look(fx, D(2018, 11, 24), "BTC") == (None, None, None)


def test_a_table_whose_dollar_is_off_is_reported_and_used_only_if_alone() -> None:
    given = pages(("good", at(19, 8)), ("bad", at(19, 9)), ("bad", at(20)), (None, at(20)))
    tables = rates(
        ("good", "BTC", "USD", 5275.1),
        ("good", "BTC", "EUR", 4620.1),
        ("bad", "BTC", "USD", 9000.0),
        ("bad", "BTC", "EUR", 4620.1),
    )
    warned = implausible_tables(given, tables, ECB)
    assert warned.select("rate_table_id", "captured_at").rows() == [("bad", at(19, 9)), ("bad", at(20))]
    assert warned["deviation"][0] == pytest.approx(9000 / 4620.1 / 1.1427 - 1)
    dollars = daily_dollars(given, tables, ECB)
    bitcoin = dollars.filter(pl.col("currency") == "BTC")
    assert bitcoin["usd"].to_list() == [5275.1, 9000.0]
    assert implausible_tables(given, tables, ECB, deviation=1.0).is_empty()


def test_the_order_of_rows_does_not_matter() -> None:
    given = pages(("t", at(19)), ("u", at(19, 15)), ("u", at(21)))
    tables = pl.concat([DREAM, rates(("u", "BTC", "USD", 5300.0), ("u", "XMR", "USD", 90.0))])
    first, last = D(2018, 11, 19), D(2018, 11, 22)
    one = exchange_rates(given, tables, ECB, first_day=first, last_day=last)
    other = exchange_rates(
        given.reverse(), tables.sample(fraction=1, shuffle=True, seed=7), ECB.reverse(), first_day=first, last_day=last
    )
    assert one.equals(other)


def test_nothing_known_is_no_row_or_no_value() -> None:
    fx = exchange_rates(pages(), rates(), ECB.clear(), first_day=D(2018, 11, 19), last_day=D(2018, 11, 19))
    assert [(D(2018, 11, 19), "EUR", 1.0, "ecb", D(2018, 11, 19))] == fx.rows(), "a euro is a euro on any day"
    assert fx.schema == FX
    fx = exchange_rates(pages(("t", at(19))), DREAM, ECB.clear(), first_day=D(2018, 11, 19), last_day=D(2018, 11, 19))
    assert look(fx, D(2018, 11, 19), "BTC") == (None, None, None)


def test_the_forged_table_of_one_page_does_not_count_as_much_as_that_of_all_others() -> None:
    forged = rates(("f", "BTC", "USD", 5.2751e12), ("f", "BTC", "EUR", 4.6201e12), ("f", "BTC", "XMR", 6e-9))
    shown = pages(*[("t", at(19, hour)) for hour in range(9)], ("f", at(19, 11)))
    every = pl.concat([DREAM, forged])
    assert daily_dollars(shown, every, ECB).equals(daily_dollars(pages(("t", at(19))), DREAM, ECB))


def test_a_day_with_no_other_page_than_a_forged_one_has_no_rate_of_its_own() -> None:
    days = [D(2018, 11, day) for day in range(10, 24)]
    tables = [(f"t{day.day}", "BTC", "USD", 5275.0 + day.day) for day in days]
    tables[9] = ("t19", "BTC", "USD", 52.75)
    shown = pages(*((f"t{day.day}", at(day.day)) for day in days))
    found = daily_dollars(shown, rates(*tables), ECB).filter(pl.col("currency") == "BTC")
    assert D(2018, 11, 19) not in found["day"].to_list()
    assert found.height == 13
    fx = exchange_rates(shown, rates(*tables), ECB, first_day=days[0], last_day=days[-1])
    eur, source, _ = look(fx, D(2018, 11, 19), "BTC")
    assert source == "interpolated"
    assert eur == pytest.approx(5294.0 / 1.1427, rel=1e-3)


def test_a_coin_that_halves_in_a_month_keeps_its_rates() -> None:
    days = [D(2018, 11, day) for day in range(1, 31)]
    tables = [(f"t{day.day}", "BTC", "USD", 6400.0 * 0.5 ** (day.day / 15)) for day in days]
    shown = pages(*((f"t{day.day}", at(day.day)) for day in days))
    assert daily_dollars(shown, rates(*tables), ECB).filter(pl.col("currency") == "BTC").height == 30
