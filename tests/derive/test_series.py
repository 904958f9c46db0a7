"""Files of a researcher's own rates: both forms, and how a wrong one is refused."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from cryptodrug_scraper.derive.bank_files import REFERENCE
from cryptodrug_scraper.derive.rates import public_pairs
from cryptodrug_scraper.derive.reference_rates import read_series
from cryptodrug_scraper.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path


def write(folder: Path, content: str, name: str = "xmr.csv") -> Path:
    file = folder / name
    file.write_text(content, encoding="utf-8")
    return file


def test_rows_of_day_currency_and_dollars(tmp_path: Path) -> None:
    found = read_series(
        write(tmp_path, "Day,Currency,USD\n2019-03-02, ltc ,58.5\n2019-03-01,XMR,49\n2019-03-03,XMR,\n")
    )

    assert [(date(2019, 3, 1), "XMR", 49.0), (date(2019, 3, 2), "LTC", 58.5)] == found.rows()


def test_a_file_of_coin_metrics_is_of_the_coin_that_it_is_named_after_and_of_bitcoin(tmp_path: Path) -> None:
    found = read_series(write(tmp_path, "time,PriceBTC,PriceUSD\n2019-03-01T00:00:00Z,0.0125,50\n2019-03-02,,51\n"))

    assert [
        (date(2019, 3, 1), "BTC", 4000.0),
        (date(2019, 3, 1), "XMR", 50.0),
        (date(2019, 3, 2), "XMR", 51.0),
    ] == found.rows()


def test_what_is_no_price_is_no_rate(tmp_path: Path) -> None:
    content = "day,currency,usd\n2019-03-01,XMR,0\n2019-03-02,XMR,-4\n2019-03-03,XMR,nan\n2019-03-04,XMR,inf\n"

    assert [] == read_series(write(tmp_path, content)).rows()


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        ("", "xmr.csv", "cannot read the series"),
        ("day,coin,usd\n2019-03-01,XMR,49\n", "xmr.csv", "has the columns day, coin, usd. Next: give day,currency,usd"),
        ("day,currency,usd\n01/03/2019,XMR,49\n", "xmr.csv", "has a value that is no day or number"),
        ("day,currency,usd\n2019-03-01,XMR,'49,5'\n", "xmr.csv", "(has a value that is no|cannot read)"),
        ("day,currency,usd\n2019-03-01,XMR,forty\n", "xmr.csv", "write days as 2019-03-29 and numbers with a point"),
        ("day,currency,usd\n2019-03-01,XMR,49\n2019-03-01,xmr,50\n", "xmr.csv", "two rates of XMR on 2019-03-01"),
        ("date,PriceUSD\n2019-03-01,49\n", "rates 2019.csv", "is no coin. Next: name the coin"),
    ],
)
def test_a_wrong_file_is_refused_by_name(tmp_path: Path, content: str, name: str, reason: str) -> None:
    file = write(tmp_path, content, name)

    with pytest.raises(ConfigurationError, match=reason) as refused:
        read_series(file)

    assert str(file) in str(refused.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"none\.csv.*Next: give a CSV file with a header line"):
        read_series(tmp_path / "none.csv")


def test_a_series_and_the_bank_say_what_coins_cost_in_dollars_and_euros_and_euros_in_dollars(tmp_path: Path) -> None:
    series = read_series(write(tmp_path, "day,currency,usd\n2019-03-01,XMR,49\n2019-03-03,XMR,54\n"))
    bank = pl.DataFrame(
        {"day": [date(2019, 2, 1), date(2019, 3, 1)], "currency": ["USD", "USD"], "per_eur": [1.1, 1.2]},
        schema=REFERENCE,
    )

    found = public_pairs([series], bank, date(2019, 2, 15))

    assert [
        ("EUR/USD", date(2019, 3, 1), 1.2),
        ("XMR/EUR", date(2019, 3, 1), pytest.approx(49 / 1.2)),
        ("XMR/EUR", date(2019, 3, 3), pytest.approx(54 / 1.2)),
        ("XMR/USD", date(2019, 3, 1), 49.0),
        ("XMR/USD", date(2019, 3, 3), 54.0),
    ] == found.rows()
