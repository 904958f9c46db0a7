"""The words of each language, and numbers and dates as it writes them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent

from cryptodrug_scraper.words.joining import LOCALES, Number, agreeing, held, joined
from cryptodrug_scraper.words.places import stands

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime
    from decimal import Decimal

    from cryptodrug_scraper.words.places import Relation

__all__ = ["LANGUAGES", "Words", "catalogue"]

LANGUAGES = ("en", "fr", "nl")
_PARTS = ("text.toml", "figures.toml", "names.toml", "told.toml", "reasons.toml", "robust.toml")
_ONCE = frozenset({"to", "sent_from"})
"""Relations whose preposition French and Dutch say once, before the first of several countries."""
_SMALL = 10
_HUGE = 1_000_000


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return all messages of a language by their keys, such as ``trend.title``."""
    folder = files(__package__).joinpath(language)
    return {
        f"{group}.{name}": held(message) if language == "fr" else message
        for part in _PARTS
        for group, messages in tomllib.loads(folder.joinpath(part).read_text(encoding="utf-8")).items()
        for name, message in messages.items()
    }


class Words:
    """
    The words of one language.

    Args:
        language: one of `LANGUAGES`.
        names: what codes are called that the catalogue does not know, by keys such as ``event.withdrawals_stopped``.
    """

    def __init__(self, language: str, names: Mapping[str, str] | None = None) -> None:
        self.language = language
        self.locale = LOCALES[language]
        self._messages = {**(names or {}), **catalogue(language)}

    def __call__(self, key: str, **values: object) -> str:
        """Return a message with its values, which are texts already; words of it agree with those that are numbers."""
        return self._filled(self._messages[key], values)

    def message(self, key: str) -> str:
        """Return a message as it is, with the names of its values in braces."""
        return self._messages[key]

    def plural(self, key: str, number: float) -> str:
        """Return the message for a number as it is: `many` without values, and ``key_none`` for 0 where it is there."""
        forms = ("none",) if number == 0 else ()
        for form in (*forms, "one" if self.number(number).is_one else "other"):
            if f"{key}_{form}" in self._messages:
                return self._messages[f"{key}_{form}"]
        return self._messages[key]

    def sentence(self, key: str) -> str:
        """Return a message that begins with a capital."""
        text = self(key)
        return text[:1].upper() + text[1:]

    def many(self, key: str, number: float, **values: object) -> str:
        """Return the message for a number: ``key_one`` or ``key_other``, as the language's plural asks."""
        return self._filled(self.plural(key, number), {"number": self.number(number), **values})

    def known(self, group: str, name: str) -> str:
        """Return what a code, such as a class of drugs, is called; the code itself where no message says."""
        plain = name.replace("_", " ")
        return self._messages.get(f"{group}.{name.lower().replace(' ', '_')}", plain[:1].upper() + plain[1:])

    def drug(self, code: str) -> str:
        """Return what a class of drugs or a substance is called."""
        return self.known("drug", code)

    def goods(self, code: str) -> str:
        """Return what a class of drugs or a substance is called within a sentence: small, but for abbreviations."""
        name = self.drug(code)
        return name if name[:2].isupper() or not name[:2].isalpha() else name[:1].lower() + name[1:]

    def number(self, value: float) -> Number:
        """Return a number, with which words can agree: whole ones without decimals, estimates under ten with one."""
        whole = float(value).is_integer() or abs(value) >= _SMALL
        text = str(format_decimal(value, format="#,##0" if whole else "#,##0.0", locale=self.locale))
        shown = round(value, 0 if whole else 1)
        is_one = abs(shown) < 2 if self.language == "fr" else whole and abs(shown) == 1
        return Number.of(text, is_one=is_one, is_none=shown == 0)

    def decimal(self, value: float) -> str:
        """Return a number with two decimals; one of a million or more by that alone."""
        if abs(value) >= _HUGE:
            return f"> {self.number(_HUGE)}"
        return str(format_decimal(value, format="#,##0.00", locale=self.locale))

    def decimals(self, value: float | Decimal, count: int, *, is_apart: bool = True) -> str:
        """Return a number with so many decimals, and its thousands apart or not."""
        pattern = ("#,##0" if is_apart else "0") + ("." + "0" * count if count else "")
        return str(format_decimal(value, format=pattern, locale=self.locale))

    def percent(self, value: float, decimals: int = 1) -> str:
        """Return a share as per cent, with one decimal or as many as are asked for."""
        number = "#,##0." + "0" * decimals if decimals else "#,##0"
        pattern = self.locale.percent_formats[None].pattern.replace("#,##0", number)
        text = str(format_percent(value, format=pattern, locale=self.locale))
        return held(text) if self.language == "fr" else text

    def euro(self, value: float) -> str:
        """Return an amount of euro, without cents."""
        pattern = self.locale.currency_formats["standard"].pattern.replace(".00", "")
        return str(format_currency(round(value), "EUR", pattern, locale=self.locale, currency_digits=False))

    def day(self, value: date) -> str:
        """Return a day as it stands in a table, such as 18 Nov 2018."""
        return self._date(value, "d MMM y")

    def full_day(self, value: date) -> str:
        """Return a day as it stands in a sentence, such as 18 November 2018."""
        return self._date(value, "d MMMM y")

    def month(self, value: date) -> str:
        """Return a month as it stands in a table, such as Nov 2018."""
        return self._date(value, "LLL y")

    def full_month(self, value: date) -> str:
        """Return a month as it stands in a sentence, such as November 2018."""
        return self._date(value, "LLLL y")

    def moment(self, value: datetime) -> str:
        """Return an instant in UTC."""
        return f"{self.day(value)}, {format_datetime(value, 'HH:mm:ss', tzinfo=None, locale=self.locale)} UTC"

    def country(self, code: str) -> str:
        """Return the name of a country, or of a region of the common codes; else the code."""
        return str(self.locale.territories.get(code) or self.known("region", code))

    def named(self, code: str) -> str:
        """Return the name of a country as it stands in a sentence, with its article: the United States."""
        return self.placed(code, "the")

    def placed(self, place: str | Sequence[str] | None, relation: Relation) -> str:
        """
        Return countries as they stand in a sentence: "from the United States", "d'Allemagne ou de France".

        Args:
            place: code of one, or of several of which any is meant; None: any other.
            relation: as `places.stands` has it.
        """
        if place is None:
            return self._messages[f"place.another_{relation}"]
        codes = [place] if isinstance(place, str) else place
        others: Relation = "the" if self.language != "en" and relation in _ONCE else relation
        told = [
            stands(self.language, code, self.country(code), others if number else relation)
            for number, code in enumerate(codes)
        ]
        return str(format_list(told, "or", self.locale))

    def placed_together(self, places: Iterable[str]) -> str:
        """Return countries of which all are meant, each with its article: "le Japon et les États-Unis"."""
        return str(format_list([self.named(code) for code in places], "standard", self.locale))

    def listed(self, texts: Iterable[str]) -> str:
        """Return texts as a list with commas."""
        return ", ".join(texts)

    def chart_formats(self) -> dict[str, Any]:
        """Return the language's own signs, as the charts take them (d3-format and d3-time-format)."""
        symbols = self.locale.number_symbols["latn"]
        months, days = self.locale.months["format"], self.locale.days["format"]
        percent = self.percent(0, decimals=0).replace("0", "")
        return {
            "number": {
                "decimal": symbols["decimal"],
                "thousands": symbols["group"],
                "grouping": [3],
                "currency": ["", "\u00a0€"] if self.language != "en" else ["€", ""],
                "percent": percent,
            },
            "time": {
                "dateTime": "%d %B %Y, %X",
                "date": "%d/%m/%Y",
                "time": "%H:%M:%S",
                "periods": ["AM", "PM"],
                "days": [days["wide"][(n - 1) % 7] for n in range(7)],
                "shortDays": [days["abbreviated"][(n - 1) % 7] for n in range(7)],
                "months": [months["wide"][n] for n in range(1, 13)],
                "shortMonths": [months["abbreviated"][n] for n in range(1, 13)],
            },
        }

    def _date(self, value: date, pattern: str) -> str:
        text = str(format_date(value, pattern, locale=self.locale))
        is_first = self.language == "fr" and value.day == 1 and pattern.startswith("d")
        return text.replace("1 ", "1er ", 1) if is_first else text

    def _filled(self, message: str, values: Mapping[str, object]) -> str:
        def written(name: str, forms: str) -> str:
            return agreeing(values[name], forms) if forms else str(values[name])

        return joined(self.language, message, written)
