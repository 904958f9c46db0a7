"""
How names of countries stand in a sentence: with their article, and after a preposition.

English and Dutch have an article for few names, which what these end in tells. French has one for most: names are
feminine where their first word ends in e, masculine otherwise, and those that are otherwise, plural or without an
article are listed. There "de" and "à" grow together with "le" and "les", and where a name begins with a vowel or is
feminine its article goes after "de" that says from where, and "à" becomes "en".
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from cryptodrug_scraper.words.joining import begins_with_vowel, french

__all__ = ["RELATIONS", "Relation", "stands"]

Relation = Literal["the", "of", "from", "to", "in", "sent_from"]
RELATIONS: tuple[Relation, ...] = ("the", "of", "from", "to", "in", "sent_from")


def _codes(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_ENGLISH = re.compile(
    "^Isle of|^former |(?:Islands|Republic|States|Kingdom|Emirates|Netherlands|Philippines|Bahamas|Maldives|Comoros"
    "|Gambia|Seychelles|Territory|Territories|Lands|Union)$"
)
_DUTCH = re.compile(
    "(?:Staten|Antillen|Unie|Emiraten|Republiek|[Ee]ilanden|Filipijnen|Bahama’s|Maldiven|Seychellen|Comoren|Marianen|Faeröer|gebieden"
    "|Sahara)$|^Franse Gebieden"
)
_DUTCH_NEUTER = re.compile("(?:Koninkrijk|territorium)$")
_CODE = 2
_DUTCH_ON = _codes("AW BB BM CU CW GP JM KY MQ MT MV SC")
"""Islands on which, and not in which, one is."""

_PLURAL = _codes("AE AN AS BM BQ BS FJ KM MV NL PH PS PW SC TF TO US WS")
_BARE = _codes(
    "AD AG AI AW BH BL CQ CU CW CY DG DJ EA GG GI GU HT IL JE KI KN LC MC MF MG MS MT MU NR NU OM PM PR RE SG SH "
    "SM ST SX TA TK TT TV TW VC WF YT"
)
_EN = _codes("AD HT IL OM")
"""Names without an article in whose country one is "en"."""
_MASCULINE = _codes("BZ GB IO KH MX MZ SR ZW")
"""Although their first word ends in e."""
_FEMININE = _codes("HK MO SL")
_PREPOSITIONS: dict[str, dict[Relation, str]] = {
    "en": {"the": "", "of": "of ", "from": "from ", "to": "to ", "in": "in ", "sent_from": "from "},
    "fr": {"the": "", "of": "de ", "from": "de ", "to": "vers ", "in": "à ", "sent_from": "depuis "},
    "nl": {"the": "", "of": "van ", "from": "uit ", "to": "naar ", "in": "in ", "sent_from": "vanuit "},
}


def stands(language: str, code: str, name: str, relation: Relation) -> str:
    """
    Return a name with its article and what stands before it.

    Args:
        language: one of `wording.LANGUAGES`.
        code: of the country, ISO 3166-1 alpha-2, or of a region.
        name: of the country in the language.
        relation: ``the``: the name alone, with its article; ``of``: whose; ``from``, ``to``, ``in``: where;
            ``sent_from``: where a thing that is sent comes from.

    Returns:
        For example "the Netherlands", "des Pays-Bas", "depuis la Belgique", "uit de Verenigde Staten".
    """
    before = _PREPOSITIONS[language][relation]
    if len(code) != _CODE:  # regions have the article that they need, if any
        return before + name
    if language == "en":
        return before + ("the " if _ENGLISH.search(name) else "") + name
    if language == "nl":
        before = "op " if relation == "in" and code in _DUTCH_ON else before
        article = "de " if _DUTCH.search(name) else "het " if _DUTCH_NEUTER.search(name) else ""
        return before + article + name
    return _french(code, name, relation, before)


def _french(code: str, name: str, relation: Relation, before: str) -> str:
    is_vowel = begins_with_vowel(name)
    is_plural = code in _PLURAL or name.startswith("Îles ")
    plain = unicodedata.normalize("NFD", name.lower())
    first = re.split("[ -]", plain, maxsplit=1)[0].translate({0x301: None, 0x300: None})
    is_feminine = code in _FEMININE or (first.endswith("e") and code not in _MASCULINE)
    if code in _BARE:
        return f"en {name}" if relation == "in" and code in _EN else french(before, name)
    if not is_plural and (is_feminine or is_vowel):
        if relation == "in":
            return f"en {name}"
        if relation == "from":
            return french(before, name)
    article = "les " if is_plural else "l'" if is_vowel else "la " if is_feminine else "le "
    return french(before, article + name)
