"""Writes what reads a site's own words, as they were answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cryptodrug_scraper.scaffold.code_text import listed, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptodrug_scraper.scaffold.code_text import Module

__all__ = ["types_of_words", "words_lines"]


class _Reader(NamedTuple):
    """What reads a field by words: the type of their meaning, that of the field, the function, what it reads."""

    meaning: str
    value: str
    function: str
    what: str


_READERS: Mapping[str, _Reader] = {
    "payment": _Reader("Payment", "list[Payment]", "payments_within", "ways of payment"),
    "stock": _Reader("str", "Stock", "stock_within", "what is left"),
    "place": _Reader("str", "Place", "parse_place", "a place"),
    "yes": _Reader("str", "bool", "yes_within", "whether it is so"),
    "sign": _Reader("Sign", "Sign", "sign_within", "whether a rating is good"),
}


def types_of_words(module: Module) -> list[str]:
    """The names of the types that `words_lines` names."""
    types = {"payment": "Payment", "place": "Place", "stock": "Stock", "sign": "Sign"}
    return [name for field, name in sorted(types.items()) if getattr(module.words, field)]


def words_lines(module: Module) -> list[str]:
    """The tables of a site's words, and the functions that read by them."""
    lines: list[str] = []
    if module.words.nothing:
        lines += [
            *listed("_NOTHING = frozenset({", list(map(quoted, module.words.nothing)), "})"),
            '"""What the site prints where nobody wrote anything."""',
        ]
    if module.words.empty:
        lines += [
            *listed("_EMPTY = (", list(map(quoted, module.words.empty)), ",)" if len(module.words.empty) == 1 else ")"),
            '"""What the site prints where a list is empty."""',
        ]
    for listed_kind, what in (("listing", "offers"), ("review", "ratings")):
        phrases = module.totals.phrases(listed_kind)
        if phrases:
            named = f"_{listed_kind.upper()}_TOTALS"
            items = [f"{quoted(phrase)}: [{', '.join(map(quoted, names))}]" for phrase, names in phrases.items()]
            lines += [
                *listed(f"{named} = {{", items, "}"),
                f'"""What the site says of how far its lists of {what} go."""',
            ]
    for field, reader in _READERS.items():
        words = getattr(module.words, field)
        if words:
            module.use(reader.function)
            named = f"_{field.upper()}_WORDS"
            items = [f"{quoted(word)}: {quoted(meaning)}" for word, meaning in words.items()]
            by = f"words={named}" if field == "place" else named
            given = "Place" if field == "place" else f"{reader.value} | None"
            lines += [
                *listed(f"{named}: dict[str, {reader.meaning}] = {{", items, "}"),
                f'"""What the site says of {reader.what}."""',
                "",
                "",
                f"def _{field}(text: str) -> {given}:",
                f'    """Read {reader.what}."""',
                f"    return {reader.function}(text, {by})",
                "",
                "",
            ]
    return lines
