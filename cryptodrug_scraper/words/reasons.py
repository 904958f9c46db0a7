"""
Sentences of reasons: their messages, filled with values that are written as a language writes them.

In a message ``{name}`` is a text, a further reason, or a number as it is; ``{name:kind}`` says what the value is:

- ``figure``: of the unit that the value ``unit`` names, with the digits that it bears; ``share``: the same of a share;
- ``percent``, ``bare_percent``, ``whole_percent``: a share with one decimal, without its sign, or without decimals;
- ``number``: a number with its thousands apart; ``tenth``, ``cents``: with one or two decimals, and not apart;
- ``country``: a country by its code; ``the``, ``of``, ``from``, ``to``, ``in``, ``sent_from``: that with its article,
  and with what stands before it; of a list, any of them, and of what is not given, any other country;
- ``drug``, ``drugs``: a class of drugs or a substance, and a list of them; ``goods``: either, within a sentence;
- ``day``, ``full_day``: a day, short or written out, which may be a text such as 2019-01-31; ``month``: a month, as a
  text such as 2019-01;
- ``origins``: countries by their codes with ``+`` between, all of which are meant;
- ``kind|kinds``: the word that agrees with the value, which is a number (see `joining`);
- ``group.key``: another message. A list gives one for each of its items, which are mappings of its values; of a number
  it tells ``{number}``, in the form of the plural that it asks for: ``key_none`` is that of 0 where there is one.
"""

from __future__ import annotations

import math
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from string import Formatter
from typing import TYPE_CHECKING, Any

from cryptodrug_scraper.reason import Reason
from cryptodrug_scraper.words.joining import agreeing, joined
from cryptodrug_scraper.words.places import RELATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cryptodrug_scraper.words.wording import Words

__all__ = ["names_in", "names_of", "sentence", "shown", "told"]

_PARTS = Formatter()
_SIGNS = {"share": "share", "eur": "eur", "eur_per_month": "eur"}
"""What stands beside a figure of a unit; others have nothing."""
_TEXTS = frozenset({"", "country", "share", "drug", "drugs", "goods", "day", "full_day", "month", "origins", "link"})
"""Kinds of what need be no finite number."""
_LEAST, _MOST, _MOST_TIMES = 0.0001, 1e15, 1e6
"""Beyond these a figure is told by them alone; a quotient beyond the last."""


def sentence(words: Words, reason: Reason) -> str:
    """
    Say why something is as it is, as a sentence without its stop.

    Args:
        words: the language.
        reason: of which `Words` has the message.

    Raises:
        KeyError: no message has the reason's code, or it names a value that the reason has not.
    """
    return _filled(words, reason.code, reason.values)


def names_in(words: Words, key: str) -> set[str]:
    """Return the names of the values that a message tells; with a ``figure``, its ``unit`` too."""
    return names_of(words.message(key))


def names_of(message: str) -> set[str]:
    """
    Return the names of the values that a message tells, as `names_in` does.

    Raises:
        ValueError: its braces are no parts of a message.
    """
    parts = [(name, spec) for _, name, spec, _ in _PARTS.parse(message) if name is not None]
    return {name for name, _ in parts} | {"unit" for _, spec in parts if spec == "figure"}


def shown(words: Words, value: float, unit: str) -> str:
    """Write a figure with the digits that it bears: 0.0123 as a share is ``1.2 %`` in English."""
    number = _bearing(words, float(value) + 0.0, unit)  # nobody writes a zero below zero
    return words.message(f"unit.{_SIGNS[unit]}").format(number=number) if unit in _SIGNS else number


def _filled(words: Words, key: str, values: Mapping[str, Any]) -> str:
    return told(words, words.message(key), values)


def told(words: Words, message: str, values: Mapping[str, Any]) -> str:
    """
    Fill a message that is none of the catalogue, such as what a study said.

    Args:
        words: of the language of the message.
        message: with the names of values in braces, as those of the catalogue.
        values: by name.

    Raises:
        KeyError: it names a value, or a way of writing it, that there is not.
    """
    return joined(words.language, message, lambda name, spec: _written(words, values[name], spec, values))


def _written(words: Words, value: Any, spec: str, values: Mapping[str, Any]) -> str:  # noqa: ANN401
    if spec in RELATIONS:
        return words.placed(value, spec)
    if "|" in spec:
        is_known = value is not None and math.isfinite(float(value))
        return agreeing(words.number(float(value)) if is_known else None, spec)
    if value is None:
        return words.message("detail.unknown")
    if isinstance(value, Reason):
        return sentence(words, value)
    if spec == "figure":
        return shown(words, value, values["unit"])
    if "." not in spec:
        write = _KINDS[spec]
        is_known = spec in _TEXTS or math.isfinite(float(value))
        return write(words, value) if is_known else words.message("detail.unknown")
    if isinstance(value, list):
        return words.listed(_filled(words, spec, item) for item in value) or words.message("detail.none")
    return told(words, words.plural(spec, value), {"number": value})


def _bearing(words: Words, value: float, unit: str) -> str:
    if math.isnan(value):
        return words.message("detail.unknown")
    number = 100 * value if unit == "share" else value
    most = _MOST_TIMES if unit == "ratio" else _MOST
    if abs(number) >= most:
        return f"{'<' if number < 0 else '>'} {words.decimals(math.copysign(most, number), 0)}"
    if unit in {"share", "ratio"} and 0 < abs(number) < _LEAST:
        return f"{'>' if number < 0 else '<'} {words.decimals(math.copysign(_LEAST, number), 4)}"
    told = format(Decimal(format(number, _form(number, unit))), "f")
    return words.decimals(Decimal(told), len(told.partition(".")[2]))


def _form(number: float, unit: str) -> str:
    if unit == "share":
        return ".1f" if number >= 1 or number == 0 else ".2g"
    if unit == "ratio":
        return ".3g" if abs(number) < 1000 else ".2g"
    if unit == "count":
        return ".0f" if number.is_integer() else ".2f"
    return ".0f" if abs(number) >= 100 else ".2f"


def _day(value: str | date) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _percent(words: Words, value: float) -> str:
    told = (Decimal(repr(float(value) + 0.0)) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return words.decimals(told, 1)


_KINDS: Mapping[str, Callable[[Words, Any], str]] = {
    "": lambda _, value: str(value),
    "share": lambda words, value: shown(words, value, "share"),
    "percent": lambda words, value: words.message("unit.share").format(number=_percent(words, value)),
    "bare_percent": _percent,
    "whole_percent": lambda words, value: words.percent(value, decimals=0),
    "number": lambda words, value: words.number(value),
    "tenth": lambda words, value: words.decimals(float(value), 1, is_apart=False),
    "cents": lambda words, value: words.decimals(float(value), 2, is_apart=False),
    "country": lambda words, value: words.country(value),
    "drug": lambda words, value: words.drug(value),
    "drugs": lambda words, value: words.listed(map(words.drug, value)),
    "goods": lambda words, value: words.listed(map(words.goods, [value] if isinstance(value, str) else value)),
    "day": lambda words, value: words.day(_day(value)),
    "full_day": lambda words, value: words.full_day(_day(value)),
    "month": lambda words, value: words.full_month(date.fromisoformat(f"{value}-01")),
    "origins": lambda words, value: words.placed_together(value.split("+")),
    "link": lambda words, value: words.known("link", value),
}
