"""
What of a saved page is still in the draft of a fixture that was made of it, told without the code that makes drafts.

A page and its draft have the same texts in the same places, so that each is held against its own. Masks, days, times of
day, hosts, keys, words and numbers in links may never stay. What a draft draws of few numbers can by chance be what
stood there: such a number is drawn again, with other seeds, and has survived if it stands in all of the drafts.

These may stay: words of the market's parser, two of them in one that no text shows, places, currencies, names of months
and weekdays, words of ages, and phrases of the closed vocabulary; but never three in a row that the market does not
print itself, nor a text of people as a whole, nor a word of a name. So may numbers below ten, halves as of stars, those
of weight, volume and time, of a row that counts by one (a pager), years after words such as "since" and in ranges, 100
%, the scale of a rating, the 1000 of a thousandth of a coin, and the number of an error on its page, or in the
heading of a page that says that something is gone.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from cryptodrug_scraper.cases.calendar_words import month_named
from cryptodrug_scraper.cases.disarm import NEUTRAL_PICTURE, disarm
from cryptodrug_scraper.page.fields import Personal, columns_of
from cryptodrug_scraper.page.records import ExchangeRate
from cryptodrug_scraper.page.text import decode
from tests.support.draft_words import WORD, behind_range, currencies, is_kept, is_of_days, is_of_two, rows_kept
from tests.support.figure_relations import broken, doings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cryptodrug_scraper.cases.known_words import SiteWords
    from cryptodrug_scraper.page.parsed import ParsedPage

__all__ = ["Left", "Saved", "Survivors", "survivors"]

MOST_DRAFTS = 8
MASK = re.compile(r"(?<!\w)[^\W_] ?(?:[*•](?: ?[*•])+|\.(?: ?\.){2,}) ?[^\W_](?!\w)")
CLOCK = re.compile(r"(?<![\d:.])\d{1,2}:\d\d(?::\d\d)?(?![\d:])")
_MONTH = r"(?P<month>[^\W\d_]{3,10})"
DAY = re.compile(
    rf"""
    (?<![\w.,/-])(?:
      \d{{1,2}}(?P<sign>[./-])\d{{1,2}}(?P=sign)(?:19|20)\d\d | (?:19|20)\d\d-\d\d-\d\d
    | {_MONTH}\.?\ (?:\d{{1,2}}(?:st|nd|rd|th)?,?\ )?(?:19|20)\d\d | {_MONTH.replace("month", "month1")}\ \d{{1,2}}
    | \d{{1,2}}(?:st|nd|rd|th|er)?\.?\ (?:de\ )?{_MONTH.replace("month", "month2")}(?:\.?,?\ (?:de\ )?(?:19|20)\d\d)?
    )(?![\w:])""",
    re.VERBOSE,
)
"""A day, or a month of a year; a word in it must be the name of a month."""
DAY_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d/\d\d/\d\d)/")
HOST = re.compile(r"[a-z0-9]{8,56}\.onion", re.IGNORECASE)
TOKEN = re.compile(r"(?<![A-Za-z0-9+=_-])(?=[A-Za-z+=_-]*\d)[A-Za-z0-9+=_-]{16,}")
ID = re.compile(r"(?<![^\W_])0*[1-9]\d*(?![^\W_])")
LINE_OF_KEY = re.compile(r"^[A-Za-z0-9+/]{60,}", re.MULTILINE)
NUMBER = re.compile(r"(?<![^\W_])\d+(?:[.,'’]\d+)*(?![^\W_])")
UNIT = re.compile(
    r"\s*(?:mg|[mµu]g|g|gr|gramm?e?s?|kg|kilos?|ml|l|lit[er]{2}s?|oz|ounces?|lbs?|x|pcs|stars?|h|d|w|s|m|min"
    r"|sec(?:ond(?:e?s|[io])?)?s?|minut(?:e?[sn]?|[io]s?)|hours?|days?|weeks?|months?|years?"
    r"|sekunden?|stunden?|tage?n?|wochen?|monate?n?|jahre?n?|segundos?|horas?|d[ií]as?|semanas?|mes(?:es)?|a[nñ]os?"
    r"|or[ae]|giorn[io]|settiman[ae]|mes[ei]|ann[io]|heures?|jours?|semaines?|mois|ans?|ann[ée]es?)(?![^\W_])",
    re.IGNORECASE,
)
"""What follows a quantity or an age."""
YEAR = re.compile(r"(?:19[89]|20[0-3])\d")
BEFORE_YEAR = re.compile(
    r"(?:since|seit|depuis|desde|dal|sinds|©|\(c\)|copyright|(?:19|20)\d\d\s*[-–])\s*\Z", re.IGNORECASE
)
AFTER_YEAR = re.compile(r"\s*[-–]\s*(?:19|20)\d\d\b")
HALF = re.compile(r"\d[.,][05]0?")
_SIGN = r"[$฿€£¥₽₹₺元]|\bm?[A-Z]{3}\b|\b[Ee]uros?\b"
MONEY = re.compile(_SIGN)
MONEY_AHEAD = re.compile(rf"(?:{_SIGN})(?=[\s+~]*\Z)")
ATTRIBUTES = ("href", "src", "title", "alt", "value", "placeholder", "action")
PEOPLE = frozenset({Personal.VENDOR, Personal.WORDS, Personal.LISTING, Personal.BUYER})
LEAST_ID = 4
"""Digits of the number of something; shorter ones, as of a page or a category, stay."""
ADDRESSES = frozenset({"href", "src", "action"})
HEADINGS = frozenset({"title", "h1", "h2", "h3", "h4", "h5", "h6"})
ERRORS = frozenset(str(int(status)) for status in HTTPStatus if int(status) >= 400)
DRAWN = frozenset({"count", "share", "price", "number"})
"""Kinds of which some are by chance what they were."""


class Left(NamedTuple):
    """
    Something of a page that is in its draft as it was.

    Attributes:
        kind: what it is.
        said: how it is printed.
        place: which text, and which of these in it.
    """

    kind: str
    said: str
    place: tuple[int, int]


class Survivors(NamedTuple):
    """
    What is still there, and how much of it there was.

    Attributes:
        of: how many of each kind the page has.
        left: what is in the draft as it was.
        torn: what became two different things, or what no longer follows from other figures.
        chance: numbers that are in the first draft as they were, and in another are not.
    """

    of: Counter[str]
    left: list[Left]
    torn: list[str]
    chance: list[Left]


@dataclass(frozen=True)
class Saved:
    """A page, or a draft of it, and how that is read."""

    body: bytes
    read: ParsedPage

    @cached_property
    def said(self) -> str:
        """The page as text."""
        return decode(self.body)[0].decode(errors="replace")

    @cached_property
    def texts(self) -> list[tuple[tuple[str, str], str]]:
        """Its texts and attributes, each with its element and whether it is shown, in their order; without keys."""
        soup = BeautifulSoup(self.said, "lxml")
        disarm(soup)
        return list(_without_keys(_texts(soup)))

    @cached_property
    def parts(self) -> list[_Parts]:
        """What is printed in each of the texts."""
        return [_parts(text, attribute) for (_, attribute), text in self.texts]

    @cached_property
    def shown(self) -> set[str]:
        """The words that a reader sees."""
        return {word for (_, name), text in self.texts if name == "text" for word in _words(text, name)}

    @cached_property
    def steady(self) -> set[tuple[int, int]]:
        """Places of whole numbers that are one of three which count by one."""
        numbers = [
            (int(one[0]), (place, nth))
            for place, parts in enumerate(self.parts)
            if self.texts[place][0][1] not in ADDRESSES
            for nth, one in enumerate(parts.numbers)
            if one[0].isdecimal() and len(one[0]) <= 6
        ]
        found: set[tuple[int, int]] = set()
        for start in range(len(numbers) - 2):
            three = numbers[start : start + 3]
            if [number - three[0][0] for number, _ in three] == [0, 1, 2]:
                found.update(where for _, where in three)
        return found


class _Parts(NamedTuple):
    """What a text prints: days, times of day, masks, numbers, words; and what is left when all but numbers are out."""

    printed: dict[str, list[str]]
    numbers: list[re.Match[str]]
    rest: str
    words: set[str]


def survivors(page: Saved, drafted: Callable[[int], Saved], known: SiteWords) -> Survivors:
    """
    Compare a page with a draft of it, and with further ones as long as a number of the first stands in all of them.

    Args:
        page: the page.
        drafted: gives its first, second, … draft.
        known: words of the market's parser.
    """
    first = drafted(0)
    of, same, torn = _compared(page, first, known)
    chance = drawn = [one for one in same if one.kind in DRAWN]
    for number in range(1, MOST_DRAFTS):
        if not drawn:
            break
        again = set(_compared(page, drafted(number), known)[1])
        drawn = [one for one in drawn if one in again]
    left = [one for one in same if one.kind not in DRAWN] + drawn
    torn += broken(page.read, first.read)
    return Survivors(of, left, torn, [one for one in chance if one not in drawn])


def _compared(page: Saved, draft: Saved, known: SiteWords) -> tuple[Counter[str], list[Left], list[str]]:
    of: Counter[str] = Counter()
    left: list[Left] = []
    torn: list[str] = []
    if [where for where, _ in page.texts] != [where for where, _ in draft.texts]:
        torn.append(f"{len(page.texts)} texts became {len(draft.texts)}")
    stands_for: dict[tuple[str, str], set[str]] = {}
    for place, (parts, others) in enumerate(zip(page.parts, draft.parts, strict=False)):
        if draft.texts[place][1] == NEUTRAL_PICTURE:
            continue
        for kind, ones in _of_text(page, place, parts).items():
            made = [one[0] for one in others.numbers] if kind in DRAWN else others.printed.get(kind, [])
            if len(made) != len(ones):
                torn.append(f"{kind}: {[one for one in ones if one]} became {made}")
                continue
            for nth, (one, other) in enumerate(zip(ones, made, strict=True)):
                if one is None:
                    continue
                of[kind] += 1
                stands_for.setdefault((kind, one), set()).add(other)
                if one == other:
                    left.append(Left(kind, one, (place, nth)))
        for word in parts.words:
            of["word"] += 1
            if (
                word in others.words
                and not is_kept(word, page.texts, place, parts.rest, known)
                and not any(word in name for name in known.names)
                and not (word not in page.shown and is_of_two(word, known))
            ):
                left.append(Left("word", word, (place, 0)))
    for (kind, one), made_of in stands_for.items():
        if kind in {"mask", "clock", "count"} and len(made_of) > 1:
            torn.append(f"{kind} {one!r} became {sorted(made_of)}")
    for kind, pattern in (("host", HOST), ("line of a key", LINE_OF_KEY), ("token", TOKEN)):
        texts = (text for (_, name), text in page.texts if name in ADDRESSES) if kind == "token" else [page.said]
        found = {one for text in texts for one in pattern.findall(text) if one.lower() not in known}
        found -= set(pattern.findall(NEUTRAL_PICTURE))
        of[kind] += len(found)
        left += [Left(kind, one, (0, 0)) for one in sorted(found) if one in draft.said]
    for place, ((where, text), (_, other)) in enumerate(zip(page.texts, draft.texts, strict=False)):
        if where[1] not in ADDRESSES:
            rows = list(rows_kept(text, other, known))
            of["row"] += len(list(rows_kept(text, text, known)))
            left += [Left("row", row, (place, 0)) for row in rows]
    of_people, kept = _of_people(page.read, draft, known)
    of["text of people"] += of_people
    left += kept
    pairs = doings(page.read)
    of["mask and minute"] += len(pairs)
    there = set(doings(draft.read))
    left += [Left("mask and minute", f"{pair}", (0, nth)) for nth, pair in enumerate(pairs) if pair in there]
    return of, left, torn


def _of_text(page: Saved, place: int, parts: _Parts) -> dict[str, list[str | None]]:
    """What must change in a text; None in the place of a number that may stay."""
    found: dict[str, list[str | None]] = {kind: list(ones) for kind, ones in parts.printed.items()}
    if not parts.numbers:
        return found
    after = next((text for (_, name), text in page.texts[place + 1 :] if name == "text"), "")
    before = next((text for (_, name), text in page.texts[max(0, place - 1) : place] if name == "text"), "")
    is_gone = page.read.wall in {"listing_gone", "maintenance"}
    is_said_gone = is_gone and page.texts[place][0][0] in HEADINGS
    for kind in DRAWN:
        ones = [
            one[0]
            if kind == _kind(before, parts.rest, one)
            and (place, nth) not in page.steady
            and not (is_said_gone and one[0] in ERRORS)
            and not _number_may_stay(before, parts.rest, one, after, page.read)
            else None
            for nth, one in enumerate(parts.numbers)
        ]
        if any(ones):
            found[kind] = ones
    return found


def _texts(soup: BeautifulSoup) -> Iterator[tuple[tuple[str, str], str]]:
    for node in soup.descendants:
        if type(node) is NavigableString and node.strip():
            yield (node.parent.name if node.parent else "", "text"), str(node)
        elif isinstance(node, Tag):
            yield from (((node.name, name), str(node[name])) for name in ATTRIBUTES if node.get(name))


def _without_keys(found: Iterator[tuple[tuple[str, str], str]]) -> Iterator[tuple[tuple[str, str], str]]:
    """A key may have other lines than that in its place."""
    inside = False
    for where, text in found:
        inside = inside or "BEGIN PGP PUBLIC" in text
        if inside and where[1] == "text":
            inside = "END PGP PUBLIC" not in text and "BEGIN PGP" not in text.split("BEGIN PGP", 1)[-1]
            continue
        yield where, text


def _parts(text: str, attribute: str) -> _Parts:
    printed: dict[str, list[str]] = {}
    if attribute in ADDRESSES:
        rest = HOST.sub("onion", text)
        printed["day"] = DAY_IN_ADDRESS.findall(rest)
        rest = DAY_IN_ADDRESS.sub("/", rest)
        printed["id"] = [number for number in ID.findall(TOKEN.sub("", rest)) if len(number) >= LEAST_ID]
        return _Parts(_filled(printed), [], rest, _words(rest, attribute))
    rest = text
    printed["day"] = list(_days_in(rest))
    for day in printed["day"]:
        rest = rest.replace(day, "\n", 1)
    for kind, pattern in (("clock", CLOCK), ("mask", MASK)):
        printed[kind] = pattern.findall(rest)
        rest = pattern.sub("\n", rest)
    numbers = [] if attribute == "value" else list(NUMBER.finditer(rest))
    return _Parts(_filled(printed), numbers, rest, _words(rest, attribute))


def _filled(printed: dict[str, list[str]]) -> dict[str, list[str]]:
    return {kind: ones for kind, ones in printed.items() if ones}


def _days_in(text: str) -> Iterator[str]:
    place = 0
    while (match := DAY.search(text, place)) is not None:
        is_day = _is_day(match)
        if is_day:
            yield match[0]
        place = match.end() if is_day else match.start() + 1


def _is_day(match: re.Match[str]) -> bool:
    name = match["month"] or match["month1"] or match["month2"]
    return name is None or month_named(name) is not None


def _number_may_stay(before: str, text: str, one: re.Match[str], after: str, page: ParsedPage) -> bool:
    ahead, behind = text[: one.start()], text[one.end() :]
    said = one[0]
    if is_of_days(one, text) or UNIT.match(behind_range(behind)) or not re.sub(r"[.,'’0]", "", said):
        return True
    if YEAR.fullmatch(said) and (BEFORE_YEAR.search(ahead) or AFTER_YEAR.match(behind)):
        return True
    if said in {"5", "10", "100"} and re.search(r"\d\s*/\s*\Z", ahead):
        return True
    if said == "100" and (behind.strip() or after.strip()).startswith("%"):
        return True
    if page.kind == "error" and said in {str(int(status)) for status in HTTPStatus}:
        return True
    if said == "1000.0" and any(isinstance(record, ExchangeRate) for record in page.records):
        return True
    return len(said) == 1 or (HALF.fullmatch(said) is not None and not _is_price(before, text, one))


def _kind(before: str, text: str, one: re.Match[str]) -> str:
    if text[one.end() :].lstrip().startswith("%"):
        return "share"
    if _is_price(before, text, one):
        return "price"
    return "count" if one[0].isdecimal() else "number"


def _is_price(before: str, text: str, one: re.Match[str]) -> bool:
    ahead, behind = text[: one.start()], text[one.end() :]
    sign = MONEY_AHEAD.search(ahead if ahead.strip() else before) or MONEY.match(behind.lstrip())
    return sign is not None and (not sign[0].isalpha() or sign[0].upper() in currencies() or "uro" in sign[0])


def _words(text: str, attribute: str) -> set[str]:
    if attribute == "value" and re.fullmatch(r"[\w-]+", text):
        return set()
    return set(re.findall(r"[^\W\d_]{3,}", re.sub(r"https?://", " ", text.casefold())))


def _of_people(page: ParsedPage, draft: Saved, known: SiteWords) -> tuple[int, list[Left]]:
    """How many texts and names of people a page has, and which of them are in its draft."""
    count, left = 0, []
    shown = draft.shown
    for number, (record, other) in enumerate(zip(page.records, draft.read.records, strict=False)):
        for column in columns_of(type(record)):
            said, made = getattr(record, column.field), getattr(other, column.field, None)
            if not isinstance(said, str) or column.means.personal not in PEOPLE or column.field == "age_raw":
                continue
            words = [word.lower() for word in WORD.findall(said) if not word.isdecimal()]
            is_own = known.says(words) or (len(words) < 2 and all(word in known for word in words))
            if is_own:
                continue
            count += 1
            is_name = column.means.personal is Personal.VENDOR and len(words) == 1
            if said == made or (is_name and words[0] in shown):
                left.append(Left("text of people", f"{column.field}: {said}", (number, 0)))
    return count, left
