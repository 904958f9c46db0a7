"""Evidence holds by construction: what is named as words of a field changes it, and each field of a page has some."""

from __future__ import annotations

import dataclasses
import os
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from cryptodrug_scraper.cases.case import Case, cases_below
from cryptodrug_scraper.explore.evidence import budget
from cryptodrug_scraper.explore.evidence.found import PageEvidence, evidence_of
from cryptodrug_scraper.explore.evidence.printed import patterns_of
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parts import Money
from cryptodrug_scraper.page.records import Listing, PageTotal, Review, Site, Vendor
from tests.support.invented_field import invent_views

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence


PAGES = Path(__file__).parent.parent.parent / "fixtures" / "pages"
CASES = cases_below(PAGES)
OF_ROWS = ("dream/category_list/hash_raw", "dream/category_list/weed_full_page")
"""Lists whose rows are told apart: a short one, and in the long run a full one."""
BELGIAN = Case(PAGES / "dream" / "listing" / "weed_from_belgium", "weed_from_belgium")


def stated(case: Case) -> set[Hashable]:
    """What fields a page of its market states, and whether it states nothing or something."""
    page = parse_page(case.body, case.context)
    return {
        (page.market, type(record), name, value in (None, [], ()))
        for record in page.records
        for name in record.__struct_fields__
        if (value := getattr(record, name)) is not msgspec.UNSET
    }


def covering(cases: Sequence[Case]) -> list[Case]:
    """Few and small pages on which every field of every kind of record of each market stands."""
    left = {case: (stated(case), len(case.body)) for case in cases}
    seen: set[Hashable] = set()
    chosen: list[Case] = []
    while left:
        best = max(left, key=lambda case: (len(left[case][0] - seen) / (2000 + left[case][1]), case.name))
        more = left.pop(best)[0] - seen
        if not more:
            break
        seen |= more
        chosen.append(best)
    return sorted(chosen, key=lambda case: case.name)


FEW = Path(__file__).with_name("evidence_cases.txt")
"""The names of those that `covering` gives, which takes a while; long runs and ``make evidence`` try all of them."""
TRIED = set(FEW.read_text(encoding="utf-8").split())
ALL = os.environ.get("CRYPTODRUG_EVIDENCE") == "all"


def test_the_pages_that_are_tried_have_every_field() -> None:
    """Where it fails, a fixture has changed: write the names that are found into the file."""
    assert FEW.read_text(encoding="utf-8").split() == [case.name for case in covering(CASES)]


def evidence_in(case: Case) -> PageEvidence:
    return evidence_of(case.body, case.context.url, case.context.captured)


@pytest.fixture(scope="module")
def belgian() -> PageEvidence:
    """The evidence of one page, which several tests look at."""
    return evidence_in(BELGIAN)


@pytest.mark.parametrize(
    "case",
    [pytest.param(each, marks=() if ALL or each.name in TRIED else pytest.mark.campaign) for each in CASES],
    ids=[case.name for case in CASES],
)
def test_each_field_of_each_page_has_words(case: Case) -> None:
    """
    A value that comes from nowhere fails. Not said by words are, by rule: of what kind a record is and its marks, which
    follow from where it stands; what is not there; and the coin of a whole table. All of these need their frame.
    """
    found = evidence_in(case)
    assert found.is_whole
    lacking = [key for key, evidence in found.fields.items() if evidence.is_said and not evidence.is_found]
    nowhere = [key for key, evidence in found.fields.items() if not evidence.is_found and not evidence.frame]
    assert [] == [(key, found.page.records[key[0]]) for key in lacking]
    assert [] == [key for key in nowhere if key[1] not in {"seen_on", "kind", "base"}]
    if case.name in OF_ROWS:
        for (place, name), evidence in found.fields.items():
            record = found.page.records[place]
            if isinstance(record, Listing) and name == "title" and record.title is not None:
                texts = [found.text[span.start : span.end] for span in evidence.words]
                assert any(record.title.split()[0].encode() in text for text in texts)


def test_the_words_of_a_field_are_those_that_a_person_would_name(belgian: PageEvidence) -> None:
    found = belgian
    (place,) = (place for place, record in enumerate(found.page.records) if isinstance(record, Listing))
    said = {
        name: [found.text[span.start : span.end].strip() for span in evidence.words]
        for (at, name), evidence in found.fields.items()
        if at == place
    }
    labels = {
        name: [found.text[span.start : span.end].strip() for span in evidence.labels]
        for (at, name), evidence in found.fields.items()
        if at == place
    }
    record = found.page.records[place]
    assert isinstance(record, Listing)
    assert isinstance(record.title, str)
    assert [record.title.encode()] == said["title"]
    assert [b"Belgium"] == said["ships_from"]
    assert b"Ships from" in labels["ships_from"]


def said_in(found: PageEvidence, kind: type, name: str, role: str = "words") -> list[list[str]]:
    """The words of a field of each record of a kind."""
    return [
        [found.text[span.start : span.end].decode() for span in getattr(evidence, role)]
        for (place, of), evidence in found.fields.items()
        if of == name and isinstance(found.page.records[place], kind)
    ]


@pytest.mark.parametrize(
    ("case", "kind", "name", "words"),
    [
        ("wallstreet/listing_refund/policy_en", Listing, "substance", ["Weed"]),
        ("dream/listing/mdma_without_shipping", Listing, "excluded_in_field", ["except Netherlands"]),
        ("empire/listing_refund/browser_saved", Listing, "excluded_in_text", ["No shipping to USA, Australia"]),
        ("wallstreet/vendor_offers/leiebloem_prices_en", Listing, "quantity_grams", ["half a gram"]),
        ("empire/listing/belgium_2019_04", Listing, "quantity_units", ["1g"]),
        ("empire/listing/two_origins_netherlands", Vendor, "trust_level", ["2"]),
        ("empire/vendor_profile/badge_in_brackets", Vendor, "orders", ["8"]),
        ("wallstreet/vendor_offers/brejo_alto_nothing_br", Vendor, "last_active", ["10 de abril"]),
        ("wallstreet/vendor_profile/vaartkapoen_before_the_move_fr", Vendor, "sales", ["1 203"]),
        ("wallstreet/category_list/cut_in_picture_es", PageTotal, "page", ["3"]),
        ("dream/vendor_feedback/zennepost_december", Review, "buyer_mask", ["b . . . 7"]),
        ("wallstreet/listing/cocaine_belgium_de", Site, "display_currency", ["€"]),
        (
            "empire/home/title_cut_in_character",
            Listing,
            "title_cut",
            ["MDMA 5g – Schelde kristal – verzending elke werkdag vóór vijf uur, cli"],
        ),
        ("empire/listing_refund/browser_saved", Listing, "class_source", ["73"]),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_marks_are_cut_to_the_word(case: str, kind: type, name: str, words: list[str]) -> None:
    found = evidence_in(Case(PAGES / case, case))
    assert words in said_in(found, kind, name)


def test_words_of_a_title_that_only_together_give_a_number_are_few() -> None:
    case = Case(PAGES / "empire/listing_refund/browser_saved", "browser_saved")
    titled = case.body.replace(b"5g Fleur d'Ardenne", "PROMO ★ 1-5GR ★★ ICE FROM 24EU/GR".encode())
    assert titled != case.body
    assert [["1-5GR"]] == said_in(evidence_of(titled, case.context.url), Listing, "quantity_units")


def test_a_price_is_no_part_of_a_longer_number() -> None:
    (free,) = (each for each in patterns_of(Money(Decimal(0), "EUR")) if each.search(b"0.00"))
    assert [b"&#8364;0"] == free.findall(b"&#3647;0.00164 (&#8364;0), 1.50")


def test_what_says_the_same_and_was_not_taken_is_told_apart() -> None:
    found = evidence_in(Case(PAGES / "wallstreet/category_list/cut_in_picture_es", "es"))
    assert ["LSD"] in said_in(found, Listing, "drug_class", "also")
    assert ["LSD"] not in said_in(found, Listing, "drug_class")


def test_words_change_the_field_and_labels_take_it_away(belgian: PageEvidence) -> None:
    found = belgian
    (place,) = (place for place, record in enumerate(found.page.records) if isinstance(record, Listing))
    evidence = found.fields[place, "ships_from"]
    (words,) = evidence.words

    def read(start: int, end: int, new: bytes) -> Listing:
        page = parse_page(found.text[:start] + new + found.text[end:], BELGIAN.context)
        (listing,) = (record for record in page.records if isinstance(record, Listing))
        return listing

    before = read(0, 0, b"")
    assert before.ships_from != read(words.start, words.end, b"France").ships_from
    label = next(span for span in evidence.labels if span.attribute is None)
    assert not read(label.start, label.end, b"x").ships_from


def test_what_is_known_from_outside_the_page_is_told(belgian: PageEvidence) -> None:
    found = belgian
    occurred = [evidence for (_, name), evidence in found.fields.items() if name == "occurred"]
    assert occurred
    assert all(evidence.from_capture_time for evidence in occurred)


def test_a_value_that_comes_from_nowhere_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    invent_views(monkeypatch)
    found = evidence_in(BELGIAN)
    lacking = {name for (_, name), evidence in found.fields.items() if evidence.is_said and not evidence.is_found}
    assert {"views"} == lacking


def test_the_words_of_one_record_are_found_alone_and_sooner(belgian: PageEvidence) -> None:
    (place,) = (place for place, record in enumerate(belgian.page.records) if isinstance(record, Listing))
    found = evidence_of(BELGIAN.body, BELGIAN.context.url, BELGIAN.context.captured, place)
    assert {key for key in belgian.fields if key[0] == place} == found.fields.keys()
    assert [] == [key for key, evidence in found.fields.items() if evidence.is_said and not evidence.is_found]
    assert belgian.fields[place, "title"].words == found.fields[place, "title"].words
    assert found.trials < belgian.trials
    assert {} == evidence_of(BELGIAN.body, only=4711).fields


def test_the_bound_on_trials_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MOST_TRIALS", 30)
    found = evidence_in(BELGIAN)
    assert not found.is_whole
    assert found.trials < 30 + 20


@pytest.mark.parametrize("body", [b"", b"no page", b"<html", b"<p title='<a href=\"x", b"\x89PNG"])
def test_what_is_no_page_has_no_evidence(body: bytes) -> None:
    found = evidence_of(body)
    assert {} == found.fields
    assert [] == [field for field in dataclasses.fields(found) if field.name == "records"]
