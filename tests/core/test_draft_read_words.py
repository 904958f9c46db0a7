"""Every word list and pattern of the readers of all markets is kept by a draft, beside what it is read with."""

from __future__ import annotations

import html
import importlib
import pkgutil
import re
from time import process_time
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper import page
from cryptodrug_scraper.cases.draft import draft
from cryptodrug_scraper.cases.invention import Inventor
from cryptodrug_scraper.cases.people_words import People
from cryptodrug_scraper.cases.read_words import read_in
from cryptodrug_scraper.page.extent_within import pages_within
from cryptodrug_scraper.page.rows_within import days_within, shipping_within
from tests.support.pattern_examples import OPEN, examples_of

if TYPE_CHECKING:
    from collections.abc import Iterator

SEEDS = [bytes([number]) * 16 for number in range(3)]
WORD = re.compile(r"[^\W\d_]+")
FORMS = ("{}", "7 {}", "{} 7", "7 {} 9", "7 €/{}", "Germany {} France", "10g {} 20g")
"""What a word may have to stand beside, so that it is read."""
OF_NO_TEXT = frozenset(
    [
        *("addresses", "blocks", "calendar", "classes", "declared", "document", "entries", "extent", "facts"),
        *("feedback_lines", "feedback_table", "fields", "frame_part", "guard", "hostile", "iconed", "icons"),
        *("labelled", "lines", "listing", "market", "menus", "openpgp", "paired", "parse", "parsed", "parts"),
        *("plugins", "records", "review", "select", "skipped", "sources", "structure", "taxonomy", "text"),
        *("undecorated", "vendor", "worded"),
    ]
)
"""Modules whose words are tags and attributes of pages, names of columns, or said to people."""
KEPT_OTHERWISE = {
    "counters_within._TELLING": "names of groups",
    "extent_within.STAR_WORDS": "a part of a pattern that is tried",
    "extent_within._MORE": "a part of a pattern that is tried",
    "extent_within._STILL": "a part of a pattern that is tried",
    "leaving._IN_ADDRESS": "parts of addresses",
    "leaving._SUFFIX": "parts of addresses",
    "limits_within._BETWEEN_WORDS": "a part of a pattern that is tried",
    "moments.MONTHS": "days move",
    "places.exclusions._ITEM_END": "what ends a list of places",
    "places.names._INFLECTED": "codes of languages",
    "places.names._LANGUAGES": "codes of languages",
    "places.names._LATER": "codes of languages",
    "places.names._ODD_LETTERS": "letters",
    "places.restrictions._TEXTS": "names of fields",
    "printed_times.ONE_WORDS": "ages are found by their form",
    "printed_times._IN_CROATIAN": "days move",
    "quantities._CHEMICALS": "names of substances",
    "quantity_parts.DETERMINERS": "a sentence is made of such words",
    "quantity_parts.OF": "a sentence is made of such words",
    "quantity_parts.ORDINALS": "kept right behind a number",
    "quantity_parts._BEGINNING": "other lists together",
    "quantity_tokens.BEFORE_UNIT": "a sentence is made of such words",
    "quantity_tokens._BALL": "said in words alone by nobody",
    "rated_within._NAMED": "names of classes and pictures, which stay or go as such",
    "rated_within._WIDTH": "a style",
    "route_within._ARROW": "names of classes and pictures",
    "rows_within._NO_UNITS": "a sentence is made of such words",
    "rows_within._PER_SENT": "a part of a pattern that is tried",
    "site_within._WITH_STOPS": "a clock, which moves",
    "time_words.LANGUAGES": "codes of languages",
    "time_words._WELL_KNOWN": "codes of languages",
    "time_words._LATER": "codes of languages",
    "time_words._AT_MOST": "ages are found by their form",
    "time_words._AGO": "ages are found by their form",
    "time_words._MORE_WORDS": "ages are found by their form",
    "time_words._SPELT": "ages are found by their form",
    "told_sign._ATTRIBUTES": "names of attributes",
    "told_sign._FILES": "names of attributes",
    "told_sign._SHARES": "what makes a text none of a sign",
    "window_words._CURRENT": "kept in a text that is a window",
    "window_words._OF_ALL_TIME": "kept in a text that is a window",
    "window_words._SIX": "kept in a text that is a window",
    "window_words._TIMES": "kept in a text that is a window",
    "window_words._TWELVE": "kept in a text that is a window",
    "window_words.PERIOD_WORDS": "kept in a text that is a window",
    "word_list.CLASS_NAMES": "names of this program",
    "word_list.SUBSTANCES": "names of this program",
}
"""Lists and patterns that a draft does not keep by themselves, and why."""


def drafted(text: str, seed: bytes = SEEDS[0], people: People | None = None) -> str:
    """What stands in a draft in the place of a text that is all that its page shows."""
    body = f"<html><body><p>{text}</p></body></html>".encode()
    made = draft(body, Inventor(people=people or People(), salt=seed)).body.decode()
    return made.partition("<p>")[2].partition("</p>")[0]


def kept(texts: list[str]) -> list[bool]:
    """Which of some texts keep their words in the draft of a page that shows them all, apart from one another."""
    made = drafted("".join(f"<i>{html.escape(text)}</i><b>~</b>" for text in texts))
    pairs = zip(re.findall(r"<i>(.*?)</i>", made, re.DOTALL), texts, strict=True)
    return [WORD.findall(html.unescape(other)) == WORD.findall(text) for other, text in pairs]


def _texts(value: object, depth: int = 0) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple | set | frozenset) and depth < 4:
        parts = [*value, *value.values()] if isinstance(value, dict) else list(value)
        for part in parts:
            yield from _texts(part, depth + 1)


def _constants() -> Iterator[tuple[str, object]]:
    """What the modules that read texts have at their top, by its name."""
    for module in pkgutil.walk_packages(page.__path__, f"{page.__name__}."):
        name = module.name.removeprefix(f"{page.__name__}.")
        if name.rpartition(".")[2] not in OF_NO_TEXT:
            for constant, value in vars(importlib.import_module(module.name)).items():
                if not constant.startswith("__") and not isinstance(value, type):
                    yield f"{name}.{constant}", value


def _words_in(value: object) -> list[str]:
    """The words of a list, or between the signs for "or" of a part of a pattern."""
    said = [part for text in _texts(value) for part in (text.split("|") if value is text else [text])]
    return [text for text in said if re.fullmatch(r"[^\W\d_][^\W\d_ '’-]+(?:[ '’-][^\W\d_]+)*", text)]


CONSTANTS = dict(_constants())
PATTERNS = {
    pattern: name
    for name, pattern in reversed(CONSTANTS.items())
    if isinstance(pattern, re.Pattern) and isinstance(pattern.pattern, str)
}
LISTS = {
    frozenset(words): name
    for name, value in reversed(CONSTANTS.items())
    if not isinstance(value, re.Pattern) and len(words := _words_in(value)) > 2
}
"""Each once, by the name of the first that has it."""


@pytest.mark.parametrize(("name", "words"), [(name, sorted(words)) for words, name in LISTS.items()])
def test_each_word_that_readers_know_stays_alone_or_beside_what_it_is_read_with(name: str, words: list[str]) -> None:
    in_forms = [kept([form.format(word) for word in words]) for form in FORMS]
    lost = [word for word, found in zip(words, zip(*in_forms, strict=True), strict=True) if not any(found)]
    assert (not lost) != (name in KEPT_OTHERWISE), lost


@pytest.mark.parametrize(("name", "pattern"), [(name, pattern) for pattern, name in PATTERNS.items()])
def test_each_text_that_a_pattern_of_readers_finds_stays_but_for_its_numbers(
    name: str, pattern: re.Pattern[str]
) -> None:
    texts = [text for text in examples_of(pattern) if OPEN.search(text) is None]
    lost = [text for text, is_kept in zip(texts, kept(texts), strict=True) if not is_kept]
    assert (not lost) != (name in KEPT_OTHERWISE), lost


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("text", "days"),
    [
        *(("3-5 días", "3-5 días"), ("Entrega (3–5 días)", "3–5 días"), ("10-14 Tage", "10-14 Tage")),
        *(("2 a 4 días.", "2 a 4 días"), ("2 bis 4 Werktage", "2 bis 4 Werktage"), ("10 - 14 dní", "10 - 14 dní")),
        *(("8-10 business days", "8-10 business days"), ("14 dias úteis", "14 dias úteis")),
        *(("3—5 рабочих дней", "3—5 рабочих дней"), ("24 h", "24 h"), ("next working day", "next working day")),
    ],
)
def test_how_long_a_delivery_takes_stays(text: str, days: str, seed: bytes) -> None:
    made = drafted(text, seed)
    assert days in made
    assert days_within(made) == days_within(text) is not None


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "text", ["Entrega gratis", "Versand: kostenlos", "Livraison gratuite", "Dostava: za darmo", "Free"]
)
def test_a_delivery_that_costs_nothing_still_costs_nothing(text: str, seed: bytes) -> None:
    option, made = (
        shipping_within(each) for each in (f"Express: {text}, 3-5 días", f"Express: {drafted(text, seed)}, 3-5 días")
    )
    assert option is not None
    assert made is not None
    assert made.price == option.price


@pytest.mark.parametrize("seed", SEEDS)
def test_words_stay_beside_numbers_in_elements_of_their_own(seed: bytes) -> None:
    assert drafted("<b>3-5</b> días", seed) == "<b>3-5</b> días"
    assert pages_within(re.sub("<[^>]+>", "", drafted("Página <b>2</b> de <b>9</b>", seed))) == (2, 9)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "text",
    [
        *("Dauer der Nacht", "días largos", "the days with him", "free-fall parade", "available123", "starshine 5"),
        *("he is above it", "sterneküche", "freedom", "unlimitedlove"),
    ],
)
def test_no_more_of_a_sentence_stays_for_it(text: str, seed: bytes) -> None:
    kept = [word for word in WORD.findall(drafted(text, seed)) if len(word) > 1 and word in WORD.findall(text)]
    assert len(kept) < len([word for word in WORD.findall(text) if len(word) > 1])


def test_the_name_of_a_person_that_readers_know_as_a_word_does_not_stay() -> None:
    people = People(frozenset({"gratis"}), frozenset({"gratis"}))
    assert "gratis" not in drafted("<a>gratis</a> gratis", people=people)


def _time_of(text: str) -> float:
    read_in.cache_clear()
    start = process_time()
    read_in(text)
    return process_time() - start


@pytest.mark.parametrize(
    "words",
    [
        "3-5 days ",
        "not on sale ",
        *(pytest.param(each, marks=pytest.mark.slow) for each in ("days ", "more than ", "5 ", "up to 3 ", "xoba-")),
    ],
)
def test_time_grows_with_the_length_of_a_text_and_no_faster(words: str) -> None:
    short, long = (min(_time_of(words * count) for _ in range(2)) for count in (1500, 6000))
    assert long < 10 * max(short, 0.01)
