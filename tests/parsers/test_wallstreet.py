"""Wall Street Market: words in six languages, ages and dates, and pages that end early."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cryptodrug_scraper.capture import CaptureTime
from cryptodrug_scraper.cases.case import Case, cases_below
from cryptodrug_scraper.page.document import Document
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import WALLS
from cryptodrug_scraper.page.records import Vendor
from parsers.wallstreet.addresses import is_refund, listing_id, vendor_name, vendor_tab
from parsers.wallstreet.labels import HEADINGS, LANGUAGES, LISTING, TABLES, VENDOR, WORDS, Labels, fold
from parsers.wallstreet.notices import NOTICES
from parsers.wallstreet.payments import payments
from parsers.wallstreet.routes import destination, needs_list, origin
from parsers.wallstreet.time_words import AGO, MONTH_NAMES, NOW, UNITS

PAGES = Path(__file__).parents[2] / "fixtures" / "pages" / "wallstreet"
CASES = cases_below(PAGES)
CAPTURED = CaptureTime.at(datetime(2019, 1, 5, 10, 20, 30, tzinfo=UTC))


# Labels


@pytest.mark.parametrize("name", TABLES)
def test_each_meaning_has_a_form_in_each_language(name: str) -> None:
    for meaning, languages in TABLES[name].table.items():
        assert len(languages) == len(LANGUAGES), meaning
        assert all(forms and all(forms) for forms in languages), meaning


@pytest.mark.parametrize("name", TABLES)
def test_no_label_means_two_things(name: str) -> None:
    meanings = defaultdict(set)
    for meaning, languages in TABLES[name].table.items():
        for form in (form for forms in languages for form in forms):
            meanings[fold(form)].add(meaning)
    assert {form: found for form, found in meanings.items() if len(found) > 1} == {}


@pytest.mark.parametrize("name", TABLES)
def test_each_form_is_recognised(name: str) -> None:
    labels = TABLES[name]
    for meaning, languages in labels.table.items():
        for form in (form for forms in languages for form in forms):
            assert labels.meaning(form.replace("…", " 30")) == meaning


@pytest.mark.parametrize("words", [*UNITS.values(), AGO, NOW, *NOTICES.values(), MONTH_NAMES])
def test_words_of_time_and_notices_exist_in_each_language(words: tuple[tuple[str, ...], ...]) -> None:
    assert len(words) == len(LANGUAGES)
    assert all(words)


@pytest.mark.parametrize(
    ("labels", "label", "meaning"),
    [
        (LISTING, "Already sold:", "sold"),
        (LISTING, "  QUANTITÉ en  stock : ", "stock"),
        (LISTING, "Categoria", "category"),
        (LISTING, "Lab report", None),
        (HEADINGS, "Versandoptionen", "shipping"),
        (VENDOR, "Rating of the last 30 days", "recent_rating"),
        (VENDOR, "Disputes involved as buyer (won/lost)", "buyer_disputes"),
        (VENDOR, "Refunded orders", None),
        (WORDS, "∞", "unlimited"),
    ],
)
def test_labels_are_read_without_regard_to_case_accents_and_colon(
    labels: Labels, label: str, meaning: str | None
) -> None:
    assert labels.meaning(label) == meaning


@pytest.mark.parametrize(
    ("notice", "sentences"),
    [
        (
            "expired",
            (
                "Deine Sitzung ist leider abgelaufen.",
                "Your session has expired",
                "Su sesión ha caducado",
                "A sua sessão expirou",
                "La sessione è scaduta",
                "Votre session a expiré",
            ),
        ),
        (
            "gone",
            (
                "Dieses Angebot existiert nicht mehr",
                "This offer is no longer available",
                "La oferta ya no existe",
                "Esta oferta não existe",
                "L'offerta non esiste più",
                "L'offre a été supprimée",
            ),
        ),
    ],
)
def test_a_notice_is_recognised_in_each_language(notice: str, sentences: tuple[str, ...]) -> None:
    for forms, sentence in zip(NOTICES[notice], sentences, strict=True):
        assert any(re.search(form, fold(sentence)) for form in forms), sentence


# Places and payments


@pytest.mark.parametrize(
    ("text", "raw", "codes"),
    [
        ("Ships from: Belgium", "Belgium", ["BE"]),
        ("Versand aus: BE", "BE", ["BE"]),
        ("Ships from NL/BE", "NL/BE", ["BE", "NL"]),
        ("Expédié de : Pays-Bas", "Pays-Bas", ["NL"]),
    ],
)
def test_the_origin_stands_behind_its_label(text: str, raw: str, codes: list[str]) -> None:
    place = origin(text)
    assert place is not None
    assert (place.raw, place.codes) == (raw, codes)


def test_a_label_without_an_origin_names_no_place() -> None:
    assert origin("Ships from:") is None


@pytest.mark.parametrize(
    "text",
    [
        "Weltweit mit Ausnahmen (US, CA)",
        "Worldwide with Exceptions (US, CA)",
        "Todo el mundo con excepciones (US, CA)",
        "Mundo inteiro com exceções (US, CA)",
        "Tutto il mondo con eccezioni (US, CA)",
        "Monde entier avec exceptions (US, CA)",
        "Ships Worldwide (no US, CA)",
    ],
)
def test_exceptions_are_never_destinations(text: str) -> None:
    place = destination(text)
    assert place is not None
    assert (place.kind, place.codes, place.excluded) == ("world", ["WORLD"], ["CA", "US"])


@pytest.mark.parametrize(
    "text",
    [
        "Nur Versand in bestimmte Länder",
        "Only ships to certain countries",
        "Solo se envía a ciertos países",
        "Envia somente para certos países",
        "Spedisce solo in certi paesi",
        "Livraison dans certains pays",
    ],
)
def test_a_list_may_stand_behind_its_announcement_or_in_brackets(text: str) -> None:
    assert needs_list(text)
    assert not needs_list(f"{text} (DE, BE)")
    for place in (destination(text, "DE, BE"), destination(f"{text} (DE, BE)")):
        assert place is not None
        assert (place.kind, place.codes, place.excluded) == ("multi", ["BE", "DE"], [])


@pytest.mark.parametrize(
    "text", ["Versand weltweit", "Ships Worldwide", "Envíos a todo el mundo", "Envia para o mundo inteiro",
             "Spedizioni in tutto il mondo", "Livraison dans le monde entier", "Ships to: Worldwide"]
)  # fmt: skip
def test_the_whole_world_is_one_place(text: str) -> None:
    place = destination(text)
    assert place is not None
    assert (place.kind, place.codes, place.excluded) == ("world", ["WORLD"], [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Escrow", ["escrow"]),
        ("Multisig, Escrow", ["multisig", "escrow"]),
        ("Treuhand", ["escrow"]),
        ("FE", ["finalize_early"]),
        ("coffee", None),
    ],
)
def test_payments_are_read_in_the_order_printed(text: str, expected: list[str] | None) -> None:
    assert payments(text) == expected


# Addresses


def test_ids_are_taken_from_links_of_any_mirror() -> None:
    assert listing_id("http://wallstexample0001.onion/offer/123/refund") == "123"
    assert is_refund("../offer/123/refund")
    assert not is_refund("/offer/123")
    assert vendor_name("/profile/klein%20berg/pgp?x=1") == "klein berg"
    assert vendor_tab("/profile/klein/pgp") == "pgp"
    assert vendor_tab("/profile/klein") is None


# Ages and dates


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_walls_have_no_records_and_no_links(case: Case) -> None:
    page = parse_page(case.body, case.context)
    assert page.market == "wallstreet"
    assert page.kind == case.kind
    assert (page.kind in WALLS) == (not page.records)
    if page.kind in WALLS:
        assert page.links == []


def test_every_kind_has_fixtures_in_several_languages_and_months() -> None:
    kinds = Counter(case.kind for case in CASES)
    content = {"category_list", "listing", "listing_refund", "vendor_profile", "vendor_pgp", "vendor_offers"}
    assert {kind for kind in content if kinds[kind] < 3} == set()
    assert kinds.keys() - content <= WALLS
    languages = {match[1] for case in CASES if (match := re.search(rb'<html lang="(\w+)"', case.body))}
    assert languages == {b"de", b"en", b"es", b"fr", b"it", b"pt"}


def test_fixtures_behind_the_login_say_that_they_are_reconstructed() -> None:
    for case in CASES:
        note = msgspec.json.decode((case.folder / "meta.json").read_bytes())["note"]
        assert case.kind in WALLS or note.startswith("Reconstructed from the selectors of scrapers"), case.name


def test_elements_within_one_another_at_a_vendors_name_are_not_read_for_each_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    body = (PAGES / "vendor_profile" / "leiebloem_trusted_en" / "body.html").read_bytes()
    nested = re.sub(rb"(<h[1-6][^>]*>)([^<]*leiebloem)", rb"\1" + b"<span>" * 400 + rb"\2" + b"</span>" * 400, body)
    assert nested != body
    asked: list[object] = []
    text = Document.text

    def noting(self: Document, element: Any) -> str:
        asked.append(element)
        return text(self, element)

    monkeypatch.setattr(Document, "text", noting)
    parse_page(body)
    plain = len(asked)
    parse_page(nested)
    assert len(asked) < 2 * plain + 100


def test_a_vendor_moves_from_one_country_to_another_under_the_same_name() -> None:
    origins = {}
    for case in CASES:
        for listing in msgspec.to_builtins(parse_page(case.body, case.context).records):
            if listing.get("listing_id") == "58811" and "ships_from" in listing:
                origins[case.context.captured.earliest.month if case.context.captured else 0] = (
                    listing["vendor"],
                    listing["ships_from"]["codes"],
                )
    assert origins[11] == ("vaartkapoen", ["NL"])
    assert origins[3] == ("vaartkapoen", ["BE"])


@pytest.mark.parametrize(
    "run", ["4" * 300_000, "1," * 150_000, "111 " * 75_000, "a" * 300_000], ids=lambda run: run[:4]
)
@pytest.mark.slow
def test_a_badge_of_any_length_is_read_at_its_length(run: str) -> None:
    """A pattern that begins anew at every character of it would not come to its end."""
    page = (PAGES / "vendor_profile/leiebloem_trusted_en/body.html").read_text(encoding="utf-8")
    vendor, long = (vendors_of(body)[0] for body in (page, page.replace("3'412", run)))
    assert (3412, 8) == (vendor.experience, vendor.level)
    assert long.experience in {None, msgspec.UNSET}
    assert 8 == long.level


def vendors_of(page: str) -> list[Vendor]:
    return [record for record in parse_page(page.encode()).records if isinstance(record, Vendor)]
