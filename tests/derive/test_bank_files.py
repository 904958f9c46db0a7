"""Files of the European Central Bank's rates: all forms are read alike, and what is none is refused."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from cryptodrug_scraper.derive.bank_files import REFERENCE, read_bank_file
from cryptodrug_scraper.derive.reference_rates import bundled_rates, reference_rates
from cryptodrug_scraper.errors import ConfigurationError
from tests.support.bank_rates import as_table, as_xml, as_zip

TODAY = date(2026, 11, 28)
RATES = pl.DataFrame(
    [(date(2026, 11, 26), "USD", 1.25), (date(2026, 11, 27), "JPY", 171.3), (date(2026, 11, 27), "USD", 1.1)],
    schema=REFERENCE,
    orient="row",
)
TABLE = b"Date,USD,JPY,\n2026-11-27,1.1,171.3,\n2026-11-26,1.25,N/A,\n"
XML = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" '
    b'xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><gesmes:subject>Reference rates</gesmes:subject>'
    b'<Cube><Cube time="2026-11-27"><Cube currency="JPY" rate="171.3"/><Cube currency="USD" rate="1.1"/></Cube>'
    b'<Cube time="2026-11-26"><Cube currency="USD" rate="1.25"/></Cube></Cube></gesmes:Envelope>'
)
"""Of these rates."""


def read(content: bytes) -> pl.DataFrame:
    return read_bank_file("rates", content, TODAY)


def test_the_banks_rates_are_those_that_it_published() -> None:
    found = bundled_rates().filter(day=date(2019, 3, 29))

    assert (1.1235, 0.8583) == tuple(found.filter(currency=code)["per_eur"].item() for code in ("USD", "GBP"))
    assert date(1999, 1, 4) == bundled_rates()["day"].min()


def test_the_forms_are_those_that_the_tests_write() -> None:
    assert (TABLE, XML) == (as_table(RATES), as_xml(RATES))


@pytest.mark.parametrize(
    "content",
    [
        TABLE,
        as_zip(TABLE),
        XML,
        as_zip(XML, "eurofxref-hist.xml"),
        b"\xef\xbb\xbf" + TABLE.replace(b"\n", b"\r\n"),
        b"Date, USD, JPY, \n27 November 2026, 1.1, 171.3, \n26 November 2026, 1.25, , \n",
        TABLE + b"2026-11-26,1.25,N/A,\n",  # alike
    ],
    ids=["table", "zip", "xml", "xml in zip", "from another system", "of the last day", "a day twice"],
)
def test_all_forms_are_read_alike(content: bytes) -> None:
    assert RATES.equals(read(content))


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "is no table of comma-separated values"),
        (b"\x00\xff\xfe", "(no line of headings|no table|no rate)"),
        (b"<html><p>Not found</p></html>", "has no rate"),
        (b"<Cube", "is no XML"),
        (as_zip(TABLE)[:-30], "(has no line|is no table|is a damaged archive)"),
        (as_zip(b"x", "readme.txt"), "holds 0 tables, and not one"),
        (b"Date,\n", "has no rate"),
        (b"Day,USD\n2026-11-27,1.1\n", "no line of headings that begins with Date"),
        (b"Date,USD\n27/11/2026,1.1\n", "has '27/11/2026' for a day"),
        (b"Date,USD\n,1.1\n", "has '' for a day"),
        (b"Date,usd\n2026-11-27,1.1\n", "has 'usd' for a currency"),
        (b"Date,EUR\n2026-11-27,1.0\n", "has 'EUR' for a currency"),
        (b"Date,USD,USD\n2026-11-27,1.1,1.1\n", "for a currency"),
        (b"Date,USD\n2026-11-27,0\n", "has '0' for USD on 2026-11-27, which is no rate"),
        (b"Date,USD\n2026-11-27,0.000\n", "no rate"),
        (b"Date,USD\n2026-11-27,-1.1\n", "has '-1.1' for USD"),
        (b"Date,USD\n2026-11-27,inf\n", "has 'inf' for USD"),
        (b"Date,USD\n2026-11-27,nan\n", "has 'nan' for USD"),
        (b"Date,USD\n2026-11-27," + b"9" * 1000 + b"\n", "has '9{40}…' for USD on 2026-11-27, which is no rate"),
        ("Date,USD\n2026-11-27,١.١\n".encode(), "which is no rate"),
        (b'Date,USD\n2026-11-27,"1,1"\n', "has '1,1' for USD"),
        (b"Date,USD\n2026-11-27,1.1\n2026-11-27,1.2\n", "has two rates of USD on 2026-11-27"),
        (b"Date,USD\n1998-12-31,1.1\n", "when there were no euros"),
        (b"Date,USD\n2026-11-30,1.1\n", "has a rate of 2026-11-30, which is yet to come"),
        (b"Date,USD\n9999-12-31,1.1\n", "yet to come"),
    ],
)
def test_what_is_no_file_of_rates_is_refused_with_what_to_do(content: bytes, fault: str) -> None:
    with pytest.raises(ConfigurationError, match=f"the file of rates rates .*{fault}.* Next: take eurofxref-hist.zip"):
        read(content)


def test_a_file_that_unpacks_to_more_than_any_has_is_refused() -> None:
    bomb = as_zip(b"Date,USD\n" + b"\n" * (65 * 1024**2))
    assert len(bomb) < 1024**2

    with pytest.raises(ConfigurationError, match="holds more than 64 MB"):
        read(bomb)


def test_entities_are_not_resolved() -> None:
    page = b'<!DOCTYPE a [<!ENTITY r SYSTEM "file:///etc/hostname">]>' + XML.partition(b"?>")[2]

    assert RATES.equals(read(page))
    with pytest.raises(ConfigurationError):
        read(page.replace(b'rate="1.1"', b'rate="&r;"'))


def test_of_two_files_the_later_one_counts_and_both_before_the_programs_own() -> None:
    own = bundled_rates().filter(day=date(2019, 3, 29), currency="USD")
    first, second = (as_table(own.with_columns(per_eur=pl.lit(rate))) for rate in (2.0, 3.0))

    def dollar(*files: bytes) -> float:
        known = reference_rates((f"{number}", content) for number, content in enumerate(files))
        assert known.height == bundled_rates().height
        rate: float = known.filter(day=date(2019, 3, 29), currency="USD")["per_eur"].item()
        return rate

    assert [1.1235, 2.0, 3.0, 2.0] == [dollar(), dollar(first), dollar(first, second), dollar(second, first)]
