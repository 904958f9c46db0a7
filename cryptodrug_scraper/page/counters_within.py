"""
Read a running count as sites print it: whole, as ``1.204``, or rounded, as ``über 200``, ``1.3k+`` or ``1,2 tis.``.

A count is rounded where words or a sign say that it is more, or about as much, and where it is told in thousands or
millions. What is at most a number is no count: nothing is known of how much less it is.
"""

from __future__ import annotations

import re

from cryptodrug_scraper.page.money import parse_count, parse_number
from cryptodrug_scraper.page.parts import Counter

__all__ = ["BOUNDS", "COUNTER_PHRASES", "count_within", "counter_within"]

_MORE = (
    *("over", "more than", "above", "at least", "about", "around", "approx", "approximately", "circa", "ca", "roughly"),
    *("über", "mehr als", "mindestens", "etwa", "ungefähr", "rund", "meer dan", "ruim", "minstens", "ongeveer"),
    *("plus de", "environ", "au moins", "más de", "al menos", "unos", "unas", "cerca de", "alrededor de"),
    *("aproximadamente", "mais de", "acima de", "pelo menos", "più di", "oltre", "almeno", "mere end", "omkring"),
    *("mindst", "mer enn", "minst", "mer än", "över", "cirka", "ungefär", "yli", "noin", "enemmän kuin"),
    *("ponad", "powyżej", "więcej niż", "około", "co najmniej", "přes", "více než", "nad", "asi", "kolem", "zhruba"),
    *("cez", "viac ako", "viac než", "vyše", "okolo", "približne", "peste", "mai mult de", "mai multe de"),
    *("aproximativ", "cel puțin", "több mint", "körülbelül", "kb", "legalább", "preko", "više od", "iznad", "oko"),
    *("otprilike", "več kot", "čez", "okoli", "približno", "над", "повече от", "около", "поне", "преко", "више од"),
    *("более", "больше", "свыше", "не менее", "понад", "більше", "близько", "πάνω από", "περισσότερα από"),
    *("περισσότερες από", "περίπου", "yaklaşık", "en az", "üle", "rohkem kui", "umbes", "vairāk nekā", "virs"),
    *("apmēram", "daugiau nei", "virš", "apie"),
)
"""Words before a number that is a lower bound or rounded."""
_OR_MORE = (
    *("or more", "and more", "plus", "oder mehr", "of meer", "ou plus", "o más", "y más", "ou mais", "o più"),
    *("eller mere", "eller fler", "a více", "a viac", "sau mai mult", "felett", "fölött", "ili više", "ali več"),
    *("или повече", "или более", "ή περισσότερα", "'den fazla", "'dan fazla", "'ten fazla", "'tan fazla", "üzeri"),
)
"""Words behind such a number."""
_LESS = (
    *("less than", "fewer than", "up to", "under", "below", "almost", "nearly", "weniger als", "unter", "bis zu"),
    *("minder dan", "bijna", "moins de", "presque", "menos de", "casi", "quase", "meno di", "quasi", "mniej niż"),
    *("prawie", "méně než", "téměř", "menej ako", "takmer", "mai puțin de", "sub", "kevesebb mint", "manje od"),
    *("manj kot", "по-малко от", "меньше", "менее", "почти", "менше", "λιγότερα από", "færre end", "mindre än"),
)
"""Words before a number that is an upper bound."""
_LARGE = {
    **dict.fromkeys(
        ("k", "thousand", "tsd", "tausend", "duizend", "mille", "mila", "tusind", "tusinde", "tusen"), 1000
    ),
    **dict.fromkeys(("tuhat", "tuhatta", "tys", "tis", "tisíc", "mii", "ezer", "tisuća", "tisuće", "hiljada"), 1000),
    **dict.fromkeys(("hiljade", "tisoč", "тыс", "тысяч", "тис", "тисяч", "хил", "хиляди", "хиљ", "хиљада"), 1000),
    **dict.fromkeys(("хиљаде", "χιλ", "χιλιάδες", "bin", "tuh", "tūkst"), 1000),
    **dict.fromkeys(("mln", "mio", "million", "millions", "млн"), 1_000_000),
    "mil": 0,
}
"""Words behind a number of thousands or millions; ``mil`` is either, by language, so that no count is known."""


def _any_of(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


def _sign_of(signs: str) -> str:
    """A sign before a number; not one between two parts, as of a way through a menu ("Shop > 12 offers")."""
    return rf"(?:(?:\A|[:(])\s*[{signs}]\s*|(?<!\S)[{signs}](?=\d))"


BOUNDS = rf"(?:{_any_of((*_LESS, *_MORE))})\.?"
"""Words before a number that is a bound or rounded, as a pattern."""
_COUNT = re.compile(r"(?<![\w.,])\d{1,3}(?:[.,'’\s]\d{3})+(?![\d])|(?<![\w.,])\d+(?![\d.,]*\d)")
_TOLD = re.compile(
    rf"(?:(?P<less>(?<!\w)(?:{_any_of(_LESS)})\s+|{_sign_of('<≤')})"
    rf"|(?P<more>(?<!\w)(?:{_any_of(_MORE)})\.?\s+|{_sign_of('>≥~≈')}))?"
    r"(?<![\w.,])(?P<number>\d{1,3}(?:[.,'’\s]\d{3})+(?!\d)|\d+(?:[.,]\d+)?)(?![.,]?\d)"
    rf"(?:\s?(?P<large>{_any_of((*_LARGE,))})(?![^\W\d_])\.?|(?P<millions>(?-i:M))(?!\w))?"
    rf"(?P<above>\s?[×x]?\s?\+(?!\s?\d)|\s*(?:{_any_of(_OR_MORE)})(?!\w))?",
    re.IGNORECASE,
)
"""A number with what tells how it is meant."""
COUNTER_PHRASES = (_TOLD,)
"""What finds words around numbers that say the same on every market."""
_WHOLE = re.compile(r"\d+|\d{1,3}(?:[.,'\s]\d{3})+")


def count_within(text: str) -> int | None:
    """Return the one whole number in a text."""
    found = _COUNT.findall(text)
    return parse_count(found[0]) if len(found) == 1 else None


def counter_within(text: str) -> Counter | None:
    """
    Return the one count in a text; its ``exact`` is false where the text says that it is rounded, or a lower bound.

    None where the text has no count or several, or one that is only said to be less than a number.
    """
    text = text.replace("’", "'")
    told = [match for match in _TOLD.finditer(text) if any(match[name] for name in _TELLING)]
    if not told:
        count = count_within(text)
        return None if count is None else Counter(value=count)
    if len(told) > 1 or _COUNT.search(_without(text, told[0])) is not None:
        return None
    value = _value_of(told[0])
    return None if value is None or told[0]["less"] else Counter(value=value, exact=False)


_TELLING = ("less", "more", "large", "millions", "above")
"""What makes a number another than a whole one as printed."""


def _without(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]} {text[match.end() :]}"


def _value_of(match: re.Match[str]) -> int | None:
    """The number that a count is at least, or about."""
    times = 1_000_000 if match["millions"] else _LARGE[match["large"].casefold()] if match["large"] else 1
    if times == 1:
        return parse_count(match["number"]) if _WHOLE.fullmatch(match["number"]) else None
    number = parse_number(match["number"])
    value = None if number is None else number * times
    return int(value) if value and value == value.to_integral_value() else None
