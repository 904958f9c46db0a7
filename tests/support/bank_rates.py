"""Files of reference rates in the forms of the European Central Bank, with rates of the program's own."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

__all__ = ["as_table", "as_xml", "as_zip"]


def as_table(rates: pl.DataFrame, currencies: Iterable[str] = ()) -> bytes:
    """``eurofxref-hist.csv``: the newest day first, ``N/A`` where there is no rate, and a comma at the end of lines."""
    wide = rates.pivot("currency", index="day", values="per_eur").sort("day", descending=True)
    named = list(currencies) or wide.columns[1:]
    lines = [",".join(["Date", *named, ""])]
    for row in wide.iter_rows(named=True):
        cells = ["N/A" if row.get(code) is None else str(row[code]) for code in named]
        lines.append(",".join([str(row["day"]), *cells, ""]))
    return ("\n".join(lines) + "\n").encode()


def as_zip(table: bytes, name: str = "eurofxref-hist.csv") -> bytes:
    """``eurofxref-hist.zip``."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            zipfile.ZipInfo(name, (2019, 1, 2, 3, 4, 6)), table, zipfile.ZIP_DEFLATED
        )  # the same bytes every time
    return packed.getvalue()


def as_xml(rates: pl.DataFrame) -> bytes:
    """``eurofxref-hist.xml``."""
    days = []
    for (day,), rows in rates.sort("day", "currency", descending=[True, False]).group_by("day", maintain_order=True):
        assert isinstance(day, date)
        cubes = [f'<Cube currency="{code}" rate="{rate}"/>' for code, rate in rows["currency", "per_eur"].rows()]
        days.append(f'<Cube time="{day}">{"".join(cubes)}</Cube>')
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" '
        'xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><gesmes:subject>Reference rates</gesmes:subject>'
        f"<Cube>{''.join(days)}</Cube></gesmes:Envelope>"
    ).encode()
