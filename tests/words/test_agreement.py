"""Words agree with their numbers, and French elides, in every message and with every number."""

from __future__ import annotations

import re
import string
from datetime import date

import pytest

from cryptodrug_scraper.reason import Reason
from cryptodrug_scraper.words.joining import Number, french, held
from cryptodrug_scraper.words.places import RELATIONS
from cryptodrug_scraper.words.reasons import sentence
from cryptodrug_scraper.words.wording import LANGUAGES, Words, catalogue

NUMBERS = (0, 1, 2, 21, 1000, 1_000_000)
BY_TOLD = ("why", "more", "count", "case", "measured", "detail", "warning", "completeness")
"""Groups whose messages are filled by `sentence`."""
MANY = {"few", "fewest", "hours", "days", "times", "limit", "needed", "above"}
"""Numbers that are never as small as one: thresholds, and lengths of time."""
SINGULAR = {
    "en": r"account|vendor|page|capture|figure|row|listing|snapshot|estimate|sale|month|day",
    "fr": r"compte|vendeur|page|capture|chiffre|ligne|annonce|instantané|estimation|vente|commande|jour|évaluation",
    "nl": r"account|verkoper|pagina|cijfer|rij|advertentie|momentopname|schatting|verkoop|bestelling|dag|maand",
}
PLURAL = {
    "en": rf"(?:{SINGULAR['en']})s|are|were|have|send",
    "fr": rf"(?:{SINGULAR['fr']})s|autres chiffres|faites|\w+aient|expédient|excluent|portent|concordent|divergent|ont",
    "nl": r"accounts|verkopers|pagina's|cijfers|rijen|advertenties|momentopnamen|schattingen|verkopen|bestellingen"
    r"|dagen|maanden|verzonden|verzenden|sluiten|hebben|werden",
}


def of_values(message: str) -> dict[str, set[str]]:
    """The ways of writing of each value of a message."""
    found: dict[str, set[str]] = {}
    for _, name, spec, _ in string.Formatter().parse(message):
        if name is not None:
            found.setdefault(name, set()).add(spec or "")
    return found


def value_of(specs: set[str], number: int) -> object:
    """A value that can be written so."""
    samples: dict[str, object] = {
        **dict.fromkeys(RELATIONS, "DE"),
        **dict.fromkeys(("drug", "goods"), "cannabis"),
        **dict.fromkeys(("share", "percent", "bare_percent", "whole_percent"), 0.05),
        "drugs": ["mdma"],
        "day": "2019-05-01",
        "full_day": "2019-05-01",
        "month": "2019-04",
        "origins": "BE+NL",
        "link": "handle",
    }
    for spec in specs - {""}:
        if spec in samples:
            return samples[spec]
        if spec.startswith("detail."):
            return []
    return number


def rendered(words: Words, key: str, number: int) -> str:
    """A message with this number in every place where a number may stand."""
    message = words.message(key)
    specs = of_values(message)
    if key.partition(".")[0] in BY_TOLD:
        values = {name: value_of(found, number) for name, found in specs.items() if name not in MANY}
        values |= dict.fromkeys(specs.keys() & MANY, 30)
        return sentence(words, Reason(key, values | {"unit": "count"}))
    told = {name: words.number(30 if name in MANY else number) for name in specs} | {"country": "Cuba"}
    plural = key.rpartition("_")
    if plural[2] in {"one", "other", "none"}:
        return words.many(plural[0], number, **{name: text for name, text in told.items() if name != "number"})
    return words(key, **told)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_counted_agrees_with_its_number(language: str, number: int) -> None:
    words = Words(language)
    is_one = number == 1 or (number == 0 and language == "fr")
    wrong = PLURAL[language] if is_one else SINGULAR[language]
    shown = re.escape(words.number(number))
    pattern = re.compile(rf"(?<![\d.,\u202f]){shown} (?:{wrong})\b(?!['’])")
    keys = [key for key in catalogue(language) if key != "shares.who_few" and not key.startswith("count.")]
    assert len(keys) > 300
    found = [(key, text) for key in keys if pattern.search(text := rendered(words, key, number))]
    assert not found


def test_a_plural_that_does_not_vary_would_be_found() -> None:
    assert re.search(rf"1 (?:{PLURAL['fr']})\b", "1 vendeurs sur 2")
    assert re.search(rf"21 (?:{SINGULAR['nl']})\b", "21 verkoper")


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [("en", [1], [0, 0.5, 1.5, 2, 21]), ("nl", [1], [0, 0.5, 1.5, 2, 21]), ("fr", [0, 0.5, 1, 1.5], [1.98, 2, 1e6])],
)
def test_which_numbers_take_the_singular_is_the_language_s_own(
    language: str, one: list[float], other: list[float]
) -> None:
    words = Words(language)
    assert [words.number(number).is_one for number in one] == [True] * len(one)
    assert [words.number(number).is_one for number in other] == [False] * len(other)


@pytest.mark.parametrize(
    ("language", "number", "told"),
    [
        ("en", 0, ("none was made at another time", "the time of none is unsure")),
        ("en", 1, ("1 was made at another time", "the time of 1 is unsure")),
        ("en", 1000, ("1,000 were made at another time", "the time of 1,000 is unsure")),
        ("fr", 0, ("dont aucune n'a été faite", "et aucune n'est de date incertaine")),
        ("fr", 1, ("dont 1 a été faite", "et 1 est de date incertaine")),
        ("fr", 2, ("dont 2 ont été faites", "et 2 sont de date incertaine")),
        ("nl", 0, ("er geen enkele op een ander tijdstip is gemaakt", "en geen enkele met een onzeker tijdstip")),
        ("nl", 1000, ("waarvan er 1.000 op een ander tijdstip zijn gemaakt", "en 1.000 met een onzeker tijdstip")),
    ],
)
def test_none_is_a_word_and_no_digit(language: str, number: int, told: tuple[str, str]) -> None:
    words = Words(language)
    count = words.number(number)
    said = words("times.headline", market="Dream", pages=words.number(2000), moved=count, unsure=count)
    assert all(part in said for part in told), said
    assert "#" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_forms_are_two_or_with_none_three(language: str) -> None:
    """Of two forms the number stands beside; of three it stands within, but where nothing is counted."""
    for key, message in catalogue(language).items():
        for _, name, spec, _ in string.Formatter().parse(message):
            forms = (spec or "").split("|")
            assert len(forms) in {1, 2, 3}, (key, name)
            if len(forms) == 3:
                assert "#" not in forms[0], (key, name)
                assert forms[1].count("#") == forms[2].count("#") <= 1, (key, name)


def test_a_message_agrees_with_each_of_its_numbers_by_itself() -> None:
    words = Words("fr")
    said = words("found.headline", study="le suivi", total="3", agrees=words.number(1), disagrees=words.number(2),
                 cannot_tell=words.number(0))  # fmt: skip
    assert said == (
        "Sur 3 chiffres se rapportant aux affirmations du suivi, 1 concorde, 2 divergent et tous "
        "permettent de trancher."
    )
    assert Words("nl")(
        "destinations.excludes_any", **{name: Words("nl").number(1) for name in ("value", "total")},
        share="100%", low="20%", high="100%",
    ) == "1 van 1 account (100%; 95%-interval van 20% tot 100%) sluit ten minste één plaats uit."  # fmt: skip


def test_what_is_no_number_takes_the_plural() -> None:
    told = Words("fr")("times.headline", market="Dream", pages="10", moved="une à quatre", unsure="0")
    assert told.startswith("Dream\u00a0: 10 pages, dont une à quatre ont été faites ")
    assert isinstance(Words("fr").number(3), Number)


@pytest.mark.parametrize(
    ("before", "after", "both"),
    [
        ("de ", "avril 2019", "d'avril 2019"),
        ("du mois de ", "octobre", "du mois d'octobre"),
        ("de ", "mai 2019", "de mai 2019"),
        ("De ", "Empire Market", "D'Empire Market"),
        ("de ", "Dream Market", "de Dream Market"),
        ("ce que ", "Empire", "ce qu'Empire"),
        ("de ", "le suivi du NDARC", "du suivi du NDARC"),
        ("de ", "les Pays-Bas", "des Pays-Bas"),
        ("à ", "le Japon", "au Japon"),
        ("à ", "la Belgique", "à la Belgique"),
        ("de ", "la Belgique", "de la Belgique"),
        ("mode ", "avril", "mode avril"),
        ("de ", "21", "de 21"),
    ],
)
def test_french_elides_and_contracts(before: str, after: str, both: str) -> None:
    assert both == french(before, after)


def test_french_signs_do_not_part_from_their_words() -> None:
    assert held("« oui » : 5 % ; non ?") == "«\u202foui\u202f»\u00a0: 5\u202f%\u202f; non\u202f?"
    plain = [key for key, message in catalogue("fr").items() if re.search(r"[ \u00a0][;%?!»]|«[ \u00a0]| :", message)]
    assert not plain


def test_no_message_has_typography_of_another_language() -> None:
    assert not [key for key, message in catalogue("nl").items() if re.search(r"[ \u00a0][:;%?!]|[«»]", message)]
    assert not [key for key, message in catalogue("fr").items() if re.search(r"\w[;:?!](?=\s)", message)]
    assert not [key for key, message in catalogue("fr").items() if re.search(r"\d\.\d|\d,\d{3}\b", message)]


@pytest.mark.parametrize(
    ("language", "day", "month", "first"),
    [
        ("en", "18 November 2018", "April 2019", "1 May 2019"),
        ("fr", "18 novembre 2018", "avril 2019", "1er mai 2019"),
        ("nl", "18 november 2018", "april 2019", "1 mei 2019"),
    ],
)
def test_dates_in_sentences_are_written_out(language: str, day: str, month: str, first: str) -> None:
    words = Words(language)
    assert words.full_day(date(2018, 11, 18)) == day
    assert words.full_month(date(2019, 4, 1)) == month
    assert words.full_day(date(2019, 5, 1)) == first


def test_the_first_of_a_month_is_an_ordinal_in_french_tables_too_and_no_other_day_is() -> None:
    words = Words("fr")
    assert words.day(date(2019, 5, 1)) == "1er mai 2019"
    assert [words.day(date(2019, 1, day)) for day in (11, 21, 31)] == [f"{day} janv. 2019" for day in (11, 21, 31)]


def test_months_are_elided_in_a_sentence() -> None:
    told = Words("fr")(
        "levels.headline", market="Empire", low="1", high="2", first="avril 2019", last="août 2019", number="4"
    )
    assert told.endswith("vus en entier, d'avril 2019 à août 2019.")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "from the Netherlands, from Malta, from Germany, from the United States"),
        ("fr", "depuis les Pays-Bas, depuis Malte, depuis l'Allemagne, depuis les États-Unis"),
        ("nl", "vanuit Nederland, vanuit Malta, vanuit Duitsland, vanuit de Verenigde Staten"),
    ],
)
def test_what_is_sent_comes_from_a_country_in_the_language_s_own_words(language: str, told: str) -> None:
    words = Words(language)
    assert told == ", ".join(words.placed(code, "sent_from") for code in ("NL", "MT", "DE", "US"))


def test_a_preposition_that_does_not_change_is_said_once_before_several_countries() -> None:
    codes = ["DE", "FR", "NL"]
    assert Words("fr").placed(codes, "sent_from") == "depuis l'Allemagne, la France ou les Pays-Bas"
    assert Words("nl").placed(["NL", "US"], "to") == "naar Nederland of de Verenigde Staten"
    assert Words("fr").placed(codes, "from") == "d'Allemagne, de France ou des Pays-Bas"


def test_countries_that_are_all_meant_are_joined_by_and() -> None:
    assert Words("fr").placed_together(["BE", "NL"]) == "la Belgique et les Pays-Bas"
    assert Words("nl").placed_together(["BE", "NL", "US"]) == "België, Nederland en de Verenigde Staten"


def test_goods_are_small_within_a_sentence_and_abbreviations_are_not() -> None:
    words = Words("fr")
    assert [words.goods(code) for code in ("cannabis", "heroin", "mdma", "2c_b", "opioids")] == [
        "cannabis", "héroïne", "MDMA", "2C-B", "opioïdes",
    ]  # fmt: skip
