"""
Which countries a region holds, on a day.

The continents and their parts are those of the UN statistics division's standard M49 (2019 edition), which covers
every code of ISO 3166-1; Kosovo (``XK``) and four withdrawn codes that menus of markets print are added. Members of
the European Union and of the Schengen area carry the day of their accession, and of leaving, from the treaties; the
withdrawn codes the day on which the state ended, so that no region holds it after that.
Where vendors mean something else than M49, their use wins: ``EUROPE`` holds Cyprus, and ``WESTERN_EUROPE`` and
``EASTERN_EUROPE`` divide Europe as before 1990.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["COUNTRIES", "WORLD", "is_country", "region_table"]

WORLD = "WORLD"

_M49 = {
    "AFRICA": """
        DZ EG EH LY MA SD TN  BI DJ ER ET IO KE KM MG MU MW MZ RE RW SC SO SS TF TZ UG YT ZM ZW
        AO CD CF CG CM GA GQ ST TD  BW LS NA SZ ZA  BF BJ CI CV GH GM GN GW LR ML MR NE NG SH SL SN TG
    """,
    "CARIBBEAN": "AG AI AN AW BB BL BQ BS CU CW DM DO GD GP HT JM KN KY LC MF MQ MS PR SX TC TT VC VG VI",
    "CENTRAL_AMERICA": "BZ CR GT HN MX NI PA SV",
    "SOUTH_AMERICA": "AR BO BR BV CL CO EC FK GF GS GY PE PY SR UY VE",
    "NORTHERN_AMERICA": "BM CA GL PM US",
    "ANTARCTICA": "AQ",
    "CENTRAL_ASIA": "KG KZ TJ TM UZ",
    "EASTERN_ASIA": "CN HK JP KP KR MN MO TW",
    "SOUTHEAST_ASIA": "BN ID KH LA MM MY PH SG TH TL VN",
    "SOUTHERN_ASIA": "AF BD BT IN IR LK MV NP PK",
    "WESTERN_ASIA": "AE AM AZ BH CY GE IL IQ JO KW LB OM PS QA SA SY TR YE",
    "EUROPE_EAST": "BG BY CZ HU MD PL RO RU SK SU UA",
    "EUROPE_NORTH": "AX DK EE FI FO GB GG IE IM IS JE LT LV NO SE SJ",
    "EUROPE_SOUTH": "AD AL BA CS ES GI GR HR IT ME MK MT PT RS SI SM VA XK YU",
    "EUROPE_WEST": "AT BE CH DE FR LI LU MC NL",
    "OCEANIA": "AS AU CC CK CX FJ FM GU HM KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS",
}
_EAST = f"{_M49['EUROPE_EAST']} EE LT LV AL BA CS HR ME MK RS SI XK YU"
_EUROPE = " ".join(codes for part, codes in _M49.items() if part.startswith("EUROPE_")) + " CY"
_AMERICA = ("CARIBBEAN", "CENTRAL_AMERICA", "NORTHERN_AMERICA", "SOUTH_AMERICA")

COUNTRIES = frozenset(" ".join(_M49.values()).split())
"""Every code of ISO 3166-1, Kosovo, and the withdrawn AN, CS, SU and YU."""

_ALWAYS = {
    "AFRICA": _M49["AFRICA"],
    "AMERICAS": " ".join(_M49[part] for part in _AMERICA),
    "ANTARCTICA": _M49["ANTARCTICA"],
    "ASIA": " ".join(codes for part, codes in _M49.items() if part.endswith("_ASIA") or part == "SOUTHEAST_ASIA"),
    "BALKANS": "AL BA BG CS GR HR ME MK RO RS SI XK YU",
    "BALTICS": "EE LT LV",
    "BENELUX": "BE LU NL",
    "CARIBBEAN": _M49["CARIBBEAN"],
    "CENTRAL_AMERICA": _M49["CENTRAL_AMERICA"],
    "DACH": "AT CH DE",
    "EASTERN_EUROPE": _EAST,
    "EUROPE": _EUROPE,
    "LATIN_AMERICA": " ".join(_M49[part] for part in _AMERICA if part != "NORTHERN_AMERICA"),
    "MIDDLE_EAST": "AE BH EG IL IQ IR JO KW LB OM PS QA SA SY TR YE",
    "NORDICS": "AX DK FI FO GL IS NO SE SJ",
    "NORTH_AMERICA": " ".join(_M49[part] for part in _AMERICA if part != "SOUTH_AMERICA"),
    "OCEANIA": _M49["OCEANIA"],
    "SCANDINAVIA": "DK NO SE",
    "SOUTHEAST_ASIA": _M49["SOUTHEAST_ASIA"],
    "SOUTH_AMERICA": _M49["SOUTH_AMERICA"],
    "WESTERN_EUROPE": " ".join(sorted({*_EUROPE.split()} - {*_EAST.split()} - {"CY"})),
    WORLD: " ".join(sorted(COUNTRIES)),
}
_EU_2004 = "AT BE CY CZ DE DK EE ES FI FR GR HU IE IT LT LU LV MT NL PL PT SE SI SK"
_SCHENGEN_2011 = "AT BE CH CZ DE DK EE ES FI FR GR HU IS IT LI LT LU LV MT NL NO PL PT SE SI SK"
_ENDED = {"SU": date(1991, 12, 26), "YU": date(2003, 2, 4), "CS": date(2006, 6, 3), "AN": date(2010, 10, 10)}
_DATED = (
    ("EU", _EU_2004, None, None),
    ("EU", "GB", None, date(2020, 2, 1)),
    ("EU", "BG RO", date(2007, 1, 1), None),
    ("EU", "HR", date(2013, 7, 1), None),
    ("SCHENGEN", _SCHENGEN_2011, None, None),
    ("SCHENGEN", "HR", date(2023, 1, 1), None),
    ("SCHENGEN", "BG RO", date(2024, 3, 31), None),
)


def _rows() -> Iterator[tuple[str, str, date | None, date | None]]:
    for region, codes in _ALWAYS.items():
        for code in codes.split():
            yield region, code, None, _ENDED.get(code)
    for region, codes, since, until in _DATED:
        for code in codes.split():
            yield region, code, since, until


@lru_cache(maxsize=1)
def region_table() -> pl.DataFrame:
    """
    Which country belongs to which region, and when: ``region``, ``country``, ``since`` and ``until`` (Date).

    A country belongs from the day ``since`` on and up to the day before ``until``. Null is "longer ago than any
    market", and "still". `WORLD` is a region that holds them all.
    """
    schema = {"region": pl.Utf8, "country": pl.Utf8, "since": pl.Date, "until": pl.Date}
    return pl.DataFrame(sorted(_rows(), key=lambda row: row[:2]), schema=schema, orient="row")


def is_country(code: pl.Expr) -> pl.Expr:
    """Tell whether codes are those of countries. ``EU`` is the only region whose code has two letters."""
    return (code.str.len_chars() == 2) & (code != "EU")
