"""Drafts keep words that say when something was, and change times, names, keys and pages so that they still agree."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from babel.dates import get_month_names

from cryptodrug_scraper.cases.draft import Draft, draft
from cryptodrug_scraper.cases.invention import Inventor
from cryptodrug_scraper.cases.known_figures import Known
from cryptodrug_scraper.cases.known_words import SiteWords
from cryptodrug_scraper.cases.people_words import People, people_of
from cryptodrug_scraper.page.parsed import ParsedPage
from cryptodrug_scraper.page.printed_times import parse_age, parse_printed_day
from cryptodrug_scraper.page.records import Vendor
from cryptodrug_scraper.page.time_words import DAY_WORDS, LANGUAGES, UNITS, printed_ages

if TYPE_CHECKING:
    from cryptodrug_scraper.page.records import Record

SEEDS = [bytes([number + 65]) * 16 for number in range(6)]
LABELS = ("sist sett", "last seen", "ultimo accesso")
"""Of the site; the second word of the first begins as a month of another language does."""
CAPTURED = datetime(2019, 6, 14, 12, 0, tzinfo=UTC)


def drafted(
    texts: list[str], seed: bytes = SEEDS[0], known: Known | None = None, people: People | None = None
) -> tuple[list[str], Draft]:
    """What stands in a draft in the place of the paragraphs of a page, and the draft."""
    body = "<html><body>" + "".join(f"<p>{text}</p>" for text in texts) + "</body></html>"
    made = draft(body.encode(), Inventor(SiteWords.of(LABELS), people or People(), salt=seed), known, CAPTURED)
    return re.findall(r"<p>(.*?)</p>", html.unescape(made.body.decode()), re.DOTALL), made


def _of(name: str) -> People:
    """What a page of an account says of people."""
    records: list[Record] = [Vendor(vendor=name, seen_on="page")]
    return people_of(ParsedPage("market", "vendor_profile", "utf-8", complete=True, records=records))


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("form", ["{} {}", "{}: {}", "{} {} 12:02", "{} {} kl. 12.02"])
def test_words_of_days_stay_within_sentences(label: str, form: str) -> None:
    said = [form.format(label, word) for word in (*DAY_WORDS, "i går", "i dag", "avant-hier", "dün", "včera")]
    made, _ = drafted(said)
    assert [re.sub(r"\d+", "0", text) for text in said] == [re.sub(r"\d+", "0", text) for text in made]


@pytest.mark.parametrize("language", LANGUAGES)
def test_ages_stay_within_sentences(language: str) -> None:
    ages = {age for unit in UNITS for age in printed_ages(unit, language) if parse_age(age) is not None}
    said = [f"{label} {age}" for label in LABELS for age in sorted(ages) if re.search(r"\d", age)]
    assert said
    assert said == drafted(said)[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_before_days_are_no_months(language: str) -> None:
    names = get_month_names("wide", "format", language).values()
    days = [day for name in names for day in (f"12 {name} 2018", f"3. {name} 2018")] + ["12.06.2018", "2018-06-12"]
    days = [day for day in days if parse_printed_day(day) is not None]
    said = [f"sist sett {day}" for day in days]
    made, _ = drafted(said)
    assert ["sist sett"] * len(said) == [" ".join(text.split()[:2]) for text in made]
    assert not set(said) & set(made)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("clock", "form"),
    [
        ("14.06.2019 kl. 12.07 UTC", "%d.%m.%Y kl. %H.%M UTC"),
        ("14.06.2019 12:07", "%d.%m.%Y %H:%M"),
        ("2019-06-14 at 12:07 UTC", "%Y-%m-%d at %H:%M UTC"),
    ],
)
def test_the_clock_of_the_site_is_as_far_from_the_capture_as_it_was(clock: str, form: str, seed: bytes) -> None:
    texts = ["03:15", clock, "14.06.2019 11:58", "14.06.2019 15:30", "5.50"]
    made, draft_of = drafted(texts, seed)
    assert draft_of.captured is not None
    assert timedelta(minutes=7) == datetime.strptime(made[1], form).replace(tzinfo=UTC) - draft_of.captured
    before = datetime.strptime(made[2], "%d.%m.%Y %H:%M").replace(tzinfo=UTC)
    assert timedelta(minutes=2) == draft_of.captured - before
    assert made[0] < before.strftime("%H:%M") < made[3][-5:]
    assert made[1] != clock


def test_a_price_behind_a_day_is_no_time() -> None:
    assert not re.search(r"\d\d:\d\d", drafted(["12 May 2019 for 12.50"])[0][0])
    hours = [int(drafted(["12 May 2019 at 12.50"], seed)[0][0][-5:-3]) for seed in SEEDS]
    assert max(hours) < 24


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", ["Larkspur_72", "larkspur-72", "Larkspur.72", "72_larks", "Larkspurposten_of_1972"])
@pytest.mark.parametrize("is_read", [True, False])
def test_a_number_in_a_name_is_the_same_in_texts_and_links(name: str, is_read: bool, seed: bytes) -> None:
    if not is_read and "_" not in name:
        return  # where nothing is read of the page, a low line alone says that the number is of the name
    people = _of(name) if is_read else None
    texts = [name, f'<a href="/@{name}">x</a>', f'<a href="/?u={name}&amp;p=2">x</a>', f"72 by {name}, 1972"]
    made, _ = drafted(texts, seed, people=people)
    links = [re.findall(r'href="([^"]*)"', text) for text in made]
    assert made[0] != name
    assert re.findall(r"\d+", name) != re.findall(r"\d+", made[0])
    assert [f"/@{made[0]}"] == links[1]
    assert f"={made[0]}&" in links[2][0]
    assert made[0] in made[3]


def test_a_level_stays_and_a_name_of_that_form_becomes_another_of_it() -> None:
    assert ["N3", "L12"] == drafted(["N3", "L12"])[0]
    people = _of("N34")
    (made,), _ = drafted(["N34"], people=people)
    assert made != "N34"
    assert re.fullmatch(r"[A-Z]\d\d", made)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "text",
    [
        "1E90 F76E 9D7C 5296 857C  4F81 9A74 41C4 39A4 AF38",
        "1E90F76E9D7C5296857C4F819A7441C439A4AF38",
        "1e:90:f7:6e:9d:7c:52:96:85:7c:4f:81:9a:74:41:c4",
        "0x9A7441C439A4AF38",
    ],
)
def test_a_fingerprint_becomes_another_of_its_form(text: str, seed: bytes) -> None:
    (first, second, other), _ = drafted([text, f"key {text}, since 2018", "2018 2019 2020 2021"], seed)
    assert re.sub(r"[A-F]", "A", re.sub(r"[a-f]", "a", re.sub(r"\d", "0", text))) == re.sub(
        r"[A-F]", "A", re.sub(r"[a-f]", "a", re.sub(r"\d", "0", first))
    )
    digits = text.removeprefix("0x"), first.removeprefix("0x")
    assert not [new for old, new in zip(*digits, strict=True) if old == new and old not in " :"]
    assert first in second
    assert re.fullmatch(r"\d+ \d+ \d+ \d+", other)


@pytest.mark.parametrize("seed", SEEDS)
def test_numbers_of_pages_agree_where_no_total_is_known(seed: bytes) -> None:
    links = " ".join(f'<a href="?side={number}">{number}</a>' for number in (1, 2, 36))
    (pager, said), _ = drafted([links, "Side 1 av 36"], seed)
    last = said.split()[-1]
    assert [("1", "1"), ("2", "2"), (last, last)] == re.findall(r"=(\d+)\">(\d+)<", pager)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_page_itself_and_those_beside_it_keep_their_numbers(seed: bytes) -> None:
    links = " ".join(f'<a href="?side={number}">{number}</a>' for number in (1, 2, 27))
    (pager,), _ = drafted([f"{links} <b>28</b>"], seed, Known(pages=frozenset({28})))
    assert [("1", "1"), ("2", "2"), ("27", "27")] == re.findall(r"=(\d+)\">(\d+)<", pager)
    assert "<b>28</b>" in pager
