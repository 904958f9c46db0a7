"""
Read a file of the European Central Bank's reference rates, in the forms in which the bank gives them.

These are ``eurofxref-hist.zip`` and ``eurofxref.zip``, the table of comma-separated values that lies in each, and
``eurofxref-hist.xml`` and its shorter kin. Source: European Central Bank, euro foreign exchange reference rates,
https://www.ecb.europa.eu/stats/eurofxref/.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import NoReturn

import polars as pl
from lxml import etree

from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.errors import ConfigurationError

__all__ = ["EURO_SINCE", "MOST_BYTES", "REFERENCE", "read_bank_file"]

EURO_SINCE = date(1999, 1, 1)
"""The first day on which there were euros; the bank's first rates are of three days later."""
MOST_BYTES = 64 * 1024**2
"""The largest file, packed or not: the bank's whole history takes 8 MB in its longest form."""
REFERENCE = pl.Schema({"day": pl.Date(), "currency": pl.String(), "per_eur": pl.Float64()})
"""Columns of reference rates: units of the currency for one EUR."""
_CODE = re.compile(r"[A-Z]{3}")
_NUMBER = r"^[0-9]{1,12}(?:\.[0-9]{1,12})?$"
_ABSENT = ["", "N/A", "-"]
_TEXT = dict.fromkeys(("day", "currency", "rate"), pl.String())
_USUAL_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""Nearly all days are written so: there are seven thousand in the bank's history, and a form takes long to apply."""
_FORMS = ("%Y-%m-%d", "%d %B %Y")
"""How days are written in the long table, and in the short one of the last day."""
_NEXT = "Next: take eurofxref-hist.zip as the European Central Bank publishes it"
_SHOWN = 40
_DAMAGES = (OSError, EOFError, zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, zlib.error)
"""What reading an archive raises that is cut, encrypted, or packed in an unknown way."""


def read_bank_file(name: str, content: bytes, today: date | None = None) -> pl.DataFrame:
    """
    Return the rates of a file.

    Args:
        name: of the file, for messages.
        content: its bytes.
        today: days after the one after it are refused; None for a file that was looked at before.

    Returns:
        `REFERENCE`, sorted; one row for each day and currency that has a rate.

    Raises:
        ConfigurationError: it has another form, no rate, something that is no day, currency or rate, two rates of one
            currency on one day, a day before there were euros, or one that is yet to come.
    """
    if len(content) > MOST_BYTES:
        _refuse(name, f"has more than {MOST_BYTES // 1024**2} MB")
    if zipfile.is_zipfile(io.BytesIO(content)):
        content = _unpacked(name, content)
    read = _of_xml if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else _of_csv
    cells = read(name, content).with_columns(pl.all().fill_null("").str.strip_chars())
    cells = cells.filter(~pl.col("rate").is_in(_ABSENT))
    if cells.is_empty():
        _refuse(name, "has no rate")
    for code in cells["currency"].unique().sort():
        if _CODE.fullmatch(code) is None or code == "EUR":
            _refuse(name, f"has {_shown(code)} for a currency")
    known = cells["day"].unique().sort()
    days = pl.DataFrame(
        {"day": known, "at": [_day(name, stated, today) for stated in known]}, schema_overrides={"at": pl.Date()}
    )
    is_rate = pl.col("rate").str.contains(_NUMBER) & pl.col("rate").str.contains("[1-9]")
    wrong = cells.filter(~is_rate)
    if not wrong.is_empty():
        stated, code, number = wrong.row(0)
        _refuse(name, f"has {_shown(number)} for {code} on {stated}, which is no rate")
    rates = cells.join(days, on="day").select(day="at", currency="currency", per_eur=pl.col("rate").cast(pl.Float64))
    rates = rates.sort("day", "currency")
    again = (pl.col("day") == pl.col("day").shift()) & (pl.col("currency") == pl.col("currency").shift())
    if rates.select(again.any()).item():
        rates = rates.unique().sort("day", "currency")
        twice = rates.filter(again)
        if not twice.is_empty():
            _refuse(name, f"has two rates of {twice['currency'][0]} on {twice['day'][0]}")
    return rates.cast(REFERENCE)


def _unpacked(name: str, content: bytes) -> bytes:
    """The one table in an archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [member for member in archive.namelist() if member.lower().endswith((".csv", ".xml"))]
            if len(members) != 1:
                _refuse(name, f"holds {counted(len(members), 'table')}, and not one")
            with archive.open(members[0]) as member:
                table = member.read(MOST_BYTES + 1)
    except _DAMAGES as error:
        _refuse(name, f"is a damaged archive ({error})", error)
    if len(table) > MOST_BYTES:
        _refuse(name, f"holds more than {MOST_BYTES // 1024**2} MB")
    return table


def _of_csv(name: str, content: bytes) -> pl.DataFrame:
    """The cells of a table with a line for each day and a column for each currency."""
    try:
        table = pl.read_csv(content, infer_schema=False)
    except pl.exceptions.PolarsError as error:
        _refuse(name, f"is no table of comma-separated values ({error})", error)
    if table.columns[0].strip() != "Date":
        _refuse(name, "has no line of headings that begins with Date")
    return table.rename({table.columns[0]: "day"}).unpivot(index="day", variable_name="currency", value_name="rate")


def _of_xml(name: str, content: bytes) -> pl.DataFrame:
    """The rate of each ``Cube`` with a currency, within the one with its day."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        _refuse(name, f"is no XML ({error})", error)
    rows = []
    for cube in root.iter("{*}Cube"):
        around = cube.getparent()
        if "currency" in cube.attrib:
            stated = "" if around is None else around.get("time", "")
            rows.append((stated, cube.attrib["currency"], cube.get("rate", "")))
    return pl.DataFrame(rows, schema=["day", "currency", "rate"], schema_overrides=_TEXT, orient="row")


def _day(name: str, stated: str, today: date | None) -> date:
    day = _written(stated)
    if day is None:
        _refuse(name, f"has {_shown(stated)} for a day")
    if day < EURO_SINCE:
        _refuse(name, f"has a rate of {stated}, when there were no euros")
    if today is not None and day > today + timedelta(days=1):
        _refuse(name, f"has a rate of {stated}, which is yet to come")
    return day


def _written(stated: str) -> date | None:
    if _USUAL_DAY.fullmatch(stated) is not None:
        with suppress(ValueError):
            return date.fromisoformat(stated)
    for form in _FORMS:
        with suppress(ValueError):
            return datetime.strptime(stated, form).date()  # noqa: DTZ007  # a day has no time zone
    return None


def _shown(said: str) -> str:
    return repr(said if len(said) <= _SHOWN else said[:_SHOWN] + "…")


def _refuse(name: str, fault: str, error: Exception | None = None) -> NoReturn:
    message = f"the file of rates {name} {fault}. {_NEXT}"
    raise ConfigurationError(message) from error
