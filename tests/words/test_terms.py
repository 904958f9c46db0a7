"""Each thing has one word in each language, and no language has words of another."""

from __future__ import annotations

import re
import string
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

from cryptodrug_scraper.study.installed import studies
from cryptodrug_scraper.words.wording import LANGUAGES, catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

TERMS: dict[str, Any] = tomllib.loads(
    files("cryptodrug_scraper.words").joinpath("terms.toml").read_text(encoding="utf-8")
)
QUOTED = re.compile("«[^»]*»|‘[^’]*’|\\([^()]*exit scam[^()]*\\)")
"""Names of things on screen, and words of parameters, stand in quotes."""
NAMES = re.compile(
    r"Wall Street Market|Dream Market|Empire(?: Market)?|From the alley to the web|Natural Earth|cryptodrug explore"
    r"|CRYPTODRUG scraper|--\w+|SHA-\d+"
)
ENGLISH = re.compile(
    r"\b(?:the|and|not|from|with|which|that|are|were|than|for|this|these|those|their|there|where|when|what|been|has|have"
    r"|would|does|only|other|each|every|under|between|before|after|without|vendors?|listings?|ratings?|sales|turnover"
    r"|snapshots?|captures? of|unknown|none|share|summary|findings?)\b"
)
"""Words that stand in English sentences and in no French or Dutch one ("of", "is" and "over" are Dutch)."""


def messages(language: str) -> Iterator[tuple[str, str]]:
    """What is said in a language, by its key, with no names of values."""
    said = [*catalogue(language).items()]
    for study in studies().values():
        said.append((f"{study.id}.title", study.title[language]))
        for claim in study.claims:
            said.append((f"{study.id}.{claim.id}", claim.said[language]))
            place = claim.printed.place
            said.append((f"{study.id}.{claim.id}.place", place if isinstance(place, str) else place[language]))
    for key, message in said:
        yield key, "".join(literal + _forms(spec) for literal, _, spec, _ in string.Formatter().parse(message))


def _forms(spec: str | None) -> str:
    return f" {spec.replace('|', ' ')} " if spec and "|" in spec else "…" if spec is not None else ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_thing_has_one_word(language: str) -> None:
    refused = {
        name: re.compile("|".join(term["not"][language]), re.IGNORECASE)
        for name, term in TERMS.items()
        if language in term.get("not", {})
    }
    assert len(refused) > (20 if language == "fr" else 1)
    assert not [
        (key, name, found[0])
        for key, message in messages(language)
        for name, words in refused.items()
        if (found := words.search(message))
    ]


def test_every_term_has_its_word_in_each_language_and_none_is_refused_by_its_own_rule() -> None:
    for name, term in TERMS.items():
        assert set(LANGUAGES) <= term.keys() <= {*LANGUAGES, "not"}, name
        for language, words in term.get("not", {}).items():
            assert not re.search("|".join(words), term[language], re.IGNORECASE), name


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_each_term_is_the_word_that_messages_use(language: str) -> None:
    told = " ".join(message for _, message in messages(language)).lower()
    bare = {name: re.split(r"[ (,]", term[language])[0] for name, term in TERMS.items() if name != "sent_from"}
    assert not [name for name, word in bare.items() if word not in told]


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_no_english_is_left(language: str) -> None:
    found = [
        (key, english[0])
        for key, message in messages(language)
        if (english := ENGLISH.search(NAMES.sub("", QUOTED.sub("", message))))
    ]
    assert not found


def test_english_would_be_found() -> None:
    left = [key for key, message in messages("en") if not ENGLISH.search(message) and message.count(" ") > 8]
    assert len(left) < 25
