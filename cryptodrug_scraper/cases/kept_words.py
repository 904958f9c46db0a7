"""Which words of a text a draft keeps, and how rows of them are broken up, so that nobody's sentence stays."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from cryptodrug_scraper.cases.vocabulary import Sort, is_currency, lone_words, phrase_at
from cryptodrug_scraper.page.places.fields import parse_place
from cryptodrug_scraper.page.places.names import JOINING, fold, place_names
from cryptodrug_scraper.page.quantity_words import AMONG_GIFTS
from cryptodrug_scraper.page.route_within import ROUTE_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cryptodrug_scraper.cases.known_words import SiteWords
    from cryptodrug_scraper.cases.read_words import Span

__all__ = ["GLUE", "MOST_IN_ROW", "Piece", "kept_at_end", "pieces_of"]

_CURRENCY_WORDS = frozenset({"ALL", "CUP", "GEL", "MAD", "PEN", "TOP", "TRY"})
"""Codes of currencies that are ordinary words, too."""
_NEAR = 3
"""Words before and behind a code in which another place says that it is one."""
_FEWEST_LOUD = 4
"""Words of a text from which on capitals say that it is written so."""
MOST_IN_ROW = 2
"""Phrases that are kept one after another, units and places not counted; what the market itself prints is one."""
_UNCOUNTED = frozenset({Sort.MEASURE, Sort.FIXED})
_OWN = frozenset({Sort.SITE, Sort.LABEL})
_LONGEST_CODE = 3
"""Letters of the code of a country, which are an ordinary word in small letters, as "me" and "so"."""
_MOST_WORDS = 5
"""In the name of a place."""
_LONGEST_LABEL = 8
"""Phrases; of longer rows all would be tried beside one another."""
GLUE = frozenset(
    [
        "of",
        "de",
        "van",
        "von",
        "per",
        "pro",
        "je",
        "par",
        "with",
        "mit",
        "met",
        "avec",
        "con",
        "and",
        "und",
        "et",
        "en",
        "y",
        "e",
        "ed",
        "og",
        "och",
        "or",
        "oder",
        "ou",
        "plus",
        "for",
        "fur",
        "pour",
        "voor",
        "from",
        "ab",
        "vanaf",
        "max",
        "min",
        "the",
        "a",
        "an",
        "ein",
        "eine",
        "een",
        "un",
        "une",
        "x",
    ]
)
"""Words that quantities hang on, which are kept only between those that are kept."""
_TOWARDS = frozenset(map(fold, ROUTE_WORDS))
"""Words that are kept before a place, whatever stands before them."""
_AND = "és vagy i ali in și sau ve veya ja tai või un vai ir arba a lub oraz nebo alebo και ή"
"""Words for "and" and "or" in the languages that `JOINING` has not."""
_JOINING = (
    GLUE
    | frozenset(map(fold, _AND.split()))
    | JOINING
    | {fold(word) for word in (*ROUTE_WORDS, *AMONG_GIFTS, "por", "za", "na", "al", "ανά")}
)
"""Those, and words between places, before what a price is for, and before what comes with it."""


class Piece(NamedTuple):
    """
    Some words of a text that belong together.

    Attributes:
        first: the number of the first.
        end: the number of the first that is no more of them.
        sort: as what they are kept; None for a word that is not.
    """

    first: int
    end: int
    sort: Sort | None


def pieces_of(
    words: Sequence[str],
    site: SiteWords,
    is_named: Callable[[str], bool],
    *,
    read: Sequence[Span | None] = (),
    edges: tuple[bool, bool] = (False, False),
    before: int = 0,
    draw: Callable[[str], int] = len,
) -> list[Piece]:
    """
    Return the pieces of a text: which phrases may stay, so that no more than `MOST_IN_ROW` of them follow one another.

    Args:
        words: as they are printed.
        site: the words of the market.
        is_named: tells whether a word, in lower case, is of a name on the page, and never stays.
        read: for each word, with what it is read together; None for one that is not.
        edges: whether a number stands before the first word, and behind the last.
        before: how many goods are kept just before the number that stands before the first word.
        draw: gives a number for a text, by which it is chosen what goes of a row that is too long.
    """
    lowered, folded = [word.lower() for word in words], [fold(word) for word in words]
    if len(words) == 1 and folded[0] in lone_words() and not any(edges):
        return [Piece(0, 1, Sort.TERM)]
    found: list[Piece] = []
    at = 0
    while at < len(words):
        piece = _piece(words, lowered, folded, at, site, is_named)
        span = read[at] if read else None
        if span is not None and not any(map(is_named, lowered[at : (end := _end_of(span, read, at))])):
            piece = Piece(at, end, span.sort) if piece.sort is None or end > piece.end else piece
        found.append(piece)
        at = piece.end
    found = _glued(_with_cues(found, folded), folded, edges)
    pieces: list[Piece] = []
    for is_kept, group in groupby(found, lambda piece: piece.sort is not None):
        row = list(group)
        most = max(0, MOST_IN_ROW - before) if not pieces else MOST_IN_ROW
        pieces += _broken_up(row, lowered, site, draw, most) if is_kept else row
    return pieces


def kept_at_end(pieces: Sequence[Piece], before: int) -> int:
    """How many goods are kept in the row with which a text ends, with those before it if that row is all of it."""
    count = 0
    for piece in reversed(pieces):
        if piece.sort is None:
            return count
        count += piece.sort is Sort.GOODS
    return before + count


def _piece(
    words: Sequence[str],
    lowered: Sequence[str],
    folded: Sequence[str],
    at: int,
    site: SiteWords,
    is_named: Callable[[str], bool],
) -> Piece:
    length = max(_length_of_place(words, at), site.length_of_name(lowered, at))
    if length and not any(map(is_named, lowered[at : at + length])):
        return Piece(at, at + length, Sort.FIXED)
    phrase = phrase_at(folded, at)
    if phrase is not None and phrase.length == 1 and _is_among_places(words, folded, at):
        return Piece(at, at + 1, Sort.FIXED)
    if len(words[at]) == 1 and (phrase is None or phrase.length == 1):
        return Piece(at, at + 1, Sort.MEASURE)
    end = at
    while end < len(words) and _is_of(site, words[end]) and (end == at or site.says(lowered[at : end + 1])):
        end += 1
    if phrase is not None and not any(map(is_named, lowered[at : at + phrase.length])) and at + phrase.length > end:
        return Piece(at, at + phrase.length, phrase.sort)
    word = words[at]
    if _is_word_in_capitals(words, at):
        return Piece(at, at + 1, None)
    if end > at:
        sort = Sort.FIXED if end == at + 1 and _is_place_name(word) else _sort_of_site(folded[at:end])
        return Piece(at, end, sort)
    is_place = _is_place_name(word) or (_is_place(word) and all(map(_is_of_list, words)))
    if not is_named(lowered[at]) and (is_currency(word) or is_place):
        return Piece(at, at + 1, Sort.FIXED)
    return Piece(at, at + 1, None)


def _end_of(span: Span, read: Sequence[Span | None], at: int) -> int:
    """The number of the first word that is no more read with one."""
    end = at
    while end < len(read) and read[end] == span:
        end += 1
    return end


def _is_place(word: str) -> bool:
    return parse_place(word).kind != "unknown"


def _is_place_name(word: str) -> bool:
    """Whether a word names a place wherever it stands."""
    return (len(word) > _LONGEST_CODE or word.isupper()) and _is_place(word)


def _is_among_places(words: Sequence[str], folded: Sequence[str], at: int) -> bool:
    """Whether a word that is a place and also goods is the place: near it another place is, or a word that excludes."""
    if not _is_place_name(words[at]):
        return False
    near = [other for other in range(max(0, at - _NEAR), min(len(words), at + _NEAR + 1)) if other != at]
    return any(folded[other] in place_names().cues or _is_place_name(words[other]) for other in near)


def _is_word_in_capitals(words: Sequence[str], at: int) -> bool:
    """
    Whether a code of a place or currency is an ordinary word, as CAN and IT are: in a text that is written in capitals,
    where no other place stands near it, and that is no list of places.
    """
    if not _is_ordinary(words[at]):
        return False
    letters = [each for each in words if len(each) > 1 and each.isalpha()]
    is_loud = len(letters) >= _FEWEST_LOUD and sum(map(str.isupper, letters)) * 2 > len(letters)
    near = words[max(0, at - _NEAR) : at + _NEAR + 1]
    has_place = any(_is_place_name(each) and not _is_ordinary(each) for each in near)
    return is_loud and not has_place and not all(map(_is_of_list, words))


def _is_ordinary(word: str) -> bool:
    return word in place_names().code_words or word in _CURRENCY_WORDS


def _is_of_list(word: str) -> bool:
    """Whether a word may be of a list of places."""
    return _is_place(word) or fold(word) in GLUE


def _is_of(site: SiteWords, word: str) -> bool:
    return word.lower() in site or fold(word) in site


def _sort_of_site(folded: Sequence[str]) -> Sort:
    """As what words of the market are kept: those that readers of every market know as well stay longer."""
    phrase = phrase_at(folded, 0)
    if phrase is not None and phrase.length == len(folded):
        return phrase.sort
    return Sort.SITE if len(folded) == 1 else Sort.LABEL


def _with_cues(found: Sequence[Piece], folded: Sequence[str]) -> list[Piece]:
    """Keep the words that exclude places where a text names one."""
    if not any(piece.sort is Sort.FIXED for piece in found):
        return list(found)
    cues = place_names().cues
    return [
        piece._replace(sort=Sort.FIXED)
        if piece.sort in {None, Sort.SITE, Sort.TERM} and cues.issuperset(folded[piece.first : piece.end])
        else piece
        for piece in found
    ]


def _glued(found: Sequence[Piece], folded: Sequence[str], edges: tuple[bool, bool]) -> list[Piece]:
    """Keep words such as "of" and "per" between those that are kept as a quantity or goods, and numbers."""
    made = list(found)
    for number, piece in enumerate(found):
        if piece.sort is not None or folded[piece.first] not in _JOINING:
            continue
        before = _holds(found[number - 1]) if number else edges[0]
        after = _holds(found[number + 1]) if number + 1 < len(found) else edges[1]
        is_towards = (
            folded[piece.first] in _TOWARDS and number + 1 < len(found) and found[number + 1].sort is Sort.FIXED
        )
        if (before and after) or is_towards:
            made[number] = piece._replace(sort=Sort.MEASURE)
    return made


def _holds(piece: Piece) -> bool:
    return piece.sort in {Sort.MEASURE, Sort.GOODS, Sort.FIXED}


def _broken_up(
    row: Sequence[Piece], words: Sequence[str], site: SiteWords, draw: Callable[[str], int], most: int = MOST_IN_ROW
) -> list[Piece]:
    """A row of kept phrases, of which one of those that say least goes as long as there are too many."""
    counted = [number for number, piece in enumerate(row) if piece.sort not in _UNCOUNTED]
    own = [number for number in counted if row[number].sort in _OWN]

    def is_label(numbers: Sequence[int]) -> bool:
        said = [word for number in numbers for word in words[row[number].first : row[number].end]]
        return len(numbers) > 1 and site.says(said)

    if len(counted) - (len(own) - 1 if is_label(own) else 0) <= most:
        return list(row)
    least = min(sort for number in counted if (sort := row[number].sort) is not None)
    lowest = [number for number in counted if row[number].sort is least]
    label = set(_longest(own, is_label))
    best = [number for number in lowest if number not in label] or lowest
    chosen = best[draw(" ".join(words[row[0].first : row[-1].end])) % len(best)]
    gone = row[chosen]
    between = [Piece(at, at + 1, None) for at in range(gone.first, gone.end)]
    before, behind = (_broken_up(part, words, site, draw, most) for part in (row[:chosen], row[chosen + 1 :]))
    return [*before, *between, *behind]


def _longest(numbers: Sequence[int], is_label: Callable[[Sequence[int]], bool]) -> Sequence[int]:
    """Most of the numbers, one after another, that are a label of the market; none if no two are."""
    for count in range(min(len(numbers), _LONGEST_LABEL), 1, -1):
        for first in range(len(numbers) - count + 1):
            if is_label(numbers[first : first + count]):
                return numbers[first : first + count]
    return ()


def _length_of_place(words: Sequence[str], first: int) -> int:
    """How many words from one on are the name of a place; 0 if that is none of two words or more."""
    for last in range(min(len(words), first + _MOST_WORDS), first + 1, -1):
        said = " ".join(words[first:last]).casefold()
        if said in place_names().exact or " ".join(map(fold, words[first:last])) in place_names().phrases:
            return last - first
    return 0
