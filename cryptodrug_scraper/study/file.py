"""Read the file of a study, and the statements by which it is measured."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NoReturn

import msgspec

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.measures.places.regions import COUNTRIES
from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.study.claims import Study
from cryptodrug_scraper.words.reasons import names_in
from cryptodrug_scraper.words.wording import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptodrug_scraper.study.asked import Asked
    from cryptodrug_scraper.study.claims import Measure

__all__ = ["read_study", "shipped_study", "sql_of"]

_NAMES = re.compile(r"(?<![:\w]):([a-z_]+)")
_ASKED = frozenset({"country", "first_day", "last_day", "definition", "attribution", "market"})


@cache
def shipped_study() -> Study:
    """Return the study that comes with the program."""
    return read_study((files(__package__) / "cryptodrug.toml").read_bytes(), "cryptodrug.toml")


def read_study(content: bytes, name: str) -> Study:
    """
    Read the file of a study.

    Args:
        content: TOML, as ``study/cryptodrug.toml``.
        name: of the file, for what is wrong with it.

    Raises:
        ConfigurationError: it is not TOML, lacks something, or names a message or statement that is not there.
    """
    try:
        study = msgspec.toml.decode(content, type=Study)
        if study.country not in COUNTRIES:
            _refuse(f"{study.country!r} is no country of ISO 3166-1 - at `$.country`")
        named = [(each.name, market) for each in study.measures for market in each.markets or (None,)]
        for number, measure in enumerate(study.measures):
            _check(measure, f"$.measures[{number}]")
            if any(named.count((measure.name, market)) > 1 for market in measure.markets or (None,)):
                _refuse(f"{measure.name!r} is there twice for one market - at `$.measures[{number}].name`")
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        msg = f"{name} is no study: {error}"
        raise ConfigurationError(msg) from error
    return study


def sql_of(study: Study, name: str, asked: Asked, market: str, values: Mapping[str, object] | None = None) -> str:
    """
    Return a statement that runs as it stands.

    Args:
        study: whose closure may fill it.
        name: of its file in ``statements``.
        asked: what is asked for.
        market: code of the market.
        values: others by name; what nothing gives is NULL.
    """
    sql, closure = statement(__package__, name), study.closure
    nothing = dict.fromkeys(set(_NAMES.findall(sql)) - _ASKED)
    closed = {"closed_market": closure.market, "event": closure.event, "days_around": closure.days_around}
    return asked.filled(sql, market, **{**nothing, **closed, **(values or {})})


def _check(measure: Measure, place: str) -> None:
    for part, name in (("statement", measure.statement), ("cases", measure.cases)):
        if name is None:
            continue
        try:
            taken = set(_NAMES.findall(statement(__package__, name)))
        except FileNotFoundError:
            _refuse(f"there is no statement {name!r} - at `{place}.{part}`")
        if part == "statement" and not measure.of_country.keys() | measure.values.keys() <= taken:
            unknown = sorted((measure.of_country.keys() | measure.values.keys()) - taken)
            _refuse(f"{name!r} takes no {', '.join(unknown)} - at `{place}.values`")
    if measure.days is not None and measure.days[1] < measure.days[0]:
        _refuse(f"they end before they begin - at `{place}.days`")
    try:
        measure.study, measure.claimed, names_in(Words("en"), f"detail.{measure.details}")
    except KeyError as error:
        _refuse(f"there is no message or value {error} - at `{place}`")


def _refuse(said: str) -> NoReturn:
    raise msgspec.ValidationError(said)
