"""What a page prints of people's doings (masks, times, numbers), and the same page with other ones in their place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import TYPE_CHECKING

from cryptodrug_scraper.cases.age_words import ages_in
from cryptodrug_scraper.cases.hexadecimal import hexadecimals_in
from cryptodrug_scraper.cases.paged_links import PagedLinks
from cryptodrug_scraper.cases.printed_figures import Figures
from cryptodrug_scraper.cases.printed_masks import MASK, Masks
from cryptodrug_scraper.cases.printed_numbers import NUMBER, Kind, Printed, number_in
from cryptodrug_scraper.cases.printed_times import Times
from cryptodrug_scraper.cases.read_words import read_in
from cryptodrug_scraper.cases.times_found import has_year, span_of, times_in
from cryptodrug_scraper.page.rows_within import DAY_PHRASES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from cryptodrug_scraper.cases.invention import Inventor
    from cryptodrug_scraper.cases.known_figures import Known
    from cryptodrug_scraper.cases.page_texts import PageText

__all__ = ["rewritten"]

_WORD = re.compile(r"[^\W_]+")
_NUMBER_OF_SOMETHING = re.compile(r"\d{4,}")
_DAY_IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)([/-])(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
_SHARE_IN_STYLE = re.compile(r"\d+(?:\.\d+)?(?=%)")
_GLUED = re.compile(r"(?<!\w)(?=\w*\d)(?=\w*[^\W\d_])[^\W_]+(?:_[^\W_]+)+")
"""Words and numbers with a low line between them."""
_ROUND = frozenset({"0", "5"})
_CONTEXT = 40
_BESIDE = ("%", "=", "≈")
"""Signs that say what the number before them is, also in a text of their own."""


@dataclass(frozen=True, slots=True)
class _Part:
    """
    A mask, a time, an age, a hexadecimal number or another number in a text: what was matched, where it stands, and
    which number of the page it is.
    """

    match: re.Match[str]
    span: tuple[int, int]
    is_mask: bool = False
    is_age: bool = False
    is_hexadecimal: bool = False
    number: int | None = None

    @property
    def is_time(self) -> bool:
        """Whether it is a day or a time of day."""
        return self.number is None and not (self.is_mask or self.is_age or self.is_hexadecimal)


def rewritten(
    texts: Sequence[PageText], inventor: Inventor, known: Known, captured: datetime | None
) -> tuple[list[str], Times]:
    """
    Return what stands in the place of each text, and what became of times.

    Args:
        texts: of a page, in their order, without keys.
        inventor: of words, and of what differs from draft to draft.
        known: of the page's numbers.
        captured: when it was captured.
    """
    names = {digits for each in texts if each.is_address for digits in _NUMBER_OF_SOMETHING.findall(each.text)}
    inventor.shown |= {word.lower() for each in texts if each.is_shown for word in _WORD.findall(each.text)}
    inventor.glued |= {name.lower() for each in texts if each.is_shown for name in _GLUED.findall(each.text)}
    numbers: list[Printed] = []
    parts = [
        [] if each.is_address or each.is_style else list(_parts(texts, place, names, numbers, known, inventor))
        for place, each in enumerate(texts)
    ]
    every = [part for each in parts for part in each]
    random = Random(inventor.numbers or inventor.salt)  # noqa: S311  # it is seeded with bytes that nobody has
    days = Random(inventor.salt)  # noqa: S311  # as above
    times = Times((part.match for part in every if part.is_time), captured, days, random)
    masks = Masks((part.match for part in every if part.is_mask), random)
    figures = Figures(numbers, known, random)
    links = PagedLinks(texts, figures.pages_now)
    made = []
    for place, (each, found) in enumerate(zip(texts, parts, strict=True)):
        if each.is_style:
            made.append(_SHARE_IN_STYLE.sub(lambda match: _other_share(match[0], random), each.text))
        elif each.is_address:
            made.append(_address(links.followed(each.text), inventor, times))
        else:
            made.append(_text(each, _around(texts, place), found, inventor, (times, masks, figures, numbers)))
    return made, times


def _parts(
    texts: Sequence[PageText], place: int, names: set[str], numbers: list[Printed], known: Known, inventor: Inventor
) -> Iterator[_Part]:
    text = texts[place].text
    before, after = _around(texts, place)
    hexadecimal = [_Part(match, match.span(), is_hexadecimal=True) for match in hexadecimals_in(text)]
    of_names = list(inventor.names_in(text))
    ages = [_Part(match, match.span(), is_age=True) for match in ages_in(text)]
    found = [
        part
        for part in (_Part(match, span_of(match)) for match in times_in(text))
        if not (_is_bare_day(part.match) and _is_within(part.span, ages))  # as "1 sett. fa", or of "mar 2 gün önce"
        and not _is_within(part.span, hexadecimal)
    ]
    found += hexadecimal
    for match in MASK.finditer(text):
        if not _is_within(match.span(), found):
            found.append(_Part(match, match.span(), is_mask=True))
    found += [part for part in ages if not _is_within(part.span, found)]
    apart = list(found)
    days = [_Part(match, match.span()) for phrase in DAY_PHRASES for match in phrase.finditer(text)]
    for match in NUMBER.finditer(text):
        start, end = match.span("number")
        if _is_within((start, end), apart):
            continue
        beside = text[match.end() : match.end() + _CONTEXT]
        if not beside.strip() and after.lstrip().startswith(_BESIDE):
            beside = after.lstrip()[0]
        printed = number_in(match, (before + text[max(0, start - _CONTEXT) : start])[-_CONTEXT:], beside, known.counts)
        if printed is None:
            continue
        if any(start < name_end and end > name_start for name_start, name_end in of_names):
            printed = Printed(Kind.NAME, printed.text, printed.value)
        elif _is_within((start, end), days):
            printed = Printed(Kind.STAYS, printed.text, printed.value)
        if printed.kind is Kind.COUNT and printed.text in names:
            printed = Printed(Kind.NAME, printed.text, printed.value)
        if printed.value in known.errors and texts[place].is_heading:
            printed = Printed(Kind.STAYS, printed.text, printed.value)
        found.append(_Part(match, (start, end), number=len(numbers)))
        numbers.append(printed)
    yield from sorted(found, key=lambda part: part.span)


def _is_bare_day(match: re.Match[str]) -> bool:
    """Tell whether what may be a time has neither a year nor an hour."""
    return not (has_year(match) or match["hour1"] or match["hour2"])


def _around(texts: Sequence[PageText], place: int) -> tuple[str, str]:
    """What is shown just before and behind a text that is shown."""
    if not texts[place].is_shown:
        return "", ""
    before = next((each.text for each in reversed(texts[max(0, place - _CONTEXT) : place]) if each.is_shown), "")
    after = next((each.text for each in texts[place + 1 : place + _CONTEXT] if each.is_shown), "")
    return before[-_CONTEXT:], after[:_CONTEXT]


def _is_within(span: tuple[int, int], parts: Iterable[_Part]) -> bool:
    return any(span[0] < part.span[1] and span[1] > part.span[0] for part in parts)


def _text(
    each: PageText,
    around: tuple[str, str],
    parts: Sequence[_Part],
    inventor: Inventor,
    by: tuple[Times, Masks, Figures, list[Printed]],
) -> str:
    times, masks, figures, numbers = by

    read = read_in(each.text, *around)
    made: list[str] = []
    done, kept = 0, 0
    for last, part in zip((None, *parts), (*parts, None), strict=True):
        edges = last is not None and last.number is not None, part is not None and part.number is not None
        text = each.text[done:] if part is None else each.text[done : part.span[0]]
        text = text if each.is_shown else inventor.tokens(text)
        text, kept = inventor.text(text, edges=edges, before=kept if edges[0] else 0, read=(read, done))
        made.append(text)
        if part is None:
            break
        done = part.span[1]
        if part.is_age:
            made.append(part.match[0])
        elif part.is_hexadecimal:
            made.append(inventor.hexadecimal(part.match[0]))
        elif part.is_mask:
            made.append(masks.printed(part.match))
        elif part.number is None:
            made.append(times.printed(part.match))
        elif numbers[part.number].kind is Kind.NAME:
            made.append(re.sub(r"\d+", lambda match: inventor.number(match[0]), numbers[part.number].text))
        else:
            made.append(figures.printed(part.number))
    said = "".join(made)
    return inventor.changed(said) if said == each.text and inventor.is_of_people(said) else said


def _address(text: str, inventor: Inventor, times: Times) -> str:
    made, done = [], 0
    for match in _DAY_IN_ADDRESS.finditer(text):
        try:
            day = times.day(date(int(match[1]), int(match[3]), int(match[4])))
        except ValueError:
            continue
        made += [inventor.address(text[done : match.start()]), day.strftime(f"%Y{match[2]}%m{match[2]}%d")]
        done = match.end()
    return "".join([*made, inventor.address(text[done:])])


def _other_share(share: str, random: Random) -> str:
    """Another width of a bar; round ones are those of the page's design."""
    if "." not in share and (share[-1] in _ROUND or len(share) == 1):
        return share
    whole, _, decimals = share.partition(".")
    made = str(random.choice([number for number in range(11, 99) if str(number) != whole and number % 5]))
    return made + (f".{''.join(str(random.randint(1, 9)) for _ in decimals)}" if decimals else "")
