"""
Read what a rating states in the words of any of several languages: its stars, its buyer's level, the mean of several.

Each function takes a text on one line, and gives None where it states no such thing, or several.
"""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec import UNSET

from cryptodrug_scraper.page.money import parse_count, parse_number
from cryptodrug_scraper.page.parts import Rating
from cryptodrug_scraper.page.within import OF_WORDS, STAR_WORDS

__all__ = ["MEAN", "RATING_PHRASES", "bare_stars", "level_within", "rating_within", "stars_within"]

_BEST = 5
MEAN = re.compile(
    rf"(?<![\d.,/])(\d{{1,2}}(?:[.,]\d+)?)\s*(?:(?i:{STAR_WORDS})\s+)?"
    rf"(?:/|\b(?:out of|na|{OF_WORDS})\b)\s*(5|10)(?![\d/]|[.,]\d)"
)
"""What finds a mean of ratings with what it is out of."""
_COUNTED = r"((?>\d{1,3}(?:[.,'’ \u00a0]\d{3})+|\d+))"
_RATED = re.compile(
    rf"(?<![\d.,]){_COUNTED}\s*"
    r"(?:ratings?|reviews?|votes?|bewertung(?:en)?|beoordeling(?:en)?|avis"
    r"|[ée]valuations?|opini(?:ones|ón|oni|i|e)|valoraciones|avalia[cç][õo]es|recensioni|giudizi|valutazioni|anmeldelser|omdömen|hodnocen[íi]"
    r"|arvio\w*|arvostel\w*|отзыв\w*|оцен\w*|ocen\w*|omtaler?|vurdering(?:er)?|tilbakemelding(?:er)?|stemmer|röster"
    r"|bedömning(?:ar)?|mnenj\w*|glas(?:ov|ovi|a|y|ů)|hlas(?:ov|y|ů)|recenz\w*|ocjen\w*|értékelés\w*|jegy\w*|vélemény\w*|szavazat\w*"
    r"|evalu[aă]ri|p[aă]reri|calificative|recenzii|hodnoten\w*|отзив\w*|оценк\w*|мнени\w*|відгук\w*|оцін\w*|κριτικ\w*"
    r"|αξιολογ\w*|yorum\w*|değerlendirme\w*|hinnang\w*|arvustus\w*|vērtējum\w*|atsauksm\w*|įvertinim\w*|atsiliepim\w*"
    r"|głos\w*|opini\w*)(?!\w)",
    re.IGNORECASE,
)
"""How many ratings there are, with their word."""
_IN_BRACKETS = re.compile(rf"\(\s*{_COUNTED}\s*\)")
_NUMBERS = re.compile(r"\d+(?:[.,]\d+)?")
_STEP = Decimal("0.5")
"""Stars that widths are given by; a width of none of them is that of something else."""
_FULL, _EMPTY = "★⭐", "☆✩"
_PAIRS = ("◆◇", "●○", "■□", "♥♡", "⬤◯", "✦✧", "▰▱", "▮▯")
"""Signs, filled and empty, by which some sites print stars."""
_SIGNS = re.compile(rf"[{_FULL}{_EMPTY}](?:[\ufe0f\s]*[{_FULL}{_EMPTY}])*")
"""Stars in a row."""
_OTHER_SIGNS = re.compile("|".join(rf"(?<![{pair}])(?:[{pair}][\ufe0f\s]?){{5}}(?![{pair}])" for pair in _PAIRS))
"""Five signs in a row, filled ones and empty ones; fewer may be an ornament."""
_OUT_OF = re.compile(rf"(?<![\d.,])([0-5](?:[.,]\d+)?)\s*(?:out of|na|{OF_WORDS})\s*5(?![\d.,])", re.IGNORECASE)
_WORDS = re.compile(rf"(?<![\d.,])([0-5](?:[.,]\d+)?)[\s_-]*(?:{STAR_WORDS})(?![^\W\d_])", re.IGNORECASE)
_NAMED = re.compile(
    rf"(?:{STAR_WORDS}|rat(?:ing|ed|e)|score|note|nota|bewertung|ocena|ocjena|hodnoceni)[\s_-]*([0-5])(?:[._-](5))?(?![\d])",
    re.IGNORECASE,
)
_WIDTH = re.compile(r"(?<![\w-])width:\s*(\d{1,3}(?:\.\d+)?)%")
_LEVEL = re.compile(
    r"(?<![^\W\d_])(?:level|lvl|lv|stufe|rang|rank|grade?|graad|trin|niveau|niv|nivel|nível|livello|poziom|taso|nivå"
    r"|úroveň|уровень|ур|рівень|szint|razina|nivo|raven|stopnja|ниво|επίπεδο|επιπεδο|βαθμίδα|seviye|düzey|tase|līmenis"
    r"|lygis)\.?"
    r"\s*[:#]?\s*(\d{1,3})(?!\d|[.,]\d)"
    r"|(?<![\d.,])(\d{1,3})\.\s*(?:szint|seviye|düzey|úroveň|razina|nivo|raven|tase|līmenis|lygis)(?![^\W\d_])",
    re.IGNORECASE,
)
RATING_PHRASES = (MEAN, _RATED, _OUT_OF, _WORDS, _LEVEL)
"""What finds words of stars, ratings and levels beside numbers, which say the same on every market."""
_SHORT_LEVEL = re.compile(r"\A\s*L(\d{1,2})\s*\Z")


def rating_within(text: str) -> Rating | None:
    """Return the one mean of ratings in a text, with their number where it says that: ``4.9/5 (412)``."""
    found = [*dict.fromkeys(MEAN.findall(text))]  # one that is stated twice is one
    if len(found) != 1:
        return None
    mean, scale = parse_number(found[0][0]), int(found[0][1])
    if mean is None or mean > scale:
        return None
    counts = _RATED.findall(text) or _IN_BRACKETS.findall(text)
    count = parse_count(counts[0]) if len(counts) == 1 else None
    return Rating(mean=mean, scale=scale, count=UNSET if count is None else count)


def stars_within(text: str) -> Decimal | None:
    """
    Return the stars out of five that a text states: as ``4/5``, ``4,5 von 5``, ``★★★★☆``, ``◆◆◆◇◇``, ``4 stars``, as
    the name of a class or picture, such as ``rating-4`` or ``stars_3.png``, or as the share of a width, as in ``width:
    80%``.
    """
    if rows := _SIGNS.findall(text):
        signs = [sign for sign in rows[0] if sign in _FULL + _EMPTY]
        is_rating = len(rows) == 1 and len(signs) <= _BEST  # stars around words are an ornament
        return Decimal(sum(sign in _FULL for sign in signs)) if is_rating else None
    if len(others := _OTHER_SIGNS.findall(text)) == 1:
        full = {pair[0] for pair in _PAIRS}
        return Decimal(sum(sign in full for sign in others[0]))
    rating = rating_within(text)
    if rating is not None and rating.mean is not None and rating.scale is not None:
        return rating.mean * _BEST / rating.scale
    for pattern in (_OUT_OF, _WORDS):
        found = pattern.findall(text)
        if len(found) == 1:
            return parse_number(found[0])
    named = _NAMED.findall(text)
    if len(named) == 1 and not (named[0][0] == str(_BEST) and named[0][1]):
        return Decimal(f"{named[0][0]}.{named[0][1] or 0}").normalize() + 0
    width = _WIDTH.findall(text)
    stars = Decimal(width[0]) * _BEST / 100 if len(width) == 1 else None  # a share of five stars, in percent
    return None if stars is None or stars > _BEST or stars % _STEP else stars


def bare_stars(text: str) -> Decimal | None:
    """Return the one number from 0 to 5 in a text, as stars out of five: ``Rating: 4``."""
    found = _NUMBERS.findall(text)
    stars = parse_number(found[0]) if len(found) == 1 else None
    return stars if stars is not None and stars <= _BEST else None


def level_within(text: str) -> int | None:
    """Return the one level that a text states, as in ``k***a (Stufe 3)``, or ``L3`` where that is all of it."""
    found = [behind or before for behind, before in _LEVEL.findall(text)] or _SHORT_LEVEL.findall(text)
    return int(found[0]) if len(found) == 1 else None
