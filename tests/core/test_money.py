from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cryptodrug_scraper.page.money import (
    has_negative,
    money_step,
    parse_count,
    parse_money,
    parse_number,
    parse_prices,
    stated_price,
)
from cryptodrug_scraper.page.records import Money


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("9,478.97", "9478.97"),
        ("1'234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("12.345.678,90", "12345678.90"),
        ("7,5", "7.5"),
        ("1,000", "1000"),
        ("0,553", "0.553"),
        ("124.80000000000001", "124.8"),
        ("3.1096000000000004", "3.1096"),
        ("29.999999999999996", "30"),
        ("0", "0"),
        ("1 234.5", "1234.5"),
    ],
)
def test_numbers_are_read_in_every_format(text: str, number: str) -> None:
    assert Decimal(number) == parse_number(text)


@pytest.mark.parametrize("text", ["", "x", "NaN", "Infinity", "1-2", "..", "--5"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "prices"),
    [
        ("฿0.000787 (€7.28)", [("0.000787", "BTC"), ("7.28", "EUR")]),
        ("฿0.01408 (€124.80000000000001)", [("0.01408", "BTC"), ("124.80", "EUR")]),
        ("$65.8", [("65.80", "USD")]),
        ("USD 9,478.97", [("9478.97", "USD")]),
        ("12.50 €", [("12.50", "EUR")]),
        ("0.000213 BTC / 0.031343 XMR", [("0.000213", "BTC"), ("0.031343", "XMR")]),
        ("mBTC 3.2", [("0.0032", "BTC")]),
        ("m฿3.2", [("0.0032", "BTC")]),
        ("usd 5.00", [("5.00", "USD")]),
        ("12.- €", [("12.00", "EUR")]),
        ("€ 12,--", [("12.00", "EUR")]),
        ("฿0", [("0", "BTC")]),
        ("1.150 €", [("1150.00", "EUR")]),
        ("$ 1,150", [("1150.00", "USD")]),
        ("฿0.001 ($7.646)", [("0.001", "BTC"), ("7.646", "USD")]),
        ("USD 7.646", [("7.646", "USD")]),
        ("1.150 CZK", [("1150.00", "CZK")]),
        ("0.250 €", [("0.250", "EUR")]),
        ("12,50 € (0,553 XMR)", [("12.50", "EUR"), ("0.553", "XMR")]),
        ("1,150 XMR", [("1.150", "XMR")]),
        ("1,150.25 XMR", [("1150.25", "XMR")]),
        ("2.750 BTC", [("2.750", "BTC")]),
        ("5 g", []),
        ("", []),
    ],
)
def test_every_amount_of_a_price_is_read(text: str, prices: list[tuple[str, str]]) -> None:
    assert [Money(Decimal(amount), currency) for amount, currency in prices] == list(parse_prices(text))


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("฿0.01 (kr55)", None),
        ("฿0.01 (USD)", None),
        ("฿0.01 (€-5)", None),
        ("฿0.01 ($5.50)", "5.50"),
        ("฿0.01", "0.01"),
        ("none", None),
    ],
)
def test_a_coin_is_no_price_where_another_amount_is_not_read(text: str, amount: str | None) -> None:
    price = stated_price(parse_prices(text), text)
    assert (None if price is None else str(price.amount)) == amount


def test_prices_keep_two_decimals_as_text() -> None:
    assert "65.80" == str(parse_prices("$65.8")[0].amount)


def test_a_text_with_two_amounts_is_no_single_amount() -> None:
    assert parse_money("฿1 ($2)") is None


@pytest.mark.parametrize(
    ("text", "step", "currency"),
    [
        ("~ $58", "1", "USD"),
        ("~ ฿0.0012", "0.0001", "BTC"),
        ("~ ฿0.03", "0.01", "BTC"),
        ("~ ฿2", "1", "BTC"),
        ("USD 412.50", "0.01", "USD"),
        ("ca. 1.150 €", "1", "EUR"),
        ("0,553 XMR", "0.001", "XMR"),
        ("~ mBTC 31", "0.001", "BTC"),
        ("~ m฿1.31", "0.00001", "BTC"),
    ],
)
def test_the_rounding_of_an_amount_is_its_last_digit(text: str, step: str, currency: str) -> None:
    amount = parse_money(text)
    assert amount is not None
    assert Money(Decimal(step), currency) == money_step(amount, text)


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_english_and_german_forms_of_one_number_agree(number: Decimal) -> None:
    english = f"{number:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert number == parse_number(english) == parse_number(german)


@pytest.mark.parametrize(
    ("text", "count"), [("18829", 18829), (" 1,067 ", 1067), ("1'234", 1234), ("", None), ("x", None)]
)
def test_counts_are_whole_numbers(text: str, count: int | None) -> None:
    assert count == parse_count(text)


@pytest.mark.parametrize("text", ["USD -50.00", "-50.00 USD", "$-50", "€ -0.01", "฿-0.5"])
def test_nobody_pays_less_than_nothing(text: str) -> None:
    assert parse_money(text) is None
    assert parse_prices(text) == ()
    assert has_negative(text)


@pytest.mark.parametrize("text", ["USD 50.00 - USD 60.00", "10-50 $", "- 5", "USD -0.00", "5-10 days"])
def test_a_dash_before_a_number_makes_no_negative_amount(text: str) -> None:
    assert not has_negative(text)
