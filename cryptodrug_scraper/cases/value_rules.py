"""What may become of a value of a page in its draft, by what it is: the rules of `compared`."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from cryptodrug_scraper.cases.kept_words import pieces_of
from cryptodrug_scraper.cases.vocabulary import Sort, is_currency
from cryptodrug_scraper.page.fields import Personal

if TYPE_CHECKING:
    from cryptodrug_scraper.cases.known_words import SiteWords
    from cryptodrug_scraper.cases.record_values import Stated

__all__ = ["Outcome", "Rules"]


class Outcome(StrEnum):
    """What became of a value."""

    ALIKE = "alike"
    LIKE = "replaced by its like"
    MEANT = "meant to change"
    DIFFERENT = "to be looked at"


Verdict = tuple[Outcome, str]

_CODES = frozenset(
    [
        "kind",
        "codes",
        "excluded",
        "currency",
        "code",
        "source",
        "window",
        "band",
        "seen_on",
        "sign",
        "product_class",
        "payment",
        "accepted_coins",
        "base",
        "coin",
        "quote",
        "display_currency",
        "drug_class",
        "class_source",
        "substance",
        "quantity_unit",
        "excluded_in_field",
    ]
)
"""Fields and parts whose values are words of this program, or codes: they stay."""
_AGES = frozenset({"least", "most"})
"""Seconds of an age: one that follows from a time of day moves with it."""
_STEADY = frozenset({"position", "page", "scale", "length", "days"}) | _AGES
"""Numbers that are no one's doing, and stay."""
_PRINTED = frozenset({"raw", "age_raw", "span"})
"""Texts beside what they are read as, which is compared by itself."""
_MOST = 5
"""How many times as great, or as small, a number may become."""
_MOST_OF_RATE = Decimal("1.7")
"""The same of a rate of exchange, which stays near what it was."""
_LONGEST_KEPT = 3
"""Digits of a number in a link that may stay."""
_WORD = re.compile(r"[^\W_]+")
_INDEX = re.compile(r"\[\d+\]")
_DAY = timedelta(days=1)


class Rules:
    """
    What may become of the values of one page. Names that are the same stay the same, and two never become one.

    Args:
        site: the words of the market, which stay.
        moved: by how much times move, as far as that is known.
    """

    def __init__(self, site: SiteWords, moved: timedelta | None) -> None:
        self._site, self._moved = site, moved
        self._stands_for: dict[tuple[str, str], str] = {}
        self._made_of: dict[tuple[str, str], str] = {}

    def outcome(self, record: str, field: str, before: Stated | None, after: Stated | None) -> Verdict:
        """
        Return what became of a value, and why a person has to look at it.

        Args:
            record: the type of the record.
            field: the field with its part.
            before: the value of the page; None where it states none.
            after: that of the draft.
        """
        if before is None or after is None:
            return Outcome.DIFFERENT, "only the draft states it" if before is None else "the draft does not state it"
        old, new = before.value, after.value
        plain = _INDEX.sub("", field)
        name = plain.rpartition(".")[2]
        if old is None or new is None or isinstance(old, bool):
            return (Outcome.ALIKE, "") if old == new else (Outcome.DIFFERENT, "it is read otherwise")
        if isinstance(old, str) and isinstance(new, str):
            if name in _CODES or plain in _CODES:
                return (Outcome.ALIKE, "") if old == new else (Outcome.DIFFERENT, "what readers know became another")
            return self._of_text(f"{record}.{plain}", name, old, new, before.personal)
        if isinstance(old, int | Decimal) and isinstance(new, int | Decimal):
            most = _MOST_OF_RATE if record == "exchange_rate" else _MOST
            return _of_number("position" if plain == "stars" else name, old, new, most)
        if isinstance(old, date) and isinstance(new, date):
            return self._of_time(old, new)
        return Outcome.DIFFERENT, "it is read as something else"

    def _of_text(self, field: str, name: str, old: str, new: str, personal: Personal) -> Verdict:
        if name in _PRINTED:
            if old == new:
                return Outcome.ALIKE, ""
            return (Outcome.LIKE, "") if _form(old) == _form(new) else (Outcome.MEANT, "")
        group = field if personal in {Personal.NO, Personal.WORDS} else personal.value
        if self._stands_for.setdefault((group, old), new) != new:
            return Outcome.DIFFERENT, "one became two different ones"
        if self._made_of.setdefault((group, new), old) != old and not _is_key(old):
            return Outcome.DIFFERENT, "two different ones became one"
        if old == new:
            stays = personal is Personal.NO or self._may_stay(old, personal)
            return (Outcome.ALIKE, "") if stays else (Outcome.DIFFERENT, "it stayed as it is on the page")
        if personal is Personal.NO:
            is_known = not _is_number(old) and self._is_known(old)
            return (Outcome.DIFFERENT, "words that readers know became others") if is_known else (Outcome.MEANT, "")
        if not _is_key(old) and _sizes(old) != _sizes(new):
            return Outcome.DIFFERENT, "it has another number of words or lines"
        return Outcome.MEANT, ""

    def _may_stay(self, text: str, personal: Personal) -> bool:
        """Whether a text of the page may be that of the draft: it says nothing, or is the market's own."""
        words = [word.lower() for word in _WORD.findall(text) if not word[0].isdecimal()]
        if personal is Personal.LISTING:
            return not words and len(text) <= _LONGEST_KEPT
        if not words or self._site.says(words) or (len(words) == 1 and self._is_known(text)):
            return True
        pieces = pieces_of(_WORD.findall(text), self._site, lambda _: False)
        return all(piece.sort not in {None, Sort.GOODS} for piece in pieces)

    def _is_known(self, text: str) -> bool:
        """Whether every word of a text is one that readers know."""
        words = _WORD.findall(text)
        pieces = pieces_of(words, self._site, lambda _: False)
        return is_currency(text) or (bool(words) and all(piece.sort is not None for piece in pieces))

    def _of_time(self, old: date, new: date) -> Verdict:
        moved = _instant(new) - _instant(old)
        if self._moved is None:
            self._moved = moved
        if abs(moved - self._moved) > _DAY:
            return Outcome.DIFFERENT, "it moved otherwise than other times"
        return (Outcome.LIKE, "") if moved else (Outcome.DIFFERENT, "the time stayed as it is on the page")


def _of_number(name: str, old: int | Decimal, new: int | Decimal, most: int | Decimal) -> Verdict:
    if old == new:
        return Outcome.ALIKE, ""
    if name in _AGES and abs(Decimal(new) - Decimal(old)) < int(_DAY.total_seconds()):
        return Outcome.LIKE, ""
    if name in _STEADY:
        return Outcome.DIFFERENT, "what readers know became another"
    if _places(old) != _places(new) and not name.startswith("quantity_"):
        return Outcome.DIFFERENT, "it has another number of decimals"
    if not old or not 1 / Decimal(most) < Decimal(new) / Decimal(old) < most:
        return Outcome.DIFFERENT, "it is of another magnitude"
    return Outcome.LIKE, ""


def _places(number: int | Decimal) -> int:
    exponent = Decimal(number).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _instant(time: date) -> datetime:
    return time if isinstance(time, datetime) else datetime(time.year, time.month, time.day, tzinfo=UTC)


def _form(text: str) -> str:
    """A text without what a draft changes of times and numbers."""
    return re.sub(r"\d+", "0", re.sub(r"[^\W\d_]+", "a", text))


def _sizes(text: str) -> tuple[int, int]:
    return len(text.split()), len(text.splitlines())


def _is_key(text: str) -> bool:
    return "BEGIN PGP" in text


def _is_number(text: str) -> bool:
    return text.strip().isdecimal()
